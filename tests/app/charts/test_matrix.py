"""Who has how much in common: a number in each cell, and names as long as there is room for them."""

from dataclasses import replace
from itertools import combinations

import pandas as pd

from app.charts import comparison_charts
from app.charts.fit import fitted
from app.charts.marks import Bar, Place, Text
from app.charts.matrix import MatrixChart

NAMES = tuple(f"Ort {number}" for number in range(20))
CHART = MatrixChart(NAMES, dict.fromkeys(combinations(NAMES, 2), 1), str, "Wer gemeinsam plant")


def test_a_small_place_shows_the_first_names_and_counts_the_others() -> None:
    found = fitted(CHART, 800, 300, text=15, least=12)
    assert isinstance(found.chart, MatrixChart)
    count = len(found.chart.names)
    assert 3 < count < 20
    assert found.chart.names == NAMES[:count]
    assert found.layout.rest == f"{20 - count} weitere Kommunen stehen in der Tabelle."
    assert found.layout.height * found.scale <= 300

    one = replace(CHART, hidden=1).layout(Place(800))
    assert one and one.rest == "Eine weitere Kommune steht in der Tabelle."


def test_nobody_with_partners_stands_in_an_empty_row() -> None:
    pairs = dict.fromkeys((("A", "B"), ("A", "C"), ("B", "C"), ("D", "E"), ("D", "F")), 1)
    chart: MatrixChart | None = MatrixChart(tuple("ADBCEF"), pairs, str, "")
    seen = []
    while chart:
        seen.append("".join(chart.names))
        assert all(any({one, other} == set(pair) for pair in pairs for other in chart.names) for one in chart.names)
        assert chart.hidden == 6 - len(chart.names)
        chart = chart.reduced()
    assert seen == ["ADBCEF", "ADBCE", "ABC", "AB"]


def test_each_cell_says_which_two_have_how_much_in_common() -> None:
    table = pd.DataFrame({"name": ["A", "A"], "partner": ["B", "C"], "joint_count": [1, 1200]})
    found = comparison_charts.matrix(table).layout(Place(800))
    assert found
    assert sorted(mark.tip for mark in found.marks if isinstance(mark, Bar) and mark.tip) == [
        "A, B: ein gemeinsames Projekt",
        "A, C: 1.200 gemeinsame Projekte",
        "B, A: ein gemeinsames Projekt",
        "B, C: kein gemeinsames Projekt",
        "C, A: 1.200 gemeinsame Projekte",
        "C, B: kein gemeinsames Projekt",
    ]
    numbers = [mark.lines for mark in found.marks if isinstance(mark, Text) and mark.anchor == "middle"]
    assert numbers.count(("1",)) == 3 and numbers.count(("1.200",)) == 2


def test_who_has_nothing_in_common_with_anybody_is_named_or_counted() -> None:
    table = pd.DataFrame({"name": ["A"], "partner": ["B"], "joint_count": [1]})

    def sentence_below(*alone: str) -> str:
        chart = comparison_charts.matrix(table, alone=alone)
        layout = chart.layout(Place(800))
        assert layout and chart.alt.endswith(layout.rest)
        return layout.rest

    assert sentence_below() == ""
    assert sentence_below("C") == "C hat hier mit keiner anderen Kommune ein gemeinsames Projekt."
    assert sentence_below("C", "D") == "C und D haben hier mit keiner anderen Kommune ein gemeinsames Projekt."
    assert sentence_below(*NAMES, "C") == "21 Kommunen haben hier mit keiner anderen Kommune ein gemeinsames Projekt."


def test_two_names_stay_however_small_the_place_is() -> None:
    found = fitted(CHART, 800, 20, text=15, least=12)
    assert isinstance(found.chart, MatrixChart)
    assert found.chart.names == NAMES[:2]
