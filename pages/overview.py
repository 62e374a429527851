"""Überblick: how far has the programme come?"""

from app import layout, plain, queries, sentences
from app.region import region
from app.selection import current

selection = current()
layout.header("overview", "projekte", title=region().region.claim)
layout.plain(plain.overview(selection))
if not queries.has_projects(selection):
    layout.nothing_yet("overview")
    layout.exhibit("overview.places")
    raise layout.PageEnd

milestones = queries.milestone_totals(selection)
layout.figures(
    "overview",
    sentences.projects(queries.project_totals(selection)),
    *sentences.grants(queries.funding_totals(selection), selection, "funding"),
    sentences.reached(milestones),
    sentences.planned(milestones),
    sentences.silent(milestones),
)
layout.folder(selection)

left, right = layout.halves()
with left:
    layout.exhibit("overview.map")
    layout.note(sentences.shared(queries.funding_totals(selection.of())))
with right:
    layout.exhibit("overview.years")
    layout.exhibit("overview.fields")

upcoming, latest = layout.halves()
with upcoming:
    layout.milestones("overview.next", queries.milestone_list(selection, "planned").page(1, size=5))
with latest:
    layout.milestones("overview.latest", queries.milestone_list(selection, "reached").page(1, size=5))
