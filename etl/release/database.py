"""Loading the tidy tables into a fresh DuckDB file, constraints active."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pyarrow as pa

from etl.release.comments import carried_comments, dictionary_comments
from etl.release.derivations import derivations
from etl.tables.release_tables import Tables

SQL = Path(__file__).parent / "sql"
FIGURES, CHANGES = "marts.sql", "changes.sql"
DERIVED = (FIGURES, CHANGES)
"""What is derived from the loaded tables, in this order: changes rest on figures."""
MANY_ROWS = 100_000
Options = dict[str, str | bool | int | float | list[str]]
# Many small tables would each fill large blocks with nothing; of many rows large blocks are written and read faster.
# Of few rows one thread makes a release sooner: handing work over costs more than it saves.
FOR_FEW_ROWS: Options = {"default_block_size": str(1 << 14), "threads": "1"}
# Two ways to compress texts are not tried: each costs a look at every text and hardly ever wins over the others.
FOR_MANY_ROWS: Options = {"default_block_size": str(1 << 18), "disabled_compression_methods": "fsst,zstd"}
MEMORY_LIMIT = "1GiB"


def load(path: Path, tables: Tables) -> None:
    """Write a new database with these tables, what is derived from them, and what each of its columns means."""
    with duckdb.connect(path, config=_options(tables)) as connection:
        _fill(connection, tables, DERIVED)
        derived = [(SQL / name).read_text("utf-8") for name in DERIVED]
        connection.begin()
        connection.execute(dictionary_comments())
        connection.execute(carried_comments(connection, derived))
        _insert(connection, "derivation", derivations(derived))
        connection.commit()
        connection.execute("checkpoint")


@contextmanager
def scratch(tables: Tables, derived: Sequence[str] = DERIVED) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same without a word about columns, in memory: to be asked at once, and gone then; of ``DERIVED`` what is asked."""
    with (
        TemporaryDirectory() as folder,
        duckdb.connect(config={**_options(tables), "temp_directory": folder}) as connection,
    ):
        _fill(connection, tables, derived)
        yield connection


def _options(tables: Tables) -> Options:
    options = FOR_MANY_ROWS if sum(map(len, tables.values())) >= MANY_ROWS else FOR_FEW_ROWS
    return {**options, "memory_limit": MEMORY_LIMIT}


def _fill(connection: duckdb.DuckDBPyConnection, tables: Tables, derived: Sequence[str]) -> None:
    """Load the tables, then what is derived from them; the order of rows is that of the frames."""
    # Statements of one transaction reach the disk together. The keys stay outside: only so do they fail by themselves.
    connection.begin()
    connection.execute((SQL / "schema.sql").read_text("utf-8"))
    for name, frame in tables.items():
        _insert(connection, name, frame)
    connection.commit()
    connection.execute((SQL / "keys.sql").read_text("utf-8"))
    connection.begin()
    for name in derived:
        connection.execute((SQL / name).read_text("utf-8"))
    connection.commit()


def _insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    connection.from_arrow(columns_of(frame, connection.table(name).columns)).insert_into(name)


def columns_of(frame: pd.DataFrame, names: list[str]) -> pa.Table:
    """The frame with its columns in this order; one that it lacks is empty."""
    found = pa.Table.from_pandas(frame[[name for name in names if name in frame]], preserve_index=False)
    return pa.table({name: found[name] if name in frame else pa.nulls(len(frame)) for name in names})
