"""Who has how much in common: a number in each cell, and names as long as there is room for them."""

from dataclasses import replace
from itertools import combinations

from app.charts.fit import fitted
from app.charts.marks import Place
from app.charts.matrix import MatrixChart

NAMES = tuple(f"Ort {number}" for number in range(20))
CHART = MatrixChart(NAMES, dict.fromkeys(combinations(NAMES, 2), 1), "gemeinsam: {n}", "Wer gemeinsam plant")


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


def test_two_names_stay_however_small_the_place_is() -> None:
    found = fitted(CHART, 800, 20, text=15, least=12)
    assert isinstance(found.chart, MatrixChart)
    assert found.chart.names == NAMES[:2]
