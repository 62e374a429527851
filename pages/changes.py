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
parts.figures("changes", *change_sentences.events(totals, selection, *days))
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
    tables = queries.difference_tables(selection, *stands)
    differences = change_sentences.differences(tables, queries.milestone_change_totals(selection, *stands))
    parts.note(change_sentences.stand_comparison(*stands, chosen.first))
    parts.figures("stands", *differences, *change_sentences.money(old, new, selection))
    parts.note(
        change_sentences.entered(queries.entered_grants(selection, *stands)), change_sentences.kinds(selection, *stands)
    )
    parts.table_if_any("changes.steps", **between)
    if len(tables):
        parts.table("changes.tables", first=len(tables), von=between["von"], bis=between["bis"])
        switched = parts.switch("unterschied", *(f"changes.{table}" for table in tables.changed_table))
        for table, place in zip(tables.changed_table, switched, strict=True):
            with place:
                parts.table_if_any(f"changes.{table}", **between)
