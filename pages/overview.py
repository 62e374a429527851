"""Überblick: how far has the programme come?"""

from app.data import queries
from app.data.region import region
from app.data.selection import current
from app.sentences import answer, headlines, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("overview", "projekte", title=region().region.claim)
if not queries.has_projects(selection):
    parts.plain_words(plain.overview(selection))
    parts.nothing_yet("overview")
    parts.exhibit("overview.places")
    raise parts.PageEnd

left, right = parts.halves()
with left:
    parts.answer(answer.as_of(selection), *answer.answer(selection))
    parts.exhibit("overview.states")
    parts.plain_words(plain.overview(selection))
    parts.folder(selection)
with right:
    parts.exhibit("overview.map")
    parts.note(headlines.shared_grants(queries.funding_totals(selection.of())))
parts.figure_groups(
    {
        "supply.heading": answer.supply(selection),
        "progress.heading": answer.progress(queries.project_totals(selection)),
        "spending.heading": answer.spending(queries.funding_totals(selection)),
    },
    {"supply.heading": queries.supply_datasets(selection)},
)

parts.table("overview.compared", first=len(queries.municipalities(selection)))
latest, upcoming, silent = parts.thirds()
with latest:
    parts.notes("overview.latest", queries.milestone_list(selection, "reached").page(1, size=3))
with upcoming:
    parts.notes("overview.next", queries.milestone_list(selection, "planned").page(1, size=3))
with silent:
    parts.notes("overview.silent", queries.milestone_list(selection, "no_feedback").page(1, size=3), lead=True)
