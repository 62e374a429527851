"""Server time of a page: opened, filtered, and run again with nothing changed."""

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.server import Server
from benchmarks.session import Run, Session
from benchmarks.tables import Table, median, ms, percentile_95
from benchmarks.views import View

FILTER = "kommune"


@dataclass
class Times:
    """Seconds of one page's runs, by what the visitor did."""

    view: View
    first: Run
    opened: list[float] = field(default_factory=list)
    unchanged: list[float] = field(default_factory=list)
    new_filter: list[float] = field(default_factory=list)
    known_filter: list[float] = field(default_factory=list)


async def measured(
    server: Server, views: Sequence[View], *, seconds: float, sessions: int, new_filters: int
) -> list[Times]:
    """Every page on one fresh server: ``sessions`` visitors open it, the last one stays for ``seconds``.

    Answers and figures are kept by the server per release and filters, so a filter counts as new once. Each page gets
    ``new_filters`` pairs of municipalities that no page has asked for before; then the same pairs again are known.
    """
    pairs: Iterator[tuple[str, ...]] | None = None
    found = []
    for view in views:
        async with Session(server.url, view.address, view.query) as visitor:
            times = Times(view, await visitor.run())
        for _ in range(sessions):
            async with Session(server.url, view.address, view.query) as visitor:
                times.opened.append((await visitor.run()).seconds)
        async with Session(server.url, view.address, view.query) as visitor:
            await visitor.run()
            end = time.perf_counter() + seconds / 3
            while time.perf_counter() < end:
                times.unchanged.append((await visitor.run()).seconds)
            if view.has_filters:
                pairs = pairs or itertools.permutations(visitor.filters[FILTER], 2)
                await _filter(visitor, list(itertools.islice(pairs, new_filters)), times, seconds * 2 / 3)
        found.append(times)
    return found


async def _filter(visitor: Session, pairs: Sequence[tuple[str, ...]], times: Times, seconds: float) -> None:
    for pair in pairs:
        visitor.choose(FILTER, *pair)
        times.new_filter.append((await visitor.run()).seconds)
    end = time.perf_counter() + seconds
    for pair in itertools.cycle(pairs):
        if time.perf_counter() > end:
            break
        visitor.choose(FILTER, *pair)
        times.known_filter.append((await visitor.run()).seconds)


def table(found: Sequence[Times]) -> Table:
    """One row per page, milliseconds."""
    return Table(
        "Server time of a page, ms (median / p95)",
        (
            "page",
            "first visitor after start",
            "opened by the next",
            "nothing changed",
            "filter, new",
            "filter, known",
            "kB before packing",
        ),
        tuple(
            (
                times.view.name,
                ms(times.first.seconds),
                *(_pair(each) for each in (times.opened, times.unchanged, times.new_filter, times.known_filter)),
                f"{times.first.size / 1024:.0f}",
            )
            for times in found
        ),
    )


def _pair(times: Sequence[float]) -> str:
    return f"{ms(median(times))} / {ms(percentile_95(times))}" if times else "–"
