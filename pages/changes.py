"""Änderungen: what has happened in a period, and what differs between two Stände?"""

from app.data import period, queries
from app.data.selection import current
from app.sentences import change_sentences, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("changes", "projekte")
parts.end_without_projects("changes")
chosen = parts.period_choice(selection)
parts.plain_words(plain.changes(selection, chosen))
days = (chosen.first, chosen.last)
between = {"von": chosen.first.isoformat(), "bis": chosen.last.isoformat()}

parts.section("changes.facts")
totals = queries.event_totals(selection, *days)
parts.note(change_sentences.rule(*days))
parts.figures("changes", *change_sentences.events(totals, selection))
parts.note(change_sentences.possible(totals), change_sentences.undated_grants(totals))
parts.folder(selection)
for name in ("reached", "happened", "missed", "moved", "granted", "run", "possible"):
    parts.table_if_any(f"changes.{name}", **between)

parts.section("changes.stands")
stands = period.compared_stands(selection, chosen)
if stands is None:
    parts.note(change_sentences.nothing_to_compare(*days, period.stands(selection)))
else:
    old, new = (queries.funding_totals(selection.as_of(stand)) for stand in stands)
    differences = queries.difference_totals(selection, *stands)
    parts.note(change_sentences.stand_comparison(*stands))
    parts.figures("stands", *change_sentences.differences(differences), *change_sentences.money(old, new, selection))
    parts.table_if_any("changes.steps", **between)
    parts.table_if_any("changes.rows", **between)
