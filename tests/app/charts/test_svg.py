"""Drawings as SVG: well-formed, complete without a script, their texts nothing but text."""

import re
from xml.etree import ElementTree

import pytest

from app.charts import legend, svg, theme
from app.charts.html import html, layouts_of
from app.charts.marks import (
    MEDIUM,
    NARROW,
    WIDE,
    Axis,
    Bar,
    Layout,
    Line,
    Mark,
    Place,
    Point,
    Ribbon,
    Rule,
    Series,
    Text,
)
from app.data.selection import Selection
from tests.app.charts.drawings import MARKUP, all_texts, all_words, laid_out
from tests.app.charts.examples import EMPTY, HOSTILE, OF_RELEASE

PLAIN = Series("eins", "#123456")
FORMS = {
    "hatched": Series("eins", "#123456", "/"),
    "dotted": Series("eins", "#123456", "."),
    "symbol": Series("eins", "#123456", symbol="circle-open"),
    "line": Series("eins", "#123456", dash="dot", line_width=2),
    "pale": Series("eins", "#123456", opacity=0.3),
}


def layout(*marks: Mark, width: float = 200, rest: str = "") -> Layout:
    """A plot of 100 by 100 with margins."""
    series = dict.fromkeys(mark.series for mark in marks if isinstance(mark, Bar | Line | Point | Ribbon))
    axes = Axis(0, 10), Axis(0, 10)
    return Layout(width, 150, 60, width - 160, 20, 30, *axes, tuple(series), marks, rest)


