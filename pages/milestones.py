"""Meilensteine: what is reached, what comes next, what is late?"""

from app import columns, layout, queries, sentences, timeline
from app.selection import current

selection = current()
layout.header("milestones", "projekte")
layout.end_without_projects("milestones")

layout.figures("milestones", *sentences.states(queries.milestone_totals(selection)))
layout.paged_chart(
    "milestones.timeline",
    timeline.timeline,
    queries.timeline_projects(selection),
    lambda *projects: queries.timeline_rows(selection, *projects),
    columns.TIMELINE,
    stand=selection.stand,
)

for states in (("planned", "reached"), ("overdue", "no_feedback")):
    for side, state in zip(layout.halves(), states, strict=True):
        with side:
            layout.milestones(f"milestones.{state}", queries.milestone_list(selection, state))

layout.table("milestones.delays", queries.delays(selection), columns.DELAYS)
layout.table("milestones.rows", queries.milestone_rows(selection), columns.MILESTONES_OF_ALL)
