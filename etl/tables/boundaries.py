"""Boundaries (Grenzen): the polygons of the municipalities -> geometry, rings to draw, a point to label."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely
from shapely import MultiPolygon, Polygon

from etl.reading.boundaries import Boundary, Shapes

# Closer than anybody sees where a name stands on a map of a district.
LABEL_TOLERANCE_M = 20.0
MAP_WIDTH = 1000
"""Units that a map is wide, whatever its region."""
VISIBLE = 0.5
"""Units below which nothing of a border can be seen."""

Ring = list[list[float]]


def map_shapes(boundaries: Sequence[Boundary]) -> Shapes:
    """Shapes as a map of the whole region can show them, in metres; a border that two areas share stays shared."""
    shapes = np.asarray([boundary.projected for boundary in boundaries])
    return np.asarray(shapely.coverage_simplify(shapes, _visible_m(shapes)))


def boundary_table(boundaries: Sequence[Boundary], shapes_to_draw: Shapes) -> pd.DataFrame:
    """One row per municipality: WKB in degrees, rings (see ``map_shapes``) and label point in metres."""
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
    """Outer rings of all municipalities together (see ``map_shapes``), in EPSG:25832 metres."""
    union = shapely.coverage_union_all(shapes_to_draw)
    return [_ring(part.exterior) for part in shapely.get_parts(union)]


def common_boundary(boundaries: Sequence[Boundary]) -> bytes:
    """The boundary of all municipalities together: WKB in degrees."""
    return bytes(shapely.to_wkb(shapely.coverage_union_all([boundary.geometry for boundary in boundaries])))


def label_points(
    shapes: Sequence[Polygon | MultiPolygon], tolerance_m: float = LABEL_TOLERANCE_M
) -> npt.NDArray[np.float64]:
    """One point per shape: the one farthest from its border, where a label has most room."""
    radii = shapely.maximum_inscribed_circle(shapes, tolerance=tolerance_m)
    return shapely.get_coordinates(radii)[::2].round(1)


def _visible_m(shapes: Shapes | Sequence[Polygon | MultiPolygon]) -> float:
    """Metres below which nothing can be seen on a map of all these shapes."""
    west, _, east, _ = shapely.total_bounds(shapes)
    return float(east - west) / MAP_WIDTH * VISIBLE


def _ring(ring: shapely.LinearRing) -> Ring:
    return [[round(x, 1), round(y, 1)] for x, y in shapely.get_coordinates(ring).tolist()]


def _rings(shapes: Shapes) -> pa.ListArray:
    """Rings of each shape, as coordinates to a decimetre."""
    _, points, (rings, parts, *multiple) = shapely.to_ragged_array(shapes)
    pairs = pa.FixedSizeListArray.from_arrays(points.round(1).ravel(), 2).cast(pa.list_(pa.float64()))
    by_ring = pa.ListArray.from_arrays(rings.astype(np.int32), pairs)
    # Where no shape has several parts, there are no offsets of them.
    shape_ends = parts[multiple[0]] if multiple else parts
    return pa.ListArray.from_arrays(shape_ends.astype(np.int32), by_ring)
