"""What the page of changes says in plain words about one stretch of days."""

from app.data import queries
from app.data.period import Period
from app.data.selection import Selection
from app.sentences.plain import words
from app.sentences.plain.parts import Aside, box, known_on, money, selection_sentence
from app.words.text import counted, t


def changes(selection: Selection, period: Period) -> list[str]:
    """What was reached, missed, moved and granted between two days."""
    row = queries.event_totals(selection, period.first, period.last)
    return box(
        selection_sentence(selection),
        t("plain.changes.period", first=words.day(period.first), last=words.day(period.last)),
        counted("plain.changes.reached", row.reached_count),
        Aside(counted("plain.changes.missed", row.overdue_count + row.no_feedback_count)),
        *money("plain.changes.granted", row, selection),
        Aside(counted("plain.changes.moved", row.later_count + row.earlier_count)),
        known_on(selection),
    )
