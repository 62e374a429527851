"""Sources (Quellen): the office's table -> one row per press release, council paper or report."""

import pandas as pd

from etl.tidy import partial_dates, renamed

COLUMNS = {
    "Quelle-ID": "source_id",
    "Herausgeber": "publisher",
    "Titel": "title",
    "Veröffentlicht": "published",
    "URL": "url",
}


def sources(table: pd.DataFrame) -> pd.DataFrame:
    """Tidy ``source`` rows of all Stände, oldest first; of the same source the latest row wins."""
    return table.pipe(renamed, COLUMNS).drop_duplicates("source_id", keep="last").pipe(partial_dates, "published")
