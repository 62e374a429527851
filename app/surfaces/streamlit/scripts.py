"""The scripts of the components, put together from parts that they share; knows no Streamlit."""

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from app.exhibits import EXHIBITS
from app.files import pictures
from app.words.text import below, t

FOLDER = Path(__file__).resolve().parent / "components"

PLOTLY = f"/api/plotly-{version('plotly')}.js"
"""Address of plotly's script; another version has another one, so browsers may keep it."""

_PARTS = ("unreachable", "ascending", "descending", "search")
_FILES = (("csv", "excel"), ("csv", "csv"), ("xlsx", ""), ("json", ""), ("plotly", ""))


def joined_scripts(*names: str) -> str:
    """These scripts as one."""
    return "\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


@functools.cache
def module(name: str) -> str:
    """The script of one component, or the window „Mitnehmen“ (``take``), which browsers fetch when somebody opens it.

    Raises
    ------
    KeyError
        When there is none of that name.
    """
    return _MODULES[name]()


@functools.cache
def address(name: str) -> str:
    """Where a module lies; another one for other contents, so that browsers may keep it."""
    return f"/api/skript/{name}.{hashlib.sha256(module(name).encode()).hexdigest()[:12]}.js"


def _parts() -> str:
    """All kinds of parts of a page; they know where plotly and the window are."""
    words = {word: t(f"panel.{word}") for word in _PARTS}
    known = f'const PLOTLY = "{PLOTLY}";\nconst WORDS = {_json(words)};\nconst TAKE = {_json(address("take"))};'
    kinds = joined_scripts("common", "paper", "form", "plain", "switch", "tips", "chart", "map", "panel", "parts")
    return f"{known}\n{kinds}"


def _editor() -> str:
    return f"const WORDS = {_json(below('sql.editor'))};\n{joined_scripts('common', 'editor')}"


def _take() -> str:
    formats = [
        {
            "key": key,
            "label": pictures.label(key),
            "use": t(f"take.use_{key}"),
            "width": found.width,
            "height": found.height,
        }
        for key, found in pictures.FORMATS.items()
        if found.is_offered
    ]
    files = [
        {"kind": kind, "use": use, "label": t(f"take.file_{use or kind}"), "hint": t(f"take.file_{use or kind}_for")}
        for kind, use in _FILES
    ]
    constants = {"SAID": below("take"), "FORMATS": formats, "FILES": files}
    constants["MAPS"] = [exhibit.slug for exhibit in EXHIBITS if exhibit.kind in ("map", "locator")]
    constants["PAGED"] = [exhibit.slug for exhibit in EXHIBITS if exhibit.groups]
    begin = "\n".join(f"const {name} = {_json(value)};" for name, value in constants.items())
    return f"{begin}\n{joined_scripts('common', 'take')}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_MODULES: Mapping[str, Callable[[], str]] = {
    "stage": functools.partial(joined_scripts, "common", "stage"),
    "editor": _editor,
    "parts": _parts,
    "take": _take,
}
