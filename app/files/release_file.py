"""The file of a whole release."""

import functools
import hashlib

from config import settings


@functools.lru_cache(maxsize=8)
def sha256(release_id: str) -> str:
    """Its checksum: the file never changes."""
    with (settings().releases / f"{release_id}.duckdb").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
