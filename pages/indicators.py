"""Indikatoren: how well is the region supplied, and how did it get there?"""

from app import columns, indicator_charts, layout, queries, sentences
from app.selection import current

selection = current()
layout.header("indicators")
layout.end_without_indicators("indicators")
indicator = layout.indicator_choice(queries.indicators(selection))
layout.note(sentences.indicator(indicator), sentences.only_chosen(indicator, selection))

source, name, chosen = indicator.dataset_id, indicator["name"], selection.municipalities
layout.chart(
    "indicators.series",
    indicator_charts.series,
    queries.indicator_series(selection, indicator.indicator_id),
    columns.VALUES,
    source=source,
    subject=name,
    filters=("kommune",),
    breaks=tuple(indicator.break_years),
    chosen=chosen,
)
if indicator.municipality_count:
    latest = queries.indicator_latest(selection, indicator.indicator_id)
    place, order = layout.halves()
    with place:
        layout.chart_map(
            "indicators.map",
            latest,
            "value",
            columns.VALUES,
            unit=indicator.unit,
            source=source,
            subject=name,
            filters=(),
        )
    with order:
        layout.chart(
            "indicators.ranking",
            indicator_charts.ranking,
            latest,
            columns.VALUES,
            source=source,
            subject=name,
            filters=(),
            chosen=chosen,
        )
else:
    layout.note(sentences.only_district(indicator))
