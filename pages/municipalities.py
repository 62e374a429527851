"""Kommunen: what is known of one municipality?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts
from app.words import table_columns

selection = current()
ags, has_projects = parts.municipality_choice(selection), queries.has_projects(selection)
if ags is None:
    parts.header("municipalities", "projekte", "bevoelkerung")
    parts.plain_words(plain.municipalities(selection))
    rows = queries.municipality_figures(selection.of())
    if not has_projects:
        parts.nothing_yet("municipalities")
    shown = table_columns.MUNICIPALITIES if has_projects else table_columns.PLACES
    parts.table("municipalities.rows", rows, shown, source=("projekte", "bevoelkerung"), first=10)
    raise parts.PageEnd
own, district = selection.of(ags), selection.of(queries.district(selection))
municipality = queries.municipality(selection, ags)
parts.municipality_header(municipality)
parts.plain_words(plain.municipality(selection, ags))
if has_projects:
    parts.figures(
        "municipality", *headlines.municipality(queries.municipality_figures(own), queries.funding_totals(own))
    )
    parts.folder(selection, ags)
facts, people = parts.halves()
with facts:
    parts.facts("municipality", municipality, table_columns.MUNICIPALITY_FACTS)
    parts.exhibit("municipality.place", own)
with people:
    parts.exhibit("municipality.population", own)
known = ("municipality.own", "municipality.milestones") if has_projects else ()
*of_projects, indicators = parts.switch("ansicht", *known, "municipality.series")
if has_projects:
    projects, milestones = of_projects
    with projects:
        parts.table("municipality.own", queries.project_rows(own), table_columns.PROJECTS)
        parts.table("municipality.money", queries.funding_rows(own), table_columns.MONEY_OF_ALL, first=0)
        shared = queries.project_rows(district)
        parts.table("municipality.shared", shared, table_columns.PROJECTS, filters=parts.OTHERS, first=0)
    with milestones:
        parts.exhibit("municipality.milestones", own)
else:
    parts.nothing_yet("municipality")
with indicators:
    parts.section("municipality.indicators")
    parts.end_without_indicators("municipality.indicators", municipal=True)
    indicator = parts.indicator_choice(queries.indicators(selection), municipal=True)
    parts.exhibit("municipality.series", own, thema=indicator.topic, indikator=indicator["name"])
    profile, source = queries.indicator_profile(selection, ags), queries.indicator_datasets(selection)
    parts.table("municipality.profile", profile, table_columns.PROFILE, source=source, filters=("kommune",), first=0)
