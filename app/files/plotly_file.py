"""A chart as plotly's JSON, for those who draw it on in Python, R or JavaScript: title, legend and origin with it."""

from html import escape

import orjson

from app.charts import fonts, legend, plotly_figure, theme
from app.charts.marks import WIDE, Chart, page_layout
from app.exhibits.captions import About

_TITLE, _MARGIN = 18.0, 12.0
"""Pixels: height of the title's letters, and around it."""
_WIDER = 0.15
"""Part of the margin that labels may need more, where our typeface is not known."""


def plotly_file(chart: Chart, about: About, fingerprint: str) -> bytes:
    """The figure in the colours of the light theme; ``layout.meta`` says what it is and where it comes from."""
    layout = page_layout(chart, WIDE)
    figure = plotly_figure.figure(layout)
    _name_once(figure["data"])
    title = fonts.wrapped(about.title, layout.width - 2 * _MARGIN, _TITLE, fonts.BOLD)
    legend_height = 1.5 * legend.height(layout)
    above = 2 * _MARGIN + len(title) * fonts.line_height(_TITLE) + legend_height
    height, wider = layout.height + above, layout.left * _WIDER
    figure["layout"] |= {
        "title": {
            "text": "<br>".join(map(escape, title)),
            "font": {"size": _TITLE, "weight": fonts.BOLD},
            **{"x": 0, "xref": "container", "xanchor": "left", "yref": "container", "yanchor": "bottom"},
            # plotly puts the first of several lines there.
            "y": 1 - (above - legend_height - (len(title) - 1) * fonts.line_height(_TITLE)) / height,
            "pad": {"l": _MARGIN, "b": _MARGIN},
        },
        "showlegend": bool(layout.legend),
        "legend": {
            "orientation": "h",
            **{"x": 0, "xref": "container", "xanchor": "left"},
            **{"y": 1 - (above - legend_height) / height, "yref": "container", "yanchor": "top"},
        },
        "width": layout.width + wider,
        "height": height,
        "margin": {**figure["layout"]["margin"], "t": layout.top + above, "l": layout.left + wider},
        "font": {**figure["layout"]["font"], "family": fonts.FAMILIES},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "meta": {
            **about.some("title", "subtitle", "filters"),
            "source": about.source_line,
            **about.some("licence", "publisher", "stand", "release_id", "permalink"),
            "fingerprint": fingerprint,
            "description": chart.alt,
        },
    }
    return orjson.dumps(figure)


def _name_once(traces: list[plotly_figure.Figure]) -> None:
    """One entry in the legend for all traces of a series: a line or a symbol, where it has one, says more than a bar."""
    for name in {trace["name"] for trace in traces}:
        own = [trace for trace in traces if trace["name"] == name]
        chosen = next((trace for trace in own if trace["type"] != "bar"), own[0])
        for trace in own:
            trace["showlegend"] = bool(name) and trace is chosen
