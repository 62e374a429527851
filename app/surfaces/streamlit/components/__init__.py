"""What a page is made of as small components: one draws all parts of ours, others a field for queries and slides."""

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from app.charts import theme
from app.surfaces.streamlit import scripts
from app.words.line_breaks import unbroken

Action = Callable[[Any], None]
"""What is done with what a script says."""
Actions = Mapping[str, Action]


@dataclass(frozen=True)
class Part:
    """A part of the page as the browser draws it."""

    key: str
    """By which style sheet and scripts find it; no other part of the page has the same."""
    text: str
    """What it is made of, as JSON."""


def part(kind: str, key: str, data: Mapping[str, Any]) -> Part:
    """A part of a ``kind`` that ``components/parts.js`` draws."""
    # What is typed into a form is looked for as it was typed; cells of a table see to their lines themselves.
    is_text = kind not in ("form", "panel")
    shown = {name: unbroken(text) if is_text and name == "html" else text for name, text in data.items()}
    return Part(key, json.dumps({"kind": kind, "key": key, **shown}, ensure_ascii=False, separators=(",", ":")))


class Drawn(Protocol):
    """A part, or several as one."""

    @property
    def key(self) -> str:
        """By which style sheet and scripts find it."""

    @property
    def text(self) -> str:
        """What it is made of, as JSON."""


def group(key: str, parts: Iterable[Drawn]) -> Part:
    """Parts one below the other."""
    return Part(key, f'{{"kind":"group","key":{json.dumps(key)},"parts":{_joined(parts)}}}')


def _joined(parts: Iterable[Drawn]) -> str:
    return f"[{','.join(part.text for part in parts)}]"


def _component(name: str) -> ComponentRenderer:
    # Streamlit sends a component's script with each of its places: so it only says where the script lies.
    address = scripts.address(name).lstrip("/")
    script = f'const {{ default: draw }} = await import(new URL("{address}", window.__streamlit.BACKEND_BASE_URL));\nexport default draw;'
    # Not isolated: the page's own style sheet and the saving of images reach inside.
    return st.components.v2.component(f"srm_{name}", html="", js=script, isolate_styles=False)


_EDITOR = _component("editor")
_PARTS = _component("parts")
_STAGE = _component("stage")


@functools.cache
def style(*names: str) -> str:
    """The style sheet of the app and its components, or those parts of it that have these ``names``."""
    sheets = (
        (scripts.FOLDER / f"{name}.css").read_text(encoding="utf-8")
        for name in names or ("style", "chart", "take", "stage", "paper", "editor")
    )
    return "\n".join((theme.sheet_variables(), *sheets))


def draw(parts: Sequence[Drawn], actions: Actions) -> None:
    """Parts one below the other; ``actions`` are done with what their scripts say, by its name.

    Streamlit's work and the browser's grow with the components of a page: so one holds as many parts as it can.
    """
    _acting(_PARTS, f"parts-{parts[0].key}", _joined(parts).encode(), actions)


def editor(key: str, data: dict[str, object], actions: Actions) -> None:
    """A field for a query with the names that it can hold, and examples; „turn“ says what its ``query`` is."""
    _acting(_EDITOR, key, data, actions)


def stage(key: str, data: dict[str, object], on_leave: Callable[[], None]) -> None:
    """Keys and buttons of a presentation; all its slides are on the page."""
    _STAGE(key=key, data=data, on_leave_change=on_leave)


def _acting(component: ComponentRenderer, key: str, data: bytes | dict[str, object], actions: Actions) -> None:
    def act(name: str, action: Action) -> Callable[[], None]:
        return lambda: action(getattr(st.session_state[key], name))

    callbacks: dict[str, Any] = {f"on_{name}_change": act(name, action) for name, action in actions.items()}
    component(key=key, data=data, **callbacks)
