"""What is chosen on every page and how its charts are shown: the address alone holds it, so Back and a link show the same."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import streamlit as st

from app.exhibits.address_parameters import NAMES
from app.exhibits.chosen_indicator import MORE
from app.exhibits.compared import PLACES_PARAMETER
from app.navigation import FILTERS, by_address

STAND = "stand"
KEPT = (*FILTERS, STAND)
"""Parameters that go along from page to page: Streamlit's own script takes them along (app/web/streamlit_assets.py)."""
PRINTED, PRESENTED = "drucken", "praesentation"
"""„true“ where a page is shown whole for a printer, and slide by slide."""
_JOINED = (PLACES_PARAMETER, MORE)
"""Parameters whose keys stand in one value."""
_OPENED = "_opened"
_SWITCHES = ("gliederung", "ansicht", "liste", "unterschied", "nebeneinander")
"""What a script writes into the address, of which the server may know an earlier one."""


def chosen_parameters() -> dict[str, list[str]]:
    """What goes along to another page, by its parameter."""
    return {name: values for name in KEPT if (values := st.query_params.get_all(name))}


def chosen_query() -> str:
    """The same as the query of a link, with its question mark; empty where nothing is chosen."""
    query = urlencode(chosen_parameters(), doseq=True)
    return f"?{query}" if query else ""


def address(changed: Mapping[str, Sequence[str]]) -> str:
    """The page with these parameters otherwise, for links that need no script."""
    now = {name: st.query_params.get_all(name) for name in st.query_params}
    return f"?{urlencode({**now, **changed}, doseq=True)}"


def write(changed: Mapping[str, str | Sequence[str]], query: str = "") -> None:
    """Change these parameters in one step of the history; ``query`` is what the browser's address says now."""
    asked = dict(parse_qsl(query.removeprefix("?")))
    switched = {name: asked[name] for name in _SWITCHES if name in asked}
    # At once: each message to the browser is a step of its history.
    st.query_params.update({**switched, **changed})


def choose(to: Mapping[str, Any]) -> None:
    """Somebody has chosen in a form, or by a button of the filters: what the page says of them has their keys."""
    chosen = {name: [str(key) for key in keys if key] for name, keys in to["chosen"].items() if name in NAMES}
    write({name: [",".join(keys)] if keys and name in _JOINED else keys for name, keys in chosen.items()}, to["query"])


def choose_area(to: Mapping[str, Any]) -> None:
    """Somebody has chosen an area of a map; the one that is chosen alone is let go."""
    area = str(to["key"])
    write({"kommune": [] if st.query_params.get_all("kommune") == [area] else [area]}, to["query"])


def open_link(address: str) -> None:
    """Somebody has followed a link inside of the dashboard."""
    st.session_state[_OPENED] = address


def follow_link() -> None:
    """Go to the page of a link that somebody has followed, before any part of this one is made."""
    if not (opened := st.session_state.pop(_OPENED, "")):
        return
    parts = urlsplit(opened)
    st.switch_page(
        by_address(parts.path.strip("/")).file, query_params={**chosen_parameters(), **parse_qs(parts.query)}
    )


def _print(how_much: str) -> None:
    """„whole“ before and „parts“ after a page that is shown in parts."""
    if how_much == "whole":
        st.query_params[PRINTED] = "true"
    else:
        st.query_params.pop(PRINTED, None)


def _present(_: object) -> None:
    st.query_params[PRESENTED] = "true"


ACTIONS: Mapping[str, Callable[[Any], None]] = {
    "open": open_link,
    "filter": choose,
    "choose": choose_area,
    "print": _print,
    "present": _present,
}
"""What is done when a script of a page says so."""
