"""What shows data: chart and map, each with its table, files, sources and Stand below it."""

from html import escape

import streamlit as st

from app import components, exhibits, theme
from app.address import PAGE
from app.exhibits import Exhibit, Locator, Plot, Shown, View
from app.layout.controls import page_of
from app.layout.panel import dom_key, heading, panel, source_line
from app.selection import Selection, current
from app.text import t

_PLOTLY = {**theme.GERMAN, "displaylogo": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def exhibit(key: str, selection: Selection | None = None, **choices: str) -> None:
    """A chart or map with its heading, alt text, table, files and sources; a kind sentence when there is nothing to draw.

    ``selection`` is that of the page when there is none given; ``choices`` are those of the page that it depends on.
    """
    found = exhibits.by_key(key)
    view = View(selection or current(), tuple(choices.items()))
    shown: Shown
    if found.groups:
        heading(key, found.subject(view))
        view = View(view.selection, (*view.choices, (PAGE, str(page_of(key, found.groups(view))))))
    shown = found.content(view)
    if isinstance(shown.drawing, Locator):
        _locator(key, shown, view)
        return
    if not found.groups:
        heading(key, found.subject(view))
    _drawn(found, shown, view)


def _drawn(found: Exhibit, shown: Shown, view: View) -> None:
    place = dom_key("chart", found.key)
    if isinstance(shown.drawing, Plot):
        figure, alt = exhibits.figure(shown)
        if figure is None:
            st.info(t("chart.empty"))
            return
        with st.container(key=place):
            st.plotly_chart(figure, key=f"plot-{found.key}", config=_PLOTLY, alt=alt)
    else:
        with st.container(key=place):
            components.drawing(f"map-{found.key}", exhibits.drawing(shown, view), _choose)
    panel(
        found.key,
        shown.table,
        shown.columns,
        shown.source,
        found.filters,
        chart=place,
        subject=found.subject(view),
    )


def _locator(key: str, shown: Shown, view: View) -> None:
    with st.container(key=dom_key("chart", key)):
        components.drawing(f"map-{key}", exhibits.drawing(shown, view), _choose)
    st.html(f'<p class="srm-source">{escape(source_line(shown.source))}</p>')


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]
