"""One headline figure, and the facts of a row of totals that several wordings share; knows nothing of where it is shown."""

from dataclasses import dataclass

import pandas as pd

from app.data.origins import ORIGINS, Origin
from app.words import units
from app.words.text import t

PARTS = {"single": "figure.own_grants", "joint": "figure.joint_grants", "district": "figure.district_grants"}
"""Money of one municipality, of several together, of the whole district, which are never one sum: part and its label."""


@dataclass(frozen=True)
class Figure:
    """A formatted value, a sentence made from it, and the page behind it."""

    label: str
    value: str
    text: str
    page: str = ""
    exact: str = ""
    """The whole amount where the value is rounded."""
    origin: Origin | None = None
    """How it is made."""


def count(label: str, value: int, text: str, page: str = "", origin: str = "") -> Figure:
    """A number of things as a headline figure; ``label`` is the key of its text, ``origin`` the name of one."""
    return Figure(t(label), units.number(value), text, page, origin=ORIGINS.get(origin))


def numbers(row: pd.Series, *names: str) -> dict[str, str]:
    """Counts of these names as they stand in a sentence."""
    return {name: units.number(row[f"{name}_count"]) for name in names}


def known_parts(row: pd.Series, *parts: str) -> dict[str, float]:
    """Those of the parts of the grants that are known, all when none are named."""
    return {part: row[f"{part}_eur"] for part in parts or PARTS if not units.is_unknown(row[f"{part}_eur"])}


def shown_parts(*rows: pd.Series) -> list[str]:
    """Parts that have a figure of their own: what is the whole district's only where it is known."""
    return [part for part in PARTS if part != "district" or any("district" in known_parts(row) for row in rows)]
