"""Kommunen: what is known of one municipality?"""

from app import columns, indicator_charts, layout, queries, sentences, timeline
from app.selection import current

selection = current()
ags, has_projects = layout.municipality_choice(selection), queries.has_projects(selection)
if ags is None:
    layout.header("municipalities", "projekte", "bevoelkerung")
    rows = queries.municipality_figures(selection.of())
    if not has_projects:
        layout.nothing_yet("municipalities")
    shown = columns.MUNICIPALITIES if has_projects else columns.PLACES
    layout.table("municipalities.rows", rows, shown, source=("projekte", "bevoelkerung"))
    raise layout.PageEnd
own, district = selection.of(ags), selection.of(queries.district(selection))
municipality = queries.municipality(selection, ags)
layout.municipality_header(municipality)
if has_projects:
    layout.figures(
        "municipality", *sentences.municipality(queries.municipality_figures(own), queries.funding_totals(own))
    )
facts, people = layout.halves()
with facts:
    layout.facts("municipality", municipality, columns.MUNICIPALITY_FACTS)
    layout.locator("municipality.place", [ags])
with people:
    drawn = (indicator_charts.population, queries.population_series(selection, ags), columns.POPULATION)
    layout.chart("municipality.population", *drawn, source="bevoelkerung", filters=())
if has_projects:
    layout.table("municipality.own", queries.project_rows(own), columns.PROJECTS)
    layout.table("municipality.money", queries.funding_rows(own), columns.MONEY_OF_ALL)
    layout.table("municipality.shared", queries.project_rows(district), columns.PROJECTS, filters=layout.OTHERS)
    layout.paged_chart(
        "municipality.milestones",
        timeline.timeline,
        queries.timeline_projects(own),
        lambda *projects: queries.timeline_rows(own, *projects),
        columns.TIMELINE,
        subject=municipality["name"],
        stand=selection.stand,
    )
else:
    layout.nothing_yet("municipality")
layout.section("municipality.indicators")
layout.end_without_indicators("municipality.indicators", municipal=True)
indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
layout.chart(
    "municipality.series",
    indicator_charts.series,
    queries.indicator_series(own, indicator.indicator_id),
    columns.VALUES,
    source=indicator.dataset_id,
    subject=indicator["name"],
    filters=("kommune",),
    breaks=tuple(indicator.break_years),
    chosen=(ags,),
)
profile, source = queries.indicator_profile(selection, ags), queries.indicator_datasets(selection)
layout.table("municipality.profile", profile, columns.PROFILE, source=source, filters=("kommune",))
