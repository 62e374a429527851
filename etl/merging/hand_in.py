"""A workbook that somebody handed in, as the changes it makes to the Stand that it was made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.reading.csv_file import Table, parsed
from etl.reading.inputs import CORRECTIONS, OFFICE, Inputs
from etl.rules.history import GONE, THERE, plain
from etl.tables.keys import KEYS
from etl.workbook.base import Base
from etl.workbook.contents import Content, Rows, rows_by_key

Place = tuple[str, str, str]
"""Table, key and column of a cell; without a column the whole row."""


@dataclass(frozen=True)
class Edit:
    """One change against the base: a cell, or without a column a row that is new or gone."""

    table: str
    key: str
    column: str
    old: str
    new: str

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.table, self.key, self.column


@dataclass(frozen=True)
class HandIn:
    """What one workbook changes."""

    base: Mapping[str, Rows]
    """The tables of the Stand that it was made from."""
    edits: tuple[Edit, ...]
    contents: Mapping[str, Content]
    tables: Mapping[str, Table]
    """What it holds, by the name of the table."""

    @property
    def corrections(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line and cells of everything that it corrects."""
        if CORRECTIONS in self.tables:
            frame = self.tables[CORRECTIONS].frame.fillna("")
            yield from zip(frame.index, frame.to_dict("records"), strict=True)


def hand_in(contents: Mapping[str, Content], base: Mapping[str, Rows]) -> HandIn:
    """Compare what a workbook holds with its base; of rows with the same key only the first counts."""
    tables = {kind: parsed(f"{kind}.csv", content.data.decode("utf-8"))[0] for kind, content in contents.items()}
    read = {kind: rows_by_key(tables[kind], KEYS[kind][0]) for kind in OFFICE if kind in tables}
    return HandIn(base, tuple(edits(base, read)), contents, tables)


def edits(base: Mapping[str, Rows], read: Mapping[str, Rows]) -> Iterator[Edit]:
    """Every cell and row that differs; a column or table that a workbook lacks says nothing."""
    for table, rows in read.items():
        known = base.get(table, {})
        for key, cells in rows.items():
            if key not in known:
                yield Edit(table, key, "", GONE, THERE)
            before = known.get(key, {})
            for column, text in cells.items():
                if not is_same(text, before.get(column, "")):
                    yield Edit(table, key, column, before.get(column, ""), text)
        for key in known:
            if key not in rows:
                yield Edit(table, key, "", THERE, GONE)


def is_same(one: str, other: str) -> bool:
    """Whether two texts of a cell mean the same."""
    return one == other or plain(one) == plain(other)


def office_tables(inputs: Inputs, base: Base | None) -> dict[str, Rows]:
    """The office's tables of a Stand, without one those of the latest."""
    day = base.stand_date if base else max(inputs.stands, default=None)
    return {kind: rows_by_key(inputs.table(day, kind), KEYS[kind][0]) for kind in OFFICE} if day else {}
