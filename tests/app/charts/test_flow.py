"""The way of the money: whole at every stage, to the cent, whatever is drawn together."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts import grant_charts
from app.charts.flow import FlowChart
from app.charts.marks import Bar, Layout, Ribbon, Text
from app.data import queries
from app.data.selection import Selection
from app.words import units
from config import ROOT
from tests.app.charts.drawings import amounts, faults, faults_of_page, laid_out

TOTAL = Decimal("72279318.05")
NAMES = st.text(min_size=1, max_size=40)
GRANTS = st.lists(
    st.tuples(NAMES, NAMES, st.sampled_from(["single", "joint", "district"]), NAMES, st.integers(1, 10**10)),
    min_size=1,
    max_size=25,
)


def table(rows: list[tuple[str, str, str, str, int]]) -> pd.DataFrame:
    columns = ["funder", "programme", "attribution", "municipality", "grant_eur"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        grant_eur=frame.grant_eur / 100, municipality=frame.municipality.where(frame.attribution == "single")
    )


def heights(layout: Layout) -> list[float]:
    """What leaves the first stage and what reaches the last one, in pixels."""
    sums: dict[float, float] = defaultdict(float)
    for ribbon in layout.marks:
        if isinstance(ribbon, Ribbon):
            sums[ribbon.left] += ribbon.left_bottom - ribbon.left_top
    return list(sums.values())


def described(chart: FlowChart) -> list[list[Decimal]]:
    """Amounts that the alternative text names: of each stage, and the total."""
    return [
        amounts(part) for part in re.split("Nach Geldgeber: |Nach Programm: |Nach Kommune: |Zusammen ", chart.alt)[1:]
    ]


def test_the_alternative_text_names_every_node_of_every_stage_and_each_adds_up_to_the_total(
    everything: Selection,
) -> None:
    rows = queries.funding_flow(everything)
    found = grant_charts.flow(rows)
    assert found
    *stages, total = described(found)
    assert [sum(stage) for stage in stages] == [TOTAL] * 3
    assert total == [TOTAL]
    assert [len(stage) for stage in stages] == [len(names) for names in nodes(found)]
    for column in ("funder", "programme"):
        for name, amount in rows.groupby(column).grant_eur.sum().items():
            assert f"{name} {units.euro(amount)}" in found.alt
    first, second = heights(laid_out(found))
    assert abs(first - second) < 1e-6


@given(rows=GRANTS)
@settings(deadline=None, max_examples=15)
def test_what_is_drawn_together_keeps_the_total(rows: list[tuple[str, str, str, str, int]]) -> None:
    found: FlowChart | None = grant_charts.flow(table(rows))
    assert found
    total = Decimal(sum(row[-1] for row in rows)) / 100
    while found:
        assert amounts(found.alt)[-1] == total
        first, second = heights(laid_out(found))
        assert abs(first - second) < 1e-6
        found = found.reduced()


def nodes(chart: FlowChart) -> list[list[str]]:
    """Names of the nodes of each stage."""
    found: dict[float, list[str]] = defaultdict(list)
    for bar in laid_out(chart).marks:
        if isinstance(bar, Bar):
            found[bar.left].append(bar.tip.split("\n")[0])
    # Those of the middle have two sides.
    return [names for i, names in enumerate(found.values()) if i != 1] if len(found) == 4 else list(found.values())


@given(rows=GRANTS, width=st.integers(500, 1400))
@settings(max_examples=20)
def test_names_stand_beside_the_ribbons_and_never_on_them(
    rows: list[tuple[str, str, str, str, int]], width: int
) -> None:
    found = grant_charts.flow(table(rows))
    assert found
    layout = laid_out(found, width)
    texts = [mark for mark in layout.marks if isinstance(mark, Text)]
    ribbons = [mark for mark in layout.marks if isinstance(mark, Ribbon)]
    spans = {(layout.across(ribbon.left), layout.across(ribbon.right)) for ribbon in ribbons}
    assert len(spans) == 2
    for text in texts:
        left, _, right, _ = layout.box(text)
        assert all(right <= begin or end <= left for begin, end in spans)
        # Hyphens may end a line, but nothing is left out.
        assert not any("…" in line for line in text.lines)
    assert layout.legend == tuple(dict.fromkeys(layout.legend))


def test_where_it_is_narrow_each_stage_is_a_list_of_bars(everything: Selection) -> None:
    found = grant_charts.flow(queries.funding_flow(everything))
    assert found
    wide, narrow = laid_out(found, 860), laid_out(found, 300)
    assert not any(isinstance(mark, Ribbon) for mark in narrow.marks)
    assert {series.name for series in narrow.legend} == {series.name for series in wide.legend} != set()
    written = [mark.lines[0] for mark in narrow.marks if isinstance(mark, Text)]
    assert [text for text in written if text in found.headings] == list(found.headings)
    lengths = sum(mark.right - mark.left for mark in narrow.marks if isinstance(mark, Bar))
    assert round(lengths, 2) == round(3 * float(TOTAL), 2)


def test_what_is_drawn_together_is_counted() -> None:
    # The table's own „übrige“ are many, and money of several municipalities is not that of another one.
    funders = [*(f"F{i}" for i in range(9)), "übrige Geldgeber", "ohne Angabe", "übrige (2)"]
    rows = [(funder, f"P{i}", "single", f"M{i}", 100 + i) for i, funder in enumerate(funders)]
    rows += [("F0", "übrige Programme", "single", "übrige Kommunen", 2), ("F0", "ohne Angabe", "joint", "", 1)]
    rows += [("F0", "P0", "district", "", 1)]
    chart = grant_charts.flow(table(rows))
    before = nodes(chart) if chart else []
    alone = [{"übrige Geldgeber", "ohne Angabe"}, {"übrige Programme", "ohne Angabe"}]
    alone.append({"übrige Kommunen", "Gemeinsam", "Kreisweit"})
    smallest = chart
    while chart:
        for whole, left, always in zip(before, nodes(chart), alone, strict=True):
            assert always <= set(left)
            rest = list(Counter(left) - Counter(whole))
            gone = len(whole) - len(left) + len(rest)
            assert rest == ([f"übrige ({gone})"] if gone else [])
        smallest, chart = chart, chart.reduced()
    assert smallest
    assert [len(left) for left in nodes(smallest)] == [4, 4, 4]


def test_the_smallest_are_drawn_together_first() -> None:
    amounts_of = {"F0": 500, "F1": 100, "F2": 900, "F3": 200, "F4": 700, "F5": 150}
    chart = grant_charts.flow(table([(name, "P", "single", "M", amount) for name, amount in amounts_of.items()]))
    assert chart
    gone, before = [], nodes(chart)[0]
    while chart := chart.reduced():
        left = nodes(chart)[0]
        gone += [name for name in before if name not in left and name in amounts_of]
        before = left
    assert gone == ["F1", "F5", "F3"]


def test_every_name_of_the_table_that_stands_for_several_is_known() -> None:
    query = (ROOT / "app/data/sql/funding_flow.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"'([^']+)'", query)) == grant_charts.COLLECTIVE


@given(rows=GRANTS, width=st.integers(300, 1400))
@settings(deadline=None, max_examples=20)
def test_texts_have_room_at_every_width(rows: list[tuple[str, str, str, str, int]], width: int) -> None:
    found = grant_charts.flow(table(rows))
    assert found
    assert faults(laid_out(found, width)) == []
    assert faults_of_page(found, width) == []


def test_beside_the_pointer_a_ribbon_tells_its_own_amount() -> None:
    found = grant_charts.flow(
        table([("F", "P", "single", "A", 500), ("F", "P", "joint", "", 700), ("F", "Q", "single", "B", 900)])
    )
    tips = [mark.tip.split("\n")[:2] for mark in laid_out(found).marks if isinstance(mark, Ribbon)]
    assert sorted(tips) == [
        ["F → P", "5 €"],
        ["F → P", "7 €"],
        ["F → Q", "9 €"],
        ["P → A", "5 €"],
        ["P → Gemeinsam", "7 €"],
        ["Q → B", "9 €"],
    ]
