"""Files that are published and say something else now: an old link shows what it showed, unless somebody edits the past."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from data_dictionary import TABLES
from etl.messages.findings import Finding, warning
from etl.messages.german import counted
from etl.messages.refusals import RefusedError
from etl.reading.inputs import Inputs
from etl.release import store
from etl.release.database import columns_of
from etl.tables.release_tables import Tables

COMPARED = ("projekte", "foerderung", "meilensteine", "bevoelkerung", "indikatoren")
"""The tables of which a row neither vanishes nor changes without a correction, and which know the file of each row."""


def edited_file_findings(releases_dir: Path, inputs: Inputs, tables: Tables) -> Iterator[Finding]:
    """One warning for every file of the current release of which a row is gone or different now."""
    try:
        path = releases_dir / f"{store.current(releases_dir)}.duckdb"
        with duckdb.connect(path, read_only=True) as connection:
            for table in (TABLES[kind] for kind in COMPARED):
                kept = (column for column in table.stored if column.header in table.key or column.by_correction_only)
                columns = ["input_file", *(column.name for column in kept)]
                now = connection.from_arrow(columns_of(tables[table.name], columns))
                lost = connection.table(table.name).select(*columns).except_(now)
                for file, count in sorted(lost.aggregate("input_file, count(*)").fetchall()):
                    if file in inputs.files:
                        yield _rewritten(file, count)
    except (RefusedError, duckdb.Error):
        # What cannot be read, or was built by another version, has nothing to compare with.
        return


def _rewritten(file: str, count: int) -> Finding:
    rows = counted(count, "Zeile lautet anders oder fehlt", "Zeilen lauten anders oder fehlen")
    message = (
        f"Diese Datei ist schon veröffentlicht und wurde seither geändert: {rows}. Alte Links zeigen damit nicht mehr, "
        "was sie zeigten, und keine Berichtigung nennt es. Erwartet wird stattdessen ein neuer Stand."
    )
    return warning(file, message)
