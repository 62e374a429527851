"""Änderungen: what has happened in a period, and what differs between two Stände?"""

from app import change_sentences, columns, layout, period, plain, queries
from app.selection import current

selection = current()
layout.header("changes", "projekte")
layout.end_without_projects("changes")
chosen = layout.period_choice(selection)
layout.plain(plain.changes(selection, chosen))
days = (chosen.first, chosen.last)

layout.section("changes.facts")
totals = queries.event_totals(selection, *days)
layout.note(change_sentences.rule(*days))
layout.figures("changes", *change_sentences.events(totals, selection))
layout.note(change_sentences.possible(totals), change_sentences.undated(totals))
layout.folder(selection)
for key, kinds, shown in (
    ("changes.reached", ("reached",), columns.EVENTS_REACHED),
    ("changes.missed", ("overdue", "no_feedback"), columns.EVENTS_MISSED),
    ("changes.moved", ("later", "earlier"), columns.EVENTS_MOVED),
    ("changes.granted", ("granted",), columns.EVENTS_GRANTED),
    ("changes.run", ("begun", "ended"), columns.EVENTS_RUN),
):
    layout.table_if_any(key, queries.event_rows(selection, *days, *kinds), shown)
layout.table_if_any("changes.possible", queries.event_rows(selection, *days, fit="possible"), columns.EVENTS)

layout.section("changes.stands")
stands = period.compared(selection, chosen)
if stands is None:
    layout.note(change_sentences.nothing_to_compare(*days, period.stands(selection)))
else:
    old, new = (queries.funding_totals(selection.as_of(stand)) for stand in stands)
    differences = queries.difference_totals(selection, *stands)
    layout.note(change_sentences.compared(*stands))
    layout.figures("stands", *change_sentences.differences(differences), *change_sentences.money(old, new, selection))
    layout.table_if_any("changes.steps", queries.milestone_changes(selection, *stands), columns.MILESTONE_CHANGES)
    layout.table_if_any("changes.rows", queries.difference_rows(selection, *stands), columns.DIFFERENCES)
