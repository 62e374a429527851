"""Where names stand on a map: inside the drawing, in two lines where there is little room, clear of each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from app.charts import fonts
from app.charts.marks import overlap

Ring = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]

_STEP, _REACH = 12.0, 9
"""Drawing units from one try to the next, and how many of them a name may give way in each direction."""
_MOVES = sorted(
    ((x * _STEP, y * _STEP) for x, y in product(range(-_REACH, _REACH + 1), repeat=2)),
    key=lambda move: math.hypot(*move),
)
"""Ways to give way, the shortest first."""
_ABOVE, _BELOW = 0.8, 0.2
"""How far a line of a name reaches above and below its base line, in heights of its letters."""


@dataclass(frozen=True)
class Letters:
    """Drawing units: height of the letters of names, and what the values below them take."""

    size: float
    value_height: float = 0.0
    value_width: float = 0.0


@dataclass(frozen=True)
class NamedArea:
    """A name, the point where it would stand best, and the rings of its area, in drawing units."""

    name: str
    x: float
    y: float
    rings: Sequence[Ring]

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height."""
        across = [x for ring in self.rings for x, _ in ring] or [self.x]
        down = [y for ring in self.rings for _, y in ring] or [self.y]
        return max(across) - min(across), max(down) - min(down)


@dataclass(frozen=True)
class Spot:
    """Middle and base line of a name's last line, in drawing units."""

    x: float
    y: float
    lines: tuple[str, ...]
    letters: Letters

    @property
    def width(self) -> float:
        """Of what is written."""
        names = max(fonts.width(line, self.letters.size, fonts.SEMIBOLD) for line in self.lines)
        return max(names, self.letters.value_width)

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of what is written."""
        half, size = self.width / 2, self.letters.size
        top = self.y - size * _ABOVE - fonts.line_height(size) * (len(self.lines) - 1)
        return self.x - half, top, self.x + half, self.y + self.letters.value_height + size * _BELOW


def spots(areas: Sequence[NamedArea], width: float, letters: Letters) -> list[Spot]:
    """A spot for each area, in their order; small areas choose first, because they cannot give way."""
    found: dict[int, Spot] = {}
    for i in sorted(range(len(areas)), key=lambda i: math.prod(areas[i].extent)):
        found[i] = _spot(areas[i], [spot.box for spot in found.values()], width, letters)
    return [found[i] for i in range(len(areas))]


def _spot(area: NamedArea, taken: Sequence[Box], width: float, letters: Letters) -> Spot:
    best = _inside(Spot(area.x, area.y, _lines(area, letters), letters), width)
    for dx, dy in _MOVES:
        spot = _inside(replace(best, x=best.x + dx, y=best.y + dy), width)
        box = spot.box
        if any(overlap(box, other) for other in taken):
            continue
        if (dx, dy) == (0, 0) or _holds(area.rings, area.x + dx, area.y + dy - letters.size / 2):
            return spot
    return best


def _lines(area: NamedArea, letters: Letters) -> tuple[str, ...]:
    """The name, broken at the blank nearest to its middle when it is wider than its area."""
    blanks = [i for i, letter in enumerate(area.name) if letter == " "]
    if not blanks or fonts.width(area.name, letters.size, fonts.SEMIBOLD) <= area.extent[0]:
        return (area.name,)
    middle = min(blanks, key=lambda i: abs(i - len(area.name) / 2))
    return area.name[:middle], area.name[middle + 1 :]


def _inside(spot: Spot, width: float) -> Spot:
    half = spot.width / 2
    return replace(spot, x=min(max(spot.x, half), width - half)) if 2 * half < width else spot


def _holds(rings: Sequence[Ring], x: float, y: float) -> bool:
    """Whether a point lies in an area: a ray from it crosses the rings an odd number of times."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside
