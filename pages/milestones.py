"""Meilensteine: what is reached, what comes next, what is late?"""

from app import layout, queries, sentences, timeline
from app.selection import current

selection = current()
layout.header("milestones", "projekte")

totals = queries.milestone_totals(selection)
layout.figures("milestones", *sentences.states(totals))

layout.chart(
    "milestones.timeline",
    timeline.timeline,
    queries.timeline_rows(selection),
    columns=layout.TIMELINE,
    paged=("project_id", "latest_date"),
    stand=selection.stand,
)

for keys in (("planned", "reached"), ("overdue", "no_feedback")):
    for column, state in zip(layout.halves(), keys, strict=True):
        with column:
            layout.milestones(
                f"milestones.{state}", queries.milestone_list(selection, state, 10 if state == "reached" else 1000)
            )

layout.table(
    "milestones.delays",
    queries.delays(selection),
    *("title", "project_title", "first_planned", "due", "delay_days", "delay_months", "state"),
    links={"project_title": layout.project_link},
)
layout.table(
    "milestones.rows",
    queries.milestone_rows(selection),
    *(
        "title",
        "project_title",
        "state",
        "first_planned",
        "current_planned",
        "reached",
        "delay_days",
        "source_publisher",
        "input_file",
        "input_line",
    ),
    links={"project_title": layout.project_link, "source_publisher": layout.source_link},
)
