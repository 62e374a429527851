"""The folder's drawings: charts and maps as SVG for the width that they have on paper."""

from dataclasses import replace

import pandas as pd

from app import exhibits
from app.charts import fonts, grant_charts, maps, svg
from app.charts.fonts import FAMILY
from app.charts.marks import Chart, page_layout
from app.data import queries
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest
from app.words.text import t

PAGE, GUTTER = 482.0, 14.0
"""Points: width of the text on a page, and between two columns."""
COLUMNS = (245.0, PAGE - GUTTER - 245.0)
"""A map, and what stands beside it."""
_LETTERS, _MAP_LETTERS = 8.5, 7.0
"""Points: height of the letters of charts, and of names on maps."""
_NAMED = 30
"""Areas whose names and values half a page can hold."""


def drawing(chart: Chart, width: float, letters: float = _LETTERS) -> Block:
    """A chart or map that is ``width`` points wide, with letters of this height."""
    layout = page_layout(chart, width * fonts.TEXT / letters)
    height = svg.outer_height(layout)
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width:g} {height:g}" font-family="{FAMILY}">'
        f"{svg.fixed(layout, 'series')}</svg>"
    )
    return {"kind": "drawing", "alt": chart.alt, "svg": content, "width": width}


def grant_bars(table: pd.DataFrame, width: float) -> Block | None:
    """Grants per ``label``, whose amounts are as short in words as beside the bars; None when there is no row."""
    chart = grant_charts.by_group(table)
    if chart is None:
        return None
    return drawing(replace(chart, exact=chart.short, alt_sentence=lambda listed: t("report.bars", list=listed)), width)


def municipality_map(request: FolderRequest, value: str, measure: str, width: float) -> Block:
    """One figure of all municipalities; the one that the folder is about has a heavy border."""
    chosen = (request.municipality,) if request.municipality else ()
    base = exhibits.base_map(request.everything)
    chart = maps.choropleth(
        base, queries.municipality_figures(request.everything), value, measure=measure, chosen=chosen
    )
    return drawing(replace(chart, has_names=len(base.keys) <= _NAMED), width, _MAP_LETTERS)
