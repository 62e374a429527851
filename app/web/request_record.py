"""Gives every request an id, counts and times its answer, and writes both down; an error ends in a sentence with the id."""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.observability import metrics
from app.observability.log import REQUEST_ID, request_id
from app.surfaces.html.not_found import failed
from app.web.middleware_function import middleware, with_headers
from app.web.request_kind import request_kind

_HEADER = "X-Request-ID"
_QUIET = ("asset", "health")
"""Kinds of requests that are many and say nothing."""
_LOG = logging.getLogger(__name__)


@middleware("http", "websocket")
async def request_record(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Stand around everything that answers: pass on, and note what came of it."""
    found = request_id(Headers(scope=scope).get(_HEADER, ""))
    token = REQUEST_ID.set(found)
    try:
        await (_answer(app, scope, receive, send, found) if scope["type"] == "http" else app(scope, receive, send))
    finally:
        REQUEST_ID.reset(token)


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send, found: str) -> None:
    begin, kind, status = time.perf_counter(), request_kind(scope), 0

    def note(headers: MutableHeaders, of_answer: int) -> None:
        nonlocal status
        status, headers[_HEADER] = of_answer, found

    answer = with_headers(send, note)
    try:
        await app(scope, receive, answer)
    except Exception:
        metrics.REQUEST_ERRORS.inc()
        _LOG.exception("a request ended in an error", extra={"facts": {"kind": kind}})
        if not status:
            await HTMLResponse(failed(found), 500, {"Cache-Control": "no-store"})(scope, receive, answer)
    seconds = time.perf_counter() - begin
    metrics.REQUESTS.labels(kind, f"{status // 100}xx").observe(seconds)
    if kind not in _QUIET:
        facts = {"kind": kind, "method": _method(scope), "status": status, "ms": round(seconds * 1000)}
        _LOG.info("request", extra={"facts": facts})


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "other"
