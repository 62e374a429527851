"""Parts of the page of data: what a public table is, its filters, its rows with all their files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from app.data import db
from app.data.origins import Origin
from app.data.published import Table, UnknownTableError, published_table
from app.data.published.rows import PublishedRows, few_values, frame
from app.data.rows import as_rows
from app.data.selection import current
from app.exhibits.data_selection import (
    API,
    MOST_READ,
    ORIGIN_PARAMETER,
    PUBLIC_TABLE_PARAMETER,
    READ,
    SEARCH,
    DataSelection,
    data_selection,
    is_condition,
)
from app.exhibits.filters import choices
from app.exhibits.origins import origin_by_name
from app.files.checksum import sha256
from app.files.table_files import about, possible_kinds
from app.navigation import ENTRIES, FILTERS, entry
from app.surfaces.data_filter import data_filter as form
from app.surfaces.data_origin import data_origin as origin_html
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.panel import Table as ShownTable
from app.surfaces.streamlit.parts.page import list_of, way_back
from app.words import units
from app.words.escape import quotable
from app.words.text import t

_PAGE = "data"


def data_table() -> Table | None:
    """The public table that the address names; None where it names none, and says so where there is no such table."""
    name = st.query_params.get(PUBLIC_TABLE_PARAMETER, "")
    if not name:
        return None
    try:
        return published_table(current().release_id, name)
    except UnknownTableError as error:
        surface.current().notice(str(error))
        return None


def table_selection(table: Table) -> DataSelection:
    """What the address asks of the table; says what of it cannot be asked."""
    names = (name for name in st.query_params if name == SEARCH or is_condition(name))
    found = data_selection(table, current(), {name: st.query_params.get_all(name) for name in names})
    for problem in found.problems:
        surface.current().notice(problem)
    return found


def data_header(table: Table) -> None:
    """What the table is called, and what a row of it is."""
    surface.current().begin(table.label, *table.datasets)
    grain = t("data.grain", name=table.name, grain=table.grain)
    surface.current().header(table.label, grain, way_back("data.back", _PAGE))
    key = ", ".join(table.key)
    list_of(
        t("data.derived" if table.is_derived else "data.loaded"),
        t("data.row_count", n=units.number(table.row_count)),
        *([t("data.key", names=key)] if key else []),
    )


def whole_release() -> None:
    """The whole release as one file with its checksum, the interface for programs, and queries where they are possible."""
    release_id = current().release_id
    begin, address = base_path(), f"{API}/releases/{release_id}/release.duckdb"
    parts = [
        f"{_link(f'{begin}{address}', t('data.release.file'))} ({escape(t('data.release.what'))}).",
        f"{escape(t('data.release.checksum'))} <code>{sha256(db.file(release_id))}</code>",
        _link(f"{begin}{API}/", t("data.release.interface")),
    ]
    if any(found.key == "sql" for found in ENTRIES):
        parts.append(_link(f"{begin}/{entry('sql').address}", t("data.release.query")))
    surface.current().html("data-release", "".join(f'<p class="srm-sentence">{part}</p>' for part in parts))


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def data_origin(asked: DataSelection) -> None:
    """How the figure that the address names is made, and what its bars or rows come to."""
    name = st.query_params.get(ORIGIN_PARAMETER, "")
    origin = origin_by_name(name, asked.table.name)
    if name and origin is None:
        surface.current().notice(t("origin.unknown", found=quotable(name)))
    elif origin and not set(origin.conditions) <= set(asked.pairs):
        # The sum of more rows than count would have the figure's name.
        surface.current().notice(t("origin.incomplete", label=t(origin.label)))
    elif origin:
        surface.current().html("data-origin", origin_html(origin, asked, f"{base_path()}/{entry(_PAGE).address}"))
        if origin.groups:
            _groups(origin, asked)


def _groups(origin: Origin, asked: DataSelection) -> None:
    summed = (("sum", origin.summed),) if origin.summed else ()
    order = (f"-sum_{origin.summed}" if summed else "-count",)
    query = replace(asked.query, groups=origin.groups, aggregates=(*summed, ("count", "")), order=order)
    rows = frame(query).rename(columns={f"sum_{origin.summed}": origin.summed, "count": "row_count"})
    keys = rows[list(origin.groups)].to_dict("records")
    rows["rows_address"] = [_rows_address(origin, asked, found) for found in keys]
    if "municipality_ags" in rows:
        known = choices(current().everything())["kommune"]
        rows["municipality"] = rows.municipality_ags.map(known)
    names = ["municipality" if name == "municipality_ags" else name for name in origin.groups]
    columns = (*names, *([origin.summed] if summed else []), "row_count")
    shown = ShownTable("data.groups", as_rows(rows), columns, asked.table.datasets, FILTERS, current(), first=20)
    surface.current().table(shown)


def _rows_address(origin: Origin, asked: DataSelection, keys: Mapping[Any, object]) -> str:
    """The rows of one bar or row; empty where no condition says which they are."""
    if any(units.is_unknown(value) for name, value in keys.items() if name != "municipality_ags"):
        return ""
    of_group = [(f"{name}__exact", _text(value)) for name, value in keys.items() if not units.is_unknown(value)]
    query = [(PUBLIC_TABLE_PARAMETER, asked.table.name), (ORIGIN_PARAMETER, origin.name), *asked.parameters, *of_group]
    return f"/{entry(_PAGE).address}?{urlencode(query)}"


def _text(value: object) -> str:
    """A value as a condition has it."""
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d")
    return str(int(value)) if isinstance(value, float) else str(value)


def data_filter(asked: DataSelection) -> None:
    """The filters of its columns, and in words those that are set."""
    choices = few_values(asked.table.name, current().everything())
    surface.current().html("data-filter", form(asked, choices, _address(asked)))
    if said := about(asked.query).filters:
        surface.current().note(t("data.filtered", filters="; ".join(said)))


def data_rows(asked: DataSelection) -> None:
    """The rows, page by page, and their files."""
    rows = PublishedRows(asked.query)
    known = possible_kinds(asked.query, rows.count)
    kinds = [kind for kind in known if kind not in READ or rows.count <= MOST_READ]
    files = {t(f"data.file.{kind}"): asked.file(kind) for kind in kinds}
    shown = ShownTable(
        "data.rows",
        rows,
        rows.columns,
        asked.table.datasets,
        FILTERS,
        current(),
        files=files,
        first=10,
        nothing=t("data.nothing"),
        is_complete=True,
    )
    surface.current().table(shown)


def _address(asked: DataSelection) -> str:
    """The page of the table, with the filters of all pages, without those of its columns."""
    selection = asked.query.selection
    query = [(PUBLIC_TABLE_PARAMETER, asked.table.name), *selection.pairs(), ("stand", selection.stand.isoformat())]
    return f"{base_path()}/{entry(_PAGE).address}?{urlencode(query)}"
