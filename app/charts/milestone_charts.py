"""Milestones, their delays and steps of confidence from the tables of their questions; each date as precisely as it is known."""

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from app.charts import bars, theme
from app.charts.bars import BARS_BEFORE_REST, MAX_BARS, BarChart, number
from app.charts.marks import Bar, Line, Point, Series, day
from app.charts.timeline import Row, TimelineChart
from app.words import cells, confidence, units
from app.words.cells import records
from app.words.text import plural, t

_RUN, _INTERVAL, _SYMBOL = 17.0, 8.0, 11.0
"""Pixels: thickness of a project's run, and of a month, quarter or year; width of a symbol."""
_LETTERS = 48
_SHIFT_SYMBOL, _SHIFT_LETTERS = 12.0, 60
"""Of a milestone with a row of its own: width of its symbol; letters of a line beside the pointer."""
_MOST_PLACES = 2
"""Municipalities of a project that a row names."""
_PATTERNS = ("", ".", "/", "//")
"""Hatchings of the states, so that nothing is told by colour alone."""


def timeline(table: pd.DataFrame, *, stand: dt.date) -> TimelineChart | None:
    """One row per project: a day is a point, a month, quarter or year is a bar; the Stand is a line.

    Parameters
    ----------
    table
        One row per milestone, those of a project together, with ``project_id, project_title, title, state``, ``due``,
        the first plan and the project's ``begin`` and ``end``, each with its first and last date; a project without
        milestones has one row. What has no date at all is not drawn.
    stand
        Day of the Stand.
    """
    drawn = table[table.due.notna() | table.begin.notna() | table["end"].notna()]
    if drawn.empty:
        return None
    run = Series(t("timeline.run"), theme.NEUTRAL, opacity=0.28)
    alone = Series(t("timeline.alone"), theme.NEUTRAL, symbol="line-ns-open")
    plan = Series(t("timeline.first_plan"), theme.NEUTRAL, symbol="circle-open")
    link = Series("", theme.NEUTRAL, dash="dot", line_width=1.5, is_in_legend=False)
    intervals, states = _state_series()
    rows = []
    for _, group in groupby(records(drawn), key=lambda row: row.project_id):
        milestones = list(group)
        marks = _run(milestones[0], run, alone)
        for row in milestones:
            if units.is_unknown(row.due):
                continue
            tip, due = _tip(row), _middle(row, "due")
            marks += _interval(row, "due", intervals[row.state])
            if not units.is_unknown(row.first_planned) and row.first_planned != row.due:
                first = _middle(row, "first_planned")
                marks += [Line(link, (first, due), (0, 0)), Point(plan, first, 0, tip, _SYMBOL)]
            marks.append(Point(states[row.state], due, 0, tip, _SYMBOL))
        rows.append(Row(milestones[0].project_title, tuple(marks)))

    def alt_text(rows: Sequence[Row], hidden: int) -> str:
        symbols = [mark.series for row in rows for mark in row.marks if isinstance(mark, Point)]
        counts = Counter(symbols)
        where = plural("sentence.in_projects", len(rows))
        known = {state: counts[symbol] for state, symbol in states.items() if counts[symbol]}
        if not known:
            return t("timeline.alt_empty", projects=where)
        milestones = plural("timeline.milestones", sum(known.values()))
        listed = "; ".join(f"{t(f'state.{state}')} {count}" for state, count in known.items())
        return t("timeline.alt", projects=where, milestones=milestones, states=listed, stand=units.date(stand))

    return TimelineChart(
        tuple(rows),
        (run, *intervals.values(), link, alone, plan, *states.values()),
        stand,
        alt_text,
        lambda _, hidden: plural("picture.more_projects", hidden),
    )


def states(table: pd.DataFrame) -> BarChart | None:
    """All results in one bar, by state; ``table`` has one row per state with ``milestone_count``."""
    counts = {row.state: int(row.milestone_count) for row in records(table)}
    if not sum(counts.values()):
        return None
    series = tuple(
        Series(t("states.series", state=t(f"state.{state}"), n=units.number(count)), theme.STATE[state][0], pattern)
        for (state, count), pattern in zip(counts.items(), _PATTERNS, strict=True)
    )
    listed = "; ".join(f"{t(f'state.{state}')} {units.number(count)}" for state, count in counts.items())
    total = sum(counts.values())
    row = bars.Row(t("states.row"), tuple(float(count) if count else None for count in counts.values()), words=listed)
    return BarChart((row,), series, number, number, lambda rows: plural("states.alt", total, list=rows))


