"""The milestones of the folder: drawn on an axis of time, and as tables by their state at the Stand."""

import datetime as dt
from typing import Any

import pandas as pd

from app.charts import theme
from app.data import queries
from app.sentences import headlines
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block, Said
from app.surfaces.folder.request import Asked
from app.surfaces.folder.row_limits import Room
from app.words import cells, units
from app.words.cells import records
from app.words.text import t

MOST = {"planned": 10, "overdue": 10, "no_feedback": 10, "reached": 6}
"""Rows of each table, in the order of the folder: what is ahead, what is late, what is silent, what is done."""
DRAWN = 12
"""Projects that the drawing holds."""
_YEARS_BACK = 3
_LATENESS = {"planned": ("delay_days",), "overdue": ("delay_days", "since_plan_days"), "no_feedback": (), "reached": ()}
"""Columns that say how late a milestone is, where that is known of any row."""


def steps(asked: Asked, room: Room) -> Block:
    """Milestones: how many in which state, the drawing, one table for each state that occurs."""
    totals = queries.milestone_totals(asked.selection)
    if not totals.milestone_count:
        return blocks.section("report.steps", blocks.text(t("sentence.no_milestone")))
    listed = {state: queries.milestone_list(asked.selection, state) for state in MOST}
    pages = {state: found.page(1, size=room.rows(MOST[state])) for state, found in listed.items()}
    counts = {state: int(totals[f"{state}_count"]) for state in MOST}
    parts: list[Block | None] = [
        {
            "kind": "lead",
            "text": t("report.steps.lead", stand=units.date(asked.stand), year=asked.stand.year - _YEARS_BACK),
        },
        _drawing(asked, pages, room.rows(DRAWN)),
    ]
    for state, page in pages.items():
        if counts[state]:
            parts += [
                {
                    "kind": "heading",
                    "text": t(f"report.{state}.heading", n=units.number(counts[state]), shown=units.number(len(page))),
                },
                blocks.hint(t("sentence.overdue_meaning")) if state == "overdue" else None,
                blocks.hint(t("sentence.silent_meaning")) if state == "no_feedback" else None,
                _table(state, page) if len(page) else None,
                blocks.rest(counts[state] - len(page), asked.address("milestones")),
            ]
    if not counts["planned"]:
        parts.insert(2, blocks.text(headlines.planned(totals).text))
    return blocks.section("report.steps", *parts)


def _table(state: str, page: pd.DataFrame) -> Block:
    delays = [name for name in _LATENESS[state] if _is_known(page, name)]
    columns = [
        blocks.column(t("column.due"), 1.15),
        blocks.column(t("report.milestone"), 2.6),
        blocks.column(t("column.project_title"), 2),
        *(blocks.column(t(f"column.{name}"), 1.1, number=True) for name in delays),
        blocks.column(t("report.source"), 1.3),
    ]
    rows: list[list[Said]] = [
        [
            units.by_unit("due", row.due),
            blocks.short(row.title),
            blocks.short(row.project_title, 60),
            *(cells.shown(name, row) for name in delays),
            blocks.source(row),
        ]
        for row in records(page)
    ]
    return blocks.table(columns, rows)


def _is_known(page: pd.DataFrame, name: str) -> bool:
    known = page[name].notna().any() or (name == "delay_days" and page.delay_months.notna().any())
    return bool(known)


def _drawing(asked: Asked, pages: dict[str, pd.DataFrame], most: int) -> Block | None:
    """The projects of the listed milestones: years as an axis, the Stand as a line, each date as long as it is."""
    order = pd.concat([page[page.due.notna()] for page in pages.values()])
    projects = list(dict.fromkeys(order.project_id))[:most]
    if not projects:
        return None
    rows = queries.timeline_rows(asked.selection, *projects)
    rows = rows[rows.project_id.isin(projects)]
    dated = rows[rows.due.notna()]
    axis = _Axis(asked.stand, dated)
    drawn = dated[dated.due_last_date >= pd.Timestamp(axis.first)]
    if drawn.empty:
        return None
    states = [state for state in theme.STATE if (drawn.state == state).any()]
    counts = "; ".join(f"{t(f'state.{state}')} {(drawn.state == state).sum()}" for state in states)
    lines = [_line(axis, rows[rows.project_id == project], drawn[drawn.project_id == project]) for project in projects]
    is_moved = any(mark["first"] >= 0 for line in lines for mark in line["marks"])
    return {
        "kind": "timeline",
        "alt": t(
            "timeline.alt", milestones=len(drawn), projects=len(lines), stand=units.date(asked.stand), states=counts
        ),
        "ticks": [{"at": axis.at(dt.date(year, 1, 1)), "text": str(year)} for year in axis.years],
        "stand": axis.at(asked.stand),
        "stand_text": t("timeline.stand", date=units.date(asked.stand)),
        "legend": [[state, t(f"state.{state}")] for state in states]
        + ([["first", t("timeline.first_plan")]] if is_moved else []),
        "rows": [line for line in lines if line["marks"] or line["run"]],
    }


class _Axis:
    """Days as shares of the drawing's width: whole years around the Stand, up to the last date that is known."""

    def __init__(self, stand: dt.date, dated: pd.DataFrame) -> None:
        last = dated.due_last_date.max().year if len(dated) else stand.year
        self.years = range(stand.year - _YEARS_BACK, max(last, stand.year) + 1)
        self.first, self._end = dt.date(self.years[0], 1, 1), dt.date(self.years[-1] + 1, 1, 1)

    def at(self, day: dt.date) -> float:
        """Where the day lies, 0 to 1; what lies before the axis lies at its beginning."""
        share = (day - self.first).days / (self._end - self.first).days
        return round(min(max(share, 0.0), 1.0), 4)


def _line(axis: _Axis, rows: pd.DataFrame, drawn: pd.DataFrame) -> dict[str, Any]:
    run = rows.iloc[0]
    is_known = pd.notna(run.begin_first_date) and pd.notna(run.end_last_date)
    is_seen = is_known and run.end_last_date.date() > axis.first
    return {
        "title": blocks.short(run.project_title, 78),
        "run": [axis.at(run.begin_first_date.date()), axis.at(run.end_last_date.date())] if is_seen else [],
        "marks": [
            {
                "state": row.state,
                "from": axis.at(row.due_first_date.date()),
                "to": axis.at((row.due_last_date + pd.Timedelta(days=1)).date()),
                "first": _first(axis, row) if _is_moved(row) else -1,
            }
            for row in records(drawn)
        ],
    }


def _is_moved(row: Any) -> bool:
    return not units.is_unknown(row.first_planned) and row.first_planned != row.due


def _first(axis: _Axis, row: Any) -> float:
    middle = row.first_planned_first_date + (row.first_planned_last_date - row.first_planned_first_date) / 2
    return axis.at(middle.date()) if middle.date() >= axis.first else -1
