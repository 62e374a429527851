"""Karte: where does what happen?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts

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
label = parts.parameter("kennzahl") if measure != measures[0] else ""
if measure != "indicator":
    parts.plain_words(plain.on_map(selection, measure))

if measure == "indicator":
    indicator = parts.indicator_choice(queries.indicators(selection), municipal=True)
    parts.plain_words(plain.indicator(selection, indicator))
    chosen = {"thema": indicator.topic, "indikator": indicator["name"]}
    place, beside = parts.halves()
    with place:
        parts.exhibit("map.indicator", **chosen)
    with beside:
        parts.note(headlines.indicator(indicator), headlines.idle_filters())
        parts.table("map.values", first=10, kennzahl=label, **chosen)
elif measure == "density_count":
    place, beside = parts.halves()
    with place:
        parts.exhibit("map.density_count")
    with beside:
        parts.table("map.places", first=10, kennzahl=label)
else:
    place, beside = parts.halves()
    with place:
        parts.exhibit(f"map.{measure}")
    with beside:
        if measure.endswith("_eur"):
            parts.note(headlines.shared_grants(queries.funding_totals(everywhere)))
        else:
            parts.note(headlines.shared_projects(queries.project_totals(everywhere)))
        parts.table("map.table", first=10, kennzahl=label)
