"""Building a release and publishing it: readers see the old or the new one, nothing between."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from etl.messages.findings import in_order
from etl.messages.refusals import InputError, writing
from etl.release import store
from etl.release.database import load
from etl.release.edited_files import edited_file_findings
from etl.release.fingerprint import release_id
from etl.release.row_accounts import accounts
from etl.release.verify import VerificationError, verify
from etl.rules.validation import CheckedInputs, checked_inputs
from etl.tables.release_tables import Tables, tables

Step = Callable[[str], None]
STEPS = 5


@dataclass(frozen=True)
class Release:
    """A published release and what it was made from."""

    release_id: str
    path: Path
    tables: Tables
    checked: CheckedInputs

    @property
    def stand_date(self) -> date:
        """The latest Stand."""
        return max(self.checked.inputs.stands)


def build(data_dir: Path, releases_dir: Path, step: Step = lambda text: None) -> Release:
    """Build the release of a data folder and make it the current one.

    Raises InputError if the inputs have errors; the current release stays; RefusedError if another build is at work in
    ``releases_dir``, or it cannot be written; the current release stays.
    """
    with store.exclusive_access(releases_dir):
        return _build(data_dir, releases_dir, step)


def _build(data_dir: Path, releases_dir: Path, step: Step) -> Release:
    step("Eingaben lesen und prüfen")
    checked = checked_inputs(data_dir)
    if checked.errors:
        raise InputError(checked.findings)
    step("Tabellen bilden")
    key = release_id(data_dir)
    frames = tables(checked.inputs, checked.rejected, key)
    if lost := [account for account in accounts(checked, frames) if not account.is_balanced]:
        raise VerificationError(f"Zeilen gingen verloren: {lost}")
    findings = in_order([*checked.findings, *edited_file_findings(releases_dir, checked.inputs, frames)])
    path = releases_dir / f"{key}.duckdb"
    if not _is_good(path, frames):
        step("Datenbank laden")
        # A name that no reader takes for a release.
        temporary = releases_dir / f"{key}.tmp"
        with writing(releases_dir):
            load(temporary, frames)
        step("Ergebnis nachprüfen")
        verify(temporary, frames)
        store.place(temporary, path)
    step("Veröffentlichen")
    store.point_to(releases_dir, key)
    return Release(key, path, frames, replace(checked, findings=findings))


def _is_good(path: Path, frames: Tables) -> bool:
    """Whether this release was built before and is still whole."""
    try:
        verify(path, frames)
    except (duckdb.Error, VerificationError):
        return False
    return True
