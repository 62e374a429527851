"""Which sheets there are and what their columns hold: read from the schemas and the data dictionary, never said twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import duckdb

from etl.reading.csv_file import Table
from etl.reading.inputs import CORRECTIONS, OFFICE, REFERENCE, Inputs
from etl.release.database import SQL
from etl.rules.schemas import IS_AMOUNT, IS_DATE, IS_DAY, IS_URL, SCHEMAS
from etl.tables import citations, corrections, funding, milestones, projects
from etl.tables.keys import KEYS

Kind = Literal["key", "reference", "field", "choice", "areas", "area", "date", "amount", "url", "former", "text"]

HELP, LISTS, REPORT = "Hilfe", "Listen", "Befunde"
OWN = (HELP, LISTS, REPORT)
"""Sheets of ours that hold no table."""
TITLES = {
    "projekte": "Projekte",
    "foerderung": "Förderung",
    "meilensteine": "Meilensteine",
    "quellen": "Quellen",
    CORRECTIONS: "Berichtigungen",
}
# Table of the data dictionary and names of its columns, by table of the office.
DICTIONARY: dict[str, tuple[str, Mapping[str, str]]] = {
    "projekte": ("project", projects.COLUMNS),
    "foerderung": ("funding", funding.COLUMNS),
    "meilensteine": ("milestone", milestones.COLUMNS),
    "quellen": ("source", citations.COLUMNS),
    CORRECTIONS: ("correction", corrections.COLUMNS),
}
RULES: dict[str | None, Kind] = {IS_DATE.error: "date", IS_AMOUNT.error: "amount", IS_URL.error: "url"}
REFERENCES = {"Projekt-ID": "projekte", "Quelle-ID": "quellen"}


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its header, what it may hold, and what it means."""

    name: str
    kind: Kind
    is_needed: bool
    is_day: bool
    choices: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook, which is one table."""

    table: str
    title: str
    columns: tuple[Column, ...]
    is_needed: bool
    """Whether a workbook without this sheet is incomplete."""

    @property
    def names(self) -> list[str]:
        """The headers in the order of the file."""
        return [column.name for column in self.columns]

    @property
    def key(self) -> str | None:
        """Header of the column whose values never change."""
        return next((column.name for column in self.columns if column.kind == "key"), None)


def places(inputs: Inputs) -> Table:
    """The municipalities as they are now; a data folder has them before its first Stand."""
    latest = max(inputs.stands, default=None)
    return inputs.table(latest, "gemeinden") if latest else inputs.files.get("gemeinden.csv", Table("gemeinden.csv"))


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every sheet of the workbook, in its order."""
    return tuple(Sheet(table, title, _columns(table), table in OFFICE) for table, title in TITLES.items())


def _columns(table: str) -> tuple[Column, ...]:
    found = []
    for name, column in SCHEMAS[table].columns.items():
        kind, choices = _kind(table, name, column.checks)
        is_day = any(check.error == IS_DAY.error for check in column.checks)
        found.append(Column(name, kind, not column.nullable, is_day, choices, _meaning(table, name)))
    return tuple(found)


def _kind(table: str, name: str, checks: list[Any]) -> tuple[Kind, tuple[str, ...]]:
    if KEYS[table] == (name,):
        return "key", ()
    if table == CORRECTIONS and name in ("Alt", "Neu"):
        return "former", ()
    if table == CORRECTIONS and name == "Spalte":
        return "choice", tuple(
            dict.fromkeys(column for kind in (*OFFICE, *REFERENCE) for column in SCHEMAS[kind].columns)
        )
    if name in REFERENCES:
        return "reference", ()
    # A column keeps copies of its checks; what they say is what they are known by.
    for check in checks:
        if kind := RULES.get(check.error):
            return kind, ()
        if allowed := check.statistics.get("allowed_values"):
            return "choice", tuple(allowed)
    kinds: dict[str, Kind] = {projects.AREAS: "areas", "Empfänger-AGS": "area", "Handlungsfeld": "field"}
    return kinds.get(name, "text"), ()


def _meaning(table: str, name: str) -> str:
    english, columns = DICTIONARY[table]
    if name == projects.AREAS:
        return _dictionary()["project_municipality", "area_ags"]
    return _dictionary()[english, columns[name]]


@cache
def _dictionary() -> dict[tuple[str, str], str]:
    """What every column of the release means, by table and column."""
    with duckdb.connect() as connection:
        connection.execute((SQL / "schema.sql").read_text("utf-8"))
        rows = connection.execute("select table_name, column_name, comment from duckdb_columns()").fetchall()
    return {(table, column): comment or "" for table, column, comment in rows}
