"""Loading the tidy tables into a fresh DuckDB file, constraints active."""

from pathlib import Path

import duckdb
import pyarrow as pa

from etl.tables import Tables

SQL = Path(__file__).parent / "sql"
# The smallest DuckDB knows: many small tables would each fill large blocks with nothing.
BLOCK_SIZE = "16384"


def load(path: Path, tables: Tables) -> None:
    """Write a new database with these tables, then the views; the order of rows is that of the frames."""
    with duckdb.connect(path, config={"default_block_size": BLOCK_SIZE}) as connection:
        connection.execute((SQL / "schema.sql").read_text("utf-8"))
        for name, frame in tables.items():
            target = connection.table(name)
            # Arrow looks at every value where DuckDB samples: a decimal or a nested list is never guessed.
            rows = pa.Table.from_pandas(frame[target.columns], preserve_index=False)
            connection.from_arrow(rows).insert_into(name)
        connection.execute((SQL / "marts.sql").read_text("utf-8"))
        connection.execute("checkpoint")
