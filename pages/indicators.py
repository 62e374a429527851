"""Indikatoren: how well is the region supplied, and how did it get there?"""

from app import layout, plain, queries, sentences
from app.selection import current

selection = current()
layout.header("indicators")
layout.end_without_indicators("indicators")
indicator = layout.indicator_choice(queries.indicators(selection))
layout.plain(plain.indicator(selection, indicator))
layout.note(sentences.indicator(indicator), sentences.only_chosen(indicator, selection))

chosen = {"thema": indicator.topic, "indikator": indicator["name"]}
layout.exhibit("indicators.series", **chosen)
if indicator.municipality_count:
    place, order = layout.halves()
    with place:
        layout.exhibit("indicators.map", **chosen)
    with order:
        layout.exhibit("indicators.ranking", **chosen)
else:
    layout.note(sentences.only_district(indicator))
