"""Loading the tidy tables into a fresh DuckDB file, constraints active."""

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from etl.release.comments import carried_comments, dictionary_comments
from etl.release.derivations import derivations
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
        connection.execute(dictionary_comments())
        for name, frame in tables.items():
            table = connection.table(name)
            connection.from_arrow(columns_of(frame, table.columns)).insert_into(name)
        connection.commit()
        connection.execute((SQL / "keys.sql").read_text("utf-8"))
        connection.begin()
        derived = [(SQL / name).read_text("utf-8") for name in DERIVED]
        for script in derived:
            connection.execute(script)
        connection.execute(carried_comments(connection, derived))
        connection.from_arrow(columns_of(derivations(derived), connection.table("derivation").columns)).insert_into(
            "derivation"
        )
        connection.commit()
        connection.execute("checkpoint")


def columns_of(frame: pd.DataFrame, names: list[str]) -> pa.Table:
    """The frame with its columns in this order; one that it lacks is empty."""
    found = pa.Table.from_pandas(frame, preserve_index=False)
    return pa.table({name: found[name] if name in frame else pa.nulls(len(frame)) for name in names})
