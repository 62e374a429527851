"""A stretch of days to look at: what happened in it, and which two Stände it lies between."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.words import units


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date


EARLIEST = dt.date(1900, 1, 1)
"""No day before it can be chosen."""
_YEARS = 2
"""Sources tell late: the last year alone would look as if nothing had happened in it."""


def default(selection: Selection) -> Period:
    """The usual period up to the shown Stand."""
    return Period(beginning(selection, selection.stand), selection.stand)


def between(selection: Selection, first: str, last: str) -> Period:
    """From the first to the last day as an address says them; what is empty is as usual.

    Raises
    ------
    ValueError
        When one is no day like 2026-05-17 up to the Stand, or the last lies before the first.
    """
    end = units.iso_day(last) if last else selection.stand
    begin = units.iso_day(first) if first or end is None else beginning(selection, end)
    if begin is None or end is None or not EARLIEST <= begin <= end <= selection.stand:
        raise ValueError(f"{begin} bis {end}")
    return Period(begin, end)


def beginning(selection: Selection, last: dt.date) -> dt.date:
    """Where a period that ends on ``last`` begins, when nobody has said it: the last one in which something happened.

    That is from the Stand before, from an earlier one when nothing has happened since, else the two years up to it.
    """
    years = (last.replace(day=28) if (last.month, last.day) == (2, 29) else last).replace(year=last.year - _YEARS)
    first = _stand_at(selection, last - dt.timedelta(days=1)) or years
    totals = queries.event_totals(selection, first, last)
    if totals.event_count or pd.isna(totals.latest_date):
        return first
    latest: dt.date = totals.latest_date.date()
    return _stand_at(selection, latest) or min(years, latest)


def compared_stands(selection: Selection, period: Period) -> tuple[dt.date, dt.date] | None:
    """The Stände on the first day, or the first of all, and on the last one; None when they are one, or none was yet."""
    before, after = _stand_at(selection, period.first), _stand_at(selection, period.last)
    before = before or min(stands(selection))
    return None if after is None or before == after else (before, after)


def _stand_at(selection: Selection, day: dt.date) -> dt.date | None:
    return max((stand for stand in stands(selection) if stand <= day), default=None)


def stands(selection: Selection) -> tuple[dt.date, ...]:
    """Every Stand, latest first."""
    return queries.stand_days(selection.release_id)
