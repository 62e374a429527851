"""What shows data: chart and map, each with its table, files, sources and Stand below it."""

from html import escape

import streamlit as st

from app import components, exhibits, theme
from app.address import PAGE
from app.exhibits import Exhibit, Locator, Plot, Shown, View
from app.layout.controls import pages_of
from app.layout.panel import dom_key, heading, panel, source_line
from app.selection import Selection, current
from app.text import t

_PLOTLY = {
    **theme.GERMAN,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    # Printing presses a button of plotly's bar, which nobody sees (app/components/paper.js).
    "modeBarButtonsToAdd": ["toggleSpikelines"],
}


def exhibit(key: str, selection: Selection | None = None, **choices: str) -> None:
    """A chart or map with its heading, alt text, table, files and sources; a kind sentence when there is nothing to draw.

    ``selection`` is that of the page when there is none given; ``choices`` are those of the page that it depends on.
    """
    found = exhibits.by_key(key)
    view = View(selection or current(), tuple(choices.items()))
    if found.groups:
        heading(key, found.subject(view))
        numbers = pages_of(key, found.groups(view))
        for number in numbers:
            part = View(view.selection, (*view.choices, (PAGE, str(number))))
            _drawn(found, found.content(part), part, key if len(numbers) == 1 else f"{key}-{number}")
        return
    shown: Shown = found.content(view)
    if isinstance(shown.drawing, Locator):
        _locator(key, shown, view)
        return
    heading(key, found.subject(view))
    _drawn(found, shown, view, key)


def _drawn(found: Exhibit, shown: Shown, view: View, key: str) -> None:
    """``key`` names this drawing among all of the page; ``found`` may stand there in several parts."""
    place = dom_key("chart", key)
    if isinstance(shown.drawing, Plot):
        figure, alt = exhibits.figure(shown)
        if figure is None:
            st.info(t("chart.empty"))
            return
        with st.container(key=place):
            st.plotly_chart(figure, key=f"plot-{key}", config=_PLOTLY, alt=alt)
    else:
        with st.container(key=place):
            components.drawing(f"map-{key}", exhibits.drawing(shown, view), _choose)
    panel(
        found.key,
        shown.table,
        shown.columns,
        shown.source,
        found.filters,
        chart=place,
        subject=found.subject(view),
        name=key,
    )


def _locator(key: str, shown: Shown, view: View) -> None:
    with st.container(key=dom_key("chart", key)):
        components.drawing(f"map-{key}", exhibits.drawing(shown, view), _choose)
    st.html(f'<p class="srm-source">{escape(source_line(shown.source))}</p>')


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]
