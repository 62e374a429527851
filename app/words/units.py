"""German numbers, money and dates; a column's suffix says its unit, pages never format."""

import datetime as dt
import functools
import math
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import numpy as np
import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

from app.words.text import has, t
from data_dictionary import TABLES

LOCALE = "de_DE"
UNKNOWN = "keine Angabe"
PARTIAL_DATES = frozenset(
    {column.name for table in TABLES.values() for column in table.columns if column.kind == "date"}
    | {"planned", "due", "silent_since", "happened", "old_planned", "new_planned"}
    | {"first_period", "last_period"}
)
"""Columns that hold a partial date as text: ``2023``, ``2023-Q3``, ``2023-05`` or ``2023-05-17``."""

QUARTERS = {"-Q1": "-00~", "-Q2": "-03~", "-Q3": "-06~", "-Q4": "-09~"}
"""What quarters are when partial dates are sorted as texts: after the month before them, before their own first one."""

Number = int | float | Decimal


def is_unknown(value: Any) -> bool:
    """Whether ``value`` stands for "not known": None, NaN, NaT or an empty text."""
    return value == "" if isinstance(value, str) else bool(pd.isna(value))


def known(value: Any) -> float | None:
    """The number; None where it is not known."""
    return None if is_unknown(value) else float(value)


def is_list(value: object) -> bool:
    """Whether ``value`` holds several values, as a list column does."""
    return isinstance(value, (list, tuple, np.ndarray))


def number(value: Number, decimals: int = 0) -> str:
    """``1234.5`` → ``1.234,5``."""
    # Numbers of numpy cannot be compared with decimals, and -0.0 is the same as 0.0 but reads differently.
    plain = value.item() if isinstance(value, np.generic) else value
    return _number(plain + 0, decimals)


@functools.lru_cache(maxsize=16384)
def _number(value: Number, decimals: int) -> str:
    text = format_decimal(
        rounded(value, decimals), format=f"#,##0.{'0' * decimals}" if decimals else "#,##0", locale=LOCALE
    )
    return str(text).replace("-", "−")


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """A half goes away from zero, as everybody learns it: ``2.45`` → ``2.5``; Python and Babel take the even neighbour."""
    exact = Decimal(str(value))
    # What rounds to nothing has no sign, and what has no end cannot be rounded.
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0 if exact.is_finite() else exact


def decimal(text: str) -> str:
    """A number of the input tables with the decimals that it has: ``962351.7`` → ``962.351,7``."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return number(value, max(0, -int(value.as_tuple().exponent)))


def share(value: Number) -> str:
    """Per cent with at most one decimal: ``97.54`` → ``97,5 %``."""
    return f"{number(value, 0 if float(value) in (0.0, 100.0) else 1)} %"


def euro(value: Number) -> str:
    """Euro to the cent, cents only where there are any: ``962351.7`` → ``962.351,70 €``."""
    cents = rounded(value, 2)
    return f"{number(cents, 2 if cents % 1 else 0)} €"


def signed_euro(value: Number) -> str:
    """A difference of money for headlines: ``10000`` → ``+10.000 €``, ``-5`` → ``−5 €``."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    size = abs(Decimal(str(value)))
    return f"{sign}{euro(size) if size < 1000 else euro_short(size)}"


def euro_short(value: Number) -> str:
    """Rounded for headlines: ``72279318.05`` → ``72,3 Mio. €``, below a million in full euros."""
    if abs(float(value)) >= 1_000_000:
        return f"{number(rounded(value, -5) / 1_000_000, 1)} Mio. €"
    return f"{number(value)} €"


def rounded_euro(value: Number) -> float:
    """The amount that ``euro_short`` writes."""
    return float(rounded(value, -5 if abs(float(value)) >= 1_000_000 else 0))


def date(value: dt.date) -> str:
    """``2026-11-23`` → ``23.11.2026``."""
    return format_date(value, "dd.MM.yyyy", locale=LOCALE)


def partial_date(text: str) -> str:
    """A partial date as precise as it is: ``2023-Q3`` → ``3. Quartal 2023``, ``2023-05`` → ``Mai 2023``.

    What the calendar does not have stays as it is: somebody may ask for it.
    """
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return f"{quarter[2]}. Quartal {quarter[1]}"
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return format_date(dt.date.fromisoformat(f"{text}-01"), "LLLL yyyy", locale=LOCALE)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date(dt.date.fromisoformat(text))
    return text


def iso_day(text: str) -> dt.date | None:
    """The day of ``2023-05-17``; None of everything else."""
    with suppress(ValueError):
        return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    return None


