"""Websockets that behave as no browser does: frames, messages and handshakes that are broken, floods, two with one session.

Frames are written by hand, because a client library would refuse to send them.
"""

import asyncio
import base64
import contextlib
import random
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.random_addresses import MARK

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_PATIENCE_S, _NO_ANSWER_S = 20.0, 3.0
_LARGE = 4 << 20
_PINGS = 400_000
Broken = Callable[[str, random.Random], Awaitable[None]]


def frame(opcode: int, payload: bytes, *, is_last: bool = True, is_masked: bool = True, reserved: int = 0) -> bytes:
    """A frame as it goes over the wire (RFC 6455, 5.2), right or wrong."""
    first = (0x80 if is_last else 0) | reserved << 4 | opcode
    mask = 0x80 if is_masked else 0
    if len(payload) < 126:
        head = struct.pack("!BB", first, mask | len(payload))
    elif len(payload) < 1 << 16:
        head = struct.pack("!BBH", first, mask | 126, len(payload))
    else:
        head = struct.pack("!BBQ", first, mask | 127, len(payload))
    # A key of zeros leaves the payload as it is.
    return head + (b"\0" * 4 if is_masked else b"") + payload


class Wire:
    """An open websocket, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, *frames: bytes) -> None:
        """Write frames; whether anybody takes them does not matter."""
        with contextlib.suppress(OSError):
            for each in frames:
                self._writer.write(each)
                await asyncio.wait_for(self._writer.drain(), _PATIENCE_S)

    async def message(self) -> ForwardMsg | None:
        """The next message of the page; None when the server has ended."""
        while True:
            try:
                first, length = await self._reader.readexactly(2)
                if length == 126:
                    (length,) = struct.unpack("!H", await self._reader.readexactly(2))
                elif length == 127:
                    (length,) = struct.unpack("!Q", await self._reader.readexactly(8))
                payload = await self._reader.readexactly(length)
            except (asyncio.IncompleteReadError, OSError):
                return None
            if first & 0x0F == BINARY:
                found: ForwardMsg = ForwardMsg.FromString(payload)
                return found
            if first & 0x0F == CLOSE:
                return None
            if first & 0x0F == PING:
                await self.send(frame(PONG, payload))

    async def stay(self) -> None:
        """Read what comes and answer pings, until the server ends."""
        while await self.message() is not None:
            pass

    async def until(self, kind: str = "") -> ForwardMsg | None:
        """The next message of a kind, None when none comes any more; without a kind until the server has ended, or a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S if kind else _NO_ANSWER_S):
                while (found := await self.message()) is not None:
                    if found.WhichOneof("type") == kind:
                        return found
        return None


