"""Kommunen: what is known of one municipality?"""

from app import charts, layout, queries, sentences, timeline
from app.selection import current

selection = current()
ags = layout.municipality_choice(selection)
if ags is None:
    layout.header("municipalities", "projekte", "bevoelkerung")
    rows = queries.municipality_figures(selection.of())
    columns = ("name", "population_count", "project_count", "grant_eur", "grant_per_head_eur", "reached_count")
    layout.table(
        "municipalities.rows",
        rows,
        *columns,
        source=("projekte", "bevoelkerung"),
        links={"name": layout.municipality_link},
    )
else:
    own = selection.of(ags)
    municipality = queries.municipality(selection, ags)
    layout.municipality_header(municipality)
    layout.figures(
        "municipality", *sentences.municipality(queries.municipality_figures(own), queries.funding_totals(own))
    )
    facts, people = layout.halves()
    with facts:
        layout.facts(
            "municipality",
            municipality,
            "official_name",
            "legal_status",
            "area_km2",
            "population_count",
            "density_count",
            "town_hall",
            "website_url",
        )
        layout.locator("municipality.place", [ags])
    with people:
        series = queries.population_series(selection, ags)
        layout.chart(
            "municipality.population",
            charts.population,
            series,
            columns=("reference_date", "population_count", "basis"),
            source="bevoelkerung",
        )
    for key, areas in (("own", own), ("shared", selection.of(queries.district(selection)))):
        layout.projects(f"municipality.{key}", queries.project_rows(areas))
    layout.chart(
        "municipality.milestones",
        timeline.timeline,
        queries.timeline_rows(own),
        columns=layout.TIMELINE,
        paged=("project_id", "latest_date"),
        stand=selection.stand,
    )
    layout.section("municipality.indicators")
    indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
    layout.warn_when_old(indicator.dataset_id)
    rows = queries.indicator_series(own, indicator.indicator_id)
    layout.chart(
        "municipality.series",
        charts.series,
        rows,
        columns=("name", "period", "value", "note"),
        source=indicator.dataset_id,
        breaks=tuple(indicator.break_years),
        chosen=(ags,),
    )
    layout.indicator_table("municipality.profile", queries.indicator_profile(selection, ags))
