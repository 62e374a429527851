"""Boundaries of municipalities: DVG of Geobasis NRW, VG250 and VG250-EW of the BKG, or any layer with official keys."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from etl.messages.german import number, quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.table_adapter import HEADINGS, columns
from etl.official.formats.coverage import Coverage, coverage, polygons
from etl.official.formats.crs import in_metres
from etl.official.formats.gis_files import (
    KEY_FIELDS,
    Layer,
    layers,
    may_hold_areas,
    notes,
    readable,
    unpacked,
)
from etl.official.formats.text_tables import days_in, region_key
from etl.official.interface import Adapter, Extract, Reading, Scope
from etl.reading.boundaries import DEGREES, METRES
from etl.rules.boundary_checks import AREA_TOLERANCE

FIELDS = {"ags": KEY_FIELDS, **HEADINGS["grenzen"]}
# Geofaktor: 4 is land of VG250, 9 the one row per area of VG25 and VG5000; other values are water or parts.
WHOLE_AREAS = (4, 9)
POPULATION_URL = "https://daten.gdz.bkg.bund.de/produkte/vg/vg250-ew_ebenen_1231/"
BKG_NOTE = (
    "Die Grenzen stammen vom BKG (Datenlizenz Deutschland – Namensnennung – Version 2.0). In sources.toml muss bei "
    "„grenzen“ als Vermerk stehen: „© BKG (Jahr des letzten Datenbezugs) dl-de/by-2-0 (Daten verändert), Datenquellen: "
    "https://sgx.geodatenzentrum.de/web_public/gdz/datenquellen/datenquellen_vg_nuts.pdf“."
)
MOST_LISTED = 60
GENERALISED = re.compile(r"vg(?:5000|2500|1000)(?!\d)", re.IGNORECASE)
"""Products of the BKG that are drawn for maps of the whole country."""
FINER = (
    "Bitte genauere Grenzen laden: DVG1 der Geobasis NRW, soweit das Gebiet darin liegt, von "
    "https://www.opengeodata.nrw.de/produkte/geobasis/vkg/dvg/dvg1/dvg1_EPSG25832_Shape.zip, sonst VG250 von "
    "https://daten.gdz.bkg.bund.de/produkte/vg/vg250_ebenen_0101/aktuell/vg250_01-01.utm32s.gpkg.ebenen.zip."
)


def _extract(reading: Reading) -> Extract:
    """Give the areas of the district's municipalities, generalised like those in grenzen.geojson.

    Raises UnreadableError when the file is damaged or holds no municipality of the district.
    """
    path, scope = reading.path, reading.scope
    with unpacked(path) as data_sets, readable(path):
        layer, names, rows = _found(data_sets, path, scope)
        table = _one_row_each(in_metres(rows, reading), reading)
        rows_read = len(layer.values(names["ags"]))
        fitted = coverage(table.geometry.values)
    days = _days_named(table, path)
    boundaries = geopandas.GeoDataFrame(
        {"ags": table["ags"], "name": table["name"]}, geometry=fitted.outlines, crs=DEGREES
    )
    _report_fit(reading, fitted)
    _report_keys(reading, table)
    _report_areas(reading, boundaries, dict(scope.areas_km2) or _known_areas(table), f"{path.name} {layer.name}")
    if {"kind", "structure", "population"} & set(names) or names.get("name", "").lower() == "gen":
        reading.warn(BKG_NOTE)
    tables = {"gemeinden": _municipalities(table)}
    if "population" in table:
        # Inhabitants are counted at the end of a year; a file that names two such days leaves open which one it is.
        year_ends = [day for day in days if (day.month, day.day) == (12, 31)]
        if len(year_ends) == 1:
            tables["bevoelkerung"] = _population(table, year_ends[0])
        else:
            message = "Die Datei nennt Einwohnerzahlen (EWZ), aber nicht eindeutig ihren Stichtag (31.12.). Sie werden nicht übernommen."
            reading.warn(message, column="EWZ")
    title = f"Gemeindegrenzen aus „{layer.name}“" + (f", Stand {max(days):%d.%m.%Y}" if days else "")
    return Extract(title, rows_read, tables, boundaries=boundaries)


def _report_areas(
    reading: Reading, boundaries: geopandas.GeoDataFrame, official: Mapping[str, float], product: str
) -> None:
    """One finding per area that differs from the official one by more than one percent.

    Raises UnreadableError where that is most of them, or a product for small maps does not fit or cannot be compared.
    """
    measured = boundaries.geometry.to_crs(METRES).area / 1e6
    odd = []
    for ags, name, km2 in zip(boundaries["ags"], boundaries["name"], measured, strict=True):
        expected = official.get(ags)
        if expected and abs(km2 - expected) > AREA_TOLERANCE * expected:
            odd.append((ags, f"Die Fläche von {name} misst {number(km2)} km², amtlich sind es {number(expected)} km²."))
    coarse = GENERALISED.search(product)
    if 2 * len(odd) > len(boundaries) or (coarse and (odd or not official)):
        what = f"{coarse[0].upper()} ist" if coarse else "Diese Grenzen sind"
        told = f" {odd[0][1]} So ist es bei {len(odd)} von {len(boundaries)}." if odd else ""
        raise UnreadableError(f"{what} für Kommunen zu grob gezeichnet.{told} {FINER}", column="geometry")
    for ags, told in odd:
        message = (
            f"{told} Erlaubt ist eine Abweichung von {number(100 * AREA_TOLERANCE, 0)} %; "
            "vermutlich sind diese Grenzen zu grob gezeichnet."
        )
        reading.warn(message, column="geometry", value=ags)


def _found(data_sets: list[Path], path: Path, scope: Scope) -> tuple[Layer, dict[str, str], geopandas.GeoDataFrame]:
    """The first layer, municipal ones first, that has municipalities of the district: with its attributes and rows."""
    seen: list[str] = []
    others: set[str] = set()
    for layer in (layer for data_set in data_sets for layer in layers(data_set)):
        found = columns([name.lower() for name in layer.fields], FIELDS)
        names = {ours: layer.fields[at] for ours, at in found.items()}
        if "ags" not in names:
            continue
        table = _tidy(layer.rows(where=_where(layer, names["ags"], scope)), names, scope)
        if not table.empty:
            return layer, names, table
        seen.append(layer.name)
        others |= {key[:5] for key in layer.values(names["ags"]).map(region_key) if len(key) == 8}
    if not seen:
        raise UnreadableError(
            f"In „{path.name}“ gibt es keine Flächen mit amtlichem Schlüssel. "
            "Erwartet wird eine Spalte „AGS“ (BKG) oder „KN“ (Geobasis NRW) mit acht Ziffern."
        )
    raise UnreadableError(
        f"In „{path.name}“ gibt es keine Gemeinde, deren Schlüssel mit {scope.district_ags} beginnt. "
        f"Gelesen wurden die Ebenen {quoted(seen)}. {_other_districts(others)}"
    )


def _other_districts(districts: set[str]) -> str:
    if not districts:
        return f"Erwartet wird die Ebene der Gemeinden, etwa „dvg2gem_nw“ oder „vg250_gem“. {FINER}"
    listed = ", ".join(sorted(districts)[:MOST_LISTED])
    more = f" und {len(districts) - MOST_LISTED} weitere" if len(districts) > MOST_LISTED else ""
    return f"Darin sind Gemeinden dieser Kreise: {listed}{more}."


def _where(layer: Layer, key: str, scope: Scope) -> str | None:
    """Let the driver leave out other districts; keys that lost their zero begin without it."""
    if layer.path.suffix.lower() not in (".gpkg", ".shp"):
        return None
    prefix = scope.district_ags
    return f"\"{key}\" LIKE '{prefix}%' OR \"{key}\" LIKE '{prefix.lstrip('0')}%'"


def _tidy(rows: geopandas.GeoDataFrame, names: Mapping[str, str], scope: Scope) -> geopandas.GeoDataFrame:
    table = geopandas.GeoDataFrame(
        {ours: rows[theirs] for ours, theirs in names.items()},
        geometry=shapely.force_2d(rows.geometry.values),
        crs=rows.crs,
    )
    table["ags"] = table["ags"].astype("str").map(region_key)
    table["name"] = table["name"].astype("str").str.strip() if "name" in table else table["ags"]
    inside = table["ags"].str.startswith(scope.district_ags) & (table["ags"].str.len() == 8)
    return table[inside & table.geometry.notna() & ~table.geometry.is_empty].reset_index(drop=True)


def _one_row_each(table: geopandas.GeoDataFrame, reading: Reading) -> geopandas.GeoDataFrame:
    """Land areas only, several rows of one municipality put together."""
    if "structure" in table:
        structure = pd.to_numeric(table["structure"], errors="coerce")
        whole = next((code for code in WHOLE_AREAS if (structure == code).any()), None)
        if whole is not None:
            table = table[structure == whole]
    if mended := table["name"][~shapely.is_valid(table.geometry.values)].to_list():
        message = f"Ungültige Flächen, deren Rand sich selbst schneidet, wurden bereinigt: {quoted(mended)}."
        reading.warn(message, column="geometry")
        table = table.set_geometry(table.geometry.make_valid())
    shapes = [polygons(shapely.union_all(rows.geometry.values)) for _, rows in table.groupby("ags")]
    first = table.drop(columns="geometry").groupby("ags", as_index=False).first()
    if doubles := set(table["ags"][table["ags"].duplicated()]):
        names = quoted(first["name"][first["ags"].isin(doubles)])
        reading.warn(f"Mehrere Zeilen je Kommune wurden zu einer Fläche vereinigt: {names}.", column="geometry")
    if lost := first["name"][shapely.is_empty(shapes)].to_list():
        raise UnreadableError(
            f"In „{reading.path.name}“ sind diese Flächen beschädigt und haben keine Ausdehnung: {quoted(lost)}."
        )
    return geopandas.GeoDataFrame(first, geometry=np.asarray(shapes), crs=table.crs)


def _days_named(table: geopandas.GeoDataFrame, path: Path) -> set[date]:
    """Days that the data may describe: those of the rows, else those that the archive's note or a name tells."""
    if "stand" in table:
        return {day for text in table["stand"].dropna().astype("str").unique() for day in days_in(text)}
    return next((days for text in notes(path) if (days := set(days_in(text)))), set())


