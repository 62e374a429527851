"""Which municipality a register means: by position, by key in whatever notation, by postcode, by the name of the place.

Never guesses where two answers are possible.
"""

import re
from collections.abc import Mapping

import geopandas
import pandas as pd

from etl.official.formats.text_tables import folded, region_key
from etl.official.interface import Scope

LATITUDES, LONGITUDES = (47.2, 55.1), (5.8, 15.1)
"""Germany lies within; what lies outside is no position of a German address."""
POSITION, POSTCODE, PLACE = "Position", "Postleitzahl", "Ort"
_LEVELS = ((6, 2), (5, 3), (3, 5))
"""So many zeros at the end of a key of eight digits leave so many digits: state, administrative region, district."""


def keys_in(cell: str) -> list[str]:
    """Keys in one cell, in any of the notations: with blanks inside, several, as a number; zeros at the end dropped."""
    found: list[str] = []
    for piece in re.split(r"[,;/|\n]|\bund\b", cell):
        words = piece.removesuffix(".0").split()
        whole = [word for word in words if re.fullmatch(r"\d{7,8}|\d{11,12}|\d{5}", word)]
        joined = "".join(words)
        found += whole if len(whole) == len(words) else [joined] if joined.isdigit() else []
    return list(dict.fromkeys(_short(region_key(key)) for key in found))


def place_key(text: str, scope: Scope) -> str:
    """Municipality of the district that a postcode, or else the name of a place, belongs to; empty when none."""
    for postcode in re.findall(r"(?<!\d)\d{4,5}(?!\d)", text):
        if (ags := scope.postcodes.get(postcode.zfill(5))) is not None and scope.is_inside(ags):
            return ags
    return _named(re.sub(r"\d", " ", text), _by_name(scope))


def names_in(text: str, scope: Scope) -> list[str]:
    """Municipalities of the district that a text names, as whole words in the case in which they are written."""
    return [
        name
        for name in scope.municipalities.values()
        if re.search(rf"(?<![\w-]){re.escape(re.split('[/,(]', name)[0].strip())}(?!\w)", text)
    ]


def positions(latitude: pd.Series, longitude: pd.Series) -> pd.DataFrame:
    """One row per row: ``latitude``, ``longitude`` (missing where unusable) and ``oddity`` (German, or empty)."""
    found = pd.DataFrame({"latitude": _degrees(latitude), "longitude": _degrees(longitude)})
    found["oddity"] = ""
    is_inside = found["latitude"].between(*LATITUDES) & found["longitude"].between(*LONGITUDES)
    is_swapped = found["longitude"].between(*LATITUDES) & found["latitude"].between(*LONGITUDES)
    is_missing = found["latitude"].isna() | found["longitude"].isna()
    is_zero = (found["latitude"] == 0) & (found["longitude"] == 0)
    found.loc[~is_inside, "oddity"] = "außerhalb Deutschlands"
    found.loc[is_missing, "oddity"] = "ohne lesbare Koordinaten"
    found.loc[is_zero, "oddity"] = "mit den Koordinaten 0, 0"
    found.loc[is_swapped, "oddity"] = "mit vertauschter Länge und Breite (zurückgetauscht)"
    swapped = found.loc[is_swapped, ["longitude", "latitude"]].to_numpy()
    found.loc[is_swapped, ["latitude", "longitude"]] = swapped
    found.loc[~is_inside & ~is_swapped, ["latitude", "longitude"]] = float("nan")
    return found


def municipality_of(points: pd.DataFrame, postcode: pd.Series, place: pd.Series, scope: Scope) -> pd.DataFrame:
    """One row per row: ``ags`` (empty outside of the region), ``joined_by``, and whether the address ``is_elsewhere``.

    A position decides; a postcode where it lies in no known area; a place's name only where there is no position
    and the postcode belongs to no municipality of the region alone.
    """
    found = pd.DataFrame({"ags": "", "joined_by": ""}, index=points.index)
    _fill(found, _by_position(points, scope), POSITION)
    by_postcode = postcode.map(dict(scope.postcodes)).fillna("")
    _fill(found, by_postcode, POSTCODE)
    names = _by_name(scope)
    by_place = place.map({name: _named(name, names) for name in place.unique()}).astype("str")
    _fill(found, by_place.where(points["latitude"].isna(), ""), PLACE)
    has_address = (postcode != "") | (place != "")
    found["is_elsewhere"] = (
        (found["joined_by"] == POSITION) & has_address & (by_postcode != found["ags"]) & (by_place != found["ags"])
    )
    return found


def _by_position(points: pd.DataFrame, scope: Scope) -> pd.Series:
    keys = pd.Series("", index=points.index, dtype="str")
    if scope.boundaries is not None and not scope.boundaries.empty:
        areas = scope.boundaries[["ags", "geometry"]].to_crs(4326)
        west, south, east, north = areas.total_bounds
        near = points[points["longitude"].between(west, east) & points["latitude"].between(south, north)]
        spots = geopandas.GeoDataFrame(
            index=near.index, geometry=geopandas.points_from_xy(near["longitude"], near["latitude"]), crs=4326
        )
        inside = geopandas.sjoin(spots, areas, predicate="intersects")["ags"]
        # A point on a shared border belongs to both; the first is as good as the other, but only one counts.
        inside = inside[~inside.index.duplicated()]
        keys[inside.index] = inside
    return keys


def _by_name(scope: Scope) -> dict[str, str]:
    """Key by short name: ``musterstadt`` for „Musterstadt/Ruhr“."""
    return {folded(re.split("[/,(]", name)[0]): key for key, name in scope.municipalities.items()}


def _named(place: str, by_name: Mapping[str, str]) -> str:
    """Key of the municipality that a place is called like, or like a part of it: „Musterstadt-Süd“; empty when none."""
    words = folded(place).split()
    # The longest name first: „Musterstadt am Berg“ is another one than „Musterstadt“.
    starts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((by_name[start] for start in starts if start in by_name), "")


def _fill(found: pd.DataFrame, keys: pd.Series, way: str) -> None:
    is_new = (found["ags"] == "") & (keys != "")
    found.loc[is_new, "ags"] = keys[is_new]
    found.loc[is_new, "joined_by"] = way


def _degrees(column: pd.Series) -> pd.Series:
    bare = column.str.replace("°", "").str.strip().str.rstrip(",.").str.replace(",", ".")
    return pd.to_numeric(bare, errors="coerce").astype(float)


def _short(key: str) -> str:
    for zeros, digits in _LEVELS:
        if len(key) == 8 and key.endswith("0" * zeros):
            return key[:digits]
    return key
