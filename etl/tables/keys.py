"""By what a row of a table is known: within its file, from one Stand to the next, and in an official file."""

import pandas as pd

from etl.reading.date_columns import normalised_dates

KEYS: dict[str, tuple[str, ...]] = {
    "gemeinden": ("AGS",),
    "bevoelkerung": ("AGS", "Stichtag"),
    "kennzahlen": ("Kennzahl-ID",),
    "indikatoren": ("Kennzahl-ID", "AGS", "Zeitpunkt"),
    "projekte": ("Projekt-ID",),
    "foerderung": ("Förder-ID",),
    "meilensteine": ("Meilenstein-ID",),
    "quellen": ("Quelle-ID",),
    "berichtigungen": ("Tabelle", "Kennung", "Spalte"),
}
DATES = ("Stichtag", "Zeitpunkt")
"""Columns of keys that hold a date, which can be written in more than one way."""
SEPARATOR = " / "


def row_keys(kind: str, rows: pd.DataFrame) -> pd.Series:
    """The key of every row as one text, with dates in their one spelling."""
    key, *more = (normalised_dates(rows[column]) if column in DATES else rows[column] for column in KEYS[kind])
    for part in more:
        key = key + SEPARATOR + part
    return key.rename("key")
