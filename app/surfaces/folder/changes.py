"""What has changed: what happened since the Stand before, or in the year up to the only one, and what differs in the tables."""

from collections.abc import Sequence
from typing import Any

from app.data import period, queries
from app.data.rows import Rows
from app.sentences import change_sentences
from app.sentences.headlines import Figure
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest, RowLimits
from app.words import units
from app.words.text import t

EVENTS, POSSIBLE, MILESTONES = 10, 6, 8
"""Rows of the tables; of more than that the rest is counted and found on the page."""


def section(request: FolderRequest, limits: RowLimits) -> Block:
    """Dated events, and the differences between two Stände where there are two."""
    days = period.default(request.selection)
    totals = queries.event_totals(request.selection, days.first, days.last)
    events = queries.event_rows(request.selection, days.first, days.last)
    known = [] if not events.count else change_sentences.events(totals, request.selection, days.first, days.last)
    possible = queries.event_rows(request.selection, days.first, days.last, fit="possible")
    address = request.address("changes")
    return blocks.section(
        "report.changes",
        blocks.text(change_sentences.rule(days.first, days.last)),
        _sentences(known) if known else blocks.text(t("report.no_event")),
        *_events(events, limits.rows(EVENTS), address),
        *_differences(request, days, limits.rows(MILESTONES)),
        *(blocks.headed("report.possible", blocks.hint(t("report.possible.lead"))) if possible.count else []),
        *_events(possible, limits.rows(POSSIBLE), address),
    )


def _sentences(figures: Sequence[Figure]) -> Block | None:
    """Figures as sentences; what did not happen needs no line, and an amount with which the text begins is said once."""
    happened = [figure for figure in figures if figure.value not in ("0", units.UNKNOWN)]
    return blocks.list_of(
        f"{figure.label}: {figure.text if _begins_with_amount(figure) else f'{figure.value}. {figure.text}'}"
        for figure in happened
    )


def _begins_with_amount(figure: Figure) -> bool:
    return bool(figure.exact) and figure.text.startswith(figure.exact)


def _events(events: Rows, most: int, address: str) -> list[Block | None]:
    if not events.count:
        return []
    table = blocks.table(
        events.page(1, size=most),
        blocks.column("column.happened", 1.2),
        blocks.column("column.event", 1.45),
        blocks.title_column("column.title", "title", 2.4),
        blocks.column("column.project_title", 2, _project),
        blocks.source_column(1.2),
    )
    return [table, blocks.rest(events.count - most, address)]


def _project(row: Any) -> str:
    return blocks.shortened(row.project_title) if row.project_title != row.title else "–"


def _differences(request: FolderRequest, days: period.Period, most: int) -> list[Block | None]:
    stands = period.compared_stands(request.selection, days)
    if stands is None:
        return []
    old, new = (queries.funding_totals(request.selection.as_of(stand)) for stand in stands)
    tables = queries.difference_tables(request.selection, *stands)
    if tables.empty:
        return [blocks.heading("report.differences"), blocks.text(t("report.no_difference"))]
    differences = change_sentences.differences(tables, queries.milestone_change_totals(request.selection, *stands))
    milestones = queries.milestone_changes(request.selection, *stands)
    table = blocks.table(
        milestones.page(1, size=most),
        blocks.column("column.change", 1),
        blocks.title_column("report.milestone", "title", 2.4),
        blocks.title_column("column.project_title", "project_title", 2),
        blocks.column("column.old_planned", 1.1),
        blocks.column("column.new_planned", 1.1),
    )
    return [
        blocks.heading("report.differences"),
        blocks.text(change_sentences.stand_comparison(*stands, days.first)),
        _sentences([*differences, *change_sentences.money(old, new, request.selection)]),
        blocks.text(change_sentences.entered(queries.entered_grants(request.selection, *stands))),
        blocks.text(change_sentences.kinds(request.selection, *stands)),
        table if table["rows"] else None,
        blocks.rest(milestones.count - most, request.address("changes")),
    ]
