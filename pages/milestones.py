"""Meilensteine: what is reached, what comes next, what is late?"""

from app import account, columns, layout, plain, queries, sentences
from app.selection import current

selection = current()
layout.header("milestones", "projekte")
layout.end_without_projects("milestones")
layout.plain(plain.milestones(selection))

layout.figures("milestones", *sentences.states(queries.milestone_totals(selection)))
layout.exhibit("milestones.timeline")

for states in (("planned", "reached"), ("overdue", "no_feedback")):
    for side, state in zip(layout.halves(), states, strict=True):
        with side:
            layout.milestones(f"milestones.{state}", queries.milestone_list(selection, state))

totals = queries.account_totals(selection)
layout.section("account")
layout.figures("account", *account.figures(totals, queries.first_stand(selection.release_id)))
layout.note(*account.notes(totals))
layout.exhibit("account.shifts")
layout.table("account.projects", queries.account_by_project(selection), columns.ACCOUNT)
layout.exhibit("confidence")

layout.table("milestones.delays", queries.delays(selection), columns.DELAYS)
layout.table("milestones.rows", queries.milestone_rows(selection), columns.MILESTONES_OF_ALL)
