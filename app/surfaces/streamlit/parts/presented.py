"""Charts and maps on slides: each fills one, is cut into several, or shows its first projects."""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from app import exhibits
from app.exhibits import Exhibit, Plot, View
from app.exhibits.address import PAGE
from app.exhibits.model import SIZE
from app.surfaces.streamlit import components
from app.surfaces.streamlit.parts import slides
from app.surfaces.streamlit.parts.panel import described_line, title
from app.words import units
from app.words.text import has, t

_PROJECTS, _TIMELINES = 4, 4
"""Projects of a timeline that one slide holds in large type, and how many such slides there are."""


def add(found: Exhibit, view: View, config: Mapping[str, Any]) -> None:
    """The exhibit as slides, plotly's with this ``config``: a timeline of some of its projects, a chart of many rows in several parts."""
    views = [(view, "")]
    if found.groups:
        count = found.groups(view).count
        pages = min(-(-count // _PROJECTS), _TIMELINES)
        shown = t("slides.projects", n=min(count, pages * _PROJECTS), total=units.number(count))
        parts = [(PAGE, str(number)) for number in range(1, pages + 1)]
        views = [(View(view.selection, (*view.choices, part, (SIZE, str(_PROJECTS)))), shown) for part in parts]
    drawings = [drawing for part, text in views for drawing in _drawings(found, part, text, config)]
    name = title(found.key, found.subject(view)) if has(f"{found.key}.heading") else found.subject(view)
    for number, (draw, source, text) in enumerate(drawings, start=1):
        many = len(drawings) > 1
        slides.add(t("slides.part", heading=name, n=number, total=len(drawings)) if many else name, draw, source)
        if text:
            slides.note(text)


def _drawings(
    found: Exhibit, view: View, text: str, config: Mapping[str, Any]
) -> Iterator[tuple[Callable[[str], object], str, str]]:
    """What draws each part, its source, and the sentence below it."""
    shown = found.content(view)
    source = described_line(shown.source, found.filters, view.selection)
    if not isinstance(shown.drawing, Plot):
        data = exhibits.drawing(shown, view)
        yield lambda name: components.drawing(f"map-{name}", data, None), source, text
        return
    figure, alt = exhibits.figure(shown)
    for part, scale in slides.fitted(figure) if figure else ():
        yield functools.partial(_plot, part, alt, scale, config), source, text


def _plot(figure: go.Figure, alt: str, scale: float, config: Mapping[str, Any], name: str) -> None:
    sizes = f"--srm-scale: {scale:.3f}; --srm-height: {figure.layout.height:.0f}px"
    st.html(f"<style>.st-key-plot-of-{name} {{ {sizes} }}</style>")
    with st.container(key=f"plot-of-{name}"):
        st.plotly_chart(figure, key=f"plot-{name}", config=dict(config), alt=alt)
