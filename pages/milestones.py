"""Meilensteine: what is reached, what comes next, what is late?"""

from app.data import queries
from app.data.selection import current
from app.sentences import delays, headlines, plain
from app.surfaces.streamlit import parts

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
    parts.table("account.projects", first=0)
with confidence:
    parts.exhibit("confidence")

states = ("planned", "reached", "overdue", "no_feedback")
lists = parts.switch("liste", *(f"milestones.{state}" for state in states))
for state, place in zip(states, lists, strict=True):
    with place:
        parts.milestones(f"milestones.{state}")

parts.table("milestones.delays", first=0)
parts.table("milestones.rows", first=0)
