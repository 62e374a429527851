"""What the page of changes says in plain words about one stretch of days."""

from app.data import queries
from app.data.period import Period
from app.data.selection import Selection
from app.sentences.plain import words
from app.sentences.plain.parts import Aside, alone, box, known_on, selection_sentence
from app.words import units
from app.words.text import counted, t


def changes(selection: Selection, period: Period) -> list[str]:
    """What was reached, missed, moved and granted between two days."""
    row = queries.event_totals(selection, period.first, period.last)
    return box(
        selection_sentence(selection),
        t("plain.changes.period", first=words.day(period.first), last=words.day(period.last)),
        counted("plain.changes.reached", row.reached_count),
        Aside(counted("plain.changes.missed", row.overdue_count + row.no_feedback_count)),
        *_granted(selection, row),
        Aside(counted("plain.changes.moved", row.later_count + row.earlier_count)),
        known_on(selection),
    )


def _granted(selection: Selection, row: object) -> list[str]:
    """Grants of these days; with a filter on municipalities their own, and apart from them what belongs to several."""
    parts = ("single", "joint", "district") if selection.municipalities else ("grant",)
    amounts = {part: getattr(row, f"{part}_eur") for part in parts}
    name = alone(selection)
    said = [
        t(f"plain.changes.{'alone' if part == 'single' and name else part}", amount=words.euro(amount), name=name)
        for part, amount in amounts.items()
        if not units.is_unknown(amount)
    ]
    return said or [t("plain.changes.no_grant")]
