"""Building a release, as an operator does: a process of its own, an empty folder of releases."""

import subprocess
import sys
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
    """One build: wall time, and the most memory its process tree held at any sample."""

    seconds: float
    peak_mb: float


def build(releases: Path) -> Build:
    """Build the embedded data into ``releases``.

    Raises
    ------
    RuntimeError
        When the build fails, with what it printed.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "etl", "build"],
        cwd=ROOT,
        env=environment(releases),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        tree, peak = psutil.Process(process.pid), 0.0
        # Sampled, because ru_maxrss of a child begins with the memory of its parent.
        while process.poll() is None:
            peak = max(peak, resident_mb(tree))
            time.sleep(_SAMPLE_SECONDS)
        seconds = time.perf_counter() - start
        printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"etl build ended with {process.returncode}\n{printed}")
    return Build(seconds, peak)


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
