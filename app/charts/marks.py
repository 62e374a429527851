"""What every chart and map is made of once it is laid out: marks in the units of its axes, texts, a legend.

A kind of chart turns a table into a ``Layout`` for a place; ``svg`` and ``plotly_figure`` write a layout. Values lie on
axes; distances that do not follow the data (letters, gaps) are pixels of a drawing whose letters are ``fonts.TEXT`` high.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from app.charts import fonts

INK, PAPER, RULE = "ink", "paper", "rule"
"""Colours that follow the theme: text, background, thin lines. All others are hex colours."""

Anchor = Literal["start", "middle", "end"]
Baseline = Literal["top", "centre", "base"]


@dataclass(frozen=True)
class Place:
    """The room for a chart; without a ``height`` it becomes as high as it needs to be."""

    width: float
    height: float | None = None


NARROW, MEDIUM, WIDE = 300.0, 520.0, 860.0
"""Widths for which the page lays out each chart; between them only the plot stretches, never the letters."""
WIDTHS = {"narrow": NARROW, "medium": MEDIUM, "wide": WIDE}
"""The same by the names that style sheet and addresses know."""


@dataclass(frozen=True)
class Series:
    """Marks that belong together: a name in the legend, a colour, and what tells it apart without colour."""

    name: str
    colour: str
    pattern: str = ""
    """Of bars: plain, ``/`` hatched or ``.`` dotted; of areas: plain or ``//`` hatched."""
    symbol: str = ""
    """Of points: a key of ``symbols.SYMBOLS``."""
    dash: str = ""
    """Of lines: a key of ``DASHES``."""
    line_width: float = 0.0
    """Of lines, also of one through points."""
    opacity: float = 1.0
    """Of bars and ribbons."""
    is_in_legend: bool = True
    is_named: bool = False
    """Whether its name stands beside it: then only a page, where it can be switched, has it in its legend."""
    is_optional: bool = False
    """Drawn only when somebody switches it on while exploring."""


DASHES = {
    "": "",
    "dot": "2 4",
    "dash": "8 5",
    "longdash": "13 6",
    "dashdot": "8 4 2 4",
    "longdashdot": "13 4 2 4",
}
"""Lengths of dashes and gaps in pixels."""
TILE, SOLIDITY = 6.0, 0.35
"""Pixels of the tile of a hatched or dotted pattern, and how much of it is painted."""
FINE = 10
"""Shapes of many areas are given in tenths of a drawing unit, so that whole numbers will do."""


@dataclass(frozen=True)
class Tick:
    """A value on an axis and what is written there."""

    value: float
    text: str


@dataclass(frozen=True)
class Axis:
    """Values to shares of a side, with what is written along it; nothing is written on one without ticks."""

    first: float
    """Lies at 0: left, or at the bottom."""
    last: float
    """Lies at 1: right, or on top."""
    ticks: tuple[Tick, ...] = ()
    has_grid: bool = False
    is_date: bool = False
    """Whether values are days, counted as ``day`` does."""
    is_on_top: bool = False
    """Whether the texts of a horizontal axis stand above the plot."""
    unit: str = ""
    """What plotly writes behind numbers when somebody zooms in."""

    def share(self, value: float) -> float:
        """Where a value lies, 0 to 1 within the axis."""
        return (value - self.first) / ((self.last - self.first) or 1.0)


