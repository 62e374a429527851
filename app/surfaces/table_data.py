"""A table as it is shown, whichever surface shows it: headings, cells as texts, where they lead."""

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd

from app.charts.grant_charts import COLLECTIVE
from app.data.cached_frame import CachedFrame
from app.exhibits import side_by_side
from app.words import cells, units
from app.words.file_name import file_name
from app.words.line_breaks import unbroken
from app.words.text import t

_LINKS = {
    "project_title": ("project_id", "/projekte?projekt={}"),
    "name": ("municipality_ags", "/kommunen?kommune={}"),
    "funder": ("funder", "/foerderung?geldgeber={}"),
    "programme": ("programme", "/foerderung?programm={}"),
    "recipient": ("recipient", "/foerderung?empfaenger={}"),
    "source_publisher": ("source_url", "{}"),
    "source_title": ("source_url", "{}"),
    "licence": ("licence_url", "{}"),
    "row_count": ("rows_address", "{}"),
    "published_table": ("published_name", "/daten?daten={}"),
}
"""Columns that lead somewhere: the column that holds the key, and the address it makes."""
_COMPLETED = {"source_publisher": "source_title"}
"""Columns whose links would be called alike and lead apart: the column that completes their names."""

_IN_FILES_ALONE = ("input_file", "input_line")
"""Where a row stands in the inputs: who asks for that has the file."""

_BESIDE_THE_NAME = ("due", "happened", "grant_eur", "amount_eur", "state")
"""Columns of which the first stands beside the name where a row is one line."""
_WITH_AN_AMOUNT = ("kind", "counting")
"""What an amount alone would be misread without: it stands beside it where a line has room."""

_JOINT = "; "
_NOTE_PARTS = re.compile(r"; (?![^()]*(?:\([^()]*\)[^()]*)*\))")
"""Between the parts of a note, not within parentheses."""
_NOTHING_ELSE = "–"
"""In place of a note of which everything is said below the table."""

_FEW_NOTES = 2
"""Rows that stand below the table by name where they alone have a note of their own: a column would be full of dashes."""

_FEW = 2
"""Rows more than those that are shown first are shown, too: nobody should have to press for them."""


@dataclass(frozen=True)
class Column:
    """A column as readers see it; its cells, and what belongs to each, are in the order of the rows."""

    name: str
    label: str
    cells: Sequence[str]
    links: Sequence[str]
    """Where they lead: a project, a municipality, a source; empty where nowhere."""
    completions: Sequence[str]
    """What completes the names of such links, where others are called alike."""
    is_number: bool = False
    is_beside: bool = False
    """Whether it stands beside the name where a row is one line."""
    is_compared: bool = False


@dataclass(frozen=True, eq=False)
class TableData:
    """A table as it is shown."""

    title: str
    source: str
    """Where the rows are from, and what is chosen."""
    file: str
    """Name of a file of it, without its ending."""
    columns: tuple[Column, ...] = ()
    """None where only what stands around a table is shown."""

    @property
    def count(self) -> int:
        """Rows."""
        return len(self.columns[0].cells) if self.columns else 0


class Fold(NamedTuple):
    """How a table begins: with its ``first`` rows of a ``total``."""

    first: int
    total: int


