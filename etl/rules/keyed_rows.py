"""The rows of a table by their key, to be compared with those of another Stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.reading.csv_file import Table
from etl.reading.text_columns import one_by_one, texts_of
from etl.tables.keys import KEYS, joined_key

Renames = dict[str, dict[str, str]]
"""New key by old key, for each table in which the office has renamed ids."""
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class KeyedRows:
    """One row per key."""

    index: pd.Index
    """The keys."""
    columns: Mapping[str, pa.Array]
    """Texts by header; an empty cell is an empty text."""
    lines: npt.NDArray[np.int64]
    """Where each row stands in its file."""

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.index)

    def take(self, places: Places) -> "KeyedRows":
        """The rows at these places, in their order."""
        wanted = pa.array(places)
        columns = {header: texts.take(wanted) for header, texts in self.columns.items()}
        return KeyedRows(self.index[places], columns, self.lines[places])

    def first(self, count: int) -> "KeyedRows":
        """The first rows, not copied."""
        columns = {header: texts[:count] for header, texts in self.columns.items()}
        return KeyedRows(self.index[:count], columns, self.lines[:count])

    def keys(self, places: Places) -> list[str]:
        """The keys at these places."""
        return [str(key) for key in one_by_one(self.index[places])]

    def texts(self, column: str, places: Places) -> list[str]:
        """The texts of a column at these places."""
        return list(self.columns[column].take(pa.array(places)).to_pylist())

    def column(self, header: str) -> list[str]:
        """The texts of a column in all rows; empty ones where the table lacks it."""
        return list(self.columns[header].to_pylist()) if header in self.columns else [""] * len(self)

    def cells(self, columns: Sequence[str], places: Places) -> list[tuple[str, ...]]:
        """The texts of several columns at these places, row by row."""
        return list(zip(*(self.texts(column, places) for column in columns), strict=True)) or [()] * len(places)

    def line(self, key: str) -> int:
        """Line of one row."""
        return int(self.lines[self.index.get_loc(key)])


def is_comparable(kind: str, table: Table) -> bool:
    """Whether a table could be read as a whole and has the columns of its key."""
    return table.is_complete and set(KEYS[kind]) <= set(table.columns)


def keyed(kind: str, table: Table, names: Renames) -> KeyedRows:
    """The rows that have a key, of those with the same the first; ids under their new names."""
    columns = dict(table.columns)
    for owner, renamed in names.items():
        (column,) = KEYS[owner]
        if renamed and column in columns:
            columns[column] = texts_of(table.frame[column].replace(renamed))
    key = joined_key(kind, [columns[header] for header in KEYS[kind]])
    index = pd.Index(one_by_one(key), dtype=object)
    rows = KeyedRows(
        index,
        {header: pc.fill_null(texts, "") for header, texts in columns.items()},
        table.frame.index.to_numpy(),
    )
    is_left_out = index.isna() | index.duplicated()
    return rows.take(np.flatnonzero(~is_left_out)) if is_left_out.any() else rows


def different_places(one: pa.Array, other: pa.Array) -> Places:
    """Where two columns of the same rows are written differently; what one of them does not know is not compared."""
    if one.equals(other):
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(pc.fill_null(pc.not_equal(one, other), False).to_numpy(zero_copy_only=False))


def shared_rows(old: KeyedRows, new: KeyedRows) -> tuple[KeyedRows, KeyedRows]:
    """The rows that are in both, then and now, in the order of the new ones."""
    # Most often a new Stand appends rows to those of the old one.
    if is_continued(old, new):
        return old, new.first(len(old))
    places = np.asarray(old.index.get_indexer(new.index))
    return old.take(places[places >= 0]), new.take(np.flatnonzero(places >= 0))


def is_continued(old: KeyedRows, new: KeyedRows) -> bool:
    """Whether the new rows begin with those of before, in their order."""
    return bool(new.index[: len(old)].equals(old.index))


def rows_of(records: Mapping[str, Mapping[str, str]]) -> KeyedRows:
    """Rows by key from their texts by header; a cell that only others have is missing."""
    headers = dict.fromkeys(header for record in records.values() for header in record)
    columns = {
        header: pa.array([record.get(header) for record in records.values()], type=pa.large_string())
        for header in headers
    }
    return KeyedRows(pd.Index(list(records), dtype=object), columns, np.zeros(len(records), dtype=np.int64))


def records(rows: KeyedRows, places: Places) -> dict[str, dict[str, str]]:
    """The texts of the rows at these places, by key and header."""
    headers = list(rows.columns)
    cells = (dict(zip(headers, texts, strict=True)) for texts in rows.cells(headers, places))
    return dict(zip(rows.keys(places), cells, strict=True))
