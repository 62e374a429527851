"""Building a release and publishing it: readers see the old or the new one, nothing between."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.accounts import accounts
from etl.database import load
from etl.fingerprint import release_id
from etl.tables import Tables, tables
from etl.validation import Validated, validated
from etl.verify import VerificationError, verify

Step = Callable[[str], None]
STEPS = 5


class InputError(Exception):
    """The inputs have errors; nothing was published."""

    def __init__(self, checked: Validated) -> None:
        """Keep what was checked, with all findings."""
        super().__init__(f"{len(checked.errors)} errors in the inputs")
        self.checked = checked


class BusyError(Exception):
    """Another build is at work in the same folder."""


@dataclass(frozen=True)
class Release:
    """A published release and what it was made from."""

    release_id: str
    path: Path
    tables: Tables
    checked: Validated

    @property
    def stand_date(self) -> date:
        """The latest Stand."""
        return max(self.checked.inputs.stands)


def build(data_dir: Path, releases_dir: Path, step: Step = lambda text: None) -> Release:
    """Build the release of a data folder and make it the current one.

    Raises
    ------
    InputError
        If the inputs have errors; the current release stays.
    BusyError
        If another build is at work in ``releases_dir``.

    """
    releases_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(releases_dir / ".lock", timeout=0):
            return _build(data_dir, releases_dir, step)
    except Timeout:
        raise BusyError(f"another build is at work in {releases_dir}") from None


def _build(data_dir: Path, releases_dir: Path, step: Step) -> Release:
    # Under the lock every temporary file is a leftover of a build that died.
    for leftover in releases_dir.glob("*.tmp*"):
        leftover.unlink()
    step("Eingaben lesen und prüfen")
    checked = validated(data_dir)
    if checked.errors:
        raise InputError(checked)
    step("Tabellen bilden")
    key = release_id(data_dir)
    frames = tables(checked.inputs, checked.rejected, key)
    if lost := [account for account in accounts(checked, frames) if not account.is_balanced]:
        raise VerificationError(f"rows are lost: {lost}")
    path = releases_dir / f"{key}.duckdb"
    if not _is_good(path, frames):
        step("Datenbank laden")
        temporary = releases_dir / f"{key}.tmp"
        load(temporary, frames)
        step("Ergebnis nachprüfen")
        verify(temporary, frames)
        _sync(temporary)
        temporary.replace(path)
    step("Veröffentlichen")
    _point_to(releases_dir, key)
    return Release(key, path, frames, checked)


def _is_good(path: Path, frames: Tables) -> bool:
    """Whether this release was built before and is still whole."""
    try:
        verify(path, frames)
    except (duckdb.Error, VerificationError):
        return False
    return True


def _point_to(releases_dir: Path, key: str) -> None:
    """Make a release the current one."""
    temporary = releases_dir / "CURRENT.tmp"
    temporary.write_text(f"{key}\n", "utf-8")
    _sync(temporary)
    temporary.replace(releases_dir / "CURRENT")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
