"""What shows data: chart, map and table, each with files, sources and Stand below it."""

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from app import components, export, maps, queries, tables, theme, units
from app.layout.controls import page_of
from app.navigation import ALL
from app.same import Same
from app.selection import Selection, current
from app.text import has, t

Source = str | Sequence[str]
Filters = Sequence[str]
OTHERS = tuple(name for name in ALL if name != "kommune")
"""Filters that act where all municipalities are compared."""

_GROUPS_PER_PAGE = 15
_LINKS = {
    "project_title": ("project_id", "/projekte?projekt={}"),
    "name": ("municipality_ags", "/kommunen?kommune={}"),
    "source_publisher": ("source_url", "{}"),
    "source_title": ("source_url", "{}"),
    "licence": ("licence_url", "{}"),
}
"""Columns that lead somewhere: the column that holds the key, and the address it makes."""

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
    paged: tuple[str, str] | None = None,
    **options: Any,
) -> None:
    """A chart with its heading, alt text, table, files and sources; a kind sentence when there is nothing to draw.

    ``build(table, **options)`` makes the figure once per table; frames of ``queries`` are the same object for the
    same release and filters, so a rerun draws what is there already. ``paged`` names the column of groups and the
    date that orders them, for charts that grow with their table. ``subject`` completes the heading;
    ``filters`` are those that act on the table, to be named in files.
    """
    heading(key, subject)
    if paged:
        table = page_of(key, table, by=paged[0], order=paged[1], size=_GROUPS_PER_PAGE)
    figure, alt = (None, "") if table.empty else _figure(build, Same(table), tuple(sorted(options.items())))
    if figure is None or not figure.data:
        st.info(t("chart.empty"))
        return
    dom_key = _dom_key("chart", key)
    with st.container(key=dom_key):
        st.plotly_chart(figure, key=f"plot-{key}", config=_PLOTLY, alt=alt)
    _panel(key, table, columns, source, filters, chart=dom_key, subject=subject)


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
    selection = current()
    heading(key, subject)
    svg = _map(
        Same(queries.areas(selection)),
        Same(queries.outline(selection)),
        Same(table),
        value,
        unit,
        unit or t(f"{key}.heading"),
        selection.municipalities,
    )
    dom_key = _dom_key("chart", key)
    with st.container(key=dom_key):
        components.drawing(f"map-{key}", svg, _choose)
    _panel(key, table, columns, (*_tuple(source), "grenzen"), filters, chart=dom_key, subject=subject)


def locator(key: str, areas: Sequence[str]) -> None:
    """A small map that shows where something is; the whole district when its own key is among ``areas``."""
    selection = current()
    svg = maps.locator(queries.areas(selection), queries.outline(selection), areas, queries.district(selection))
    with st.container(key=_dom_key("chart", key)):
        components.drawing(f"map-{key}", svg, _choose)
    st.html(f'<p class="srm-source">{escape(source_line("grenzen"))}</p>')


def table(
    key: str, rows: pd.DataFrame, columns: Sequence[str], *, source: Source = "projekte", filters: Filters = ALL
) -> None:
    """A sortable table with its heading and CSV."""
    heading(key)
    _panel(key, rows, columns, source, filters)


def source_line(source: Source) -> str:
    """„Quelle: …. Stand …, Veröffentlichung ….“ for these data sources."""
    return _source_line(_tuple(source), current().everything())


@functools.lru_cache(maxsize=64)
def _source_line(sources: tuple[str, ...], selection: Selection) -> str:
    datasets = queries.datasets(selection).set_index("dataset_id")
    notes = "; ".join(_source_text(datasets.loc[name]) for name in sources)
    return t("source.line", sources=notes, stand=units.date(selection.stand), release=selection.release_id)


@functools.lru_cache(maxsize=512)
def _figure(
    build: Callable[..., go.Figure], table: Same, options: tuple[tuple[str, Any], ...]
) -> tuple[go.Figure, str]:
    figure = build(table.frame, **dict(options))
    return figure, figure.layout.meta["alt"]


@functools.lru_cache(maxsize=256)
def _map(areas: Same, outline: Same, table: Same, value: str, unit: str, measure: str, chosen: tuple[str, ...]) -> str:
    return maps.choropleth(areas.frame, outline.frame, table.frame, value, unit=unit, measure=measure, chosen=chosen)


@functools.lru_cache(maxsize=512)
def _panel_data(
    rows: Same,
    columns: tuple[str, ...],
    title: str,
    source: str,
    stand: dt.date,
) -> dict[str, Any]:
    frame = rows.frame
    shown = [column for column in columns if column in frame]
    # In a comparison of municipalities „Zuwendungen“ are their own ones, and projects those they take part in.
    own = "municipality_ags" in frame and "project_count" in frame
    labels = {
        name: t(f"own_column.{name}") if own and has(f"own_column.{name}") else t(f"column.{name}") for name in shown
    }
    records = tables.records(frame)
    return {
        "title": title,
        "file": export.file_name(title, stand),
        "columns": [{"label": label, "number": tables.is_number(frame[name])} for name, label in labels.items()],
        "rows": [[tables.shown(name, row) for name in shown] for row in records],
        "order": [[tables.sort_key(name, row) for name in shown] for row in records],
        "links": [_addresses(frame, name) for name in shown],
        "csv": export.csv_for_excel(tables.words(frame)[shown], list(labels.values()), [source]),
        "source": source,
        "words": {
            word: t(f"panel.{word}")
            for word in ("save", "svg", "png", "csv", "table", "empty", "ascending", "descending")
        },
    }


def _panel(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    source: Source,
    filters: Filters,
    *,
    chart: str = "",
    subject: str = "",
) -> None:
    line = source_line(source)
    if described := "; ".join(text for name, text in current().described if name in filters):
        line = f"{line} {t('source.filters', filters=described)}"
    data = _panel_data(Same(rows), tuple(columns), _title(key, subject), line, current().stand)
    components.panel(f"panel-{key}", {**data, "chart": chart})


def _title(key: str, subject: str) -> str:
    return f"{t(f'{key}.heading')}: {subject}" if subject else t(f"{key}.heading")


def _addresses(frame: pd.DataFrame, column: str) -> list[str] | None:
    """Where the cells of a column lead to: a project, a municipality, a source; None when nowhere."""
    key, address = _LINKS.get(column, ("", ""))
    return ["" if units.is_unknown(value) else address.format(value) for value in frame[key]] if key in frame else None


def heading(key: str, subject: str = "") -> None:
    """A small heading with its explanation when there is one."""
    st.header(_title(key, subject), anchor=False)
    if has(f"{key}.intro"):
        st.markdown(t(f"{key}.intro"))


def _choose(municipality_ags: str) -> None:
    chosen = list(st.session_state["kommune"])
    st.session_state["kommune"] = [] if chosen == [municipality_ags] else [municipality_ags]


def _source_text(dataset: Any) -> str:
    return str(dataset.publisher if units.is_unknown(dataset.note) else dataset.note)


def _dom_key(kind: str, key: str) -> str:
    return f"{kind}-{key.replace('.', '-').replace('_', '-')}"


def _tuple(source: Source) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else tuple(source)
