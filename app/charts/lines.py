"""Lines over time, a point for each value: they carry their names themselves where these have room, else there is a legend."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from app.charts import fonts, theme
from app.charts.axes import value_ticks, year_ticks
from app.charts.fonts import SMALL
from app.charts.marks import (
    PAPER,
    Anchor,
    Axis,
    Bar,
    Baseline,
    Layout,
    Line,
    Mark,
    Place,
    Point,
    Series,
    Text,
    Tick,
    overlap,
)

FEW = 5
"""Lines that have colours; of more the names are smaller, and the legend stays for those who switch lines off."""
_LEAST, _NARROWEST, _MANY = 130.0, 110.0, 240.0
"""Height and width of a plot at least, and width beside the names of more than a few lines."""
_EDGE, _AIR, _RIGHT, _TOP = 4.5, 12.0, 8.0, 8
"""Pixels between the highest or lowest value and the plot's edge, beside the first and last one, right of the plot, above it."""
_NAMES, _LEADER, _GAP, _AWAY = 0.34, 22.0, 4.0, 10.0
"""Part of the width that names may take; pixels from a line's end to its name, between names, and from a line below one."""
_HEADROOM = 1.25
"""Values reach that much higher than the highest one where names stand above and below the lines."""
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_BREAK = "\u200b"
_BAND = Series("", theme.NEUTRAL, opacity=0.18, is_in_legend=False)


@dataclass(frozen=True)
class Value:
    """A value of a day; None where it is not known."""

    day: float
    value: float | None
    date: str
    """The day in words, as precise as it is known."""
    tip: str = ""
    origin: str = ""
    """Who says it; no line leads from a value to one that somebody else says."""


@dataclass(frozen=True)
class Curve:
    """The values of one series, in their order in time."""

    series: Series
    values: tuple[Value, ...]

    @property
    def known(self) -> list[tuple[float, float]]:
        """Days and values, where there is one."""
        return [(each.day, each.value) for each in self.values if each.value is not None]


@dataclass(frozen=True)
class Band:
    """A time that is shaded, with its reason; no line leads across its edges."""

    first: float
    last: float
    text: str


