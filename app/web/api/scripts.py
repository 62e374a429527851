"""Scripts that browsers fetch when somebody needs them: the window „Mitnehmen“, and plotly from the installed package."""

import functools
import gzip
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.surfaces.streamlit import scripts
from app.web.api.answers import FOREVER, packed_response


def window(request: Request) -> Response:
    """Only the script's own address may be kept: another version of the program has another one."""
    headers = FOREVER if request.url.path.endswith(scripts.address()) else {"Cache-Control": "no-store"}
    return Response(scripts.window(), media_type="text/javascript", headers=headers)


def plotly(request: Request) -> Response:
    """Plotly's script; its address changes with its version, so browsers may keep it."""
    return packed_response(request, _plotly(), "text/javascript")


@functools.cache
def _plotly() -> bytes:
    found = find_spec("plotly")
    assert found and found.origin
    source = Path(found.origin).parent / "package_data" / "plotly.min.js"
    return gzip.compress(source.read_bytes(), compresslevel=6, mtime=0)
