"""Horizontal bars: a label and a value with each, beside the bar where it is wide and above it where it is narrow."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from app.charts import fonts
from app.charts.marks import Axis, Bar, Layout, Mark, Place, Series, Text, drawn_series
from app.words import units
from app.words.text import t

MAX_BARS, BARS_BEFORE_REST = 20, 15
"""Bars that are drawn one by one on a page; of more than that only so many, and the others together."""
_WIDE = 560.0
_LABELS = 0.4
"""Part of the width that labels beside bars may take."""
_FEWEST = 3
_BAR, _GAP, _BELOW = 18.0, 14.0, 3.0
"""Pixels: thickness of a bar, between two rows, between a label and the bar below it."""
_SPREAD = 2.4
"""Rows may lie that much further apart than they need, where there is room."""

Amount = float | None
Parts = tuple[Amount, ...]
_Rows = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Stack:
    """A bar or a column: its label, and its length by series; what is not known is None."""

    label: str
    parts: Parts

    @property
    def length(self) -> float:
        """Of all parts."""
        return sum(part or 0.0 for part in self.parts)

    def known(self, series: Iterable[Series]) -> Iterator[tuple[Series, float, float, float]]:
        """Series, begin, end and length of each part that is known."""
        end = 0.0
        for each, part in zip(series, self.parts, strict=True):
            end += part or 0.0
            if part is not None:
                yield each, end - part, end, part


@dataclass(frozen=True)
class Row(Stack):
    """A bar of a chart."""

    count: int = 1
    """How many rows of the table it stands for."""
    words: str = ""
    """Label and value in words, where these are other than those that are drawn."""


@dataclass(frozen=True, eq=False)
class BarChart:
    """Rows of bars, each a stack of one part per series.

    Parameters
    ----------
    short, exact
        Values of a row's parts as they stand beside the bar and in words: rounded, and in full.
    alt_sentence
        The alternative text; gets the enumeration of all rows.
    can_sum
        Whether rows may be added: then all that is left out is one bar more, else only a number of rows.
    """

    rows: tuple[Row, ...]
    series: tuple[Series, ...]
    short: Callable[[Parts], str]
    exact: Callable[[Parts], str]
    alt_sentence: Callable[[str], str]
    can_sum: bool = False
    longest: float = 0.0
    """The scale reaches at least so far: parts of one chart have the same."""
    beside_from: float = _WIDE
    """From this width on labels stand beside the bars."""

    @property
    def alt(self) -> str:
        """Every row with its exact value."""
        return self.alt_sentence(
            "; ".join(row.words or f"{row.label} {self.exact(row.parts)}".strip() for row in self.rows)
        )

    def on_page(self) -> "BarChart":
        """As much as a page can hold."""
        return self.foremost(BARS_BEFORE_REST) if len(self.rows) > MAX_BARS else self

    def foremost(self, count: int) -> "BarChart":
        """The first ``count`` rows and one more that stands for all others, exact to the cent."""
        shown, others = self.rows[:count], self.rows[count:]
        hidden = sum(row.count for row in others)
        columns = zip(*(row.parts for row in others), strict=True)
        parts = tuple(_sum(column) if self.can_sum else None for column in columns)
        rest = Row(t("chart.rest", n=units.number(hidden)), parts, hidden)
        return replace(self, rows=(*shown, rest))

    def split(self, place: Place) -> list["BarChart"]:
        """The chart in as few parts as have room there, each with about as many rows, all on one scale."""
        longest = max(row.length for row in self.rows)
        for count in range(1, len(self.rows) + 1):
            size = math.ceil(len(self.rows) / count)
            starts = range(0, len(self.rows), size)
            parts = [replace(self, rows=self.rows[first : first + size], longest=longest) for first in starts]
            if all(part.layout(place) for part in parts):
                return parts
        return [replace(self, rows=(row,), longest=longest) for row in self.rows]

    def reduced(self) -> "BarChart | None":
        """Without the last row that stood alone, at first without the last two: „übrige (1)“ would save no row."""
        alone = sum(row.count == 1 for row in self.rows)
        left = alone - (2 if alone == len(self.rows) else 1)
        return self.foremost(left) if left >= _FEWEST else None

    def layout(self, place: Place) -> Layout | None:
        """Labels beside the bars where they have room there, else above them."""
        beside = self._beside(place) if place.width >= self.beside_from else None
        return beside or self._above(place)

    def _beside(self, place: Place) -> Layout | None:
        room = min(fonts.widest([row.label for row in self.rows]) + 1, place.width * _LABELS)
        labels = [fonts.wrapped(row.label, room) for row in self.rows]
        left = math.ceil(max(fonts.widest(lines) for lines in labels)) + 12
        widths = [fonts.width(value, fonts.TEXT, fonts.BOLD) + 12 for value in self._values]
        across = place.width - left - 2
        if max(widths) > across * 0.6:
            return None
        gap = _GAP * (0.8 if place.height is None else 0.5)
        needed = [max(len(lines) * fonts.line_height(), _BAR) + gap for lines in labels]
        rows = _spread(needed, place.height)
        if rows is None:
            return None
        ends = [self.longest, *(row.length for row in self.rows)]
        reach = max(end * across / (across - width) for end, width in zip(ends, [max(widths), *widths], strict=True))
        thick = min(_BAR * 1.5, min(high for _, high in rows) * 0.62)
        marks: list[Mark] = []
        for row, value, lines, (top, high) in zip(self.rows, self._values, labels, rows, strict=True):
            centre = top + high / 2
            marks += self._bars(row, centre, thick)
            marks.append(Text(lines, 0, centre, dx=-10, anchor="end"))
            marks.append(Text((value,), row.length, centre, dx=6, weight=fonts.BOLD))
        return self._layout(place, marks, rows, left, reach)

    def _above(self, place: Place) -> Layout | None:
        labels = [
            _headed(value, row.label, place.width - 4) for value, row in zip(self._values, self.rows, strict=True)
        ]
        needed = [len((*head, *lines)) * fonts.line_height() + _BELOW + _BAR + _GAP for head, _, lines in labels]
        rows = _spread(needed, place.height)
        if rows is None:
            return None
        marks: list[Mark] = []
        for row, (head, lead, lines), (top, high) in zip(self.rows, labels, rows, strict=True):
            above = len(head) * fonts.line_height()
            written = above + len(lines) * fonts.line_height() + _BELOW
            thick = _BAR + max(0.0, (high - written - _BAR - _GAP) * 0.4)
            if head:
                marks.append(Text(head, 0, top, baseline="top", weight=fonts.BOLD))
            marks.append(Text(lines, 0, top + above, baseline="top", lead=lead))
            marks += self._bars(row, top + written + thick / 2, thick)
        reach = max(self.longest, *(row.length for row in self.rows))
        return self._layout(place, marks, rows, 1, reach)

    def _bars(self, row: Row, centre: float, thick: float) -> list[Bar]:
        return [
            Bar(series, begin, end, centre + thick / 2, centre - thick / 2, self._tip(row, series, part))
            for series, begin, end, part in row.known(self.series)
        ]

    def _tip(self, row: Row, series: Series, part: float) -> str:
        own = tuple(part if each is series else None for each in self.series)
        value = row.words or f"{row.label}: {self.exact(own)}"
        return f"{value}\n{series.name}" if series.is_in_legend else value

    @cached_property
    def _values(self) -> list[str]:
        """What stands with each row."""
        return [self.short(row.parts) if row.count == 1 or self.can_sum else "" for row in self.rows]

    def _layout(self, place: Place, marks: Sequence[Mark], rows: _Rows, left: float, reach: float) -> Layout:
        height = math.ceil(sum(high for _, high in rows))
        x, y = Axis(0, reach or 1.0), Axis(height, 0)
        return Layout(place.width, height, left, 2, 0, 0, x, y, drawn_series(marks, self.series), tuple(marks))


def _sum(parts: Sequence[Amount]) -> Amount:
    # In whole cents: a sum of many binary fractions would drift away from the total.
    known = [round(part * 100) for part in parts if part is not None]
    return sum(known) / 100 if known else None


def _spread(needed: Sequence[float], height: float | None) -> _Rows | None:
    """Upper edge and height of every row, spread over the height that there is; None when it is not enough."""
    whole = sum(needed)
    if height is not None and whole > height:
        return None
    more = 0.0 if height is None else min(min(needed) * (_SPREAD - 1), (height - whole) / len(needed))
    highs = [high + more for high in needed]
    return list(zip(accumulate(highs, initial=0.0), highs, strict=False))


def number(parts: Parts) -> str:
    """Of parts that count something how many there are."""
    return units.number(sum(part or 0 for part in parts))


def _headed(value: str, label: str, room: float) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Value and label as they stand above a bar: bold lines of a value too wide for one, else its bold part, and the lines."""
    lines = fonts.wrapped(f"{value}  {label}".strip(), room, fonts.TEXT, fonts.SEMIBOLD)
    lead = value.replace("\xa0", " ")
    if not value:
        return (), "", lines
    if not lines[0].startswith(lead):
        return fonts.wrapped(value, room, fonts.TEXT, fonts.BOLD), "", fonts.wrapped(label, room)
    return (), lead, (f"{lead}\xa0 {lines[0][len(lead) :].strip()}".strip(), *lines[1:])
