"""Which page of a long table is shown, in which order: kept while its rows stay the same, and in the address."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from app.data.rows import PAGE, Order, Rows, page_number, pages
from app.words import units
from app.words.text import t

_WORDS = ("first", "previous", "next", "last", "page")
_TABLE, _NUMBER, _ORDER = "tabelle", "seite", "folge"


def table_position(key: str, rows: Rows, columns: Sequence[str]) -> tuple[int, Order]:
    """Number of the page and order of the rows; other rows begin at their first page, in the order chosen before."""
    state = st.session_state.get(_kept(key))
    if state is None:
        number, order = _from_address(key)
    else:
        number, order = state["number"] if state["rows"] == rows else 1, state["order"]
    order = order if order and order[0] in columns else None
    number = min(max(number, 1), pages(rows))
    _keep(key, rows, number, order)
    return number, order


def on_turn(key: str, rows: Rows) -> Callable[[Mapping[str, Any]], None]:
    """What happens when somebody turns the page or sorts: ``number``, ``column`` or None, ``down``."""

    def turned(to: Mapping[str, Any]) -> None:
        order = (str(to["column"]), bool(to["down"])) if to.get("column") else None
        _keep(key, rows, int(to["number"]), order)
        st.query_params[_TABLE], st.query_params[_NUMBER] = key, str(int(to["number"]))
        if order:
            st.query_params[_ORDER] = f"-{order[0]}" if order[1] else order[0]

    return turned


@functools.lru_cache(maxsize=64)
def page(rows: Rows, number: int, order: Order, size: int = PAGE) -> pd.DataFrame:
    """Rows of one page, the same object for the same arguments."""
    return rows.page(number, order, size)


def controls(rows: Rows, number: int, order: Order) -> dict[str, Any]:
    """What the component needs to turn pages."""
    first = (number - 1) * PAGE
    shown = t(
        "panel.rows",
        first=units.number(first + 1),
        last=units.number(min(first + PAGE, rows.count)),
        total=units.number(rows.count),
    )
    return {
        "number": number,
        "pages": pages(rows),
        "column": order[0] if order else None,
        "down": bool(order and order[1]),
        "shown": shown,
        "of": t("panel.of", n=units.number(pages(rows))),
        "words": {word: t(f"panel.{word}") for word in _WORDS},
    }


def _kept(key: str) -> str:
    return f"turned-{key}"


def _keep(key: str, rows: Rows, number: int, order: Order) -> None:
    st.session_state[_kept(key)] = {"rows": rows, "number": number, "order": order}


def _from_address(key: str) -> tuple[int, Order]:
    parameters = st.query_params
    if parameters.get(_TABLE) != key:
        return 1, None
    number, column = parameters.get(_NUMBER, "1"), parameters.get(_ORDER, "")
    order = (column.removeprefix("-"), column.startswith("-")) if column else None
    return page_number(number) or 1, order
