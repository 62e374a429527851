"""The areas of a region in drawing units: made once, and drawn by every map of them."""

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from app.charts.map_labels import Letters, NamedArea, Spot, spots
from app.charts.marks import FINE
from app.words.cells import records

WIDTH = 1000.0
"""Drawing units from the left to the right edge of every map."""
MANY = 100
"""Areas above which names would cover each other and nobody would press the tab key from one to the other."""
_MARGIN = 10.0

Rings = Iterable[Iterable[Sequence[float]]]


class Projection:
    """Metres (EPSG:25832) to drawing units: ``WIDTH`` wide with a small margin, y downwards."""

    def __init__(self, outline: Rings) -> None:
        points = [point for ring in outline for point in ring]
        self.left, self.top = min(p[0] for p in points), max(p[1] for p in points)
        right, bottom = max(p[0] for p in points), min(p[1] for p in points)
        self.scale = (WIDTH - 2 * _MARGIN) / (right - self.left)
        self.height = (self.top - bottom) * self.scale + 2 * _MARGIN

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Drawing units of a point in metres."""
        return (x - self.left) * self.scale + _MARGIN, (self.top - y) * self.scale + _MARGIN

    def path(self, rings: Rings, *, is_fine: bool = False) -> str:
        """Rings as a path, in steps from point to point: a third of the letters that whole coordinates need.

        Parameters
        ----------
        is_fine
            Whether numbers are tenths of a drawing unit; they are precise to these in either case.
        """
        parts = []
        for ring in rings:
            points = [(round(FINE * x), round(FINE * y)) for x, y in (self.point(*point[:2]) for point in ring)]
            steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
            numbers = [points[0], *(step for step in steps[:-1] if any(step))]
            start, *rest = (f"{x} {y}" if is_fine else f"{x / FINE:.6g} {y / FINE:.6g}" for x, y in numbers)
            parts.append(f"M{start}l{' '.join(rest)}z")
        return "".join(parts)


@dataclass(frozen=True, eq=False)
class BaseMap:
    """What all maps of the same areas share.

    Parameters
    ----------
    areas
        One row per area, in the order of the map: ``municipality_ags, name``.
    outline
        One row: the region's ``outline`` in metres (EPSG:25832).
    shapes
        Gives the areas with their ``rings, label_x, label_y`` in the same metres, in the same order; called when
        somebody draws them, which a page does not when they are many.
    """

    areas: pd.DataFrame
    outline: pd.DataFrame
    shapes: Callable[[], pd.DataFrame]
    _spots: dict[Letters, list[Spot]] = field(default_factory=dict)

    @property
    def is_many(self) -> bool:
        """Whether they are so many that they have no names, and a page fetches their shapes by itself."""
        return len(self.keys) > MANY

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Official keys of the areas."""
        return tuple(self.areas.municipality_ags)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the areas."""
        return tuple(self.areas["name"])

    @cached_property
    def projection(self) -> Projection:
        """From metres to drawing units."""
        return Projection(self.outline.outline.iloc[0])

    @cached_property
    def border(self) -> str:
        """Path of the region's outline."""
        return self.projection.path(self.outline.outline.iloc[0])

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Path of each area."""
        return tuple(map(self.projection.path, self.shapes().rings))

    @cached_property
    def named_areas(self) -> tuple[NamedArea, ...]:
        """Each area with its name and the point where that would stand best."""
        point = self.projection.point
        return tuple(
            NamedArea(row.name, *point(row.label_x, row.label_y), [[point(*p[:2]) for p in ring] for ring in row.rings])
            for row in records(self.shapes())
        )

    def spots(self, letters: Letters) -> list[Spot]:
        """Where the name of each area stands."""
        if letters not in self._spots:
            self._spots[letters] = spots(self.named_areas, WIDTH, letters)
        return self._spots[letters]

    def as_json(self) -> str:
        """Keys, names and fine paths of all areas, which a page of many fetches once."""
        paths = [self.projection.path(rings, is_fine=True) for rings in self.shapes().rings]
        shapes = {"keys": self.keys, "names": self.names, "paths": paths}
        return json.dumps(shapes, ensure_ascii=False, separators=(",", ":"))