@contextlib.asynccontextmanager
async def wire(url: str, session: str = "", headers: bytes = b"") -> AsyncIterator[Wire]:
    """Open a websocket, and break it off without a word; ``session`` is one to take up again."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    protocols = f"streamlit, x, {session}" if session else "streamlit"
    writer.write(
        b"GET /_stcore/stream HTTP/1.1\r\nHost: " + parts.netloc.encode() + b"\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + base64.b64encode(b"k" * 16)
        + b"\r\n"
        b"Sec-WebSocket-Protocol: " + protocols.encode() + b"\r\n" + headers + b"\r\n"
    )
    try:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, TimeoutError):
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _NO_ANSWER_S)
        yield Wire(reader, writer)
    finally:
        writer.transport.abort()


def rerun(address: str = "", query: str = "") -> bytes:
    """The message by which a browser asks for a page."""
    asked = BackMsg()
    asked.rerun_script.page_name = address
    asked.rerun_script.query_string = query
    return bytes(asked.SerializeToString())


async def _random_bytes(url: str, chance: random.Random) -> None:
    async with wire(url) as found:
        await found.send(frame(BINARY, chance.randbytes(chance.choice((0, 1, 20, 5000)))))
        await found.until()


async def _cut_short(url: str, chance: random.Random) -> None:
    whole = rerun("projekte", f"suche={MARK * 20}")
    async with wire(url) as found:
        await found.send(frame(BINARY, whole[: chance.randrange(1, len(whole))]))
        await found.until("script_finished")


async def _text(url: str, chance: random.Random) -> None:
    async with wire(url) as found:
        await found.send(frame(TEXT, chance.choice((b"hello", MARK.encode(), b"\xff\xfe", b"{}"))))
        await found.until()


async def _wrong_order(url: str, chance: random.Random) -> None:
    """Every kind of message that there is, before the page was asked for and in between."""
    async with wire(url) as found:
        for _ in range(6):
            await found.send(frame(BINARY, _any_message(chance)))
        await found.send(frame(BINARY, rerun("foerderung")))
        await found.until("script_finished")


def _any_message(chance: random.Random) -> bytes:
    asked, odd = BackMsg(), f"{MARK}\x00\u202e{'x' * chance.choice((0, 5000))}"
    kind = chance.choice([field.name for field in BackMsg.DESCRIPTOR.fields if field.name != "debug_last_backmsg_id"])
    if kind == "rerun_script":
        state = asked.rerun_script
        state.query_string, state.page_script_hash, state.page_name = odd, odd, chance.choice(("", odd, "../x"))
        state.fragment_id = chance.choice(("", odd))
        state.cached_message_hashes.extend([odd] * chance.choice((0, 50)))
        widget = state.widget_states.widgets.add()
        widget.id = chance.choice((odd, "$$ID-0a-None", ""))
        chance.choice((lambda: setattr(widget, "json_value", "{"), lambda: setattr(widget, "int_value", -1)))()
    elif kind == "file_urls_request":
        asked.file_urls_request.request_id = odd
        asked.file_urls_request.file_names.extend(chance.choice(([odd] * 100, [""] * 900_000)))
        asked.file_urls_request.session_id = odd
    elif kind == "backend_operation_request":
        asked.backend_operation_request.request_id = odd
        asked.backend_operation_request.session_id = odd
        asked.backend_operation_request.install_skills.SetInParent()
    else:
        setattr(asked, kind, chance.choice((True, False)))
    return bytes(asked.SerializeToString())


async def _too_large(url: str, chance: random.Random) -> None:
    async with wire(url) as found:
        announced = struct.pack("!BBQ", 0x80 | BINARY, 0x80 | 127, 1 << chance.choice((27, 40, 63))) + b"\0" * 4
        large = frame(BINARY, b"\x0a" * chance.choice((_LARGE, 8 * _LARGE)))
        await found.send(chance.choice((announced + b"x" * _LARGE, large)))
        await found.until()


async def _pieces_without_end(url: str, _: random.Random) -> None:
    async with wire(url) as found:
        await found.send(frame(BINARY, b"", is_last=False))
        await found.send(*[frame(CONTINUED, b"x" * (1 << 16), is_last=False)] * 600)
        await found.until()


async def _bad_frames(url: str, chance: random.Random) -> None:
    async with wire(url) as found:
        await found.send(
            chance.choice(
                (
                    frame(BINARY, rerun(), is_masked=False),
                    frame(BINARY, rerun(), reserved=7),
                    frame(0xB, b"x"),
                    frame(PING, b"x" * 500),
                    frame(PING, b"x", is_last=False),
                    frame(CONTINUED, b"x"),
                    frame(CLOSE, b"\x03"),
                    frame(CLOSE, struct.pack("!H", 1005)),
                    frame(CLOSE, struct.pack("!H", 4000) + b"\xff\xfe"),
                    b"\x00" * 50,
                    b"GET / HTTP/1.1\r\n\r\n",
                )
            )
        )
        await found.until()


async def _pings(url: str, chance: random.Random) -> None:
    """More pings than anybody answers, by somebody who reads no answer."""
    async with wire(url) as found:
        payload = chance.randbytes(125)
        for _ in range(40):
            await found.send(frame(PING, payload) * (_PINGS // 40))


async def _one_session_twice(url: str, _: random.Random) -> None:
    async with wire(url) as first:
        await first.send(frame(BINARY, rerun("karte")))
        begun = await first.until("new_session")
        session = begun.new_session.initialize.session_id if begun else MARK
        async with wire(url, session) as second, wire(url, session) as third:
            for each in (first, second, third):
                await each.send(frame(BINARY, rerun("meilensteine")))
            await third.until("script_finished")


async def _bad_handshakes(url: str, chance: random.Random) -> None:
    headers = (
        b"Origin: https://evil.example/" + MARK.encode() + b"\r\n",
        b"Sec-WebSocket-Version: 99\r\n",
        b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99\r\n",
        b"Cookie: _streamlit_user=" + MARK.encode() + b"\r\n",
        b"X-Forwarded-For: " + b"\xff" * 500 + b"\r\n",
        b"X: " + b"x" * 70_000 + b"\r\n",
        b"Content-Length: -1\r\n",
    )
    async with wire(url, session=chance.choice(("", MARK, "a" * 36)), headers=chance.choice(headers)) as found:
        await found.send(frame(BINARY, rerun()))
        await found.until("script_finished" if chance.random() < 0.2 else "")


async def _gone_at_once(url: str, chance: random.Random) -> None:
    async with wire(url) as found:
        await found.send(*[frame(BINARY, rerun("foerderung"))] * chance.randrange(4))
        await asyncio.sleep(chance.random() / 10)


BROKEN: dict[str, tuple[Broken, int]] = {
    "random bytes": (_random_bytes, 200),
    "messages cut short": (_cut_short, 100),
    "text": (_text, 100),
    "messages in the wrong order": (_wrong_order, 60),
    "messages that are too large": (_too_large, 12),
    "pieces without an end": (_pieces_without_end, 3),
    "broken frames": (_bad_frames, 200),
    "400,000 pings each, no answer read": (_pings, 5),
    "three connections with one session": (_one_session_twice, 20),
    "broken handshakes": (_bad_handshakes, 100),
    "gone at once": (_gone_at_once, 100),
}
"""What is sent, and how often."""
