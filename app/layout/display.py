"""What shows data: chart and map, each with its table, files, sources and Stand below it."""

import functools
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from app import components, many_areas, maps, queries, theme
from app.layout.controls import keys_of_page
from app.layout.panel import Filters, Source, as_tuple, dom_key, heading, panel, source_line
from app.navigation import ALL
from app.rows import Asked
from app.same import Same
from app.selection import Selection, current
from app.text import t

OTHERS = tuple(name for name in ALL if name != "kommune")
"""Filters that act where all municipalities are compared."""

_PLOTLY = {**theme.GERMAN, "displaylogo": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def chart(
    key: str,
    build: Callable[..., go.Figure],
    table: pd.DataFrame,
    columns: Sequence[str],
    *,
    source: Source = "projekte",
    subject: str = "",
    filters: Filters = ALL,
    **options: Any,
) -> None:
    """A chart with its heading, alt text, table, files and sources; a kind sentence when there is nothing to draw.

    ``build(table, **options)`` makes the figure once per table; frames of ``queries`` are the same object for the
    same release and filters, so a rerun draws what is there already. ``subject`` completes the heading; ``filters``
    are those that act on the table, to be named in files.
    """
    heading(key, subject)
    _drawn(key, build, table, columns, source, subject, filters, options)


def paged_chart(
    key: str,
    build: Callable[..., go.Figure],
    groups: Asked,
    table: Callable[..., pd.DataFrame],
    columns: Sequence[str],
    *,
    subject: str = "",
    **options: Any,
) -> None:
    """A chart that grows with its rows: ``table(*keys)`` reads those ``groups`` that are on the chosen page."""
    heading(key, subject)
    keys = keys_of_page(key, groups)
    _drawn(key, build, table(*keys) if keys else pd.DataFrame(), columns, "projekte", subject, ALL, options)


def _drawn(
    key: str,
    build: Callable[..., go.Figure],
    table: pd.DataFrame,
    columns: Sequence[str],
    source: Source,
    subject: str,
    filters: Filters,
    options: dict[str, Any],
) -> None:
    figure, alt = (None, "") if table.empty else _figure(build, Same(table), tuple(sorted(options.items())))
    if figure is None or not figure.data:
        st.info(t("chart.empty"))
        return
    place = dom_key("chart", key)
    with st.container(key=place):
        st.plotly_chart(figure, key=f"plot-{key}", config=_PLOTLY, alt=alt)
    panel(key, table, columns, source, filters, chart=place, subject=subject)


def chart_map(
    key: str,
    table: pd.DataFrame,
    value: str,
    columns: Sequence[str],
    *,
    unit: str = "",
    source: Source = "projekte",
    subject: str = "",
    filters: Filters = OTHERS,
) -> None:
    """A choropleth of all municipalities with its table; a click chooses the municipality as filter."""
    heading(key, subject)
    place = dom_key("chart", key)
    with st.container(key=place):
        components.drawing(f"map-{key}", _map_data(table, value, unit, unit or t(f"{key}.heading")), _choose)
    panel(key, table, columns, (*as_tuple(source), "grenzen"), filters, chart=place, subject=subject)


def locator(key: str, areas: Sequence[str]) -> None:
    """A small map that shows where something is; the whole district when its own key is among ``areas``."""
    selection = current()
    outline, district = queries.outline(selection), queries.district(selection)
    if _is_many(selection):
        whole = outline["name"].iloc[0] if district in areas else ""
        svg = many_areas.locator(queries.areas(selection, *areas), outline, whole=whole)
    else:
        svg = maps.locator(queries.areas(selection), outline, areas, district)
    with st.container(key=dom_key("chart", key)):
        components.drawing(f"map-{key}", {"svg": svg}, _choose)
    st.html(f'<p class="srm-source">{escape(source_line("grenzen"))}</p>')


def _is_many(selection: Selection) -> bool:
    return len(queries.municipalities(selection)) > many_areas.MANY


def _map_data(table: pd.DataFrame, value: str, unit: str, measure: str) -> dict[str, Any]:
    selection = current()
    outline, chosen = Same(queries.outline(selection)), selection.municipalities
    if not _is_many(selection):
        return {"svg": _map(Same(queries.areas(selection)), outline, Same(table), value, unit, measure, chosen)}
    address = f"/api/areas/{selection.release_id}/{queries.version(selection)}.json"
    municipalities = Same(queries.municipalities(selection))
    return {"shapes": address, **_many(municipalities, outline, Same(table), value, unit, measure, chosen)}


@functools.lru_cache(maxsize=512)
def _figure(
    build: Callable[..., go.Figure], table: Same, options: tuple[tuple[str, Any], ...]
) -> tuple[go.Figure, str]:
    figure = build(table.frame, **dict(options))
    return figure, figure.layout.meta["alt"]


@functools.lru_cache(maxsize=256)
def _map(areas: Same, outline: Same, table: Same, value: str, unit: str, measure: str, chosen: tuple[str, ...]) -> str:
    return maps.choropleth(areas.frame, outline.frame, table.frame, value, unit=unit, measure=measure, chosen=chosen)


@functools.lru_cache(maxsize=32)
def _many(
    municipalities: Same, outline: Same, table: Same, value: str, unit: str, measure: str, chosen: tuple[str, ...]
) -> dict[str, Any]:
    return many_areas.choropleth(
        municipalities.frame, outline.frame, table.frame, value, unit=unit, measure=measure, chosen=chosen
    )


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]
