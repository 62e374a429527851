"""Population (Bevölkerung): the reference table -> one row per region and reference date."""

import pandas as pd
import pyarrow as pa

from etl.tables.transforms import days, renamed, typed

COLUMNS = {
    "AGS": "region_ags",
    "Stichtag": "reference_date",
    "Einwohner": "population_count",
    "Basis": "basis",
    "Quelle (URL)": "source_url",
    "Anmerkung": "note",
    "Abgerufen": "retrieved_date",
}


def population(table: pd.DataFrame) -> pd.DataFrame:
    """Tidy ``population`` rows."""
    return (
        table.pipe(renamed, COLUMNS)
        .pipe(days, "reference_date")
        .pipe(days, "retrieved_date")
        .pipe(typed, "population_count", int, pa.int32())
    )
