"""What goes wrong, one function each: it makes the cause, waits, and has taken it away when it returns."""

import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import psutil  # type: ignore[import-untyped]

from benchmarks.faults.answers import HEALTH
from benchmarks.faults.dashboards import RESTART_S, Dashboard
from benchmarks.faults.releases import Published
from benchmarks.faults.visitors import Crowd
from benchmarks.server import environment
from config import ROOT
from etl.release import store

_FILL = 64 << 10
"""Bytes that a full disk has left."""
_LIMIT = 300_000
"""Bytes that a file may have where no full disk can be made."""
_LEFT_MB = 16
"""Memory that a server may still take when its limit is set."""
_DAY_S = 86_400
_OTHER = "0123456789ab"
"""Id of a release that is none of the two."""


class LeftOutError(Exception):
    """A fault cannot be made here; the message says why."""


@dataclass
class Stage:
    """What a fault is made with."""

    folder: Path
    releases: Path
    has_own_disk: bool
    """Whether ``releases`` is a small disk of its own."""
    published: tuple[Published, Published]
    dashboards: Sequence[Dashboard]
    crowd: Crowd
    pause_s: float
    """Seconds that a cause lasts."""
    switch_s: float
    stop_s: float
    proxy_pid: int = 0
    problems: list[str] = field(default_factory=list)
    """What a cause found that should not be."""
    notes: list[str] = field(default_factory=list)
    """What else is worth knowing of a cause."""

    @property
    def current(self) -> Published:
        """The release that was published last."""
        return self.crowd.meant[-1][2]

    @property
    def other(self) -> Published:
        """The one of the two that is not."""
        return next(each for each in self.published if each != self.current)

    def file(self, release: Published) -> Path:
        """Of a release."""
        return self.releases / f"{release.release_id}.duckdb"

    async def last(self) -> None:
        """Let a cause last, until somebody has looked at the health meanwhile."""
        begin = time.monotonic()
        await asyncio.sleep(self.pause_s)
        while not any(answer.asked == HEALTH and answer.begin > begin for answer in self.crowd.answers):
            await asyncio.sleep(0.05)

    @property
    def spare(self) -> Path:
        """A place for what is taken out of the folder of releases."""
        return self.folder / "spare"


async def point_to(stage: Stage, release: Published) -> None:
    """Publish one of the two."""
    with stage.crowd.publishing(release):
        await asyncio.to_thread(store.point_to, stage.releases, release.release_id)


async def switch(stage: Stage) -> None:
    """The other release becomes the current one every second."""
    end = time.monotonic() + stage.switch_s
    while time.monotonic() < end:
        await point_to(stage, stage.other)
        await asyncio.sleep(1)


async def deleted(stage: Stage) -> None:
    """The file of the current release is gone."""
    shutil.move(stage.file(stage.current), stage.spare)
    await stage.last()
    shutil.move(stage.spare, stage.file(stage.current))


async def deleted_and_restarted(stage: Stage) -> None:
    """The same, and the server starts anew meanwhile: it can have nothing of that release any more."""
    shutil.move(stage.file(stage.current), stage.spare)
    await killed(stage)
    await stage.last()
    shutil.move(stage.spare, stage.file(stage.current))


