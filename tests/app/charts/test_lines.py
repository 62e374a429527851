"""Lines over time: every known value is a point, no two lines look alike in black and white, names have room."""

import datetime as dt
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts import fonts, indicator_charts, legend, theme
from app.charts.axes import year_ticks
from app.charts.lines import LineChart
from app.charts.marks import WIDE, WIDTHS, Layout, Line, Place, Text, day
from app.charts.svg import tick_texts
from app.data import queries
from app.data.selection import Selection
from app.words import units
from tests.app.charts.drawings import appearance, bars, faults, faults_of_page, laid_out, points, texts
from tests.app.charts.tables import counted, measured

YEARS = ["2019", "2020", "2021"]
NAMES = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=12, unique=True)
PERIODS = st.lists(
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)).map(str), min_size=1, max_size=9, unique=True
).map(sorted)


@pytest.fixture
def indicator(everything: Selection) -> Any:
    found = queries.indicators(everything)
    return found[found.municipality_count == 10].iloc[0]


def series(table: pd.DataFrame, **options: Any) -> LineChart:
    found = indicator_charts.series(table, **options)
    assert found
    return found


def population(table: pd.DataFrame) -> LineChart:
    found = indicator_charts.population(table)
    assert found
    return found


def named(layout: Layout) -> list[str]:
    """Names that stand beside their lines."""
    names = {series.name for series in layout.series}
    found = [" ".join(mark.lines) for mark in layout.marks if isinstance(mark, Text) and not mark.is_upright]
    return [name for name in names if any(text.replace(" ", "") == name.replace(" ", "") for text in found)]


@pytest.mark.parametrize(
    ("days", "width", "in_middle", "years"),
    [
        (((2020, 1, 1), (2022, 1, 1)), 500, False, ["2020", "2021", "2022"]),
        (((2020, 1, 2), (2021, 12, 31)), 500, False, ["2021"]),
        (((2020, 1, 1), (2022, 1, 1)), 60, False, ["2020", "2022"]),
        (((2020, 7, 2), (2021, 7, 3)), 500, True, ["2020", "2021"]),
        (((2020, 7, 3), (2021, 7, 2)), 500, True, []),
    ],
)
def test_a_year_is_written_at_its_place_where_that_is_on_the_axis_and_as_often_as_it_has_room(
    days: tuple[tuple[int, int, int], ...], width: float, in_middle: bool, years: list[str]
) -> None:
    first, last = (day(dt.date(*found)) for found in days)
    assert [tick.text for tick in year_ticks(first, last, width, in_middle=in_middle)] == years


def test_only_latest_values_of_one_date_stand_in_one_order_and_others_say_theirs(
    indicator: Any, everything: Selection
) -> None:
    alt = series(queries.indicator_series(everything, indicator.indicator_id)).alt
    # Those of the municipalities are older than those of the whole regions.
    assert "Jüngste Werte (Dezember 2018, wo nichts anderes dabeisteht): " in alt
    values = alt.partition("): ")[2].rstrip(".").split("; ")
    assert [value.partition(" ")[0] for value in values if value.endswith(" (Juni 2021)")] == [
        "Nordrhein-Westfalen",
        "Kreis",
        "Deutschland",
    ]
    assert [value.endswith(")") for value in values] == [False] * 10 + [True] * 3


def test_latest_values_of_one_date_are_ranked_without_it(everything: Selection) -> None:
    table = queries.indicator_series(everything, "bb_hh_ftthb_pct")
    table = table[table.period == "2019-12"]
    assert re.search(r"Jüngste Werte: (.+)\.", series(table).alt)
    assert "wo nichts anderes" not in series(table).alt


def test_every_known_value_is_a_point_and_the_alternative_text_names_the_latest_ones(
    indicator: Any, everything: Selection
) -> None:
    table = queries.indicator_series(everything, indicator.indicator_id)
    found = series(table)
    for row in table.sort_values("period_last_date").groupby("region_ags").last().itertuples():
        assert f"{row.name} {units.measure(row.value, indicator.unit)}" in found.alt
    drawn = [(point.series.name, point.x, point.y) for point in points(laid_out(found))]
    known = table.dropna(subset="value")
    assert drawn == [(row.name, day(row.period_last_date), row.value) for row in known.itertuples()]


def test_values_begin_at_zero_and_a_gap_stays_a_gap() -> None:
    table = measured("A", periods=YEARS)
    table.loc[1, "value"] = None
    layout = laid_out(series(table))
    assert layout.y.ticks[0].value == 0
    assert layout.y.first <= 0
    assert [mark.ys for mark in layout.marks if isinstance(mark, Line) and mark.series.symbol] == [(0.0, None, 2.0)]


def test_lines_differ_without_colour(indicator: Any, everything: Selection) -> None:
    layout = laid_out(series(queries.indicator_series(everything, indicator.indicator_id)))
    assert len(set(appearance(layout))) == len(appearance(layout)) >= 11


