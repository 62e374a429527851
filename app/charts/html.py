"""A chart as a piece of a page: its legend, and the drawing laid out for three widths, of which the page shows one.

It is complete without any script: alternative text, texts as text, light and dark by the page's own colours.
"""

import functools
from collections.abc import Sequence
from html import escape

from app.charts import svg
from app.charts.marks import WIDTHS, Chart, Layout, Place

NAMES = ("narrow", "medium", "wide")
"""Of the widths, for the style sheet."""


@functools.lru_cache(maxsize=512)
def html(chart: Chart, name: str) -> str:
    """The chart as HTML; ``name`` (letters, digits, hyphens) is unique on the page."""
    layouts = layouts_of(chart)
    drawings = "".join(
        f'<div class="srm-at-{width}">{svg.fluid(layout, f"{name}-{width}-")}{_rest(layout)}</div>'
        for width, layout in zip(NAMES, layouts, strict=True)
    )
    label = f'role="img" aria-label="{escape(chart.alt)}"'
    return f'{_legends(layouts, name)}<div class="srm-drawing" tabindex="0" {label}>{drawings}</div>'


def layouts_of(chart: Chart) -> list[Layout]:
    """The layouts for all widths of the page, which is as high as they need it to be."""
    layouts = [chart.layout(Place(width)) for width in WIDTHS]
    return [layout for layout in layouts if layout]


def _legends(layouts: Sequence[Layout], name: str) -> str:
    """One legend for all widths, or one for each: where it is wide, lines may carry their names themselves."""
    if len({layout.legend for layout in layouts}) == 1:
        return _legend(layouts[-1], name)
    return "".join(
        f'<div class="srm-at-{width}">{_legend(layout, f"{name}-{width}")}</div>'
        for width, layout in zip(NAMES, layouts, strict=True)
    )


def _legend(layout: Layout, name: str) -> str:
    entries = "".join(
        f'<li data-series="{escape(series.name)}"{" data-optional" if series.is_optional else ""}>'
        f"{svg.sign(series, f'{name}-legend-{number}')}{escape(series.name)}</li>"
        for number, series in enumerate(layout.legend)
    )
    return f'<ul class="srm-legend-list">{entries}</ul>' if entries else ""


def _rest(layout: Layout) -> str:
    return f'<p class="srm-rest">{escape(layout.rest)}</p>' if layout.rest else ""
