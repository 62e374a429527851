"""Boundaries as the bytes of grenzen.geojson: one feature per line, so that a change is seen line by line."""

import json

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
    areas = boundaries.sort_values("ags")
    outlines = shapely.orient_polygons(areas.geometry.values)
    decimals = decimals_of(outlines)
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"ags": str(ags), "name": str(name)},
                "geometry": {"type": outline.geom_type, "coordinates": _coordinates(outline, decimals)},
            },
            ensure_ascii=False,
        )
        for ags, name, outline in zip(areas["ags"], areas["name"], outlines, strict=True)
    ]
    head = [
        "{",
        '"type": "FeatureCollection",',
        '"name": "grenzen",',
        '"crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } },',
        f'"xy_coordinate_resolution": {10.0**-decimals:g},',
        '"features": [',
    ]
    return "\n".join([*head, ",\n".join(features), "]", "}", ""]).encode()


def decimals_of(outlines: np.ndarray) -> int:
    """Fewest decimals from five (about a metre) to seven that keep every coordinate."""
    coordinates = shapely.get_coordinates(outlines)
    for decimals in range(5, FINEST):
        if np.allclose(coordinates, coordinates.round(decimals), rtol=0, atol=10.0**-FINEST / 2):
            return decimals
    return FINEST


def _coordinates(outline: shapely.Polygon | shapely.MultiPolygon, decimals: int) -> list[object]:
    parts: list[object] = [
        [shapely.get_coordinates(ring).round(decimals).tolist() for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(outline)
    ]
    return parts if outline.geom_type == "MultiPolygon" else list(parts[0])  # type: ignore[call-overload]
