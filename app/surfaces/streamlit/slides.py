"""The page for a projector: one figure or chart a screen. The page runs as ever; what it shows becomes slides."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from app import exhibits
from app.charts import fit, fonts, svg
from app.charts.bars import BarChart
from app.charts.marks import Chart, Place
from app.data.region import region
from app.data.selection import current
from app.exhibits import Exhibit, Plot, View
from app.exhibits.model import PAGE, SIZE
from app.navigation import ALL
from app.sentences.headline import Figure
from app.surfaces.streamlit import components
from app.surfaces.streamlit.panel import Table, described_line, dom_key
from app.surfaces.streamlit.screen import Screen, answer_html
from app.surfaces.table_data import title
from app.words import cells, units
from app.words.markdown import markdown
from app.words.text import has, t

PARAMETER, NUMBER = "praesentation", "folie"
_MILESTONES, _COLUMNS = 5, 3
"""Rows and columns of a list that one slide holds in large type."""
_PROJECTS, _TIMELINES = 4, 4
"""Projects of a timeline that one slide holds in large type, and how many such slides there are."""
_WIDTH, _HEIGHT = 896.0, 370.0
"""Place for a chart on a slide of 960 by 540 pixels, which the browser enlarges as a whole."""
_LETTERS, _LEAST = 18.0, 14.0
"""Height of the letters of a chart on a slide: where there is room, and at least."""
_LEGEND = 26.0
_PLACE = Place(_WIDTH * fonts.TEXT / _LETTERS, (_HEIGHT - _LEGEND) * fonts.TEXT / _LETTERS)


@dataclass
class _Slide:
    """One screen: its heading, what draws it by a name that no other slide has, and where it is from."""

    heading: str
    draw: Callable[[str], object]
    source: str
    notes: list[str] = field(default_factory=list)


class Slides(Screen):
    """Figures, charts and short lists are kept, and all slides drawn when the page has ended."""

    def __init__(self) -> None:
        super().__init__()
        self.has_slides = True
        self._slides: list[_Slide] = []

    def figures(self, key: str, figures: Sequence[Figure]) -> None:
        """Each on a slide of its own."""
        source = described_line(self.sources, ALL, current())
        for figure in figures:
            shown = f'<p class="srm-slide-value">{escape(figure.value)}</p><p class="srm-slide-text">{escape(figure.text)}</p>'
            self._add(figure.label, functools.partial(_html, shown), source)

    def answer(self, sentences: Sequence[str], as_of: str) -> None:
        """On the first slide after the title."""
        draw = functools.partial(_html, answer_html(sentences, as_of))
        self._add(t("answer.heading"), draw, described_line(self.sources, ALL, current()))

    def figure_groups(self, groups: Mapping[str, Sequence[Figure]]) -> None:
        """The figures of a group together on one slide."""
        source = described_line(self.sources, ALL, current())
        for key, figures in groups.items():
            rows = "".join(
                f'<tr><td>{escape(figure.label)}</td><td class="srm-number">{escape(figure.value)}</td></tr>'
                for figure in figures
            )
            shown = f'<table class="srm-slide-table"><tbody>{rows}</tbody></table>'
            self._add(t(key), functools.partial(_html, shown), source)

    def note(self, sentence: str) -> None:
        """On the slide before it."""
        super().note(sentence)
        if self._slides:
            self._slides[-1].notes.append(sentence)

    def table(self, table: Table) -> None:
        """Nothing: a table is for reading."""

    def milestones(self, table: Table) -> None:
        """The first of them; nothing where there are none."""
        rows = table.rows.page(1).head(_MILESTONES)
        columns = table.columns[:_COLUMNS]
        heads = "".join(f'<th scope="col">{escape(t(f"column.{column}"))}</th>' for column in columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cells.cell_text(column, row))}</td>' for column in columns)}</tr>"
            for row in cells.records(rows)
        )
        shown = f'<table class="srm-slide-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
        if body:
            self._add(title(table.key, table.subject), functools.partial(_html, shown), table.line)

    def notes(self, table: Table) -> None:
        """As any list of milestones."""
        self.milestones(table)

    def exhibit(self, found: Exhibit, view: View) -> None:
        """One slide or several: a timeline of some of its projects, a chart of many rows in parts."""
        self.exhibits.add(found.slug)
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
            self._add(heading, draw, source, text)

    def switch(self, name: str, label: str, options: Sequence[str], chosen: str) -> None:
        """Nothing: each part has its slides."""

    def end(self) -> None:
        """All slides at once, of which the browser shows one; keys and buttons move on without the server."""
        selection = current()
        with st.container(key="stage"):
            with st.container(key="slide-1"):
                chosen = "; ".join(text for _, text in selection.described)
                lines = [
                    t("slides.stand", stand=units.date(selection.stand)),
                    *([t("source.filters", filters=chosen)] if chosen else ()),
                ]
                below = "".join(f"<p>{escape(line)}</p>" for line in lines)
                monitor = escape(region().region.title)
                st.html(f'<p class="srm-slide-over">{monitor}</p><h1>{escape(self.title)}</h1>{below}')
                _source(t("slides.release", release=selection.release_id))
            for number, slide in enumerate(self._slides, start=2):
                with st.container(key=f"slide-{number}"):
                    st.html(f"<h2>{escape(slide.heading)}</h2>")
                    slide.draw(f"slide-{number}")
                    for text in slide.notes:
                        st.markdown(markdown(text))
                    _source(slide.source)
            words = {name: t(f"slides.{name}") for name in ("previous", "next", "leave", "of", "keys")}
            headings = [self.title, *(slide.heading for slide in self._slides)]
            components.stage("stage-controls", {"headings": headings, "words": words}, _leave)

    def _add(self, heading: str, draw: Callable[[str], object], source: str, *notes: str) -> None:
        self._slides.append(_Slide(heading, draw, source, list(filter(None, notes))))


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


def _html(shown: str, _: str) -> None:
    st.html(shown)


def _source(line: str) -> None:
    st.html(f'<p class="srm-slide-source">{escape(line)}</p>')


def _leave() -> None:
    for name in (PARAMETER, NUMBER):
        st.query_params.pop(name, None)
