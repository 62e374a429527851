"""Förderung: who gives how much, to whom and for what?"""

from app import charts, layout, queries, sentences
from app.selection import current

selection = current()
layout.header("funding", "projekte")

totals = queries.funding_totals(selection)
layout.figures("funding", *sentences.money(totals, selection))
layout.note(sentences.attribution(totals))

for column, dimensions in zip(
    layout.halves(), (("level", "programme"), ("year", "field", "municipality")), strict=True
):
    with column:
        for dimension in dimensions:
            build = charts.years if dimension == "year" else charts.parts
            layout.chart(f"funding.{dimension}", build, queries.funding_by(selection, dimension), columns=layout.PARTS)
layout.chart(
    "funding.flow",
    charts.flow,
    queries.funding_flow(selection),
    columns=("funder", "programme", "municipality", "attribution", "grant_eur"),
)
layout.table(
    "funding.rows",
    queries.funding_rows(selection),
    *(
        "project_title",
        "kind",
        "amount_eur",
        "counting",
        "recipient",
        "funder",
        "programme",
        "approved",
        "note",
        "source_publisher",
        "input_file",
        "input_line",
    ),
    links={"project_title": layout.project_link, "source_publisher": layout.source_link},
)
