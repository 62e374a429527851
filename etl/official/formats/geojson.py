"""Boundaries as the bytes of grenzen.geojson: one feature per line, so that a change is seen line by line."""

import io

import geopandas
import numpy as np
import shapely

FINEST = 7


def geojson_bytes(boundaries: geopandas.GeoDataFrame) -> bytes:
    """One line per municipality in the order of the keys, in degrees (CRS84), as fine as the coordinates are.

    Parameters
    ----------
    boundaries
        ``ags``, ``name``, ``geometry`` in EPSG:4326.
    """
    areas = boundaries[["ags", "name", "geometry"]].sort_values("ags")
    outlines = shapely.orient_polygons(areas.geometry.values)
    written = io.BytesIO()
    areas.set_geometry(outlines, crs=areas.crs).to_file(
        written, driver="GeoJSON", layer="grenzen", COORDINATE_PRECISION=_decimals(outlines)
    )
    return written.getvalue()


def _decimals(outlines: np.ndarray) -> int:
    """Fewest decimals from five (about a metre) to seven that keep every coordinate."""
    coordinates = shapely.get_coordinates(outlines)
    for decimals in range(5, FINEST):
        if np.allclose(coordinates, coordinates.round(decimals), rtol=0, atol=10.0**-FINEST / 2):
            return decimals
    return FINEST