@dataclass(frozen=True)
class Bar:
    """A rectangle between two values of either axis."""

    series: Series
    left: float
    right: float
    bottom: float
    top: float
    tip: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points; ``None`` as a value interrupts it."""

    series: Series
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]


@dataclass(frozen=True)
class Point:
    """A symbol at a value."""

    series: Series
    x: float
    y: float
    tip: str = ""
    size: float = 9.0


@dataclass(frozen=True)
class Ribbon:
    """A band that flows from one upright edge to another."""

    series: Series
    left: float
    left_top: float
    left_bottom: float
    right: float
    right_top: float
    right_bottom: float
    tip: str = ""


@dataclass(frozen=True)
class Rule:
    """A straight line that means something by its place: the day of the Stand, the edge of a row."""

    left: float
    right: float
    bottom: float
    top: float
    colour: str = RULE
    width: float = 1.0
    dash: str = ""
    starts_at_edge: bool = False
    """Whether it begins at the left edge of the drawing instead of that of the plot."""


@dataclass(frozen=True)
class Text:
    """Lines of text at a value, moved by pixels (``dx`` to the right, ``dy`` down)."""

    lines: tuple[str, ...]
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    anchor: Anchor = "start"
    baseline: Baseline = "centre"
    """Which part of the text lies at ``y``: its upper edge, its middle, or the base line of its last line."""
    weight: int = fonts.REGULAR
    size: float = fonts.TEXT
    colour: str = INK
    lead: str = ""
    """Beginning of the first line that is written in bold."""
    halo: str = ""
    """Colour behind the letters where something is drawn below them."""
    is_upright: bool = False
    """Whether it is turned and reads from the bottom upwards."""

    def line_width(self, number: int) -> float:
        """Pixels of one line, with its bold beginning."""
        lead = "" if number else self.lead
        rest = self.lines[number].removeprefix(lead)
        return fonts.width(lead, self.size, fonts.BOLD) + fonts.width(rest, self.size, self.weight)


Edge = Literal["area", "unknown", "chosen", "many", "between", "plain", "outline", "swatch", "ring"]
"""Of areas with a value, without one, and chosen as a filter; of many drawn as one, and the dark line between areas; of areas
that say nothing, of the region, of swatches in a legend, and of the ring around what is tiny."""


@dataclass(frozen=True)
class Area:
    """A piece of a map.

    Parameters
    ----------
    series
        Its filling; None for nothing.
    path
        Its outline as a path of SVG, in drawing units.
    key
        What choosing it gives.
    tip
        Its name, and on a second line its value.
    """

    series: Series | None
    path: str
    edge: Edge
    key: str = ""
    tip: str = ""


Mark = Bar | Line | Point | Ribbon | Rule | Text | Area


@dataclass(frozen=True)
class Entry:
    """What an area of a map says, for a list beside it."""

    name: str
    value: str
    series: Series


@dataclass(frozen=True)
class Layout:
    """A chart for one place: everything but the letters stretches with the plot between ``left`` and ``right``."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    marks: tuple[Mark, ...]
    rest: str = ""
    """What the drawing leaves out, in words; written below it."""
    compares_at_x: bool = False
    """Whether exploring shows the values of all series at one place together."""
    is_scalable: bool = False
    """Whether it is enlarged as a whole with its letters, as a map is, and its size is the same for every place."""
    entries: tuple[Entry, ...] = ()
    """Values of a map that it has no room for, the highest first; they are listed beside it."""

    @property
    def plot_width(self) -> float:
        """Pixels between the margins."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> float:
        """Pixels between the upper and the lower margin."""
        return self.height - self.top - self.bottom

    def down(self, value: float) -> float:
        """Pixels from the upper edge to a value."""
        return self.top + (1 - self.y.share(value)) * self.plot_height

    def across(self, value: float) -> float:
        """Pixels from the left edge to a value."""
        return self.left + self.x.share(value) * self.plot_width

    @property
    def legend(self) -> tuple[Series, ...]:
        """Series that are named in the legend, in their order."""
        return tuple(series for series in self.series if series.is_in_legend)

    def box(self, text: Text) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge of a text in the drawing, in pixels."""
        x, y = self.across(text.x) + text.dx, self.down(text.y) + text.dy
        across = max(text.line_width(number) for number in range(len(text.lines)))
        before = {"start": 0.0, "middle": across / 2, "end": across}[text.anchor]
        if text.is_upright:
            return x, y + before - across, x + (fonts.ASCENT + fonts.DESCENT) * text.size, y + before
        extra = (len(text.lines) - 1) * fonts.line_height(text.size)
        high = extra + (fonts.ASCENT + fonts.DESCENT) * text.size
        top = {"top": y, "centre": y - high / 2, "base": y - extra - fonts.ASCENT * text.size}[text.baseline]
        return x - before, top, x - before + across, top + high


class Chart(Protocol):
    """A kind of chart with its rows: knows what is said about it, and how it is laid out for a place."""

    @property
    def alt(self) -> str:
        """Everything that it shows, in words."""

    def layout(self, place: Place) -> Layout | None:
        """The chart for a place; None when it has not enough room there."""

    def reduced(self) -> "Chart | None":
        """The same with less in it: what goes is drawn together or counted; None when nothing can go."""

    def __hash__(self) -> int:
        """Charts are keys of caches, by identity."""


def page_layout(chart: Chart, width: float) -> Layout:
    """The layout of this width, as high as it needs to be: for that there is always room."""
    layout = chart.layout(Place(width))
    assert layout is not None
    return layout


def day(date: dt.date) -> float:
    """A date as a number of days, so that it can lie on a scale."""
    return float(dt.date(date.year, date.month, date.day).toordinal())


def drawn_series(marks: Iterable[Mark], series: Iterable[Series]) -> tuple[Series, ...]:
    """Those series that something is drawn of, in their order."""
    drawn = {mark.series for mark in marks if isinstance(mark, Bar | Line | Point | Ribbon)}
    return tuple(each for each in dict.fromkeys(series) if each in drawn)


def overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes (left, upper, right and lower edge) overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
