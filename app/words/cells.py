"""Cells of tables: the text shown, the key they are sorted by, whether a column is a number."""

import functools
import numbers
from collections import namedtuple
from collections.abc import Sequence
from typing import Any

import pandas as pd

from app.words import confidence, units
from app.words.text import has, t
from data_dictionary import TABLES

_CODES = {
    "label": "attribution funder_level",
    "attribution": "attribution",
    "state": "state",
    "municipality": "attribution",
    "table_name": "table",
    "column_name": "column",
    "changed_table": "input",
    "change": "change",
    "event": "event",
    "role": "role",
    "timing": "timing",
    "progress": "progress",
    "supply": "supply",
    "region_level": "region_level",
    "nearest_level": "region_level",
    "confidence_reason": "confidence_reason",
    "derived_kind": "derived_kind",
    **{
        f"{date}_precision": "precision"
        for date in (
            *("period", "published", "begin", "end", "status_on", "approved", "paid_out_on", "reached"),
            *("first_planned", "current_planned", "planned", "due", "moved"),
        )
    },
}
"""Columns whose values are codes with a German name under that prefix in the texts, or under one of two."""


_KINDS = {column.header: column.kind for table in TABLES.values() for column in table.columns}
"""What the cells of the input tables hold, by header."""
_OWN = ("grant_eur", "grant_per_head_eur")
"""Columns of what a municipality was granted alone."""
SPANS = {"delay_days": "delay_months", "shift_days": "shift_months"}
"""Columns of days, and where the same stands in months when days are not known."""


def records(table: pd.DataFrame) -> list[Any]:
    """Rows as named tuples; as pandas' own, only several times as fast with texts."""
    return list(map(_row_of(tuple(table.columns)), *(table[name].tolist() for name in table.columns)))


@functools.lru_cache(maxsize=256)
def _row_of(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


def name_of(column: str, value: object) -> str:
    """The German name of a code, else the value in its unit."""
    if column == "confidence_step":
        return confidence.dots_and_word(value)
    for prefix in _CODES.get(column, "").split():
        if has(f"{prefix}.{value}"):
            return t(f"{prefix}.{value}")
    return units.by_unit(column, value)


def correction_text(header: str, value: Any) -> str:
    """A value of an input table as it is read: ``490000`` as money, ``2022-12`` as a month."""
    if units.is_unknown(value):
        return units.UNKNOWN
    match _KINDS.get(header):
        case "amount":
            return units.euro(value)
        case "count" | "number" | "decimal":
            return units.decimal(value)
        case "date" | "day":
            return units.partial_date(value)
        case _:
            return str(value)


def word_for_files(column: str, value: Any) -> Any:
    """A value for a file: a code by its German name, everything else as it is."""
    if column == "confidence_step":
        return confidence.word(value)
    return name_of(column, value) if column in _CODES and not units.is_unknown(value) else value


def words_for_files(table: pd.DataFrame) -> pd.DataFrame:
    """A table for a file: codes by their German names, everything else as it is."""
    changed = {
        column: table[column].map(lambda value, column=column: word_for_files(column, value))
        for column in table.columns.intersection([*_CODES, "confidence_step"])
    }
    if "changed_column" in table:
        changed |= {
            name: pd.Series([cell_text(name, row) for row in records(table)], index=table.index, dtype="str")
            for name in ("old_value", "new_value")
        }
    return table.assign(**changed)


def column_labels(frame: pd.DataFrame, columns: Sequence[str]) -> dict[str, str]:
    """What those of the ``columns`` are called that the table has; ``labels`` in its attributes name its own."""
    # In a comparison of municipalities „Zuwendungen“ are their own ones, and projects those they take part in.
    own = "municipality_ags" in frame and "project_count" in frame
    named = frame.attrs.get("labels", {})
    word = own_label if own else lambda name: t(f"column.{name}")
    return {name: named.get(name) or word(name) for name in columns if name in frame}


def own_label(column: str) -> str:
    """What a column is called where it is of one municipality or area among others."""
    return t(f"own_column.{column}" if has(f"own_column.{column}") else f"column.{column}")


def is_only_joint(own: object, joint: object) -> bool:
    """Whether municipalities without a grant of their own take part in joint ones: that is not knowing of none."""
    return units.is_unknown(own) and not units.is_unknown(joint)


def has_only_joint(column: str, row: Any) -> bool:
    """Whether a ``row`` without an own grant in ``column`` has joint ones."""
    # Nothing is known per head, either, where nobody knows how many people live there.
    own = getattr(row, "single_eur", getattr(row, "grant_eur", None))
    return column in _OWN and is_only_joint(own, getattr(row, "joint_eur", None))


def missing(column: str, row: Any) -> str:
    """What stands in the cell ``column`` of ``row`` where nothing is known of it: what the row says itself, if it does."""
    if word := getattr(row, f"{column}_missing", ""):
        return str(word)
    return t("figure.only_joint") if has_only_joint(column, row) else units.UNKNOWN


def cell_text(column: str, row: Any) -> str:
    """What stands in the cell ``column`` of ``row`` (a named tuple)."""
    value = getattr(row, column)
    if units.is_list(value):
        return ", ".join(map(str, value)) or units.UNKNOWN
    if hasattr(row, SPANS.get(column, "")):
        return _span(column, row) or units.UNKNOWN
    if hasattr(row, "changed_column") and column in ("old_value", "new_value"):
        return correction_text(row.changed_column, value)
    if units.is_unknown(value):
        return missing(column, row)
    if column.rpartition("_")[2] == "value" and hasattr(row, "unit"):
        return units.measure(value, row.unit)
    if column.endswith("_difference"):
        return units.difference(value, row.unit)
    return name_of(column, value)


def sort_key(column: str, row: Any) -> float | str | None:
    """Numbers sort as numbers, everything else as its text; None is unknown and stays last."""
    value = getattr(row, column)
    if units.is_list(value):
        return cell_text(column, row)
    months = getattr(row, SPANS.get(column, ""), None)
    if units.is_unknown(value) and months is not None and not units.is_unknown(months):
        return 30.0 * float(months)
    if units.is_unknown(value):
        return None
    if isinstance(value, numbers.Real):
        return float(value)
    if column in units.PARTIAL_DATES:
        return units.time_key(str(value))
    return str(value) if hasattr(value, "year") else name_of(column, value)


def is_number(values: pd.Series) -> bool:
    """Whether the column is set flush right."""
    is_code = values.name == "confidence_step" or values.name in _CODES
    return not is_code and bool(pd.api.types.is_numeric_dtype(values)) and not pd.api.types.is_bool_dtype(values)


def _span(column: str, row: Any) -> str | None:
    """Days where both dates are days, months where both name at least the month; None where neither is known."""
    days, months = getattr(row, column), getattr(row, SPANS[column])
    if not units.is_unknown(days):
        return units.days(days)
    return None if units.is_unknown(months) else units.months(months)
