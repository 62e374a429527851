"""Small multiples: several small charts of one kind side by side, all with one scale, so that they can be compared."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.charts import fonts
from app.charts.marks import Axis, Bar, Chart, Layout, Line, Mark, Place, Point, Rule, Text, drawn_series
from app.charts.svg import tick_texts
from app.words.text import plural

_GAP, _BELOW = 24.0, 6.0
"""Pixels between panels, and between the title of one and its drawing."""
_MOST = 4
"""Panels side by side at most."""


@dataclass(frozen=True)
class Panel:
    """One of the small charts."""

    title: str
    chart: Chart


@dataclass(frozen=True, eq=False)
class SmallMultiples:
    """Panels in rows, from left to right.

    Parameters
    ----------
    least
        Pixels of a panel's width at least.
    rest
        What is written below the drawing.
    hidden
        How many panels are not drawn.
    """

    panels: tuple[Panel, ...]
    alt: str
    least: float
    rest: str = ""
    hidden: int = 0

    def reduced(self) -> "SmallMultiples | None":
        """Without the last panel."""
        return replace(self, panels=self.panels[:-1], hidden=self.hidden + 1) if len(self.panels) > 1 else None

    def layout(self, place: Place) -> Layout | None:
        """As many panels side by side as have room, and as many rows as they need."""
        most = min(_MOST, len(self.panels), max(1, int((place.width + _GAP) // (self.least + _GAP))))
        if place.height is None:
            return self._grid(place, most)
        # The fewer stand side by side, the wider they are.
        return next(filter(None, (self._grid(place, columns) for columns in range(1, most + 1))), None)

    def _grid(self, place: Place, columns: int) -> Layout | None:
        across = (place.width - _GAP * (columns - 1)) / columns
        rows = [self.panels[first : first + columns] for first in range(0, len(self.panels), columns)]
        titles = [[fonts.wrapped(panel.title, across, fonts.TEXT, fonts.SEMIBOLD) for panel in row] for row in rows]
        heads = [max(map(len, row)) * fonts.line_height() + _BELOW for row in titles]
        room = None
        if place.height is not None:
            room = (place.height - sum(heads) - _GAP * (len(rows) - 1)) / len(rows)
            if room <= 0:
                return None
        marks: list[Mark] = []
        down = 0.0
        for row, lines, head in zip(rows, titles, heads, strict=True):
            layouts = [panel.chart.layout(Place(across, room)) for panel in row]
            drawn = [layout for layout in layouts if layout]
            if len(drawn) < len(row):
                return None
            for number, (layout, title) in enumerate(zip(drawn, lines, strict=True)):
                left = number * (across + _GAP)
                marks.append(Text(title, left, down, baseline="top", weight=fonts.SEMIBOLD))
                marks += _moved(layout, left, down + head)
            down += head + max(layout.height for layout in drawn) + _GAP
        height = math.ceil(down - _GAP)
        series = drawn_series(marks, (mark.series for mark in marks if isinstance(mark, Bar | Line | Point)))
        rest = [self.rest, plural("chart.more_panels", self.hidden) if self.hidden else ""]
        x, y = Axis(0, place.width), Axis(height, 0)
        return Layout(place.width, height, 0, 0, 0, 0, x, y, series, tuple(marks), " ".join(filter(None, rest)))


def _moved(layout: Layout, left: float, down: float) -> Iterator[Mark]:
    """The marks of a panel, its grid and what is written along its axes, in pixels of the whole drawing."""

    def x(value: float) -> float:
        return left + layout.across(value)

    def y(value: float) -> float:
        return down + layout.down(value)

    axis = layout.x
    grid = [Rule(axis.first, axis.last, tick.value, tick.value) for tick in layout.y.ticks if layout.y.has_grid]
    marks: Sequence[Mark] = (*grid, *layout.marks, *tick_texts(layout))
    for mark in marks:
        match mark:
            case Bar() | Rule():
                yield replace(mark, left=x(mark.left), right=x(mark.right), bottom=y(mark.bottom), top=y(mark.top))
            case Line():
                ys = tuple(None if value is None else y(value) for value in mark.ys)
                yield replace(mark, xs=tuple(map(x, mark.xs)), ys=ys)
            case Point() | Text():
                yield replace(mark, x=x(mark.x), y=y(mark.y))
