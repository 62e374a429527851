"""Sources (Quellen): the office's table -> one row per press release, council paper or report."""

from datetime import date

import pandas as pd

from etl.tables.transforms import of_stand, partial_dates, renamed

COLUMNS = {
    "Quelle-ID": "source_id",
    "Herausgeber": "publisher",
    "Titel": "title",
    "Veröffentlicht": "published",
    "URL": "url",
}


def sources(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Tidy ``source`` rows."""
    return table.pipe(renamed, COLUMNS).pipe(partial_dates, "published").pipe(of_stand, stand_date)
