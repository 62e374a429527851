"""The rows of an exhibit or table with typed values: what every file of them is written from."""

import datetime as dt
import numbers
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from app.exhibits import ExhibitContent
from app.words import cells, table_columns, units

Value = str | int | float | bool | dt.date | list[Any] | None


@dataclass(frozen=True)
class Column:
    """One column: its name for machines, its German label, its unit."""

    name: str
    label: str
    unit: str


@dataclass(frozen=True)
class Content:
    """Columns and rows; a value that is not known is None."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def content(shown: ExhibitContent, *, for_people: bool) -> Content:
    """Exactly the rows that are shown; for people with German names of codes and keys behind, for machines with codes.

    A span stays a number: days and months have a column each.
    """
    frame = cells.words_for_files(shown.table) if for_people else shown.table
    names = [name for name in _with_months(shown.columns) if name in frame]
    keys = [key for key in table_columns.KEYS if key in frame and key not in names]
    names = [*names, *keys] if for_people else [*keys, *names]
    labels = cells.column_labels(frame, names)
    columns = tuple(Column(name, labels[name], _unit(name, frame)) for name in names)
    # By position: a row as a named tuple would not hold every name.
    series = [_values(frame[name]) for name in names]
    return Content(columns, tuple(zip(*series, strict=True)) if series else ())


def _values(column: "pd.Series[Any]") -> list[Value]:
    """The cells of a column as plain values; texts and numbers are not looked at one by one."""
    if isinstance(column.dtype, pd.StringDtype):
        # An empty text is not known, too.
        return list(column.astype(object).mask(column.fillna("") == "", None))
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iub":
        return list(column.tolist())
    return [value_of(value) for value in column]


def value_of(value: Any) -> Value:
    """A cell of a frame as a plain value."""
    if units.is_list(value):
        return [value_of(part) for part in value]
    if units.is_unknown(value):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    if isinstance(value, numbers.Integral):
        return int(value)
    return float(value) if isinstance(value, (numbers.Real, Decimal)) else str(value)


def _with_months(columns: Any) -> list[str]:
    return [name for column in columns for name in (column, cells.SPANS.get(column)) if name]


def _unit(name: str, frame: pd.DataFrame) -> str:
    if name == "value" and "unit" in frame:
        known = frame.unit.dropna().unique()
        return str(known[0]) if len(known) == 1 else ""
    return units.unit_name(name)
