"""Rows on an axis of time: a day is a point, what is known by month, quarter or year a bar; the Stand is a line."""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from app.charts import fonts, theme
from app.charts.axes import year_ticks
from app.charts.fonts import SMALL
from app.charts.marks import (
    PAPER,
    Anchor,
    Axis,
    Bar,
    Layout,
    Line,
    Mark,
    Place,
    Point,
    Rule,
    Series,
    Text,
    day,
    drawn_series,
)
from app.words import units
from app.words.text import t

_WIDE = 620.0
"""From this width on titles stand beside their rows."""
_TITLES, _LINES = 0.42, 3
"""Part of the width that titles beside rows may take, and lines of a title."""
_ROW, _GAP, _LEAST_GAP = 20.0, 9.0, 5.0
"""Pixels of what is drawn in a row, and between two rows on a page and where the height is given."""
_SPREAD = 1.5
"""Rows may lie that much further apart than they need, where there is room."""
_SIDE, _YEARS = 8.0, 6.0
"""Pixels beside the axis for half a symbol, and between the rows and the years above them."""
_DENSER = 3
"""Lines of years stand that many times as close as their numbers."""


@dataclass(frozen=True)
class Row:
    """What is drawn beside one title."""

    title: str
    marks: tuple[Bar | Line | Point, ...]
    """Days across, and pixels from the middle of the row down."""
    lead: str = ""
    """Stands in bold before the title."""
    words: str = ""
    """The row in words."""


