"""Longer prose: rules of counting and the pages that the law asks for, filled from region.toml."""

import datetime as dt
import re

import streamlit as st

from app import units
from app.region import region
from app.text import prose as text

_FIELD = re.compile(r"\{([a-z_]+)\.([a-z_]+)\}")


def prose(name: str) -> None:
    """The text ``name``.md as it stands."""
    with st.container(key=f"section-{name}"):
        st.markdown(text(name))


def legal(name: str) -> None:
    """The text ``name``.md filled from region.toml."""
    with st.container(key=f"section-{name}"):
        st.markdown(filled(text(name)))


def filled(template: str) -> str:
    """``template`` with ``{operator.email}`` and the like; a paragraph that lacks a value is left out whole."""
    blocks = [_filled_block(block) for block in template.split("\n\n")]
    return "\n\n".join(block for block in blocks if block)


def conflicts() -> list[str]:
    """Where sources contradict each other, as the region's editors have written it down."""
    return [entry.text for entry in getattr(region(), "conflict", [])]


def _filled_block(block: str) -> str:
    lines = []
    for line in block.split("\n"):
        values = {match: getattr(getattr(region(), match[0]), match[1]) for match in _FIELD.findall(line)}
        if not all(values.values()):
            continue
        for (table, key), value in values.items():
            line = line.replace(
                f"{{{table}.{key}}}", units.by_unit("checked_date" if isinstance(value, dt.date) else key, value)
            )
        lines.append(line)
    # Lines of an address stay lines: two blanks at the end are Markdown's line break.
    whole = "".join(line + ("\n" if line.startswith(("#", "-")) else "  \n") for line in lines).strip()
    return "" if whole.startswith("#") and len(lines) == 1 and "\n" in block else whole
