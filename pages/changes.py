"""Änderungen: what has happened in a period, and what differs between two Stände?"""

from app.data import period, queries
from app.data.selection import current
from app.sentences import change_sentences, plain
from app.surfaces.streamlit import parts
from app.words import table_columns

selection = current()
parts.header("changes", "projekte")
parts.end_without_projects("changes")
chosen = parts.period_choice(selection)
parts.plain_words(plain.changes(selection, chosen))
days = (chosen.first, chosen.last)

parts.section("changes.facts")
totals = queries.event_totals(selection, *days)
parts.note(change_sentences.rule(*days))
parts.figures("changes", *change_sentences.events(totals, selection))
parts.note(change_sentences.possible(totals), change_sentences.undated_grants(totals))
parts.folder(selection)
for key, kinds, shown in (
    ("changes.reached", ("reached",), table_columns.EVENTS_REACHED),
    ("changes.happened", ("step_taken", "event", "setback"), table_columns.EVENTS),
    ("changes.missed", ("overdue", "no_feedback"), table_columns.EVENTS_MISSED),
    ("changes.moved", ("later", "earlier"), table_columns.EVENTS_MOVED),
    ("changes.granted", ("granted",), table_columns.EVENTS_GRANTED),
    ("changes.run", ("begun", "ended"), table_columns.EVENTS_RUN),
):
    parts.table_if_any(key, queries.event_rows(selection, *days, *kinds), shown)
parts.table_if_any("changes.possible", queries.event_rows(selection, *days, fit="possible"), table_columns.EVENTS)

parts.section("changes.stands")
stands = period.compared_stands(selection, chosen)
if stands is None:
    parts.note(change_sentences.nothing_to_compare(*days, period.stands(selection)))
else:
    old, new = (queries.funding_totals(selection.as_of(stand)) for stand in stands)
    differences = queries.difference_totals(selection, *stands)
    parts.note(change_sentences.stand_comparison(*stands))
    parts.figures("stands", *change_sentences.differences(differences), *change_sentences.money(old, new, selection))
    parts.table_if_any("changes.steps", queries.milestone_changes(selection, *stands), table_columns.MILESTONE_CHANGES)
    parts.table_if_any("changes.rows", queries.difference_rows(selection, *stands), table_columns.DIFFERENCES)