@pytest.mark.parametrize("ags", ["05978004", "05978024"])
def test_one_municipality_differs_from_its_district_and_stands_out(
    ags: str, indicator: Any, everything: Selection
) -> None:
    rows = queries.indicator_series(everything.of(ags), indicator.indicator_id)
    layout = laid_out(series(rows, chosen=(ags,)))
    assert len(set(appearance(layout))) == len(appearance(layout))
    assert {line.series.line_width for line in layout.marks if isinstance(line, Line) and line.series.symbol} == {3.0}


@pytest.mark.parametrize(
    ("chosen", "coloured"), [((), set("DEFGH")), (("A",), set("AEFGH")), (tuple("ABCDEFGH"), set("ABCDE"))]
)
def test_at_most_five_lines_have_colours(chosen: tuple[str, ...], coloured: set[str]) -> None:
    # Each has higher values than the one before.
    layout = laid_out(series(measured(*"ABCDEFGH", periods=YEARS), chosen=chosen))
    assert {each.name for each in layout.legend if each.colour != theme.NEUTRAL} == coloured
    assert {each.name for each in layout.legend} == set("ABCDEFGH")


def test_counts_of_whole_regions_wait_until_somebody_asks_for_them() -> None:
    places = measured("A", "B", periods=YEARS, unit="Ladepunkte")
    country = measured("Land", periods=YEARS, unit="Ladepunkte", level="country").assign(value=90_000.0)
    layout = laid_out(series(pd.concat([country, places])))
    assert [series.name for series in layout.series if series.is_optional] == ["Land"]
    assert layout.y.ticks[-1].value < 20
    assert all(tick.value % 1 == 0 for tick in layout.y.ticks)
    alone = laid_out(series(country))
    assert not any(series.is_optional for series in alone.series)


def test_a_break_in_the_method_is_shaded_and_named() -> None:
    layout = laid_out(series(measured("A", periods=YEARS), breaks=(1950, 2020, 2100)))
    (band,) = bars(layout)
    assert (band.left, band.right) == (day(dt.date(2020, 1, 1)), day(dt.date(2020, 12, 31)))
    assert (band.series.colour, band.series in layout.legend) == (theme.NEUTRAL, False)
    assert [text for text in texts(layout) if "Methode" in text] == ["neue Methode 2020"]


@pytest.mark.parametrize(
    ("periods", "breaks", "values"),
    [
        ([*YEARS, "2022"], (), (0.0, 1.0, 2.0, 3.0)),
        ([*YEARS, "2022"], (2020,), (0.0, None, 1.0, None, 2.0, 3.0)),
        ([*YEARS, "2022"], (2021, 2022), (0.0, 1.0, None, 2.0, None, 3.0)),
        ([*YEARS, "2022"], (2018, 2023), (0.0, 1.0, 2.0, 3.0)),
        # What is counted in that year is of neither method for sure, also where the line begins with it.
        ([*YEARS, "2022"], (2019,), (0.0, None, 1.0, 2.0, 3.0)),
        (["2019-03", "2019-06", "2019-09", "2019-12"], (2019,), (0.0, 1.0, 2.0, 3.0)),
        # The first and the last day of a year belong to it.
        (["2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01"], (2020,), (0.0, None, 1.0, 2.0, None, 3.0)),
    ],
)
def test_no_line_leads_across_a_break(
    periods: list[str], breaks: tuple[int, ...], values: tuple[float | None, ...]
) -> None:
    layout = laid_out(series(measured("A", periods=periods), breaks=breaks))
    assert [mark.ys for mark in layout.marks if isinstance(mark, Line) and mark.series.symbol] == [values]
    assert len(points(layout)) == 4


def test_one_point_is_no_line() -> None:
    layout = laid_out(series(measured(*"ABCDEF", periods=["2021-06"])))
    assert not [mark for mark in layout.marks if isinstance(mark, Line) and mark.series.symbol]
    assert [(each.name, each.line_width) for each in layout.legend] == [(name, 0.0) for name in "ABCDEF"]
    assert len(points(layout)) == 6


def test_a_break_is_shaded_only_where_its_year_is_shown_beside_others() -> None:
    found = series(measured("A", periods=YEARS), breaks=(2018, 2019, 2020, 2021, 2022))
    assert [band.text[-4:] for band in found.bands] == ["2019", "2020", "2021"]
    assert not series(measured("A", periods=["2020-06", "2020-12"]), breaks=(2020,)).bands


def test_the_highest_of_the_latest_values_is_told_first() -> None:
    alt = series(measured("A", "B", "C", periods=YEARS)).alt
    assert "C 22,0 %; B 12,0 %; A 2,0 %" in alt


