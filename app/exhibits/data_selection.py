"""What an address asks of a public table, by the names that page and API have in common: ``funder_level__in=Bund,Land``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.data.origins import Origin
from app.data.published import (
    Condition,
    QueryError,
    Table,
    TableQuery,
    UnknownTableError,
    condition,
    published_table,
)
from app.data.published.table_query import acting_filters
from app.data.selection import Selection
from app.navigation import FILTERS, entry

API = "/api/v1"
"""Where the interface for programs lies."""
PUBLIC_TABLE_PARAMETER = "daten"
"""Parameter that names a public table."""
SEARCH = "suche"
READ = ("json", "geojson", "excel", "xlsx")
"""Kinds of files that are made for reading, and not for many rows."""
MOST_READ = 10_000
"""Rows of such a file."""
ORIGIN_PARAMETER = "woher"
"""Parameter that names a figure, chart or table whose rows the page explains."""
_CONDITION = re.compile(r"([a-z][a-z0-9_]*?)__([a-z]+)")
_LONGEST = 100


@dataclass(frozen=True)
class DataSelection:
    """What is asked of a table, and what of it cannot be asked."""

    table: Table
    query: TableQuery
    pairs: tuple[tuple[str, str], ...]
    """Names and values of the conditions that hold, as they were written."""
    problems: tuple[str, ...] = ()
    """What cannot be asked, in words; it changes nothing."""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What an address must hold to ask the same again, its Stand too."""
        search = [(SEARCH, self.query.search)] if self.query.search else []
        return [*self.query.selection.pairs(), *self.pairs, *search, ("stand", self.query.selection.stand.isoformat())]

    def file(self, kind: str) -> str:
        """Where the rows are as a file of this kind, from the slash on."""
        # Of what is made for reading the interface gives a page of few rows unless it is asked for more.
        most = [("limit", str(MOST_READ))] if kind in READ else []
        return f"{API}/tables/{self.table.name}?{urlencode([*self.parameters, ('format', kind), *most])}"

    def written(self, column: str, operator: str) -> str:
        """What the address says of a column by an operator; several values between commas."""
        return ",".join(value for name, value in self.pairs if name == f"{column}__{operator}")

    def condition(self, column: str, operator: str) -> Condition | None:
        """The condition that holds of a column by an operator."""
        return next((c for c in self.query.conditions if (c.column, c.operator) == (column, operator)), None)


def is_condition(name: str) -> bool:
    """Whether a parameter is a condition on a column, of whichever table."""
    return bool(_CONDITION.fullmatch(name))


def filters_of_table(release_id: str, name: str) -> tuple[str, ...]:
    """The filters of the pages that act on the public table of that name; none where there is no such table."""
    try:
        return acting_filters(published_table(release_id, name))
    except UnknownTableError:
        return ()


def origin_address(origin: Origin, selection: Selection, filters: Sequence[str] = FILTERS) -> str:
    """Where it is told how a figure is made and of which rows, from the slash on; the ``filters`` act on the figure."""
    acting = set(filters_of_table(selection.release_id, origin.table)).intersection(
        filters if origin.is_filtered else ()
    )
    chosen = [pair for pair in selection.pairs() if pair[0] in acting]
    names = [(PUBLIC_TABLE_PARAMETER, origin.table), (ORIGIN_PARAMETER, origin.name), *origin.conditions, *chosen]
    return f"/{entry('data').address}?{urlencode([*names, ('stand', selection.stand.isoformat())])}"


def data_selection(table: Table, selection: Selection, parameters: Mapping[str, Sequence[str]]) -> DataSelection:
    """What ``parameters`` ask of a table, of which the filters of ``selection`` are known to act."""
    conditions, pairs, problems = [], [], []
    for name, texts in parameters.items():
        found = _CONDITION.fullmatch(name)
        if found is None:
            continue
        try:
            conditions.append(condition(table.known_column(found[1]), found[2], texts))
            pairs += [(name, text) for text in texts]
        except QueryError as error:
            problems.append(str(error))
    search = " ".join(parameters.get(SEARCH, ()))[:_LONGEST]
    query = TableQuery(table.name, selection, tuple(conditions), search=search)
    return DataSelection(table, query, tuple(pairs), tuple(problems))
