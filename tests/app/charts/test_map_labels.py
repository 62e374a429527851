"""Names on a map lie inside the drawing and do not cover each other, in no size."""

from itertools import combinations

import pytest

from app.charts.map_labels import Letters, NamedArea, Spot, spots
from app.charts.marks import overlap

WIDTH = 1000.0
SIZES = pytest.mark.parametrize("letters", [Letters(25, 26, 120), Letters(36)], ids=["with values", "names alone"])


def area(name: str, left: float, top: float, width: float, height: float, *, x: float = 0, y: float = 0) -> NamedArea:
    """A rectangle; its name would stand best in the middle, unless a place is given."""
    right, bottom = left + width, top + height
    ring = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return NamedArea(name, x or left + width / 2, y or top + height / 2, [ring])


@SIZES
def test_a_name_with_room_stays_where_it_is(letters: Letters) -> None:
    (spot,) = spots([area("Werl", 200, 100, 400, 300)], WIDTH, letters)
    assert spot == Spot(400, 250, ("Werl",), letters)


@SIZES
def test_a_long_name_of_a_narrow_area_is_broken_at_a_blank(letters: Letters) -> None:
    narrow, wide = area("Bad Sassendorf", 400, 0, 90, 300), area("Bad Sassendorf", 0, 0, 390, 300)
    found = spots([narrow, wide], WIDTH, letters)
    assert [spot.lines for spot in found] == [("Bad", "Sassendorf"), ("Bad Sassendorf",)]
    # At the one in the middle of several.
    (spot,) = spots([area("Steinbruch am Alten", 400, 0, 90, 300)], WIDTH, letters)
    assert spot.lines == ("Steinbruch", "am Alten")


@SIZES
@pytest.mark.parametrize("x", [5.0, 995.0])
def test_a_name_at_the_edge_stays_in_the_drawing(x: float, letters: Letters) -> None:
    (spot,) = spots([area("Wickede (Ruhr)", x - 5, 0, 10, 60, x=x)], WIDTH, letters)
    assert spot.box[0] >= 0
    assert spot.box[2] <= WIDTH


@SIZES
def test_a_large_area_gives_way_to_a_small_one(letters: Letters) -> None:
    large, small = area("Großenkneten", 0, 0, 600, 600, x=560, y=300), area("Soest", 600, 250, 100, 100)
    first, second = spots([large, small], WIDTH, letters)
    assert (second.x, second.y) == (650, 300)
    assert (first.x, first.y) != (560, 300)
    assert not overlap(first.box, second.box)


@SIZES
def test_no_two_names_touch_where_there_is_room_for_all(letters: Letters) -> None:
    names = ["Anröchte", "Bad Sassendorf", "Ense", "Erwitte", "Geseke", "Lippetal", "Lippstadt", "Möhnesee", "Rüthen"]
    # All would like to stand close to the middle of the drawing.
    areas = [
        area(
            name, 333 * (i % 3), 200 * (i // 3), 330, 200, x=(200 if i % 3 == 0 else 500 if i % 3 == 1 else 800), y=300
        )
        for i, name in enumerate(names)
    ]
    for one, other in combinations(spots(areas, WIDTH, letters), 2):
        assert not overlap(one.box, other.box) or one.y == other.y == 300


def test_nothing_to_name_is_no_error() -> None:
    assert spots([], WIDTH, Letters(25)) == []
