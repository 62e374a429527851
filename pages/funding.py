"""Förderung: who gives how much, to whom and for what?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("funding", "projekte")
parts.end_without_projects("funding")
parts.plain_words(plain.funding(selection))

totals = queries.funding_totals(selection)
parts.figures("funding", *headlines.money(totals, selection))
parts.note(headlines.attribution(totals, selection))

dimensions = ("level", "programme", "year", "field", "municipality")
places = parts.switch("gliederung", *(f"funding.{dimension}" for dimension in dimensions))
for dimension, place in zip(dimensions, places, strict=True):
    with place:
        parts.exhibit(f"funding.{dimension}")

parts.exhibit("funding.flow")
parts.table("funding.rows", first=0)
