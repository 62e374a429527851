"""Every table, view and rule of a small release, as one reads them: what is loaded, what is derived, what it means."""

from collections.abc import Iterator

import duckdb
import pytest
from syrupy.assertion import SnapshotAssertion

from etl.release.build import build
from tests.etl.snapshots import A, B, D, lines, small_data
from tests.once import once

HIDDEN = ("release_id", "statement")
"""Another one with each change of the program, and the program itself."""
COLUMNS = """
select column_name, data_type, comment, string_agg(table_name, ', ' order by table_name) as tables
from duckdb_columns() where not internal and database_name <> 'temp' group by all order by all
"""
OBJECTS = """
select table_name as name, comment from duckdb_tables() where not temporary
union all select view_name, comment from duckdb_views() where not internal and not temporary
order by name
"""
RULES = """
select function_name, parameters, comment from duckdb_functions() where not internal and database_name <> 'temp' order by all
"""
CONSTRAINTS = """
select table_name, constraint_type,
    list(if(constraint_type = 'NOT NULL', constraint_column_names[1], constraint_text) order by all) as texts
from duckdb_constraints() group by all order by all
"""
S1, S2, S3 = (f"date '{day}'" for day in ("2025-03-31", "2025-06-30", "2025-09-30"))
CHOICES = {
    "eine Kommune": f"['{A}'], [], []",
    "Kreis und Düne": f"['05999', '{D}'], [], []",
    "Feld": f"['{A}', '{B}'], ['netze', 'klima'], []",
    "Ebene": "[], [], ['Land', 'Kreis']",
}
EVERYTHING = "[], [], []"
MONEY = "funding_id, grant_eur, own_share_eur, investment_eur, total_volume_eur"
IDS = {"selected_project": "project_id", "selected_funding": MONEY, "selected_milestone": "milestone_id"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = once(tmp_path_factory, "erfunden", lambda folder: build(small_data(folder), folder / "releases").path)
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, source: str, columns: str = "*") -> str:
    found = connection.sql(f"from {source}").project(columns).order("all")
    return f"{source}\n{lines([found.columns, *found.fetchall()])}\n"


def test_every_table_and_view(small: duckdb.DuckDBPyConnection, snapshot: SnapshotAssertion) -> None:
    for name, comment in small.execute(OBJECTS).fetchall():
        known = small.table(name)
        columns = [
            f'"{column}"::varchar as "{column}"' if kind == "GEOMETRY" else f'"{column}"'
            for column, kind in zip(known.columns, known.types, strict=True)
            if column not in HIDDEN
        ]
        # Of the rows of the latest Stand it is enough to see which they are.
        shown = columns[:2] if name.startswith("current_") else columns
        assert f"{comment}\n{rows(small, name, ', '.join(shown))}" == snapshot(name=name)


def test_what_columns_and_rules_mean(small: duckdb.DuckDBPyConnection, snapshot: SnapshotAssertion) -> None:
    assert lines(small.sql(COLUMNS).fetchall()) == snapshot(name="columns")
    assert lines(small.sql(RULES).fetchall()) == snapshot(name="rules")
    assert lines(small.sql(CONSTRAINTS).fetchall()) == snapshot(name="constraints")


@pytest.mark.parametrize("choice", [EVERYTHING, *CHOICES.values()], ids=["alles", *CHOICES])
def test_what_is_selected(choice: str, small: duckdb.DuckDBPyConnection, snapshot: SnapshotAssertion) -> None:
    parts = []
    for years in ("[]", "[2024]", "[0, 2026]"):
        parts += [rows(small, f"{name}({S3}, {choice}, {years})", columns) for name, columns in IDS.items()]
        account = f"selected_account({S3}, {choice}, {years}) where state = 'dropped'"
        parts.append(rows(small, account, "milestone_id, project_date"))
    parts.append(rows(small, f"selected_project_account({S3}, {choice}, [])"))
    parts.append(rows(small, f"selected_event({S3}, {choice})", "*" if choice == EVERYTHING else "event, subject_id"))
    assert "\n".join(parts) == snapshot


@pytest.mark.parametrize(("before", "after"), [(S1, S2), (S2, S3), (S1, S3)], ids=["first", "second", "both"])
def test_what_differs(before: str, after: str, small: duckdb.DuckDBPyConnection, snapshot: SnapshotAssertion) -> None:
    both = f"{before}, {after}"
    cells = "table_name, change, row_key, column_name, old_value, new_value, reason"
    parts = [
        rows(small, f"ids_at({after})"),
        rows(small, f"given_up_between({both})"),
        rows(small, f"renamed_between({both})"),
        rows(small, f"selected_difference({both}, {EVERYTHING})", cells if (before, after) == (S1, S3) else "*"),
        rows(small, f"selected_milestone_change({both}, {EVERYTHING})"),
    ]
    for choice in CHOICES.values():
        parts.append(rows(small, f"selected_difference({both}, {choice})", "change, row_key, column_name"))
        parts.append(rows(small, f"selected_milestone_change({both}, {choice})", "change, milestone_id"))
    assert "\n".join(parts) == snapshot


def test_areas_and_single_rules(small: duckdb.DuckDBPyConnection, snapshot: SnapshotAssertion) -> None:
    parts = [rows(small, f"area_projects({S3}, {S3}, ['{A}', '05999', '05'])")]
    days = [f"date '2025-0{month}-{day:02}'" for month, day in ((1, 1), (1, 31), (2, 1), (2, 28), (3, 1))]
    pairs = [(first, last) for first in days for last in days if last >= first]
    parts += [rows(small, f"(select lies({first}, {last}, {days[1]}, {days[3]}) as lies)") for first, last in pairs]
    for text in ("nach https://www2.presse.example/x", "http://Presse.example", "ohne"):
        page = "https://presse.example/y"
        parts.append(rows(small, f"(select host_of('{text}') as host, quoted_from('{text}', '{page}') as quoted)"))
    parts.append(rows(small, "range(2020, 2027) as years(year)", "year, method_number(year, [2022, 2024])"))
    assert "\n".join(parts) == snapshot
