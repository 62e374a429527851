"""What the page for queries is made of: the field with examples, and the answer as a table, charts and files."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from app.charts.html import html
from app.data.console import errors, examples, limits
from app.data.console.errors import QueryError
from app.data.console.pool import POOL
from app.data.published import published_tables
from app.data.rows import as_rows
from app.data.selection import current
from app.exhibits import View, map_data, query_charts
from app.exhibits.query_result import QueryResult, result
from app.files.query_files import KINDS
from app.navigation import entry
from app.surfaces.html.links import link
from app.surfaces.streamlit import address_state, components, surface
from app.surfaces.streamlit.panel import Table, dom_key, heading
from app.surfaces.streamlit.surface import native
from app.words.text import counted, plural, t

PARAMETER = "abfrage"
_TOO_LONG = "query-too-long"
_ROWS = 8, 24
"""Lines of the field for a query, at least and at most."""


def query_editor() -> str:
    """A field for a query, with examples; returns the query that the address holds."""
    query = st.query_params.get(PARAMETER, "")
    native()
    data: dict[str, object] = {"html": _query_field(query), "tables": _names()}
    components.editor("query", data, {"open": address_state.open_link, "turn": _run})
    return query


def _query_field(query: str) -> str:
    """A part of a form without scripts; ``editor.js`` suggests names and runs it."""
    label, hint, run = (escape(t(f"sql.editor.{name}")) for name in ("label", "hint", "run"))
    rows = min(max(query.count("\n") + 2, _ROWS[0]), _ROWS[1])
    links = "".join(f"<li>{_example(found)}</li>" for found in examples.examples())
    # What a line break begins with, HTML leaves out.
    return (
        f'<div class="srm-field"><label><span>{label}</span><textarea name="{PARAMETER}" rows="{rows}" spellcheck="false" '
        f'autocapitalize="off" autocomplete="off" aria-describedby="srm-query-hint">\n{escape(query)}</textarea></label></div>'
        f'<p id="srm-query-hint" class="srm-editor-hint">{hint}</p><div><button class="srm-run">{run}</button></div>'
        f'<div class="srm-examples"><h2>{escape(t("sql.examples"))}</h2><ul>{links}</ul></div>'
    )


def _example(found: examples.Example) -> str:
    return link(f"/{entry('sql').address}?{urlencode({PARAMETER: found.query})}", escape(found.title))


def _names() -> dict[str, dict[str, object]]:
    """Public tables and their columns, with what they are called in German."""
    return {
        table.name: {"label": table.label, "columns": {column.name: column.label for column in table.columns}}
        for table in published_tables(current().release_id)
    }


def query_answer(query: str) -> QueryResult | None:
    """The table that answers a query; where there is none a sentence says why."""
    try:
        if st.session_state.pop(_TOO_LONG, False):
            raise errors.limit("letters")
        client = st.context.ip_address or ""
        return result(POOL.run(current().release_id, query, client)) if query.strip() else None
    except QueryError as error:
        surface.current().notice(str(error))
        return None


def query_table(found: QueryResult) -> None:
    """The answer as a table with its files."""
    query = urlencode({PARAMETER: found.answer.query})
    files = {t(f"sql.file.{name}"): f"/api/sql?format={name}&{query}" for name in KINDS}
    rows, columns = as_rows(found.frame), found.columns
    table = Table("sql.table", rows, columns, (), (), current(), files=files, slug="ergebnis", labels=found.labels)
    surface.current().table(table)


def query_drawing(kind: str, found: QueryResult) -> None:
    """The answer as a chart of one kind, or as a map."""
    key, everything, page = f"sql.{kind}", current().everything(), surface.current()
    page.html(dom_key("heading", key), heading(f"sql.{kind}"))
    if kind == "map":
        shown = query_charts.map_content(found, everything)
        assert shown
        data = {**map_data(shown, View(everything), dom_key("m", kind)), "still": True}
        page.add("map", dom_key("chart", key), data)
    else:
        chart = query_charts.chart(kind, found)
        assert chart
        page.add("chart", dom_key("chart", key), {"html": html(chart, dom_key("c", key))})


def query_size(found: QueryResult) -> str:
    """How many rows and columns an answer has."""
    return counted("sql.rows", len(found.frame), columns=plural("sql.columns", len(found.labels)))


def _run(to: Mapping[str, object]) -> None:
    query = str(to["query"])
    if len(query) > limits.LETTERS:
        # No address could hold it; the field keeps what was typed.
        st.session_state[_TOO_LONG] = True
    elif query.strip():
        st.query_params[PARAMETER] = query
    else:
        st.query_params.pop(PARAMETER, None)
