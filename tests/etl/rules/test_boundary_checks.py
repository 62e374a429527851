"""A town of its own may lie inside of a district; a hole that is none may not."""

import pytest
import shapely

from etl.official.formats.coverage import to_degrees
from etl.reading.boundaries import Boundary
from etl.rules.boundary_checks import _misfits


@pytest.mark.parametrize(("radius", "places"), [(3000, 0), (100, 1)])
def test_only_a_hole_too_small_for_a_town_is_a_gap(radius: float, places: int) -> None:
    around = shapely.box(400_000, 5_700_000, 420_000, 5_720_000)
    ring = shapely.difference(around, shapely.Point(410_000, 5_710_000).buffer(radius))
    area = Boundary("05999004", 1, to_degrees([ring])[0], ring)
    assert len(list(_misfits("grenzen.geojson", [area], {"05999004": "Aental"}))) == places
