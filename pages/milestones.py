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
parts.exhibit("milestones.timeline")

for states in (("planned", "reached"), ("overdue", "no_feedback")):
    for side, state in zip(parts.halves(), states, strict=True):
        with side:
            parts.milestones(f"milestones.{state}", queries.milestone_list(selection, state))

totals = queries.account_totals(selection)
parts.section("account")
parts.figures("account", *delays.figures(totals, queries.first_stand(selection.release_id)))
parts.note(*delays.notes(totals))
parts.exhibit("account.shifts")
parts.table("account.projects", queries.account_by_project(selection), table_columns.ACCOUNT)
parts.exhibit("confidence")

parts.table("milestones.delays", queries.delays(selection), table_columns.DELAYS)
parts.table("milestones.rows", queries.milestone_rows(selection), table_columns.MILESTONES_OF_ALL)
