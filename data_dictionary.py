"""Every column of the input tables once, from data_dictionary.toml: names, kind, meaning, word on screen.

What is checked in a file, how it is typed, the workbook with its lists and help, the comparison of Stände, the
explanations in the release and the words on screen and in files follow from it. Imports nothing of ours.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal[
    "key",  # of a row of the office, lasting
    "reference",  # a key of another table
    "text",
    "url",
    "choice",  # one of the choices
    "field",  # a field of action, by its name
    "date",  # as precise as it is known
    "day",
    "amount",  # euros to the cent
    "count",
    "number",
    "decimal",  # a number whose digits all count
    "municipality",  # an official key that is one of ours
    "area",  # an official key
    "areas",  # several official keys; they have a table of their own in the release
    "latitude",
    "longitude",
    "column",  # a header of any table
    "former",  # a value of that column
]
DATE_PARTS = {
    "first_date": ("erster Tag", "Erster möglicher Tag"),
    "last_date": ("letzter Tag", "Letzter möglicher Tag"),
    "precision": ("Genauigkeit", "Genauigkeit"),
}
"""What a partial date is kept as beside its text: end of the column's name, word on screen, explanation."""


@dataclass(frozen=True)
class Column:
    """One column of an input table."""

    header: str
    """As it is called in the files."""
    name: str
    """As it is called in the release."""
    kind: Kind
    meaning: str
    label: str = ""
    """As it is called on screen, if not like in the files; the same for every column of this name."""
    may_be_empty: bool = False
    may_be_absent: bool = False
    """Whether a file may lack the column; then a cell may be empty, too."""
    by_correction_only: bool = False
    """Whether a value that is published changes by a correction only."""
    asked_when_changed: bool = False
    """Whether a value that is published hardly ever changes: without a correction it is asked about."""
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    """The table whose keys a reference holds."""
    decided_as: str = ""
    """The same for columns of a table that say one thing: who is overruled in one of them is overruled in all."""
    in_charts: bool = True
    """Whether a chart may show it; then a correction of it concerns the chart."""

    @property
    def is_needed(self) -> bool:
        """Whether every row must fill it."""
        return not (self.may_be_empty or self.may_be_absent)

    @property
    def is_date(self) -> bool:
        """Whether it holds dates, be they partial or days."""
        return self.kind in ("date", "day")

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """Of it and its parts in the release, by name: what it is called on screen, and what it means."""
        label = self.label or self.header
        parts = {
            f"{self.name}_{part}": (f"{label}, {word}", f"{meaning} der Angabe „{label}“.")
            for part, (word, meaning) in DATE_PARTS.items()
        }
        return {self.name: (label, self.meaning)} | (parts if self.kind == "date" else {})


@dataclass(frozen=True)
class Table:
    """One input table."""

    file: str
    """Name of its CSV file without ending."""
    name: str
    """Name of its table in the release."""
    title: str
    """Its name on screen, and that of its sheet in the office's workbook."""
    key: tuple[str, ...]
    """Headers of the columns by which a row is known."""
    columns: tuple[Column, ...]

    @property
    def headers(self) -> list[str]:
        """The headers in the order of the file."""
        return [column.header for column in self.columns]

    @property
    def stored(self) -> list[Column]:
        """The columns of its table in the release."""
        return [column for column in self.columns if column.kind != "areas"]

    def decided_with(self, header: str) -> list[str]:
        """Headers of the columns that say one thing with this one, itself among them."""
        groups = {column.header: column.decided_as for column in self.columns}
        return [other for other, group in groups.items() if other == header or (group and group == groups[header])]


def _tables() -> dict[str, Table]:
    text = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return {file: _table(file, **entry) for file, entry in tomllib.loads(text).items()}


def _table(file: str, name: str, title: str, key: list[str], columns: dict[str, dict[str, Any]]) -> Table:
    found = (
        Column(header, **entry | {"choices": tuple(entry.get("choices", ()))}) for header, entry in columns.items()
    )
    return Table(file, name, title, tuple(key), tuple(found))


TABLES = _tables()
"""Every input table, by the name of its file."""
