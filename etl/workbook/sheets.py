"""Which sheets there are: one for each table of the office, with the columns of the data dictionary."""

from data_dictionary import TABLES, Table
from etl.reading import csv_file
from etl.reading.inputs import CORRECTIONS, OFFICE, REFERENCE, Inputs

HELP, LISTS, REPORT = "Hilfe", "Listen", "Befunde"
OWN = (HELP, LISTS, REPORT)
"""Sheets of ours that hold no table."""
SHEETS = tuple(TABLES[file] for file in (*OFFICE, CORRECTIONS))


def key_of(sheet: Table) -> str | None:
    """Header of the column whose values never change."""
    return next((column.header for column in sheet.columns if column.kind == "key"), None)


def known_headers() -> list[str]:
    """Headers of all tables that can be corrected, each once."""
    return list(dict.fromkeys(header for file in (*OFFICE, *REFERENCE) for header in TABLES[file].headers))


def places(inputs: Inputs) -> csv_file.Table:
    """The municipalities as they are now; a data folder has them before its first Stand."""
    latest = max(inputs.stands, default=None)
    if latest:
        return inputs.table(latest, "gemeinden")
    return inputs.files.get("gemeinden.csv", csv_file.Table("gemeinden.csv"))
