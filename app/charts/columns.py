"""Columns: one per year or other group in their order, stacked by series, with the sum above each."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.charts import fonts
from app.charts.axes import value_ticks
from app.charts.bars import Stack
from app.charts.fonts import SMALL
from app.charts.marks import Axis, Bar, Layout, Mark, Place, Series, Text, Tick, drawn_series

_HEIGHT = 320.0
_LEAST = 120.0
_RIGHT = 4
"""Pixels right of the plot."""
_AIR = 1.1
"""Values reach that much higher than the highest column, so that its sum has room."""


@dataclass(frozen=True)
class Column(Stack):
    """A column of a chart."""

    value: str = ""
    """What stands above it."""


@dataclass(frozen=True, eq=False)
class ColumnChart:
    """Columns on an axis of values.

    Parameters
    ----------
    title
        What the axis shows, with its unit.
    exact
        A part of a column in words.
    """

    columns: tuple[Column, ...]
    series: tuple[Series, ...]
    title: str
    exact: Callable[[float], str]
    alt: str

    def reduced(self) -> None:
        """Columns that are in order have none that could be left out."""

    def layout(self, place: Place) -> Layout | None:
        """Columns as wide as the place; labels in as many lines as they need, every second one where they are too many."""
        ticks = value_ticks(max(column.length for column in self.columns) * _AIR)
        highest = ticks[-1].value
        left = math.ceil(fonts.widest([tick.text for tick in ticks], SMALL)) + 12
        last = _longest_word(self.columns[-1].label)
        right = max(_RIGHT, math.ceil((last - (place.width - left) / len(self.columns)) / 2) + 2)
        across = (place.width - left - right) / len(self.columns)
        every = self._every(across)
        rooms = [every * across - 2] * (len(self.columns) - 1) + [max(across - 2, last)]
        labels = [
            fonts.wrapped(column.label, max(room, 1), SMALL) for column, room in zip(self.columns, rooms, strict=True)
        ]
        top = math.ceil(fonts.line_height()) + 8
        bottom = 8 + math.ceil(max(map(len, labels)) * fonts.line_height(SMALL))
        height = place.height or _HEIGHT
        if place.height is not None and (height - top - bottom < _LEAST or (every > 1 and place.width < 200)):
            return None
        width = 0.7 * min(1, len(self.columns) / 6)  # one year alone is a column too, not a wall
        marks: list[Mark] = [Text((self.title,), -0.5, highest, dx=-left, dy=-13, baseline="base", size=SMALL)]
        for i, column in enumerate(self.columns):
            for series, begin, end, part in column.known(self.series):
                tip = f"{column.label}: {self.exact(part)}\n{series.name}"
                marks.append(Bar(series, i - width / 2, i + width / 2, begin, end, tip))
        marks += self._values(across, (height - top - bottom) / highest)
        # Counted from the last one, which is the newest or says that there is no date.
        named = sorted(range(len(self.columns) - 1, -1, -every))
        x_ticks = tuple(Tick(i, "\n".join(labels[i])) for i in named)
        x = Axis(-0.5, len(self.columns) - 0.5, x_ticks)
        y = Axis(0, highest, ticks, has_grid=True)
        series_drawn = drawn_series(marks, self.series)
        return Layout(place.width, height, left, right, top, bottom, x, y, series_drawn, tuple(marks))

    def _values(self, across: float, scale: float) -> list[Text]:
        """The sums above the columns, where they meet neither the axis nor that of a higher one beside them."""
        texts: list[tuple[int, float, Text]] = []
        for i, column in sorted(enumerate(self.columns), key=lambda each: -each[1].length):
            high, wide = column.length, fonts.width(column.value, SMALL) + 2
            is_free = not any(
                abs(i - j) * across < (wide + other) / 2 and (text.y - high) * scale < fonts.line_height(SMALL)
                for j, other, text in texts
            )
            beside = (min(i, len(self.columns) - 1 - i) + 0.5) * across + _RIGHT
            if column.value and is_free and wide / 2 <= beside:
                text = Text((column.value,), i, high, dy=-4, anchor="middle", baseline="base", size=SMALL)
                texts.append((i, wide, text))
        return [text for _, _, text in texts]

    def _every(self, across: float) -> int:
        """Each label, or every second, fifth … one where they are too many."""
        longest = max(_longest_word(column.label) for column in self.columns)
        return next((every for every in (1, 2, 5, 10) if longest <= every * across - 2), 20)


def _longest_word(label: str) -> float:
    return fonts.widest(label.split(), SMALL)
