"""A stretch of days to look at: what happened in it, and which two Stände it lies between."""

import datetime as dt
from dataclasses import dataclass

from app.data import queries
from app.data.selection import Selection


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date


_YEARS = 2
"""Sources tell late: the last year alone would look as if nothing had happened in it."""


def default(selection: Selection) -> Period:
    """From the Stand before to the shown one; where there is none before, the two years up to it."""
    return Period(beginning(selection, selection.stand), selection.stand)


def between(selection: Selection, first: str, last: str) -> Period:
    """From the first to the last day as an address says them; what is empty is as usual.

    Raises
    ------
    ValueError
        When one is no day like 2026-05-17, or the last lies before the first.
    """
    end = dt.date.fromisoformat(last) if last else selection.stand
    begin = dt.date.fromisoformat(first) if first else beginning(selection, end)
    if begin > end:
        raise ValueError(f"{begin} bis {end}")
    return Period(begin, end)


def beginning(selection: Selection, last: dt.date) -> dt.date:
    """Where a period that ends on ``last`` begins, when nobody has said it."""
    earlier = _stand_at(selection, last - dt.timedelta(days=1))
    return earlier or (last.replace(day=28) if (last.month, last.day) == (2, 29) else last).replace(
        year=last.year - _YEARS
    )


def compared_stands(selection: Selection, period: Period) -> tuple[dt.date, dt.date] | None:
    """The latest Stände on the first and on the last day; None when they are one, or there was none yet."""
    before, after = _stand_at(selection, period.first), _stand_at(selection, period.last)
    return None if before is None or after is None or before == after else (before, after)


def _stand_at(selection: Selection, day: dt.date) -> dt.date | None:
    return max((stand for stand in stands(selection) if stand <= day), default=None)


def stands(selection: Selection) -> list[dt.date]:
    """Every Stand, latest first."""
    return [day.date() for day in queries.stands(selection.release_id).stand_date]
