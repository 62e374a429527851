"""Karte: where does what happen?"""

from app import columns, layout, plain, queries, sentences
from app.selection import current

selection = current()
everywhere = selection.of()
layout.header("map", "projekte")

PROJECTS = ("grant_eur", "grant_per_head_eur", "project_count", "reached_count")
has_projects = queries.has_projects(selection)
has_indicators = queries.has_indicators(selection, municipal=True)
measures = (*(PROJECTS if has_projects else ()), "density_count", *(("indicator",) if has_indicators else ()))
if not has_projects:
    layout.nothing_yet("map")
measure = layout.choice("map.measure", measures, "kennzahl")
if measure != "indicator":
    layout.plain(plain.on_map(selection, measure))

if measure == "indicator":
    indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
    layout.plain(plain.indicator(selection, indicator))
    rows = queries.indicator_latest(selection, indicator.indicator_id)
    place, beside = layout.halves()
    with place:
        layout.exhibit("map.indicator", thema=indicator.topic, indikator=indicator["name"])
    with beside:
        layout.note(sentences.indicator(indicator), sentences.unfiltered())
        layout.table("map.table", rows, columns.VALUES, source=indicator.dataset_id, filters=())
elif measure == "density_count":
    place, beside = layout.halves()
    with place:
        layout.exhibit("map.density_count")
    with beside:
        layout.table(
            "map.places", queries.municipality_figures(everywhere), columns.PLACES, source="bevoelkerung", filters=()
        )
else:
    source = ("projekte", "bevoelkerung")
    place, beside = layout.halves()
    with place:
        layout.exhibit(f"map.{measure}")
    with beside:
        if measure.endswith("_eur"):
            layout.note(sentences.shared(queries.funding_totals(everywhere)))
        else:
            layout.note(sentences.shared_projects(queries.project_totals(everywhere)))
        rows = queries.municipality_figures(everywhere)
        layout.table("map.table", rows, columns.MUNICIPALITIES, source=source, filters=layout.OTHERS)
