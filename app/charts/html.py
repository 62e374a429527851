"""A chart as a piece of a page: its legend, and the drawing laid out for three widths, of which the page shows one.

It is complete without any script: alternative text, texts as text, light and dark by the page's own colours.
"""

import functools
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from app.charts import legend, svg
from app.charts.marks import WIDTHS, Chart, Layout, page_layout


@functools.lru_cache(maxsize=512)
def html(chart: Chart, name: str) -> str:
    """The chart as HTML; ``name`` (letters, digits, hyphens) is unique on the page."""
    layouts = layouts_of(chart)
    drawings = "".join(
        f'<div class="{classes}">{svg.fluid(layout, f"{name}-{number}-")}{_rest(layout)}</div>'
        for number, (classes, layout) in enumerate(_distinct(layouts))
    )
    label = f'role="img" aria-label="{escape(chart.alt)}"'
    return f'{_legends(layouts, name)}<div class="srm-drawing" tabindex="0" {label}>{drawings}</div>'


def _distinct(layouts: Sequence[Layout]) -> list[tuple[str, Layout]]:
    """Each layout once, with the classes of the widths that it is for: many differ by nothing that does not stretch."""
    groups: list[tuple[str, Layout]] = []
    for width, layout in zip(WIDTHS, layouts, strict=True):
        if groups and replace(groups[-1][1], width=layout.width) == layout:
            groups[-1] = (f"{groups[-1][0]} srm-at-{width}", layout)
        else:
            groups.append((f"srm-at-{width}", layout))
    return groups


def layouts_of(chart: Chart) -> list[Layout]:
    """The layouts for all widths of the page."""
    return [page_layout(chart, width) for width in WIDTHS.values()]


def _legends(layouts: Sequence[Layout], name: str) -> str:
    """One legend for all widths, or one for each: where it is wide, lines may carry their names themselves."""
    if len({tuple(replace(series, is_named=False) for series in layout.legend) for layout in layouts}) == 1:
        return _legend(layouts[-1], name)
    return "".join(
        f'<div class="srm-at-{width}">{_legend(layout, f"{name}-{width}")}</div>'
        for width, layout in zip(WIDTHS, layouts, strict=True)
    )


def _legend(layout: Layout, name: str) -> str:
    entries = "".join(
        f'<li data-series="{escape(series.name)}"{" data-optional" if series.is_optional else ""}>'
        f"{legend.sign(series, f'{name}-legend-{number}')}{escape(series.name)}</li>"
        for number, series in enumerate(layout.legend)
    )
    return f'<ul class="srm-legend-list">{entries}</ul>' if entries else ""


def _rest(layout: Layout) -> str:
    return f'<p class="srm-rest">{escape(layout.rest)}</p>' if layout.rest else ""
