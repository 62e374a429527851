"""Figures for who explores: the same texts and marks at the same places as in the drawing, and nothing foreign."""

import json
import re
from html import unescape
from typing import Any

import pytest

from app.charts import plotly_figure
from app.charts.html import html
from app.charts.marks import NARROW, WIDE, Bar, Line, Point, Ribbon, Rule, Series, Text
from app.data.selection import Selection
from tests.app.charts.drawings import MARKUP, bars, laid_out, points, texts
from tests.app.charts.examples import HOSTILE, OF_RELEASE
from tests.app.charts.test_svg import layout


def html_texts(figure: dict[str, Any]) -> list[str]:
    """Every text that plotly reads as HTML."""
    found = [note["text"] for note in figure["layout"]["annotations"]]
    for trace in figure["data"]:
        found += [trace["name"], *trace.get("customdata", []), trace.get("text", "")]
    for axis in ("xaxis", "yaxis"):
        found += figure["layout"][axis].get("ticktext", [])
    return found


def plain(text: str) -> str:
    return " ".join(re.sub("<br>", " ", re.sub("</?b>", "", text)).split())


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", OF_RELEASE)
def test_a_figure_holds_the_texts_and_marks_of_the_drawing(name: str, width: float, everything: Selection) -> None:
    drawn = laid_out(OF_RELEASE[name](everything), width)
    figure = plotly_figure.figure(drawn)
    written = [plain(note["text"]).replace("&amp;", "&") for note in figure["layout"]["annotations"]]
    assert sorted(written) == sorted(" ".join(text.split()) for text in texts(drawn))
    counts = {kind: sum(isinstance(mark, kind) for mark in drawn.marks) for kind in (Bar, Point, Line, Ribbon)}
    traces = figure["data"]
    assert sum(len(trace["x"]) for trace in traces if trace["type"] == "bar") == counts[Bar]
    assert sum(len(trace["x"]) for trace in traces if trace.get("mode") == "markers") == counts[Point]
    assert sum(trace.get("mode") == "lines" for trace in traces) == counts[Line]
    assert sum(trace.get("mode") == "none" for trace in traces) == counts[Ribbon]
    layout = figure["layout"]
    assert (layout["margin"]["l"], layout["margin"]["r"], layout["height"]) == (drawn.left, drawn.right, drawn.height)


@pytest.mark.parametrize("name", OF_RELEASE)
def test_a_figure_is_german_json_that_needs_no_request(name: str, everything: Selection) -> None:
    figure = plotly_figure.figure(laid_out(OF_RELEASE[name](everything)))
    assert figure["layout"]["separators"] == ",."
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert "http" not in json.dumps(figure)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_they_are_written(name: str) -> None:
    # plotly reads texts as HTML: „<b>“ in a name would be lost, „<a href>“ a link. Our own tags are <b> and <br>.
    figure = plotly_figure.figure(laid_out(HOSTILE[name]))
    assert [text for text in html_texts(figure) if re.search("<script|<a |<b>fett", text)] == []
    groups = {trace.pop("legendgroup") for trace in figure["data"]}
    assert MARKUP not in json.dumps(figure)
    # A page finds the traces of a name in its legend by their group, which is no HTML.
    in_legend = {unescape(series) for series in re.findall(r'data-series="([^"]*)"', html(HOSTILE[name], "a"))}
    assert in_legend <= groups


def test_bars_lie_along_the_axis_on_which_their_length_means_something(everything: Selection) -> None:
    drawn = laid_out(OF_RELEASE["years"](everything))
    trace = plotly_figure.figure(drawn)["data"][0]
    assert trace["y"] == [bar.top - bar.bottom for bar in bars(drawn, trace["name"])]
    drawn = laid_out(OF_RELEASE["groups"](everything))
    trace = plotly_figure.figure(drawn)["data"][0]
    assert trace["x"] == [bar.right - bar.left for bar in bars(drawn, trace["name"])]


def test_days_are_dates_and_their_bars_are_measured_in_milliseconds(everything: Selection) -> None:
    drawn = laid_out(OF_RELEASE["timeline"](everything))
    figure = plotly_figure.figure(drawn)
    run = next(trace for trace in figure["data"] if trace["name"] == "Laufzeit")
    bar = bars(drawn, "Laufzeit")[0]
    assert run["x"][0] == (bar.right - bar.left) * 24 * 60 * 60 * 1000
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", base) for base in run["base"])
    reached = next(trace for trace in figure["data"] if trace["name"] == "erreicht" and trace["type"] == "scatter")
    assert len(reached["x"]) == len(points(drawn, "erreicht"))


def test_what_waits_to_be_switched_on_is_only_in_its_legend() -> None:
    hidden = Series("zwei", "#654321", symbol="square", is_optional=True)
    figure = plotly_figure.figure(layout(Bar(Series("eins", "#123456"), 0, 1, 0, 1), Point(hidden, 1, 3)))
    assert [(trace["name"], trace["visible"]) for trace in figure["data"]] == [("eins", True), ("zwei", "legendonly")]


def test_values_at_one_place_are_compared_in_lines_alone(everything: Selection) -> None:
    modes = {
        name: plotly_figure.figure(laid_out(build(everything)))["layout"]["hovermode"]
        for name, build in OF_RELEASE.items()
    }
    assert {name for name, mode in modes.items() if mode == "x unified"} == {"series", "population"}


def test_a_rule_from_the_edge_goes_through_the_margin() -> None:
    plot, margin = plotly_figure.figure(layout(Rule(0, 10, 5, 5, starts_at_edge=True)))["layout"]["shapes"]
    assert (plot["xref"], plot["x0"], plot["x1"]) == ("paper", 0, 1)
    assert (margin["xsizemode"], margin["x0"], margin["x1"]) == ("pixel", -60, 0)
    assert {shape["y0"] for shape in (plot, margin)} == {5}


@pytest.mark.parametrize("name", OF_RELEASE)
def test_colours_that_follow_the_theme_can_be_those_of_the_page(name: str, everything: Selection) -> None:
    names = {name: f"srm:{name}" for name in plotly_figure.COLOURS}
    drawn = laid_out(OF_RELEASE[name](everything))
    layout = plotly_figure.figure(drawn, names)["layout"]
    # What stands on a filled cell has the colour that can be read there.
    own = {mark.colour for mark in drawn.marks if isinstance(mark, Text)}
    for part in ("xaxis", "yaxis", "font", "hoverlabel", "annotations", "shapes"):
        colours = set(re.findall("#[0-9a-fA-F]{6}", json.dumps(layout[part])))
        assert not (colours - own) & set(plotly_figure.COLOURS.values()), part
    assert {layout["xaxis"]["gridcolor"], layout["font"]["color"]} == {"srm:rule", "srm:ink"}
