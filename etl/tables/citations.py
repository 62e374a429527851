"""Sources (Quellen): the office's table -> one row per press release, council paper or report."""

from datetime import date

import pandas as pd

from etl.tables.transforms import partial_dates, renamed, with_stand_date

COLUMNS = {
    "Quelle-ID": "source_id",
    "Herausgeber": "publisher",
    "Titel": "title",
    "Veröffentlicht": "published",
    "URL": "url",
}


def sources(table: pd.DataFrame, stand_date: date) -> pd.DataFrame:
    """Tidy ``source`` rows."""
    return table.pipe(renamed, COLUMNS).pipe(partial_dates, "published").pipe(with_stand_date, stand_date)
