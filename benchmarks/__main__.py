"""``python -m benchmarks``: what the dashboard costs on this machine."""

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import browser, build, first_views, imports, load, national_build, questions, reruns
from benchmarks.server import DASHBOARD, EMPTY_PAGE, Server, free_port, running, serving
from benchmarks.session import Session
from benchmarks.side_by_side import measure
from benchmarks.tables import Table, circumstances, report
from benchmarks.views import View, views


@dataclass(frozen=True)
class Size:
    """How often and how long each part measures."""

    builds: int = 3
    page_seconds: float = 2.4
    page_sessions: int = 5
    new_filters: int = 10
    rounds: int = 5
    browser_pages: int | None = None
    open_sessions: int = 30
    crowd: int = 100
    closed_seconds: float = 5.0
    think_seconds: float = 40.0
    national_share: float = 1.0
    import_rows: tuple[int, ...] = (1_000, 50_000)
    rivals: Path | None = None
    """Environment with the packages of the page's rivals."""


FULL = Size()
QUICK = Size(
    builds=1,
    page_seconds=0.3,
    page_sessions=1,
    new_filters=2,
    rounds=1,
    browser_pages=2,
    open_sessions=5,
    crowd=10,
    closed_seconds=1.0,
    think_seconds=2.0,
    national_share=0.01,
    import_rows=(1_000,),
)


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Few repetitions: does it work, not how fast is it.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this part: reruns, browser, side-by-side, memory, load, first-views, imports or national; may be repeated."
        ),
    ] = None,
    rivals: Annotated[
        Path | None,
        typer.Option(
            help="Environment with benchmarks/side_by_side/requirements.txt; without it nothing is set beside."
        ),
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(help="Write the tables to this file, between its marks when it has them.")
    ] = None,
) -> None:
    """Measure build, server, browser, memory, load, first views, imports and national data; print each as soon as it is known, then all as Markdown."""
    if unknown := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: unknown; expected: {', '.join(PARTS)}")
    console, size, tables = Console(), replace(QUICK if quick else FULL, rivals=rivals), list[Table]()
    if rivals is None and "side-by-side" in (only or PARTS):
        console.print("side-by-side: left out; name an environment with Dash and Panel by --rivals")
    start, busy = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        built = []
        for i in range(size.builds):
            releases = Path(folder) / str(i)
            built.append(build.build(releases))
        _add(console, tables, build.table(built))
        for name in only or PARTS:
            for table in PARTS[name](releases, size):
                _add(console, tables, table)
    report(console, tables, circumstances(time.monotonic() - start, busy, browser.chromium_version()), markdown)


def _reruns(releases: Path, size: Size) -> list[Table]:
    with serving(DASHBOARD, releases) as server:
        times = asyncio.run(
            reruns.measured(
                server,
                views(releases),
                seconds=size.page_seconds,
                sessions=size.page_sessions,
                new_filters=size.new_filters,
            )
        )
    return [reruns.table(times)]


def _browser(releases: Path, size: Size) -> list[Table]:
    with serving(DASHBOARD, releases) as server, serving(EMPTY_PAGE, releases) as empty:
        # Every page has been opened before, as on a server that is up: what a start costs is in the table of reruns.
        pages = asyncio.run(
            _elements(server, [view for view in views(releases) if view.in_browser][: size.browser_pages])
        )
        return [browser.table(browser.measured(server, empty, pages, size.rounds))]


async def _elements(server: Server, found: list[View]) -> dict[View, Counter[str]]:
    elements = {}
    for view in found:
        async with Session(server.url, view.address, view.query) as visitor:
            elements[view] = (await visitor.run()).elements
    return elements


def _side_by_side(releases: Path, size: Size) -> list[Table]:
    if size.rivals is None:
        return []
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(DASHBOARD, releases)).url]
        for name in ("dash_page", "panel_page"):
            port = free_port()
            program = str(size.rivals / ("Scripts" if os.name == "nt" else "bin") / "python")
            command = [program, "-m", f"benchmarks.side_by_side.{name}", str(port)]
            urls.append(stack.enter_context(running(command, port, releases, "")).url)
        # Every page has been opened before, as on a server that is up.
        measure.measured(measure.pages(*urls), 1)
        return [measure.table(measure.measured(measure.pages(*urls), size.rounds))]


def _memory(releases: Path, size: Size) -> list[Table]:
    with serving(DASHBOARD, releases) as server:
        return [load.memory_table(asyncio.run(load.memory(server, size.open_sessions)))]


def _load(releases: Path, size: Size) -> list[Table]:
    async def crowds(server: Server) -> list[load.Load]:
        return [
            await load.load(
                server, "foerderung", visitors=size.crowd // 5, think_seconds=0, seconds=size.closed_seconds
            ),
            await load.load(server, "foerderung", visitors=size.crowd, think_seconds=5, seconds=size.think_seconds),
            await load.load(
                server, "foerderung", visitors=4 * size.crowd, think_seconds=10, seconds=size.think_seconds
            ),
        ]

    with serving(DASHBOARD, releases) as server:
        return [load.load_table(asyncio.run(crowds(server)))]


def _first_views(releases: Path, size: Size) -> list[Table]:
    with serving(DASHBOARD, releases) as server, tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        found = first_views.measured(server, Path(folder), size.closed_seconds)
    return [first_views.table(found, size.closed_seconds)]


def _imports(releases: Path, size: Size) -> list[Table]:
    return [imports.table([imports.measured(releases.parent, rows) for rows in size.import_rows])]


def _national(releases: Path, size: Size) -> list[Table]:
    folder = releases.parent / "national"
    built = national_build.table(national_build.measured(folder, size.national_share))
    return [built, questions.table(questions.measured(folder / "releases", folder / "data"))]


PARTS: dict[str, Callable[[Path, Size], list[Table]]] = {
    "reruns": _reruns,
    "browser": _browser,
    "side-by-side": _side_by_side,
    "memory": _memory,
    "load": _load,
    "first-views": _first_views,
    "imports": _imports,
    "national": _national,
}


def _add(console: Console, tables: list[Table], table: Table) -> None:
    tables.append(table)
    console.print(table.rich())


if __name__ == "__main__":
    typer.run(main)
