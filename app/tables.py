"""Cells of tables: the text shown, the key they are sorted by, whether a column is a number."""

from typing import Any

import pandas as pd

from app import units
from app.text import has, t

_CODES = {
    "label": "attribution",
    "attribution": "attribution",
    "state": "state",
    "municipality": "attribution",
    "table_name": "table",
    "column_name": "column",
}
"""Columns whose values are codes with a German name under that prefix in the texts."""


def records(table: pd.DataFrame) -> list[Any]:
    """Rows as named tuples."""
    return list(table.itertuples(index=False))


def name_of(column: str, value: object) -> str:
    """The German name of a code, else the value in its unit."""
    prefix = _CODES.get(column)
    if prefix and has(f"{prefix}.{value}"):
        return t(f"{prefix}.{value}")
    return units.by_unit(column, value)


def words(values: pd.Series) -> pd.Series:
    """A column for a file: codes by their German names, everything else as it is."""
    column = str(values.name)
    return values.map(lambda value: name_of(column, value), na_action="ignore") if column in _CODES else values


def shown(column: str, row: Any) -> str:
    """What stands in the cell ``column`` of ``row`` (a named tuple)."""
    value = getattr(row, column)
    if units.is_list(value):
        return ", ".join(map(str, value)) or units.UNKNOWN
    if column.rpartition("_")[2] == "value" and hasattr(row, "unit"):
        return units.measure(value, row.unit)
    return name_of(column, value)


def sort_key(column: str, row: Any) -> float | str | None:
    """Numbers sort as numbers, everything else as its text; None is unknown and stays last."""
    value = getattr(row, column)
    if units.is_list(value):
        return shown(column, row)
    if units.is_unknown(value):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    return str(value) if column in units.PARTIAL_DATES or hasattr(value, "year") else name_of(column, value)


def is_number(values: pd.Series) -> bool:
    """Whether the column is set flush right."""
    return bool(pd.api.types.is_numeric_dtype(values)) and not pd.api.types.is_bool_dtype(values)
