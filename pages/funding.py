"""Förderung: who gives how much, to whom and for what?"""

from app import charts, columns, layout, queries, sentences
from app.selection import current

selection = current()
layout.header("funding", "projekte")
layout.end_without_projects("funding")

totals = queries.funding_totals(selection)
layout.figures("funding", *sentences.money(totals, selection))
layout.note(sentences.attribution(totals, selection))

apart = bool(selection.municipalities)
SIDES = (("level", "programme"), ("year", "field", "municipality"))
for side, dimensions in zip(layout.halves(), SIDES, strict=True):
    with side:
        for dimension in dimensions:
            build = charts.years if dimension == "year" else charts.parts
            layout.chart(
                f"funding.{dimension}", build, queries.funding_by(selection, dimension), columns.GRANTS, apart=apart
            )

layout.chart("funding.flow", charts.flow, queries.funding_flow(selection), columns.FLOW)
layout.table("funding.rows", queries.funding_rows(selection), columns.MONEY_OF_ALL)