@dataclass(frozen=True, eq=False)
class TimelineChart:
    """Rows with their titles, years above them, and the day of the Stand through all of them.

    Parameters
    ----------
    series
        All that there may be, in the order in which they are drawn and named.
    alt_text
        Rows that are drawn and the number of those that are not, to the alternative text.
    rest_text
        The same two numbers to what is written below the drawing when some are not drawn.
    reach
        First and last day of an axis that several charts share; None for an axis of its own.
    """

    rows: tuple[Row, ...]
    series: tuple[Series, ...]
    stand: dt.date
    alt_text: Callable[[Sequence[Row], int], str]
    rest_text: Callable[[int, int], str]
    hidden: int = 0
    reach: tuple[float, float] | None = None

    @property
    def alt(self) -> str:
        """What is drawn, in words."""
        return self.alt_text(self.rows, self.hidden)

    @property
    def span(self) -> tuple[float, float]:
        """First and last day of what is drawn."""
        days = [day(self.stand)]
        for row in self.rows:
            for mark in row.marks:
                match mark:
                    case Bar():
                        days += mark.left, mark.right
                    case Line():
                        days += mark.xs
                    case Point():
                        days.append(mark.x)
        return min(days), max(days)

    def reduced(self) -> "TimelineChart | None":
        """Without the last row, which is counted."""
        return replace(self, rows=self.rows[:-1], hidden=self.hidden + 1) if len(self.rows) > 1 else None

    def layout(self, place: Place) -> Layout | None:
        """Titles beside their rows where it is wide, else above them; the axis ends with the rows."""
        is_beside = place.width >= _WIDE
        room = place.width * _TITLES if is_beside else place.width - 2
        titles = [_title(row, room) for row in self.rows]
        gap = _GAP if place.height is None else _LEAST_GAP
        needed = [_height(len(lines), gap, is_beside=is_beside) for _, lines in titles]
        head = math.ceil(2 * fonts.line_height(SMALL) + _YEARS + 4)
        spread = 1.0 if place.height is None else min(_SPREAD, (place.height - head - 2) / sum(needed))
        if spread < 1:
            return None
        lead_widths = (fonts.widest(lines, fonts.TEXT, _weight(lead)) for lead, lines in titles)
        left = math.ceil(max(lead_widths)) + 12 if is_beside else _SIDE
        # Odd, so that a title lies on whole pixels, to which browsers and plotly would move it one way or the other.
        edges = list(accumulate((_odd(high * spread) for high in needed), initial=0))
        height = edges[-1]
        across = place.width - left - _SIDE
        x = self._axis(across)
        marks: list[Mark] = [Rule(x.first, x.last, edge, edge, starts_at_edge=True) for edge in edges]
        marks += [Rule(tick.value, tick.value, height, 0) for tick in year_ticks(x.first, x.last, across * _DENSER)]
        centres = [
            (top + bottom) / 2 if is_beside else bottom - round((_ROW + gap) / 2 * spread)
            for top, bottom in pairwise(edges)
        ]
        marks += self._marks(centres)
        stand = day(self.stand)
        marks.append(Rule(stand, stand, height, 0, theme.NEUTRAL, 2.0, "dash"))
        for (lead, lines), top, centre in zip(titles, edges, centres, strict=False):
            if is_beside:
                marks.append(Text(lines, x.first, centre, dx=-10, anchor="end", lead=lead))
            else:
                marks.append(Text(lines, x.first, top, dx=-left, dy=3, baseline="top", lead=lead, halo=PAPER))
        marks.append(self._stand_text(x.share(stand) * across, across))
        rest = self.rest_text(len(self.rows), self.hidden) if self.hidden else ""
        series = drawn_series(marks, self.series)
        margins = left, _SIDE, head, 2
        return Layout(place.width, height + head + 2, *margins, x, Axis(height, 0), series, tuple(marks), rest)

    def _axis(self, across: float) -> Axis:
        """Whole years, each with its number in its middle; where they are short, none at an edge that it would leave."""
        first, last = (dt.date.fromordinal(int(end)).year for end in self.reach or self.span)
        axis = Axis(day(dt.date(first, 1, 1)), day(dt.date(last, 12, 31)) + 1, is_date=True, is_on_top=True)
        half = fonts.width("2000", SMALL) / 2 - _SIDE
        years = year_ticks(axis.first, axis.last, across, in_middle=True)
        fitting = (year for year in years if half <= axis.share(year.value) * across <= across - half)
        return replace(axis, ticks=tuple(fitting))

    def _marks(self, centres: Sequence[float]) -> list[Mark]:
        """Bars, then lines, then points, of each series after those of the one before, as plotly draws them."""
        bars: dict[Series, list[Mark]] = {series: [] for series in self.series}
        points: dict[Series, list[Mark]] = {series: [] for series in self.series}
        lines: dict[Series, list[tuple[float, float | None]]] = {}
        for row, y in zip(self.rows, centres, strict=True):
            for mark in row.marks:
                match mark:
                    case Bar(series):
                        bars[series].append(Bar(series, mark.left, mark.right, y + mark.bottom, y + mark.top, mark.tip))
                    case Line(series, xs):
                        lines.setdefault(series, []).extend([*((x, y) for x in xs), (xs[-1], None)])
                    case Point(series):
                        points[series].append(Point(series, mark.x, y, mark.tip, mark.size))
        for series, places in lines.items():
            xs, ys = zip(*places, strict=True)
            points[series].insert(0, Line(series, xs, ys))
        return [mark for marks in (*bars.values(), *points.values()) for mark in marks]

    def _stand_text(self, x: float, across: float) -> Text:
        """Above the years and its line; towards the middle where it would leave the drawing."""
        words = t("timeline.stand", date=units.date(self.stand))
        half = fonts.width(words, SMALL) / 2
        anchor: Anchor = "end" if x + half > across + _SIDE else "start" if x < half else "middle"
        dy = -_YEARS - fonts.line_height(SMALL) - 2
        return Text((words,), day(self.stand), 0, dy=dy, anchor=anchor, baseline="base", size=SMALL)


def _height(lines: int, gap: float, *, is_beside: bool) -> float:
    written = lines * fonts.line_height()
    return _odd((max(_ROW, written) if is_beside else written + 3 + _ROW) + gap + 1)


def _odd(pixels: float) -> int:
    """The next odd number that is no larger."""
    return 2 * math.floor((pixels - 1) / 2) + 1


def _weight(lead: str) -> int:
    # Between those of the lead and of the rest, so that the line has room for both.
    return fonts.SEMIBOLD if lead else fonts.REGULAR


def _title(row: Row, room: float) -> tuple[str, tuple[str, ...]]:
    """The part in bold, and the lines, the last one shortened where there are too many."""
    whole = f"{row.lead} · {row.title}" if row.lead else row.title
    lines = fonts.wrapped(whole, room, fonts.TEXT, _weight(row.lead))
    if len(lines) > _LINES:
        last = f"{lines[_LINES - 1]} {lines[_LINES]}"
        while fonts.width(f"{last} …", fonts.TEXT, _weight(row.lead)) > room:
            last = last.rpartition(" ")[0] or last[:-1]
        lines = (*lines[: _LINES - 1], f"{last} …")
    lead = row.lead.replace("\xa0", " ")
    return lead if lead and lines[0].startswith(lead) else "", lines
