"""Horizontal bars: they are the table, begin at zero, and nobody needs colours to tell them apart."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts import fonts, grant_charts, indicator_charts, milestone_charts, theme
from app.charts.bars import BARS_BEFORE_REST, BarChart, Row
from app.charts.marks import NARROW, WIDE, Place, Series, Text
from app.data import queries
from app.data.selection import Selection
from app.words import units
from tests.app.charts.drawings import amounts, bars, cents, faults, faults_of_page, laid_out, texts
from tests.app.charts.tables import grants, ranked

TOTAL = Decimal("72279318.05")
PARTS = st.tuples(*[st.none() | st.integers(0, 10**11).map(lambda cents: cents / 100)] * 3)
ROWS = st.lists(st.tuples(st.text(min_size=1, max_size=70), PARTS), min_size=1, max_size=25)


def chart(rows: list[tuple[str, tuple[float | None, ...]]]) -> BarChart:
    series = tuple(Series(name, *look) for name, look in theme.ATTRIBUTION.items())

    def euro(parts: tuple[float | None, ...]) -> str:
        known = [part for part in parts if part is not None]
        return units.euro_short(sum(known)) if known else units.UNKNOWN

    return BarChart(tuple(Row(*row) for row in rows), series, euro, euro, str, can_sum=True)


@pytest.mark.parametrize("dimension", ["level", "programme", "field", "municipality"])
def test_bars_and_the_alternative_text_are_the_table(dimension: str, everything: Selection) -> None:
    table = queries.funding_by(everything, dimension)
    found = grant_charts.by_group(table)
    assert found
    assert sorted(amounts(found.alt)) == sorted([*cents(table.grant_eur), TOTAL])
    layout = laid_out(found)
    assert layout.x.first == 0
    for name in theme.ATTRIBUTION:
        lengths = [bar.right - bar.left for bar in bars(layout) if bar.series.colour == theme.ATTRIBUTION[name][0]]
        assert sum(lengths) == pytest.approx(table[f"{name}_eur"].sum(), abs=0.01)


def test_own_joint_and_district_money_differ_by_pattern_and_colour() -> None:
    layout = laid_out(grant_charts.by_group(grants(["A"], single=[1], joint=[2], district=[3])))
    assert len({series.colour for series in layout.legend}) == len({series.pattern for series in layout.legend}) == 3


def test_a_grant_without_a_programme_is_labelled_as_unknown() -> None:
    found = grant_charts.by_group(grants([None], single=[5]))
    assert found
    assert "keine Angabe 5 €" in found.alt


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_chart_grows_with_its_rows(width: float) -> None:
    heights = [
        laid_out(chart([("Programm mit langem Namen" * 3, (1.0, None, None))] * n), width).height for n in (1, 5, 20)
    ]
    assert heights[0] * 5 == pytest.approx(heights[1], abs=5)
    assert heights[0] * 20 == pytest.approx(heights[2], abs=20)


@pytest.mark.parametrize("count", [21, 500, 11_000])
def test_of_many_bars_the_others_stand_together_and_the_total_is_the_same_to_the_cent(count: int) -> None:
    sums = [round(1_000_000.01 * (count - i) + i / 100, 2) for i in range(count)]
    table = grants([f"Programm {i}" for i in range(count)], single=sums, joint=[0.1] + [None] * (count - 1))
    found = grant_charts.by_group(table)
    assert found
    assert len(found.rows) == BARS_BEFORE_REST + 1
    assert found.rows[-1].label == f"übrige ({units.number(count - BARS_BEFORE_REST)})"
    for i, name in enumerate(theme.ATTRIBUTION):
        assert sum(cents(row.parts[i] for row in found.rows)) == sum(cents(table[f"{name}_eur"]))
    assert sum(row.count for row in found.rows) == count


@given(rows=ROWS)
@settings(max_examples=12)
def test_what_is_left_out_keeps_the_totals_and_every_row_is_counted(
    rows: list[tuple[str, tuple[float | None, ...]]],
) -> None:
    found: BarChart | None = chart(rows)
    while found:
        for i in range(3):
            assert sum(cents(row.parts[i] for row in found.rows)) == sum(cents(parts[i] for _, parts in rows))
        assert sum(row.count for row in found.rows) == len(rows)
        found = found.reduced()


@given(rows=ROWS, width=st.integers(300, 1400))
@settings(deadline=None, max_examples=20)
def test_texts_have_room_at_every_width(rows: list[tuple[str, tuple[float | None, ...]]], width: int) -> None:
    found = chart(rows)
    assert faults(laid_out(found, width)) == []
    assert faults_of_page(found, width) == []


def test_too_small_a_place_has_no_layout() -> None:
    found = chart([("A", (1.0, None, None))] * 10)
    needed = laid_out(found).height
    assert found.layout(Place(WIDE, needed / 2)) is None
    higher = found.layout(Place(WIDE, needed * 2))
    assert higher
    assert needed < higher.height <= needed * 2


@pytest.mark.parametrize(("height", "most"), [(1000.0, 12), (250.0, 6), (10.0, 1)])
def test_what_a_place_is_too_low_for_is_split_and_no_bar_is_lost(height: float, most: int) -> None:
    found = chart([(f"Zeile {number}", (float(number), None, None)) for number in range(12)])
    parts = found.split(Place(WIDE, height))
    assert [row for part in parts for row in part.rows] == list(found.rows)
    assert max(len(part.rows) for part in parts) <= most
    assert {part.longest for part in parts} == {11.0}


def test_the_ranking_is_the_table_from_the_highest_to_the_unknown(everything: Selection) -> None:
    known = queries.indicators(everything)
    indicator = known[known.municipality_count == 10].iloc[0]
    table = queries.indicator_latest(everything, indicator.indicator_id)
    found = indicator_charts.ranking(table, chosen=("05978024",))
    assert found
    assert [row.label for row in found.rows] == table.name.tolist()
    assert all(f"{row.name} {units.measure(row.value, row.unit)}" in found.alt for row in table.itertuples())
    layout = laid_out(found)
    for row, bar in zip(
        table.dropna(subset="value").itertuples(), sorted(bars(layout), key=lambda bar: bar.top), strict=True
    ):
        assert bar.right == pytest.approx(row.value)
        assert (bar.series.pattern == "/") == (row.region_ags == "05978024")
        assert (bar.series.colour == theme.NEUTRAL) == (row.region_level != "municipality")
    assert layout.legend == ()


def test_a_ranking_says_what_is_not_known() -> None:
    found = indicator_charts.ranking(ranked("A", "B", values=[1.0, None]))
    assert found
    assert "B keine Angabe" in found.alt
    assert len(bars(laid_out(found))) == 1
    assert "keine Angabe" in texts(laid_out(found))


def test_of_many_municipalities_the_foremost_and_the_chosen_ones_are_ranked() -> None:
    table = ranked(*(f"Ort {i}" for i in range(300)))
    table.loc[299, "region_level"] = "district"
    found = indicator_charts.ranking(table, chosen=("00000200",))
    assert found
    assert len(found.rows) == BARS_BEFORE_REST + 2
    assert "Ort 200" in found.alt


def test_the_alternative_text_names_steps_of_confidence_in_words_and_the_unknown_ones_are_hatched(
    everything: Selection,
) -> None:
    table = queries.confidence_counts(everything)
    found = milestone_charts.confidence_counts(table)
    numbers = [1 if n == "ein" else int(n) for n in re.findall(r": (ein|\d+) Projekte?", found.alt.split(":", 1)[1])]
    assert numbers == table.project_count.tolist()
    assert "●" not in found.alt
    assert any("●●●●●" in text for text in texts(laid_out(found)))
    hatched = [bar for bar in bars(laid_out(found)) if bar.series.pattern]
    assert [bar.right for bar in hatched] == table.project_count[table.confidence_step.isna()].tolist()


def test_beside_the_pointer_a_part_tells_its_own_amount() -> None:
    layout = laid_out(grant_charts.by_group(grants(["A"], single=[1], joint=[2], district=[3])))
    assert [bar.tip for bar in bars(layout)] == ["A: 1 €\nEine Kommune", "A: 2 €\nGemeinsam", "A: 3 €\nKreisweit"]


@pytest.mark.parametrize("width", [180, 260, 320])
def test_a_value_that_is_wider_than_its_place_stays_bold_and_keeps_lines_of_its_own(width: int) -> None:
    table = grants(["Kreis Unna"], single=[43_010_071.05], joint=[26_700_000.0], district=[2_560_000.0])
    narrow = grant_charts.by_group(table, apart=True)
    assert narrow
    layout = narrow.layout(Place(width))
    assert layout
    bold = [mark for mark in layout.marks if isinstance(mark, Text) and mark.weight == fonts.BOLD]
    (label,) = [mark for mark in layout.marks if isinstance(mark, Text) and "Kreis" in " ".join(mark.lines)]
    value = " ".join(" ".join(mark.lines) for mark in bold) or label.lead
    assert " ".join(value.split()) == "43,0 Mio. € · gemeinsam 26,7 Mio. € · kreisweit 2,6 Mio. €"
    assert not bold or label.lines == ("Kreis Unna",)
    assert not faults(layout)
