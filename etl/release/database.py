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
MANY_ROWS = 100_000
Options = dict[str, str | bool | int | float | list[str]]
# Many small tables would each fill large blocks with nothing; of many rows large blocks are written and read faster.
# Of few rows one thread makes a release sooner: handing work over costs more than it saves.
FOR_FEW_ROWS: Options = {"default_block_size": str(1 << 14), "threads": "1"}
# Two ways to compress texts are not tried: each costs a look at every text and hardly ever wins over the others.
FOR_MANY_ROWS: Options = {"default_block_size": str(1 << 18), "disabled_compression_methods": "fsst,zstd"}
MEMORY_LIMIT = "1GiB"


def load(path: Path, tables: Tables) -> None:
    """Write a new database with these tables, then what is derived from them; the order of rows is that of the frames."""
    options = FOR_MANY_ROWS if sum(map(len, tables.values())) >= MANY_ROWS else FOR_FEW_ROWS
    with duckdb.connect(path, config={**options, "memory_limit": MEMORY_LIMIT}) as connection:
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
