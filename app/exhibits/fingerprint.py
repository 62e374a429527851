"""The fingerprint of an exhibit's figures: two that show the same rows have the same, whatever they look like."""

import datetime as dt
import hashlib
import json
import numbers
from decimal import Decimal

import numpy as np

from app import tables, units
from app.exhibits.model import Shown

_LENGTH = 16


def fingerprint(shown: Shown) -> str:
    """Sixteen hexadecimal digits over the shown columns of all rows, in their order."""
    columns = [name for name in shown.columns if name in shown.table]
    rows = [[_canonical(getattr(row, name)) for name in columns] for row in tables.records(shown.table)]
    content = json.dumps([columns, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:_LENGTH]


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
