"""Überblick: how far has the programme come?"""

from app.data import queries
from app.data.region import region
from app.data.selection import current
from app.sentences import answer, headlines, plain
from app.surfaces.streamlit import parts

selection = current()
# What the region claims is of all its municipalities.
parts.header("overview", "projekte", title="" if selection.municipalities else region().region.claim)
if not queries.has_projects(selection):
    parts.plain_words(plain.overview(selection))
    parts.nothing_yet("overview")
    parts.exhibit("overview.places")
    raise parts.PageEnd

parts.answer(answer.as_of(selection), *answer.answer(selection), sources=answer.sources(selection))
late_and_done = {"overview.overdue": "milestones.overdue", "overview.reached": "milestones.reached"}
ahead_and_silent = {"overview.planned": "milestones.planned", "overview.no_feedback": "milestones.no_feedback"}
lists, drawing = parts.halves(wide_left=True)
with lists:
    for pair in (late_and_done, ahead_and_silent):
        for (key, table), place in zip(pair.items(), parts.halves(), strict=True):
            with place:
                parts.notes(key, table)
with drawing:
    parts.exhibit("overview.states")
    parts.plain_words(plain.overview(selection))
    parts.folder(selection)
parts.figure_groups(
    {
        "supply.heading": answer.supply(selection),
        "progress.heading": answer.progress(queries.project_totals(selection)),
        "spending.heading": answer.spending(queries.funding_totals(selection), selection),
    },
    {"supply.heading": queries.supply_datasets(selection)},
)
comparison, grant_map = parts.switch("nebeneinander", "overview.compared", "overview.map")
with comparison:
    parts.table("overview.compared", first=len(queries.municipalities(selection)))
with grant_map:
    parts.exhibit("overview.map")
    parts.note(headlines.shared_grants(queries.funding_totals(selection.of())))
