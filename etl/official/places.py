"""Which municipality a point or an address lies in; never guesses where two answers are possible."""

import geopandas
import pandas as pd

from etl.official.extract import Scope
from etl.official.reading import folded

LATITUDES, LONGITUDES = (47.2, 55.1), (5.8, 15.1)
"""Germany lies within; what lies outside is no position of a German address."""
POSITION, POSTCODE, PLACE = "Position", "Postleitzahl", "Ort"


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
    by_place = _by_place(place, scope)
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


def _by_place(place: pd.Series, scope: Scope) -> pd.Series:
    """Key where a place is called like a municipality, or like a part of it: „Musterstadt-Süd“."""
    names = place.map(folded)
    keys = pd.Series("", index=place.index, dtype="str")
    for key, name in scope.municipalities.items():
        spelling = folded(name.split("/")[0])
        keys[(names == spelling) | names.str.startswith(f"{spelling} ")] = key
    return keys


def _fill(found: pd.DataFrame, keys: pd.Series, way: str) -> None:
    is_new = (found["ags"] == "") & (keys != "")
    found.loc[is_new, "ags"] = keys[is_new]
    found.loc[is_new, "joined_by"] = way


def _degrees(column: pd.Series) -> pd.Series:
    bare = column.str.replace("°", "").str.strip().str.rstrip(",.").str.replace(",", ".")
    return pd.to_numeric(bare, errors="coerce").astype(float)
