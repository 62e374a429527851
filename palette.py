"""The effective colours: .streamlit/config.toml, and what a district's region.toml sets instead; knows only config."""

import functools
import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from config import ROOT

HEX = r"^#[0-9a-fA-F]{6}$"
OPTIONS = {
    "primary_light": ("light", "primaryColor"),
    "primary_dark": ("dark", "primaryColor"),
    "link_light": ("light", "linkColor"),
    "link_dark": ("dark", "linkColor"),
    "sequential": ("chartSequentialColors",),
}
"""Where a key of ``[colours]`` stands in Streamlit's theme."""
STEPS = (0, 2, 4, 6, 8)
"""Those of Streamlit's ten sequential colours that the five classes of a map take."""


def theme(colours: Mapping[str, Any]) -> dict[str, Any]:
    """Streamlit's ``[theme]`` with the colours that are set in ``[colours]``."""
    merged = deepcopy(_project())
    for name, value in changed(colours).items():
        *parts, last = name.split(".")[1:]
        functools.reduce(lambda branch, part: branch[part], parts, merged)[last] = value
    return merged


def changed(colours: Mapping[str, Any]) -> dict[str, Any]:
    """Options of Streamlit that ``[colours]`` sets, by their full name; what is no colour is left out."""
    found: dict[str, Any] = {}
    for key, path in OPTIONS.items():
        value = colours.get(key)
        if isinstance(value, str) and re.match(HEX, value):
            found[".".join(("theme", *path))] = value
        elif isinstance(value, list | tuple) and len(value) == len(STEPS) and all(re.match(HEX, c) for c in value):
            # Streamlit asks for ten; each of the five is taken twice.
            found[".".join(("theme", *path))] = [colour for colour in value for _ in range(2)]
    return found


def of_region(path: Path) -> dict[str, Any]:
    """``[colours]`` of a region.toml; nothing when there is none or it cannot be read."""
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("colours", {}))
    except (OSError, ValueError):
        return {}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two hex colours after WCAG 2.2, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour after WCAG 2.2, 0 to 1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@functools.cache
def _project() -> dict[str, Any]:
    content = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return dict(content["theme"])
