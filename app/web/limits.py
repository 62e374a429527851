"""How much work one client may ask for: so much a minute, so much at once, so many open pages, nothing too large.

One bound for everything that the server does. Each kind of request takes as many tokens out of the client's bucket as
it is worth; the bucket fills evenly. What takes long waits behind the client's own other requests, not behind those of
everybody. Messages of an open page are not refused but taken up later. Where the client is not known, because a proxy
in front does not name it, nothing is bounded here.
"""

import asyncio
import logging
import math
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.data.published import QueryError
from app.observability import metrics
from app.observability.log import warn_seldom
from app.surfaces.streamlit import uploads
from app.web.api.answers import Refused
from app.web.api.v1 import problems
from app.web.client import client_key
from app.web.middleware_function import with_headers
from app.web.request_kind import is_of_interface, request_kind
from app.words.text import plural, t
from config import settings

COSTS = {
    **{"page": 5, "embed": 3, "picture": 10, "data": 5, "query": 40, "folder": 100, "upload": 20},
    **{"table": 1, "release": 5, "catalogue": 5, "feed": 5, "citation": 1, "other": 1, "asset": 0, "health": 0},
}
"""Tokens that a request takes."""
_SESSION, _MESSAGE = 2, 1
AT_ONCE = {
    **{"page": 2, "embed": 2, "picture": 2, "data": 2, "table": 2, "catalogue": 2, "feed": 2},
    **{"query": 1, "folder": 1},
}
"""Requests of one client that are worked on at the same time; further ones wait."""
PATIENCE_S = 10.0
"""Seconds for which they do."""
_CLIENTS = 10_000
"""Clients that are remembered, the last ones."""
LARGEST, LARGEST_UPLOAD = 64 << 10, (uploads.MEGABYTES + 1) << 20
"""Bytes of a request; that of a file holds what stands around the file, too."""
_TRY_AGAIN_LATER = 1013
_LOG = logging.getLogger(__name__)


class Buckets:
    """The tokens that clients have left."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """What was left in the bucket of a client, and when."""

    def left_after(self, client: str, cost: int) -> float:
        """The client's tokens after it has paid; below 0 when it has too few, and then it has not paid."""
        most, now = float(settings().client_requests), time.monotonic()
        if not client:
            return most
        left, filled = self._buckets.pop(client, (most, now))
        left = min(most, left + (now - filled) * most / 60)
        self._buckets[client] = left - cost if left >= cost else left, now
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return left - cost


class Limits:
    """Passes on what a client may ask for; refuses the rest with a sentence and the time to wait."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._buckets = Buckets()
        self._turns: dict[tuple[str, str], tuple[asyncio.Semaphore, int]] = {}
        self._sessions: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] == "websocket":
            await self._session(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind, client = request_kind(scope), client_key(scope)
        largest = LARGEST_UPLOAD if kind == "upload" else LARGEST
        if _announced(scope) > largest:
            await _too_large(scope, largest)(scope, receive, send)
            return
        left = self._buckets.left_after(client, COSTS[kind])
        if is_of_interface(scope):
            send = _with_rest(send, left)
        if left < 0:
            seconds = _seconds(-left)
            error = QueryError("api_v1.too_many", most=settings().client_requests, seconds=seconds)
            await _too_many(scope, kind, error, seconds)(scope, receive, send)
            return
        is_answered, come = False, 0

        async def bounded() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > largest:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            async with self._turn(client, kind):
                await self._app(scope, bounded, noted)
        except _BusyError:
            seconds = math.ceil(PATIENCE_S)
            await _too_many(scope, kind, QueryError("api_v1.busy", seconds=seconds), seconds)(scope, receive, send)
        except _TooLargeError:
            if not is_answered:
                await _too_large(scope, largest)(scope, receive, send)

    @asynccontextmanager
    async def _turn(self, client: str, kind: str) -> AsyncIterator[None]:
        """A place among the client's requests of this kind; none is kept for a client that asks for nothing."""
        if not client or kind not in AT_ONCE:
            yield
            return
        key = client, kind
        turns, asking = self._turns.get(key, (asyncio.Semaphore(AT_ONCE[kind]), 0))
        self._turns[key] = turns, asking + 1
        try:
            try:
                await asyncio.wait_for(turns.acquire(), PATIENCE_S)
            except TimeoutError as error:
                raise _BusyError from error
            try:
                yield
            finally:
                turns.release()
        finally:
            others = self._turns.pop(key)[1] - 1
            if others:
                self._turns[key] = turns, others

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = client_key(scope)
        is_full = bool(client) and self._sessions[client] >= settings().client_sessions
        if is_full or self._buckets.left_after(client, _SESSION) < 0:
            _note("sessions" if is_full else "rate", "session")
            await receive()
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER})
            return

        async def later() -> Message:
            message = await receive()
            while message["type"] == "websocket.receive" and self._buckets.left_after(client, _MESSAGE) < 0:
                await asyncio.sleep(60 / settings().client_requests)
            return message

        self._sessions[client] += 1
        metrics.SESSIONS.inc()
        try:
            with metrics.OPEN_SESSIONS.track_inprogress():
                await self._app(scope, later, send)
        finally:
            self._sessions[client] -= 1
            if not self._sessions[client]:
                del self._sessions[client]


class _BusyError(Exception):
    """The client's other requests take too long."""


class _TooLargeError(Exception):
    """More has come than may."""


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _seconds(missing: float) -> int:
    """After how many seconds so many tokens have come."""
    return max(1, math.ceil(missing * 60 / settings().client_requests))


def _with_rest(send: Send, left: float) -> Send:
    """Every answer of the interface says how much is left."""
    most = settings().client_requests
    said = {
        "RateLimit-Policy": f'"client";q={most};w=60',
        "RateLimit": f'"client";r={max(int(left), 0)};t={math.ceil((most - max(left, 0)) * 60 / most)}',
    }
    return with_headers(send, lambda headers, _: headers.update(said))


def _too_many(scope: Scope, kind: str, error: QueryError, seconds: int) -> Response:
    """``error`` says it to programs."""
    _note("rate", kind)
    if is_of_interface(scope):
        return problems.problem(error, 429, Retry_After=str(seconds))
    return Refused(429, plural("api.too_many", seconds), Retry_After=str(seconds)).response


def _too_large(scope: Scope, largest: int) -> Response:
    _note("size", request_kind(scope))
    if is_of_interface(scope):
        return problems.problem(QueryError("api_v1.too_large", kilobytes=largest >> 10), 413, Connection="close")
    # What is still to come is not read.
    return Refused(413, t("api.too_large", kilobytes=largest >> 10), Connection="close").response


def _note(reason: str, kind: str) -> None:
    metrics.REFUSED.labels(reason).inc()
    warn_seldom(_LOG, "requests are refused", reason=reason, kind=kind)
