"""The fingerprint of an exhibit's figures: two that show the same rows have the same, whatever they look like."""

import datetime as dt
import hashlib
import json
import numbers
from decimal import Decimal

import numpy as np

from app.exhibits.model import ExhibitContent
from app.words import cells, units

_VERSION = 1
"""Of how values are written here: one more when ``_canonical`` changes."""


def fingerprint(shown: ExhibitContent) -> str:
    """Format and figures, ``1a2b3-0123456789abcdef``: the shown columns of all rows, in their order.

    The format is the version and a hash of the columns: a newer program may show others of the same figures.
    """
    columns = [name for name in shown.columns if name in shown.table]
    rows = [[_canonical(getattr(row, name)) for name in columns] for row in cells.records(shown.table)]
    return f"{_VERSION}{_hash(columns, 4)}-{_hash(rows, 16)}"


def are_comparable(one: str, other: str) -> bool:
    """Whether two fingerprints are of the same format, so that other ones mean other figures."""
    return one.partition("-")[0] == other.partition("-")[0]


def _hash(content: object, digits: int) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def _canonical(value: object) -> object:
    """A value as text, the same for the same value of whatever type."""
    if units.is_list(value):
        return [_canonical(part) for part in value]  # type: ignore[attr-defined]
    if units.is_unknown(value):
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, numbers.Real | Decimal):
        # Money is exact to the cent within 15 digits; further ones depend on the order of summing.
        return f"{float(value):.15g}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
