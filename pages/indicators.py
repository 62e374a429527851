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
of_places = [("indicators.map", "indicators.ranking")] if indicator.municipality_count else []
views: list[str | tuple[str, ...]] = [*of_places, "indicators.changes", *(["readings"] if len(readings) else [])]
sides = parts.switch("ansicht", *views)
if indicator.municipality_count:
    with sides[0]:
        place, order = parts.halves()
        with place:
            parts.exhibit("indicators.map", **chosen)
        with order:
            parts.exhibit("indicators.ranking", **chosen)
else:
    parts.note(headlines.only_district(indicator))
with sides[len(of_places)]:
    more = ",".join(parts.more_indicators_choice(selection, indicator.indicator_id))
    if more:
        parts.exhibit("indicators.several", weitere=more, **chosen)
    begin, end = parts.dates_choice(selection, indicator.indicator_id)
    parts.table("indicators.changes", selection, first=10, anfang=begin, ende=end, weitere=more, **chosen)
if len(readings):
    with sides[-1]:
        parts.section("readings")
        parts.figures("readings", *headlines.readings(readings.iloc[0]))
        parts.note(headlines.of_readings(readings.iloc[0]))
