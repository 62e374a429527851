"""Charts laid out for a picture: letters as large as there is room for, and what is too much drawn together."""

from dataclasses import dataclass

from app.charts.marks import TEXT, Chart, Layout, Place
from app.charts.svg import legend_height

_STEPS = 16


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
    for step in range(_STEPS + 1):
        scale = (text - (text - least) * step / _STEPS) / TEXT
        layout = _laid_out(chart, width / scale, height / scale)
        if layout:
            return Fitted(chart, layout, scale)
    scale = least / TEXT
    while fewer := chart.reduced():
        chart = fewer
        if layout := _laid_out(chart, width / scale, height / scale):
            return Fitted(chart, layout, scale)
    # Nothing more can go: the drawing takes the height that it needs and becomes smaller as a whole.
    free = chart.layout(Place(width / scale))
    assert free is not None
    whole = free.height + legend_height(free)
    return Fitted(chart, free, min(scale, height / whole))


def _laid_out(chart: Chart, width: float, height: float) -> Layout | None:
    """The layout in what the legend leaves of the height; the legend depends on the layout, which is tried twice at most."""
    first = chart.layout(Place(width))
    if first is None:
        return None
    legend = legend_height(first)
    layout = chart.layout(Place(width, height - legend))
    return layout if layout and legend_height(layout) <= legend else None
