"""What stands around everything that answers, each as one function of what comes after it and of the request."""

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MiddlewareFunction = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]


def middleware(*kinds: str) -> Callable[[MiddlewareFunction], Callable[[ASGIApp], Application]]:
    """A function as a middleware of requests of these ``kinds`` (http, websocket); it is passed by what is of another."""

    def of_kinds(function: MiddlewareFunction) -> Callable[[ASGIApp], Application]:
        @functools.wraps(function)
        def around(app: ASGIApp) -> Application:
            async def answer(scope: Scope, receive: Receive, send: Send) -> None:
                if scope["type"] in kinds:
                    await function(app, scope, receive, send)
                else:
                    await app(scope, receive, send)

            return answer

        return around

    return of_kinds


def with_headers(send: Send, change: Callable[[MutableHeaders, int], None]) -> Send:
    """Sends on, and has headers changed, by the status of the answer, before they go."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            change(MutableHeaders(scope=message), message["status"])
        await send(message)

    return answer
