"""The page on a screen: what it is made of is drawn at once, one below the other.

The other surfaces are screens too and say only what they show otherwise; a page and its parts know none of them.
"""

import functools
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from html import escape
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from app import exhibits
from app.charts.html import html
from app.charts.maps import LocatorMap, MapChart
from app.charts.marks import Chart
from app.data.cached_frame import CachedFrame
from app.data.rows import page_number, pages
from app.data.selection import Selection, current
from app.exhibits import Exhibit, View, address, captions
from app.exhibits.claims.claim import capital
from app.exhibits.data_selection import origin_address
from app.exhibits.model import PAGE_PARAMETER, PER_PAGE, TABLE_PARAMETER
from app.navigation import entry
from app.sentences.answer import overdue_since
from app.sentences.headlines import Figure
from app.surfaces import markdown as markdown_html
from app.surfaces import table_data
from app.surfaces.html import parts as html_parts
from app.surfaces.html import tables
from app.surfaces.html.links import origin_link
from app.surfaces.html.parts import Card
from app.surfaces.html.tables import Drawing, Panel
from app.surfaces.streamlit import address_state, components, table_state
from app.surfaces.streamlit.blocks import Block, Blocks
from app.surfaces.streamlit.components import Part
from app.surfaces.streamlit.panel import (
    Table,
    dom_key,
    exhibit_table,
    explanation,
    heading,
    source_line,
)
from app.surfaces.streamlit.table_state import TableState
from app.surfaces.table_data import TableData
from app.words import cells, units
from app.words.escape import quotable
from app.words.file_name import file_name
from app.words.markdown import markdown
from app.words.text import has, plural, t

_ACTIONS: components.Actions = {**address_state.ACTIONS, "turn": table_state.turn}
_BEHIND_A_CHART = 10
"""Rows that stand there when somebody opens the table of a chart."""


