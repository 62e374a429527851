"""By what a row of a table is known: within its file, from one Stand to the next, and in an official file."""

import pandas as pd

from data_dictionary import TABLES
from etl.reading.date_columns import normalised_dates

KEYS = {file: table.key for file, table in TABLES.items()}
DATES = {column.header for table in TABLES.values() for column in table.columns if column.is_date}
"""Columns that hold dates, which can be written in more than one way."""
SEPARATOR = " / "


def row_keys(kind: str, rows: pd.DataFrame) -> pd.Series:
    """The key of every row as one text, with dates in their one spelling."""
    key, *more = (normalised_dates(rows[column]) if column in DATES else rows[column] for column in KEYS[kind])
    for part in more:
        key = key + SEPARATOR + part
    return key.rename("key")
