"""Refuses files that no page has asked for: Streamlit takes them from every session, whatever its page is."""

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.surfaces.streamlit import uploads
from app.web.middleware_function import middleware, with_headers
from app.words.text import t

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")


@middleware("http")
async def page_uploads(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Pass on as many files of a session as its page asks for, and everything that is no file; refuse others unread."""
    found = _UPLOAD.search(scope["path"])
    if found is None or scope["method"] not in ("PUT", "POST"):
        await app(scope, receive, send)
        return
    session_id, is_taken = found[1], False
    if not uploads.take(session_id):
        await PlainTextResponse(t("frame.no_upload"), 403)(scope, receive, send)
        return

    def note(_: MutableHeaders, status: int) -> None:
        nonlocal is_taken
        is_taken = status < 300

    try:
        await app(scope, receive, with_headers(send, note))
    finally:
        if not is_taken:
            uploads.give_back(session_id)
