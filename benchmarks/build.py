"""Building a release, as an operator does: a process of its own, an empty folder of releases."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks.server import environment, resident_mb
from benchmarks.tables import Table, median
from config import ROOT

_SAMPLE_SECONDS = 0.01


@dataclass(frozen=True)
class Build:
    """One run of a process: wall time, time on all cores, and the most memory its process tree held at any sample."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def build(releases: Path, data_dir: Path = ROOT / "data") -> Build:
    """Build the release of a data folder into ``releases``.

    Raises
    ------
    RuntimeError
        When the build fails, with what it printed.
    """
    return measured(["etl", "build"], environment(releases) | {"MONITOR_DATA_DIR": str(data_dir)})


def measured(command: list[str], variables: dict[str, str]) -> Build:
    """Run ``python -m command`` as a process of its own.

    Raises
    ------
    RuntimeError
        When it fails, with what it printed.
    """
    start, cpu = time.perf_counter(), _cpu_seconds()
    # Into a file: a pipe that nobody reads meanwhile is full at some time, and the process waits.
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as output,
        subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        tree, peak = psutil.Process(process.pid), 0.0
        # Sampled, because ru_maxrss of a child begins with the memory of its parent.
        while process.poll() is None:
            peak = max(peak, resident_mb(tree))
            time.sleep(_SAMPLE_SECONDS)
        seconds = time.perf_counter() - start
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}\n{printed}")
    return Build(seconds, _cpu_seconds() - cpu, peak)


def _cpu_seconds() -> float:
    """Time that all ended children of this process spent on any core."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


def table(builds: list[Build]) -> Table:
    """Median time and highest peak of all builds."""
    return Table(
        "Build of a release (`python -m etl build`)",
        ("builds", "median s", "slowest s", "peak memory MB"),
        (
            (
                str(len(builds)),
                f"{median([each.seconds for each in builds]):.2f}",
                f"{max(each.seconds for each in builds):.2f}",
                f"{max(each.peak_mb for each in builds):.0f}",
            ),
        ),
    )
