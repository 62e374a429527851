"""Kommunen: what is known of one municipality?"""

from app import charts, columns, layout, queries, sentences, timeline
from app.selection import current

selection = current()
ags = layout.municipality_choice(selection)
if ags is None:
    layout.header("municipalities", "projekte", "bevoelkerung")
    rows = queries.municipality_figures(selection.of())
    layout.table("municipalities.rows", rows, columns.MUNICIPALITIES, source=("projekte", "bevoelkerung"))
else:
    own, district = selection.of(ags), selection.of(queries.district(selection))
    municipality = queries.municipality(selection, ags)
    name = municipality["name"]
    layout.municipality_header(municipality)
    figures = sentences.municipality(queries.municipality_figures(own), queries.funding_totals(own))
    layout.figures("municipality", *figures)
    facts, people = layout.halves()
    with facts:
        layout.facts("municipality", municipality, columns.MUNICIPALITY_FACTS)
        layout.locator("municipality.place", [ags])
    with people:
        rows = queries.population_series(selection, ags)
        layout.chart(
            "municipality.population", charts.population, rows, columns.POPULATION, source="bevoelkerung", filters=()
        )
    layout.table("municipality.own", queries.project_rows(own), columns.PROJECTS)
    layout.table("municipality.money", queries.funding_rows(own), columns.MONEY_OF_ALL)
    layout.table("municipality.shared", queries.project_rows(district), columns.PROJECTS, filters=layout.OTHERS)
    layout.paged_chart(
        "municipality.milestones",
        timeline.timeline,
        queries.timeline_projects(own),
        lambda *projects: queries.timeline_rows(own, *projects),
        columns.TIMELINE,
        subject=name,
        stand=selection.stand,
    )
    layout.section("municipality.indicators")
    indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
    layout.warn_when_old(indicator.dataset_id)
    layout.chart(
        "municipality.series",
        charts.series,
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
