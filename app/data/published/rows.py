"""Rows of a public table for a page: counted, sorted and cut by the database."""

import functools
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa

from app.data.published.catalogue import published_table
from app.data.published.table_query import TableQuery, count, read, result_columns
from app.data.rows import PAGE_ROWS, Order, with_sources
from app.data.selection import Selection

_FIRST = ("project_title", "title", "name", "field_of_action_name", "topic")
"""Columns that say what a row is of: the first of them that a table has stands first."""
_LAST = ("source_publisher", "input_file", "input_line", "stand_date", "version_date")
"""Columns that say where a row is from."""
_FEW = 12
"""Values of a column from which somebody can choose at a glance."""


@dataclass(frozen=True)
class PublishedRows:
    """What a question about a public table gives, without boundaries: nobody reads those."""

    query: TableQuery

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns as a page shows them: what a row is of, what it says, and at last where that is from."""
        names = self._names
        if "source_id" in names and "publisher" not in names:
            names = (*(name for name in names if name != "source_id"), "source_publisher")
        first = next((name for name in _FIRST if name in names), "")
        return tuple(sorted(names, key=lambda name: (name != first, _LAST.index(name) + 1 if name in _LAST else 0)))

    @property
    def count(self) -> int:
        """How many there are."""
        return _count(self.query)

    def page(self, number: int, order: Order = None, size: int = PAGE_ROWS) -> pd.DataFrame:
        """Rows of one page; the first has the number 1."""
        column, down = order or ("", False)
        # What a source is called stands in another table.
        column = "source_id" if column == "source_publisher" else column
        keys = (f"{'-' * down}{column}",) if column else ()
        part = replace(self.query, columns=self._names, order=keys, limit=size, offset=(number - 1) * size)
        return _frame(part)

    def all(self) -> pd.DataFrame:
        """Every row in the order of the table."""
        return _frame(replace(self.query, columns=self._names))

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(column.name for column in result_columns(self.query) if column.kind != "shape")


@functools.lru_cache(maxsize=64)
def few_values(table_name: str, everything: Selection) -> dict[str, tuple[str, ...]]:
    """What the texts of a table say in a Stand: by column, of those alone that say few different things."""
    table = published_table(everything.release_id, table_name)
    texts = [column.name for column in table.columns if column.kind == "text" and column.name not in table.key]
    found = {}
    for name in texts:
        query = TableQuery(table_name, everything, groups=(name,), limit=_FEW + 1)
        values = tuple(value for value in read(query).read_all().column(0).to_pylist() if value is not None)
        if 1 < len(values) <= _FEW:
            found[name] = values
    return found


def frame(query: TableQuery) -> pd.DataFrame:
    """Rows as a page needs them: decimals as numbers, days as days; its files have them to the last digit."""
    table = read(query).read_all()
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            # Through its text, or 962351.70 would become 962351.7000000001.
            table = table.set_column(place, field.name, table[field.name].cast(pa.string()).cast(pa.float64()))
    rows: pd.DataFrame = table.to_pandas(date_as_object=False)
    return rows


@functools.lru_cache(maxsize=256)
def _count(query: TableQuery) -> int:
    return count(query)


@functools.lru_cache(maxsize=32)
def _frame(query: TableQuery) -> pd.DataFrame:
    """The same object for the same question, so that what is made from it is made once."""
    table = published_table(query.selection.release_id, query.table)
    rows = frame(query)
    return rows if table.column("publisher") else with_sources(rows, query.selection.release_id, query.selection.stand)
