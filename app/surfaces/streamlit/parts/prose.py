"""Longer prose: rules of counting and the pages that the law asks for, filled from region.toml."""

import datetime as dt
import re
from urllib.parse import quote

from app.data.region import region
from app.surfaces.streamlit import surface
from app.words import units
from app.words.markdown import markdown
from app.words.text import prose as text
from app.words.text import t

_FIELD = re.compile(r"(\]\((?:mailto:)?)?\{([a-z_]+)\.([a-z_]+)\}")
"""A value of region.toml; it may be where a link leads to."""
_MISSING = re.compile(r"\{!([a-z_]+)\.([a-z_]+)\}")
"""In front of what is said only where such a value is missing."""


def prose(name: str) -> None:
    """The text ``name``.md as it stands."""
    surface.current().text(text(name))


def legal(name: str) -> None:
    """The text ``name``.md filled from region.toml; says so when nobody has said yet who runs the page."""
    if not region().operator.name:
        surface.current().notice(t("frame.no_operator"))
    surface.current().text(filled_template(text(name)))


def filled_template(template: str) -> str:
    """``template`` with ``{operator.email}`` and the like; a paragraph that lacks a value is left out whole.

    One that begins with ``{!operator.email}`` is there only where that value is missing.
    """
    blocks = [block for block in map(_filled_block, template.split("\n\n")) if block]
    kept: list[str] = []
    for block in reversed(blocks):
        if not _is_bare(block, kept[0] if kept else "#"):
            kept.insert(0, block)
    return "\n\n".join(kept)


def _is_bare(block: str, after: str) -> bool:
    """Whether a heading or „…:“ has nothing to lead to, because what follows is left out."""
    level = len(block) - len(block.lstrip("#")) if "\n" not in block else 0
    next_level = len(after) - len(after.lstrip("#"))
    return bool(next_level and (0 < next_level <= level or (not level and block.rstrip().endswith(":"))))


def conflicts() -> list[str]:
    """Where sources contradict each other, as the region's editors have written it down."""
    return [entry.text for entry in region().conflict] or [t("methodology.no_conflict")]


def _filled_block(block: str) -> str:
    lines = []
    for line in block.split("\n"):
        if any(getattr(getattr(region(), table), key) for table, key in _MISSING.findall(line)):
            continue
        if all(getattr(getattr(region(), table), key) for _, table, key in _FIELD.findall(line)):
            lines.append(_FIELD.sub(_value, _MISSING.sub("", line)))
    # Lines of an address stay lines: two blanks at the end are Markdown's line break.
    whole = "".join(line + ("\n" if line.startswith(("#", "-")) else "  \n") for line in lines).strip()
    return "" if whole.startswith("#") and len(lines) == 1 and "\n" in block else whole


def _value(found: re.Match[str]) -> str:
    target, table, key = found.groups()
    value = getattr(getattr(region(), table), key)
    if target:
        return f"{target}{quote(value, safe='/:?#@&=%+,;~')}"
    return markdown(units.by_unit("checked_date" if isinstance(value, dt.date) else key, value))
