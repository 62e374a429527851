"""The data dictionary and schema.sql say the same of every column of the input tables."""

from typing import get_args

import duckdb
import pytest

from data_dictionary import TABLES, Kind, Table
from etl.release.comments import dictionary_comments
from etl.release.database import SQL

TYPES = {
    "amount": ["DECIMAL(14,2)"],
    "count": ["INTEGER"],
    "number": ["DOUBLE"],
    "decimal": ["DECIMAL(8,2)"],
    "latitude": ["DOUBLE"],
    "longitude": ["DOUBLE"],
    "day": ["DATE"],
    "date": ["VARCHAR", "DATE", "DATE", "ENUM('day', 'month', 'quarter', 'year')"],
}
"""Types of a column and, of a date, of its parts; all others are texts."""
BESIDE = {"stand_date", "version_date", "input_file", "input_line"}
DERIVED = {
    "municipality": {"geometry", "rings", "label_x", "label_y"},
    "indicator": {"dataset_id", "position"},
}
"""Columns of the release that no input table has."""
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]


@pytest.fixture(scope="module")
def schema() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute((SQL / "schema.sql").read_text("utf-8"))
    connection.execute(dictionary_comments())
    return connection


def described(schema: duckdb.DuckDBPyConnection, table: str) -> dict[str, tuple[str, bool, str]]:
    """Type, whether a value may be missing, and explanation of each column."""
    rows = schema.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() where table_name = ?", [table]
    ).fetchall()
    return {name: (kind, nullable, comment) for name, kind, nullable, comment in rows}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.file)
def test_a_table_has_the_columns_of_the_dictionary(table: Table, schema: duckdb.DuckDBPyConnection) -> None:
    stored = [name for column in table.stored for name in column.words]
    assert [name for name in described(schema, table.name) if name in stored] == stored
    assert set(described(schema, table.name)) - set(stored) <= BESIDE | DERIVED.get(table.name, set())


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.file)
def test_a_column_holds_what_the_dictionary_says(table: Table, schema: duckdb.DuckDBPyConnection) -> None:
    columns, areas = described(schema, table.name), described(schema, "project_municipality")
    asked = "select constraint_text from duckdb_constraints() where table_name = ?"
    rules = schema.execute(asked, [table.name]).fetchall()
    for column in table.columns:
        known = columns if column.kind != "areas" else areas
        for (name, (_, meaning)), kind in zip(column.words.items(), TYPES.get(column.kind, ["VARCHAR"]), strict=True):
            assert known[name] == (kind, not column.is_needed, meaning), name
        allowed = f"CHECK(({column.name} IN {column.choices}))"
        # A correction may speak of any table, and its own table is filled by us.
        assert not column.choices or table.file == "berichtigungen" or (allowed,) in rules, column.name


def test_the_dictionary_is_sound() -> None:
    labels: dict[str, str] = {}
    for table, column in COLUMNS:
        assert column.kind in get_args(Kind)
        assert column.meaning.endswith(".")
        assert bool(column.choices) == (column.kind == "choice")
        assert (column.refers_to in TABLES) == (column.kind == "reference")
        assert set(table.key) <= set(table.headers)
        for name, (label, _) in column.words.items():
            assert labels.setdefault(name, label) == label, f"{name} is called in two ways"
