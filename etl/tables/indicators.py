"""Indicators (Kennzahlen): the reference tables -> one row per indicator, and one per value."""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from etl.tables.transforms import ORIGIN, days, partial_dates, renamed, typed

COLUMNS = {
    "Kennzahl-ID": "indicator_id",
    "Thema": "topic",
    "Name": "name",
    "Einheit": "unit",
    "Besser ist": "better",
    "Beschreibung": "description",
    "Herausgeber": "publisher",
    "Quelle (URL)": "source_url",
}
VALUE_COLUMNS = {
    "Kennzahl-ID": "indicator_id",
    "AGS": "region_ags",
    "Zeitpunkt": "period",
    "Wert": "value",
    "Anmerkung": "note",
    "Quelle (URL)": "source_url",
    "Abgerufen": "retrieved_date",
}


def indicators(table: pd.DataFrame, datasets: Mapping[str, str]) -> pd.DataFrame:
    """Tidy ``indicator`` rows in the order of the file; ``datasets`` gives the data source by publisher."""
    return (
        table.pipe(renamed, COLUMNS)
        .assign(
            dataset_id=lambda rows: rows["publisher"].map(datasets),
            position=lambda rows: range(1, len(rows) + 1),
        )
        .drop(columns=ORIGIN)
    )


def indicator_values(table: pd.DataFrame) -> pd.DataFrame:
    """Tidy ``indicator_value`` rows."""
    return (
        table.pipe(renamed, VALUE_COLUMNS)
        .pipe(partial_dates, "period")
        .pipe(typed, "value", float, pa.float64())
        .pipe(days, "retrieved_date")
    )
