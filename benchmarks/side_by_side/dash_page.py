"""The page with Dash: ``python -m benchmarks.side_by_side.dash_page PORT``."""

import sys
from typing import Any

from dash import Dash, Input, Output, callback, dcc, html

from benchmarks.side_by_side import figures

app = Dash(title="Überblick")
app.layout = html.Div(
    [
        html.H1("Wie weit ist die Digitalisierung?"),
        dcc.Dropdown(figures.NAMES, figures.ALL, id="municipality", clearable=False),
        html.Div(id="numbers", style={"display": "flex", "gap": "2rem"}),
        html.Div(
            [dcc.Graph(id=name, style={"flex": 1}) for name in ("map", "years", "fields")], style={"display": "flex"}
        ),
    ]
)


@callback(  # type: ignore[untyped-decorator]
    Output("numbers", "children"),
    *(Output(name, "figure") for name in ("map", "years", "fields")),
    Input("municipality", "value"),
)
def shown(municipality: str) -> tuple[Any, ...]:
    """Figures and charts of the chosen municipality."""
    cards = [html.Div([html.P(label), html.H2(value)]) for label, value in figures.numbers(municipality).items()]
    return cards, *figures.charts(municipality)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]))
