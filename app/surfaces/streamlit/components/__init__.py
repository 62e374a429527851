"""The few parts that Streamlit does not have, as small components: figures, map, table with its files, plain words."""

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from app.charts import theme
from app.navigation import ALL, by_address
from app.surfaces.streamlit import scripts

Turned = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class Part:
    """A part of the page as the browser draws it."""

    key: str
    """By which style sheet and scripts find it; no other part of the page has the same."""
    text: str
    """What it is made of, as JSON."""


def part(kind: str, key: str, data: Mapping[str, Any]) -> Part:
    """A part of a ``kind`` that ``components/parts.js`` draws."""
    return Part(key, json.dumps({"kind": kind, "key": key, **data}, ensure_ascii=False, separators=(",", ":")))


def group(key: str, parts: Iterable[Part]) -> Part:
    """Parts one below the other."""
    return Part(key, f'{{"kind":"group","key":{json.dumps(key)},"parts":{_joined(parts)}}}')


def _joined(parts: Iterable[Part]) -> str:
    return f"[{','.join(part.text for part in parts)}]"


def _component(name: str) -> ComponentRenderer:
    # Streamlit sends a component's script with each of its places: so it only says where the script lies.
    address = scripts.address(name).lstrip("/")
    script = f'const {{ default: draw }} = await import(new URL("{address}", window.__streamlit.BACKEND_BASE_URL));\nexport default draw;'
    # Not isolated: the page's own style sheet and the saving of images reach inside.
    return st.components.v2.component(f"srm_{name}", html="", js=script, isolate_styles=False)


_EDITOR = _component("editor")
_PARTS = _component("parts")
_PAPER = _component("paper")
_STAGE = _component("stage")


@functools.cache
def style(*names: str) -> str:
    """The style sheet of the app and its components, or those parts of it that have these ``names``."""
    sheets = (
        (scripts.FOLDER / f"{name}.css").read_text(encoding="utf-8")
        for name in names or ("style", "chart", "take", "stage", "paper", "editor")
    )
    return "\n".join((theme.sheet_variables(), *sheets))


def _nothing(_: object) -> None:
    """Nothing can be shown otherwise."""


def draw(parts: Sequence[Part], on_turn: Turned = _nothing, on_choose: Callable[[str], None] = _nothing) -> None:
    """Parts one below the other; a click on a link inside leads to its page in the same session.

    Streamlit's work and the browser's grow with the components of a page: so one holds as many parts as it can.

    ``on_turn`` is called with what ``turning.controls`` knows of a table when somebody shows it otherwise, ``on_choose``
    with the key of an area of a map that was chosen by click or keyboard.
    """
    _followed(_PARTS, f"parts-{parts[0].key}", _joined(parts).encode(), on_turn, on_choose)


def editor(key: str, data: dict[str, object], on_run: Turned) -> None:
    """A field for a query with the names that it can hold, and examples; ``on_run`` is called with its ``query``."""
    _followed(_EDITOR, key, data, on_run)


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


def _followed(
    component: ComponentRenderer,
    key: str,
    data: bytes | dict[str, object],
    on_turn: Turned,
    on_choose: Callable[[str], None] = _nothing,
) -> None:
    result = component(
        key=key,
        data=data,
        on_open_change=lambda: _take_filters(st.session_state[key].open),
        on_turn_change=lambda: on_turn(st.session_state[key].turn),
        on_choose_change=lambda: on_choose(st.session_state[key].choose),
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