class Screen:
    """One run of a page, and what it has shown so far."""

    is_whole = False
    """Whether what is long is shown at once instead of page by page."""

    def __init__(self) -> None:
        self.title = ""
        self.sources: tuple[str, ...] = ("projekte",)
        self.exhibits: set[str] = set()
        """Slugs of the charts and maps that are there."""
        self._numbered = self._columns = 0
        self.blocks = Blocks("page", functools.partial(components.draw, actions=_ACTIONS))

    def begin(self, title: str, *sources: str) -> None:
        """What the page is called, and where its figures are from."""
        self.title, self.sources = title, sources or self.sources

    def header(self, title: str, lead: str = "", way_back: str = "") -> None:
        """The heading of the page, in plain words, and the Markdown below it; ``way_back`` is a link above, as HTML."""
        below = f'<div class="srm-lead">{markdown_html.block(markdown(lead))}</div>' if lead else ""
        html = f"{way_back}<h1>{escape(title)}</h1>{below}"
        plain = markdown_html.plain(markdown(lead))
        self.add("header", "header", {"title": title, "lead": plain, "html": html})

    def frame(self, kind: str, key: str, data: Mapping[str, Any]) -> None:
        """A part of what stands around every page, whatever the surface shows of the page."""
        self.blocks.add(components.part(kind, key, data))

    def text(self, content: str) -> None:
        """Longer prose: paragraphs, lists and headings, as Markdown."""
        self.html(self._name("text"), f'<div class="srm-prose">{markdown_html.block(content)}</div>')

    def notice(self, sentence: str) -> None:
        """A sentence that stands out from the page."""
        self.html(self._name("notice"), markdown_html.notice(sentence))

    def columns(self, kind: Literal["halves", "wide-left"]) -> list[Block]:
        """Columns side by side; one below the other on a phone."""
        self._columns += 1
        whole = Block(self.blocks, f"columns-{kind}-{self._columns}")
        return [Block(self.blocks, f"column-{side}-{whole.key}", around=whole) for side in (1, 2)]

    def plain_words(self, sentences: Sequence[str]) -> None:
        """Sentences below a heading that opens and closes them."""
        self.add("plain", "plain", {"html": html_parts.plain_words(t("plain.heading"), sentences)})

    def figures(self, key: str, figures: Sequence[Figure], selection: Selection | None = None) -> None:
        """Headline figures side by side; they are of the ``selection`` of the page where none is given."""
        chosen = address_state.chosen_query()
        shown = (
            Card(
                figure.label,
                figure.value,
                figure.text,
                href=f"/{entry(figure.page).address}{chosen}" if figure.page else "",
                way=t(f"way.{figure.page}") if figure.page else "",
                origin=_origin(figure, selection or current()),
            )
            for figure in figures
        )
        self.html(dom_key("figures", key), html_parts.cards(shown))

    def answer(self, sentences: Sequence[str], as_of: str, sources: tuple[str, ...]) -> None:
        """What the page answers, in large type, and of which day it is; the table below names the same ``sources``."""
        self.html("answer", answer_html(sentences, as_of))

    def figure_groups(self, groups: Mapping[str, Sequence[Figure]], sources: Mapping[str, tuple[str, ...]]) -> None:
        """Groups of figures side by side, by the keys of their headings; the table below names the same ``sources``."""
        with Block(self.blocks, "groups"):
            for key, figures in groups.items():
                with Block(self.blocks, dom_key("group", key)):
                    self.html(dom_key("heading", key), f'<h2 class="srm-heading">{escape(t(key))}</h2>')
                    self.figures(key, figures)

    def note(self, sentence: str) -> None:
        """A sentence about what stands above it."""
        self.html(self._name("note"), f'<p class="srm-sentence">{markdown_html.inline(markdown(sentence))}</p>')

    def html(self, key: str, html: str) -> None:
        """HTML that was made and escaped already."""
        self.add("html", key, {"html": html})

    def table(self, table: Table) -> None:
        """A table below its heading."""
        self.html(dom_key("heading", table.key), heading(table.key, table.subject))
        self._panel(table, table.key)

    def milestones(self, table: Table) -> None:
        """A list of milestones, the nearest first."""
        self.table(table)

    def notes(self, table: Table) -> None:
        """A few milestones with the way to their projects."""
        with Block(self.blocks, dom_key("notes", table.key)):
            rows = table.rows.page(1, size=table.first)
            none = "" if len(rows) else f'<p class="srm-text">{escape(t(f"{table.key}.none"))}</p>'
            self.html(dom_key("heading", table.key), f"{heading(table.key)}{none}")
            if none:
                return
            date = overdue_since if has(f"{table.key}.since.year") else units.partial_date
            shown = [
                Card(
                    t("overview.undated") if units.is_unknown(row.due) else date(row.due),
                    row.title,
                    t("overview.asks", lead=row.lead) if "lead" in table.columns else "",
                    href=f"/{entry('projects').address}?projekt={row.project_id}",
                    way=row.project_title,
                )
                for row in cells.records(rows[["due", "title", "lead", "project_id", "project_title"]])
            ]
            if more := table.rows.count - len(rows):
                chosen = urlencode({**address_state.chosen_parameters(), TABLE_PARAMETER: table.slug}, doseq=True)
                address = f"/{entry('milestones').address}?{chosen}"
                way = plural("overview.more", more)
                name = f"{way}: {t(f'{table.key}.heading')}"
                shown.append(Card("", "", "", href=address, way=way, way_name=name))
            self.html(dom_key("figures", table.key), html_parts.cards(shown))

    def exhibit(self, found: Exhibit, view: View) -> None:
        """A chart or map below its heading; a kind sentence when there is nothing to draw."""
        self.exhibits.add(found.slug)
        with Block(self.blocks, dom_key("exhibit", found.key)):
            if not found.groups:
                if found.kind != "locator":
                    self._headline(found, view)
                self._drawing(found, view, found.key)
                return
            count = found.pages(view)
            numbers: Sequence[int] = (1,)
            above: AbstractContextManager[None] = nullcontext()
            if count > 1:
                self.blocks.before_streamlit()
                above = Block(self.blocks, container=st.container())
                numbers = self._numbers(found, count, found.groups(view).count)
            parts = [View(view.selection, (*view.choices, (PAGE_PARAMETER, str(number)))) for number in numbers]
            asked = _asked_page(found)
            with above:
                # Whoever has turned the page since has read it.
                if not self.is_whole and numbers[0] == min(page_number(asked) or 1, count):
                    self._say_when_missing(asked, numbers[0], count)
                self._headline(found, parts[0])
            for number, part in zip(numbers, parts, strict=True):
                self._drawing(found, part, found.key if len(numbers) == 1 else f"{found.key}-{number}")

    def switch(self, name: str, label: str, options: Sequence[str], chosen: str) -> list[Block]:
        """Places for several parts of the page, and what is chosen of them."""
        whole = Block(self.blocks, f"switch-{name}")
        with whole:
            html = html_parts.switch(name, label, options, chosen)
            self.add("switch", f"options-{name}", {"name": name, "html": html})
        sides = range(1, len(options) + 1)
        return [Block(self.blocks, f"side-{number}-{name}", around=whole) for number in sides]

    def end(self) -> None:
        """Everything of the page is there."""
        self.blocks.end()

    def add(self, kind: str, key: str, data: Mapping[str, Any]) -> None:
        """A part of a ``kind`` that components/parts.js draws."""
        self.blocks.add(components.part(kind, key, data))

    def _name(self, kind: str) -> str:
        """A key that no other part of the page has."""
        self._numbered += 1
        return f"{kind}-{self._numbered}"

    def _headline(self, found: Exhibit, view: View) -> None:
        self.html(dom_key("heading", found.key), f"{_headline_html(found, view)}{explanation(found.key)}")

    def _numbers(self, found: Exhibit, count: int, groups: int) -> Sequence[int]:
        """Which of so many pages of a chart are shown: the chosen one, at first that of the address."""
        with st.container(key=dom_key("pages", found.key)):
            st.markdown(markdown(t("chart.pages", size=PER_PAGE, total=units.number(groups))))
            first = min(page_number(_asked_page(found)) or 1, count)
            return (st.pagination(count, default=first, key=f"page-{found.key}"),)

    def _drawing(self, found: Exhibit, view: View, name: str) -> None:
        """The drawing and what stands below it; ``name`` tells several parts of one exhibit apart."""
        shown = found.content(view)
        chart = exhibits.chart(shown, view)
        if chart is None:
            self.notice(t("chart.empty"))
            return
        self.blocks.add(_drawing_part(found, chart, view, name, view.selection.described))
        above = Drawing(dom_key("chart", name), found.slug, urlencode(address.parameters(found, view)))
        if isinstance(chart, LocatorMap):
            # Which municipalities it marks stands beside it anyway.
            text, line = table_data.title(found.key, found.subject(view)), source_line(shown.source, current())
            data = TableData(text, line, file_name(text, view.selection.stand))
            self.blocks.add(_panel(Panel(data, drawing=above), name, is_marked=_is_asked(found)))
            return
        behind = exhibit_table(found, view, _BEHIND_A_CHART, view.selection.described)
        self._panel(behind, name, above, is_marked=_is_asked(found))

    def _panel(self, table: Table, name: str, above: Drawing | None = None, *, is_marked: bool = False) -> None:
        """Rows, the way to take them along and their sources: of a chart ``above``, or of a table alone."""
        state = table_state.state(table)
        if not self.is_whole:
            self._say_when_missing(state.unknown_page, max(state.number, 1), pages(table.rows))
        if state.unknown_column:
            words = {"name": t("panel.sort"), "found": state.unknown_column, "shown": t("panel.usual")}
            self.notice(t("address_parameters.not_here", **words))
        rows, rest = self._rows(table, state)
        is_marked, begin = is_marked or table_state.is_asked(table), table_state.address(table)
        part = _kept_panel_part if table.is_known else _panel_part
        self.blocks.add(part(table, name, CachedFrame(rows), rest, state, begin, above, is_marked))

    def _say_when_missing(self, asked: str, shown: int, count: int) -> None:
        """Name the page that the address asks for where there is none of that number."""
        if asked and page_number(asked) != shown:
            numbers = {"found": quotable(asked), "shown": units.number(shown)}
            self.notice(plural("address_parameters.page", count, **numbers))

    def _rows(self, table: Table, state: TableState) -> tuple[pd.DataFrame, str]:
        """All rows, or one page of many; and where the others are, in words."""
        if pages(table.rows) > 1:
            return table_state.page(table.rows, max(state.number, 1), state.order), ""
        return table_state.whole(table.rows, state.order), ""