@functools.lru_cache(maxsize=512)
def shown_columns(rows: CachedFrame, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the ``columns`` that a page shows of all these rows: none that is empty in every row."""
    records = cells.records(rows.frame)
    return tuple(
        name
        for name in without_places(columns)
        if name in rows.frame and (not records or any(cells.cell_text(name, row) != units.UNKNOWN for row in records))
    )


@functools.lru_cache(maxsize=512)
def shared_note(rows: CachedFrame) -> str:
    """What the notes of all values in several rows say; empty where they have nothing in common or one is missing."""
    frame = rows.frame
    if not {"note", "value"} <= {*frame.columns}:
        return ""
    notes = frame.note[frame.value.notna()]
    if len(notes) < 2 or notes.isna().any():
        return ""
    first, *others = ([*_NOTE_PARTS.split(note)] for note in notes.unique())
    return _JOINT.join(part for part in first if all(part in other for other in others))


def own_note(note: str, shared: str) -> str:
    """What a note says beside the parts that are ``shared``."""
    known = _NOTE_PARTS.split(shared)
    return _JOINT.join(part for part in _NOTE_PARTS.split(note) if part not in known)


@functools.lru_cache(maxsize=512)
def has_own_notes(rows: CachedFrame, shared: str) -> bool:
    """Whether any row has a note that says more than what is ``shared``."""
    return any(own_note(note, shared) for note in rows.frame.note.dropna())


@functools.lru_cache(maxsize=512)
def few_notes(rows: CachedFrame, shared: str) -> tuple[str, ...]:
    """Name and note of the rows that say more than what is ``shared``; empty where they are many or not told apart by name."""
    frame = rows.frame
    if "name" not in frame or frame.name.duplicated().any():
        return ()
    noted = frame[frame.note.notna()]
    own = {name: own_note(note, shared) for name, note in zip(noted.name, noted.note, strict=True)}
    said = tuple(
        t("panel.own_note", name=name, note=note.removeprefix(f"{name}: ").rstrip("."))
        for name, note in own.items()
        if note
    )
    return said if len(said) <= _FEW_NOTES and 2 * len(said) < len(frame) else ()


def without_places(columns: Sequence[str]) -> tuple[str, ...]:
    """The ``columns`` without file and line of the inputs."""
    return tuple(name for name in columns if name not in _IN_FILES_ALONE)


def fold(count: int, first: int) -> Fold | None:
    """How a table of so many rows begins with its ``first``; None where it is shown whole."""
    return None if first and count <= first + _FEW else Fold(first, count)


def title(key: str, subject: str) -> str:
    """The heading as text."""
    return f"{t(f'{key}.heading')}: {subject}" if subject else t(f"{key}.heading")


@functools.lru_cache(maxsize=512)
def table_data(
    rows: CachedFrame,
    columns: tuple[str, ...],
    title: str,
    source: str,
    stand: dt.date,
    own_labels: tuple[tuple[str, str], ...] = (),
    note: str = "",
) -> TableData:
    """What is shown of these rows; ``own_labels`` are the names of their columns where no text has them.

    A ``note`` that is said below the table is left out of its cells.
    """
    frame = rows.frame
    if note:
        own = frame.note.map(lambda text: own_note(text, note) or _NOTHING_ELSE, na_action="ignore")
        frame = frame.assign(note=own)
    labels = dict(own_labels) or cells.column_labels(frame, columns)
    numbers = {name: cells.is_number(frame[name]) for name in labels}
    beside = next((name for name in (*_BESIDE_THE_NAME, *filter(numbers.get, labels)) if name in labels), "")
    in_line = (beside, *_WITH_AN_AMOUNT) if beside == "amount_eur" else (beside,)
    records = cells.records(frame)
    shown = (
        Column(
            name,
            label,
            # A number alone never breaks, and is one for the spreadsheet into which somebody copies it.
            [(str if numbers[name] else unbroken)(cells.cell_text(name, row)) for row in records],
            _addresses(frame, name),
            _completions(frame, name),
            is_number=numbers[name],
            is_beside=name in in_line,
            is_compared=name.startswith(side_by_side.PREFIX),
        )
        for name, label in labels.items()
    )
    return TableData(title, source, file_name(title, stand), tuple(shown))


def _addresses(frame: pd.DataFrame, column: str) -> list[str]:
    """Where the cells of a column lead to."""
    key, address = _LINKS.get(column, ("", ""))
    return [_address(address, value) for value in frame[key]] if key in frame else [""] * len(frame)


def _address(address: str, value: Any) -> str:
    """Where a cell leads to; what stands for several, or for nobody who is known, leads nowhere."""
    if units.is_unknown(value) or value in COLLECTIVE:
        return ""
    return address.format(quote(str(value), safe="") if address.startswith("/") else value)


def _completions(frame: pd.DataFrame, column: str) -> list[str]:
    """What completes the names of the links of a column."""
    values = frame.get(_COMPLETED.get(column, ""), [None] * len(frame))
    return ["" if units.is_unknown(value) else str(value) for value in values]
