"""A town of its own may lie inside of a district; a hole that is none may not, nor a narrow inlet between two areas."""

import datetime as dt

import pandas as pd
import pytest
import shapely

from etl.official.formats.coverage import to_degrees
from etl.reading.boundaries import Boundary
from etl.reading.csv_file import Table
from etl.reading.inputs import Inputs
from etl.rules.boundary_checks import boundary_findings

WEST, SOUTH, STAND = 400_000, 5_700_000, dt.date(2026, 11, 23)


def places(*shapes: shapely.Polygon) -> int:
    """At how many places municipalities of these shapes leave a gap or overlap."""
    keys = [f"0599900{i}" for i in range(len(shapes))]
    boundaries = [
        Boundary(key, 1, degrees, shape)
        for key, degrees, shape in zip(keys, to_degrees(list(shapes)), shapes, strict=True)
    ]
    frame = pd.DataFrame({"AGS": keys, "Name": keys}, index=range(2, len(keys) + 2))
    files = {
        "gemeinden": "gemeinden.csv",
        "bevoelkerung": "",
        "kennzahlen": "",
        "indikatoren": "",
        "grenzen": "grenzen",
    }
    table = Table("gemeinden.csv", frame, is_complete=True)
    inputs = Inputs(None, None, {"gemeinden.csv": table}, {"grenzen": tuple(boundaries)}, {STAND: files})
    return len(list(boundary_findings(inputs)))


@pytest.mark.parametrize(("radius", "found"), [(3000, 0), (520, 0), (480, 1), (100, 1)])
def test_only_a_hole_too_small_for_a_town_is_a_gap(radius: float, found: int) -> None:
    around = shapely.box(WEST, SOUTH, WEST + 20_000, SOUTH + 20_000)
    assert places(shapely.difference(around, shapely.Point(WEST + 10_000, SOUTH + 10_000).buffer(radius))) == found


@pytest.mark.parametrize(("width", "found"), [(55, 0), (45, 1), (5, 1)])
def test_an_inlet_as_narrow_as_boundaries_are_exact_is_a_gap(width: float, found: int) -> None:
    left, top, middle = WEST, SOUTH + 20_000, WEST + 10_000
    inner = SOUTH + 10_000
    # Both have a point where the inlet ends: below it they meet point by point.
    west = shapely.Polygon([(left, SOUTH), (middle, SOUTH), (middle, inner), (middle, top), (left, top)])
    east = shapely.box(middle, SOUTH, middle + 10_000, top) - shapely.box(middle, inner, middle + width, top)
    assert places(west, east) == found