async def truncated(stage: Stage) -> None:
    """The file of the current release loses its second half while a server has it open that has read little of it yet."""
    file = stage.file(stage.current)
    await killed(stage)
    shutil.copyfile(file, stage.spare)
    os.truncate(file, file.stat().st_size // 2)
    await stage.last()
    # The same file again, as whoever mends it in place would do.
    with file.open("r+b") as mended:
        mended.write(stage.spare.read_bytes())
    stage.spare.unlink()


async def half_release(stage: Stage) -> None:
    """The pointer leads to half a release."""
    half = stage.releases / f"{_OTHER}.duckdb"
    half.write_bytes(stage.file(stage.current).read_bytes()[:1_000_000])
    await _misled(stage, half)


async def other_version(stage: Stage) -> None:
    """The pointer leads to a release with other tables, as another version of the program makes them."""
    shutil.copyfile(stage.file(stage.current), stage.spare)
    with duckdb.connect(stage.spare) as connection:
        connection.execute("update release set release_id = ?", [_OTHER])
        connection.execute("alter table funding_detail rename column funder to funding_body")
    shutil.copyfile(stage.spare, stage.releases / f"{_OTHER}.duckdb")
    stage.spare.unlink()
    await _misled(stage, stage.releases / f"{_OTHER}.duckdb")


async def unreadable(stage: Stage) -> None:
    """A folder lies where the file of the current release was: root may read whatever it may not."""
    shutil.move(stage.file(stage.current), stage.spare)
    stage.file(stage.current).mkdir()
    await stage.last()
    stage.file(stage.current).rmdir()
    shutil.move(stage.spare, stage.file(stage.current))


async def pointer(stage: Stage) -> None:
    """Both pointers hold what is no id."""
    names = ("CURRENT", "CURRENT.bak")
    for name in names:
        (stage.releases / name).write_bytes(b"\xff\xfe\x00")
    await stage.last()
    await point_to(stage, stage.current)


async def no_folder(stage: Stage) -> None:
    """All releases and pointers are gone."""
    away = stage.folder / "away"
    away.mkdir()
    for path in list(stage.releases.iterdir()):
        shutil.move(path, away)
    await stage.last()
    for path in sorted(away.iterdir(), reverse=True):
        shutil.move(path, stage.releases)
    away.rmdir()


async def full_disk(stage: Stage) -> None:
    """A build publishes on a full disk; then there is room, and it publishes again."""
    wanted = stage.other
    stage.file(wanted).unlink()
    filler = stage.releases / "filler"
    if stage.has_own_disk:
        filler.write_bytes(bytes(shutil.disk_usage(stage.releases).free - _FILL))
    said = await _build(stage, wanted, expected=1, limit=0 if stage.has_own_disk else _LIMIT)
    reason = (
        "Der Datenträger ist voll." if stage.has_own_disk else "Eine Datei würde größer, als das System hier erlaubt."
    )
    if reason not in said:
        stage.problems.append(f"the build does not say „{reason}“: {said}")
    filler.unlink(missing_ok=True)
    with stage.crowd.publishing(wanted):
        await _build(stage, wanted, expected=0)


async def read_only(stage: Stage) -> None:
    """The folder of releases can only be read, and a build tries to publish."""
    if stage.has_own_disk:
        _mount(stage.releases, "remount,ro")
    elif os.geteuid():
        stage.releases.chmod(0o555)
    else:
        raise LeftOutError("root may write everywhere, and no disk can be mounted here")
    try:
        await _build(stage, stage.other, expected=1)
        await stage.last()
    finally:
        if stage.has_own_disk:
            _mount(stage.releases, "remount,rw")
        else:
            stage.releases.chmod(0o755)


async def killed(stage: Stage) -> None:
    """The server is killed; its supervisor has started it again, and it says that it is ready."""
    await _kill(stage, stage.dashboards[:1])


async def stopped(stage: Stage) -> None:
    """The server stands still."""
    stage.dashboards[0].signal(signal.SIGSTOP)
    await asyncio.sleep(stage.stop_s)
    stage.dashboards[0].signal(signal.SIGCONT)


async def out_of_memory(stage: Stage) -> None:
    """The server may take hardly any more memory (RLIMIT_AS)."""
    pid = stage.dashboards[0].pid
    usual = resource.prlimit(pid, resource.RLIMIT_AS)
    limit = psutil.Process(pid).memory_info().vms + (_LEFT_MB << 20)
    resource.prlimit(pid, resource.RLIMIT_AS, (limit, usual[1]))
    await stage.last()
    with suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_AS, usual)


async def websockets_cut(stage: Stage) -> None:
    """Every websocket is cut, wherever it is in a run; visitors go on with their sessions."""
    before = stage.crowd.sessions
    stage.crowd.cut()
    await stage.last()
    stage.crowd.cut()
    await _clicked(stage)
    if before != stage.crowd.sessions:
        lost = sum(old != new for old, new in zip(before, stage.crowd.sessions, strict=True))
        stage.problems.append(f"{lost} sessions were lost")


async def draft(stage: Stage) -> None:
    """The project office hands in a workbook, and its draft is made."""
    folder = stage.folder / "handed-in"
    folder.mkdir()
    command = ("benchmarks.faults.draft", folder, stage.current.data_dir, stage.releases)
    await _run(stage, *command, expected=0)
    shutil.rmtree(folder)


async def clock_fast(stage: Stage) -> None:
    """The clock of the server is a day fast, and right again."""
    await _wrong_clock(stage, _DAY_S)


async def clock_slow(stage: Stage) -> None:
    """The clock of the server is a day slow, and right again."""
    await _wrong_clock(stage, -_DAY_S)


async def replica_killed(stage: Stage) -> None:
    """One of two dashboards is killed, and is away for a while."""
    stage.dashboards[0].pause = stage.stop_s
    await killed(stage)
    stage.dashboards[0].pause = RESTART_S


async def both_killed(stage: Stage) -> None:
    """Both dashboards are killed."""
    await _kill(stage, stage.dashboards)


async def proxy_reloaded(stage: Stage) -> None:
    """The proxy reads its file anew, three times."""
    for _ in range(3):
        os.kill(stage.proxy_pid, signal.SIGHUP)
        await asyncio.sleep(1)


