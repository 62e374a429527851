"""How the tables of a page are shown: order, which are open and at which page; the address alone holds it.

``tabelle=alle-betraege~-amount_eur~2`` is a table by its name: sorted downwards by a column, at page 2 of all its rows.
Without a number only its first rows are shown, without a column it has the order of its question.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from app.data.cached_frame import CachedFrame
from app.data.rows import PAGE_ROWS, FrameRows, Order, Rows, page_number, pages
from app.exhibits.address import EXHIBIT
from app.exhibits.model import TABLE_PARAMETER
from app.exhibits.tables import TABLES
from app.surfaces.streamlit import address_state
from app.surfaces.streamlit.panel import Table
from app.words import units
from app.words.escape import quotable
from app.words.text import t

_NUMBER, _ORDER = "seite", "folge"
_BETWEEN = "~"
_ALONE = {table.slug for table in TABLES}


@dataclass(frozen=True)
class TableState:
    """How one table is shown."""

    order: Order = None
    number: int = 0
    """Page of all its rows; 0 where only the first rows are shown."""
    is_named: bool = False
    """Whether the address names it: so the table behind a chart is open."""
    unknown_page: str = ""
    """A page that the address asks for and the table does not have, as an answer may repeat it."""
    unknown_column: str = ""
    """The same of a column that it asks to sort by."""

    @property
    def written_order(self) -> str:
        """The order as it stands in an address."""
        return f"{'-' * self.order[1]}{self.order[0]}" if self.order else ""


@dataclass(frozen=True)
class TableControls:
    """What sorts, opens and turns the pages of a table."""

    name: str
    """By what addresses know it, and how they did before."""
    key: str
    state: TableState
    address: str
    """Begin of the addresses that show it otherwise, for links that need no script."""
    pages: int = 1
    row_range: str = ""
    """Which of all its rows there are, where they have pages."""

    @property
    def script_state(self) -> dict[str, Any]:
        """What a script sends back when somebody turns the table, and the pages that it keeps within."""
        column, down = self.state.order or (None, False)
        shown = {"named": self.state.is_named, "number": self.state.number, "column": column, "down": down}
        return {"name": self.name, "key": self.key, **shown, "pages": self.pages}


def state(table: Table) -> TableState:
    """How the address shows a table; other rows than in the run before begin at their first page."""
    found, count = _asked(table), pages(table.rows)
    order = found.order if found.order and found.order[0] in table.shown else None
    # A column that is only empty here changes nothing.
    unknown_column = quotable(found.order[0]) if found.order and found.order[0] not in table.columns else ""
    number, kept = min(found.number, count), f"rows-{table.name}"
    unknown_page = found.unknown_page or (str(found.number) if found.number > count else "")
    if found.number > 1 and st.session_state.get(kept, table.rows) != table.rows:
        number, unknown_page = 1, ""
        _write(table.names, TableState(order, number, is_named=True))
    st.session_state[kept] = table.rows
    return TableState(order, number, found.is_named, unknown_page, unknown_column)


def tables_in_address() -> list[str]:
    """Names of the tables that the address names, the first of which it brings into sight."""
    return [value.split(_BETWEEN)[0] for value in st.query_params.get_all(TABLE_PARAMETER)]


def is_asked(table: Table) -> bool:
    """Whether the address brings a table into sight; not when somebody has turned it here and so has written its name."""
    if table.name not in tables_in_address():
        st.session_state.pop(_turned(table.name), None)
    return tables_in_address()[:1] == [table.name] and _turned(table.name) not in st.session_state


def turn(to: Mapping[str, Any]) -> None:
    """Somebody has sorted, opened, closed or turned the page: the address says it, in one step of history."""
    order = (str(to["column"]), bool(to["down"])) if to["column"] else None
    names = str(to["name"]), str(to["key"])
    st.session_state[_turned(names[0])] = True
    _write(names, TableState(order, int(to["number"]), bool(to["named"])), str(to["query"]))


@functools.lru_cache(maxsize=64)
def page(rows: Rows, number: int, order: Order, size: int = PAGE_ROWS) -> pd.DataFrame:
    """Rows of one page, the same object for the same arguments."""
    return rows.page(number, order, size)


def whole(rows: Rows, order: Order) -> pd.DataFrame:
    """All of a few rows, sorted by what their cells say."""
    found = FrameRows(CachedFrame(rows.all()))
    return page(found, 1, order, max(found.count, 1)) if order else rows.all()


def address(table: Table) -> str:
    """Begin of the addresses that show a table otherwise, for links that need no script."""
    kept = [(name, value) for name in st.query_params for value in _others(table.names, name)]
    return f"?{urlencode([*kept, (TABLE_PARAMETER, '')])}"


def controls(table: Table, shown: TableState, address: str, *, has_pages: bool) -> TableControls:
    """What sorts and opens a table that is shown so, and turns its pages, if one of several is shown."""
    count = pages(table.rows) if has_pages else 1
    row_range = _row_range(table.rows, max(shown.number, 1)) if count > 1 else ""
    return TableControls(table.name, table.key, shown, address, count, row_range)


def _row_range(rows: Rows, number: int) -> str:
    """Which rows stand on a page of that number."""
    first, last = (number - 1) * PAGE_ROWS + 1, min(number * PAGE_ROWS, rows.count)
    numbers = {"first": units.number(first), "last": units.number(last), "total": units.number(rows.count)}
    return t("panel.row" if first == last else "panel.rows", **numbers)


def _asked(table: Table) -> TableState:
    for value in st.query_params.get_all(TABLE_PARAMETER):
        name, *rest = value.split(_BETWEEN)
        if name == table.name:
            if rest:
                return _read(*(*rest, "")[:2])
            # The name alone, which nobody has turned, asks for all of a table; behind a chart it opens that table.
            return _read_parameters("1" if table.slug in _ALONE else "")
        if value == table.key:
            return _read_parameters("1")
    return TableState()


def _read_parameters(number: str) -> TableState:
    """As addresses were written that hold one table; a page beside a chart is that of the chart."""
    asked = {} if EXHIBIT in st.query_params else st.query_params
    return _read(asked.get(_ORDER, ""), asked.get(_NUMBER, number))


def _read(order: str, number: str) -> TableState:
    known = page_number(number)
    by_column = (order.removeprefix("-"), order.startswith("-")) if order else None
    return TableState(by_column, known or 0, is_named=True, unknown_page="" if known else quotable(number))


def _write(names: tuple[str, str], shown: TableState, query: str = "") -> None:
    parts = [names[0], shown.written_order, str(shown.number or "")]
    text = _BETWEEN.join(parts).rstrip(_BETWEEN)
    is_usual = not (shown.order or shown.number or shown.is_named)
    values = [*_others(names, TABLE_PARAMETER), *([] if is_usual else [text])]
    address_state.write({TABLE_PARAMETER: values}, query)


def _turned(name: str) -> str:
    return f"turned-{name}"


def _others(names: tuple[str, str], name: str) -> list[str]:
    """Values of a parameter, of ``tabelle`` only those of other tables than the one that has these names."""
    values = st.query_params.get_all(name)
    return [value for value in values if name != TABLE_PARAMETER or value.split(_BETWEEN)[0] not in names]