def _headline_html(found: Exhibit, view: View) -> str:
    """What the figures say, below the plain heading; then what is not known."""
    said = captions.headline(found, view)
    name = f'<p class="srm-over">{escape(said.name)}</p>' if said.name else ""
    doubt = f'<p class="srm-doubt">{escape(capital(said.doubt))}.</p>' if said.doubt else ""
    look = "" if name else ' class="srm-heading"'
    return f"{name}<h2{look}>{escape(said.title)}</h2>{doubt}"


@functools.lru_cache(maxsize=256)
def _drawing_part(found: Exhibit, chart: Chart, view: View, name: str, _: tuple[tuple[str, str], ...]) -> Part:
    """The chart, or the map; made once for the same view and the same names of what it has chosen."""
    if isinstance(chart, MapChart | LocatorMap):
        data = exhibits.map_data(found.content(view), view, dom_key("m", name))
        return components.part("map", dom_key("chart", name), data)
    words = {word: t(f"chart.{word}") for word in ("explore", "back", "outdated", "unreachable")}
    query = urlencode([*address.parameters(found, view), (address.RELEASE, view.selection.release_id)])
    title = table_data.title(found.key, found.subject(view))
    data = {"html": html(chart, dom_key("c", name)), "slug": found.slug, "query": query, "title": title, "words": words}
    return components.part("chart", dom_key("chart", name), data)


