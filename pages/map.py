"""Karte: where does what happen?"""

from app import layout, queries, sentences
from app.selection import current

selection = current()
layout.header("map", "projekte")

MEASURES = ("grant_eur", "grant_per_head_eur", "project_count", "reached_count", "indicator")
measure = layout.choice("map.measure", MEASURES, "kennzahl")

if measure == "indicator":
    indicator = layout.indicator_choice(queries.indicators(selection), municipal=True)
    layout.warn_when_old(indicator.dataset_id)
    rows = queries.indicator_latest(selection, indicator.indicator_id)
    place, beside = layout.halves()
    with place:
        layout.chart_map(
            "map.indicator",
            rows,
            "value",
            unit=indicator.unit,
            columns=("name", "value", "period"),
            source=indicator.dataset_id,
        )
    with beside:
        layout.note(sentences.indicator(indicator))
        layout.table("map.table", rows, "name", "value", "period", "note", source=indicator.dataset_id)
else:
    rows = queries.municipality_figures(selection.of())
    columns = ("name", "grant_eur", "grant_per_head_eur", "project_count", "reached_count", "population_count")
    everywhere = selection.of()
    place, beside = layout.halves()
    with place:
        layout.chart_map(
            f"map.{measure}", rows, measure, source=("projekte", "bevoelkerung"), columns=("name", measure)
        )
    with beside:
        layout.note(
            sentences.shared(queries.funding_totals(everywhere)),
            sentences.shared_projects(queries.project_totals(everywhere)),
        )
        layout.table(
            "map.table", rows, *columns, source=("projekte", "bevoelkerung"), links={"name": layout.municipality_link}
        )
