"""The floor of a build: DuckDB reads the same CSV files with ``read_csv`` into tables in memory, and nothing else.

``python -m benchmarks.floor FOLDER`` for columns with the types that DuckDB finds, ``--texts`` for texts alone.
"""

from pathlib import Path
from typing import Annotated

import duckdb
import typer


def main(
    folder: Annotated[Path, typer.Argument(help="A data folder.")],
    texts: Annotated[bool, typer.Option("--texts", help="Read every column as text.")] = False,
) -> None:
    """Read every CSV file of a data folder into a table of its own."""
    with duckdb.connect() as connection:
        for number, path in enumerate(sorted((folder / "raw").rglob("*.csv"))):
            connection.read_csv(str(path), all_varchar=texts).create(f"table_{number}")


if __name__ == "__main__":
    typer.run(main)
