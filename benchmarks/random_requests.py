"""``python -m benchmarks.random_requests``: whether anything that somebody sends brings an error, a trace, or memory that stays.

Addresses and calls with random values, websockets that behave as no browser does, and visitors who never leave, against
a server of its own without a bound on clients. Ends with 1 if an answer is an error of the server, an answer or the log
holds a trace or what somebody sent, the server does not answer afterwards, or its memory goes on growing.
"""

import asyncio
import contextlib
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console

from benchmarks.broken_websockets import BROKEN, frame, rerun, wire
from benchmarks.random_addresses import INJECTED, MARK, Addresses, Request
from benchmarks.server import DASHBOARD, Server, serving
from benchmarks.session import Session
from benchmarks.tables import Table, ms
from config import ROOT

PARTS = ("requests", "websockets", "visitors")
_AT_ONCE = 12
_PATIENCE_S = 90.0
_SETTLE_S = 5.0
MOST_GROWTH_MB, MOST_AT_ONCE_MB = 60.0, 250.0
"""Of a second round of the same size, when every cache is filled, and in between; what the allocator scatters stays below."""
_EVERY_S = 0.25
_TRACE = re.compile(rb"Traceback \(most recent|site-packages|File \"/|\.py\", line|" + re.escape(str(ROOT).encode()))
_SHOWN = 5


@dataclass
class Round:
    """What was sent of one kind, and what came back."""

    name: str
    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: list[float] = field(default_factory=list)
    """Of the server, MB, from before to after."""
    problems: list[str] = field(default_factory=list)


async def _answer(url: str, request: Request) -> tuple[str, bytes]:
    """Status of an answer, or what came instead, and all that was read; every request has a connection of its own."""
    parts = urlsplit(url)
    names = {name for name, _ in request.headers}
    lines = [f"{request.method} ".encode() + request.target + b" HTTP/1.1", b"Connection: close"]
    lines += [f"{name}: ".encode() + value for name, value in request.headers]
    lines += [] if "Host" in names else [b"Host: " + parts.netloc.encode()]
    lines += [f"Content-Length: {len(request.body)}".encode()] if request.body else []
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 20)
    try:
        with contextlib.suppress(OSError):
            writer.write(b"\r\n".join((*lines, b"", request.body)))
            await writer.drain()
        with contextlib.suppress(OSError):
            content = await asyncio.wait_for(reader.read(-1), _PATIENCE_S)
            found = re.match(rb"HTTP/1\.1 (\d{3})", content)
            return (found[1].decode(), content) if found else ("none", content)
    except TimeoutError:
        return "too late", b""
    finally:
        writer.transport.abort()
    return "none", b""


def problem_of(request: Request, status: str, content: bytes) -> str:
    """What is wrong with an answer, empty for one that may be; ``content`` is head and body as they were sent."""
    head = content.partition(b"\r\n\r\n")[0].lower()
    asked = f"{request.method} {request.target[:200]!r}"
    if status in ("too late", "none") or (status.startswith("5") and status not in ("501", "503")):
        return f"{status}: {asked}"
    if status == "503" and b"retry-after" not in head:
        return f"503 without a time to wait: {asked}"
    if _TRACE.search(content):
        return f"a trace: {asked}"
    if b"\n" + INJECTED in head:
        return f"a header from the request: {asked}"
    return ""


async def _requests(server: Server, name: str, requests: Iterator[Request]) -> Round:
    found = Round(name)

    async def ask() -> None:
        for request in requests:
            begin = time.perf_counter()
            status, content = await _answer(server.url, request)
            found.slowest = max(found.slowest, time.perf_counter() - begin)
            found.sent += 1
            found.answers[status] += 1
            if problem := problem_of(request, status, content):
                found.problems.append(problem)

    async with _watched(server, found):
        await asyncio.gather(*(ask() for _ in range(_AT_ONCE)))
    return found


@contextlib.asynccontextmanager
async def _watched(server: Server, found: Round) -> AsyncIterator[None]:
    """Note the memory of the server from before to some time after, and whether it still serves visitors."""

    async def watch() -> None:
        while True:
            found.memory.append(server.memory_mb())
            await asyncio.sleep(_EVERY_S)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield
        await asyncio.sleep(_SETTLE_S)
        async with Session(server.url, "foerderung") as visitor:
            await visitor.run()
    except Exception as error:  # whatever it is, visitors are not served any more
        found.problems.append(f"afterwards a visitor gets {type(error).__name__}")
    finally:
        watching.cancel()
    found.memory.append(server.memory_mb())


async def _websockets(server: Server, name: str, chance: random.Random, share: float) -> Round:
    send, count = BROKEN[name]
    found = Round(name)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one() -> None:
        async with turns:
            begin = time.perf_counter()
            try:
                await send(server.url, chance)
                found.answers["sent"] += 1
            except OSError as error:
                found.answers[type(error).__name__] += 1
            found.sent += 1
            found.slowest = max(found.slowest, time.perf_counter() - begin)

    async with _watched(server, found):
        await asyncio.gather(*(one() for _ in range(max(1, int(count * share)))))
    return found


