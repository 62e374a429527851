"""The account of shifted dates (Verschiebungs-Konto), and how much hope the dates leave: nothing is hidden by a new plan."""

from typing import Any

import pandas as pd

from app.data import queries
from app.sentences import delays
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest, RowLimits
from app.words import confidence, units
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
        *(blocks.headed("report.by_project", _table(projects.page(1, size=most))) if projects.count else []),
        blocks.rest(projects.count - most, request.address("milestones")),
        *(_by_confidence(counts) if counts.confidence_step.notna().any() else []),
    )


def _table(page: pd.DataFrame) -> Block:
    return blocks.table(
        page,
        blocks.title_column("column.project_title", "project_title", 2.6),
        blocks.column("report.late", 1.5, _late),
        blocks.column("column.overdue_count", 0.9),
        blocks.column("report.silent", 1.6, _silent),
        blocks.column("column.confidence_step", 1, lambda row: confidence.word(row.confidence_step)),
    )


def _late(row: Any) -> str:
    known = {"late_days": row.late_days, "late_months": row.late_months}
    parts = [units.by_unit(name, value) for name, value in known.items() if not units.is_unknown(value)]
    return ", ".join(parts) or units.UNKNOWN


def _silent(row: Any) -> str:
    count = units.number(row.no_feedback_count)
    if not row.no_feedback_count or units.is_unknown(row.silent_since):
        return count
    return f"{count}, {t('report.silent_since', since=units.by_unit('silent_since', row.silent_since))}"


def _by_confidence(counts: pd.DataFrame) -> list[Block | None]:
    listed = "; ".join(
        f"{confidence.word(row.confidence_step)}: {units.number(row.project_count)}"
        for row in records(counts)
        if row.project_count
    )
    said = blocks.text(t("report.confident", list=listed))
    return blocks.headed("confidence", blocks.text(t("confidence.intro")), said)
