"""Refuses files that no page has asked for: Streamlit takes them from every session, whatever its page is."""

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.surfaces.streamlit import uploads
from app.words.text import t

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")


class Uploads:
    """Passes on as many files of a session as its page asks for, and everything that is no file."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse its file before any of it is read."""
        found = _UPLOAD.search(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] not in ("PUT", "POST"):
            await self.app(scope, receive, send)
            return
        session_id, is_taken = found[1], False
        if not uploads.take(session_id):
            await PlainTextResponse(t("frame.no_upload"), 403)(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            nonlocal is_taken
            if message["type"] == "http.response.start":
                is_taken = message["status"] < 300
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            if not is_taken:
                uploads.give_back(session_id)
