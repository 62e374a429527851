"""Takes from an open page those messages alone that pages send: Streamlit would also empty caches or read out the folder."""

import logging

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from app.exhibits.address import LONGEST
from app.observability import metrics
from app.observability.log import warn_seldom
from app.web.middleware_function import middleware

_SENT_BY_PAGES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
_LARGEST = 2 << 20
"""Bytes of a message: a query of a megabyte is still answered with a sentence."""
_MOST_FILES = 100
"""Names of files for which a message may ask addresses."""
_UNREADABLE, _TOO_LARGE = "unreadable", "too large"
_CLOSING = {_UNREADABLE: 1002, _TOO_LARGE: 1009}
"""What ends a page, and the code that says why."""
_LOG = logging.getLogger(__name__)


@middleware("websocket")
async def page_messages(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hand on what a page sends, pass over messages of other kinds, and close what sends none at all."""
    is_closed = False

    async def next_message() -> Message:
        nonlocal is_closed
        while True:
            message = await receive()
            kind = _kind(message) if message["type"] == "websocket.receive" else ""
            if not kind or kind in _SENT_BY_PAGES:
                return message
            metrics.REFUSED.labels("message").inc()
            warn_seldom(_LOG, "a websocket brings what no page sends", kind=kind)
            if code := _CLOSING.get(kind):
                is_closed = True
                await send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}

    async def answer(message: Message) -> None:
        # What is on its way to a page that was closed is for nobody.
        if not is_closed:
            await send(message)

    await app(scope, next_message, answer)


def _kind(message: Message) -> str:
    """What a message asks for, in the protocol's own word, or why it is none."""
    content = message.get("bytes") or b""
    if len(content) > _LARGEST:
        return _TOO_LARGE
    try:
        asked = BackMsg.FromString(content)
    except DecodeError:
        return _UNREADABLE
    # Streamlit keeps the parameters of an address and makes an address for each name of a file.
    is_long = len(asked.rerun_script.query_string) > LONGEST or len(asked.file_urls_request.file_names) > _MOST_FILES
    return _TOO_LARGE if is_long else asked.WhichOneof("type") or _UNREADABLE
