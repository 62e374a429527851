"""Loading the tidy tables into a fresh DuckDB file, constraints active."""

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from data_dictionary import TABLES
from etl.tables.release_tables import Tables

SQL = Path(__file__).parent / "sql"
DERIVED = ("marts.sql", "changes.sql")
"""What is derived from the loaded tables, in this order."""
# Many small tables would each fill large blocks with nothing; of many rows large blocks are written and read faster.
SMALL_BLOCK_BYTES, LARGE_BLOCK_BYTES, MANY_ROWS = 1 << 14, 1 << 18, 100_000
MEMORY_LIMIT = "2GiB"


def load(path: Path, tables: Tables) -> None:
    """Write a new database with these tables, then what is derived from them; the order of rows is that of the frames."""
    rows = sum(map(len, tables.values()))
    block_bytes = LARGE_BLOCK_BYTES if rows >= MANY_ROWS else SMALL_BLOCK_BYTES
    with duckdb.connect(
        path, config={"default_block_size": str(block_bytes), "memory_limit": MEMORY_LIMIT}
    ) as connection:
        # Statements of one transaction reach the disk together. The keys stay outside: only so do they fail by themselves.
        connection.begin()
        connection.execute((SQL / "schema.sql").read_text("utf-8"))
        connection.execute(comments())
        for name, frame in tables.items():
            table = connection.table(name)
            connection.from_arrow(columns_of(frame, table.columns)).insert_into(name)
        connection.commit()
        connection.execute((SQL / "keys.sql").read_text("utf-8"))
        connection.begin()
        for name in DERIVED:
            connection.execute((SQL / name).read_text("utf-8"))
        connection.commit()
        connection.execute("checkpoint")


def comments() -> str:
    """SQL that explains the columns of the input tables in the release."""
    statements = []
    for table in TABLES.values():
        for column in table.columns:
            owner = table.name if column.kind != "areas" else "project_municipality"
            for name, (_, meaning) in column.words.items():
                text = meaning.replace("'", "''")
                statements.append(f"comment on column {owner}.\"{name}\" is '{text}';")
    return "\n".join(statements)


def columns_of(frame: pd.DataFrame, names: list[str]) -> pa.Table:
    """The frame with its columns in this order; one that it lacks is empty."""
    found = pa.Table.from_pandas(frame, preserve_index=False)
    return pa.table({name: found[name] if name in frame else pa.nulls(len(frame)) for name in names})