@dataclass(frozen=True)
class Fault:
    """A row of the table."""

    title: str
    cause: Callable[[Stage], Awaitable[None]]
    stage: str = "one"
    """Which dashboards there are: ``one``; one with a clock that can be moved (``clock``); two behind ``nginx``."""
    is_degraded: bool = False
    """Whether the health has to say that only the last good release can be read, and the log why."""
    may_be_old: bool = False
    """Whether the other release may be shown, because nothing is left of the current one."""
    is_cut: bool = False
    """Whether there may be no answer at all, because nobody is there who could give one."""


FAULTS = {
    "switch": Fault("the release is switched every second", switch),
    "read-only": Fault("a build publishes into a folder that can only be read", read_only),
    "deleted": Fault("the file of the release is deleted", deleted, is_degraded=True),
    "deleted-restart": Fault(
        "it is deleted, and the server killed and restarted",
        deleted_and_restarted,
        is_degraded=True,
        may_be_old=True,
        is_cut=True,
    ),
    "truncated": Fault("the open file of the release is cut to its half", truncated, is_cut=True),
    "half": Fault("`CURRENT` leads to half a release", half_release, is_degraded=True),
    "version": Fault("`CURRENT` leads to a release of another version of the program", other_version, is_degraded=True),
    "unreadable": Fault("a folder lies in place of the release", unreadable, is_degraded=True),
    "pointer": Fault("`CURRENT` and `CURRENT.bak` hold garbage", pointer, is_degraded=True),
    "folder": Fault("the folder of releases is empty", no_folder, is_degraded=True),
    "disk": Fault("a build publishes on a full disk", full_disk),
    "draft": Fault("the draft of a workbook is made", draft),
    "cut": Fault("all websockets are cut in the middle of runs, twice", websockets_cut, is_cut=True),
    "stopped": Fault("the server stands still (SIGSTOP)", stopped, is_cut=True),
    "memory": Fault(
        f"the server may take {_LEFT_MB} MB more and nothing beyond (RLIMIT_AS)", out_of_memory, is_cut=True
    ),
    "killed": Fault("the server is killed (SIGKILL) and restarted a second later", killed, is_cut=True),
    "clock-fast": Fault("the clock of the server is a day fast", clock_fast, "clock"),
    "clock-slow": Fault("the clock of the server is a day slow", clock_slow, "clock"),
    "replica": Fault("one of two servers behind nginx is killed", replica_killed, "nginx"),
    "reload": Fault("nginx is reloaded three times", proxy_reloaded, "nginx"),
    "replicas": Fault("both servers behind nginx are killed", both_killed, "nginx"),
}
"""By the name that ``--only`` takes."""


async def _misled(stage: Stage, file: Path) -> None:
    """Let the pointer lead to a file, then back."""
    await asyncio.to_thread(store.point_to, stage.releases, file.stem)
    await stage.last()
    await point_to(stage, stage.current)
    file.unlink()


async def _wrong_clock(stage: Stage, seconds: int) -> None:
    clock = stage.folder / "clock"
    clock.write_text(str(seconds), encoding="ascii")
    await stage.last()
    clock.write_text("0", encoding="ascii")


async def _clicked(stage: Stage) -> None:
    """Wait until every visitor has a connection again."""
    while not all(visitor.is_there for visitor in stage.crowd.visitors):
        await asyncio.sleep(0.1)


async def _kill(stage: Stage, dashboards: Sequence[Dashboard]) -> None:
    for dashboard in dashboards:
        dashboard.kill()
    for dashboard in dashboards:
        await dashboard.started_again()
    begin = time.monotonic()
    for dashboard in dashboards:
        await asyncio.wait_for(dashboard.ready(), 120)
    stage.notes.append(f"ready {time.monotonic() - begin:.1f} s after its start")


async def _build(stage: Stage, release: Published, *, expected: int, limit: int = 0) -> str:
    """Build a release as an operator does; what the build said."""
    data = {"MONITOR_DATA_DIR": str(release.data_dir)}
    return await _run(stage, "etl", "build", "--yes", expected=expected, limit=limit, variables=data)


async def _run(
    stage: Stage, *command: object, expected: int, limit: int = 0, variables: dict[str, str] | None = None
) -> str:
    def bounded() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *map(str, command)),
        cwd=ROOT,
        env=environment(stage.releases) | (variables or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=bounded,
    )
    said = (await process.communicate())[0].decode(errors="replace")
    if process.returncode != expected:
        stage.problems.append(f"{command[0]} ended with {process.returncode} instead of {expected}: {said[-500:]}")
    return said


def _mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", options, folder], check=True)
