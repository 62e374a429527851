"""What a websocket may bring: the messages of pages and nothing else, and no memory for what nobody ends or reads."""

import asyncio
import tomllib
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.streams import StreamReader

from app.observability import metrics
from app.web import websocket_memory
from app.web.messages import page_messages
from app.web.middleware import MIDDLEWARE
from config import ROOT


def message(**fields: bool) -> Message:
    return {"type": "websocket.receive", "bytes": BackMsg(**fields).SerializeToString()}


def rerun(query: str) -> Message:
    asked = BackMsg()
    asked.rerun_script.query_string = query
    return {"type": "websocket.receive", "bytes": asked.SerializeToString()}


def brought(*messages: Message) -> tuple[list[Message], list[Message]]:
    """What the app gets of these messages until the page is gone, and what the browser gets."""
    taken: list[Message] = []
    sent: list[Message] = []
    coming = iter([*messages, {"type": "websocket.disconnect", "code": 1001}])

    async def app(_: Any, receive: Any, send: Any) -> None:
        while not taken or taken[-1]["type"] != "websocket.disconnect":
            taken.append(await receive())
        await send({"type": "websocket.send", "bytes": b"late"})

    async def receive() -> Message:
        return next(coming)

    async def send(found: Message) -> None:
        sent.append(found)

    asyncio.run(page_messages(app)({"type": "websocket"}, receive, send))
    return taken, sent


def test_pages_are_heard_and_nothing_else_is() -> None:
    needed = [rerun("jahr=2021"), message(stop_script=True), message(app_heartbeat=True)]
    others = [
        message(**{name: True})
        for name in ("load_git_info", "clear_cache", "set_run_on_save", "debug_shutdown_runtime")
    ]
    before = metrics.REFUSED.labels("message")._value.get()
    taken, sent = brought(needed[0], *others, *needed[1:])
    assert taken == [*needed, {"type": "websocket.disconnect", "code": 1001}]
    assert [found["type"] for found in sent] == ["websocket.send"]
    assert metrics.REFUSED.labels("message")._value.get() == before + len(others)


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "websocket.receive", "bytes": b"\xff\xff"},
        {"type": "websocket.receive", "bytes": b""},
        {"type": "websocket.receive", "bytes": rerun("x" * 50)["bytes"][:-1]},
        {"type": "websocket.receive", "text": "hello"},
    ],
    ids=["no message", "nothing", "cut short", "text"],
)
def test_what_is_no_message_ends_the_page(broken: Message) -> None:
    taken, sent = brought(broken, rerun("never read"))
    assert taken == [{"type": "websocket.disconnect", "code": 1002}]
    # What was on its way to the page is for nobody any more.
    assert sent == [{"type": "websocket.close", "code": 1002}]


@pytest.mark.parametrize("what", ["bytes", "address", "files"])
def test_what_is_too_large_ends_the_page_before_it_is_worked_on(what: str) -> None:
    asked = BackMsg()
    if what == "files":
        # Streamlit would make an address for each, and nobody else would be served meanwhile.
        asked.file_urls_request.file_names.extend([""] * 1000)
    elif what == "address":
        asked.rerun_script.query_string = "x" * 70_000
    else:
        asked.rerun_script.widget_states.widgets.add().string_value = "x" * (3 << 20)
    taken, sent = brought({"type": "websocket.receive", "bytes": asked.SerializeToString()})
    assert taken == [{"type": "websocket.disconnect", "code": 1009}]
    assert sent == [{"type": "websocket.close", "code": 1009}]


def test_messages_are_bounded_before_they_are_read() -> None:
    names = [found.cls.__name__ for found in MIDDLEWARE]  # type: ignore[attr-defined]
    assert names.index("Limits") < names.index("page_messages")
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxMessageSize"] == 8


class Transport:
    """Where answers to pings go."""

    def __init__(self) -> None:
        self.written = b""

    def write(self, data: bytes) -> None:
        self.written += data


def connection(answers: list[bytes]) -> Any:
    found: Any = object.__new__(WebSocketsSansIOProtocol)
    found.transport, found.writable, found.frames = Transport(), asyncio.Event(), [b"x"]
    found.conn = SimpleNamespace(reader=StreamReader(), data_to_send=lambda: answers)
    return found


def test_pings_are_answered_as_long_as_answers_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("handle_ping", "connection_lost", "handle_text"):
        monkeypatch.setattr(WebSocketsSansIOProtocol, name, getattr(WebSocketsSansIOProtocol, name))
    websocket_memory.mend()
    found = connection([b"pong"])
    found.handle_ping()
    assert found.transport.written == b""
    found.writable.set()
    found.handle_ping()
    assert found.transport.written == b"pong"


def test_a_message_that_is_not_whole_is_forgotten_with_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket_memory, "_forget_connection", lambda *_: None)
    found = connection([])
    found.conn.reader.feed_data(b"x" * 1000)
    websocket_memory._lose_connection(found, None)
    assert (bytes(found.conn.reader.buffer), found.frames) == (b"", [])
