"""Asks the addresses for machines as a browser does, without a socket: routes and headers are the real ones."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from app.web.api import routes
from app.web.middleware import MIDDLEWARE
from config import settings


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    raw: Sequence[tuple[str, str]] = ()

    @property
    def text(self) -> str:
        return self.body.decode()

    def all(self, name: str) -> list[str]:
        """Every value of a header that stands there several times."""
        return [value for found, value in self.raw if found == name]


def ask(address: str, method: str = "GET", host: str | None = None, **headers: str) -> Answer:
    """The answer to one request."""
    return asyncio.run(asked(address, method, host, **headers))


def server(addresses: Sequence[BaseRoute] | None = None) -> ASGIApp:
    """The server without Streamlit; ``addresses`` stand for those of the app."""
    return Starlette(routes=routes() if addresses is None else addresses, middleware=MIDDLEWARE)


async def asked(
    address: str,
    method: str = "GET",
    host: str | None = None,
    addresses: Sequence[BaseRoute] | None = None,
    scheme: str = "https",
    client: str = "127.0.0.1",
    content: bytes = b"",
    app: ASGIApp | None = None,
    **headers: str,
) -> Answer:
    """The answer to one request, for those who ask several at once; ``app`` is one that has answered before."""
    if host is None:
        host = urlsplit(settings().base_url).hostname or "monitor.example"
    headers = {"host": host, **headers}
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 443),
        "client": (client, 1),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await (app or server(addresses))(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    sent_headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
    return Answer(start["status"], dict(sent_headers), body, sent_headers)
