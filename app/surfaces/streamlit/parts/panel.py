"""The table under a chart or alone, with its files, sources and Stand; long ones page by page."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from app.data.cached_frame import CachedFrame
from app.data.rows import Rows, as_rows, pages
from app.data.selection import Selection, current
from app.exhibits import captions
from app.files.text_files import csv_for_excel
from app.navigation import ALL
from app.surfaces import table_data
from app.surfaces.streamlit import components
from app.surfaces.streamlit.parts import paper, slides, turning
from app.words import cells, units
from app.words.text import has, t

Source = str | Sequence[str]
Filters = Sequence[str]


def table(
    key: str,
    rows: pd.DataFrame | Rows,
    columns: Sequence[str] = (),
    *,
    source: Source = "projekte",
    filters: Filters = ALL,
    subject: str = "",
    selection: Selection | None = None,
) -> None:
    """A sortable table with its heading and CSV; ``selection`` says what it shows when that is not the page's own.

    Without ``columns`` those of the question are shown, in their order, but for those that only hold a link.
    """
    if slides.presenting():
        return
    heading(key, subject)
    panel(
        key,
        rows,
        columns or table_data.columns(as_rows(rows).page(1)),
        source,
        filters,
        subject=subject,
        selection=selection,
    )


def table_if_any(key: str, rows: Rows, columns: Sequence[str]) -> None:
    """The same where there is any row; elsewhere nothing."""
    if rows.count:
        table(key, rows, columns)


def panel(
    key: str,
    rows: pd.DataFrame | Rows,
    columns: Sequence[str],
    source: Source,
    filters: Filters,
    *,
    chart: Mapping[str, object] | None = None,
    subject: str = "",
    selection: Selection | None = None,
    name: str = "",
) -> None:
    """Table, way to take it along and sources of what stands above, or the table alone.

    ``chart`` says what stands above: see ``display``. ``name`` tells parts of one exhibit apart.
    """
    name, selection = name or key, selection or current()
    line = described_line(source, filters, selection)
    found, heading_text = as_rows(rows), table_data.title(key, subject)
    shared = tuple(columns), heading_text, line, selection.stand
    if paper.is_printed_whole() and pages(found) > 1:
        _on_paper(name, found, columns, shared, chart)
        return
    if pages(found) == 1:
        data = table_data.whole(CachedFrame(found.all()), *shared)
        # A chart's own files are made by the server: app/web/api/exhibit.py.
        file = {} if chart else {"csv": _csv(CachedFrame(found.all()), shared[0], line)}
        components.panel(f"panel-{name}", {**data, **file, **(chart or {})})
        return
    number, order = turning.table_position(name, found, columns)
    data = table_data.part(CachedFrame(turning.page(found, number, order)), *shared)
    data = {**data, **(chart or {}), "turning": turning.controls(found, number, order)}
    components.panel(f"panel-{name}", data, turning.on_turn(name, found))
    if chart:
        return
    with st.container(key=dom_key("csv", name)):
        st.download_button(
            t("panel.all", n=units.number(found.count)),
            # Made when somebody asks for it.
            lambda: _csv_of(found.all(), shared[0], line).encode("utf-8"),
            f"{data['file']}.csv",
            "text/csv",
            key=f"all-{name}",
            on_click="ignore",
        )


def _on_paper(key: str, rows: Rows, columns: Sequence[str], shared: Any, chart: Mapping[str, object] | None) -> None:
    """A long table for the printer: in the order chosen, as many rows as paper bears; the file needs all of them."""
    order = turning.table_position(key, rows, columns)[1]
    printed = CachedFrame(turning.page(rows, 1, order, paper.ROWS))
    file = {"csv": _csv(printed, shared[0], shared[2])} if rows.count <= paper.ROWS and not chart else {}
    more = {**(chart or {}), **file, "rest": paper.rest(rows.count)}
    components.panel(f"panel-{key}", {**table_data.whole(printed, *shared), **more})


def described_line(source: Source, filters: Filters, selection: Selection | None = None) -> str:
    """The same as ``source_line`` with those chosen ``filters`` that act."""
    selection = selection or current()
    described = "; ".join(text for parameter, text in selection.described if parameter in filters)
    line = source_line(source, selection)
    return f"{line} {t('source.filters', filters=described)}" if described else line


def source_line(source: Source, selection: Selection | None = None) -> str:
    """„Quelle: …. Stand …, Veröffentlichung ….“ for these data sources."""
    names = (source,) if isinstance(source, str) else tuple(source)
    return captions.source_line((selection or current()).everything(), names)


def heading(key: str, subject: str = "") -> None:
    """A small heading with its explanation when there is one."""
    st.header(table_data.title(key, subject), anchor=False)
    if has(f"{key}.intro"):
        st.markdown(t(f"{key}.intro"))


def dom_key(kind: str, key: str) -> str:
    """The class by which style sheet and components find a part of the page."""
    return f"{kind}-{key.replace('.', '-').replace('_', '-')}"


@functools.lru_cache(maxsize=512)
def _csv(rows: CachedFrame, columns: tuple[str, ...], source: str) -> str:
    return _csv_of(rows.frame, columns, source)


def _csv_of(frame: pd.DataFrame, columns: Sequence[str], source: str) -> str:
    labels = cells.column_labels(frame, columns)
    rows = cells.words_for_files(frame)[list(labels)].itertuples(index=False)
    return csv_for_excel(rows, list(labels.values()), [source])
