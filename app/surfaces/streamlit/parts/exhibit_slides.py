"""Charts and maps on slides: each fills one, or is cut into several where it has many rows."""

import functools
from collections.abc import Callable, Iterator

from app import exhibits
from app.charts import fit, fonts, svg
from app.charts.bars import BarChart
from app.charts.marks import Chart, Place
from app.exhibits import Exhibit, Plot, View
from app.exhibits.model import PAGE, SIZE
from app.surfaces.streamlit import components
from app.surfaces.streamlit.parts import slides
from app.surfaces.streamlit.parts.panel import described_line, dom_key
from app.surfaces.table_data import title
from app.words import units
from app.words.text import has, t

_PROJECTS, _TIMELINES = 4, 4
"""Projects of a timeline that one slide holds in large type, and how many such slides there are."""
_WIDTH, _HEIGHT = 896.0, 370.0
"""Place for a chart on a slide of 960 by 540 pixels, which the browser enlarges as a whole."""
_LETTERS, _LEAST = 18.0, 14.0
"""Height of the letters of a chart on a slide: where there is room, and at least."""
_LEGEND = 26.0
_PLACE = Place(_WIDTH * fonts.TEXT / _LETTERS, (_HEIGHT - _LEGEND) * fonts.TEXT / _LETTERS)


def add(found: Exhibit, view: View) -> None:
    """The exhibit as slides: a timeline of some of its projects, a chart of many rows in several parts."""
    views = [(view, "")]
    if found.groups:
        count = found.groups(view).count
        pages = min(-(-count // _PROJECTS), _TIMELINES)
        shown = t("slides.projects", n=min(count, pages * _PROJECTS), total=units.number(count))
        parts = [(PAGE, str(number)) for number in range(1, pages + 1)]
        views = [(View(view.selection, (*view.choices, part, (SIZE, str(_PROJECTS)))), shown) for part in parts]
    drawings = [(draw, source, text) for part, text in views for draw, source in _drawings(found, part)]
    name = title(found.key, found.subject(view)) if has(f"{found.key}.heading") else found.subject(view)
    for number, (draw, source, text) in enumerate(drawings, start=1):
        many = len(drawings) > 1
        heading = t("slides.part", heading=name, n=number, total=len(drawings)) if many else name
        slides.add(heading, draw, source)
        if text:
            slides.note(text)


def _drawings(found: Exhibit, view: View) -> Iterator[tuple[Callable[[str], object], str]]:
    """What draws each part of an exhibit, and its source."""
    shown = found.content(view)
    source = described_line(shown.source, found.filters, view.selection)
    if not isinstance(shown.drawing, Plot):
        yield lambda name: components.map_drawing(f"map-{name}", exhibits.map_data(shown, view, name), None), source
        return
    chart = exhibits.chart(shown, view)
    parts = chart.split(_PLACE) if isinstance(chart, BarChart) else [chart] if chart else []
    yield from ((functools.partial(_draw, part), source) for part in parts)


def _draw(chart: Chart, name: str) -> None:
    drawn = fit.fitted(chart, _WIDTH, _HEIGHT, text=_LETTERS, least=_LEAST)
    drawing = svg.document(drawn.layout, dom_key("s", name), drawn.chart.alt)
    components.chart(f"plot-{name}", {"html": f'<div class="srm-drawing">{drawing}</div>'})