def written_day(text: str) -> dt.date | None:
    """The day that somebody wrote, as ``2023-05-17`` or in German, with or without leading zeros; None of everything else."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return dt.datetime.strptime(text, form).date()
    return None


def time_key(text: str) -> str:
    """What sorts a partial date in the order of time; what is less precise stands before what begins with it."""
    return f"{text[:4]}{QUARTERS.get(text[4:], text[4:])}"


def time_order(expression: str) -> str:
    """The same for SQL: what sorts the partial dates of an expression."""
    for quarter, place in QUARTERS.items():
        expression = f"replace({expression}, '{quarter}', '{place}')"
    return expression


def days(value: Number) -> str:
    """A signed number of days: ``92`` → ``92 Tage``."""
    return f"{number(value)} {'Tag' if abs(value) == 1 else 'Tage'}"


def months(value: Number) -> str:
    """A signed number of months: ``4`` → ``4 Monate``."""
    return f"{number(value)} {'Monat' if abs(value) == 1 else 'Monate'}"


def difference(value: Number, unit: str) -> str:
    """A difference of two values of an indicator: ``5.2`` → ``+5,2 Punkte`` of per cent, else a number with sign and unit."""
    is_share = unit.startswith("%")
    near = rounded(value, 1 if is_share else 0)
    sign = "+" if near > 0 else "−" if near < 0 else "±"
    return f"{sign}{number(abs(near), 1)} Punkte" if is_share else measured(f"{sign}{number(abs(near))}", unit)


def rank(value: Number) -> str:
    """A place among others: ``3`` → ``Platz 3``."""
    return f"Platz {number(value)}"


def places(value: Number) -> str:
    """How many places up or down: ``2`` → ``+2 Plätze``."""
    sign, size = "+" if value > 0 else "−" if value < 0 else "±", abs(int(value))
    return f"{sign}{number(size)} {'Platz' if size == 1 else 'Plätze'}"


_BY_SUFFIX: dict[str, Callable[[Any], str]] = {
    "eur": euro,
    "count": number,
    "km2": lambda value: f"{number(value, 2)} km²",
    "date": date,
    "days": days,
    "months": months,
    "pct": share,
    "rate": lambda value: number(value, 1),
    "rank": rank,
    "places": places,
    "year": lambda value: str(int(value)),
}
_OWN_UNITS = {"€": "eur", "km²": "km2"}
"""Units that stand with their values."""
_COUNTED = ("", "Anzahl")
"""Units of what is counted."""
_READABLE = 1e15
"""Numbers from here on are written with an exponent."""
SUFFIXES = frozenset(_BY_SUFFIX) - {"date"}
"""Endings of columns of numbers that have a unit."""


def by_unit(column: str, value: Any) -> str:
    """``value`` as it stands on screen; the last part of ``column`` says the unit."""
    if is_unknown(value):
        return UNKNOWN
    if isinstance(value, (bool, np.bool_)):
        return t("unit.yes" if value else "unit.no")
    suffix = column.rpartition("_")[2]
    if column in PARTIAL_DATES:
        return partial_date(str(value))
    if formatter := _BY_SUFFIX.get(suffix):
        return formatter(value)
    return decimal(f"{value:.10g}") if isinstance(value, float) and abs(value) < _READABLE else str(value)


def unit_name(column: str) -> str:
    """The unit of a column's values as a word or sign, empty when it has none."""
    suffix = column.rpartition("_")[2]
    if has(f"unit.{column}"):
        return t(f"unit.{column}")
    return t(f"unit.{suffix}") if "_" in column and has(f"unit.{suffix}") else ""


def with_unit(label: str, unit: str) -> str:
    """The name of a column with the unit of its values, unless it says it itself: ``Zuwendungen (€)``, ``Verzug in Monaten``."""
    return f"{label} ({unit})" if unit and unit not in label else label


def measure(value: Any, unit: str) -> str:
    """A value in its own unit: per cent when the unit begins with ``%``, money, an area, else a number with the unit."""
    if is_unknown(value):
        return UNKNOWN
    if unit in _OWN_UNITS:
        return _BY_SUFFIX[_OWN_UNITS[unit]](value)
    return share(value) if unit.startswith("%") else measured(number(value), unit)


def measured(words: str, unit: str) -> str:
    """A number in words and its unit: „17.502 kW“; what is counted needs none."""
    return words if unit in _COUNTED else f"{words} {unit}"


def nice_steps(low: float, high: float, count: int = 5, *, is_whole: bool = False) -> list[float]:
    """``count + 1`` round bounds of equal classes that cover ``low`` to ``high``; whole numbers for what is counted."""
    # Nobody measures finer than nine digits, and bounds of twelve digits could not follow.
    span = max((high - low) or abs(high), 1e-9 * max(abs(low), abs(high)))
    span = span if span > 1e-9 else 1.0
    magnitude = 10.0 ** math.floor(math.log10(span / count))
    for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10, 15, 20):
        step = factor * magnitude
        if is_whole and step % 1:
            continue
        start = math.floor(low / step) * step
        # Twelve digits: what is left over of a binary fraction is no bound that anyone would write down.
        bounds = [float(f"{start + i * step:.12g}") for i in range(count + 1)]
        if bounds[0] <= low and bounds[-1] >= high:
            return bounds
    raise ValueError(f"no classes for {low} to {high}")
