"""Tiny files in the form of official ones, and the scope they are read for."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import shapely

from config import ROOT
from etl.official.interface import Extract, Scope

DISTRICT, A, B, NEIGHBOUR = "05978", "05978004", "05978008", "05913000"
INDICATORS = frozenset(pd.read_csv(ROOT / "data" / "raw" / "kennzahlen.csv")["Kennzahl-ID"])
SQUARES = geopandas.GeoDataFrame(
    {"ags": [A, B]}, geometry=[shapely.box(7.0, 51.0, 7.5, 51.5), shapely.box(7.5, 51.0, 8.0, 51.5)], crs="EPSG:4326"
)
SCOPE = Scope(
    district_ags=DISTRICT,
    municipalities={A: "Bergkamen", B: "Bönen"},
    comparison=frozenset({DISTRICT, "05", "DG"}),
    postcodes={"59192": A, "59199": B},
    boundaries=SQUARES,
    indicator_ids=INDICATORS,
)


def text_file(path: Path, lines: Iterable[str], encoding: str = "utf-8", end: str = "\n") -> Path:
    """A text file with these lines."""
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return path


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]], merged: Iterable[str] = ()) -> Path:
    """A workbook with these sheets; cells are merged in every one."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    book.save(path)
    return path


def values(extract: Extract) -> dict[tuple[str, str, str], float]:
    """Shares and counts by indicator, region and period."""
    table = extract.tables["indikatoren"]
    keys = zip(table["Kennzahl-ID"], table["AGS"], table["Zeitpunkt"], strict=True)
    return dict(zip(keys, table["Wert"].astype(float), strict=True))


def messages(extract: Extract) -> str:
    """All findings, one per line."""
    return "\n".join(f"{found.place}: {found.message}" for found in extract.findings)
