"""Loading the tidy tables into a fresh DuckDB file, constraints active."""

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from etl.tables import Tables

SQL = Path(__file__).parent / "sql"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # The smallest DuckDB knows: many small tables would each fill large blocks with nothing.
    "default_block_size": "16384",
}


def load(path: Path, tables: Tables) -> None:
    """Write a new database with these tables, then the views; the order of rows is that of the frames."""
    with duckdb.connect(path, config=CONFIG) as connection:
        connection.execute((SQL / "schema.sql").read_text("utf-8"))
        for name, frame in tables.items():
            table = connection.table(name)
            connection.from_arrow(_columns(frame, table.columns)).insert_into(name)
        connection.execute((SQL / "marts.sql").read_text("utf-8"))
        connection.execute("checkpoint")


def _columns(frame: pd.DataFrame, names: list[str]) -> pa.Table:
    """The frame with its columns in this order; one that it lacks is empty."""
    found = pa.Table.from_pandas(frame, preserve_index=False)
    return pa.table({name: found[name] if name in frame else pa.nulls(len(frame)) for name in names})
