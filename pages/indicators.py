"""Indikatoren: how well is the region supplied, and how did it get there?"""

from app import charts, layout, queries, sentences
from app.selection import current

selection = current()
layout.header("indicators")
indicator = layout.indicator_choice(queries.indicators(selection))
layout.warn_when_old(indicator.dataset_id)
layout.note(sentences.indicator(indicator))

source = indicator.dataset_id
latest = queries.indicator_latest(selection, indicator.indicator_id)
layout.chart(
    "indicators.series",
    charts.series,
    queries.indicator_series(selection, indicator.indicator_id),
    columns=("name", "period", "value", "note"),
    source=source,
    breaks=tuple(indicator.break_years),
    chosen=selection.municipalities,
)
if indicator.municipality_count:
    place, order = layout.halves()
    with place:
        layout.chart_map(
            "indicators.map", latest, "value", unit=indicator.unit, columns=("name", "value", "period"), source=source
        )
    with order:
        layout.chart(
            "indicators.ranking",
            charts.ranking,
            latest,
            columns=("name", "value", "period", "note"),
            source=source,
            chosen=selection.municipalities,
        )
else:
    layout.note(sentences.only_district(indicator))