@dataclass(frozen=True, eq=False)
class LineChart:
    """Lines on an axis of values that begins at zero.

    Parameters
    ----------
    unit
        What is written behind values on the axis; those without one are counts.
    height
        Pixels on a page.
    is_sequence
        Whether the lines follow one another in time; then their names stand above and below them.
    rest
        What is written below the drawing.
    highest, reach
        How far the axis of values reaches at least, and days with their words between which that of time lies at least:
        charts side by side have the same.
    symbol
        Pixels of a symbol's width.
    is_labelled
        Whether the lines carry their names where these have room; else there is a legend.
    """

    curves: tuple[Curve, ...]
    alt: str
    unit: str = ""
    bands: tuple[Band, ...] = ()
    height: float = 400.0
    is_sequence: bool = False
    rest: str = ""
    highest: float = 0.0
    reach: tuple[tuple[float, str], ...] = ()
    symbol: float = 8.0
    is_labelled: bool = True

    def reduced(self) -> None:
        """No line can be left out: which one matters is not known."""

    def layout(self, place: Place) -> Layout | None:
        """Lines as wide and as high as the place; names at their ends, or a legend where those have no room."""
        named = None
        if self.is_labelled:
            named = self._beside(place) if self.is_sequence else self._at_ends(place)
        layout = named or self._drawn(self._frame(place, _RIGHT))
        has_room = layout.plot_height >= _LEAST and layout.plot_width >= _NARROWEST
        return layout if has_room or place.height is None else None

    def _at_ends(self, place: Place) -> Layout | None:
        """Names right of the ends, each as near to its own as the others let it."""
        shown = [curve for curve in self.curves if not curve.series.is_optional]
        are_few = len(self.curves) <= FEW
        size = fonts.TEXT if are_few else SMALL
        ends = [(curve, *curve.known[-1]) for curve in shown if curve.known]
        ends.sort(key=lambda end: -end[2])
        texts = [_name_lines(curve.series.name, place.width * _NAMES, size) for curve, _, _ in ends]
        names = [lines for lines in texts if lines]
        if not ends or len(names) < len(ends):
            return None
        frame = self._frame(place, math.ceil(max(fonts.widest(lines, size) for lines in names)) + 8, _LEADER)
        high = [len(lines) * fonts.line_height(size) for lines in names]
        if sum(high) + _GAP * (len(ends) - 1) > frame.plot_height:
            return None
        if frame.plot_width < (_NARROWEST if are_few else _MANY):
            return None
        y = frame.y
        wanted = [(1 - y.share(value)) * frame.plot_height for _, _, value in ends]
        reach = (frame.x.last - frame.x.first) * _LEADER / frame.plot_width
        leaders: dict[Series, Line] = {}
        marks = []
        middles = _spread_names(wanted, high, frame.plot_height)
        for (curve, day, value), lines, middle in zip(ends, names, middles, strict=True):
            place_of_name = y.last - middle * ((y.last - y.first) / frame.plot_height)
            thin = replace(curve.series, dash="", line_width=1.0, symbol="", is_in_legend=False)
            leaders[curve.series] = Line(thin, (day, day + reach), (value, place_of_name))
            marks.append(Text(lines, day + reach, place_of_name, dx=4, size=size, halo=PAPER))
        # Among a few lines a name may lie on another one; among many nobody would know which it is of.
        if not are_few and self._collide(frame, marks):
            return None
        return self._drawn(frame, leaders, marks)

    def _beside(self, place: Place) -> Layout | None:
        """Names below and above the lines in turn, so that neighbours never meet."""
        frame = self._frame(place, _RIGHT, headroom=_HEADROOM)
        texts = []
        for i, curve in enumerate(self.curves):
            lines, known = _name_lines(curve.series.name, min(place.width * _NAMES, 150.0), fonts.TEXT), curve.known
            if not lines or not known:
                return None
            is_first, is_last, is_below = i == 0, i == len(self.curves) - 1, i % 2 == 0
            day = known[0 if is_first else -1 if is_last else len(known) // 2][0]
            value = (min if is_below else max)(value for _, value in known)
            anchor: Anchor = "start" if is_first else "end" if is_last else "middle"
            dx = -_EDGE if is_first else _EDGE if is_last else 0.0
            baseline: Baseline = "top" if is_below else "base"
            dy = _AWAY if is_below else -_AWAY
            texts.append(Text(lines, day, value, dx=dx, dy=dy, anchor=anchor, baseline=baseline))
        return None if self._collide(frame, texts) else self._drawn(frame, {}, texts)

    def _collide(self, frame: Layout, texts: Sequence[Text]) -> bool:
        """Whether a text leaves the plot, or meets another one or a line."""
        boxes = [frame.box(text) for text in texts]
        shown = [self._interrupted(curve) for curve in self.curves if not curve.series.is_optional]
        lines = [
            [(frame.across(day), frame.down(value)) for day, value in run if value is not None]
            for places in shown
            for is_known, run in groupby(places, lambda place: place[1] is not None)
            if is_known
        ]
        # A box is a little higher than the line of a text.
        edges = (frame.left - 1, frame.top - 1, frame.width + 1, frame.height - frame.bottom + 1)
        return any(
            not (edges[0] <= box[0] and edges[1] <= box[1] and box[2] <= edges[2] and box[3] <= edges[3])
            or any(overlap(box, other) for other in boxes[i + 1 :])
            or any(_crosses(box, line) for line in lines)
            for i, box in enumerate(boxes)
        )

    def _drawn(self, frame: Layout, leaders: dict[Series, Line] | None = None, texts: Sequence[Text] = ()) -> Layout:
        """All marks in the frame; with texts the names are there, and the legend is needed only to switch lines on or off."""
        y, last = frame.y, frame.x.last
        marks: list[Mark] = [
            Bar(_BAND, max(band.first, frame.x.first), min(band.last, last), y.first, y.last) for band in self.bands
        ]
        is_switched = len(self.curves) > FEW or any(curve.series.is_optional for curve in self.curves)
        for curve in self.curves:
            series = curve.series
            if leaders is not None:
                series = replace(series, is_in_legend=is_switched, is_named=not series.is_optional)
            marks += [leaders[curve.series]] if leaders and curve.series in leaders else []
            if len(curve.known) > 1:  # one point is no line
                places = self._interrupted(curve)
                marks.append(Line(series, tuple(day for day, _ in places), tuple(value for _, value in places)))
            marks += [Point(series, v.day, v.value, v.tip, self.symbol) for v in curve.values if v.value is not None]
        marks += self._band_names(frame, texts)
        drawn = dict.fromkeys(mark.series for mark in marks if isinstance(mark, Bar | Line | Point))
        return replace(frame, series=tuple(drawn), marks=(*marks, *texts), rest=self.rest)

    def _band_names(self, frame: Layout, texts: Sequence[Text] = ()) -> list[Text]:
        """The reasons of bands, upright at an edge where none of the ``texts`` stands; at the upper left where it is free."""
        found: list[Text] = []
        y, inside = frame.y, (fonts.ASCENT + fonts.DESCENT) * SMALL + 1
        for band in self.bands:
            if not band.text or fonts.width(band.text, SMALL) + 2 * _EDGE > frame.plot_height:
                continue
            across: tuple[tuple[float, float], ...] = (
                (max(band.first, frame.x.first), 1),
                (min(band.last, frame.x.last), -inside),
            )
            down: tuple[tuple[float, float, Anchor], ...] = ((y.last, _EDGE, "end"), (y.first, -_EDGE, "start"))
            for (x, dx), (value, dy, anchor) in product(across, down):
                text = Text((band.text,), x, value, dx, dy, anchor, size=SMALL, is_upright=True)
                box = frame.box(text)
                if box[0] >= frame.left and not any(overlap(box, frame.box(other)) for other in (*texts, *found)):
                    found.append(text)
                    break
        return found

    def _interrupted(self, curve: Curve) -> list[tuple[float, float | None]]:
        """Days and values, without one between those before, within and after a band, or of two origins: they are not comparable."""
        places: list[tuple[float, float | None]] = []
        before = None
        for each in curve.values:
            part = [each.origin, *((band.first <= each.day, band.last < each.day) for band in self.bands)]
            places += [(each.day, None)] if before not in (None, part) else []
            places.append((each.day, each.value))
            before = part
        return places

    def _frame(self, place: Place, right: float, after: float = _AIR, headroom: float = 1.0) -> Layout:
        """Axes and margins, with nothing drawn yet; ``after`` is what lies between the last value and the right edge."""
        visible = [curve for curve in self.curves if not curve.series.is_optional]
        highest = max((value for curve in visible for _, value in curve.known), default=0.0)
        highest = max(highest, self.highest)
        ticks = value_ticks(highest * headroom, unit=self.unit, is_count=not self.unit)
        left = math.ceil(fonts.widest([tick.text for tick in ticks], SMALL)) + 12
        bottom, height = math.ceil(8 + fonts.line_height(SMALL)), place.height or self.height
        # Ticks at the middle of pixels, where lines are sharp; what is left over lies above them.
        step = math.floor((height - bottom - _TOP - 2 * _EDGE) / (len(ticks) - 1))
        top = math.floor(height - bottom - 2 * _EDGE - step * (len(ticks) - 1))
        dates = {each.day: each.date for curve in self.curves for each in curve.values}
        x = _time(dates | dict(self.reach), place.width - left - right, after)
        edge = ticks[-1].value / (len(ticks) - 1) * _EDGE / max(step, 1)
        y = Axis(-edge, ticks[-1].value + edge, ticks, has_grid=True, unit=self.unit)
        return Layout(place.width, height, left, right, top, bottom, x, y, (), (), compares_at_x=True)


def _time(dates: dict[float, str], across: float, after: float) -> Axis:
    """Time with years along it; where no year begins the first and the last day are named instead."""
    first, last = min(dates), max(dates)
    if first == last:
        return Axis(first - 180, last + 180, (Tick(first, dates[first]),), is_date=True)
    before, ticks = _AIR, year_ticks(first, last, across)
    if not ticks:
        before = max(before, fonts.width(dates[first], SMALL) / 2)
        after = max(after, fonts.width(dates[last], SMALL) / 2)
    days = (last - first) / max(across - before - after, 1.0)
    if not ticks:
        are_apart = before + after + 10 <= (last - first) / days
        ticks = tuple(Tick(day, dates[day]) for day in ((first, last) if are_apart else (last,)))
    return Axis(first - before * days, last + after * days, ticks, is_date=True)


def _name_lines(name: str, room: float, size: float) -> tuple[str, ...] | None:
    """A name in lines that end between words or after a hyphen; None when a word alone is too wide."""
    if any(fonts.width(word, size) > room for word in _HYPHEN.sub("- ", name).split()):
        return None
    lines = fonts.wrapped(_HYPHEN.sub(f"-{_BREAK} ", name), room, size)
    return tuple(line.replace(f"{_BREAK} ", "").replace(_BREAK, "") for line in lines)


def _spread_names(wanted: Sequence[float], high: Sequence[float], height: float) -> list[float]:
    """Middles of names from above, moved as little as needed so that none meets the next or leaves the plot."""
    groups: list[tuple[float, float, list[int]]] = []  # upper edge, height, and names of what stands together
    for i, at in enumerate(wanted):
        groups.append((min(max(at - high[i] / 2, 0), height - high[i]), high[i], [i]))
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] + _GAP > groups[-1][0]:
            (_, upper, names), (_, lower, more) = groups[-2:]
            size, names = upper + _GAP + lower, names + more
            middle = sum(wanted[j] for j in names) / len(names)
            groups[-2:] = [(min(max(middle - size / 2, 0), height - size), size, names)]
    found = [0.0] * len(wanted)
    for edge, _, names in groups:
        for j in names:
            found[j] = edge + high[j] / 2
            edge += high[j] + _GAP
    return found


def _crosses(box: Sequence[float], points: Sequence[tuple[float, float]]) -> bool:
    """Whether a line from point to point, or a symbol at one of them, meets the box."""
    for (x, y), (to_x, to_y) in zip(points, [*points[1:], points[-1]], strict=True):
        begin, end = max(x - _EDGE, box[0]), min(to_x + _EDGE, box[2])
        if begin > end:
            continue
        slope = (to_y - y) / (to_x - x) if to_x > x else 0.0
        heights = [y + slope * (min(max(at, x), to_x) - x) for at in (begin, end)]
        if min(heights) - _EDGE < box[3] and box[1] < max(heights) + _EDGE:
            return True
    return False
