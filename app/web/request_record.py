"""Gives every request an id, counts and times its answer, and writes both down; an error ends in a sentence with the id."""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.observability import metrics
from app.observability.log import REQUEST_ID, request_id
from app.surfaces.html.not_found import failed
from app.web.request_kind import request_kind

_HEADER = "X-Request-ID"
_QUIET = ("asset", "health")
"""Kinds of requests that are many and say nothing."""
_LOG = logging.getLogger(__name__)


class RequestRecord:
    """Stands around everything that answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note what came of it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        found = request_id(Headers(scope=scope).get(_HEADER, ""))
        token = REQUEST_ID.set(found)
        try:
            if scope["type"] == "http":
                await self._answer(scope, receive, send, found)
            else:
                await self._app(scope, receive, send)
        finally:
            REQUEST_ID.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, found: str) -> None:
        begin, kind, status = time.perf_counter(), request_kind(scope), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_HEADER] = found
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception:
            metrics.REQUEST_ERRORS.inc()
            _LOG.exception("a request ended in an error", extra={"facts": {"kind": kind}})
            if not status:
                content = failed(found)
                await HTMLResponse(content, 500, {"Cache-Control": "no-store"})(scope, receive, answer)
        seconds = time.perf_counter() - begin
        metrics.REQUESTS.labels(kind, f"{status // 100}xx").observe(seconds)
        if kind not in _QUIET:
            facts = {"kind": kind, "method": _method(scope), "status": status, "ms": round(seconds * 1000)}
            _LOG.info("request", extra={"facts": facts})


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "other"
