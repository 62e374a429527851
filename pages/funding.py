"""Förderung: who gives how much, to whom and for what?"""

from app import columns, layout, plain, queries, sentences
from app.selection import current

selection = current()
layout.header("funding", "projekte")
layout.end_without_projects("funding")
layout.plain(plain.funding(selection))

totals = queries.funding_totals(selection)
layout.figures("funding", *sentences.money(totals, selection))
layout.note(sentences.attribution(totals, selection))

left, right = layout.halves()
with left:
    layout.exhibit("funding.level")
    layout.exhibit("funding.programme")
with right:
    layout.exhibit("funding.year")
    layout.exhibit("funding.field")
    layout.exhibit("funding.municipality")

layout.exhibit("funding.flow")
layout.table("funding.rows", queries.funding_rows(selection), columns.MONEY_OF_ALL)
