"""Takes from an open page those messages alone that pages send: Streamlit would also empty caches or read out the folder."""

import logging

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from app.observability import metrics
from app.observability.log import warn_seldom

_SENT_BY_PAGES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
_UNREADABLE, _PROTOCOL_ERROR = "unreadable", 1002
_LOG = logging.getLogger(__name__)


class Messages:
    """Passes over messages of other kinds, and closes what sends none at all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what a page sends."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
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
                if kind == _UNREADABLE:
                    is_closed = True
                    await send({"type": "websocket.close", "code": _PROTOCOL_ERROR})
                    return {"type": "websocket.disconnect", "code": _PROTOCOL_ERROR}

        async def answer(message: Message) -> None:
            # What is on its way to a page that was closed is for nobody.
            if not is_closed:
                await send(message)

        await self._app(scope, next_message, answer)


def _kind(message: Message) -> str:
    """What a message asks for, in the protocol's own word."""
    try:
        return BackMsg.FromString(message.get("bytes") or b"").WhichOneof("type") or _UNREADABLE
    except DecodeError:
        return _UNREADABLE