def tree(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<root>{drawing}</root>")


def lettering(drawing: str) -> list[str]:
    """Every line of text, wherever it stands."""
    found = []
    for text in tree(drawing).iter("text"):
        lines = [part for part in text if part.get("y")] or [text]
        found += ["".join(line.itertext()) for line in lines]
    return found


@pytest.mark.parametrize("width", [NARROW, MEDIUM, WIDE])
@pytest.mark.parametrize("name", OF_RELEASE)
def test_drawings_are_well_formed_and_hold_every_text(name: str, width: float, everything: Selection) -> None:
    drawn = laid_out(OF_RELEASE[name](everything), width)
    expected = sorted(line for text in all_texts(drawn) for line in text.lines)
    assert sorted(lettering(svg.fluid(drawn, "a"))) == expected
    legend = [series.name for series in drawn.legend if not (series.is_optional or series.is_named)]
    # Where a line begins in bold, that is a text of its own there, and so is the rest, without the blank before it.
    written = "".join(lettering(svg.fixed(drawn, "b"))).replace(" ", "")
    assert sorted(written) == sorted("".join([*expected, *legend, drawn.rest]).replace(" ", ""))


@pytest.mark.parametrize("name", OF_RELEASE)
def test_every_chart_is_german_and_has_an_alternative_text(name: str, everything: Selection) -> None:
    chart = OF_RELEASE[name](everything)
    assert chart
    assert len(chart.alt) > 40
    assert chart.alt.endswith(".")
    words = " ".join([chart.alt, *all_words(laid_out(chart))])
    assert not re.search(r"\bnan\b|None|NaT|<NA>|\d,\d{3}\.", words)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_they_are_written(name: str) -> None:
    chart = HOSTILE[name]
    drawing = html(chart, "a") + svg.fixed(laid_out(chart), "b") + svg.document(laid_out(chart), "c", chart.alt)  # type: ignore[union-attr]
    assert not re.search(r"<script|<b>|<a ", drawing)
    if name != "years":
        assert MARKUP in "".join(lettering(svg.fixed(laid_out(chart, 1400), "b"))).replace("\n", "")


@pytest.mark.parametrize("name", EMPTY)
def test_where_there_is_nothing_to_draw_there_is_no_chart(name: str) -> None:
    assert EMPTY[name] is None


def test_a_place_is_a_share_of_the_plot_or_a_pixel() -> None:
    drawn = layout(Bar(PLAIN, 2, 5, 0, 4, "zwei"), Text(("A",), 5, 10, dx=3))
    (bar,) = tree(svg.fluid(drawn, "a")).iter("rect")
    assert (bar.get("x"), bar.get("width")) == ("20.000%", "30.000%")
    assert (float(bar.get("y", "")), float(bar.get("height", ""))) == (80, 40)
    assert bar.get("data-tip") == "zwei"
    _, bar = tree(svg.fixed(drawn)).iter("rect")  # the first one stands in the legend
    assert (float(bar.get("x", "")), float(bar.get("width", "")), bar.get("data-tip")) == (20, 30, None)


def test_a_rule_can_begin_at_the_edge_of_the_drawing() -> None:
    drawn = layout(Rule(0, 10, 5, 5, starts_at_edge=True))
    (line,) = tree(svg.fluid(drawn, "a")).iter("line")
    assert (line.get("x1"), line.get("x2")) == ("-60", "100.000%")


def test_an_unknown_value_interrupts_a_line() -> None:
    (path,) = tree(svg.fixed(layout(Line(PLAIN, (0, 1, 2, 3), (1, None, 2, 3))))).iter("path")
    assert path.get("d", "").count("M") == 2


def test_what_is_drawn_only_while_exploring_is_neither_drawn_nor_named() -> None:
    hidden = Series("zwei", "#654321", symbol="square", line_width=2, is_optional=True)
    drawn = layout(Bar(PLAIN, 0, 1, 0, 1), Line(hidden, (0, 1), (2, 3)), Point(hidden, 1, 3))
    for drawing in (svg.fluid(drawn, "a"), svg.fixed(drawn, "a")):
        assert "#654321" not in drawing
        assert "zwei" not in drawing


def test_what_is_left_out_is_written_below() -> None:
    short, long = layout(rest="und 4 weitere"), layout(rest="und 4 weitere Projekte " * 9)
    assert svg.outer_height(layout()) == 150
    assert 165 < svg.outer_height(short) < svg.outer_height(long)
    assert "und 4 weitere" in lettering(svg.fixed(short))
    (text,) = [text for text in tree(svg.fixed(short)).iter("text") if "und" in (text.text or "")]
    assert 150 < float(text.get("y", "")) < svg.outer_height(short)


@pytest.mark.parametrize("form", FORMS)
def test_a_sign_shows_how_its_series_differs(form: str) -> None:
    series = FORMS[form]
    drawn = legend.sign(series, "x")
    assert drawn != legend.sign(PLAIN, "x")
    assert series.colour in drawn
    assert ("url(#x)" in drawn) == bool(series.pattern)
    tree(drawn)


def test_patterns_of_drawings_on_one_page_do_not_meet() -> None:
    drawn = layout(Bar(FORMS["hatched"], 0, 1, 0, 1))
    drawings = svg.fluid(drawn, "a-"), svg.fluid(drawn, "b-")
    names = [re.findall(r'id="([^"]+)"', drawing) for drawing in drawings]
    assert names == [["a-0"], ["b-0"]]
    assert all(f"url(#{name})" in drawing for (name,), drawing in zip(names, drawings, strict=True))


def test_colours_of_a_page_follow_its_theme_and_those_of_paper_do_not() -> None:
    drawn = layout(Text(("A",), 0, 0), Rule(0, 1, 0, 1))
    assert "currentColor" in svg.fluid(drawn, "a")
    assert "currentColor" not in svg.fixed(drawn)
    assert theme.INK in svg.fixed(drawn)


def test_a_legend_breaks_into_rows_that_are_no_wider_than_the_drawing() -> None:
    many = layout(*(Point(Series(f"Reihe {i}", "#123456", symbol="circle"), 1, 1) for i in range(9)))
    few = layout(Point(FORMS["symbol"], 1, 1))
    assert legend.height(many) > 4 * legend.height(few) / 2
    assert legend.height(layout()) == 0


def test_a_page_has_a_layout_for_every_width(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = OF_RELEASE["years"](everything)
    assert chart
    assert [layout.width for layout in layouts_of(chart)] == [NARROW, MEDIUM, WIDE]
    monkeypatch.setattr(type(chart), "layout", lambda *_: None)
    with pytest.raises(AssertionError):
        layouts_of(chart)


def test_a_page_shows_one_of_three_widths_with_its_legend(everything: Selection) -> None:
    chart = OF_RELEASE["series"](everything)
    assert chart
    page = html(chart, "x")
    assert page.count('role="img"') == page.count("srm-legend-list") == 1
    assert [page.count(f"srm-at-{width}") for width in ("narrow", "medium", "wide")] == [1, 1, 1]
    assert chart.layout(Place(WIDE))
