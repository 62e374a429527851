"""Förderung: who gives how much, to whom and for what?"""

from app.data import queries
from app.data.selection import current
from app.exhibits.party import PARTIES, conditions, party
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts

selection = current()
names = {parameter: name for parameter in PARTIES if (name := parts.parameter(parameter))}
who = party(parts.parameter)
if who and queries.funding_rows(selection.everything(), **who).count:
    parts.party_header(names)
    totals = queries.party_totals(selection, **who)
    parts.plain_words(plain.party(selection, totals))
    parts.figures("party", *headlines.narrowed(headlines.money(totals, selection), **conditions(who)))
    parts.note(headlines.attribution(totals, selection))
    named = {parameter: names.get(parameter, "") for parameter in PARTIES}
    parts.table("party.projects", selection, first=10, **named)
    parts.table("party.rows", selection, first=10, **named)
    raise parts.PageEnd

parts.header("funding", "projekte")
if names:
    parts.unknown_address("party.unknown", " · ".join(names.values()))
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
