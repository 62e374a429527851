"""Loading the tidy tables into a fresh DuckDB file, constraints active."""

from pathlib import Path

import duckdb

from etl.tables import Tables

SQL = Path(__file__).parent / "sql"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # The smallest DuckDB knows: many small tables would each fill large blocks with nothing.
    "default_block_size": "16384",
    # More than any table has: the type of a column follows from all its values, not from a sample.
    "pandas_analyze_sample": "10000000",
}


def load(path: Path, tables: Tables) -> None:
    """Write a new database with these tables, then the views; the order of rows is that of the frames."""
    with duckdb.connect(path, config=CONFIG) as connection:
        connection.execute((SQL / "schema.sql").read_text("utf-8"))
        for name, frame in tables.items():
            connection.append(name, frame, by_name=True)
        connection.execute((SQL / "marts.sql").read_text("utf-8"))
        connection.execute("checkpoint")
