"""Corrections (Berichtigungen): what was changed between two Stände on purpose, and why -> one row per correction."""

from datetime import date

import pandas as pd

from etl.tables.transforms import days, renamed, with_stand_date

COLUMNS = {
    "Tabelle": "table_name",
    "Kennung": "row_key",
    "Spalte": "column_name",
    "Alt": "old_value",
    "Neu": "new_value",
    "Grund": "reason",
    "Datum": "corrected_date",
}


def corrections(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Tidy ``correction`` rows of the Stand in which they take effect; a Stand may have none."""
    return table.pipe(renamed, COLUMNS).pipe(days, "corrected_date").pipe(with_stand_date, stand_date)
