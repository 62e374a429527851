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
    if not has_projects:
        parts.nothing_yet("municipalities")
    parts.table("municipalities.rows", first=10)
    raise parts.PageEnd
own = selection.of(ags)
municipality = queries.municipality(selection, ags)
parts.municipality_header(municipality)
parts.plain_words(plain.municipality(selection, ags))
if has_projects:
    parts.figures(
        "municipality",
        *headlines.municipality(queries.municipality_figures(own), queries.funding_totals(own)),
        selection=own,
    )
    parts.folder(selection, ags)
facts, people = parts.halves()
with facts:
    parts.facts("municipality", municipality, table_columns.MUNICIPALITY_FACTS)
    parts.exhibit("municipality.place", own)
with people:
    parts.exhibit("municipality.population", own)
tables = ("municipality.own", "municipality.money", "municipality.shared")
known = (tables, "municipality.milestones") if has_projects else ()
*of_projects, indicators = parts.switch("ansicht", *known, ("municipality.series", "municipality.profile"))
if has_projects:
    projects, milestones = of_projects
    with projects:
        parts.table("municipality.own", own)
        parts.table("municipality.money", own, first=0)
        parts.table("municipality.shared", own, first=0)
    with milestones:
        parts.exhibit("municipality.milestones", own)
else:
    parts.nothing_yet("municipality")
with indicators:
    parts.section("municipality.indicators")
    parts.end_without_indicators("municipality.indicators", municipal=True)
    indicator = parts.indicator_choice(queries.indicators(selection), municipal=True)
    parts.exhibit("municipality.series", own, thema=indicator.topic, indikator=indicator["name"])
    parts.table("municipality.profile", own, first=0)
