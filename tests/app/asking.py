"""Asks the addresses for machines as a browser does, without a socket: routes and headers are the real ones."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from app.web.api import routes
from app.web.middleware import MIDDLEWARE


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(address: str, method: str = "GET", host: str = "monitor.example", **headers: str) -> Answer:
    """The answer to one request."""
    return asyncio.run(asked(address, method, host, **headers))


async def asked(
    address: str,
    method: str = "GET",
    host: str = "monitor.example",
    addresses: Sequence[BaseRoute] | None = None,
    **headers: str,
) -> Answer:
    """The answer to one request, for those who ask several at once; ``addresses`` stand for those of the app."""
    headers = {"host": host, **headers}
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 443),
        "client": ("127.0.0.1", 1),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await Starlette(routes=routes() if addresses is None else addresses, middleware=MIDDLEWARE)(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answer(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body)