def _state_series() -> tuple[dict[str, Series], dict[str, Series]]:
    """Of milestones by state: their months, quarters and years, and their symbols."""
    intervals, symbols = {}, {}
    for state, (colour, symbol) in theme.STATE.items():
        name = t(f"state.{state}")
        intervals[state] = Series(name, colour, opacity=0.5, is_in_legend=False)
        symbols[state] = Series(name, colour, symbol=symbol)
    return intervals, symbols


def _interval(row: Any, prefix: str, series: Series) -> list[Bar | Line | Point]:
    """What is known by month, quarter or year only, in its whole length; nothing for a day."""
    first, last = getattr(row, f"{prefix}_first_date"), getattr(row, f"{prefix}_last_date")
    return [Bar(series, day(first), day(last), _INTERVAL / 2, -_INTERVAL / 2)] if first < last else []


def _middle(row: Any, prefix: str) -> float:
    """The middle of the days that a partial date can mean."""
    return (day(getattr(row, f"{prefix}_first_date")) + day(getattr(row, f"{prefix}_last_date"))) / 2


def _run(row: Any, run: Series, alone: Series) -> list[Bar | Line | Point]:
    """From begin to end where both are known; a begin or an end alone is drawn as itself, for nothing says what lies beyond."""
    ends = [name for name in ("begin", "end") if not units.is_unknown(getattr(row, name))]
    if not ends:
        return []
    first, last = getattr(row, f"{ends[0]}_first_date"), getattr(row, f"{ends[-1]}_last_date")
    marks: list[Bar | Line | Point] = [Bar(run, day(first), day(last), _RUN / 2, -_RUN / 2)]
    if len(ends) == 1:
        tip = f"{t(f'column.{ends[0]}')}: {units.by_unit(ends[0], getattr(row, ends[0]))}"
        marks.append(Point(alone, _middle(row, ends[0]), 0, tip, 15.0))
    return marks


def _tip(row: Any) -> str:
    lines = [*textwrap.wrap(row.title, _LETTERS), f"{t(f'state.{row.state}')}: {units.by_unit('due', row.due)}"]
    if not units.is_unknown(row.first_planned):
        lines.append(f"{t('column.first_planned')}: {units.by_unit('first_planned', row.first_planned)}")
    delay = cells.cell_text("delay_days", row)
    if delay != units.UNKNOWN:
        lines.append(f"{t('column.delay_days')}: {delay}")
    return "\n".join(lines)


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
    intervals, states = _state_series()
    states["overdue"] = replace(states["overdue"], name=t("account.until_stand"))
    rows = []
    for row in records(drawn):
        is_open = row.state == "overdue"
        end = day(stand) if is_open else _middle(row, "due")
        delay = cells.cell_text("delay_days", row)
        words = _words(row, delay)
        tip = "\n".join(textwrap.wrap(words, _SHIFT_LETTERS))
        marks: list[Bar | Line | Point] = [] if is_open else _interval(row, "due", intervals[row.state])
        if not units.is_unknown(row.first_planned):
            first = _middle(row, "first_planned")
            marks += _interval(row, "first_planned", planned)
            marks += [
                Line(open_way if is_open else way, (first, end), (0, 0)),
                Point(plan, first, 0, tip, _SHIFT_SYMBOL),
            ]
        marks.append(Point(states[row.state], end, 0, tip, _SHIFT_SYMBOL))
        rows.append(
            Row(f"{row.title} ({_whose(row)})", tuple(marks), "" if is_open or delay == units.UNKNOWN else delay, words)
        )

    def rest_text(count: int, _: int) -> str:
        return t("account.shift_rest", n=units.number(count), total=units.number(total))

    def alt_text(rows: Sequence[Row], hidden: int) -> str:
        listed = "; ".join(row.words for row in rows)
        alt = plural("account.shift_alt", total, stand=units.date(stand), list=listed)
        return f"{alt} {rest_text(len(rows), hidden)}" if hidden else alt

    return TimelineChart(
        tuple(rows),
        (planned, *intervals.values(), way, open_way, plan, *states.values()),
        stand,
        alt_text,
        rest_text,
        total - len(drawn),
    )


def confidence_counts(table: pd.DataFrame) -> BarChart:
    """Projects per step of confidence, from the highest down; those without a step stand apart, hatched."""
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
    place = ", ".join(places) if len(places) <= _MOST_PLACES else plural("map.unnamed", len(places))
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
