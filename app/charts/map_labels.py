"""Where names stand on a map: inside the drawing, in two lines where there is little room, clear of each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

Ring = Sequence[tuple[float, float]]

# Sizes of the style sheet, in drawing units: on a phone a name alone, else a smaller name with its value below.
PHONE, SCREEN, VALUE = 36.0, 25.0, 26.0
LETTER = 0.6
"""Mean width of a letter as a part of its size."""
STEP = 12.0
REACH = 9


@dataclass(frozen=True)
class Spot:
    """Middle and base line of a name's last line, in drawing units."""

    x: float
    y: float
    lines: tuple[str, ...]

    def boxes(self) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, right and bottom of what is written, on a phone and on a screen."""
        letters = max(map(len, self.lines))
        for size, below in ((PHONE, 0.0), (SCREEN, VALUE)):
            half = letters * size * LETTER / 2
            yield self.x - half, self.y - size * (len(self.lines) - 0.2), self.x + half, self.y + below + size * 0.2


@dataclass(frozen=True)
class Area:
    """A name, the point where it would stand best, and the rings of its area, in drawing units."""

    name: str
    x: float
    y: float
    rings: Sequence[Ring]


def spots(areas: Sequence[Area], width: float) -> list[Spot]:
    """A spot for each area, in their order; small areas choose first, because they cannot give way."""
    found: dict[int, Spot] = {}
    for i in sorted(range(len(areas)), key=lambda i: _room(areas[i])):
        found[i] = _spot(areas[i], list(found.values()), width)
    return [found[i] for i in range(len(areas))]


def _spot(area: Area, taken: Sequence[Spot], width: float) -> Spot:
    best = _inside(Spot(area.x, area.y, _lines(area)), width)
    for dx, dy in _moves():
        spot = _inside(replace(best, x=best.x + dx, y=best.y + dy), width)
        is_at_home = (dx, dy) == (0, 0) or _holds(area.rings, area.x + dx, area.y + dy - SCREEN / 2)
        if is_at_home and not any(_touch(spot, other) for other in taken):
            return spot
    return best


def _moves() -> list[tuple[float, float]]:
    """Ways to give way, the shortest first."""
    steps = range(-REACH, REACH + 1)
    return sorted(((x * STEP, y * STEP) for x, y in product(steps, steps)), key=lambda move: math.hypot(*move))


def _lines(area: Area) -> tuple[str, ...]:
    """The name, broken at the blank nearest to its middle when it is wider than its area."""
    blanks = [i for i, letter in enumerate(area.name) if letter == " "]
    left, right = _extent(area)
    if not blanks or len(area.name) * PHONE * LETTER <= right - left:
        return (area.name,)
    middle = min(blanks, key=lambda i: abs(i - len(area.name) / 2))
    return area.name[:middle], area.name[middle + 1 :]


def _inside(spot: Spot, width: float) -> Spot:
    half = max(right - left for left, _, right, _ in spot.boxes()) / 2
    return replace(spot, x=min(max(spot.x, half), width - half)) if 2 * half < width else spot


def _touch(spot: Spot, other: Spot) -> bool:
    return any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for a, b in zip(spot.boxes(), other.boxes(), strict=True)
    )


def _holds(rings: Sequence[Ring], x: float, y: float) -> bool:
    """Whether a point lies in an area: a ray from it crosses the rings an odd number of times."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def _extent(area: Area) -> tuple[float, float]:
    across = [x for ring in area.rings for x, _ in ring]
    return min(across, default=area.x), max(across, default=area.x)


def _room(area: Area) -> float:
    left, right = _extent(area)
    down = [y for ring in area.rings for _, y in ring]
    return (right - left) * (max(down, default=0.0) - min(down, default=0.0))
