"""What shows data: chart and map, each with its table, the way to take it along, sources and Stand below it."""

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from app import exhibits
from app.charts.html import html
from app.charts.marks import Chart
from app.data.selection import Selection, current
from app.exhibits import Exhibit, ExhibitContent, Locator, Plot, View, address
from app.exhibits.model import PAGE
from app.surfaces.streamlit import components
from app.surfaces.streamlit.parts import exhibit_slides, slides
from app.surfaces.streamlit.parts.controls import pages_of
from app.surfaces.streamlit.parts.panel import dom_key, heading, panel, source_line
from app.surfaces.table_data import title
from app.words.file_name import file_name
from app.words.text import t

_SHOWN = "_shown_exhibits"


def exhibit(key: str, selection: Selection | None = None, **choices: str) -> None:
    """A chart or map with its heading, alt text, table, files and sources; a kind sentence when there is nothing to draw.

    ``selection`` is that of the page when there is none given; ``choices`` are those of the page that it depends on.
    """
    found = exhibits.by_key(key)
    view = View(selection or current(), tuple(choices.items()))
    st.session_state.setdefault(_SHOWN, set()).add(found.slug)
    slides.offer()
    if slides.presenting():
        exhibit_slides.add(found, view)
        return
    with st.container(key=dom_key("exhibit", key)):
        if found.groups:
            heading(key, found.subject(view))
            numbers = pages_of(key, found.pages(view), found.groups(view), _asked_page(found))
            for number in numbers:
                part = View(view.selection, (*view.choices, (PAGE, str(number))))
                drawing_with_table(
                    found, found.content(part), part, name=key if len(numbers) == 1 else f"{key}-{number}"
                )
            return
        shown: ExhibitContent = found.content(view)
        if not isinstance(shown.drawing, Locator):
            heading(key, found.subject(view))
        drawing_with_table(found, shown, view)


def forget_shown() -> None:
    """Before a page is drawn: nothing is shown yet."""
    st.session_state[_SHOWN] = set()


def is_shown(slug: str) -> bool:
    """Whether the page has drawn the exhibit of that name."""
    return slug in st.session_state[_SHOWN]


def drawing_with_table(found: Exhibit, shown: ExhibitContent, view: View, *, name: str = "") -> None:
    """The drawing and what stands below it; ``name`` tells several parts of one exhibit on a page apart."""
    name = name or found.key
    place = dom_key("chart", name)
    if isinstance(shown.drawing, Plot):
        chart = exhibits.chart(shown, view)
        if chart is None:
            st.info(t("chart.empty"))
            return
        with st.container(key=place):
            components.chart(f"plot-{name}", _chart(found, chart, view, name))
    else:
        with st.container(key=place):
            data = exhibits.map_data(shown, view, dom_key("m", name))
            components.map_drawing(f"map-{name}", data, _choose)
    _below(found, shown, view, name)


def _chart(found: Exhibit, chart: Chart, view: View, name: str) -> dict[str, object]:
    """The chart as the component wants it."""
    words = {word: t(f"chart.{word}") for word in ("explore", "back", "outdated", "unreachable")}
    return {
        "html": html(chart, dom_key("c", name)),
        "slug": found.slug,
        "query": urlencode([*address.parameters(found, view), (address.RELEASE, view.selection.release_id)]),
        "title": title(found.key, found.subject(view)),
        "words": words,
    }


def _below(found: Exhibit, shown: ExhibitContent, view: View, name: str) -> None:
    subject = found.subject(view)
    chart: dict[str, Any] = {
        "chart": dom_key("chart", name),
        "slug": found.slug,
        "query": urlencode(address.parameters(found, view)),
        "marked": st.query_params.get(address.EXHIBIT) == found.slug,
    }
    if not isinstance(shown.drawing, Locator):
        panel(
            found.key, shown.table, shown.columns, shown.source, found.filters, chart=chart, subject=subject, name=name
        )
        return
    # Which municipalities it marks stands beside it anyway.
    text = title(found.key, subject)
    data = {"title": text, "file": file_name(text, view.selection.stand), "source": source_line(shown.source)}
    components.panel(f"panel-{name}", {**data, **chart})


def _asked_page(found: Exhibit) -> str:
    parameters = st.query_params
    return parameters.get(PAGE, "") if parameters.get(address.EXHIBIT) == found.slug else ""


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]
