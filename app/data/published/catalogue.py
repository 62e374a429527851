"""Every public table of a release as plain values: what a row is, its columns, its key, where its rows come from."""

import functools
import threading
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any

import pandas as pd

from app.data import queries
from app.data.published.errors import QueryError, UnknownTableError
from app.words import cells, units
from app.words.escape import quotable
from app.words.text import has, t

_INTERNAL = frozenset({"absent_column", "input_column", "renamed_line", "row_version"})
"""Tables by which the program compares Stände: they are in the release's file, and nobody asks for them."""
_AREAS = ("municipality_ags", "area_ags", "region_ags")
_INPUTS = {
    "project_id": "projekte.csv",
    "source_id": "quellen.csv",
    "indicator_id": "indikatoren.csv",
    "population_count": "bevoelkerung.csv",
    "per_people": "bevoelkerung.csv",
    "before_values": "bevoelkerung.csv",
    "official_name": "gemeinden.csv",
    "region_level": "gemeinden.csv",
    "geometry": "grenzen.geojson",
    "outline": "grenzen.geojson",
}
"""By a column that tells what a table was made from: the file in which that stands."""
_MAKING = threading.Lock()


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    type: str
    """As SQL calls it."""
    label: str
    """As it is called in German."""
    unit: str
    meaning: str

    @property
    def kind(self) -> str:
        """``text``, ``integer``, ``decimal``, ``date``, ``boolean``, ``list`` (of such) or ``shape``."""
        return kind(self.type)

    @property
    def description(self) -> dict[str, Any]:
        """What is said of it beside rows."""
        return {**asdict(self), "unit": self.unit or None}


@dataclass(frozen=True)
class Table:
    """One table."""

    name: str
    label: str
    grain: str
    """What a row is."""
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns of its primary key; empty of what is derived."""
    row_count: int
    """Of all Stände."""
    is_derived: bool
    datasets: tuple[str, ...]
    """Keys of the data sources that its rows come from."""

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def known_column(self, name: str) -> Column:
        """The column of that name.

        Raises
        ------
        QueryError
            When there is none.
        """
        found = self.column(name)
        if found is None:
            near = get_close_matches(name[:80], self.names, n=1)
            known = ", ".join(near or self.names)
            raise QueryError("table_query.unknown_column", table=self.name, found=quotable(name), known=known)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(column.name for column in self.columns)

    @property
    def stand_column(self) -> str:
        """Column that holds the Stand of a row, or the version of the reference tables; empty where rows have none."""
        # Where it is the whole key, or no part of it, the Stand is what the row is about.
        found = next((name for name in ("stand_date", "version_date") if name in self.names), "")
        return found if not self.key or (found in self.key and len(self.key) > 1) else ""


def kind(sql_type: str) -> str:
    """What a value of an SQL type is."""
    if sql_type == "GEOMETRY" or sql_type.endswith("[][]"):
        return "shape"
    if sql_type.endswith("[]"):
        return "list"
    kinds = {"VARCHAR": "text", "BOOLEAN": "boolean", "DATE": "date", "INTEGER": "integer", "BIGINT": "integer"}
    return kinds.get(sql_type, "text" if sql_type.startswith("ENUM") else "decimal")


def area_column(names: tuple[str, ...], table: Table) -> str:
    """Which of these columns holds the key of the area that a row is of; empty when none does."""
    columns = {column.name for column in table.columns if column.type == "VARCHAR"}
    return next((name for name in _AREAS if name in columns and name in names), "")


def published_table(release_id: str, name: str) -> Table:
    """The public table of that name.

    Raises
    ------
    UnknownTableError
        When there is none.
    """
    known = {table.name: table for table in published_tables(release_id)}
    if name not in known:
        near = get_close_matches(name[:80], known, n=1)
        possible = ", ".join(near or known)
        raise UnknownTableError("table_query.unknown_table", found=quotable(name), known=possible)
    return known[name]


def published_tables(release_id: str) -> tuple[Table, ...]:
    """Every public table, by name."""
    # After a start or a publication everybody asks at once: twenty who make the same hinder each other for ten seconds.
    with _MAKING:
        return _tables(release_id)


@functools.lru_cache(maxsize=8)
def _tables(release_id: str) -> tuple[Table, ...]:
    described = queries.published_columns(release_id)
    described = described[~described.table_name.isin(_INTERNAL)]
    inputs = queries.input_files(release_id)
    return tuple(_table(str(name), rows, inputs) for name, rows in described.groupby("table_name"))


def _table(name: str, rows: pd.DataFrame, inputs: pd.DataFrame) -> Table:
    first = rows.iloc[0]
    columns = tuple(
        Column(
            column,
            row.data_type,
            _label(column),
            units.unit_name(column),
            "" if units.is_unknown(row.comment) else str(row.comment),
        )
        for column, row in zip(map(str, rows.column_name), cells.records(rows), strict=True)
    )
    # What the release says of itself is the office's.
    files = {_INPUTS[column.name] for column in columns if column.name in _INPUTS} or {"projekte.csv"}
    datasets = tuple(inputs.dataset_id[inputs.input_file.isin(files)].drop_duplicates())
    return Table(
        name=name,
        label=t(f"table.{name}"),
        grain=str(first.grain),
        columns=columns,
        key=tuple(rows.column_name[rows.is_key]),
        row_count=int(first.row_count),
        is_derived=not first.is_loaded,
        datasets=datasets,
    )


def _label(name: str) -> str:
    return t(f"column.{name}") if has(f"column.{name}") else name
