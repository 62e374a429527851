"""What shows data: chart and map, each with its table, the way to take it along, sources and Stand below it."""

from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from app import exhibits
from app.charts import theme
from app.data.selection import Selection, current
from app.exhibits import Exhibit, Locator, Plot, Shown, View, address
from app.surfaces.streamlit import components
from app.surfaces.streamlit.parts import presented, slides
from app.surfaces.streamlit.parts.controls import pages_of
from app.surfaces.streamlit.parts.panel import dom_key, heading, panel, source_line, title
from app.words.file_name import file_name
from app.words.text import t

_PLOTLY = {
    **theme.GERMAN,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    # Printing presses a button of plotly's bar, which nobody sees (app/surfaces/streamlit/components/paper.js).
    "modeBarButtonsToAdd": ["toggleSpikelines"],
}
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
        presented.add(found, view, _PLOTLY)
        return
    with st.container(key=dom_key("exhibit", key)):
        if found.groups:
            heading(key, found.subject(view))
            numbers = pages_of(key, found.pages(view), found.groups(view), _asked_page(found))
            for number in numbers:
                part = View(view.selection, (*view.choices, (address.PAGE, str(number))))
                drawn(found, found.content(part), part, name=key if len(numbers) == 1 else f"{key}-{number}")
            return
        shown: Shown = found.content(view)
        if not isinstance(shown.drawing, Locator):
            heading(key, found.subject(view))
        drawn(found, shown, view)


def forget_shown() -> None:
    """Before a page is drawn: nothing is shown yet."""
    st.session_state[_SHOWN] = set()


def is_shown(slug: str) -> bool:
    """Whether the page has drawn the exhibit of that name."""
    return slug in st.session_state[_SHOWN]


def drawn(found: Exhibit, shown: Shown, view: View, *, name: str = "", way: str = "") -> None:
    """The drawing and what stands below it; ``name`` tells several parts of one exhibit on a page apart.

    Alone in a frame of another site there is only a ``way`` into the monitor: nothing to choose, nothing to take along.
    """
    name = name or found.key
    place = dom_key("chart", name)
    if isinstance(shown.drawing, Plot):
        figure, alt = exhibits.figure(shown)
        if figure is None:
            st.info(t("chart.empty"))
            if way:
                way_out(way)
            return
        with st.container(key=place):
            st.plotly_chart(figure, key=f"plot-{name}", config=_PLOTLY, alt=alt)
    else:
        with st.container(key=place):
            components.drawing(f"map-{name}", exhibits.drawing(shown, view), None if way else _choose)
    _below(found, shown, view, name, way)


def way_out(address: str) -> None:
    """A link that leaves the frame of another site for the monitor; addresses are one level deep, so it works below a path."""
    href = escape(f"./{address.lstrip('/')}")
    st.html(f'<p class="srm-way"><a href="{href}" target="_blank" rel="noopener">{t("embed.open")}</a></p>')


def _below(found: Exhibit, shown: Shown, view: View, name: str, way: str) -> None:
    subject = found.subject(view)
    chart: dict[str, Any] = {
        "chart": dom_key("chart", name),
        **(
            {"way": way, "way_text": t("embed.open")}
            if way
            else {
                "slug": found.slug,
                "query": urlencode(address.parameters(found, view)),
                "marked": st.query_params.get(address.EXHIBIT) == found.slug,
            }
        ),
    }
    if not isinstance(shown.drawing, Locator):
        # Alone it names its filters below its title.
        filters = () if way else found.filters
        panel(found.key, shown.table, shown.columns, shown.source, filters, chart=chart, subject=subject, name=name)
        return
    # Which municipalities it marks stands beside it anyway.
    text = title(found.key, subject)
    data = {"title": text, "file": file_name(text, view.selection.stand), "source": source_line(shown.source)}
    components.panel(f"panel-{name}", {**data, **chart})


def _asked_page(found: Exhibit) -> str:
    parameters = st.query_params
    return parameters.get(address.PAGE, "") if parameters.get(address.EXHIBIT) == found.slug else ""


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]
