"""Boundaries (Grenzen): the GeoJSON of the municipalities -> geometry, rings to draw, a point to label."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry import shape

from etl.findings import Finding, error

DEGREES, METRES = "EPSG:4326", "EPSG:25832"
# Closer than anybody sees where a name stands on a map of a district.
LABEL_TOLERANCE_M = 20.0
MAP_WIDTH = 1000
"""Units that a map is wide, whatever its region."""
VISIBLE = 0.5
"""Units below which nothing of a border can be seen."""

# Overlapping, so that every pair of marks counts, whatever stands outside of them.
QUOTED = re.compile(r'(?="([^"]*)")')

Ring = list[list[float]]
Shapes = npt.NDArray[np.object_]


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
    lines = _lines_by_text(text)
    read: list[tuple[str, int | None, Polygon | MultiPolygon]] = []
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    for number, feature in enumerate(features, start=1):
        try:
            ags = str(feature["properties"]["ags"])
        except (KeyError, TypeError):
            findings.append(error(file, f"Der {number}. Fläche fehlt die Eigenschaft „ags“.", column="ags"))
            continue
        places = lines.get(ags, [])
        line = places[seen[ags]] if seen[ags] < len(places) else None
        try:
            geometry = _polygon(feature)
        except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
            message = "Die Fläche ist nicht lesbar. Erwartet wird „Polygon“ oder „MultiPolygon“ in Grad (EPSG:4326)."
            findings.append(error(file, message, line=line, column="geometry", value=ags))
            continue
        seen[ags] += 1
        read.append((ags, line, geometry))
    if findings:
        return None, findings
    projected = _in_metres([geometry for _, _, geometry in read])
    return tuple(Boundary(*found, metres) for found, metres in zip(read, projected, strict=True)), []


def drawn(boundaries: Sequence[Boundary]) -> Shapes:
    """Shapes as a map of the whole region can show them, in metres; a border that two areas share stays shared."""
    shapes = np.asarray([boundary.projected for boundary in boundaries])
    return np.asarray(shapely.coverage_simplify(shapes, _visible_m(shapes)))


def boundary_table(boundaries: Sequence[Boundary], shapes_to_draw: Shapes) -> pd.DataFrame:
    """One row per municipality: WKB in degrees, rings (see ``drawn``) and label point in metres."""
    shapes = [boundary.projected for boundary in boundaries]
    labels = label_points(shapes, max(LABEL_TOLERANCE_M, _visible_m(shapes)))
    return pd.DataFrame(
        {
            "municipality_ags": [boundary.ags for boundary in boundaries],
            "geometry": shapely.to_wkb([boundary.geometry for boundary in boundaries]),
            "rings": pd.arrays.ArrowExtensionArray(_rings(shapes_to_draw)),
            "label_x": labels[:, 0],
            "label_y": labels[:, 1],
        }
    )


def outline(shapes_to_draw: Shapes) -> list[Ring]:
    """Outer rings of all municipalities together (see ``drawn``), in EPSG:25832 metres."""
    union = shapely.coverage_union_all(shapes_to_draw)
    return [_ring(part.exterior) for part in shapely.get_parts(union)]


def in_degrees(point: Point) -> tuple[float, float]:
    """Longitude and latitude of a point in EPSG:25832 metres."""
    found = geopandas.GeoSeries([point], crs=METRES).to_crs(DEGREES).iloc[0]
    return found.x, found.y


def _visible_m(shapes: Shapes | Sequence[Polygon | MultiPolygon]) -> float:
    """Metres below which nothing can be seen on a map of all these shapes."""
    west, _, east, _ = shapely.total_bounds(shapes)
    return float(east - west) / MAP_WIDTH * VISIBLE


def _polygon(feature: dict[str, Any]) -> Polygon | MultiPolygon:
    geometry = shape(feature["geometry"])
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise ValueError("no polygon")
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("no degrees")
    return geometry


def _in_metres(geometries: Sequence[Polygon | MultiPolygon]) -> Shapes:
    return np.asarray(geopandas.GeoSeries(geometries, crs=DEGREES).to_crs(METRES))


def _lines_by_text(text: str) -> dict[str, list[int]]:
    """Numbers of the lines in which a text stands between quotation marks."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for quoted in dict.fromkeys(QUOTED.findall(line)):
            found.setdefault(quoted, []).append(number)
    return found


def _ring(ring: shapely.LinearRing) -> Ring:
    return [[round(x, 1), round(y, 1)] for x, y in shapely.get_coordinates(ring).tolist()]


def _rings(shapes: Shapes) -> pa.ListArray:
    """Rings of each shape, as coordinates to a decimetre."""
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    pairs = pa.FixedSizeListArray.from_arrays(points.round(1).ravel(), 2).cast(pa.list_(pa.float64()))
    by_ring = pa.ListArray.from_arrays(_offsets(ring_of_point, len(rings)), pairs)
    return pa.ListArray.from_arrays(_offsets(shape_of_part[part_of_ring], len(shapes)), by_ring)


def _offsets(owners: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int32]:
    """Where the parts of each owner begin, and where the last one ends."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int32)


def label_points(
    shapes: Sequence[Polygon | MultiPolygon], tolerance_m: float = LABEL_TOLERANCE_M
) -> npt.NDArray[np.float64]:
    """One point per shape: the one farthest from its border, where a label has most room."""
    radii = shapely.maximum_inscribed_circle(shapes, tolerance=tolerance_m)
    return shapely.get_coordinates(radii)[::2].round(1)
