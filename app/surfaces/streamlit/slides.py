"""The page for a projector: one message a slide. The page runs as ever; what it shows becomes slides."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import streamlit as st

from app import exhibits
from app.charts import fit, fonts, svg
from app.charts.bars import BarChart
from app.charts.maps import LocatorMap, MapChart
from app.charts.marks import Chart, Place
from app.charts.timeline import TimelineChart
from app.data.region import region
from app.data.selection import Selection, current
from app.exhibits import Exhibit, View, captions
from app.exhibits.captions import Headline
from app.exhibits.claims.claim import capital
from app.exhibits.model import PAGE_PARAMETER, SIZE_PARAMETER
from app.navigation import FILTERS
from app.sentences.headlines import Figure
from app.sentences.left_out import notice
from app.surfaces.streamlit import address_state, components
from app.surfaces.streamlit.blocks import Block
from app.surfaces.streamlit.panel import Table, described_line, dom_key
from app.surfaces.streamlit.screen import Screen, answer_html
from app.surfaces.table_data import title
from app.words import cells, units
from app.words.line_breaks import unbroken
from app.words.markdown import markdown
from app.words.text import t

PARAMETER, NUMBER = address_state.PRESENTED, "folie"
MOST = 12
"""Slides of a page, its title among them."""
_FIGURES = 6
"""Headline figures that one slide holds."""
_MILESTONES, _COLUMNS = 5, 3
"""Rows and columns of a list that one slide holds in large type."""
_PROJECTS, _TIMELINES = 4, 4
"""Projects of a timeline that one slide holds in large type, and how many such slides there are at most."""
_WIDTH, _HEIGHT = 896.0, 455.0
"""Room between the edges of a slide of 960 by 540 pixels and its bar; the browser enlarges the slide as a whole."""
_TITLE, _SMALL, _GAP = 25.6, 14.4, 10.0
"""Height of the letters of a title and of what stands around a drawing, and pixels between these and the drawing."""
_LETTERS, _LEAST = 18.0, 14.0
"""Height of the letters of a chart on a slide: where there is room, and at least."""
_SPLIT = 16.0
"""The same of a chart of so many rows that it is cut into parts."""
_LEGEND = 26.0


@dataclass(frozen=True)
class _Slide:
    """One screen: its title, what draws it by a name that no other slide has in a room of some height, and what stands below."""

    heading: Headline
    draw: Callable[[str, float], object]
    below: tuple[str, ...]

    @property
    def room(self) -> float:
        """Pixels of height that the texts around the drawing leave."""
        small = (self.heading.name, self.heading.doubt, *self.below)
        lines = sum(len(fonts.wrapped(text, _WIDTH, _SMALL)) for text in small if text)
        titles = len(fonts.wrapped(self.heading.title, _WIDTH, _TITLE, fonts.BOLD))
        return _HEIGHT - 2 * _GAP - titles * _TITLE * 1.2 - lines * _SMALL * 1.4


@dataclass
class _Message:
    """What is said on one slide, or on up to ``most`` where one cannot hold it: ``slides`` makes as many as there is room for."""

    most: int
    slides: Callable[[int], list[_Slide]]
    notes: list[str] = field(default_factory=list)


class Slides(Screen):
    """Figures, charts and short lists are kept, and all slides drawn when the page has ended."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: list[_Message] = []

    def add(self, kind: str, key: str, data: Mapping[str, Any]) -> None:
        """Nothing: what else is on the page is for reading."""

    def figures(self, key: str, figures: Sequence[Figure], selection: Selection | None = None) -> None:
        """Together on one slide."""
        for first in range(0, len(figures), _FIGURES):
            self._figures(t(f"slides.figures.{key}"), figures[first : first + _FIGURES])

    def answer(self, sentences: Sequence[str], as_of: str, sources: tuple[str, ...]) -> None:
        """On the first slide after the title."""
        self._text(t("answer.heading"), answer_html(sentences, as_of), sources=sources)

    def figure_groups(self, groups: Mapping[str, Sequence[Figure]], sources: Mapping[str, tuple[str, ...]]) -> None:
        """The figures of a group together on one slide."""
        for key, figures in groups.items():
            self._figures(t(key), figures, sources.get(key, ()))

    def note(self, sentence: str) -> None:
        """On the slide before it."""
        if self._messages:
            self._messages[-1].notes.append(sentence)

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
            self._text(title(table.key, table.subject), shown, *_rest(len(rows), table.rows.count))

    def notes(self, table: Table) -> None:
        """As any list of milestones."""
        self.milestones(table)

    def exhibit(self, found: Exhibit, view: View) -> None:
        """One slide, or several: a timeline of some of its projects, a chart of many rows in parts."""
        self.exhibits.add(found.slug)
        if found.groups:
            count = found.groups(view).count
            most = min(-(-count // _PROJECTS), _TIMELINES)
            self._messages.append(_Message(most, functools.partial(_timelines, found, view, count)))
            return
        chart = exhibits.chart(found.content(view), view)
        if not chart:
            return
        slide = _slide(found, view, chart)
        if isinstance(chart, BarChart):
            parts = chart.split(Place(_WIDTH * fonts.TEXT / _SPLIT, (slide.room - _LEGEND) * fonts.TEXT / _SPLIT))
            self._messages.append(_Message(len(parts), functools.partial(_parts, slide, parts)))
        else:
            self._messages.append(_Message(1, lambda _: [slide]))

    def switch(self, name: str, label: str, options: Sequence[str], chosen: str) -> list[Block]:
        """Each part has its slides."""
        return [Block(self.blocks, container=st.container()) for _ in options]

    def end(self) -> None:
        """All slides at once, of which the browser shows one; keys and buttons move on without the server."""
        super().end()
        slides: list[_Slide] = []
        for message, count in zip(self._messages, _counts(self._messages), strict=True):
            made = message.slides(count)
            made[-1:] = [replace(slide, below=(*message.notes, *slide.below)) for slide in made[-1:]]
            slides += made
        with st.container(key="stage"):
            with st.container(key="slide-1"):
                self._title_slide()
            for number, slide in enumerate(slides, start=2):
                name, said = f"slide-{number}", slide.heading
                with st.container(key=name):
                    above = f'<p class="srm-slide-over">{escape(said.name)}</p>' if said.name else ""
                    doubt = f'<p class="srm-slide-doubt">{escape(said.doubt)}</p>' if said.doubt else ""
                    _html(f"<div>{above}<h2>{escape(said.title)}</h2>{doubt}</div>")
                    slide.draw(name, slide.room)
                    with st.container(gap=None):
                        for line in slide.below[:-1]:
                            st.markdown(markdown(line))
                        _html(f'<p class="srm-slide-source">{escape(slide.below[-1])}</p>')
            words = {name: t(f"slides.{name}") for name in ("previous", "next", "leave", "of", "keys")}
            headings = [self.title, *(slide.heading.title for slide in slides)]
            components.stage("stage-controls", {"headings": headings, "words": words}, _leave)

    def _title_slide(self) -> None:
        selection = current()
        chosen = "; ".join(text for _, text in selection.described)
        lines = [
            t("slides.stand", stand=units.date(selection.stand)),
            *([t("source.filters", filters=chosen)] if chosen else ()),
            *filter(None, [notice(selection)]),
        ]
        below = "".join(f"<p>{escape(line)}</p>" for line in lines)
        release = f'<p class="srm-slide-source">{escape(t("slides.release", release=selection.release_id))}</p>'
        monitor = f'<p class="srm-slide-over">{escape(region().region.title)}</p>'
        _html(f"<div>{monitor}<h1>{escape(self.title)}</h1>{below}{release}</div>")

    def _figures(self, heading: str, figures: Sequence[Figure], sources: tuple[str, ...] = ()) -> None:
        shown = "".join(
            f'<li><span>{escape(figure.label)}</span><strong class="srm-slide-value">{escape(figure.value)}</strong>'
            f'<span class="srm-slide-text">{escape(figure.text)}</span></li>'
            for figure in figures
        )
        self._text(heading, f'<ul class="srm-slide-figures" data-count="{len(figures)}">{shown}</ul>', sources=sources)

    def _text(self, heading: str, shown: str, *below: str, sources: tuple[str, ...] = ()) -> None:
        source = described_line(sources or self.sources, FILTERS, current())
        slide = _Slide(Headline("", heading, ""), functools.partial(_html, shown), (*below, source))
        self._messages.append(_Message(1, lambda _: [slide]))


def _counts(messages: Sequence[_Message]) -> list[int]:
    """Slides of each message: of those with most one less, the later ones first, until the page has no more than it may."""
    counts = [message.most for message in messages]
    while sum(counts) > MOST - 1 and max(counts) > 1:
        longest = max(counts)
        counts[max(place for place, count in enumerate(counts) if count == longest)] -= 1
    return counts


def _slide(found: Exhibit, view: View, chart: Chart, *below: str) -> _Slide:
    """What an exhibit shows, below what its figures say."""
    source = described_line(found.content(view).source, found.filters, view.selection)
    said = captions.headline(found, view)
    heading = replace(said, doubt=f"{capital(said.doubt)}." if said.doubt else "")
    is_map = isinstance(chart, MapChart | LocatorMap)
    draw = functools.partial(_map, found, view) if is_map else functools.partial(_draw, chart)
    return _Slide(heading, draw, (*below, source))


def _parts(slide: _Slide, parts: Sequence[BarChart], count: int) -> list[_Slide]:
    """The first parts of a chart of many rows."""
    shown = parts[:count]
    rest = _rest(sum(len(part.rows) for part in shown), sum(len(part.rows) for part in parts))
    return [
        replace(
            slide,
            heading=_numbered(slide.heading, number, count),
            draw=functools.partial(_draw, part),
            below=(*rest, *slide.below),
        )
        for number, part in enumerate(shown, start=1)
    ]


def _timelines(found: Exhibit, view: View, total: int, count: int) -> list[_Slide]:
    """The first projects of a timeline, a few on each slide, all on one axis."""
    some = count * _PROJECTS
    below = [t("slides.projects", n=some, total=units.number(total))] if some < total else []
    views = [
        View(view.selection, (*view.choices, (PAGE_PARAMETER, str(number)), (SIZE_PARAMETER, str(_PROJECTS))))
        for number in range(1, count + 1)
    ]
    drawn = [(part, exhibits.chart(found.content(part), part)) for part in views]
    charts = [(part, chart) for part, chart in drawn if isinstance(chart, TimelineChart)]
    if not charts:
        return []
    firsts, lasts = zip(*(chart.span for _, chart in charts), strict=True)
    slides = []
    for number, (part, chart) in enumerate(charts, start=1):
        slide = _slide(found, part, replace(chart, reach=(min(firsts), max(lasts))), *below)
        slides.append(replace(slide, heading=_numbered(slide.heading, number, len(charts))))
    return slides


def _numbered(heading: Headline, number: int, total: int) -> Headline:
    """Says in the plain name which part it is."""
    if total == 1:
        return heading
    if not heading.name:
        return replace(heading, title=t("slides.part", heading=heading.title, n=number, total=total))
    return replace(heading, name=t("slides.part", heading=heading.name, n=number, total=total))


def _rest(shown: int, total: int) -> list[str]:
    """How much of it is shown, where that is not all."""
    return [t("slides.shown", n=units.number(shown), total=units.number(total))] if shown < total else []


def _draw(chart: Chart, name: str, height: float) -> None:
    drawn = fit.fitted(chart, _WIDTH, height, text=_LETTERS, least=_LEAST)
    drawing = svg.document(drawn.layout, dom_key("s", name), drawn.chart.alt)
    _part("chart", name, {"html": f'<div class="srm-drawing">{drawing}</div>'})


def _map(found: Exhibit, view: View, name: str, _: float) -> None:
    data = exhibits.map_data(found.content(view), view, name, can_choose=False)
    _part("map", name, {**data, "still": True})


def _part(kind: str, name: str, data: Mapping[str, Any]) -> None:
    components.draw([components.part(kind, f"drawing-{name}", data)], {})


def _html(shown: str, *_: object) -> None:
    st.html(unbroken(shown))


def _leave() -> None:
    for name in (PARAMETER, NUMBER):
        st.query_params.pop(name, None)
