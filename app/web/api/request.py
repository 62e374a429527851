"""What a request says of itself: the public address it came by."""

import re

from starlette.requests import Request

from app.surfaces.streamlit.base_path import base_path
from config import settings

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?")


def is_known() -> bool:
    """Whether the public address is set, and not taken from each request."""
    return bool(settings().base_url)


def base(request: Request) -> str:
    """Public address of the dashboard without slash at its end: as it is set, else as it was asked for.

    A host that is no name of one gives nothing, so that addresses begin with the slash: it would end up in files.
    """
    if public := settings().base_url.rstrip("/"):
        return public
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}{base_path()}" if _HOST.fullmatch(host) else base_path()
