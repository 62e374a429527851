"""The page on a screen: what it is made of is drawn at once, one below the other.

The other surfaces are screens too and say only what they show otherwise; a page and its parts know none of them.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from app import exhibits
from app.charts.html import html
from app.charts.marks import Chart
from app.data.cached_frame import CachedFrame
from app.data.rows import as_rows, page_number, pages
from app.data.selection import Selection, current
from app.exhibits import Exhibit, Locator, Plot, View, address, captions
from app.exhibits.address import TABLE
from app.exhibits.claims.claim import capital
from app.exhibits.data_selection import origin_address
from app.exhibits.model import PAGE, PER_PAGE
from app.navigation import entry
from app.sentences.answer import overdue_since
from app.sentences.headline import Figure
from app.surfaces import table_data
from app.surfaces.streamlit import components, turning
from app.surfaces.streamlit.panel import (
    Table,
    address_of_origin,
    dom_key,
    explanation,
    file_addresses,
    heading,
    source_line,
    way_to_origin,
)
from app.surfaces.streamlit.turning import TableState
from app.words import cells, units
from app.words.file_name import file_name
from app.words.markdown import markdown
from app.words.text import has, plural, t

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
        self.has_slides = False
        """Whether there is anything to present."""

    def begin(self, title: str, *sources: str) -> None:
        """What the page is called, and where its figures are from."""
        self.title, self.sources = title, sources or self.sources

    def figures(self, key: str, figures: Sequence[Figure], selection: Selection | None = None) -> None:
        """Headline figures side by side; they are of the ``selection`` of the page where none is given."""
        self.has_slides = True
        data = [
            {
                "label": figure.label,
                "value": figure.value,
                "text": figure.text,
                "href": f"/{entry(figure.page).address}" if figure.page else "",
                "way": t(f"way.{figure.page}") if figure.page else "",
                "origin": _origin(figure, selection or current()),
            }
            for figure in figures
        ]
        components.figures(f"figures-{key}", {"figures": data})

    def answer(self, sentences: Sequence[str], as_of: str) -> None:
        """What the page answers, in large type, and of which day it is."""
        self.has_slides = True
        st.html(answer_html(sentences, as_of))

    def figure_groups(self, groups: Mapping[str, Sequence[Figure]], sources: Mapping[str, tuple[str, ...]]) -> None:
        """Groups of figures side by side, by the keys of their headings; the table below names the same ``sources``."""
        with st.container(key="groups"):
            for side, (key, figures) in zip(st.columns(len(groups), gap="medium"), groups.items(), strict=True):
                with side:
                    st.header(t(key), anchor=False)
                    self.figures(key, figures)

    def note(self, sentence: str) -> None:
        """A sentence about what stands above it."""
        st.markdown(markdown(sentence))

    def table(self, table: Table) -> None:
        """A table below its heading."""
        heading(table.key, table.subject)
        self._panel(table, table.key, {})

    def milestones(self, table: Table) -> None:
        """A list of milestones, the nearest first."""
        self.table(table)

    def notes(self, table: Table) -> None:
        """A few milestones with the way to their projects."""
        with st.container(key=dom_key("notes", table.key)):
            heading(table.key)
            rows = table.rows.page(1, size=table.first)
            if rows.empty:
                st.markdown(t(f"{table.key}.none"))
                return
            date = overdue_since if has(f"{table.key}.since.year") else units.partial_date
            data = [
                {
                    "label": units.UNKNOWN if units.is_unknown(row.due) else date(row.due),
                    "value": row.title,
                    "text": t("overview.asks", lead=row.lead) if "lead" in table.columns else "",
                    "href": f"/{entry('projects').address}?projekt={row.project_id}",
                    "way": row.project_title,
                }
                for row in cells.records(rows)
            ]
            if more := table.rows.count - len(rows):
                address = f"/{entry('milestones').address}?{TABLE}={table.slug}"
                way = plural("overview.more", more)
                name = f"{way}: {t(f'{table.key}.heading')}"
                data.append({"label": "", "value": "", "text": "", "href": address, "way": way, "name": name})
            components.figures(f"figures-{table.key}", {"figures": data})

    def exhibit(self, found: Exhibit, view: View) -> None:
        """A chart or map below its heading; a kind sentence when there is nothing to draw."""
        self.has_slides = True
        self.exhibits.add(found.slug)
        with st.container(key=dom_key("exhibit", found.key)):
            if not found.groups:
                if found.kind != "locator":
                    _headline(found, view)
                self._drawing(found, view, found.key)
                return
            above, count = st.container(), found.pages(view)
            numbers = self._numbers(found, count, found.groups(view).count) if count > 1 else (1,)
            parts = [View(view.selection, (*view.choices, (PAGE, str(number)))) for number in numbers]
            with above:
                _headline(found, parts[0])
            for number, part in zip(numbers, parts, strict=True):
                self._drawing(found, part, found.key if len(numbers) == 1 else f"{found.key}-{number}")

    def switch(self, name: str, label: str, options: Sequence[str], chosen: str) -> None:
        """What is chosen of several parts of the page."""
        components.switch(f"options-{name}", {"name": name, "label": label, "options": list(options), "chosen": chosen})

    def end(self) -> None:
        """Everything of the page is there."""

    def _numbers(self, found: Exhibit, count: int, groups: int) -> Sequence[int]:
        """Which of so many pages of a chart are shown: the chosen one, at first that of the address."""
        asked = st.query_params.get(PAGE, "") if _is_asked(found) else ""
        with st.container(key=dom_key("pages", found.key)):
            st.markdown(markdown(t("chart.pages", size=PER_PAGE, total=units.number(groups))))
            first = min(page_number(asked) or 1, count)
            return (st.pagination(count, default=first, key=f"page-{found.key}"),)

    def _drawing(self, found: Exhibit, view: View, name: str) -> None:
        """The drawing and what stands below it; ``name`` tells several parts of one exhibit apart."""
        shown, subject = found.content(view), found.subject(view)
        chart = exhibits.chart(shown, view) if isinstance(shown.drawing, Plot) else None
        if isinstance(shown.drawing, Plot) and chart is None:
            st.info(t("chart.empty"))
            return
        place, query = dom_key("chart", name), address.parameters(found, view)
        with st.container(key=place):
            if chart:
                components.chart(f"plot-{name}", _chart(found, chart, view, name))
            else:
                data = exhibits.map_data(shown, view, dom_key("m", name))
                components.map_drawing(f"map-{name}", data, _choose)
        above = {"chart": place, "slug": found.slug, "query": urlencode(query), "marked": _is_asked(found)}
        if isinstance(shown.drawing, Locator):
            # Which municipalities it marks stands beside it anyway.
            text, line = table_data.title(found.key, subject), source_line(shown.source, current())
            file = file_name(text, view.selection.stand)
            components.panel(f"panel-{name}", {"title": text, "file": file, "source": line, **above})
            return
        rows, columns, files = as_rows(shown.table), tuple(shown.columns), file_addresses(found, view, len(shown.table))
        first, slug = _BEHIND_A_CHART, found.slug
        table = Table(
            *(found.key, rows, columns, shown.source, found.filters, current(), subject, first),
            files=files,
            slug=slug,
            origin=address_of_origin(found, view),
        )
        self._panel(table, name, above)

    def _panel(self, table: Table, name: str, chart: Mapping[str, Any]) -> None:
        """Rows, the way to take them along and their sources: of the ``chart`` above, or of a table alone."""
        state = turning.state(table)
        rows, rest = self._rows(table, state)
        title = table_data.title(table.key, table.subject)
        data = {
            **table_data.part(CachedFrame(rows), *table.about),
            **table_data.fold(table.rows.count, table.first),
            **chart,
            "origin": way_to_origin(table.origin, t("origin.rows", title=title)) if table.origin else None,
            "marked": chart.get("marked") or turning.is_asked(table),
            "files": table.files,
            "rest": rest,
            "nothing": table.nothing,
            "state": turning.controls(table, state),
        }
        components.panel(f"panel-{name}", data, turning.on_turn(table))

    def _rows(self, table: Table, state: TableState) -> tuple[pd.DataFrame, str]:
        """All rows, or one page of many; and where the others are, in words."""
        if pages(table.rows) > 1:
            return turning.page(table.rows, max(state.number, 1), state.order), ""
        return turning.whole(table.rows, state.order), ""


def _headline(found: Exhibit, view: View) -> None:
    """What the figures say, below the plain heading; then what is not known, and the explanation when there is one."""
    said = captions.headline(found, view)
    name = f'<p class="srm-over">{escape(said.name)}</p>' if said.name else ""
    doubt = f'<p class="srm-doubt">{escape(capital(said.doubt))}.</p>' if said.doubt else ""
    st.html(f"{name}<h2>{escape(said.title)}</h2>{doubt}")
    explanation(found.key)


def _chart(found: Exhibit, chart: Chart, view: View, name: str) -> dict[str, object]:
    """The chart as the component wants it."""
    words = {word: t(f"chart.{word}") for word in ("explore", "back", "outdated", "unreachable")}
    return {
        "html": html(chart, dom_key("c", name)),
        "slug": found.slug,
        "query": urlencode([*address.parameters(found, view), (address.RELEASE, view.selection.release_id)]),
        "title": table_data.title(found.key, found.subject(view)),
        "words": words,
    }


def _origin(figure: Figure, selection: Selection) -> dict[str, str] | None:
    """The way to how a figure is made and to its rows; None where it has no rows of its own."""
    return way_to_origin(origin_address(figure.origin, selection), figure.label) if figure.origin else None


def answer_html(sentences: Sequence[str], as_of: str) -> str:
    """Sentences one below the other, and of which day they are."""
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f'<div class="srm-answer">{told}<p class="srm-answer-date">{escape(as_of)}</p></div>'


def _is_asked(found: Exhibit) -> bool:
    """Whether the address names this exhibit."""
    return st.query_params.get(address.EXHIBIT) == found.slug


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]
