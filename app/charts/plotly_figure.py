"""Layouts as plotly figures: what takes the place of the drawing when somebody explores it, and what can be taken along.

A figure is a plain dictionary in plotly's JSON; plotly itself runs in the browser alone. It has the same axes, margins and
texts as the drawing, so that nothing moves when it takes its place. plotly reads texts as HTML: all are escaped here.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.charts import fonts, symbols
from app.charts.marks import (
    DASHES,
    INK,
    PAPER,
    RULE,
    SOLIDITY,
    TILE,
    Axis,
    Bar,
    Layout,
    Line,
    Point,
    Ribbon,
    Rule,
    Series,
    Text,
)
from app.charts.svg import COLOURS, tick_texts

TICK = "tick"
"""Name of the annotations that stand for the axes until somebody zooms in."""
_CURVE = 24
"""Corners that stand for one edge of a ribbon."""
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_UPRIGHT = {"start": "bottom", "middle": "middle", "end": "top"}
_BASELINES = {"top": "top", "centre": "middle", "base": "bottom"}
_FAMILY = '"Source Sans", sans-serif'

Figure = dict[str, Any]

_PATTERNS = {"//": "x"}
"""Hatchings that plotly does not know, and what stands for them."""


def figure(layout: Layout, colours: Mapping[str, str] = COLOURS) -> Figure:
    """The figure of a layout.

    Parameters
    ----------
    colours
        What the colours that follow the theme are; by default those of the light theme.
    """
    ink, rule = colours[INK], colours[RULE]
    traces = [trace for series in layout.series for trace in _traces(layout, series)]
    return {
        "data": traces,
        "layout": {
            "height": layout.height,
            "margin": {
                **{"l": layout.left, "r": layout.right, "t": layout.top, "b": layout.bottom},
                "autoexpand": False,
            },
            "xaxis": _axis(layout.x, ink, rule),
            "yaxis": _axis(layout.y, ink, rule),
            "shapes": [
                shape for mark in layout.marks if isinstance(mark, Rule) for shape in _shapes(mark, layout, colours)
            ],
            "annotations": [
                *(_annotation(text, layout, colours) for text in layout.marks if isinstance(text, Text)),
                *({**_annotation(text, layout, colours), "name": TICK} for text in tick_texts(layout)),
            ],
            "font": {"family": _FAMILY, "color": ink, "size": 14},
            "paper_bgcolor": "transparent",
            "plot_bgcolor": "transparent",
            "hoverlabel": {"align": "left", "font": {"family": _FAMILY, "size": 14}},
            "hovermode": "closest",
            "barmode": "overlay",
            "showlegend": False,
            "separators": ",.",
            "dragmode": "zoom",
            **(_comparison(colours) if layout.compares_at_x else {}),
        },
    }


def _axis(axis: Axis, ink: str, rule: str) -> Figure:
    shown: Figure = {
        "type": "date" if axis.is_date else "linear",
        "range": [_value(axis.first, axis), _value(axis.last, axis)],
        "showgrid": axis.has_grid,
        "gridcolor": rule,
        "zeroline": False,
        "showline": False,
        "showticklabels": False,
        "ticks": "",
        "automargin": False,
        "tickfont": {"color": ink, "size": 12.5},
    }
    if axis.ticks:
        shown |= {"tickmode": "array", "tickvals": [_value(tick.value, axis) for tick in axis.ticks]}
        shown["ticktext"] = [_html(tick.text) for tick in axis.ticks]
    else:
        shown |= {"fixedrange": True}
    if axis.has_grid:
        shown["rangemode"] = "tozero"  # also when it must reach what somebody switches on
    if axis.is_on_top:
        shown["side"] = "top"
    if axis.unit:
        shown["ticksuffix"] = axis.unit
    if axis.is_date:
        shown["unifiedhovertitle"] = {"text": " "}  # plotly's own date would be a day
    return shown


def _value(value: float, axis: Axis) -> float | str:
    """A value as plotly wants it: days as texts, with the part of a day that there may be."""
    if not axis.is_date:
        return value
    whole = int(value // 1)
    moment = dt.datetime.fromordinal(whole) + dt.timedelta(days=value - whole)
    return moment.isoformat(sep=" ") if value != whole else moment.date().isoformat()


def _traces(layout: Layout, series: Series) -> list[Figure]:
    marks = [mark for mark in layout.marks if not isinstance(mark, Rule | Text) and mark.series == series]
    group = {
        "name": escape(series.name),
        "legendgroup": series.name,  # no HTML: the page compares it with the names in its own legend
        "visible": "legendonly" if series.is_optional else True,
    }
    bars = [mark for mark in marks if isinstance(mark, Bar)]
    points = [mark for mark in marks if isinstance(mark, Point)]
    traces = [_bars(bars, layout, series)] if bars else []
    traces += [_ribbon(mark, series) for mark in marks if isinstance(mark, Ribbon)]
    traces += [_line(mark, layout, series) for mark in marks if isinstance(mark, Line)]
    traces += [_points(points, layout, series)] if points else []
    return [{**group, **trace} for trace in traces]


def _bars(bars: Sequence[Bar], layout: Layout, series: Series) -> Figure:
    """Rectangles; they lie along the axis on which their length means something, so that plotly shows their values."""
    days = 86_400_000 if layout.x.is_date else 1  # plotly counts lengths on an axis of dates in milliseconds
    marker: Figure = {"color": series.colour, "line": {"color": series.colour, "width": 1}}
    if series.pattern:
        marker["pattern"] = {"shape": _PATTERNS.get(series.pattern, series.pattern), "size": TILE, "solidity": SOLIDITY}
    if series.opacity < 1:
        marker["opacity"] = series.opacity
        marker["line"] = {"width": 0}
    common = {"type": "bar", "marker": marker, **_hover([bar.tip for bar in bars])}
    if layout.y.ticks:
        return {
            **common,
            "x": [_value((bar.left + bar.right) / 2, layout.x) for bar in bars],
            "width": [(bar.right - bar.left) * days for bar in bars],
            "base": [bar.bottom for bar in bars],
            "y": [bar.top - bar.bottom for bar in bars],
        }
    return {
        **common,
        "orientation": "h",
        "y": [(bar.bottom + bar.top) / 2 for bar in bars],
        "width": [abs(bar.top - bar.bottom) for bar in bars],
        "base": [_value(bar.left, layout.x) for bar in bars],
        "x": [(bar.right - bar.left) * days for bar in bars],
    }


def _line(line: Line, layout: Layout, series: Series) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_value(x, layout.x) for x in line.xs],
        "y": list(line.ys),
        "connectgaps": False,
        "line": {"color": series.colour, "width": series.line_width, "dash": _dash(series.dash)},
        "hoverinfo": "skip",
    }


def _points(points: Sequence[Point], layout: Layout, series: Series) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_value(point.x, layout.x) for point in points],
        "y": [point.y for point in points],
        "cliponaxis": False,
        "marker": {
            "symbol": series.symbol,
            "size": [point.size for point in points],
            "color": series.colour,
            "opacity": 1,
            "line": {"color": series.colour, "width": 2.5 if symbols.is_open(series.symbol) else 0},
        },
        # Values of all series stand in one box: a line for each.
        **_hover([point.tip.replace("\n", " · ") if layout.compares_at_x else point.tip for point in points]),
    }


def _ribbon(ribbon: Ribbon, series: Series) -> Figure:
    """A shape with the curves of the drawing, corner by corner: level where they begin and end."""
    steps = [i / _CURVE for i in range(_CURVE + 1)]
    across = [ribbon.left + (ribbon.right - ribbon.left) * (1.5 * u * (1 - u) + u**3) for u in steps]

    def down(start: float, end: float) -> list[float]:
        return [start + (end - start) * (3 * u**2 - 2 * u**3) for u in steps]

    red, green, blue = (int(series.colour[i : i + 2], 16) for i in (1, 3, 5))
    return {
        "type": "scatter",
        "mode": "none",
        "fill": "toself",
        "fillcolor": f"rgba({red},{green},{blue},{series.opacity:g})",
        "x": [*across, *reversed(across)],
        "y": [
            *down(ribbon.left_top, ribbon.right_top),
            *reversed(down(ribbon.left_bottom, ribbon.right_bottom)),
        ],
        "hoveron": "fills",
        "text": _html(ribbon.tip),
        "hoverinfo": "text",
        **(
            {
                "fillpattern": {
                    "shape": _PATTERNS.get(series.pattern, series.pattern),
                    "size": TILE,
                    "solidity": SOLIDITY,
                }
            }
            if series.pattern
            else {}
        ),
    }


def _hover(tips: Sequence[str]) -> Figure:
    if not any(tips):
        return {"hoverinfo": "skip"}
    return {"customdata": [_html(tip) for tip in tips], "hovertemplate": "%{customdata}<extra></extra>"}


def _comparison(colours: Mapping[str, str]) -> Figure:
    """One box with the values of all series at a place, the highest first; each names its date as precisely as it is known."""
    label = {"bgcolor": colours[PAPER], "bordercolor": colours[RULE], "font": {"family": _FAMILY, "size": 12.5}}
    return {"hovermode": "x unified", "hoversort": "value descending", "hoverlabel": label}


def _shapes(rule: Rule, layout: Layout, colours: Mapping[str, str]) -> list[Figure]:
    line = {
        "type": "line",
        "layer": "below" if rule.colour == RULE else "above",
        "x0": _value(rule.left, layout.x),
        "x1": _value(rule.right, layout.x),
        "y0": rule.bottom,
        "y1": rule.top,
        "line": {"color": colours.get(rule.colour, rule.colour), "width": rule.width, "dash": _dash(rule.dash)},
    }
    if not rule.starts_at_edge:
        return [line]
    # The edge lies left of the plot by the margin, whatever the width of the plot.
    margin = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": -layout.left, "x1": 0}
    return [{**line, "xref": "paper", "x0": 0, "x1": 1}, {**line, **margin}]


def _annotation(text: Text, layout: Layout, colours: Mapping[str, str]) -> Figure:
    lines = [escape(line) for line in text.lines]
    if text.lead:
        lead = escape(text.lead)
        lines[0] = f"<b>{lead}</b>{lines[0].removeprefix(lead)}"
    x_anchor, y_anchor = _ANCHORS[text.anchor], _BASELINES[text.baseline]
    if text.is_upright:
        x_anchor, y_anchor = "left", _UPRIGHT[text.anchor]
    return {
        "text": "<br>".join(lines),
        "x": _value(text.x, layout.x),
        "y": text.y,
        "xshift": text.dx,
        # plotly lays out the box around the letters, we their base line.
        "yshift": -text.dy - (round(fonts.DESCENT * text.size) if text.baseline == "base" else 0),
        "xanchor": x_anchor,
        "yanchor": y_anchor,
        "align": _ANCHORS[text.anchor],
        "showarrow": False,
        "borderpad": 0,
        "borderwidth": 0,
        "captureevents": False,
        "font": {
            "size": text.size,
            "color": colours.get(text.colour, text.colour),
            "weight": text.weight,
            **({"shadow": _halo(colours.get(text.halo, text.halo))} if text.halo else {}),
        },
        **({"textangle": -90} if text.is_upright else {}),
        # Of a box as wide as its letters plotly would round the width, and move the end of the text by that.
        **({"width": 2 * math.ceil(max(map(len, text.lines)) * text.size)} if text.anchor == "end" else {}),
    }


def _halo(colour: str) -> str:
    """The colour behind letters, as plotly's shadow of a text."""
    return ", ".join(f"{x}px {y}px 1px {colour}" for x in (-1, 1) for y in (-1, 1))


def _dash(name: str) -> str:
    return ",".join(f"{length}px" for length in DASHES[name].split()) if name else "solid"


def _html(tip: str) -> str:
    return escape(tip).replace("\n", "<br>")
