"""Scripts that browsers fetch: those of the components, the window „Mitnehmen“, and plotly from the installed package."""

import functools
import gzip
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.surfaces.streamlit import scripts
from app.web.api.answers import packed_response


def module(request: Request) -> Response:
    """Only the script's own address may be kept: another version of the program has another one."""
    name = request.path_params["name"]
    try:
        packed, address = _packed(name), scripts.address(name)
    except KeyError:
        return Response(status_code=404, headers={"Cache-Control": "no-store"})
    if request.url.path.endswith(address):
        return packed_response(request, packed, "text/javascript")
    return Response(scripts.module(name), media_type="text/javascript", headers={"Cache-Control": "no-store"})


def plotly(request: Request) -> Response:
    """Plotly's script; its address changes with its version, so browsers may keep it."""
    return packed_response(request, _plotly(), "text/javascript")


@functools.cache
def _packed(name: str) -> bytes:
    return gzip.compress(scripts.module(name).encode(), compresslevel=6, mtime=0)


@functools.cache
def _plotly() -> bytes:
    found = find_spec("plotly")
    assert found and found.origin
    source = Path(found.origin).parent / "package_data" / "plotly.min.js"
    return gzip.compress(source.read_bytes(), compresslevel=6, mtime=0)
