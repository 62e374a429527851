"""Areas that share their borders: cleaned, made simpler, rounded, and still without gap or overlap."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

from etl.reading.boundaries import DEGREES, METRES, to_metres
from etl.rules.boundary_checks import GAP_WIDTH_M

# The triangles that go are smaller than a square of this side; finer only where that would close an inlet.
TOLERANCES_M = (50.0, 25.0, 10.0, 0.0)
DECIMALS = (5, 6, 7)
# How far points of neighbours may lie apart and still be meant as the same; the next one only where that does not do.
SNAPPING_M = (1.0, 5.0, 20.0)
NOTICEABLE_M2 = 100.0
# A narrow gap is only seen along segments longer than the width that is asked for, so smaller widths are asked too.
# A gap is long for its width; where borders just meet at a sharp angle, they are close for a moment only.
NARROW_GAPS_M = (1.5, 3.0, 6.0, 12.0, 25.0)
LONG_FOR_ITS_WIDTH = 10.0

Shapes = np.ndarray
"""One polygon or multipolygon per municipality."""


@dataclass(frozen=True)
class Coverage:
    """Areas ready to be written, in degrees, and what had to be done to them."""

    outlines: Shapes
    moved_m2: float
    """Area of the gaps and overlaps between them that went to one neighbour; zero where there were none."""
    is_tight: bool
    """Whether neighbours share their borders now."""


def coverage(shapes: Shapes) -> Coverage:
    """Generalise valid areas in EPSG:25832 metres, so that neighbours still share every point of their border."""
    cleaned = shapes if _is_tight(shapes) else _cleaned(shapes)
    moved_m2 = float(shapely.area(shapely.symmetric_difference(shapes, cleaned)).sum())
    moved_m2 = moved_m2 if moved_m2 > NOTICEABLE_M2 else 0.0
    for meets in (_is_tight, _is_coverage):
        for tolerance in TOLERANCES_M:
            simpler = shapely.coverage_simplify(cleaned, tolerance)
            for decimals in DECIMALS:
                outlines = _rounded(simpler, decimals)
                if _fits(outlines, meets):
                    return Coverage(outlines, moved_m2, meets is _is_tight)
    return Coverage(_rounded(cleaned, DECIMALS[-1]), moved_m2, False)


def polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Only the parts of a shape that have an area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def to_degrees(shapes: Shapes) -> Shapes:
    """Shapes in EPSG:4326, from EPSG:25832 metres."""
    return np.asarray(geopandas.GeoSeries(shapes, crs=METRES).to_crs(DEGREES))


def _cleaned(shapes: Shapes) -> Shapes:
    for snapping in SNAPPING_M:
        cleaned: Shapes = shapely.coverage_clean(shapes, gap_width=GAP_WIDTH_M, snapping_distance=snapping)  # type: ignore[attr-defined]
        if _is_tight(cleaned):
            break
    return cleaned


def _rounded(shapes: Shapes, decimals: int) -> Shapes:
    rounded: Shapes = shapely.transform(to_degrees(shapes), lambda points: points.round(decimals))
    return rounded


def _fits(outlines: Shapes, meets: Callable[[Shapes], bool]) -> bool:
    """Whether every area is valid, in degrees and in metres, and meets its neighbours as asked."""
    shapes = to_metres(outlines)
    return bool(shapely.is_valid(outlines).all() and shapely.is_valid(shapes).all() and meets(shapes))


def _is_tight(shapes: Shapes) -> bool:
    """Whether the areas pass the test of every publication (etl/rules/boundary_checks.py), and have no narrow gaps."""
    return bool(shapely.coverage_is_valid(shapes, gap_width=GAP_WIDTH_M)) and all(
        shapely.length(shapely.coverage_invalid_edges(shapes, gap_width=width)).max() <= LONG_FOR_ITS_WIDTH * width
        for width in NARROW_GAPS_M
    )


def _is_coverage(shapes: Shapes) -> bool:
    return bool(shapely.coverage_is_valid(shapes))
