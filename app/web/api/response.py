"""Files as they are sent: under their name, and only to those who do not have them already."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def file_response(request: Request, content: bytes, name: str, media_type: str, **headers: str) -> Response:
    """The file with its tag; 304 when that is one of those that the request names."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Content-Disposition": f'attachment; filename="{name}"', **headers}
    known = [found.strip().removeprefix("W/") for found in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
