"""Kommunen: what is known of one municipality?"""

from app import columns, layout, plain, queries, sentences
from app.selection import current

selection = current()
ags, has_projects = layout.municipality_choice(selection), queries.has_projects(selection)
if ags is None:
    layout.header("municipalities", "projekte", "bevoelkerung")
    layout.plain(plain.municipalities(selection))
    rows = queries.municipality_figures(selection.of())
    if not has_projects:
        layout.nothing_yet("municipalities")
    shown = columns.MUNICIPALITIES if has_projects else columns.PLACES
    layout.table("municipalities.rows", rows, shown, source=("projekte", "bevoelkerung"))
    raise layout.PageEnd
own, district = selection.of(ags), selection.of(queries.district(selection))
municipality = queries.municipality(selection, ags)
layout.municipality_header(municipality)
layout.plain(plain.municipality(selection, ags))
if has_projects:
    layout.figures(
        "municipality", *sentences.municipality(queries.municipality_figures(own), queries.funding_totals(own))
    )
    layout.folder(selection, ags)
facts, people = layout.halves()
with facts:
    layout.facts("municipality", municipality, columns.MUNICIPALITY_FACTS)
    layout.exhibit("municipality.place", own)
with people:
    layout.exhibit("municipality.population", own)
if has_projects:
    layout.table("municipality.own", queries.project_rows(own), columns.PROJECTS)
    layout.table("municipality.money", queries.funding_rows(own), columns.MONEY_OF_ALL)
    layout.table("municipality.shared", queries.project_rows(district), columns.PROJECTS, filters=layout.OTHERS)
    layout.exhibit("municipality.milestones", own)
else:
    layout.nothing_yet("municipality")
layout.section("municipality.indicators")
layout.end_without_indicators("municipality.indicators", municipal=True)
indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
layout.exhibit("municipality.series", own, thema=indicator.topic, indikator=indicator["name"])
profile, source = queries.indicator_profile(selection, ags), queries.indicator_datasets(selection)
layout.table("municipality.profile", profile, columns.PROFILE, source=source, filters=("kommune",))
