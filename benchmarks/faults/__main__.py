"""``python -m benchmarks.faults``: what visitors get while something goes wrong; exit code 1 when a promise is broken."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.faults.answers import HEALTH, Answer, RightAnswers, Worth
from benchmarks.faults.causes import FAULTS, Fault, LeftOutError, Stage, point_to
from benchmarks.faults.dashboards import Dashboard
from benchmarks.faults.releases import Published, two_releases
from benchmarks.faults.visitors import Crowd, remember_right_answers
from benchmarks.nginx import serving_nginx
from benchmarks.server import DASHBOARD
from benchmarks.tables import Table, circumstances, report
from etl.release.store import stored_releases

_SLOW_S = 2.0
"""An answer that takes longer is no full service yet."""
_DISK_RELEASES = 6
"""How many releases fit on the disk of their own."""
_LOGGED = "gezeigt wird weiter die Veröffentlichung"
_PUBLIC = {"MONITOR_BASE_URL": "https://monitor.example.org", "MONITOR_ALLOWED_HOSTS": "127.0.0.1"}


@dataclass(frozen=True)
class Size:
    """How many ask, and how many seconds each thing lasts."""

    visitors: int = 50
    think_s: float = 5.0
    pause_s: float = 3.0
    switch_s: float = 60.0
    stop_s: float = 10.0
    after_s: float = 4.0
    """From the end of a cause until the end of its row, at least."""


FULL = Size()
QUICK = Size(visitors=6, think_s=1.0, pause_s=1.0, switch_s=4.0, stop_s=2.0, after_s=1.5)
QUICK_FAULTS = ("switch", "pointer", "killed")


@dataclass(frozen=True)
class Row:
    """What came of a fault."""

    fault: Fault
    answers: Sequence[Answer]
    gone: float
    """When its cause was gone."""
    within_s: float
    """Seconds that it may take until there is full service again."""
    problems: Sequence[str]
    notes: Sequence[str]

    @property
    def late(self) -> list[Answer]:
        """Answers that were not right, slow, or asked for before the cause was gone."""
        return [
            each
            for each in self.answers
            if each.worth != Worth.RIGHT or each.begin < self.gone or each.end - each.begin > _SLOW_S
        ]

    @property
    def recovery_s(self) -> float:
        """Seconds from the end of the cause until the last of them was there."""
        return max([0.0, *(each.end - self.gone for each in self.late)])

    def broken(self) -> list[str]:
        """Promises that were not kept."""
        found = [f"{each.asked}: {each.worth}: {each.said}" for each in self.answers if not self._may_be(each)]
        if not any(each.worth == Worth.RIGHT and each.begin >= self.gone for each in self.answers):
            found.append("nobody got a right answer any more")
        if self.recovery_s > self.within_s:
            last = max(self.late, key=lambda each: each.end)
            waited = f"{last.asked}: {last.worth} after {last.end - last.begin:.1f} s: {last.said}"
            found.append(f"full service after {self.recovery_s:.1f} s, expected within {self.within_s:g} s: {waited}")
        is_told = any(each.asked == HEALTH and each.worth == Worth.SENTENCE for each in self.answers)
        if self.fault.is_degraded and not is_told:
            found.append("the health did not say so")
        return [*found, *self.problems]

    def _may_be(self, answer: Answer) -> bool:
        return {
            Worth.RIGHT: True,
            Worth.SENTENCE: True,
            Worth.OLD: self.fault.may_be_old,
            Worth.NONE: self.fault.is_cut or (self.fault.stage == "nginx" and answer.asked.startswith("click")),
            Worth.WRONG: False,
        }[answer.worth]


def main(
    quick: Annotated[
        bool, typer.Option("--quick", help="Few visitors, short times, and three faults unless others are named.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help=f"Only this fault, may be repeated: {', '.join(FAULTS)}.")
    ] = None,
    within: Annotated[
        float, typer.Option(help="Seconds within which there has to be full service again when a cause is gone.")
    ] = 5.0,
    markdown: Annotated[
        Path | None, typer.Option(help="Write the table to this file, between its marks when it has them.")
    ] = None,
) -> None:
    """Make each fault while visitors click, and judge every answer."""
    if unknown := set(only or ()) - set(FAULTS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: unknown; expected: {', '.join(FAULTS)}")
    console, begin, busy = Console(soft_wrap=True), time.monotonic(), os.getloadavg()[0]
    names = only or (QUICK_FAULTS if quick else list(FAULTS))
    rows = asyncio.run(_rows(names, QUICK if quick else FULL, within, console))
    heading = circumstances(time.monotonic() - begin, busy, _nginx_version())
    report(console, [table(rows)], heading, markdown)
    if any(row.broken() for row in rows):
        raise typer.Exit(1)


async def _rows(names: Sequence[str], size: Size, within_s: float, console: Console) -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory(prefix="faults-") as work:
        folder = Path(work)
        (folder / "built").mkdir()
        published = two_releases(folder, folder / "built")
        right = RightAnswers()
        for kind in ("one", "clock", "nginx"):
            faults = [FAULTS[name] for name in names if FAULTS[name].stage == kind]
            if faults and kind == "nginx" and not shutil.which("nginx"):
                console.print("left out, because there is no nginx: " + "; ".join(fault.title for fault in faults))
            elif faults:
                async with _stage(kind, folder, published, right, size) as stage:
                    for fault in faults:
                        try:
                            rows.append(await _row(fault, stage, size, within_s))
                        except LeftOutError as why:
                            console.print(f"left out: {fault.title}: {why}")
                        else:
                            _say(console, rows[-1])
    return rows


@asynccontextmanager
async def _stage(
    kind: str, folder: Path, published: tuple[Published, Published], right: RightAnswers, size: Size
) -> AsyncIterator[Stage]:
    releases = folder / f"releases-{kind}"
    releases.mkdir()
    (folder / "clock").write_text("0", encoding="ascii")
    streamlit = ["-m", "streamlit"] if kind != "clock" else ["-m", "benchmarks.faults.shifted_clock", f"{folder}/clock"]
    command = [sys.executable, *streamlit, "run", str(DASHBOARD)]
    async with AsyncExitStack() as stack:
        has_own_disk = stack.enter_context(_disk(releases, folder / "built"))
        shutil.copytree(folder / "built", releases, dirs_exist_ok=True)
        dashboards = [
            await stack.enter_async_context(Dashboard(command, releases, folder / f"{kind}-{number}.log", **_PUBLIC))
            for number in range(2 if kind == "nginx" else 1)
        ]
        url = f"http://127.0.0.1:{dashboards[0].port}"
        crowd = Crowd(url, right, size.visitors, size.think_s)
        stage = Stage(
            *(folder, releases, has_own_disk, published, dashboards, crowd, size.pause_s, size.switch_s, size.stop_s)
        )
        for release in published:
            await point_to(stage, release)
            if not right.is_complete:
                await remember_right_answers(url, right, release)
        right.is_complete = True
        if program := shutil.which("nginx") if kind == "nginx" else None:
            place = folder / "nginx"
            place.mkdir()
            proxy_server = stack.enter_context(serving_nginx(program, place, *(each.port for each in dashboards)))
            crowd.url, stage.proxy_pid = proxy_server.url, proxy_server.pid
        await stack.enter_async_context(crowd)
        yield stage


@contextmanager
def _disk(releases: Path, built: Path) -> Iterator[bool]:
    """A small disk of its own at this folder, where the system allows it; whether it does."""
    size = _DISK_RELEASES * max(path.stat().st_size for path in built.iterdir())
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(releases)]
    is_mounted = sys.platform == "linux" and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(releases)], check=True)


async def _row(fault: Fault, stage: Stage, size: Size, within_s: float) -> Row:
    crowd = stage.crowd
    stage.problems, stage.notes, begin = [], [], time.monotonic()
    logged = _logged(stage)
    await fault.cause(stage)
    gone = time.monotonic()
    await asyncio.sleep(size.after_s)
    while time.monotonic() < gone + within_s + 1 and not _is_settled(crowd, size.after_s):
        await asyncio.sleep(0.1)
    end = time.monotonic()
    # Whoever asked meanwhile gets an answer yet.
    while any(since < end for since in crowd.under_way.values()):
        await asyncio.sleep(0.05)
    crowd.check()
    if fault.is_degraded and _logged(stage) == logged:
        stage.problems.append("the log does not say so")
    answers = [answer for answer in crowd.answers if begin <= answer.begin < end or answer.begin < begin < answer.end]
    return Row(fault, answers, gone, within_s, [*stage.problems, *_lost(stage)], stage.notes)


def _is_settled(crowd: Crowd, seconds: float) -> bool:
    """Whether all answers of the last moments were right and nobody waits for long, or one was wrong."""
    since = time.monotonic() - seconds
    worth = {answer.worth for answer in crowd.answers if answer.end > since}
    is_waited_for = any(begin < since for begin in crowd.under_way.values())
    return Worth.WRONG in worth or (worth == {Worth.RIGHT} and not is_waited_for)


def _logged(stage: Stage) -> int:
    """How often operators were told that only the last good release is shown."""
    return sum(each.log.read_text(encoding="utf-8").count(_LOGGED) for each in stage.dashboards)


def _lost(stage: Stage) -> list[str]:
    """What is wrong in the folder of releases, when the cause is gone."""
    found = [f"{each.release_id}: {each.problem}" for each in stored_releases(stage.releases) if each.problem]
    names = {path.name for path in stage.releases.iterdir()} - {".lock"}
    expected = {"CURRENT", "CURRENT.bak", *(f"{each.release_id}.duckdb" for each in stage.published)}
    if names != expected:
        found.append(f"in the folder of releases there are {sorted(names)} instead of {sorted(expected)}")
    for name in ("CURRENT", "CURRENT.bak"):
        pointer = stage.releases / name
        if not pointer.is_file() or pointer.read_bytes() != f"{stage.current.release_id}\n".encode():
            found.append(f"{name} does not name {stage.current.release_id}")
    return found


def table(rows: Sequence[Row]) -> Table:
    """One row per fault."""
    return Table(
        "Faults while visitors click",
        (
            "fault",
            "answers",
            "right",
            "a sentence",
            "none",
            "wrong",
            "full service after s",
            "longest wait then s",
            "promises",
        ),
        tuple(map(_cells, rows)),
    )


def _cells(row: Row) -> tuple[str, ...]:
    number = Counter(answer.worth for answer in row.answers)
    after = [answer.end - answer.begin for answer in row.answers if answer.begin >= row.gone]
    old = f" and {number[Worth.OLD]} of the release before" if number[Worth.OLD] else ""
    return (
        "; ".join((row.fault.title, *row.notes)),
        str(len(row.answers)),
        f"{number[Worth.RIGHT]}{old}",
        *(str(number[worth]) for worth in (Worth.SENTENCE, Worth.NONE, Worth.WRONG)),
        f"{row.recovery_s:.1f}",
        f"{max(after, default=0):.1f}",
        "broken" if row.broken() else "held",
    )


def _say(console: Console, row: Row) -> None:
    console.print(" | ".join(_cells(row)), markup=False, highlight=False)
    for sentence, count in Counter(row.broken()).most_common(5):
        console.print(f"    {count} × {sentence}", markup=False, highlight=False)


def _nginx_version() -> str:
    program = shutil.which("nginx")
    if not program:
        return "no nginx"
    said = subprocess.run([program, "-v"], capture_output=True, text=True, check=False).stderr
    return f"nginx {said.rpartition('/')[2].split()[0]}"


if __name__ == "__main__":
    # Servers and disk go away with it, however it is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    typer.run(main)
