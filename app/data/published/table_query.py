"""One question for every public table: conditions, filters, order, sums, a part of the rows; values are always bound.

Names of tables and columns stand in its SQL only when they are those of the catalogue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa

from app.data import db, queries
from app.data.published.catalogue import Column, Table, area_column, published_table
from app.data.published.conditions import Condition
from app.data.published.errors import QueryError
from app.data.selection import Selection
from app.words import units
from app.words.escape import quotable
from app.words.text import t

FUNCTIONS = ("sum", "count")
"""What can be made of a group; ``count`` is of rows, and of no column."""
SECONDS = 20.0
"""How long DuckDB may work for one batch of rows."""
_FILTERS = {"kommune": "municipalities", "handlungsfeld": "fields", "ebene": "levels", "jahr": "years"}


@dataclass(frozen=True)
class TableQuery:
    """What is asked of a table.

    Raises
    ------
    QueryError
        By what reads it, when it names a table or column that there is not, or asks for what does not go together.
    """

    table: str
    selection: Selection
    """Release, Stand and the filters of the pages; one that does not act on the table is refused."""
    conditions: tuple[Condition, ...] = ()
    """All of them hold."""
    columns: tuple[str, ...] = ()
    """All when none is named."""
    order: tuple[str, ...] = ()
    """Columns of the table, or of the answer of groups, ``-`` for downwards, unknown values last; then the order of the table itself."""
    groups: tuple[str, ...] = ()
    aggregates: tuple[tuple[str, str], ...] = ()
    """Function and column; with groups or aggregates a row is a group."""
    limit: int | None = None
    offset: int = 0
    every_stand: bool = False
    """Rows of all Stände; otherwise of one, unless a condition says which."""
    search: str = ""
    """Each of its words stands in one of the texts of a row, whatever its case."""

    @property
    def is_grouped(self) -> bool:
        """Whether a row of the answer is a group of rows."""
        return bool(self.groups or self.aggregates)


def result_columns(query: TableQuery) -> tuple[Column, ...]:
    """The columns of the answer."""
    table = published_table(query.selection.release_id, query.table)
    if not query.is_grouped:
        return tuple(table.known_column(name) for name in query.columns) or table.columns
    if query.columns:
        raise QueryError("table_query.columns_of_groups")
    groups = tuple(table.known_column(name) for name in query.groups)
    for column in groups:
        if column.kind == "shape":
            raise QueryError("table_query.no_operator", column=column.name, type=column.type)
    return (*groups, *(_aggregate(table, *asked) for asked in query.aggregates))


def acting_filters(table: Table) -> tuple[str, ...]:
    """The pages' filters that act on a table, by their names in an address."""
    return tuple(_filter_conditions(table))


def read(
    query: TableQuery, shapes: Literal["text", "binary", "joined", "joined_binary"] = "text"
) -> pa.RecordBatchReader:
    """The rows, batch by batch; a boundary as GeoJSON or WKB, or that of each row's area behind its other columns."""
    text, values = _sql(query, "published.{0}" if shapes == "binary" else "st_asgeojson(published.{0})::varchar as {0}")
    if shapes.startswith("joined"):
        boundary = "coalesce(area.geometry, region.geometry)"
        shape = f"st_aswkb({boundary})" if shapes == "joined_binary" else f"st_asgeojson({boundary})::varchar"
        text, values = _with_shapes(query, text, values, shape)
    return db.stream(query.selection.release_id, text, values, seconds=SECONDS)


def count(query: TableQuery) -> int:
    """How many rows there are, whatever part of them is asked for."""
    text, values = _sql(replace(query, order=(), limit=None, offset=0))
    counted = db.stream(query.selection.release_id, f"from ({text}) select count(*) as n", values, seconds=SECONDS)
    return int(counted.read_all()["n"][0].as_py())


