"""Everything in a release is explained: what is carried over by the comment of the column it comes from."""

import functools
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.release.build import Release
from etl.release.comments import carried_comments, dictionary_comments
from etl.release.database import DERIVED, SQL
from etl.release.verify import VerificationError, verify

LOADED = """
create table town (town_id varchar, name varchar, people_count integer);
create table road (road_id varchar, town_id varchar, name varchar, length_km double);
comment on column town.town_id is 'Kommune.';
comment on column town.name is 'Name der Kommune.';
comment on column town.people_count is 'Einwohner.';
comment on column road.road_id is 'Straße.';
comment on column road.town_id is 'Kommune der Straße.';
comment on column road.name is 'Name der Straße.';
comment on column road.length_km is 'Länge in Kilometern.';
"""
DERIVED_FROM = {
    "from town": {"town_id": "Kommune.", "name": "Name der Kommune.", "people_count": "Einwohner."},
    "select * exclude (town_id) replace (upper(name) as name) from town": {"name": None, "people_count": "Einwohner."},
    "select people_count, name as town_name, lower(name) as name from town": {
        "people_count": "Einwohner.",
        "town_name": None,
        "name": None,
    },
    "select name, sum(length_km) as length_km from road group by all": {"name": "Name der Straße.", "length_km": None},
    "select road.*, people_count from road join town using (town_id)": {
        "road_id": "Straße.",
        "town_id": "Kommune der Straße.",
        "name": "Name der Straße.",
        "length_km": "Länge in Kilometern.",
        "people_count": "Einwohner.",
    },
    "select owner.name, town_id from road left join town as owner using (town_id)": {
        "name": "Name der Kommune.",
        "town_id": "Kommune der Straße.",
    },
    "select town_id, name from town union all by name select town_id, name from road": {"town_id": None, "name": None},
    "select people_count from town union select people_count from town": {"people_count": "Einwohner."},
    "select name from town union all select name from town union all select name from road": {"name": None},
    "with long as (select road_id, length_km + 1 as length_km from road), other as (from long) from other": {
        "road_id": "Straße.",
        "length_km": None,
    },
    "select inside.name from (select name, length_km from road) as inside": {"name": "Name der Straße."},
    "with recursive step as (select road_id from road union select road_id || '+' from step where false) from step": {
        "road_id": None
    },
    "select unnest(range(people_count)) as people_count from town": {"people_count": None},
    "with town as (select 'x' as name) select name from town": {"name": None},
}


@pytest.mark.parametrize("query", DERIVED_FROM)
def test_a_column_keeps_its_comment_when_it_is_selected_as_it_is(query: str) -> None:
    script = f"create table found as {query}; comment on table found is 'Gefunden.'; create view seen as from found;"
    with duckdb.connect() as connection:
        connection.execute(LOADED + script)
        connection.execute(carried_comments(connection, [script]))
        for name in ("found", "seen"):
            rows = connection.execute(
                "select column_name, comment from duckdb_columns() where table_name = ?", [name]
            ).fetchall()
            assert dict(rows) == DERIVED_FROM[query]


def test_a_comment_of_its_own_stays() -> None:
    script = "create table found as from town; comment on column found.name is 'Anders.';"
    with duckdb.connect() as connection:
        connection.execute(LOADED + script)
        assert 'found."name"' not in carried_comments(connection, [script])


def test_what_is_carried_over_holds_what_its_comment_speaks_of(embedded: Release) -> None:
    """Each value stands in a column of this name and comment that comes from a file or is explained by hand."""
    scripts = [(SQL / name).read_text("utf-8") for name in DERIVED]
    with duckdb.connect() as connection:
        for script in ((SQL / "schema.sql").read_text("utf-8"), dictionary_comments(), *scripts):
            connection.execute(script)
        carried = re.findall(r'^comment on column (\w+)\."(\w+)"', carried_comments(connection, scripts), re.MULTILINE)
    assert len(carried) > 150
    with duckdb.connect(embedded.path, read_only=True) as connection:
        described = connection.execute(
            "select column_name, comment, table_name from duckdb_columns() where not internal"
        ).fetchall()
        comments = {(table, column): comment for column, comment, table in described}
        values = functools.cache(functools.partial(values_of, connection))
        for table, column in carried:
            owners = [
                owner
                for name, comment, owner in described
                if (name, comment) == (column, comments[table, column]) and (owner, column) not in carried
            ]
            assert values(table)[column] <= {None}.union(*(values(owner)[column] for owner in owners)), table


def values_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, set[Any]]:
    """The values of each column, as texts that can be compared."""
    relation = connection.table(table)
    rows = [tuple(None if value is None else str(value) for value in row) for row in relation.fetchall()]
    return {name: {row[number] for row in rows} for number, name in enumerate(relation.columns)}


EXPLAINED = {
    "column project_detail.grant_eur": "project_detail.grant_eur",
    "column current_funding.amount_eur": "current_funding.amount_eur",
    "table funding_detail": "funding_detail",
    "view current_project": "current_project",
    "macro table selected_funding": "selected_funding",
    "macro is_chosen": "is_chosen",
}


def test_a_release_of_which_something_is_not_explained_is_not_whole(release: Release, tmp_path: Path) -> None:
    copy = Path(shutil.copy(release.path, tmp_path))
    with duckdb.connect(copy) as connection:
        for explained in EXPLAINED:
            connection.execute(f"comment on {explained} is null")
    with pytest.raises(VerificationError) as caught:
        verify(copy, release.tables)
    assert set(str(caught.value).split("; ")) == {f"{name} ist nicht erklärt" for name in EXPLAINED.values()}


def test_a_release_holds_the_sql_of_all_that_it_derives(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        known = dict(connection.sql("select derived_name, statement from derivation").fetchall())
        rows = connection.sql("""
            select table_name from duckdb_tables() where not has_primary_key
            union select view_name from duckdb_views() where not internal
            union select function_name from duckdb_functions() where not internal
        """).fetchall()
    assert {name for (name,) in rows} - known.keys() == set()
    assert all(re.match(rf"create (table|view|macro) {name}\b", text) for name, text in known.items())
