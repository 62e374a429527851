"""Karte: where does what happen?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts
from app.words import table_columns

selection = current()
everywhere = selection.of()
parts.header("map", "projekte")

PROJECTS = ("grant_eur", "grant_per_head_eur", "project_count", "reached_count")
has_projects = queries.has_projects(selection)
has_indicators = queries.has_indicators(selection, municipal=True)
measures = (*(PROJECTS if has_projects else ()), "density_count", *(("indicator",) if has_indicators else ()))
if not has_projects:
    parts.nothing_yet("map")
measure = parts.choice("map.measure", measures, "kennzahl")
if measure != "indicator":
    parts.plain_words(plain.on_map(selection, measure))

if measure == "indicator":
    indicator = parts.indicator_choice(queries.indicators(selection), municipal=True)
    parts.plain_words(plain.indicator(selection, indicator))
    rows = queries.indicator_latest(selection, indicator.indicator_id)
    place, beside = parts.halves()
    with place:
        parts.exhibit("map.indicator", thema=indicator.topic, indikator=indicator["name"])
    with beside:
        parts.note(headlines.indicator(indicator), headlines.idle_filters())
        parts.table("map.table", rows, table_columns.VALUES, source=indicator.dataset_id, filters=(), first=10)
elif measure == "density_count":
    place, beside = parts.halves()
    with place:
        parts.exhibit("map.density_count")
    with beside:
        parts.table(
            "map.places",
            queries.municipality_figures(everywhere),
            table_columns.PLACES,
            source="bevoelkerung",
            filters=(),
            first=10,
        )
else:
    source = ("projekte", "bevoelkerung")
    place, beside = parts.halves()
    with place:
        parts.exhibit(f"map.{measure}")
    with beside:
        if measure.endswith("_eur"):
            parts.note(headlines.shared_grants(queries.funding_totals(everywhere)))
        else:
            parts.note(headlines.shared_projects(queries.project_totals(everywhere)))
        rows = queries.municipality_figures(everywhere)
        parts.table("map.table", rows, table_columns.MUNICIPALITIES, source=source, filters=parts.OTHERS, first=10)
