"""Files that are there as a whole or not at all, also when the power fails, and by what they are known again."""

import hashlib
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.messages.refusals import RESTORE, RefusedError, reading

if TYPE_CHECKING:
    from openpyxl import Workbook


def write_whole(path: Path, content: str | bytes) -> None:
    """Give a file this content; a reader sees the old or the new one, nothing between."""
    # Two processes that write the same file do not write into each other's.
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as out:
            out.write(content.encode() if isinstance(content, str) else content)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def save_workbook(book: "Workbook", path: Path) -> None:
    """Write a workbook as a whole: on a full disk openpyxl would leave a part of it under its name."""
    content = io.BytesIO()
    book.save(content)
    write_whole(path, content.getvalue())


def read_json(path: Path) -> Any:
    """What a file of JSON holds.

    Raises RefusedError if it is missing, cannot be read or is damaged.
    """
    with reading():
        content = path.read_bytes()
    try:
        return json.loads(content)
    except ValueError as problem:
        raise RefusedError(f"Die Datei „{path}“ ist beschädigt. {RESTORE.format(it='sie')}") from problem


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
