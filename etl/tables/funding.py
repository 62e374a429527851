"""Funding (Förderung): the office's table -> one row per sum that a source names."""

from datetime import date

import pandas as pd

from etl.tables.transforms import money, partial_dates, renamed, with_stand_date

COLUMNS = {
    "Förder-ID": "funding_id",
    "Projekt-ID": "project_id",
    "Empfänger": "recipient",
    "Empfänger-AGS": "recipient_ags",
    "Fördergeber": "funder",
    "Ebene": "funder_level",
    "Programm": "programme",
    "Art": "kind",
    "Betrag (EUR)": "amount_eur",
    "Zählweise": "counting",
    "Bewilligt": "approved",
    "Anmerkung": "note",
    "Quelle-ID": "source_id",
}


def funding(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Tidy ``funding`` rows."""
    return (
        table.pipe(renamed, COLUMNS)
        .pipe(money, "amount_eur")
        .pipe(partial_dates, "approved")
        .pipe(with_stand_date, stand_date)
    )
