"""Official boundaries beside the known ones: how far apart they lie, and which are missing."""

import geopandas
import pytest
from shapely.geometry import box

from etl.official.ingest.boundary_merge import borders
from etl.official.ingest.merge import DIFFERENT, ROUNDED, SAME
from etl.reading.boundaries import METRES
from tests.etl.tiny import A, B


def areas(**boxes: tuple[float, float, float, float]) -> geopandas.GeoDataFrame:
    """Areas in metres by the first letter of their names."""
    keys = {"a": A, "b": B}
    shapes = [box(*(400_000 + x for x in ends)) for ends in boxes.values()]
    names = [keys[name] for name in boxes]
    return geopandas.GeoDataFrame({"ags": names, "name": names}, geometry=shapes, crs=METRES)


@pytest.mark.parametrize(
    ("found", "apart", "state"),
    [
        ((0, 0, 100, 100), 0, SAME),
        ((2, 0, 100, 100), 2, ROUNDED),
        ((2.1, 0, 100, 100), 2.1, DIFFERENT),
        ((50, 0, 150, 100), 200 / 3, DIFFERENT),
        # All of it lies elsewhere, and the new one is larger.
        ((1000, 0, 1300, 100), 100, DIFFERENT),
    ],
)
def test_no_more_than_all_of_two_areas_lies_apart(
    found: tuple[float, float, float, float], apart: float, state: str
) -> None:
    (row,) = borders(areas(a=(0, 0, 100, 100)), areas(a=found)).areas.itertuples()
    assert row.apart_pct == pytest.approx(apart)
    assert row.state == state


def test_new_boundaries_are_taken_as_a_whole_when_accepted_or_when_there_were_none() -> None:
    known, found = areas(a=(0, 0, 100, 100), b=(100, 0, 200, 100)), areas(a=(0, 0, 50, 100), b=(50, 0, 200, 100))
    assert borders(known, found, accept=True).taken is found
    assert borders(known.head(0), found).taken is found
    assert borders(known, found).taken is None
    assert borders(known, known, accept=True).taken is None
    # One without a municipality that is known would leave a hole.
    part = borders(known, found.head(1), accept=True)
    assert (part.lacking, part.taken) == ((B,), None)
