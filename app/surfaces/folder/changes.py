"""What has changed: what happened since the Stand before, or in the year up to the only one, and what differs in the tables."""

from collections.abc import Sequence

from app.data import period, queries
from app.data.rows import QueryRows as Rows
from app.sentences import change_sentences
from app.sentences.headline import Figure
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest
from app.surfaces.folder.row_limits import RowLimits
from app.words import cells, units
from app.words.cells import records
from app.words.text import t

EVENTS, POSSIBLE, MILESTONES = 10, 6, 8
"""Rows of the tables; of more than that the rest is counted and found on the page."""


def section(request: FolderRequest, limits: RowLimits) -> Block:
    """Dated events, and the differences between two Stände where there are two."""
    days = period.default(request.selection)
    totals = queries.event_totals(request.selection, days.first, days.last)
    events = queries.event_rows(request.selection, days.first, days.last)
    known = [] if not events.count else change_sentences.events(totals, request.selection)
    possible = queries.event_rows(request.selection, days.first, days.last, fit="possible")
    address = request.address("changes")
    return blocks.section(
        "report.changes",
        blocks.text(change_sentences.rule(days.first, days.last)),
        _sentences(known) if known else blocks.text(t("report.no_event")),
        *_events(events, limits.rows(EVENTS), address),
        *_differences(request, days, limits.rows(MILESTONES)),
        *(
            [
                blocks.heading("report.possible"),
                blocks.hint(t("report.possible.lead")),
                *_events(possible, limits.rows(POSSIBLE), address),
            ]
            if possible.count
            else []
        ),
    )


def _sentences(figures: Sequence[Figure]) -> Block | None:
    """Figures as sentences; what did not happen needs no line."""
    return blocks.list_of(f"{f.label}: {f.value}. {f.text}" for f in figures if f.value not in ("0", units.UNKNOWN))


def _events(events: Rows, most: int, address: str) -> list[Block | None]:
    if not events.count:
        return []
    columns = [
        blocks.column(t("column.happened"), 1.2),
        blocks.column(t("column.event"), 1.45),
        blocks.column(t("column.title"), 2.4),
        blocks.column(t("column.project_title"), 2),
        blocks.column(t("report.source"), 1.2),
    ]
    rows = [
        [
            cells.cell_text("happened", row),
            cells.cell_text("event", row),
            blocks.shortened(row.title),
            blocks.shortened(row.project_title) if row.project_title != row.title else "–",
            blocks.source(row),
        ]
        for row in records(events.page(1, size=most))
    ]
    return [blocks.table(columns, rows), blocks.rest(events.count - most, address)]


def _differences(request: FolderRequest, days: period.Period, most: int) -> list[Block | None]:
    stands = period.compared_stands(request.selection, days)
    if stands is None:
        return []
    old, new = (queries.funding_totals(request.selection.as_of(stand)) for stand in stands)
    totals = queries.difference_totals(request.selection, *stands)
    if not totals.difference_count:
        return [blocks.heading("report.differences"), blocks.text(t("report.no_difference"))]
    milestones = queries.milestone_changes(request.selection, *stands)
    columns = [
        blocks.column(t("column.change"), 1),
        blocks.column(t("report.milestone"), 2.4),
        blocks.column(t("column.project_title"), 2),
        blocks.column(t("column.old_planned"), 1.1),
        blocks.column(t("column.new_planned"), 1.1),
    ]
    rows = [
        [
            cells.cell_text("change", row),
            blocks.shortened(row.title),
            blocks.shortened(row.project_title),
            cells.cell_text("old_planned", row),
            cells.cell_text("new_planned", row),
        ]
        for row in records(milestones.page(1, size=most))
    ]
    return [
        blocks.heading("report.differences"),
        blocks.text(change_sentences.stand_comparison(*stands)),
        _sentences(
            [*change_sentences.differences(totals), *change_sentences.money(old, new, request.selection)],
        ),
        blocks.table(columns, rows) if rows else None,
        blocks.rest(milestones.count - most, request.address("changes")),
    ]
