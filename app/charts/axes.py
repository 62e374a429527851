"""What is written along axes: round values, and years as often as they have room."""

import datetime as dt
import math

from app.charts import fonts
from app.charts.fonts import SMALL
from app.charts.marks import Tick, day
from app.words import units

_STEPS = (1, 2, 2.5, 5, 10)
_YEARS = (1, 2, 5, 10, 20, 50, 100)
_AIR = 10.0
"""Pixels between two years at least."""


def value_ticks(highest: float, *, unit: str = "", is_count: bool = False) -> tuple[Tick, ...]:
    """Round values from zero to at least ``highest``, about five of them; only whole ones where they count something."""
    rough = (highest if highest > 0 else 1.0) / 5
    magnitude = 10.0 ** math.floor(math.log10(rough))
    known = [factor * magnitude for factor in _STEPS if not is_count or factor * magnitude % 1 == 0]
    step = next(step for step in known if step >= rough * (1 - 1e-9))
    last = math.ceil(highest / step - 1e-9) or 1
    decimals = decimals_of(step)
    values = [round(i * step, 10) for i in range(last + 1)]
    return tuple(Tick(value, units.number(value, decimals) + unit) for value in values)


def decimals_of(step: float) -> int:
    """As many as a step between values needs, at most four."""
    return next((n for n in range(4) if math.isclose(round(step, n), step, rel_tol=1e-9)), 4)


def year_ticks(first: float, last: float, width: float, *, in_middle: bool = False) -> tuple[Tick, ...]:
    """Years between two days, as many as stand beside each other on ``width`` pixels.

    With ``in_middle`` each is written in the middle of its year instead of at its beginning.
    """
    begin, end = dt.date.fromordinal(math.floor(first)).year, dt.date.fromordinal(math.floor(last)).year
    room = fonts.width("2000", SMALL) + _AIR
    years = max((last - first) / 365.25, 0.5)
    step = next((step for step in _YEARS if width / years * step >= room), _YEARS[-1])
    ticks = []
    for year in range(begin - begin % step, end + 1, step):
        start, next_year = day(dt.date(year, 1, 1)), day(dt.date(year + 1, 1, 1))
        place = (start + next_year) / 2 if in_middle else start
        if first <= place <= last:
            ticks.append(Tick(place, str(year)))
    return tuple(ticks)