def _known_areas(table: geopandas.GeoDataFrame) -> dict[str, float]:
    """Cadastral area by key, where the file knows it."""
    if "area_km2" not in table:
        return {}
    known = pd.to_numeric(table["area_km2"], errors="coerce")
    return dict(zip(table["ags"][known > 0], known[known > 0].astype(float), strict=True))


def _municipalities(table: geopandas.GeoDataFrame) -> pd.DataFrame:
    """One row per municipality, only the columns of gemeinden.csv that the file knows."""
    rows = pd.DataFrame({"AGS": table["ags"], "Name": table["name"]}).astype("str")
    if "kind" in table:
        kinds = table["kind"].astype("str").str.strip()
        plain = kinds.str.casefold().isin(["gemeinde", "nan", ""])
        rows["Amtliche Bezeichnung"] = rows["Name"].where(plain, rows["Name"] + ", " + kinds)
        rows["Art"] = kinds
    if areas_km2 := _known_areas(table):
        rows["Fläche (km²)"] = table["ags"].map({key: f"{km2:.2f}" for key, km2 in areas_km2.items()})
    return rows


def _population(table: geopandas.GeoDataFrame, stand: date) -> pd.DataFrame:
    """One row per municipality whose inhabitants are known; VG250-EW writes negative numbers where they are not."""
    inhabitants = pd.to_numeric(table["population"], errors="coerce")
    known = table["ags"][inhabitants > 0]
    return pd.DataFrame(
        {
            "AGS": known,
            "Stichtag": stand.isoformat(),
            "Einwohner": inhabitants[inhabitants > 0].astype("int64").astype("str"),
            "Basis": "Zählung nicht genannt",
            "Quelle (URL)": POPULATION_URL,
            "Anmerkung": "Spalte EWZ des VG250-EW",
        }
    ).reset_index(drop=True)


