"""Indikatoren: how well is the region supplied, and how did it get there?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("indicators")
parts.end_without_indicators("indicators")
indicator = parts.indicator_choice(queries.indicators(selection))
parts.plain_words(plain.indicator(selection, indicator))
parts.note(headlines.indicator(indicator), headlines.only_chosen(indicator, selection))

chosen = {"thema": indicator.topic, "indikator": indicator["name"]}
parts.exhibit("indicators.series", **chosen)
readings = queries.indicator_readings(selection, indicator.indicator_id)
if len(readings):
    parts.section("readings")
    parts.figures("readings", *headlines.readings(readings.iloc[0]))
    parts.note(headlines.of_readings(readings.iloc[0]))
if indicator.municipality_count:
    place, order = parts.halves()
    with place:
        parts.exhibit("indicators.map", **chosen)
    with order:
        parts.exhibit("indicators.ranking", **chosen)
else:
    parts.note(headlines.only_district(indicator))
