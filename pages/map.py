"""Karte: where does what happen?"""

from app import columns, layout, queries, sentences
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

if measure == "indicator":
    indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
    source = indicator.dataset_id
    rows = queries.indicator_latest(selection, indicator.indicator_id)
    place, beside = layout.halves()
    with place:
        layout.chart_map(
            "map.indicator",
            rows,
            "value",
            columns.VALUES,
            unit=indicator.unit,
            source=source,
            subject=indicator["name"],
            filters=(),
        )
    with beside:
        layout.note(sentences.indicator(indicator), sentences.unfiltered())
        layout.table("map.table", rows, columns.VALUES, source=source, filters=())
elif measure == "density_count":
    rows = queries.municipality_figures(everywhere)
    place, beside = layout.halves()
    with place:
        layout.chart_map("map.density_count", rows, measure, columns.PLACES, source="bevoelkerung", filters=())
    with beside:
        layout.table("map.places", rows, columns.PLACES, source="bevoelkerung", filters=())
else:
    source = ("projekte", "bevoelkerung")
    rows = queries.municipality_figures(everywhere)
    place, beside = layout.halves()
    with place:
        layout.chart_map(f"map.{measure}", rows, measure, ("name", measure), source=source)
    with beside:
        if measure.endswith("_eur"):
            layout.note(sentences.shared(queries.funding_totals(everywhere)))
        else:
            layout.note(sentences.shared_projects(queries.project_totals(everywhere)))
        layout.table("map.table", rows, columns.MUNICIPALITIES, source=source, filters=layout.OTHERS)
