"""Meilensteine: what is reached, what comes next, what is late?"""

from app.data import queries
from app.data.selection import current
from app.sentences import delays, headlines, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("milestones", "projekte")
parts.end_without_projects("milestones")
parts.plain_words(plain.milestones(selection))

counts = queries.milestone_totals(selection)
parts.figures("milestones", *headlines.states(counts))
timeline, account, confidence = parts.switch(
    "ansicht", "milestones.timeline", ("account.shifts", "account.projects"), "confidence"
)
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

results = ("milestones.planned", "milestones.reached", "milestones.overdue", "milestones.no_feedback")
beside = {"milestones.happened": counts.event_count + counts.setback_count, "milestones.steps": counts.step_count}
chronicle = [key for key, count in beside.items() if count]
for key, place in zip([*results, *chronicle], parts.switch("liste", *results, *chronicle), strict=True):
    with place:
        if key in results:
            parts.milestones(key)
        else:
            parts.table(key)

parts.table("milestones.delays", first=0)
parts.table("milestones.rows", first=0)
