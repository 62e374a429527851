"""Columns: the years are the table, none is left out, and their labels never meet."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.charts import fonts, grant_charts, theme
from app.charts.columns import ColumnChart
from app.charts.marks import Layout, Place, Text
from app.data import queries
from app.data.selection import Selection
from tests.app.charts.drawings import amounts, bars, cents, faults, faults_of_page, laid_out
from tests.app.charts.tables import grants


def by_year(years: list[str | None], **columns: list[float | None]) -> ColumnChart:
    found = grant_charts.by_year(grants(years, **columns))
    assert found
    return found


def test_columns_and_the_alternative_text_are_the_table(everything: Selection) -> None:
    table = queries.funding_by(everything, "year")
    found = grant_charts.by_year(table)
    assert found
    assert sorted(amounts(found.alt)) == sorted([*cents(table.grant_eur), Decimal("72279318.05")])
    layout = laid_out(found)
    assert layout.y.first == layout.y.ticks[0].value == 0
    for name, (colour, _) in theme.ATTRIBUTION.items():
        heights = [(bar.top - bar.bottom) * 10**6 for bar in bars(layout) if bar.series.colour == colour]
        assert sum(heights) == pytest.approx(table[f"{name}_eur"].sum(), abs=0.01)


def test_years_without_a_grant_have_their_place_and_undated_grants_stand_last(everything: Selection) -> None:
    found = grant_charts.by_year(queries.funding_by(everything, "year"))
    assert found
    *years, last = [column.label for column in found.columns]
    assert [int(year) for year in years] == list(range(int(years[0]), int(years[-1]) + 1))
    assert last == "ohne Datum"


def test_a_sum_beside_a_higher_one_stands_there_from_a_line_below_it_on() -> None:
    place, years, high = Place(300, None), [str(year) for year in range(2000, 2020)], 10_000_000

    def drawn(step: float) -> Layout:
        layout = by_year(years, single=[high - step * (number % 2) for number in range(len(years))]).layout(place)
        assert layout
        return layout

    level = drawn(0)
    line = fonts.line_height(fonts.SMALL) / (level.height - level.top - level.bottom) * level.y.last * 1_000_000
    closer, apart = (sum(isinstance(mark, Text) for mark in drawn(part * line).marks) for part in (0.99, 1.01))
    assert apart > 1.8 * closer


def test_only_undated_grants_are_drawn_without_any_year() -> None:
    found = by_year([None], joint=[5])
    assert [column.label for column in found.columns] == ["ohne Datum"]
    assert amounts(found.alt) == [5, 5]


@pytest.mark.parametrize(
    ("amount", "text"),
    [(20_000_000, "20,0"), (999_999.99, "1,0"), (100_000, "0,1"), (50_000, "0,05"), (4_000, "0,004"), (200, "0,0002")],
)
def test_no_sum_above_a_column_is_rounded_to_nothing(amount: float, text: str) -> None:
    (column,) = by_year(["2020"], single=[amount]).columns
    assert column.value == text


@given(
    first=st.integers(1990, 2020),
    sums=st.lists(st.integers(10**6, 10**11).map(lambda cents: cents / 100), min_size=1, max_size=40),
    is_undated=st.booleans(),
    width=st.integers(300, 1400),
)
@example(first=1990, sums=[999_950_000.0, *[10_000.0] * 13], is_undated=False, width=300)
@settings(deadline=None, max_examples=20)
def test_texts_have_room_at_every_width(first: int, sums: list[float], is_undated: bool, width: int) -> None:
    years: list[str | None] = [str(first + i) for i in range(len(sums))]
    found = by_year([*years[: len(years) - is_undated], *[None] * is_undated], single=sums)
    assert faults(laid_out(found, width)) == []
    assert faults_of_page(found, width) == []


def test_where_not_every_year_can_be_named_the_last_one_is() -> None:
    layout = laid_out(by_year([str(year) for year in range(1990, 2032)], single=[1_000_000.0] * 42), 320)
    assert len(layout.x.ticks) < 42
    assert max(tick.value for tick in layout.x.ticks) == 41


def test_a_low_place_has_no_layout() -> None:
    assert by_year(["2020"], single=[5]).layout(Place(400, 100)) is None


def test_beside_the_pointer_a_part_tells_its_own_amount() -> None:
    layout = laid_out(by_year(["2020"], single=[1_000_000], joint=[2_000_000], district=[3_000_000]))
    assert [bar.tip.split("\n")[0] for bar in bars(layout)] == [f"2020: {n}.000.000 €" for n in (1, 2, 3)]