def warnings(query: TableQuery) -> tuple[str, ...]:
    """What sums of the query add up that does not belong together, in German; without sums nothing."""
    table = published_table(query.selection.release_id, query.table)
    if not any(function == "sum" for function, _ in query.aggregates):
        return ()
    # What groups tell apart is not mixed, nor what has one value alone.
    single = (asked for asked in query.conditions if asked.operator in ("exact", "in") and len(asked.values) == 1)
    apart = {*query.groups, *(asked.column for asked in single)}
    found = []
    # A condition on the Stand takes the place of the one that is shown.
    is_of_several = query.every_stand or any(asked.column == table.stand_column for asked in query.conditions)
    if table.stand_column and is_of_several and table.stand_column not in apart:
        found.append(t("table_query.mixed_stands", column=table.stand_column))
    if any(name == "amount_eur" for _, name in query.aggregates):
        counted = next((name for name in ("is_counted", "counting") if name in table.names), "")
        if counted and not apart & {"is_counted", "counting"}:
            found.append(t("table_query.uncounted", column=counted))
        if "kind" in table.names and "kind" not in apart:
            found.append(t("table_query.mixed_kinds"))
    return tuple(found)


def _aggregate(table: Table, function: str, name: str) -> Column:
    if function not in FUNCTIONS:
        raise QueryError("table_query.unknown_function", found=quotable(function), known=", ".join(FUNCTIONS))
    if function == "count":
        return Column("count", "BIGINT", t("table_query.count"), "", t("table_query.count_meaning"))
    column = table.known_column(name)
    if column.kind not in ("integer", "decimal"):
        raise QueryError("table_query.no_sum", column=column.name, type=column.type)
    label = t("table_query.sum", column=column.label)
    return Column(f"sum_{name}", column.type, label, units.unit_name(name), column.meaning)


def _sql(query: TableQuery, shape: str = "published.{0}") -> tuple[str, dict[str, object]]:
    table, selection = published_table(query.selection.release_id, query.table), query.selection
    columns = result_columns(query)
    parts, values = [f"from {_quoted(table.name)} as published"], dict[str, object]()
    plain = columns[: len(columns) - len(query.aggregates)]
    names = ((shape if column.type == "GEOMETRY" else "published.{0}").format(_quoted(column.name)) for column in plain)
    parts.append(f"select {', '.join((*names, *_sums(query, columns[len(plain) :])))}")
    wheres = []
    for number, found in enumerate(query.conditions):
        wheres.append(_condition(table, found, f"value{number}"))
        values[f"value{number}"] = list(found.values) if found.operator == "in" else found.values[0]
    for number, word in enumerate(query.search.split()):
        wheres.append(f"contains({_texts(table)}, lower($word{number}))")
        values[f"word{number}"] = word
    conditioned = {found.column for found in query.conditions}
    if table.stand_column and not query.every_stand and table.stand_column not in conditioned:
        wheres.append(f"published.{_quoted(table.stand_column)} = $stand")
        is_version = table.stand_column == "version_date"
        values["stand"] = queries.version(selection) if is_version else selection.stand
    acting = _filter_conditions(table)
    for name, keys in selection.chosen().items():
        if not keys:
            continue
        if name not in acting:
            raise QueryError("table_query.no_filter", table=table.name, found=name, known=", ".join(acting) or "–")
        wheres.append(acting[name])
        values[_FILTERS[name]] = list(getattr(selection, _FILTERS[name]))
    if wheres:
        parts.append(f"where {' and '.join(wheres)}")
    if query.groups:
        parts.append("group by all")
    if order := _order(query, columns if query.is_grouped else table.columns):
        parts.append(f"order by {order}")
    if query.limit is not None:
        parts.append("limit $row_limit offset $row_offset")
        values |= {"row_limit": query.limit, "row_offset": query.offset}
    return " ".join(parts), values


