"""``python -m benchmarks.floods``: how long visitors wait while one client asks for as much as it can, by what it asks for."""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import httpx2
import typer
from rich.console import Console

from benchmarks.load import Load
from benchmarks.reruns import FILTER
from benchmarks.server import DASHBOARD, serving
from benchmarks.session import Session
from benchmarks.tables import Table, median, ms, percentile_95
from config import ROOT

_AT_ONCE = 64
_THINK_S = 5.0
_PAGE = "foerderung"
_FIELDS = ("digitale-verwaltung", "daten-und-plattformen", "raum-und-infrastruktur", "bildung-kultur-freizeit")
app = typer.Typer()


def _query(number: int) -> str:
    words = ("select count(*) from range(3000000) a, range(30) b limit", str(number + 1))
    return urlencode({"abfrage": " ".join(words)})


def _choice(number: int) -> str:
    """Filters of the address, hundreds of them before one comes again."""
    chosen = {"kommune": f"{5978004 + 4 * (number % 10):08}", "jahr": 2016 + number // 10 % 10}
    return urlencode({**chosen, "handlungsfeld": _FIELDS[number // 100 % len(_FIELDS)]})


ATTACKS: dict[str, Callable[[int], str]] = {
    "pages": lambda n: f"/foerderung?{_choice(n)}",
    "charts alone": lambda n: f"/foerderung?embed=true&bild=zuwendungen-nach-ebene&{_choice(n)}",
    "pictures": lambda n: f"/api/bild/zuwendungen-nach-ebene.png?{_choice(n)}",
    "files": lambda n: f"/api/daten/zuwendungen-nach-ebene.xlsx?{_choice(n)}",
    "queries": lambda n: f"/api/sql?format=json&{_query(n)}",
    "pages with queries": lambda n: f"/daten/sql?{_query(n)}",
    "meeting folders": lambda n: f"/api/sitzungsmappe.pdf?{urlencode({'kommune': f'{5978004 + 4 * (n % 10):08}'})}",
    "tables of the interface": lambda n: f"/api/v1/tables/indicator_value?limit=10000&value__greater={n}",
}
"""What the client asks for: the address of its n-th request."""
_OPEN, _CLICKS = "open pages", "clicks without pause"


def _address(kind: str) -> str:
    """Of the client that floods, as a proxy in front names it."""
    return f"198.51.100.{[*ATTACKS, _CLICKS, _OPEN].index(kind) + 1}"


@dataclass(frozen=True)
class Flood:
    """What the visitors waited, and what the client got."""

    load: Load
    answers: Counter[str]


async def _attack(url: str, kind: str, seconds: float) -> Counter[str]:
    """Ask for as much as can be had; answers by status."""
    found: Counter[str] = Counter()
    end, numbers = time.perf_counter() + seconds, count()
    if kind in (_OPEN, _CLICKS):
        await asyncio.gather(*(_sessions(url, kind, end, found) for _ in range(_AT_ONCE // 2)))
        return found
    limits = httpx2.Limits(max_connections=_AT_ONCE)
    headers = {"X-Forwarded-For": _address(kind)}
    async with httpx2.AsyncClient(base_url=url, headers=headers, limits=limits, trust_env=False, timeout=20) as client:

        async def asking() -> None:
            while time.perf_counter() < end:
                try:
                    found[str((await client.get(ATTACKS[kind](next(numbers)))).status_code)] += 1
                except httpx2.HTTPError:
                    found["none"] += 1

        await asyncio.gather(*(asking() for _ in range(_AT_ONCE)))
    return found


async def _sessions(url: str, kind: str, end: float, found: Counter[str]) -> None:
    async with AsyncExitStack() as stack:
        while time.perf_counter() < end:
            try:
                session = await stack.enter_async_context(Session(url, _PAGE, client=_address(kind)))
                found["opened"] += 1
                while kind == _CLICKS and time.perf_counter() < end:
                    await session.run()
                    found["runs"] += 1
                if kind == _OPEN:
                    await session.run()
            except Exception as error:  # whatever it is, the client goes on
                found[type(error).__name__] += 1
                await asyncio.sleep(0.05)


async def _flood(url: str, kind: str, visitors: int, seconds: float) -> Flood:
    """Visitors who click now and then, each from another address, and beside them the client."""
    chance = random.Random(1)
    waits: list[float] = []
    async with AsyncExitStack() as stack:
        sessions = [
            await stack.enter_async_context(Session(url, _PAGE, client=f"203.0.113.{number + 1}"))
            for number in range(visitors)
        ]
        for session in sessions:
            await session.run()
        command = [sys.executable, "-m", "benchmarks.floods", "attack", url, kind, str(seconds)]
        attack = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=-1) if kind else None
        begin = time.perf_counter()

        async def visit(session: Session) -> None:
            while time.perf_counter() < begin + seconds:
                await asyncio.sleep(chance.expovariate(1 / _THINK_S))
                session.choose(FILTER, chance.choice(session.filters[FILTER]))
                waits.append((await session.run()).seconds)

        await asyncio.gather(*(visit(session) for session in sessions))
        said = (await attack.communicate())[0].decode() if attack else ""
    found = Counter({name: int(number) for name, _, number in (line.rpartition(" ") for line in said.splitlines())})
    return Flood(Load(kind or "nothing", time.perf_counter() - begin, waits), found)


def flood_table(found: list[Flood]) -> Table:
    """One row per flood."""
    return Table(
        "One client floods, visitors click",
        ("the client asks for", "it gets", "clicks", "median ms", "p95 ms", "most ms"),
        tuple(
            (
                each.load.name,
                ", ".join(f"{number} × {name}" for name, number in sorted(each.answers.items())),
                str(len(each.load.waits)),
                ms(median(each.load.waits)),
                ms(percentile_95(each.load.waits)),
                ms(max(each.load.waits)),
            )
            for each in found
        ),
    )


@app.command()
def attack(url: str, kind: str, seconds: float) -> None:
    """Be the client."""
    for name, number in asyncio.run(_attack(url, kind, seconds)).items():
        print(name, number)


@app.command()
def measure(
    visitors: Annotated[int, typer.Option()] = 50,
    seconds: Annotated[float, typer.Option()] = 20.0,
    only: Annotated[str, typer.Option()] = "",
    releases: Annotated[Path, typer.Option()] = ROOT / "data" / "releases",
) -> None:
    """Measure all kinds, or one of them, on one server; the client comes from another address each time."""
    with serving(DASHBOARD, releases) as server:
        kinds = ("", *ATTACKS, _CLICKS, _OPEN) if not only else ("", only)
        found = []
        for kind in kinds:
            found.append(asyncio.run(_flood(server.url, kind, visitors, seconds)))
            print(flood_table(found[-1:]).rows[0], file=sys.stderr, flush=True)
    Console(width=160).print(flood_table(found).markdown(), markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    app()
