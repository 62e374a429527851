"""What a layout shows, for tests: its texts with their boxes, its bars and points by series."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.charts.html import layouts_of
from app.charts.marks import MEDIUM, WIDE, Bar, Chart, Layout, Line, Place, Point, Ribbon, Text
from app.charts.svg import tick_texts

MARKUP = "<script>alert(1)</script><b>fett</b> & <a href='x'>"
"""A hostile name."""
Box = tuple[float, float, float, float]
_TOUCH = 1.0
"""Pixels by which boxes may meet: they are as high as the highest letters that there could be."""


def laid_out(chart: Chart | None, width: float = WIDE) -> Layout:
    """The layout of a page of that width."""
    layout = chart.layout(Place(width)) if chart else None
    assert layout
    return layout


def bars(layout: Layout, name: str | None = None) -> list[Bar]:
    return [mark for mark in layout.marks if isinstance(mark, Bar) and name in (None, mark.series.name)]


def points(layout: Layout, name: str | None = None) -> list[Point]:
    return [mark for mark in layout.marks if isinstance(mark, Point) and name in (None, mark.series.name)]


def all_texts(layout: Layout) -> list[Text]:
    """Texts among the marks and along the axes."""
    return [*(mark for mark in layout.marks if isinstance(mark, Text)), *tick_texts(layout)]


def texts(layout: Layout) -> list[str]:
    """Every text of a layout, its lines joined."""
    return [" ".join(text.lines) for text in all_texts(layout)]


def all_words(layout: Layout) -> list[str]:
    """Texts, names of series and what is shown beside the pointer."""
    tips = [mark.tip for mark in layout.marks if isinstance(mark, Bar | Point | Ribbon)]
    return [*texts(layout), *(series.name for series in layout.series), *tips, layout.rest]


def appearance(layout: Layout) -> list[tuple[str, ...]]:
    """What the series of lines, or of points, look like in black and white."""
    drawn = {mark.series for mark in layout.marks if isinstance(mark, Line | Point) and mark.series.symbol}
    return [(series.dash, series.symbol) for series in layout.series if series in drawn]


def cents(values: Iterable[Any]) -> list[Decimal]:
    return [Decimal(str(value)).quantize(Decimal("0.01")) for value in values if value is not None and value == value]


def faults(layout: Layout) -> list[tuple[str, ...]]:
    """Texts that leave the drawing, and pairs of texts that overlap."""
    boxes = [(" ".join(text.lines), layout.box(text)) for text in all_texts(layout)]
    outside: list[tuple[str, ...]] = [
        (text,)
        for text, (left, top, right, bottom) in boxes
        if min(left, top) < -_TOUCH or right > layout.width + _TOUCH or bottom > layout.height + _TOUCH
    ]
    overlapping = [(one, other) for (one, a), (other, b) in itertools.combinations(boxes, 2) if _overlap(a, b)]
    return [*outside, *overlapping]


def faults_of_page(chart: Chart, width: int) -> list[tuple[str, ...]]:
    """The same of the layout that a page of this width shows, whose plot is stretched to it."""
    layout = layouts_of(chart)[sum(each <= width for each in (MEDIUM, WIDE))]
    return faults(replace(layout, width=width))


def _overlap(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > _TOUCH
        and min(one[3], other[3]) - max(one[1], other[1]) > _TOUCH
    )


def amounts(text: str) -> list[Decimal]:
    """Every amount of money that a text names."""
    return [Decimal(n.replace(".", "").replace(",", ".")) for n in re.findall(r"(-?[\d.]+(?:,\d+)?) €", text)]
