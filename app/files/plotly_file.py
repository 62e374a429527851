"""A chart as plotly's JSON, for those who draw it on in Python, R or JavaScript: title, legend and origin with it."""

import json
from html import escape

from app.charts import plotly_figure, theme
from app.charts.marks import WIDE, Chart, Place
from app.exhibits.captions import About

_ABOVE = 90
"""Pixels above the chart for title and legend."""


def plotly_file(chart: Chart, about: About, fingerprint: str) -> bytes:
    """The figure in the colours of the light theme; ``layout.meta`` says what it is and where it comes from."""
    layout = chart.layout(Place(WIDE))
    assert layout is not None
    figure = plotly_figure.figure(layout)
    named: set[str] = set()
    for trace in figure["data"]:
        # Marks of one series are several traces with one name in the legend.
        trace["showlegend"] = bool(trace["name"]) and trace["name"] not in named
        named.add(trace["name"])
    above = layout.top + _ABOVE
    figure["layout"] |= {
        "title": {"text": escape(about.title), "x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 8}},
        "showlegend": bool(layout.legend),
        "legend": {"orientation": "h", "yref": "container", "y": 1 - 48 / (layout.height + _ABOVE), "yanchor": "top"},
        "width": layout.width,
        "height": layout.height + _ABOVE,
        "margin": {**figure["layout"]["margin"], "t": above},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "meta": {
            "title": about.title,
            "subtitle": about.subtitle,
            "filters": about.filters,
            "source": about.source_line,
            "licence": about.licence,
            "publisher": about.publisher,
            "stand": about.stand.isoformat(),
            "release_id": about.release_id,
            "permalink": about.permalink,
            "fingerprint": fingerprint,
            "description": chart.alt,
        },
    }
    return json.dumps(figure, ensure_ascii=False).encode()
