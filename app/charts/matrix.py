"""A table of numbers as a drawing: how much two of the same have in common, the more the darker."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.charts import fonts, theme
from app.charts.fonts import SMALL
from app.charts.marks import Axis, Bar, Layout, Mark, Place, Series, Text
from app.words import units
from app.words.text import plural

_CELL, _LEAST, _GAP = 34.0, 19.0, 1.0
"""Pixels: height of a cell on a page and at least, and between two of them."""
_NAMES = 0.3
"""Part of the width that the names of the rows may take."""


@dataclass(frozen=True, eq=False)
class MatrixChart:
    """Names down the side and numbered along the top; ``values`` of two names that have anything in common, either way."""

    names: tuple[str, ...]
    values: Mapping[tuple[str, str], int]
    in_common: Callable[[int], str]
    """How much two have in common, in words."""
    alt: str
    hidden: int = 0
    """How many names are not drawn."""
    rest: str = ""
    """Who has nothing in common with anybody."""

    def foremost(self, count: int) -> "MatrixChart":
        """The first names, without those that would seem to have nothing in common with anybody once the others are gone."""
        names = self.names[:count]
        paired = {name for pair in self.values if set(pair) <= set(names) for name in pair}
        kept = tuple(name for name in names if name in paired) or names
        return replace(self, names=kept, hidden=self.hidden + len(self.names) - len(kept))

    def reduced(self) -> "MatrixChart | None":
        """Without the last name."""
        return self.foremost(len(self.names) - 1) if len(self.names) > 2 else None

    def layout(self, place: Place) -> Layout | None:
        """Cells as high as there is room for, the number in each; columns have the numbers of their rows."""
        count = len(self.names)
        labels = [f"{number}  {name}" for number, name in enumerate(self.names, start=1)]
        room = place.width * _NAMES
        lines = [fonts.wrapped(label, room, SMALL) for label in labels]
        left = math.ceil(max(fonts.widest(each, SMALL) for each in lines)) + 10
        top = math.ceil(fonts.line_height(SMALL)) + 4
        needed = max(_LEAST, *(len(each) * fonts.line_height(SMALL) for each in lines))
        cell = max(needed, _CELL if place.height is None else min(_CELL * 1.6, (place.height - top) / count))
        height = math.ceil(top + cell * count)
        if place.height is not None and height > place.height:
            return None
        classes = self._classes()
        marks: list[Mark] = []
        wide, high = _GAP / max((place.width - left) / count, 1), _GAP / cell
        for i, (name, each) in enumerate(zip(self.names, lines, strict=True)):
            marks.append(Text(each, 0, count - i - 0.5, dx=-8, anchor="end", size=SMALL))
            marks.append(Text((str(i + 1),), i + 0.5, count, dy=-4, anchor="middle", baseline="base", size=SMALL))
            for j, other in enumerate(self.names):
                value = self.values.get((name, other), 0)
                series = _SELF if i == j else classes[value]
                edges = (j + wide, j + 1 - wide, count - i - 1 + high, count - i - high)
                tip = "" if i == j else f"{name}, {other}: {self.in_common(value)}"
                marks.append(Bar(series, *edges, tip))
                if value and i != j:
                    ink = theme.text_on(series.colour)
                    at = (j + 0.5, count - i - 0.5)
                    marks.append(Text((units.number(value),), *at, anchor="middle", size=SMALL, colour=ink))
        series_drawn = dict.fromkeys(mark.series for mark in marks if isinstance(mark, Bar))
        hidden = plural("chart.more_names", self.hidden) if self.hidden else ""
        rest = f"{hidden} {self.rest}".strip()
        x, y = Axis(0, count), Axis(0, count)
        return Layout(place.width, height, left, 0, top, 0, x, y, tuple(series_drawn), tuple(marks), rest)

    def _classes(self) -> dict[int, Series]:
        """A filling for each number; none in common is an empty cell."""
        highest, steps = max(self.values.values(), default=1), theme.SEQUENTIAL
        found = {0: _NONE}
        for value in range(1, highest + 1):
            place = math.ceil(value / highest * len(steps)) - 1
            found[value] = Series("", steps[place], is_in_legend=False)
        return found


_SELF = Series("", theme.NEUTRAL, "/", opacity=1.0, is_in_legend=False)
_NONE = Series("", theme.NEUTRAL, opacity=0.1, is_in_legend=False)