def test_every_census_is_a_line_of_its_own(everything: Selection) -> None:
    table = queries.population_series(everything, "05978024")
    found = population(table)
    layout = laid_out(found)
    assert [series.name for series in layout.series] == list(dict.fromkeys(table.basis))
    assert len(set(appearance(layout))) == table.basis.nunique() > 1
    for row in table.itertuples():
        assert f"{units.date(row.reference_date)} {units.number(row.population_count)}" in found.alt
    assert sorted(named(layout)) == sorted(set(table.basis))
    assert layout.legend == ()


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (["2021-06"], ["Juni 2021"]),
        (["2021-03-31", "2021-10"], ["31.03.2021", "Oktober 2021"]),
        (["2019", "2021"], ["2020", "2021"]),
    ],
)
def test_where_no_year_begins_the_days_are_named(periods: list[str], expected: list[str]) -> None:
    layout = laid_out(series(measured("A", periods=periods)))
    assert [tick.text for tick in layout.x.ticks] == expected


def test_lines_carry_their_names_and_of_many_the_legend_of_a_page_switches_them() -> None:
    few = laid_out(series(measured(*"ABCDE", periods=YEARS)))
    assert (sorted(named(few)), few.legend) == (list("ABCDE"), ())
    many = laid_out(series(measured(*"ABCDEFGHIJKLM", periods=YEARS)))
    assert sorted(named(many)) == list("ABCDEFGHIJKLM")
    assert [series.name for series in many.legend] == list("ABCDEFGHIJKLM")
    assert legend.rows(many) == []


def test_names_of_many_lines_are_smaller_and_never_meet_a_line() -> None:
    table = pd.concat([measured(*"ABCDEF", periods=YEARS), measured("Z", periods=[*YEARS, "2024"])])
    layout = laid_out(series(table.assign(value=table.value.where(table.name != "Z", 90.0))))
    assert {mark.size for mark in layout.marks if isinstance(mark, Text)} == {fonts.SMALL}
    assert faults(layout) == []
    # A line that leads on where the others end would lie below their names.
    crossing = table.assign(value=table.value.where(table.name != "Z", 32.0))
    assert named(laid_out(series(crossing))) == []
    assert len(legend.rows(laid_out(series(crossing)))) == 1


def test_a_break_is_named_where_no_name_of_a_line_stands() -> None:
    table = pd.concat(
        [measured("A", "B", periods=["2019-06", "2020-12"]), measured("Z", periods=["2019-06", "2026-06"])]
    )
    layout = laid_out(series(table, breaks=(2021,)))
    assert [text for text in texts(layout) if "Methode" in text] == ["neue Methode 2021"]
    assert faults(layout) == []


def test_no_line_leads_from_one_source_to_another_and_the_chart_says_so() -> None:
    table = measured("A", periods=[*YEARS, "2022"])
    table["quoted_from"] = ["", "", "zeitung.example", "zeitung.example"]
    found = series(table)
    layout = laid_out(found)
    assert [mark.ys for mark in layout.marks if isinstance(mark, Line) and mark.series.symbol] == [
        (0.0, 1.0, None, 2.0, 3.0)
    ]
    assert layout.rest == "Ohne Linie verbunden, weil aus anderer Quelle: Werte nach zeitung.example."
    assert layout.rest in found.alt
    assert points(layout)[-1].tip.endswith("2022, nach zeitung.example")
    # Where all values are quoted from one place nothing is interrupted.
    assert series(table.assign(quoted_from="zeitung.example")).rest == ""
    # Nor by who says nothing.
    silent = [*table.value[:2], None, None]
    assert series(table.assign(value=silent)).rest == ""


def test_where_names_have_no_room_there_is_a_legend() -> None:
    found = series(measured("A", "Donaudampfschifffahrtsgesellschaft", periods=YEARS))
    assert [len(laid_out(found, width).legend) for width in WIDTHS.values()] == [2, 2, 0]
    low = found.layout(Place(WIDE, 140))
    assert low is None or faults(low) == []


@given(names=NAMES, periods=PERIODS, breaks=st.lists(st.integers(1990, 2030), max_size=3), width=st.integers(300, 1400))
@settings(deadline=None, max_examples=25)
def test_texts_have_room_at_every_width(names: list[str], periods: list[str], breaks: list[int], width: int) -> None:
    found = series(measured(*names, periods=periods), breaks=tuple(sorted(set(breaks))))
    assert faults(laid_out(found, width)) == []
    assert faults_of_page(found, width) == []
    layout = found.layout(Place(width, 230))
    assert layout is None or faults(layout) == []


@given(bases=NAMES, width=st.integers(300, 1400))
@settings(deadline=None, max_examples=15)
def test_names_of_lines_that_follow_one_another_have_room(bases: list[str], width: int) -> None:
    found = population(counted(*bases))
    assert faults(laid_out(found, width)) == []
    assert faults_of_page(found, width) == []


def test_values_that_nobody_knows_leave_an_empty_plot() -> None:
    layout = laid_out(series(measured("A", periods=YEARS).assign(value=float("nan"))))
    assert points(layout) == []
    assert tick_texts(layout)
