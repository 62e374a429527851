"""Killing builds while readers read: every build gets inputs of its own, so that a mixture would show in the figures."""

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.data import db, queries
from app.data.selection import Selection
from etl.release.build import build
from etl.release.fingerprint import release_id
from etl.release.store import current, remove_old_releases
from tests.etl.defects import FUNDING, cell

# Forked from a process that has imported everything: an attempt costs a build and not a start.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
READERS = 2
PAUSE = 0.02
PROJECT = "smart-region-kreis-unna"
MARKED = 7_000_000
"""No other amount is so high and so near."""
Seen = tuple[str, str, float, float]
"""Of one run: the release it began with, the release its answers name, the marked amount, the total."""


@dataclass
class Report:
    """What came of it."""

    kills: Counter[str] = field(default_factory=Counter)
    """How often a build was killed in each of its steps."""
    switched: int = 0
    """Killed builds whose release was the current one already."""
    runs: int = 0
    """Runs of the readers; each asks several questions."""
    mixed: list[Seen] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    releases: int = 0
    """Different releases that the readers saw."""
    seconds: float = 0.0

    def __str__(self) -> str:
        """One line of numbers."""
        where = ", ".join(f"{count} in „{step}“" for step, count in self.kills.items())
        return (
            f"{self.kills.total()} kills ({where}), {self.switched} of them after the switch; {self.runs} runs of readers "
            f"over {self.releases} releases: {len(self.errors)} errors, {len(self.mixed)} mixed; {self.seconds:.0f} s"
        )


def killed(data_dir: Path, releases_dir: Path, kills: int, seed: int = 3) -> Report:
    """Kill so many builds, let some get through in between and the last one, and say what readers saw meanwhile."""
    begun, report, amounts = time.monotonic(), Report(), dict[str, float]()

    def inputs(number: int) -> str:
        """Change one counted amount; the id of the release to come."""
        amount = MARKED + number
        cell(0, "Betrag (EUR)", str(amount))(data_dir / "raw" / FUNDING)
        key = release_id(data_dir)
        amounts[key] = float(amount)
        return key

    def finished() -> list[tuple[str, float]]:
        """Build to the end; when each step began."""
        process, steps = _started(data_dir, releases_dir)
        found = list(steps)
        process.join()
        assert process.exitcode == 0, "a build after a killed one must succeed"
        return found

    inputs(0)
    finished()
    ours, theirs = PROCESSES.Pipe()
    reader = PROCESSES.Process(target=_read, args=(releases_dir, theirs), daemon=True)
    reader.start()
    theirs.close()
    ours.recv()
    inputs(1)
    steps = finished()
    moments, number = random.Random(seed), 1
    try:
        while report.kills.total() < kills:
            number += 1
            before, key = current(releases_dir), inputs(number)
            step = _killed(data_dir, releases_dir, steps, moments)
            now = current(releases_dir)
            assert now in {before, key}
            if step:
                report.kills[step] += 1
                report.switched += now == key
                # The next build meets the leftovers of the last one; it gets through, or is killed as well.
                if report.kills.total() < kills and moments.random() < 0.6:
                    continue
                if moments.random() < 0.5:
                    number += 1
                    key = inputs(number)
                finished()
            assert current(releases_dir) == key
            assert not list(releases_dir.glob("*.tmp*"))
            remove_old_releases(releases_dir, keep=2)
    finally:
        ours.send("stop")
    runs, report.errors = ours.recv()
    reader.join()
    others = next(total - amount for (_, _, amount, total) in runs)
    report.runs = runs.total()
    report.releases = len({seen[0] for seen in runs})
    report.mixed = [
        seen
        for seen in runs
        if seen[0] != seen[1] or seen[2] != amounts[seen[0]] or abs(seen[3] - others - seen[2]) > 0.01
    ]
    report.seconds = time.monotonic() - begun
    return report


def _killed(data_dir: Path, releases_dir: Path, steps: list[tuple[str, float]], moments: random.Random) -> str:
    """Kill one build; the step it was in, or nothing when it was done before."""
    begins = dict(steps)
    end = steps[-1][1]
    # Most anywhere, the others where a file gets its name and the pointer is switched.
    names = [step for step, _ in steps]
    first, length = moments.choice(
        [(names[0], end), (names[0], end), (names[0], end), (names[-3], end - begins[names[-3]]), (names[-2], 0.02)]
    )
    delay = moments.uniform(0, length)
    process, told = _started(data_dir, releases_dir)
    while next(told)[0] != first:
        pass
    time.sleep(delay)
    process.kill()
    process.join()
    last = [first, *(step for step, _ in told)][-1]
    return last if process.exitcode == -signal.SIGKILL else ""


def _started(data_dir: Path, releases_dir: Path) -> tuple[BaseProcess, Iterator[tuple[str, float]]]:
    """A build and its steps, each with its time, as they begin."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_build, args=(data_dir, releases_dir, theirs))
    process.start()
    theirs.close()  # so that ours ends with the build

    def steps() -> Iterator[tuple[str, float]]:
        with suppress(EOFError):
            while True:
                yield ours.recv()

    return process, steps()


def _build(data_dir: Path, releases_dir: Path, steps: Connection) -> None:
    begun = time.monotonic()
    build(data_dir, releases_dir, lambda text: steps.send((text, time.monotonic() - begun)))
    steps.send(("fertig", time.monotonic() - begun))


def _read(releases_dir: Path, answers: Connection) -> None:
    """Read as the dashboard does, in several threads, until told to stop."""
    os.environ["MONITOR_RELEASES_DIR"] = str(releases_dir)
    stop = threading.Event()
    runs, errors = [Counter[Seen]() for _ in range(READERS)], list[str]()

    def loop(mine: Counter[Seen]) -> None:
        while not stop.is_set():
            try:
                mine[_run()] += 1
                time.sleep(PAUSE)
            except Exception as error:
                errors.append(repr(error))

    _run()
    answers.send("ready")
    threads = [threading.Thread(target=loop, args=(mine,)) for mine in runs]
    for thread in threads:
        thread.start()
    with suppress(EOFError):  # nobody is there any more
        answers.recv()
    stop.set()
    for thread in threads:
        thread.join()
    answers.send((sum(runs, Counter()), errors))


def _run() -> Seen:
    db._answer.cache_clear()
    release_id = db.current_release()
    release = queries.release(release_id)
    selection = Selection(release_id, release.stand_date.date())
    rows = queries.project_funding(selection, PROJECT)
    marked = rows.loc[rows["amount_eur"].between(MARKED, MARKED + 1_000), "amount_eur"]
    return release_id, release.release_id, float(marked.iloc[0]), float(queries.funding_totals(selection).grant_eur)
