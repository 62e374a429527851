"""Municipalities (Gemeinden): the reference table -> one row per municipality, without its boundary."""

from decimal import Decimal

import pandas as pd
import pyarrow as pa

from etl.tables.transforms import renamed, typed

COLUMNS = {
    "AGS": "municipality_ags",
    "Name": "name",
    "Amtliche Bezeichnung": "official_name",
    "Art": "kind",
    "Rechtsstellung": "legal_status",
    "Fläche (km²)": "area_km2",
    "Webseite": "website_url",
    "Rathaus": "town_hall",
    "Breite": "latitude",
    "Länge": "longitude",
}


def municipalities(table: pd.DataFrame) -> pd.DataFrame:
    """Tidy ``municipality`` rows."""
    return (
        table.pipe(renamed, COLUMNS)
        .pipe(typed, "area_km2", Decimal, pa.decimal128(14, 6))
        .pipe(typed, "latitude", float, pa.float64())
        .pipe(typed, "longitude", float, pa.float64())
        .drop(columns=["input_file", "input_line"])
    )
