"""Two measures against each other: a symbol for each place, with its name where that has room."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.charts import fonts
from app.charts.axes import decimals_of, value_ticks
from app.charts.fonts import SMALL
from app.charts.marks import (
    PAPER,
    Anchor,
    Axis,
    Baseline,
    Layout,
    Mark,
    Place,
    Point,
    Series,
    Text,
    Tick,
    drawn_series,
    overlap,
)
from app.words import units

_HEIGHT, _LEAST, _NARROWEST = 420.0, 150.0, 160.0
"""Pixels of the drawing on a page, and of a plot's height and width at least."""
_SYMBOL, _AIR, _RIGHT = 11.0, 12.0, 14.0
"""Pixels: width of a symbol, around the outermost ones, right of the plot."""
_AWAY = 9.0
_SPOTS: tuple[tuple[float, float, Anchor, Baseline], ...] = (
    (_AWAY, 0, "start", "centre"),
    (-_AWAY, 0, "end", "centre"),
    (0, -_AWAY, "middle", "base"),
    (0, _AWAY, "middle", "top"),
)
"""Where a name may stand beside its symbol, the best place first."""
_CLOSE = 0.5
"""An axis begins at zero unless the lowest value is above this part of the highest."""


@dataclass(frozen=True)
class Spot:
    """A place with its two values."""

    name: str
    x: float
    y: float
    series: Series
    tip: str


@dataclass(frozen=True)
class Measure:
    """What an axis shows: its title with the unit, and a value as it is written there."""

    title: str
    short: Callable[[float, int], str]
    """A value in so many decimals."""


@dataclass(frozen=True, eq=False)
class ScatterChart:
    """Symbols on two axes; ``rest`` is written below the drawing."""

    spots: tuple[Spot, ...]
    x: Measure
    y: Measure
    alt: str
    rest: str = ""

    def reduced(self) -> None:
        """No place can be left out: any of them may be the exception."""

    def layout(self, place: Place) -> Layout | None:
        """Names where they meet neither a symbol nor another name."""
        down, across = (self._ticks(measure, axis) for measure, axis in ((self.y, "y"), (self.x, "x")))
        left = math.ceil(fonts.widest([tick.text for tick in down], SMALL)) + 12
        height = place.height or _HEIGHT
        title = fonts.wrapped(self.y.title, place.width, SMALL)
        below = fonts.wrapped(self.x.title, place.width - left, SMALL)
        top = math.ceil(len(title) * fonts.line_height(SMALL)) + 10
        bottom = 10 + math.ceil((1 + len(below)) * fonts.line_height(SMALL)) + 4
        plot_width, plot_height = place.width - left - _RIGHT, height - top - bottom
        if place.height is not None and (plot_height < _LEAST or plot_width < _NARROWEST):
            return None
        x, y = _axis(across, plot_width), _axis(down, plot_height)
        # An axis with every number that has room.
        every = math.ceil(sum(fonts.width(tick.text, SMALL) + _AIR for tick in across) / max(plot_width, 1.0))
        x = Axis(x.first, x.last, across[::every], has_grid=True)
        marks: list[Mark] = [
            Text(title, x.first, y.last, dx=-left, dy=4 - top, baseline="top", size=SMALL),
            Text(below, x.last, y.first, dy=10 + fonts.line_height(SMALL), anchor="end", baseline="top", size=SMALL),
        ]
        marks += [Point(spot.series, spot.x, spot.y, spot.tip, _SYMBOL) for spot in self.spots]
        frame = Layout(place.width, height, left, _RIGHT, top, bottom, x, y, (), ())
        marks += self._names(frame)
        series = drawn_series(marks, (spot.series for spot in self.spots))
        return Layout(place.width, height, left, _RIGHT, top, bottom, x, y, series, tuple(marks), self.rest)

    def _ticks(self, measure: Measure, axis: str) -> tuple[Tick, ...]:
        values = [getattr(spot, axis) for spot in self.spots]
        low, high = min(values), max(values)
        if 0 <= low <= _CLOSE * high or low == high:
            ticks = value_ticks(high)
            steps = [tick.value for tick in ticks]
        else:
            steps = units.nice_steps(low, high)
        step = steps[1] - steps[0]
        decimals = decimals_of(step)
        return tuple(Tick(value, measure.short(value, decimals)) for value in steps)

    def _names(self, frame: Layout) -> list[Text]:
        half = _SYMBOL / 2
        symbols = [
            (frame.across(s.x) - half, frame.down(s.y) - half, frame.across(s.x) + half, frame.down(s.y) + half)
            for s in self.spots
        ]
        edges = (frame.left, frame.top - 4, frame.width, frame.height - frame.bottom)
        texts: list[Text] = []
        for spot in self.spots:
            for dx, dy, anchor, baseline in _SPOTS:
                text = Text((spot.name,), spot.x, spot.y, dx, dy, anchor, baseline, size=SMALL, halo=PAPER)
                box = frame.box(text)
                if _inside(box, edges) and not any(overlap(box, b) for b in (*symbols, *map(frame.box, texts))):
                    texts.append(text)
                    break
        return texts


def _axis(ticks: Sequence[Tick], pixels: float) -> Axis:
    """From the first to the last tick, with room for half a symbol on either side."""
    first, last = ticks[0].value, ticks[-1].value
    air = (last - first) * _AIR / max(pixels - 2 * _AIR, 1.0)
    return Axis(first - air, last + air, tuple(ticks), has_grid=True)


def _inside(box: Sequence[float], edges: Sequence[float]) -> bool:
    return edges[0] <= box[0] and edges[1] <= box[1] and box[2] <= edges[2] and box[3] <= edges[3]