def _report_fit(reading: Reading, fitted: Coverage) -> None:
    if fitted.moved_m2:
        reading.warn(
            f"Zwischen Flächen gab es Lücken oder Überschneidungen von zusammen {number(fitted.moved_m2 / 1e4)} Hektar. "
            "Nachbarn wurden auf gemeinsame Grenzen gelegt.",
            column="geometry",
        )
    if not fitted.is_tight:
        message = "Zwischen Flächen bleiben Lücken oder Überschneidungen; die Prüfung wird sie einzeln nennen."
        reading.warn(message, column="geometry")


def _report_keys(reading: Reading, table: geopandas.GeoDataFrame) -> None:
    keys, known = set(table["ags"]), reading.scope.municipalities
    if missing := [name for ags, name in known.items() if ags not in keys]:
        reading.warn(f"Für diese Kommunen enthält die Datei keine Fläche: {quoted(missing)}.", column="AGS")
    if known and (more := keys - set(known)):
        names = quoted(table["name"][table["ags"].isin(more)])
        reading.warn(f"Diese Flächen gehören zu keiner Kommune in gemeinden.csv: {names}.", column="AGS")


ADAPTER = Adapter("grenzen", "Gemeindegrenzen (DVG, VG250, VG250-EW)", may_hold_areas, _extract)
