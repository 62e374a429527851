"""The account of shifted dates (Verschiebungs-Konto), and how much hope the dates leave: nothing is hidden by a new plan."""

import pandas as pd

from app.data import queries
from app.sentences import delays
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import Asked
from app.surfaces.folder.row_limits import Room
from app.words import cells, confidence, units
from app.words.cells import records
from app.words.text import t

PROJECTS = 8
"""Rows of the table; of more than that the rest is counted and found on the page."""


def shifted(asked: Asked, room: Room) -> Block | None:
    """The account as figures, the projects with the longest delays, and the projects by confidence."""
    totals = queries.account_totals(asked.selection)
    if not totals.milestone_count:
        return None
    found, most = queries.account_by_project(asked.selection), room.rows(PROJECTS)
    counts = queries.confidence_counts(asked.selection)
    return blocks.section(
        "account",
        blocks.cards(delays.figures(totals, queries.first_stand(asked.release_id)), columns=2),
        blocks.text(*delays.notes(totals)),
        *([blocks.heading("report.by_project"), _table(found.page(1, size=most))] if found.count else []),
        blocks.rest(found.count - most, asked.address("milestones")),
        *(
            [blocks.heading("confidence"), blocks.text(t("confidence.intro")), blocks.text(_confident(counts))]
            if counts.confidence_step.notna().any()
            else []
        ),
    )


def _table(page: pd.DataFrame) -> Block:
    columns = [
        blocks.column(t("column.project_title"), 2.6),
        blocks.column(t("report.late"), 1.5),
        blocks.column(t("column.overdue_count"), 0.9),
        blocks.column(t("report.silent"), 1.6),
        blocks.column(t("column.confidence_step"), 1),
    ]
    rows = [
        [
            blocks.short(row.project_title),
            ", ".join(
                units.by_unit(name, getattr(row, name))
                for name in ("late_days", "late_months")
                if not units.is_unknown(getattr(row, name))
            )
            or units.UNKNOWN,
            cells.shown("overdue_count", row),
            _silent(row.no_feedback_count, row.silent_since),
            confidence.word(row.confidence_step),
        ]
        for row in records(page)
    ]
    return blocks.table(columns, rows)


def _silent(count: int, since: object) -> str:
    if not count:
        return units.number(count)
    known = "" if units.is_unknown(since) else t("report.silent_since", since=units.by_unit("silent_since", since))
    return ", ".join(filter(None, (units.number(count), known)))


def _confident(counts: pd.DataFrame) -> str:
    return t(
        "report.confident",
        list="; ".join(
            f"{confidence.word(row.confidence_step)}: {units.number(row.project_count)}"
            for row in records(counts)
            if row.project_count
        ),
    )
