"""Boundaries of municipalities: DVG of Geobasis NRW, VG250 and VG250-EW of the BKG, or any layer with official keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from etl.messages.findings import Finding, warning
from etl.messages.german import number, quoted
from etl.official.formats.coverage import Coverage, coverage, polygons
from etl.official.formats.crs import in_metres
from etl.official.formats.gis_files import (
    KEY_FIELDS,
    Layer,
    areas,
    layers,
    may_hold_areas,
    notes,
    readable,
    unpacked,
    values,
)
from etl.official.formats.text_tables import days_in, region_key
from etl.official.interface import Extract, Scope, UnreadableError
from etl.reading.boundaries import DEGREES, METRES
from etl.rules.boundary_checks import AREA_TOLERANCE

SOURCE = "grenzen"
NAME = "Gemeindegrenzen (DVG, VG250, VG250-EW)"

# Names of attributes in lower case: ours, then those of DVG, of VG250, and of VG250 before 2012.
FIELDS = {
    "ags": KEY_FIELDS,
    "name": ("gen", "gn", "name"),
    "kind": ("bez", "des"),
    "structure": ("gf",),
    "population": ("ewz",),
    "area_km2": ("kfl",),
    "stand": ("stand",),
}
# Geofaktor: 4 is land of VG250, 9 the one row per area of VG25 and VG5000; other values are water or parts.
WHOLE_AREAS = (4, 9)
POPULATION_URL = "https://daten.gdz.bkg.bund.de/produkte/vg/vg250-ew_ebenen_1231/"
BKG_NOTE = (
    "Die Grenzen stammen vom BKG (Datenlizenz Deutschland – Namensnennung – Version 2.0). In sources.toml muss bei "
    "„grenzen“ als Vermerk stehen: „© BKG (Jahr des letzten Datenbezugs) dl-de/by-2-0 (Daten verändert), Datenquellen: "
    "https://sgx.geodatenzentrum.de/web_public/gdz/datenquellen/datenquellen_vg_nuts.pdf“."
)
MOST_LISTED = 60


@dataclass(frozen=True)
class DistrictAreas:
    """The municipalities of the district as a file has them: one row each, in EPSG:25832 metres."""

    table: geopandas.GeoDataFrame
    layer: str
    rows_read: int
    is_bkg: bool
    findings: tuple[Finding, ...]


def recognises(path: Path) -> bool:
    """Whether a file holds areas with official keys."""
    return may_hold_areas(path)


def read(path: Path, scope: Scope) -> Extract:
    """Give the areas of the district's municipalities, generalised like those in grenzen.geojson.

    Raises UnreadableError when the file is damaged or holds no municipality of the district.
    """
    with unpacked(path) as data_sets, readable(path):
        found = _found(data_sets, path, scope)
        fitted = coverage(found.table.geometry.values)
    days = _days_named(found.table, path)
    stand = max(days, default=None)
    boundaries = geopandas.GeoDataFrame(
        {"ags": found.table["ags"], "name": found.table["name"]}, geometry=fitted.outlines, crs=DEGREES
    )
    official = dict(scope.areas_km2) or _known_areas(found.table)
    findings = [
        *found.findings,
        *_coverage_findings(path.name, fitted),
        *_key_findings(path.name, found.table, scope),
        *area_findings(path.name, boundaries, official),
    ]
    if found.is_bkg:
        findings.append(warning(path.name, BKG_NOTE))
    tables = {"gemeinden": _municipalities(found.table)}
    if "population" in found.table:
        # Inhabitants are counted at the end of a year; a file that names two such days leaves open which one it is.
        year_ends = [day for day in days if (day.month, day.day) == (12, 31)]
        if len(year_ends) == 1:
            tables["bevoelkerung"] = _population(found.table, year_ends[0])
        else:
            message = "Die Datei nennt Einwohnerzahlen (EWZ), aber nicht eindeutig ihren Stichtag (31.12.). Sie werden nicht übernommen."
            findings.append(warning(path.name, message, column="EWZ"))
    title = f"Gemeindegrenzen aus „{found.layer}“" + (f", Stand {stand:%d.%m.%Y}" if stand else "")
    return Extract(SOURCE, title, found.rows_read, tables, boundaries, findings=tuple(findings))


def area_findings(file: str, boundaries: geopandas.GeoDataFrame, official: Mapping[str, float]) -> Iterator[Finding]:
    """One finding per area that differs from the official one by more than one percent."""
    measured = dict(zip(boundaries["ags"], boundaries.geometry.to_crs(METRES).area / 1e6, strict=True))
    for ags, name in zip(boundaries["ags"], boundaries["name"], strict=True):
        expected = official.get(ags)
        if expected and abs(measured[ags] - expected) > AREA_TOLERANCE * expected:
            message = (
                f"Die Fläche von {name} misst {number(measured[ags])} km², amtlich sind es {number(expected)} km². "
                f"Erlaubt ist eine Abweichung von {number(100 * AREA_TOLERANCE, 0)} %; "
                "vermutlich sind diese Grenzen zu grob gezeichnet."
            )
            yield warning(file, message, column="geometry", value=ags)


def _found(data_sets: list[Path], path: Path, scope: Scope) -> DistrictAreas:
    """Look through the layers, municipal ones first, for the first that has municipalities of the district."""
    seen: list[str] = []
    others: set[str] = set()
    for layer in (layer for data_set in data_sets for layer in layers(data_set)):
        if (names := _attributes(layer)) is None:
            continue
        rows = areas(layer, _where(layer, names["ags"], scope))
        table = _tidy(rows, names, scope)
        if not table.empty:
            located, findings = in_metres(table, path.name)
            whole, more = _one_row_each(located, path.name)
            is_bkg = bool({"kind", "structure", "population"} & set(names)) or names.get("name", "").lower() == "gen"
            return DistrictAreas(whole, layer.name, len(values(layer, names["ags"])), is_bkg, (*findings, *more))
        seen.append(layer.name)
        others |= {key[:5] for key in values(layer, names["ags"]).map(region_key) if len(key) == 8}
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
        return "Erwartet wird die Ebene der Gemeinden, etwa „dvg2gem_nw“ oder „vg250_gem“."
    listed = ", ".join(sorted(districts)[:MOST_LISTED])
    more = f" und {len(districts) - MOST_LISTED} weitere" if len(districts) > MOST_LISTED else ""
    return f"Darin sind Gemeinden dieser Kreise: {listed}{more}."


def _attributes(layer: Layer) -> dict[str, str] | None:
    """Our name for each attribute that the layer has; None when it has no key."""
    lower = {name.lower(): name for name in reversed(layer.fields)}
    found = {
        ours: lower[known[0]]
        for ours, theirs in FIELDS.items()
        if (known := [name for name in theirs if name in lower])
    }
    return found if "ags" in found else None


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


def _one_row_each(table: geopandas.GeoDataFrame, file: str) -> tuple[geopandas.GeoDataFrame, list[Finding]]:
    """Land areas only, several rows of one municipality put together."""
    findings = []
    if "structure" in table:
        structure = pd.to_numeric(table["structure"], errors="coerce")
        whole = next((code for code in WHOLE_AREAS if (structure == code).any()), None)
        if whole is not None:
            table = table[structure == whole]
    if mended := table["name"][~shapely.is_valid(table.geometry.values)].to_list():
        message = f"Ungültige Flächen, deren Rand sich selbst schneidet, wurden bereinigt: {quoted(mended)}."
        findings.append(warning(file, message, column="geometry"))
        table = table.set_geometry(table.geometry.make_valid())
    shapes = [polygons(shapely.union_all(rows.geometry.values)) for _, rows in table.groupby("ags")]
    if doubles := sorted(table["ags"][table["ags"].duplicated()].unique()):
        names = table.drop_duplicates("ags").set_index("ags")["name"]
        message = f"Mehrere Zeilen je Kommune wurden zu einer Fläche vereinigt: {quoted(names[doubles])}."
        findings.append(warning(file, message, column="geometry"))
    first = table.drop(columns="geometry").groupby("ags", as_index=False).first()
    if lost := first["name"][shapely.is_empty(shapes)].to_list():
        raise UnreadableError(f"In „{file}“ sind diese Flächen beschädigt und haben keine Ausdehnung: {quoted(lost)}.")
    return geopandas.GeoDataFrame(first, geometry=np.asarray(shapes), crs=table.crs), findings


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


def _coverage_findings(file: str, fitted: Coverage) -> Iterator[Finding]:
    if fitted.moved_m2:
        message = (
            f"Zwischen Flächen gab es Lücken oder Überschneidungen von zusammen {number(fitted.moved_m2 / 1e4)} Hektar. "
            "Nachbarn wurden auf gemeinsame Grenzen gelegt."
        )
        yield warning(file, message, column="geometry")
    if not fitted.is_tight:
        message = "Zwischen Flächen bleiben Lücken oder Überschneidungen; die Prüfung wird sie einzeln nennen."
        yield warning(file, message, column="geometry")


def _key_findings(file: str, table: geopandas.GeoDataFrame, scope: Scope) -> Iterator[Finding]:
    keys = set(table["ags"])
    if missing := [name for ags, name in scope.municipalities.items() if ags not in keys]:
        yield warning(file, f"Für diese Kommunen enthält die Datei keine Fläche: {quoted(missing)}.", column="AGS")
    if scope.municipalities and (more := keys - set(scope.municipalities)):
        names = table["name"][table["ags"].isin(more)]
        message = f"Diese Flächen gehören zu keiner Kommune in gemeinden.csv: {quoted(names)}."
        yield warning(file, message, column="AGS")
