"""Überblick: how far has the programme come?"""

from app import charts, layout, queries, sentences
from app.selection import current

selection = current()
layout.header("overview", "projekte")

funding = queries.funding_totals(selection)
milestones = queries.milestone_totals(selection)
layout.figures(
    "overview",
    sentences.projects(queries.project_totals(selection)),
    *sentences.grants(funding, selection, "funding"),
    sentences.reached(milestones),
    sentences.planned(milestones),
    sentences.silent(milestones),
)

left, right = layout.halves()
with left:
    figures = queries.municipality_figures(selection.of())
    layout.chart_map(
        "overview.map", figures, "grant_eur", columns=("name", "grant_eur", "project_count", "reached_count")
    )
    layout.note(sentences.shared(queries.funding_totals(selection.of())))
with right:
    layout.chart("overview.years", charts.years, queries.funding_by(selection, "year"), columns=layout.PARTS)
    layout.chart("overview.fields", charts.parts, queries.funding_by(selection, "field"), columns=layout.PARTS)

upcoming, latest = layout.halves()
with upcoming:
    layout.milestones("overview.next", queries.milestone_list(selection, "planned", 5))
with latest:
    layout.milestones("overview.latest", queries.milestone_list(selection, "reached", 5))
