"""Many visitors at once: memory of each, and how long they wait for one another."""

import asyncio
import random
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass

from benchmarks.reruns import FILTER
from benchmarks.server import Server
from benchmarks.session import Session
from benchmarks.tables import Table, median, ms, percentile_95

_SETTLE_SECONDS = 1.0


@dataclass(frozen=True)
class Memory:
    """Resident memory of a server, MB."""

    at_start: float
    after_first: float
    with_all: float
    sessions: int

    @property
    def per_session(self) -> float:
        """What one more open session costs."""
        return (self.with_all - self.after_first) / (self.sessions - 1)


@dataclass(frozen=True)
class Load:
    """Waiting times of all reruns of a group of visitors."""

    name: str
    seconds: float
    waits: list[float]


async def memory(server: Server, sessions: int) -> Memory:
    """A fresh server, then visitors who open the overview one after the other and all stay."""
    at_start = server.memory_mb()
    async with AsyncExitStack() as stack:
        after_first = 0.0
        for _ in range(sessions):
            visitor = await stack.enter_async_context(Session(server.url))
            await visitor.run()
            if not after_first:
                await asyncio.sleep(_SETTLE_SECONDS)
                after_first = server.memory_mb()
        await asyncio.sleep(_SETTLE_SECONDS)
        return Memory(at_start, after_first, server.memory_mb(), sessions)


async def load(server: Server, address: str, *, visitors: int, think_seconds: float, seconds: float) -> Load:
    """Visitors who change the municipality filter; without ``think_seconds`` each does so as soon as the page is there.

    Every choice has been asked for once before: what a new filter costs is in the table of reruns.
    """
    chance = random.Random(visitors)
    waits: list[float] = []
    async with Session(server.url, address) as first:
        await first.run()
        for option in first.filters[FILTER]:
            first.choose(FILTER, option)
            await first.run()
    async with AsyncExitStack() as stack:
        sessions = [await stack.enter_async_context(Session(server.url, address)) for _ in range(visitors)]
        for session in sessions:
            await session.run()
        start = time.perf_counter()

        async def visit(session: Session) -> None:
            while True:
                pause = chance.expovariate(1 / think_seconds) if think_seconds else 0
                # Whoever would think beyond the end has nothing more to measure.
                if time.perf_counter() + pause > start + seconds:
                    return
                await asyncio.sleep(pause)
                session.choose(FILTER, chance.choice(session.filters[FILTER]))
                waits.append((await session.run()).seconds)

        await asyncio.gather(*(visit(session) for session in sessions))
        elapsed = time.perf_counter() - start
    pace = f"one click in {think_seconds:g} s" if think_seconds else "no pause"
    return Load(f"{visitors} visitors of /{address}, {pace}", elapsed, waits)


def memory_table(found: Memory) -> Table:
    """One row per state of the server."""
    return Table(
        "Memory of the server",
        ("state", "MB"),
        (
            ("started, nobody there", f"{found.at_start:.0f}"),
            ("one visitor on the overview", f"{found.after_first:.0f}"),
            (f"{found.sessions} visitors on the overview", f"{found.with_all:.0f}"),
            ("each further visitor", f"{found.per_session:.2f}"),
        ),
    )


def load_table(found: list[Load]) -> Table:
    """One row per group of visitors."""
    return Table(
        "Load: every click changes the municipality filter",
        ("visitors", "reruns", "reruns/s", "median ms", "p95 ms"),
        tuple(
            (
                each.name,
                str(len(each.waits)),
                f"{len(each.waits) / each.seconds:.1f}",
                ms(median(each.waits)),
                ms(percentile_95(each.waits)),
            )
            for each in found
        ),
    )
