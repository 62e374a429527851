"""The rows of an exhibit with typed values: what every file of them is written from."""

import datetime as dt
import numbers
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from app.exhibits import ExhibitContent
from app.words import cells, units
from app.words.text import has, t

Value = str | int | float | bool | dt.date | list[Any] | None

_KEYS = ("municipality_ags", "region_ags", "project_id")
"""Keys that join a row with other data; only machines want them."""


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
    """Exactly the rows that are shown; for people with German names of codes, for machines with codes and keys."""
    frame = _named(shown.table) if for_people else shown.table
    names = [name for name in _with_months(shown.columns) if name in frame]
    if not for_people:
        names = [*(key for key in _KEYS if key in frame and key not in names), *names]
    labels = cells.column_labels(frame, names)
    columns = tuple(Column(name, labels[name], _unit(name, frame)) for name in names)
    # By position: a row as a named tuple would not hold every name.
    series = [[value_of(value) for value in frame[name]] for name in names]
    return Content(columns, tuple(zip(*series, strict=True)) if series else ())


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


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    # A delay stays a number: days and months have a column each.
    delays = {name: frame[name] for name in ("delay_days",) if name in frame}
    return cells.words_for_files(frame).assign(**delays)


def _with_months(columns: Any) -> list[str]:
    return [name for column in columns for name in ((column, "delay_months") if column == "delay_days" else (column,))]


def _unit(name: str, frame: pd.DataFrame) -> str:
    if name == "value" and "unit" in frame:
        known = frame.unit.dropna().unique()
        return str(known[0]) if len(known) == 1 else ""
    if has(f"unit.{name}"):
        return t(f"unit.{name}")
    suffix = name.rpartition("_")[2]
    return t(f"unit.{suffix}") if "_" in name and has(f"unit.{suffix}") else ""
