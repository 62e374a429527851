"""What somebody needs who explores a chart: plotly's script from the installed package, and the chart as a figure for it."""

import functools
import gzip
from importlib.util import find_spec
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app import exhibits
from app.charts import plotly_figure, theme
from app.charts.html import NAMES, layouts_of
from app.charts.marks import INK, MUTED, PAPER, RULE
from app.data import db
from app.exhibits import Plot, address
from app.web.api import threads
from app.words.text import t

_COLOURS = {name: f"srm:{name}" for name in (INK, MUTED, PAPER, RULE)}
"""Names of the colours that follow the theme; the page puts its own in their place."""
_CONFIG = {
    **theme.GERMAN,
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "responsive": False,
}


def script(request: Request) -> Response:
    """Plotly's script; its address changes with its version, so browsers may keep it."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_packed(), media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(_packed()), media_type="text/javascript", headers=headers)


async def figure(request: Request) -> Response:
    """The figure of a chart for one of the page's widths: ``/api/plotly/<slug>.json?breite=wide``."""
    return await threads.run("data", lambda: _figure(request))


def _figure(request: Request) -> Response:
    width = request.query_params.get("breite", NAMES[-1])
    parameters = {name: request.query_params.getlist(name) for name in request.query_params}
    try:
        exhibit = exhibits.by_slug(request.path_params["slug"])
        view = address.view(exhibit, db.current_release(), parameters)
        content = exhibit.content(view)
        chart = exhibits.chart(content, view) if isinstance(content.drawing, Plot) else None
    except (LookupError, db.NoReleaseError):
        chart = None
    if chart is None or width not in NAMES:
        return PlainTextResponse(t("chart.empty"), 404, {"Cache-Control": "no-store"})
    drawn = plotly_figure.figure(layouts_of(chart)[NAMES.index(width)], _COLOURS)
    return Response(
        orjson.dumps({**drawn, "config": _CONFIG}), media_type="application/json", headers={"Cache-Control": "no-cache"}
    )


def _source() -> Path:
    found = find_spec("plotly")
    assert found and found.origin
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


@functools.cache
def _packed() -> bytes:
    return gzip.compress(_source().read_bytes(), compresslevel=6, mtime=0)
