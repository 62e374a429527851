"""Meilensteine: what is reached, what comes next, what is late?"""

from app.data import queries
from app.data.selection import current
from app.sentences import delays, headlines, plain
from app.surfaces.streamlit import parts
from app.words import table_columns

selection = current()
parts.header("milestones", "projekte")
parts.end_without_projects("milestones")
parts.plain_words(plain.milestones(selection))

parts.figures("milestones", *headlines.states(queries.milestone_totals(selection)))
timeline, account, confidence = parts.switch("ansicht", "milestones.timeline", "account.shifts", "confidence")
with timeline:
    parts.exhibit("milestones.timeline")
with account:
    totals = queries.account_totals(selection)
    parts.section("account")
    parts.figures("account", *delays.figures(totals, queries.first_stand(selection.release_id)))
    parts.note(*delays.notes(totals))
    parts.exhibit("account.shifts")
    parts.table("account.projects", queries.account_by_project(selection), table_columns.ACCOUNT, first=0)
with confidence:
    parts.exhibit("confidence")

states = ("planned", "reached", "overdue", "no_feedback")
lists = parts.switch("liste", *(f"milestones.{state}" for state in states))
for state, place in zip(states, lists, strict=True):
    with place:
        parts.milestones(f"milestones.{state}", queries.milestone_list(selection, state))

parts.table("milestones.delays", queries.delays(selection), table_columns.DELAYS, first=0)
parts.table("milestones.rows", queries.milestone_rows(selection), table_columns.MILESTONES_OF_ALL, first=0)
