"""The account of shifted dates (Verschiebungs-Konto), and how much hope the dates leave: nothing is hidden by a new plan."""

import pandas as pd

from app.data import queries
from app.sentences import delays
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest
from app.surfaces.folder.row_limits import RowLimits
from app.words import cells, confidence, units
from app.words.cells import records
from app.words.text import t

PROJECTS = 8
"""Rows of the table; of more than that the rest is counted and found on the page."""


def section(request: FolderRequest, limits: RowLimits) -> Block | None:
    """The account as figures, the projects with the longest delays, and the projects by confidence."""
    totals = queries.account_totals(request.selection)
    if not totals.milestone_count:
        return None
    projects, most = queries.account_by_project(request.selection), limits.rows(PROJECTS)
    counts = queries.confidence_counts(request.selection)
    return blocks.section(
        "account",
        blocks.cards(delays.figures(totals, queries.first_stand(request.release_id)), columns=2),
        blocks.text(*delays.notes(totals)),
        *([blocks.heading("report.by_project"), _table(projects.page(1, size=most))] if projects.count else []),
        blocks.rest(projects.count - most, request.address("milestones")),
        *(
            [blocks.heading("confidence"), blocks.text(t("confidence.intro")), blocks.text(_by_confidence(counts))]
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
            blocks.shortened(row.project_title),
            ", ".join(
                units.by_unit(name, getattr(row, name))
                for name in ("late_days", "late_months")
                if not units.is_unknown(getattr(row, name))
            )
            or units.UNKNOWN,
            cells.cell_text("overdue_count", row),
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


def _by_confidence(counts: pd.DataFrame) -> str:
    return t(
        "report.confident",
        list="; ".join(
            f"{confidence.word(row.confidence_step)}: {units.number(row.project_count)}"
            for row in records(counts)
            if row.project_count
        ),
    )
