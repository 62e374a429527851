"""The page with Panel: ``python -m benchmarks.side_by_side.panel_page PORT``."""

import sys

import panel as pn

from benchmarks.side_by_side import figures

pn.extension("plotly")


def page() -> pn.Column:
    """One visitor's page."""
    municipality = pn.widgets.Select(name="Kommune", options={name: key for key, name in figures.NAMES.items()})

    def numbers(chosen: str) -> pn.Row:
        return pn.Row(*(pn.pane.Markdown(f"{label}\n## {value}") for label, value in figures.numbers(chosen).items()))

    def charts(chosen: str) -> pn.Row:
        return pn.Row(*(pn.pane.Plotly(figure) for figure in figures.charts(chosen)))

    return pn.Column(
        "# Wie weit ist die Digitalisierung?",
        municipality,
        pn.bind(numbers, municipality),
        pn.bind(charts, municipality),
    )


if __name__ == "__main__":
    pn.serve(page, port=int(sys.argv[1]), address="127.0.0.1", show=False, title="Überblick")