def _panel_part(
    table: Table,
    name: str,
    rows: CachedFrame,
    rest: str,
    state: TableState,
    address: str,
    above: Drawing | None,
    is_marked: bool,
) -> Part:
    """What shows these rows of a table; where it is said what ``rest`` there is, no page is turned."""
    has_pages = len(rows.frame) < table.rows.count and not rest
    shown = Panel(
        table_data.table_data(rows, *table.about),
        table_state.controls(table, state, address, has_pages=has_pages),
        table_data.fold(table.rows.count, table.first),
        files=table.files,
        origins=table.origins,
        below=(rest,) if rest else _notes(table),
        nothing=table.nothing,
        drawing=above,
    )
    return _panel(shown, name, is_marked=is_marked)


def _notes(table: Table) -> tuple[str, ...]:
    """What the notes of all rows say, and what those of few say beside it; empty where each row has its own."""
    return (t("panel.note", note=table.note.rstrip(".")), *table.few_notes) if table.note else ()


def _panel(shown: Panel, name: str, *, is_marked: bool) -> Part:
    """A panel as HTML, with what its script has to know."""
    for_script = {
        "title": shown.data.title,
        "file": shown.data.file,
        **(shown.drawing._asdict() if shown.drawing else {}),
        "marked": is_marked,
        "state": shown.controls and shown.controls.script_state,
    }
    return components.part("panel", dom_key("panel", name), {**for_script, "html": tables.panel(shown)})


_kept_panel_part = functools.lru_cache(maxsize=256)(_panel_part)


def _origin(figure: Figure, selection: Selection) -> str:
    """The way to how a figure is made and to its rows, as HTML; empty where it has no rows of its own."""
    return origin_link(origin_address(figure.origin, selection), figure.label) if figure.origin else ""


def answer_html(sentences: Sequence[str], as_of: str) -> str:
    """Sentences one below the other, and of which day they are."""
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f'<div class="srm-answer">{told}<p class="srm-answer-date">{escape(as_of)}</p></div>'


def _asked_page(found: Exhibit) -> str:
    """The page of a chart that the address asks for, as it is written there."""
    return st.query_params.get(PAGE_PARAMETER, "") if _is_asked(found) else ""


def _is_asked(found: Exhibit) -> bool:
    """Whether the address names this exhibit."""
    return st.query_params.get(address.EXHIBIT) == found.slug
