"""One visitor without a browser: speaks Streamlit's websocket protocol and times whole script runs.

A run is what a visitor waits for: from the request sent to the message that the script has finished, with every
message of the page received in between. The protocol is Streamlit's own and may change with its version.
"""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_TIMEOUT = 60.0


class PageError(RuntimeError):
    """The page showed an exception instead of itself."""


@dataclass
class Run:
    """One script run: its time, the bytes it sent and what stood on the page, by kind of element."""

    seconds: float = 0.0
    size: int = 0
    elements: Counter[str] = field(default_factory=Counter)


_KEYS = re.compile(r'<input type="checkbox" name="(\w+)" value="([^"]+)"')


class Session:
    """A visitor of one page; ``async with Session(url, address) as visitor``."""

    def __init__(self, url: str, address: str = "", query: str = "", *, client: str = "", session_id: str = "") -> None:
        self.url, self.address, self.query = url, address, query
        self.session_id = session_id
        """As the server calls the session; one that was lost is gone on with by its id."""
        self._headers = {"X-Forwarded-For": client} if client else {}
        self.filters: dict[str, list[str]] = {}
        """Keys that can be chosen, by the parameter of the address."""
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._known: set[str] = set()
        self._page = ""

    async def __aenter__(self) -> Self:
        """Connect; nothing runs yet."""
        self._socket = await websockets.connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol(name) for name in self._protocols()],
            max_size=None,
            ping_interval=None,
            open_timeout=_TIMEOUT,
            proxy=None,
            additional_headers=self._headers,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        await self._socket.close()

    async def closed(self) -> None:
        """Wait until the connection is lost."""
        await self._socket.wait_closed()

    def cut(self) -> None:
        """Lose the connection, without a word to the server."""
        self._socket.transport.abort()

    def choose(self, name: str, *keys: str) -> None:
        """Choose in a filter; takes effect with the next run."""
        self._chosen[name] = keys

    async def run(self) -> Run:
        """Ask for a run of the page and wait until it has finished."""
        run = Run()
        request = self._request()
        start = time.perf_counter()
        await self._socket.send(request)
        while not await self._receive(run):
            pass
        run.seconds = time.perf_counter() - start
        return run

    async def _receive(self, run: Run) -> bool:
        """Take the next message; whether the run has finished with it."""
        data = await asyncio.wait_for(self._socket.recv(decode=False), _TIMEOUT)
        run.size += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash or self._page
            self.session_id = message.new_session.initialize.session_id or self.session_id
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash or self._page
        elif kind == "delta":
            self._take(message, run)
        # A run that was stopped for a newer one is followed by that one.
        return kind == "script_finished" and bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)

    def _protocols(self) -> list[str]:
        # The second is a token for who has logged in.
        return ["streamlit", "none", self.session_id] if self.session_id else ["streamlit"]

    def _request(self) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query_string()
        state.page_name = self.address
        state.page_script_hash = self._page
        state.cached_message_hashes.extend(self._known)
        state.context_info.timezone = "Europe/Berlin"
        state.context_info.locale = "de-DE"
        state.context_info.url = f"{self.url}/{self.address}"
        return bytes(message.SerializeToString())

    def _query_string(self) -> str:
        """What a browser's address bar would hold: what is chosen, and what was there before."""
        return urlencode({**parse_qs(self.query), **self._chosen}, doseq=True)

    def _take(self, message: ForwardMsg, run: Run) -> None:
        if message.metadata.cacheable:
            self._known.add(message.hash)
        if message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        parts = json.loads(element.bidi_component.bytes or b"[]")
        run.elements.update(_kinds(parts) or [kind])
        self._remember(parts)
        if kind == "exception":
            raise PageError(f"/{self.address}: {element.exception.message}")

    def _remember(self, parts: Iterable[dict[str, Any]]) -> None:
        for part in parts:
            if part["key"] == "filters":
                self.filters = {}
                for name, key in _KEYS.findall(part["html"]):
                    self.filters.setdefault(name, []).append(key)
            self._remember(part.get("parts", ()))


def _kinds(parts: Iterable[dict[str, Any]]) -> list[str]:
    """Kinds of the dashboard's own parts, and of those that they hold."""
    return [kind for part in parts for kind in (part["kind"], *_kinds(part.get("parts", ())))]
