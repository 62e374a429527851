"""Überblick: how far has the programme come?"""

from app import charts, columns, layout, queries, sentences
from app.region import region
from app.selection import current

selection = current()
everywhere, apart = selection.of(), bool(selection.municipalities)
layout.header("overview", "projekte", title=region().region.claim)
if not queries.has_projects(selection):
    layout.nothing_yet("overview")
    places = queries.municipality_figures(everywhere)
    layout.chart_map("overview.places", places, "density_count", columns.PLACES, source="bevoelkerung", filters=())
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

left, right = layout.halves()
with left:
    layout.chart_map("overview.map", queries.municipality_figures(everywhere), "grant_eur", columns.MUNICIPALITIES)
    layout.note(sentences.shared(queries.funding_totals(everywhere)))
with right:
    layout.chart("overview.years", charts.years, queries.funding_by(selection, "year"), columns.GRANTS, apart=apart)
    layout.chart("overview.fields", charts.parts, queries.funding_by(selection, "field"), columns.GRANTS, apart=apart)

upcoming, latest = layout.halves()
with upcoming:
    layout.milestones("overview.next", queries.milestone_list(selection, "planned").page(1, size=5))
with latest:
    layout.milestones("overview.latest", queries.milestone_list(selection, "reached").page(1, size=5))
