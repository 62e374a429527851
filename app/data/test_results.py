"""What the last run of the tests found, as the build has kept it beside the releases."""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config import settings
from program import program_id

FILE = "test_results.json"


@dataclass(frozen=True)
class TestResults:
    """One run of all tests; none where there is no day."""

    __test__ = False
    day: dt.date | None = None
    program: str = ""
    tests: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Cases that passed, failed or were skipped, of each test by its name."""

    @property
    def is_of_this_program(self) -> bool:
        """Whether the program that runs is the one that was tested: what another one did proves nothing of it."""
        return self.day is not None and self.program == program_id()

    def cases(self, test: str) -> Mapping[str, int]:
        """Of one test; none where this program was not tested, or not by it."""
        return self.tests.get(test, {}) if self.is_of_this_program else {}


def test_results() -> TestResults:
    """What the last run found; an empty one where nobody has kept any."""
    path = settings().releases / FILE
    return _read(path, version())


def version() -> int:
    """A number that changes with what is kept; 0 where nothing is."""
    try:
        return (settings().releases / FILE).stat().st_mtime_ns
    except OSError:
        return 0


@functools.lru_cache(maxsize=2)
def _read(path: Path, _version: int) -> TestResults:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return TestResults(dt.date.fromisoformat(kept["day"]), kept["program"], kept["tests"])
    except (OSError, ValueError, KeyError, TypeError):
        # What cannot be read proves nothing.
        return TestResults()
