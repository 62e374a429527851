"""Files that somebody brought: kept beside those that were fetched, with their checksum."""

import shutil
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from etl.official.download.fetch import FOLDER, BusyError
from etl.official.download.lock import Entry, checksum, read_lock, write_lock

WAIT_SECONDS = 60


def add_manual_file(raw: Path, path: Path, source: str, today: date) -> None:
    """Copy a file into raw/official and write down what it is; a file that is there already stays as it is.

    Raises BusyError, LockError.
    """
    folder = raw / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=WAIT_SECONDS):
            _keep(raw, path, source, today)
    except Timeout:
        raise BusyError(f"a fetch is at work in {folder}") from None


def _keep(raw: Path, path: Path, source: str, today: date) -> None:
    entries, found = read_lock(raw), checksum(path)
    if any(entry.sha256 == found for entry in entries.values()):
        return
    # What was fetched under this name is another file and keeps it.
    name = path.name if path.name not in entries else f"{path.stem}-{found[:8]}{path.suffix}"
    target = raw / FOLDER / name
    if path.resolve() != target.resolve():
        temporary = target.with_name(f".{name}.tmp")
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    entries[name] = Entry(source=source, sha256=found, size=path.stat().st_size, fetched=today)
    write_lock(raw, entries)
