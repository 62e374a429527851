"""Boundaries (Grenzen): the GeoJSON of the municipalities -> geometry, rings to draw, a point to label."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry import shape

from etl.findings import Finding, error

DEGREES, METRES = "EPSG:4326", "EPSG:25832"
LABEL_TOLERANCE_M = 1.0

Ring = list[list[float]]


@dataclass(frozen=True)
class Boundary:
    """One feature of the file: its municipality, its line there, and its shape."""

    ags: str
    line: int | None
    geometry: Polygon | MultiPolygon
    """In EPSG:4326, degrees."""
    projected: Polygon | MultiPolygon
    """In EPSG:25832, metres."""


def read_boundaries(path: Path, file: str) -> tuple[tuple[Boundary, ...] | None, list[Finding]]:
    """Read one boundary per feature; what cannot be read comes back as findings."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        features = json.loads(text)["features"]
    except OSError:
        return None, [error(file, "Die Datei fehlt oder ist nicht lesbar.")]
    except (ValueError, KeyError, TypeError):
        return None, [error(file, "Die Datei ist kein GeoJSON in UTF-8 mit einer „FeatureCollection“.")]
    lines = text.splitlines()
    boundaries: list[Boundary] = []
    findings: list[Finding] = []
    for number, feature in enumerate(features, start=1):
        try:
            ags = str(feature["properties"]["ags"])
        except (KeyError, TypeError):
            findings.append(error(file, f"Der {number}. Fläche fehlt die Eigenschaft „ags“.", column="ags"))
            continue
        line = _line(lines, ags, sum(boundary.ags == ags for boundary in boundaries))
        try:
            geometry = _polygon(feature)
        except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
            message = "Die Fläche ist nicht lesbar. Erwartet wird „Polygon“ oder „MultiPolygon“ in Grad (EPSG:4326)."
            findings.append(error(file, message, line=line, column="geometry", value=ags))
            continue
        boundaries.append(Boundary(ags, line, geometry, _in_metres(geometry)))
    return (None if findings else tuple(boundaries)), findings


def boundary_table(boundaries: Sequence[Boundary]) -> pd.DataFrame:
    """One row per municipality: WKB in degrees, rings and label point in metres."""
    labels = [label_point(boundary.projected) for boundary in boundaries]
    return pd.DataFrame(
        {
            "municipality_ags": [boundary.ags for boundary in boundaries],
            "geometry": [boundary.geometry.wkb for boundary in boundaries],
            "rings": [_rings(boundary.projected) for boundary in boundaries],
            "label_x": [x for x, _ in labels],
            "label_y": [y for _, y in labels],
        }
    )


def outline(boundaries: Sequence[Boundary]) -> list[Ring]:
    """Outer rings of all municipalities together, in EPSG:25832 metres."""
    union = shapely.coverage_union_all([boundary.projected for boundary in boundaries])
    return [_ring(part.exterior) for part in shapely.get_parts(union)]


def in_degrees(point: Point) -> tuple[float, float]:
    """Longitude and latitude of a point in EPSG:25832 metres."""
    found = geopandas.GeoSeries([point], crs=METRES).to_crs(DEGREES).iloc[0]
    return found.x, found.y


def _polygon(feature: dict[str, Any]) -> Polygon | MultiPolygon:
    geometry = shape(feature["geometry"])
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise ValueError("no polygon")
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("no degrees")
    return geometry


def _in_metres(geometry: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    projected: Polygon | MultiPolygon = geopandas.GeoSeries([geometry], crs=DEGREES).to_crs(METRES).iloc[0]
    return projected


def _line(lines: list[str], ags: str, seen: int) -> int | None:
    found = [number for number, line in enumerate(lines, start=1) if f'"{ags}"' in line]
    return found[seen] if seen < len(found) else None


def _ring(ring: shapely.LinearRing) -> Ring:
    return [[round(x, 1), round(y, 1)] for x, y in shapely.get_coordinates(ring).tolist()]


def _rings(geometry: Polygon | MultiPolygon) -> list[Ring]:
    return [_ring(ring) for part in shapely.get_parts(geometry) for ring in (part.exterior, *part.interiors)]


def label_point(geometry: Polygon | MultiPolygon) -> tuple[float, float]:
    """Find the point farthest from the border, where a label has most room."""
    radius = shapely.maximum_inscribed_circle(geometry, tolerance=LABEL_TOLERANCE_M)
    x, y = shapely.get_coordinates(radius)[0].tolist()
    return round(x, 1), round(y, 1)
