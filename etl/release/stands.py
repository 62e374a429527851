"""Adding a Stand: the whole folder at once or not at all, and only when the data folder is sound with it."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from etl.reading.inputs import OFFICE, STAENDE, stand_folders
from etl.rules.validation import CheckedInputs, checked_inputs


class StandError(Exception):
    """A Stand of this day cannot be added; the message says in German why and what is expected."""


def add_stand(data_dir: Path, stand_date: date, files: Mapping[str, bytes], *, keep: bool = True) -> CheckedInputs:
    """Add a Stand made of ``files`` by name; the office's tables that are not among them stay as they were.

    Nothing is kept when the result has errors. ``keep=False`` only tries and writes nothing into the data folder.

    Raises
    ------
    StandError
        If the day is not later than the latest Stand, or another Stand is being added.

    """
    if not keep:
        _require_later(data_dir, stand_date)
        with TemporaryDirectory() as elsewhere:
            return _filled(data_dir, stand_date, files, Path(elsewhere))
    staende = data_dir / "raw" / STAENDE
    staende.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(data_dir / "raw" / ".staende.lock", timeout=0):
            return _added(data_dir, stand_date, files)
    except Timeout:
        raise StandError("Gerade wird schon ein Stand angelegt. Bitte warten, bis das fertig ist.") from None


def _added(data_dir: Path, stand_date: date, files: Mapping[str, bytes]) -> CheckedInputs:
    _require_later(data_dir, stand_date)
    # A hidden folder is no Stand: a reader sees the new one whole or not at all.
    folder = data_dir / "raw" / STAENDE / f".{stand_date}.neu"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        checked = _filled(data_dir, stand_date, files, folder)
        if not checked.errors:
            folder.rename(folder.with_name(stand_date.isoformat()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return checked


def _require_later(data_dir: Path, stand_date: date) -> None:
    latest = max(stand_folders(data_dir), default=None)
    if latest and stand_date <= latest:
        raise StandError(
            f"Der neue Stand ist vom {stand_date:%d.%m.%Y}; den jüngsten gibt es vom {latest:%d.%m.%Y}. "
            "Erwartet wird ein späterer Tag, denn ein veröffentlichter Stand wird nie geändert."
        )


def _filled(data_dir: Path, stand_date: date, files: Mapping[str, bytes], folder: Path) -> CheckedInputs:
    """The data folder checked together with this folder, filled from the latest Stand and ``files``."""
    stands = stand_folders(data_dir)
    if stands:
        for path in (stands[max(stands)] / f"{kind}.csv" for kind in OFFICE):
            if path.is_file():
                shutil.copyfile(path, folder / path.name)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return checked_inputs(data_dir, {stand_date: folder})
