"""What is known now: the region's scope for adapters, and the tables that their values are merged into."""

from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd

from etl.messages.findings import Finding
from etl.messages.refusals import InputError
from etl.official.ingest.postcodes import postcodes
from etl.official.ingest.settings import region_file
from etl.official.interface import Scope
from etl.reading.boundaries import DEGREES, read_boundaries
from etl.reading.csv_file import read_csv
from etl.reading.inputs import latest_files
from etl.rules.column_checks import column_findings
from etl.rules.cross_checks import duplicate_findings
from etl.rules.plausibility import series
from etl.tables.keys import KEYS

TABLES = ("gemeinden", "bevoelkerung", "kennzahlen", "indikatoren")
"""The tables that official files can add to."""
WITH_FIGURES = ("district", "state", "country")


@dataclass(frozen=True)
class KnownData:
    """The data folder as of its latest Stand."""

    scope: Scope
    tables: dict[str, pd.DataFrame]
    """``TABLES`` by name: texts, columns as in the CSV."""


def known_data(data_dir: Path) -> KnownData:
    """Read what is known. Raises InputError with all findings when a file cannot be read."""
    region = region_file(data_dir)
    files = latest_files(data_dir)
    findings: list[Finding] = []
    tables = {}
    for name in TABLES:
        table, found = read_csv(files[name], files[name].name)
        tables[name] = table.frame.reset_index(drop=True)
        findings += found or [*column_findings(name, table), *duplicate_findings(table, KEYS[name])]
    boundaries, found = read_boundaries(files["grenzen"], files["grenzen"].name)
    findings += found
    if boundaries is None or any(finding.severity == "error" for finding in findings):
        raise InputError(findings)
    places = tables["gemeinden"]
    by_postcode, findings = postcodes(data_dir, places)
    if findings:
        raise InputError(findings)
    areas = geopandas.GeoDataFrame(
        {"ags": [area.ags for area in boundaries]}, geometry=[area.geometry for area in boundaries], crs=DEGREES
    )
    names = dict(zip(places["AGS"], places["Name"], strict=True))
    scope = Scope(
        district_ags=region.region.district_ags,
        municipalities=names,
        district_name=region.region.name,
        comparison=frozenset(entry.ags for entry in region.comparison if entry.level in WITH_FIGURES),
        postcodes=by_postcode,
        boundaries=areas.assign(name=areas["ags"].map(names)),
        areas_km2=dict(zip(places["AGS"], places["Fläche (km²)"].astype(float), strict=True)),
        indicator_ids=frozenset(tables["kennzahlen"]["Kennzahl-ID"]),
        known_values=series("indikatoren", tables["indikatoren"]),
    )
    return KnownData(scope, tables)
