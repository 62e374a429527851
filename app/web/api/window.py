"""The script of the window „Mitnehmen“, which browsers fetch when somebody opens one."""

from starlette.requests import Request
from starlette.responses import Response

from app.surfaces.streamlit import scripts


def window(request: Request) -> Response:
    """Only the script's own address may be kept: another version of the program has another one."""
    is_own = request.url.path.endswith(scripts.address())
    headers = {"Cache-Control": "public, max-age=31536000, immutable" if is_own else "no-store"}
    return Response(scripts.window(), media_type="text/javascript", headers=headers)
