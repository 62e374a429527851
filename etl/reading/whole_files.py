"""Files that are there as a whole or not at all, also when the power fails, and by what they are known again."""

import hashlib
import os
from pathlib import Path


def write_whole(path: Path, content: str) -> None:
    """Give a file this content; a reader sees the old or the new one, nothing between."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
