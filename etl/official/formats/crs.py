"""Where areas lie: from whatever coordinates a file has to EPSG:25832 metres."""

import geopandas

from etl.messages.refusals import UnreadableError
from etl.official.interface import Reading
from etl.reading.boundaries import DEGREES, METRES

GERMANY = (5.0, 47.0, 16.0, 55.5)
"""West, south, east and north in degrees."""
# What coordinates in Germany look like in each system: easting from and to, northing from and to.
NORTHINGS = (5_200_000, 6_150_000)
LOOKS_LIKE = {
    DEGREES: (5, 16, 47, 56),
    METRES: (200_000, 950_000, *NORTHINGS),
    "EPSG:4647": (32_200_000, 32_950_000, *NORTHINGS),
    "EPSG:5650": (33_200_000, 33_950_000, *NORTHINGS),
    "EPSG:31466": (2_400_000, 2_800_000, *NORTHINGS),
    "EPSG:31467": (3_200_000, 3_950_000, *NORTHINGS),
    "EPSG:31468": (4_200_000, 4_950_000, *NORTHINGS),
    "EPSG:31469": (5_200_000, 5_950_000, *NORTHINGS),
    "EPSG:3857": (550_000, 1_800_000, 5_900_000, 7_500_000),
}


def in_metres(table: geopandas.GeoDataFrame, reading: Reading) -> geopandas.GeoDataFrame:
    """Reproject; a system that is missing or cannot be true is judged by the coordinates and reported.

    Raises UnreadableError when the coordinates fit no system used in Germany.
    """
    stated = table.crs
    if stated is not None and _lies_in_germany(table):
        return table.to_crs(METRES)
    bare = table.geometry.set_crs(None, allow_override=True)
    swapped = bare.transform(lambda points: points[:, ::-1])
    for shapes, change in ((bare, ""), (swapped, ", Breite und Länge vertauscht")):
        if (likely := _likely(shapes.total_bounds)) is not None:
            named = (
                f"Die Datei nennt {stated.to_string()}" if stated is not None else "Die Datei nennt kein Bezugssystem"
            )
            message = f"{named}; nach ihren Koordinaten wurde sie als {likely} gelesen{change}. Bitte die Karte prüfen."
            reading.warn(message, column="geometry")
            return table.set_geometry(shapes.set_crs(likely)).to_crs(METRES)
    west, south, east, north = table.total_bounds
    raise UnreadableError(
        f"Die Koordinaten in „{reading.path.name}“ (Ost {west:.0f} bis {east:.0f}, Nord {south:.0f} bis {north:.0f}) passen zu keinem "
        "Bezugssystem für Deutschland. Erwartet wird ETRS89/UTM 32N (EPSG:25832) oder Grad (EPSG:4326), mit .prj-Datei."
    )


def _lies_in_germany(table: geopandas.GeoDataFrame) -> bool:
    west, south, east, north = table.geometry.to_crs(DEGREES).total_bounds
    return bool(GERMANY[0] <= west and GERMANY[1] <= south and east <= GERMANY[2] and north <= GERMANY[3])


def _likely(bounds: tuple[float, float, float, float]) -> str | None:
    west, south, east, north = bounds
    for system, (left, right, bottom, top) in LOOKS_LIKE.items():
        if left <= west and east <= right and bottom <= south and north <= top:
            return system
    return None
