"""What must hold in a finished release before readers see it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from etl.tables import Tables

# One row per Stand and kind of money: the same sum by four ways that must agree to the cent.
SUMS = """
with
    counted as (select * from funding_detail where is_counted),
    single as (
        select stand_date, kind, municipality_ags, sum(amount_eur) as amount_eur
        from counted where attribution = 'single' group by all
    ),
    programme as (select stand_date, kind, programme, sum(amount_eur) as amount_eur from counted group by all),
    funder_level as (select stand_date, kind, funder_level, sum(amount_eur) as amount_eur from counted group by all),
    total as (
        select stand_date, kind, sum(amount_eur) filter (attribution in ('joint', 'district')) as shared
        from counted group by all
    )
select
    stand_date,
    kind,
    coalesce(shared, 0) + coalesce((select sum(amount_eur) from single
        where single.stand_date = total.stand_date and single.kind = total.kind), 0) as by_attribution,
    (select sum(amount_eur) from programme
        where programme.stand_date = total.stand_date and programme.kind = total.kind) as by_programme,
    (select sum(amount_eur) from funder_level
        where funder_level.stand_date = total.stand_date and funder_level.kind = total.kind) as by_level
from total
order by all
"""
# A derived table (one without a key) need not explain again what it carries over from a loaded one under the same name.
WITHOUT_COMMENT = """
select table_name from duckdb_tables() where comment is null
union all
select owner.table_name || '.' || column_name from duckdb_columns() as described
join duckdb_tables() as owner using (table_oid)
where described.comment is null and (owner.has_primary_key or column_name not in
    (select column_name from duckdb_columns() where comment is not null))
"""


class VerificationError(Exception):
    """A finished database is not what its inputs say."""


def verify(path: Path, tables: Tables) -> None:
    """Compare a finished release with the tables it was made from.

    Raises
    ------
    VerificationError
        If rows are missing, a sum of money is off, a view does not open or a comment is missing.
    duckdb.Error
        If the file is no database.

    """
    with duckdb.connect(path, read_only=True) as connection:
        problems = [
            *_miscounted(connection, tables),
            *_missummed(connection, tables),
            *_views_that_fail(connection),
            *(f"{name} has no comment" for (name,) in connection.execute(WITHOUT_COMMENT).fetchall()),
        ]
    if problems:
        raise VerificationError("; ".join(problems))


def _miscounted(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Iterator[str]:
    for name, frame in tables.items():
        count = len(connection.table(name))
        if count != len(frame):
            yield f"{name} has {count} rows instead of {len(frame)}"


def _missummed(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Iterator[str]:
    rows = tables["funding"][tables["funding"]["counting"] == "zählt"]
    expected: defaultdict[tuple[object, object], Decimal] = defaultdict(Decimal)
    for stand_date, kind, amount in zip(rows["stand_date"], rows["kind"], rows["amount_eur"], strict=True):
        expected[stand_date, kind] += amount
    found = {(stand_date, kind): sums for stand_date, kind, *sums in connection.execute(SUMS).fetchall()}
    for key in expected.keys() | found.keys():
        sums = {expected[key], *found.get(key, [None])}
        if len(sums) > 1:
            yield f"money of {key} does not add up: {sorted(map(str, sums))}"


def _views_that_fail(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for (name,) in connection.execute("select view_name from duckdb_views() where not internal").fetchall():
        try:
            connection.view(name).fetchall()
        except duckdb.Error as problem:
            yield f"{name} does not open: {problem}"