async def _visitors(server: Server, name: str, count: int) -> Round:
    """Visitors who open a page, click once and never leave; then one more, and all are gone without a word."""
    found, staying = Round(name, sent=count), list[asyncio.Task[None]]()
    async with _watched(server, found), contextlib.AsyncExitStack() as stack:
        for number in range(count):
            one = await stack.enter_async_context(wire(server.url))
            for address in ("", ("karte", "foerderung", "meilensteine", "projekte")[number % 4]):
                await one.send(frame(0x2, rerun(address)))
                begin = time.perf_counter()
                answer = await one.until("script_finished")
                found.slowest = max(found.slowest, time.perf_counter() - begin)
            found.answers["opened" if answer else "none"] += 1
            if not answer:
                found.problems.append(f"visitor {number + 1} gets no page")
            staying.append(asyncio.create_task(one.stay()))
        async with Session(server.url, "foerderung") as last:
            found.answers[f"the next one waits {ms((await last.run()).seconds)} ms"] += 1
        if gone := sum(one.done() for one in staying):
            found.problems.append(f"{gone} visitors were sent away")
        for each in staying:
            each.cancel()
    return found


async def _everything(
    server: Server, seed: int, addresses: int, calls: int, visitors: int, only: Sequence[str]
) -> list[Round]:
    rounds = []

    def report(found: Round) -> None:
        rounds.append(found)
        print(_row(found), file=sys.stderr, flush=True)

    made, chance = Addresses(seed), random.Random(seed)
    pages, interface = made.pages(), made.interface()
    for part in ("first half", "second half") if "requests" in only else ():
        report(await _requests(server, f"addresses, {part}", islice(pages, addresses // 2)))
        report(await _requests(server, f"calls of the interface, {part}", islice(interface, calls // 2)))
    for name in BROKEN if "websockets" in only else ():
        report(await _websockets(server, name, chance, min(1.0, visitors / 300)))
    for part in ("first", "again") if "visitors" in only else ():
        report(await _visitors(server, f"visitors who never leave, {part}", visitors))
    for found in rounds:
        # The first of its kind fills what is kept.
        if found.name.endswith(("second half", "again", *BROKEN)):
            first, most, last = found.memory[0], max(found.memory), found.memory[-1]
            if last > first + MOST_GROWTH_MB or most > first + MOST_AT_ONCE_MB:
                found.problems.append(f"memory grew by {last - first:.0f} MB, and by {most - first:.0f} MB in between")
    return rounds


def _in_log(log: str) -> Round:
    """What the log should not hold."""
    found = Round("the server's log", sent=log.count("\n"))
    for line in log.splitlines():
        is_bad = " ERROR " in line or "Traceback" in line or MARK in line or line.startswith("  File ")
        if is_bad:
            found.problems.append(line[:300])
    levels = re.findall(r"^\S+ (INFO|WARNING|ERROR|CRITICAL) ", log, re.MULTILINE)
    found.answers.update(levels)
    return found


def _row(found: Round) -> tuple[str, ...]:
    answers = ", ".join(
        f"{number:,} × {name}" if number > 1 else name for name, number in sorted(found.answers.items())
    )
    memory = (
        " → ".join(f"{mb:.0f}" for mb in (found.memory[0], max(found.memory), found.memory[-1])) if found.memory else ""
    )
    return (
        found.name,
        f"{found.sent:,}",
        answers,
        ms(found.slowest) if found.slowest else "",
        memory,
        str(len(found.problems)),
    )


def main(
    seed: Annotated[int, typer.Option(help="The same one sends the same.")] = 1,
    addresses: Annotated[int, typer.Option()] = 5000,
    calls: Annotated[int, typer.Option(help="Of the programming interface.")] = 2000,
    visitors: Annotated[int, typer.Option(help="Who never leave.")] = 300,
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(PARTS)}; may be repeated.")] = None,
    releases: Annotated[Path, typer.Option()] = ROOT / "data" / "releases",
) -> None:
    """Send all of it to a server of its own, print what came back, and say what was wrong."""
    if unknown := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: unknown; expected: {', '.join(PARTS)}")
    os.environ["MONITOR_RELEASES_DIR"] = str(releases)
    with tempfile.NamedTemporaryFile(prefix="random-requests-", suffix=".log") as log:
        with serving(DASHBOARD, releases, Path(log.name)) as server:
            rounds = asyncio.run(_everything(server, seed, addresses, calls, visitors, only or PARTS))
        rounds.append(_in_log(Path(log.name).read_text(encoding="utf-8", errors="replace")))
    title = f"Random requests, seed {seed}"
    columns = ("sent", "how many", "came back", "slowest ms", "memory MB before, most, after", "problems")
    console = Console(width=180)
    console.print(
        Table(title, columns, tuple(map(_row, rounds))).markdown(), markup=False, highlight=False, soft_wrap=True
    )
    for found in rounds:
        for problem in found.problems[:_SHOWN]:
            console.print(f"{found.name}: {problem}", markup=False, highlight=False, soft_wrap=True)
    if any(found.problems for found in rounds):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
