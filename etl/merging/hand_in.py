"""A workbook that somebody handed in, as the changes it makes to the Stand that it was made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from etl.reading.csv_file import Table, parsed
from etl.reading.inputs import CORRECTIONS, OFFICE
from etl.rules.history import GONE, THERE, plain
from etl.tables.keys import KEYS
from etl.workbook.contents import Content, Rows, rows_by_key
from etl.workbook.parts import PROJECTS, Part

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
    lead: str = ""
    """Who has to make it, if not who handed it in."""

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
    """What it holds, by the name of the table; nothing of a sheet with answers."""
    places: Mapping[str, Mapping[str, int]]
    """Row of the sheet by key, for each table."""

    @property
    def corrections(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line and cells of everything that it corrects."""
        if CORRECTIONS in self.tables:
            frame = self.tables[CORRECTIONS].frame.fillna("")
            yield from zip(frame.index, frame.to_dict("records"), strict=True)


def hand_in(contents: Mapping[str, Content], base: Mapping[str, Rows], own: Part | None) -> HandIn:
    """Compare what a workbook holds with its base, or the part of it that it was given.

    Of rows with the same key only the first counts.
    """
    tables = {kind: parsed(f"{kind}.csv", content.data.decode("utf-8"))[0] for kind, content in contents.items()}
    compared = [kind for kind in OFFICE if kind in tables and KEYS[kind][0] in tables[kind].frame]
    read = {kind: rows_by_key(tables[kind], KEYS[kind][0]) for kind in compared}
    found = (_locked(edit, own, base, read) if own else edit for edit in edits(base, read, own))
    places = {kind: {key: contents[kind].rows[line] for line, key in tables[kind].rows(KEYS[kind][0])} for kind in read}
    return HandIn(base, tuple(found), contents, tables, places)


def edits(base: Mapping[str, Rows], read: Mapping[str, Rows], own: Part | None = None) -> Iterator[Edit]:
    """Every cell and row that differs; what a workbook lacks of columns, tables or keys, or was not given, says nothing."""
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
            if key not in rows and (own is None or key in own.rows[table]):
                yield Edit(table, key, "", THERE, GONE)


def _locked(edit: Edit, own: Part, base: Mapping[str, Rows], read: Mapping[str, Rows]) -> Edit:
    """The edit with who has to make it, if that is somebody else."""
    if edit.key in base.get(edit.table, {}):
        return replace(edit, lead=own.lock(edit.table, edit.key))
    projects = {key: row for key, row in read.get(PROJECTS, {}).items() if key not in base[PROJECTS]}
    return replace(edit, lead=own.lock_of_new(edit.table, read[edit.table][edit.key], projects))


def is_same(one: str, other: str) -> bool:
    """Whether two texts of a cell mean the same."""
    return one == other or plain(one) == plain(other)
