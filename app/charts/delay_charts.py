"""Charts of shifted dates and of confidence from the tables of their questions."""

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import bars, theme
from app.charts.bars import BARS_BEFORE_REST, MAX_BARS, BarChart, number
from app.charts.marks import Bar, Line, Point, Series, day
from app.charts.milestone_charts import interval, middle, state_series
from app.charts.timeline import Row, TimelineChart
from app.words import cells, confidence, units
from app.words.cells import records
from app.words.text import plural, t

_SIZE, _LETTERS, _PLACES = 12.0, 60, 2
"""Width of a symbol; letters of a line beside the pointer; municipalities of a project that a row names."""


def shifts(table: pd.DataFrame, *, stand: dt.date) -> TimelineChart | None:
    """One row per milestone: from its first plan, a hollow circle, to what came of it; overdue ones reach to the Stand.

    Of more than a screen can hold the first are drawn, and the chart says so.

    Parameters
    ----------
    table
        Rows of ``queries.shifts``, the longest delay first.
    stand
        Day of the Stand.
    """
    if table.empty:
        return None
    drawn, total = table if len(table) <= MAX_BARS else table.iloc[:BARS_BEFORE_REST], int(table.shift_count.iloc[0])
    planned = Series(t("account.first_plan"), theme.NEUTRAL, opacity=0.5, is_in_legend=False)
    plan = Series(t("account.first_plan"), theme.NEUTRAL, symbol="circle-open")
    way = Series("", theme.NEUTRAL, line_width=2.5, is_in_legend=False)
    open_way = replace(way, dash="dash")
    intervals, states = state_series()
    states["overdue"] = replace(states["overdue"], name=t("account.until_stand"))
    rows = []
    for row in records(drawn):
        is_open = row.state == "overdue"
        end = day(stand) if is_open else middle(row, "due")
        delay = cells.cell_text("delay_days", row)
        words = _words(row, delay)
        tip = "\n".join(textwrap.wrap(words, _LETTERS))
        marks: list[Bar | Line | Point] = [] if is_open else interval(row, "due", intervals[row.state])
        if not units.is_unknown(row.first_planned):
            first = middle(row, "first_planned")
            marks += interval(row, "first_planned", planned)
            marks += [
                Line(open_way if is_open else way, (first, end), (0, 0)),
                Point(plan, first, 0, tip, _SIZE),
            ]
        marks.append(Point(states[row.state], end, 0, tip, _SIZE))
        rows.append(
            Row(f"{row.title} ({_whose(row)})", tuple(marks), "" if is_open or delay == units.UNKNOWN else delay, words)
        )

    def rest_text(count: int, _: int) -> str:
        return t("account.shift_rest", n=units.number(count), total=units.number(total))

    def alt_text(rows: Sequence[Row], hidden: int) -> str:
        listed = "; ".join(row.words for row in rows)
        alt = t("account.shift_alt", n=units.number(total), stand=units.date(stand), list=listed)
        return f"{alt} {rest_text(len(rows), hidden)}" if hidden else alt

    return TimelineChart(
        tuple(rows),
        (planned, *intervals.values(), way, open_way, plan, *states.values()),
        stand,
        alt_text,
        rest_text,
        total - len(drawn),
    )


def confidence_counts(table: pd.DataFrame) -> BarChart | None:
    """Projects per step of confidence, from the highest down; those without a step stand apart, hatched."""
    if table.empty:
        return None
    title = t("confidence.heading")
    series = (
        Series(title, theme.HIGHLIGHT, is_in_legend=False),
        Series(title, theme.NEUTRAL, "/", is_in_legend=False),
    )
    rows = []
    for row in records(table):
        is_unknown, count = units.is_unknown(row.confidence_step), float(row.project_count)
        words = f"{confidence.word(row.confidence_step)}: {plural('confidence.projects', row.project_count)}"
        parts = (None, count) if is_unknown else (count, None)
        rows.append(bars.Row(confidence.dots_and_word(row.confidence_step), parts, words=words))
    return BarChart(tuple(rows), series, number, number, lambda listed: t("confidence.alt", list=listed), can_sum=True)


def _whose(row: Any) -> str:
    """Project and municipalities of a milestone; a title that is that of the project stands there once."""
    places = list(row.areas) if units.is_list(row.areas) else []
    place = ", ".join(places) if len(places) <= _PLACES else plural("map.unnamed", len(places))
    names = [place] if row.title == row.project_title else [row.project_title, place]
    return ", ".join(filter(None, names))


def _words(row: Any, delay: str) -> str:
    """One milestone in words."""
    kind = "open" if row.state == "overdue" else "unmeasured" if delay == units.UNKNOWN else "known"
    return t(
        f"account.shift_{kind}",
        title=row.title,
        project=_whose(row),
        first=units.by_unit("first_planned", row.first_planned),
        due=units.by_unit("due", row.due),
        delay=delay,
    )
