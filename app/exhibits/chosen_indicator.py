"""The indicator that an address names by topic and name, two dates of it that are compared, and indicators beside it."""

from functools import lru_cache
from typing import Any

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.exhibits.compared import keys_in
from app.exhibits.model import View

CHOICES = ("thema", "indikator")
"""Parameters of the address that name an indicator."""
BEGIN, END, MORE = "anfang", "ende", "weitere"
MOST = 3
"""Indicators beside the chosen one."""


def indicator(view: View) -> Any:
    """The indicator that the view has chosen by topic and name.

    Raises
    ------
    IndexError
        When there is none of that topic and name.
    """
    return indicator_rows(view).iloc[0]


def indicator_rows(view: View) -> pd.DataFrame:
    """The indicator of the chosen topic and name: one row, or none."""
    known = queries.indicators(view.selection)
    return known[(known.topic == view.parameter("thema")) & (known["name"] == view.parameter("indikator"))]


@lru_cache(maxsize=128)
def known_dates(everything: Selection, indicator_id: str) -> tuple[str, ...]:
    """Dates with values of municipalities, else of the next larger areas, latest first."""
    rows = queries.indicator_periods(everything, indicator_id)
    return tuple(rows.period[rows.is_nearest])


def dates(everything: Selection, indicator_id: str, begin: str, end: str) -> tuple[str, str]:
    """The two dates of an address, the earlier one first; else the latest and the earliest that is of the same method."""
    known = known_dates(everything, indicator_id)
    if begin in known and end in known and known.index(begin) < known.index(end):
        begin, end = end, begin
    last = end if end in known else known[0]
    methods = queries.indicator_periods(everything, indicator_id).set_index("period").method
    earlier = known[known.index(last) :]
    alike = [period for period in earlier if methods[period] == methods[last]]
    return (begin if begin in earlier else alike[-1]), last


def dates_of(view: View) -> tuple[str, str]:
    """The two dates of a view."""
    key = str(indicator(view).indicator_id)
    return dates(view.selection.everything(), key, view.parameter(BEGIN), view.parameter(END))


def more_indicators(everything: Selection, indicator_id: str, text: str) -> tuple[str, ...]:
    """Those of the keys in an address that name other indicators, at most three."""
    known = set(queries.indicators(everything).indicator_id) - {indicator_id}
    return tuple(key for key in keys_in(text) if key in known)[:MOST]


def indicators_of(view: View) -> tuple[str, ...]:
    """The chosen indicator and those beside it."""
    key = str(indicator(view).indicator_id)
    return (key, *more_indicators(view.selection.everything(), key, view.parameter(MORE)))
