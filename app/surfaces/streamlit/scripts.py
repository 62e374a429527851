"""The scripts of the components, put together from parts that they share; knows no Streamlit."""

import functools
import hashlib
import json
from pathlib import Path

from app.exhibits import EXHIBITS
from app.files import pictures
from app.words.text import t

FOLDER = Path(__file__).resolve().parent / "components"

_PANEL = ("take", "unreachable", "csv", "table", "empty", "ascending", "descending")
_WINDOW = (
    "heading", "close", "tab_picture", "tab_data", "tab_citation", "tab_alt",
    "format", "kind", "use_png", "use_svg", "use_pdf", "bare", "bare_for", "outlines", "outlines_for",
    "save", "again", "drawing", "drawn", "saved", "preview", "failed", "late",
    "data_lead", "citation", "citation_for", "permalink", "permalink_for", "embed", "embed_for",
    "short", "short_for", "long", "long_for", "copy", "copied", "by_hand", "loading", "no_words",
)  # fmt: skip
_FILES = (("csv", "excel"), ("csv", "maschine"), ("xlsx", ""), ("json", ""), ("plotly", ""))


def joined_scripts(*names: str) -> str:
    """These scripts as one."""
    return "\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


@functools.cache
def panel() -> str:
    """What stands below a chart or is a table; it knows where the window is."""
    words = {word: t(f"panel.{word}") for word in _PANEL}
    return (
        f"const WORDS = {_json(words)};\nconst TAKE = {_json(address())};\n{joined_scripts('common', 'table', 'panel')}"
    )


@functools.cache
def window() -> str:
    """The module with the window „Mitnehmen“; browsers fetch it when somebody opens one."""
    formats = [
        {
            "key": key,
            "label": pictures.label(key),
            "use": t(f"take.use_{key}"),
            "width": found.width,
            "height": found.height,
        }
        for key, found in pictures.FORMATS.items()
    ]
    files = [
        {"kind": kind, "use": use, "label": t(f"take.file_{use or kind}"), "hint": t(f"take.file_{use or kind}_for")}
        for kind, use in _FILES
    ]
    constants = {"SAID": {word: t(f"take.{word}") for word in _WINDOW}, "FORMATS": formats, "FILES": files}
    constants["MAPS"] = [exhibit.slug for exhibit in EXHIBITS if exhibit.kind in ("map", "locator")]
    begin = "\n".join(f"const {name} = {_json(value)};" for name, value in constants.items())
    return f"{begin}\n{joined_scripts('common', 'take')}"


@functools.cache
def address() -> str:
    """Where the module lies; another one for other contents, so that browsers may keep it."""
    return f"/api/mitnehmen/{hashlib.sha256(window().encode()).hexdigest()[:12]}.js"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
