"""Dates as precise as their source: a year, a quarter, a month or a day; never more precise than written."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

Precision = Literal["day", "month", "quarter", "year"]

FORM = re.compile(
    r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"
    r"|(?P<iso_year>[0-9]{4})(?:-Q(?P<quarter>[0-9])|-(?P<iso_month>[0-9]{2})(?:-(?P<iso_day>[0-9]{2}))?)?",
)
YEARS = range(1900, 2101)
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


@dataclass(frozen=True)
class PartialDate:
    """A date as written, the days it can mean, and how precise it is."""

    text: str
    first: date
    last: date
    precision: Precision


@cache
def partial_date(text: str) -> PartialDate:
    """One date: ``2023``, ``2023-Q3``, ``2023-05``, ``2023-05-17`` or ``17.05.2023``.

    Raises ValueError if the text has none of these forms or names a day, month or quarter that does not exist.
    """
    found = FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"no date: {text!r}")
    year = int(found["year"] or found["iso_year"])
    month = found["month"] or found["iso_month"]
    day = found["day"] or found["iso_day"]
    if year not in YEARS:
        raise ValueError(f"no year between {YEARS[0]} and {YEARS[-1]}: {text!r}")
    if day:
        first = date(year, int(month), int(day))
        return PartialDate(first.isoformat(), first, first, "day")
    if month:
        first = date(year, int(month), 1)
        return PartialDate(f"{first:%Y-%m}", first, _month_end(first), "month")
    if quarter := found["quarter"]:
        first = date(year, 3 * int(quarter) - 2, 1)
        return PartialDate(f"{year}-Q{quarter}", first, _month_end(first.replace(month=first.month + 2)), "quarter")
    return PartialDate(str(year), date(year, 1, 1), date(year, 12, 31), "year")


def has_form(text: str) -> bool:
    """Whether the text is written like a date, possible or not."""
    return FORM.fullmatch(text) is not None


def is_possible(text: str) -> bool:
    """Whether the text is a date of the calendar."""
    try:
        partial_date(text)
    except ValueError:
        return False
    return True


def normalised_date(text: str) -> str:
    """A date in its one spelling; any other text as it is."""
    return partial_date(text).text if is_possible(text) else text


def german_date(text: str) -> str:
    """A partial date as precise as it is: ``2023-Q3`` → ``3. Quartal 2023``, ``2023-05`` → ``Mai 2023``."""
    found = partial_date(text)
    match found.precision:
        case "day":
            return f"{found.first:%d.%m.%Y}"
        case "month":
            return f"{MONTHS[found.first.month - 1]} {found.first.year}"
        case "quarter":
            return f"{(found.first.month + 2) // 3}. Quartal {found.first.year}"
        case "year":
            return str(found.first.year)


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
