"""Whole files of a dataset: what is in them, how large they are, and by which sum it is known that they arrived whole."""

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.data.published import Condition, TableQuery
from app.data.region import office, region
from app.data.selection import Selection
from app.files.table_files import KINDS, table_file

LARGEST = 50_000_000
"""Bytes of a file that portals still take."""


@dataclass(frozen=True)
class WholeFile:
    """One file, the same as long as its release is."""

    table: str
    kind: str
    selection: Selection
    address: str
    indicators: tuple[str, ...] = ()
    """Whose values it holds, in the latest Stand; empty: every row of every Stand."""

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, read while they are asked for."""
        condition = Condition("indicator_id", "in", self.indicators)
        query = TableQuery(
            self.table,
            self.selection,
            conditions=(condition,) if self.indicators else (),
            every_stand=not self.indicators,
        )
        return table_file(query, self.kind, self.address).pieces

    @property
    def media_type(self) -> str:
        """Of its kind."""
        return KINDS[self.kind][1].partition(";")[0]

    @property
    def size(self) -> int:
        """Bytes; 0 when there are too many."""
        return _measured(self, _words())[0]

    @property
    def sha256(self) -> str:
        """The sum of its bytes."""
        return _measured(self, _words())[1]


def _words() -> tuple[str, str]:
    # What files say of who gives them may be edited while a release stays.
    return office(), str(region().region.title)


@functools.lru_cache(maxsize=512)
def _measured(file: WholeFile, _: tuple[str, str]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in file.pieces():
        size += len(piece)
        if size > LARGEST:
            return 0, ""
        digest.update(piece)
    return size, digest.hexdigest()
