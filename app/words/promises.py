"""What the monitor promises its readers, and the tests that hold it, from promises.toml."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Promise:
    """One promise in one sentence."""

    says: str
    tests: tuple[tuple[str, str], ...]
    """Name of each test that holds it (``tests/app/test_units.py::test_zero_is_known``), and what the test tries."""


@functools.cache
def groups() -> Mapping[str, tuple[Promise, ...]]:
    """All promises by the keys of their groups, in the order of the page."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        group: tuple(Promise(entry["says"], tuple(entry["tests"].items())) for entry in entries)
        for group, entries in read.items()
    }
