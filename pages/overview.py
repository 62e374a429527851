"""Überblick: how far has the programme come?"""

from app.data import queries
from app.data.region import region
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("overview", "projekte", title=region().region.claim)
parts.plain_words(plain.overview(selection))
if not queries.has_projects(selection):
    parts.nothing_yet("overview")
    parts.exhibit("overview.places")
    raise parts.PageEnd

milestones = queries.milestone_totals(selection)
parts.figures(
    "overview",
    headlines.projects(queries.project_totals(selection)),
    *headlines.grants(queries.funding_totals(selection), selection, "funding"),
    headlines.reached_milestones(milestones),
    headlines.planned_milestones(milestones),
    headlines.silent_milestones(milestones),
)
parts.folder(selection)

left, right = parts.halves()
with left:
    parts.exhibit("overview.map")
    parts.note(headlines.shared_grants(queries.funding_totals(selection.of())))
with right:
    parts.exhibit("overview.years")
    parts.exhibit("overview.fields")

upcoming, latest = parts.halves()
with upcoming:
    parts.milestones("overview.next", queries.milestone_list(selection, "planned").page(1, size=5))
with latest:
    parts.milestones("overview.latest", queries.milestone_list(selection, "reached").page(1, size=5))
