"""The few parts that Streamlit does not have, as small components: figures, map, table with its files, plain words."""

import functools
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from app.charts import theme
from app.navigation import ALL, by_address
from app.surfaces.streamlit import scripts

Turned = Callable[[Mapping[str, object]], None]


def _component(name: str) -> ComponentRenderer:
    # Streamlit sends a component's script with each of its places: so it only says where the script lies.
    address = scripts.address(name).lstrip("/")
    script = f'const {{ default: draw }} = await import(new URL("{address}", window.__streamlit.BACKEND_BASE_URL));\nexport default draw;'
    # Not isolated: the page's own style sheet and the saving of images reach inside.
    return st.components.v2.component(f"srm_{name}", html="", js=script, isolate_styles=False)


def _stay(_: Mapping[str, object]) -> None:
    """Nothing can be turned."""


_FIGURES = _component("figures")
_MAP = _component("map")
_CHART = _component("chart")
_EDITOR = _component("editor")
_PANEL = _component("panel")
_PLAIN = _component("plain")
_PAPER = _component("paper")
_STAGE = _component("stage")
_SWITCH = _component("switch")


@functools.cache
def style(*names: str) -> str:
    """The style sheet of the app and its components, or those parts of it that have these ``names``."""
    sheets = (
        (scripts.FOLDER / f"{name}.css").read_text(encoding="utf-8")
        for name in names or ("style", "chart", "take", "stage", "paper", "editor")
    )
    return "\n".join((theme.sheet_variables(), *sheets))


def figures(key: str, data: dict[str, object]) -> None:
    """Headline figures; a click on a way leads to its page in the same session."""
    _followed(_FIGURES, key, data)


def panel(key: str, data: dict[str, object], on_turn: Turned = _stay) -> None:
    """Table, files and sources; a click on a link inside leads to its page in the same session.

    ``on_turn`` is called with ``named``, ``number``, ``column`` and ``down`` when somebody shows a table otherwise.
    """
    _followed(_PANEL, key, data, on_turn)


def plain_words(key: str, data: dict[str, object]) -> None:
    """Sentences below a heading that opens and closes them."""
    _PLAIN(key=key, data=data)


def switch(key: str, data: dict[str, object]) -> None:
    """Names of parts of the page; the one that is chosen stands on screen and in the address."""
    _SWITCH(key=key, data=data)


def editor(key: str, data: dict[str, object], on_run: Turned) -> None:
    """A field for a query with the names that it can hold, and examples; ``on_run`` is called with its ``query``."""
    _followed(_EDITOR, key, data, on_run)


def chart(key: str, data: dict[str, object]) -> None:
    """A chart as ``html``; with its ``slug`` and ``query`` it can be explored."""
    _CHART(key=key, data=data)


def map_drawing(key: str, data: dict[str, object], on_choose: Callable[[str], None] | None) -> None:
    """A map, with the address of its ``shapes`` when they are many.

    ``on_choose`` is called with the key of an area that was chosen by click or keyboard; without it nothing is chosen.
    """
    if on_choose is None:
        _MAP(key=key, data={**data, "still": True})
    else:
        _MAP(key=key, data=data, on_choose_change=lambda: on_choose(st.session_state[key].choose))


def tools(key: str, data: dict[str, object], on_print: Callable[[str], None], on_present: Callable[[], None]) -> None:
    """The buttons that print and present.

    ``on_print`` is called with „whole“ before and „parts“ after a page shown in parts.
    """
    _PAPER(
        key=key,
        data=data,
        on_print_change=lambda: on_print(st.session_state[key].print),
        on_present_change=on_present,
    )


def stage(key: str, data: dict[str, object], on_leave: Callable[[], None]) -> None:
    """Keys and buttons of a presentation; all its slides are on the page."""
    _STAGE(key=key, data=data, on_leave_change=on_leave)


def _followed(component: ComponentRenderer, key: str, data: dict[str, object], on_turn: Turned = _stay) -> None:
    result = component(
        key=key,
        data=data,
        on_open_change=lambda: _take_filters(st.session_state[key].open),
        on_turn_change=lambda: on_turn(st.session_state[key].turn),
    )
    if result.open:
        path, parameters = _parts(result.open)
        # The new address begins without filters; app.filters writes them into it again.
        own = {name: value for name, value in parameters.items() if name not in ALL}
        st.switch_page(by_address(path).file, query_params=own)


def _take_filters(address: str) -> None:
    # A filter is changed through its widget, before that widget is drawn again.
    for name, value in _parts(address)[1].items():
        if name in ALL:
            st.session_state[name] = [value]


def _parts(address: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(address)
    return parts.path.strip("/"), dict(parse_qsl(parts.query))