def _texts(table: Table) -> str:
    """All that a row says in words."""
    kinds = ("text", "list")
    names = [f"published.{_quoted(column.name)}::varchar" for column in table.columns if column.kind in kinds]
    return f"lower(concat_ws(chr(10), {', '.join(names) or 'null'}))"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sums(query: TableQuery, columns: Sequence[Column]) -> Iterator[str]:
    for (function, name), column in zip(query.aggregates, columns, strict=True):
        summand = f"published.{_quoted(name)}"
        if function == "count":
            yield "count(*) as count"
        elif column.type == "DOUBLE":
            # Added in one order and with what rounding loses, so that the same rows always have the same sum.
            yield f"fsum({summand} order by {summand}) as {_quoted(column.name)}"
        else:
            yield f"sum({summand}) as {_quoted(column.name)}"


def _condition(table: Table, found: Condition, parameter: str) -> str:
    column = table.known_column(found.column)
    name = f"published.{_quoted(column.name)}"
    if column.kind == "list":
        return f"list_contains({name}, ${parameter})"
    text = f"{name}::varchar" if column.kind == "text" else name
    return {
        "exact": f"{text} = ${parameter}",
        "in": f"{text} = any(${parameter})",
        "less": f"{text} <= ${parameter}",
        "greater": f"{text} >= ${parameter}",
        "contains": f"contains(lower({text}), lower(${parameter}))",
    }[found.operator]


def _filter_conditions(table: Table) -> dict[str, str]:
    """What each filter means here, as on the pages: of money and milestones by their own dates, else by the project."""
    names = set(table.names)
    day = "published.project_date" if "project_date" in names else "published.stand_date"
    is_of_project = {"project_id", "stand_date"} <= names
    found = {}
    if is_of_project and area_column(("area_ags",), table) == "":
        found["kommune"] = f"is_in_areas($municipalities, {day}, published.project_id)"
    elif area := area_column(table.names, table):
        found["kommune"] = f"is_chosen($municipalities, published.{area})"
    if "field_of_action_id" in names:
        found["handlungsfeld"] = "is_chosen($fields, published.field_of_action_id)"
    if "funder_level" in names:
        found["ebene"] = "is_chosen($levels, published.funder_level)"
    elif is_of_project:
        found["ebene"] = f"is_on_levels($levels, {day}, published.project_id)"
    if year := next((name for name in ("approved_year", "due_year", "year") if name in names), None):
        found["jahr"] = f"is_in_chosen_years($years, published.{year})"
    elif "years" in names and is_of_project:
        found["jahr"] = f"is_in_years($years, {day}, published.project_id)"
    return found


def _order(query: TableQuery, columns: Sequence[Column]) -> str:
    known = {column.name: column for column in columns}
    keys, owner = [], "" if query.is_grouped else "published."
    for asked in query.order:
        name = asked.removeprefix("-")
        if name not in known or known[name].kind in ("shape", "list"):
            possible = [column.name for column in columns if column.kind not in ("shape", "list")]
            raise QueryError("table_query.unknown_order", found=quotable(name), known=", ".join(possible))
        key = f"{owner}{_quoted(name)}"
        if name in units.PARTIAL_DATES and not query.is_grouped:
            key = units.time_order(key)
        keys.append(f"{key} {'desc' if asked.startswith('-') else 'asc'} nulls last")
    if query.groups:
        keys += [f"{_quoted(name)} asc nulls last" for name in query.groups]
    elif (keys or query.limit is not None) and not query.is_grouped:
        # The order of the table itself; read whole, it has that anyway.
        keys.append("published.rowid")
    return ", ".join(keys)


def _with_shapes(query: TableQuery, text: str, values: dict[str, object], shape: str) -> tuple[str, dict[str, object]]:
    table = published_table(query.selection.release_id, query.table)
    names = query.groups if query.is_grouped else (query.columns or table.names)
    area = area_column(names, table)
    if not area:
        raise QueryError("table_query.no_area", table=table.name)
    joined = (
        f"from ({text}) as found left join municipality as area"
        f" on area.version_date = $shape_version and area.municipality_ags = found.{area}"
        f" left join region on region.version_date = $shape_version and region.region_ags = found.{area}"
        f" select found.*, {shape}"
    )
    return joined, {**values, "shape_version": queries.version(query.selection)}
