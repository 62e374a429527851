"""The milestones of the folder: drawn on an axis of time, and as tables by their state at the Stand."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from app.charts import milestone_charts
from app.charts.marks import Bar, Line, Point, day
from app.data import queries
from app.sentences import headlines
from app.surfaces.folder import blocks, drawings
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest, RowLimits
from app.words import units
from app.words.text import t

MOST = {"planned": 10, "overdue": 10, "no_feedback": 10, "reached": 6}
"""Rows of each table, in the order of the folder: what is ahead, what is late, what is silent, what is done."""
DRAWN = 12
"""Projects that the drawing holds."""
_YEARS_BACK, _LETTERS = 3, 8.0
"""Years before the Stand that are drawn, and points: height of the letters."""
_LATENESS = {"planned": ("delay_days",), "overdue": ("delay_days", "since_plan_days"), "no_feedback": (), "reached": ()}
"""Columns that say how late a milestone is, where that is known of any row."""


def section(request: FolderRequest, limits: RowLimits) -> Block:
    """Milestones: how many in which state, the drawing, one table for each state that occurs."""
    totals = queries.milestone_totals(request.selection)
    if not totals.milestone_count:
        return blocks.section("report.milestones", blocks.text(t("sentence.no_milestone")))
    listed = {state: queries.milestone_list(request.selection, state) for state in MOST}
    pages = {state: found.page(1, size=limits.rows(MOST[state])) for state, found in listed.items()}
    counts = {state: int(totals[f"{state}_count"]) for state in MOST}
    parts: list[Block | None] = [
        {
            "kind": "lead",
            "text": t("report.milestones.lead", stand=units.date(request.stand), year=request.stand.year - _YEARS_BACK),
        },
        _timeline(request, pages, limits.rows(DRAWN)),
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
                blocks.rest(counts[state] - len(page), request.address("milestones")),
            ]
    if not counts["planned"]:
        parts.insert(2, blocks.text(headlines.planned_milestones(totals).text))
    return blocks.section("report.milestones", *parts)


def _table(state: str, page: pd.DataFrame) -> Block:
    delays = [name for name in _LATENESS[state] if _is_known(page, name)]
    return blocks.table(
        page,
        blocks.column("column.due", 1.15),
        blocks.title_column("report.milestone", "title", 2.6),
        blocks.title_column("column.project_title", "project_title", 2, most=60),
        *(blocks.column(f"column.{name}", 1.1, is_number=True) for name in delays),
        blocks.source_column(1.3),
    )


def _is_known(page: pd.DataFrame, name: str) -> bool:
    known = page[name].notna().any() or (name == "delay_days" and page.delay_months.notna().any())
    return bool(known)


def _timeline(request: FolderRequest, pages: dict[str, pd.DataFrame], most: int) -> Block | None:
    """The projects of the listed milestones from the first of the drawn years on; None when none of them is dated there."""
    order = pd.concat([page[page.due.notna()] for page in pages.values()])
    projects = list(dict.fromkeys(order.project_id))[:most]
    if not projects:
        return None
    rows = queries.timeline_rows(request.selection, *projects).set_index("project_id").loc[projects].reset_index()
    first = dt.date(request.stand.year - _YEARS_BACK, 1, 1)
    chart = milestone_charts.timeline(rows, stand=request.stand)
    if chart is None or not (rows.due_last_date >= pd.Timestamp(first)).any():
        return None
    visible = (replace(row, marks=tuple(_since(day(first), row.marks))) for row in chart.rows)
    chart = replace(chart, rows=tuple(row for row in visible if row.marks))
    return drawings.drawing(chart, drawings.PAGE, _LETTERS)


def _since(first: float, marks: Iterable[Bar | Line | Point]) -> Iterator[Bar | Line | Point]:
    """What lies after a day; only a time that began before it is drawn in part."""
    for mark in marks:
        if isinstance(mark, Bar):
            if mark.right > first:
                yield replace(mark, left=max(mark.left, first))
        elif (mark.x if isinstance(mark, Point) else min(mark.xs)) >= first:
            yield mark
