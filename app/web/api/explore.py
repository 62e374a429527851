"""What somebody needs who explores a chart: plotly's script from the installed package, and the chart as a figure for it."""

import functools
import gzip
from importlib.util import find_spec
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.charts import plotly_figure, theme
from app.charts.html import NAMES
from app.charts.marks import INK, MUTED, PAPER, RULE, WIDTHS, Chart, Place

_COLOURS = {name: f"srm:{name}" for name in (INK, MUTED, PAPER, RULE)}
"""Names of the colours that follow the theme; the page puts its own in their place."""
_CONFIG = {**theme.GERMAN, "displaylogo": False, "displayModeBar": False, "scrollZoom": False, "responsive": False}


def script(request: Request) -> Response:
    """Plotly's script; its address changes with its version, so browsers may keep it."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed(), media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})
    return Response(_source(), media_type="text/javascript", headers=headers)


@functools.lru_cache(maxsize=128)
def explored(chart: Chart, width: str) -> bytes:
    """The figure of a chart at one of the page's widths, as JSON."""
    layout = chart.layout(Place(WIDTHS[NAMES.index(width)]))
    assert layout is not None
    return orjson.dumps({**plotly_figure.figure(layout, _COLOURS), "config": _CONFIG})


@functools.cache
def packed() -> bytes:
    """Plotly's script, compressed once."""
    return gzip.compress(_source(), compresslevel=6, mtime=0)


def _source() -> bytes:
    found = find_spec("plotly")
    assert found and found.origin
    return (Path(found.origin).parent / "package_data" / "plotly.min.js").read_bytes()
