"""What must hold in a finished release before readers see it, and again before it is taken back."""

import functools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import duckdb

from etl.release.database import DERIVED, SQL
from etl.tables.release_tables import Tables

# One row per Stand and kind of money: the sum of all, and of single, joint and district-wide projects together.
SUMS = """
select stand_date, kind, sum(amount_eur), sum(amount_eur) filter (attribution in ('single', 'joint', 'district'))
from funding_detail where is_counted group by all order by all
"""
WITHOUT_COMMENT = """
select table_name from duckdb_tables() where comment is null
union all select view_name from duckdb_views() where not internal and comment is null
union all select function_name from duckdb_functions() where not internal and comment is null
union all select table_name || '.' || column_name from duckdb_columns() where not internal and comment is null
"""
# Once more than in the marts, so that what counts there is compared with the inputs themselves.
COUNTED = "select stand_date, kind, sum(amount_eur) from funding where counting = 'zählt' group by all"
NAMES = "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
VIEWS = "select view_name from duckdb_views() where not internal"
# What questions rely on: every column of tables and views with its type, every macro with its parameters; not those that
# a build alone needs.
SHAPE = """
select table_name, column_name, data_type from duckdb_columns() where not internal and database_name <> 'temp'
union all
select function_name, cast(parameters as varchar), 'macro' from duckdb_functions()
where not internal and database_name <> 'temp'
"""
# Foreign keys would double what loading costs. Every row of the first table must find its columns in the second.
REFERENCES = (
    ("population", "version_date, region_ags", "region"),
    ("indicator_value", "version_date, indicator_id", "indicator"),
    ("indicator_value", "version_date, region_ags", "region"),
    ("source", "stand_date", "stand"),
    ("project", "stand_date", "stand"),
    ("project", "field_of_action_id", "field_of_action"),
    ("project", "stand_date, source_id", "source"),
    ("project_municipality", "stand_date, project_id", "project"),
    ("funding", "stand_date, project_id", "project"),
    ("funding", "stand_date, source_id", "source"),
    ("milestone", "stand_date, project_id", "project"),
    ("milestone", "stand_date, source_id", "source"),
)
Sums = Mapping[tuple[object, object], Decimal]


class VerificationError(Exception):
    """A finished database is not what its inputs say."""


def verify(path: Path, tables: Tables) -> None:
    """Compare a finished release with the tables it was made from.

    Raises VerificationError if rows are missing, a row refers to none, a sum of money is off, a view does not open or
    a comment is missing; duckdb.Error if the file is no database.
    """
    with duckdb.connect(path, read_only=True) as connection:
        problems = [
            *_miscounted(connection, tables),
            *_orphaned(connection),
            *_missummed(connection, _sums(tables)),
            *_unreadable(connection, VIEWS),
            *(f"{name} ist nicht erklärt" for (name,) in connection.execute(WITHOUT_COMMENT).fetchall()),
        ]
    if problems:
        raise VerificationError("; ".join(problems))


def reverify(connection: duckdb.DuckDBPyConnection) -> None:
    """Check an older release as far as that is possible without its inputs: everything is read once.

    Raises VerificationError if a part cannot be read or a sum of money is off.
    """
    if not (problems := [*_unreadable(connection, NAMES)]):
        loaded = {(stand_date, kind): total for stand_date, kind, total in connection.execute(COUNTED).fetchall()}
        problems = [*_missummed(connection, loaded)]
    if problems:
        raise VerificationError("; ".join(problems))


def is_of_today(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a release has all the tables, columns and macros that today's questions may ask for."""
    return _shape_of_today() <= set(connection.execute(SHAPE).fetchall())


@functools.cache
def _shape_of_today() -> set[tuple[str, ...]]:
    with duckdb.connect() as connection:
        for name in ("schema.sql", *DERIVED):
            connection.execute((SQL / name).read_text("utf-8"))
        return set(connection.execute(SHAPE).fetchall())


def _miscounted(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Iterator[str]:
    for name, frame in tables.items():
        count = len(connection.table(name))
        if count != len(frame):
            yield f"{name} hat {count} Zeilen statt {len(frame)}"


def _orphaned(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for name, columns, other in REFERENCES:
        if lost := len(connection.table(name).join(connection.table(other), columns, how="anti")):
            yield f"{name} hat {lost} Zeilen, deren {columns} in {other} fehlt"


def _sums(tables: Tables) -> Sums:
    """Money that counts, by Stand and kind."""
    rows = tables["funding"][tables["funding"]["counting"] == "zählt"]
    sums = rows.groupby(["stand_date", "kind"], as_index=False)["amount_eur"].sum()
    return {(stand_date, kind): amount for stand_date, kind, amount in sums.itertuples(index=False, name=None)}


def _missummed(connection: duckdb.DuckDBPyConnection, expected: Sums) -> Iterator[str]:
    found = {(stand_date, kind): sums for stand_date, kind, *sums in connection.execute(SUMS).fetchall()}
    for key in expected.keys() | found.keys():
        sums = {expected.get(key), *found.get(key, [None])}
        if len(sums) > 1:
            stand_date, kind = key
            yield f"die Summen von {kind} (Stand {stand_date}) gehen nicht auf: {sorted(map(str, sums))}"


def _unreadable(connection: duckdb.DuckDBPyConnection, names: str) -> Iterator[str]:
    for (name,) in connection.execute(names).fetchall():
        try:
            # Reads every value, which also checks every block, and keeps none.
            connection.table(name).aggregate("bit_xor(hash(columns(*)))").fetchall()
        except duckdb.Error:
            yield f"{name} lässt sich nicht lesen"
