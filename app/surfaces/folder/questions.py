"""What the folder does not know: gaps, and where sources contradict each other."""

from app.data import queries
from app.data.region import region
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import FolderRequest
from app.words import units
from app.words.cells import records
from app.words.text import has, plural, t

_GAPS = {
    "no_begin": "project",
    "no_end": "project",
    "no_grant": "project",
    "undated_status": "project",
    "undated": "row",
    "undated_reached": "result",
    "no_feedback": "result",
}
"""What may not be known, and of what."""
_CONFLICTS = 6


def section(request: FolderRequest) -> Block:
    """Open questions as a list; what has no gap is left out."""
    gaps = queries.gaps(request.selection)
    known_gaps = [
        _gap(name, gaps[f"{name}_count"], gaps[f"{whole}_count"])
        for name, whole in _GAPS.items()
        if gaps[f"{name}_count"]
    ]
    conflicts = _conflicts(request)
    return blocks.section(
        "report.questions",
        blocks.text(t("report.questions.lead")),
        blocks.list_of(known_gaps) or blocks.text(t("report.questions.none")),
        blocks.heading("report.conflicts") if conflicts else None,
        blocks.list_of(conflicts),
        {"kind": "note", "text": blocks.with_link(t("report.questions.more"), request.address("methodology"))},
    )


def _gap(name: str, count: int, total: int) -> str:
    if total == 1 and has(f"report.gap.{name}.only"):
        return t(f"report.gap.{name}.only")
    return plural(f"report.gap.{name}", count, total=units.number(total))


def _conflicts(request: FolderRequest) -> list[str]:
    """As the region's editors wrote them down; of one municipality the amounts that are marked as contradictory."""
    if not request.municipality:
        return [str(entry.text) for entry in region().conflict][:_CONFLICTS]
    rows = queries.funding_rows(request.selection).all()
    rows = rows[rows.counting == "widersprüchlich"].head(_CONFLICTS)
    return [
        t(
            "report.conflict",
            project=row.project_title,
            amount=units.euro(row.amount_eur),
            note=t("report.uncounted") if units.is_unknown(row.note) else row.note,
        )
        for row in records(rows)
    ]
