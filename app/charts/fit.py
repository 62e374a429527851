"""Charts laid out for a picture: letters as large as there is room for, and what is too much drawn together."""

from bisect import bisect_left
from dataclasses import dataclass

from app.charts import fonts
from app.charts.marks import Chart, Layout, Place, page_layout
from app.charts.svg import outer_height

_SIZES = 16
"""Sizes of letters that are tried."""


@dataclass(frozen=True)
class Fitted:
    """A chart, perhaps with less in it than was asked for, its layout, and how much that is enlarged."""

    chart: Chart
    layout: Layout
    scale: float


def fitted(chart: Chart, width: float, height: float, *, text: float, least: float) -> Fitted:
    """The chart for a box of this size.

    Parameters
    ----------
    text, least
        Height of the letters where there is room, and what they never fall below; in the units of the box.
    """

    def sized(size: float) -> Fitted | None:
        scale = size / fonts.TEXT
        layout = _laid_out(chart, Place(width / scale, height / scale))
        return Fitted(chart, layout, scale) if layout else None

    smallest = sized(least)
    if smallest and smallest.layout.is_scalable:
        layout = smallest.layout
        return Fitted(chart, layout, min(width / layout.width, height / layout.height))
    while not smallest:
        fewer = chart.reduced()
        if fewer is None:
            # The drawing takes the height that it needs and becomes smaller as a whole.
            layout = page_layout(chart, width * fonts.TEXT / least)
            return Fitted(chart, layout, min(least / fonts.TEXT, height / outer_height(layout)))
        chart = fewer
        smallest = sized(least)
    sizes = [text - (text - least) * step / _SIZES for step in range(_SIZES)]
    first = bisect_left(sizes, True, key=lambda size: sized(size) is not None)
    return (sized(sizes[first]) if first < _SIZES else None) or smallest


def _laid_out(chart: Chart, place: Place) -> Layout | None:
    """The layout in what its legend, and a word about what it leaves out, leave of the height."""
    layout = chart.layout(place)
    around = outer_height(layout) - layout.height if layout and place.height else 0.0
    if layout is None or place.height is None or not around:
        return layout
    below = chart.layout(Place(place.width, place.height - around))
    return below if below and outer_height(below) - below.height <= around else None
