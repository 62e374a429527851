"""The answer to a query of a visitor as a table that pages can show, and what can be drawn of it."""

import datetime as dt
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa

from app.data.console.pool import Answer
from app.words import units
from app.words.text import t

_GROUPED = 10_000
"""Whole numbers from here on are no years: they get a point for their thousands."""
_LONGEST = 5000
"""Letters of a cell that a page shows."""
_LONG = 2**63
"""Whole numbers from here on are kept as decimals, because JSON is written of none that is longer."""
_EXACT = 1e15
"""Larger numbers have no unit: nobody counts them to the cent."""


@dataclass(frozen=True, eq=False)
class QueryResult:
    """A table whose columns have names of ours, because a query may call them anything; ``labels`` are its own."""

    answer: Answer
    frame: pd.DataFrame
    labels: dict[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(self.labels)

    @property
    def numbers(self) -> list[str]:
        """Columns of numbers."""
        return [name for name in self.columns if pd.api.types.is_numeric_dtype(self.frame[name])]

    @property
    def days(self) -> list[str]:
        """Columns of days or years."""
        return [name for name in self.columns if name.endswith(("_date", "_year"))]

    @property
    def texts(self) -> list[str]:
        """Columns that are neither."""
        return [name for name in self.columns if name not in {*self.numbers, *self.days}]


@functools.lru_cache(maxsize=32)
def result(answer: Answer) -> QueryResult:
    """The table of an answer; a number whose name ends like a column of the release (``_eur``) has that unit."""
    columns: dict[str, pd.Series] = {}
    labels: dict[str, str] = {}
    for number, (label, column) in enumerate(zip(answer.table.schema.names, answer.table.columns, strict=True), 1):
        values, suffix = _values(label, column)
        name = f"column{number}{suffix}"
        # Two may be called alike in a query, and in no file.
        columns[name], labels[name] = values, label if label not in labels.values() else f"{label} ({number})"
    return QueryResult(answer, pd.DataFrame(columns), labels)


def exact_values(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column as files hold them: amounts to the cent, times and what is no number as text."""
    kind, values = column.type, column.to_pylist()
    if pa.types.is_timestamp(kind):
        return [None if value is None else str(value) for value in values]
    if pa.types.is_decimal(kind) and not kind.scale:
        return [value if value is None or abs(value) >= _LONG else int(value) for value in values]
    if pa.types.is_floating(kind):
        finite = [None if value is None or math.isnan(value) else value for value in values]
        return [str(value) if value is not None and math.isinf(value) else value for value in finite]
    return list(values)


def _values(label: str, column: pa.ChunkedArray) -> tuple[pd.Series, str]:
    """A column of the table and the ending of its name, which says its unit."""
    values = exact_values(column)
    if pa.types.is_boolean(column.type):
        words = {True: t("sql.yes"), False: t("sql.no")}
        return pd.Series([words.get(value) for value in values], dtype=object), ""
    if pa.types.is_date(column.type):
        return pd.Series(values, dtype=object), "_date"
    known = [value for value in values if value is not None]
    if not known or not all(isinstance(value, int | float | Decimal) for value in known):
        return pd.Series(map(_text, values), dtype=object), ""
    is_whole = all(isinstance(value, int) for value in known)
    largest = max(map(abs, known))
    if largest >= _EXACT:
        return pd.Series(values, dtype=object), ""
    suffix = label.rpartition("_")[2].lower()
    unit = f"_{suffix}" if suffix in units.SUFFIXES else ""
    if is_whole and not unit:
        unit = "_count" if largest >= _GROUPED else "_year" if _are_years(label, known) else ""
    if is_whole:
        return pd.Series(values, dtype="Int64"), unit
    return pd.Series([None if value is None else float(value) for value in values], dtype="float64"), unit


def _text(value: Any) -> Any:
    """A text as far as a page shows it; files have all of it."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else value
    return f"{text[:_LONGEST]} …" if isinstance(text, str) and len(text) > _LONGEST else text


def _are_years(label: str, values: list[Any]) -> bool:
    """Whether whole numbers are years: they are called so, or could be nothing else."""
    return label.lower() in (t("sql.year").lower(), "year") and all(1 <= value <= dt.MAXYEAR for value in values)


Format = Callable[[Any], str]


def formatted(name: str) -> Format:
    """How values of a column are written."""
    return functools.partial(units.by_unit, name)
