"""German numbers, money and dates: exact, as precise as known, and never a guess for what is unknown."""

import datetime as dt
import itertools
import math
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words import cells, units
from app.words.line_breaks import unbroken


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0, "±0 €"), (0.5, "+0,50 €"), (-5, "−5 €"), (999.99, "+999,99 €"), (1000.4, "+1.000 €")),
        *((-1234.56, "−1.235 €"), (10_000, "+10.000 €"), (-2_500_000, "−2,5 Mio. €")),
    ],
)
def test_a_difference_of_money_has_its_sign(value: float, text: str) -> None:
    assert units.signed_euro(value) == text


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        *(
            (name, "2023-Q3", "3. Quartal 2023")
            for name in ("Erstplanung", "Aktuelle Planung", "Erreicht", "Bewilligt")
        ),
        *((name, "2023-05", "Mai 2023") for name in ("Beginn", "Ende", "Status vom", "Veröffentlicht")),
        *((name, "1234.5", "1.234,5") for name in ("Wert", "Fläche (km²)")),
        ("Wert", "viel", "viel"),
        ("Einwohner", "49143", "49.143"),
        ("Betrag (EUR)", "962351.7", "962.351,70 €"),
        ("Titel", "2023-05", "2023-05"),
        ("Titel", None, "keine Angabe"),
    ],
)
def test_a_value_of_the_inputs_reads_as_on_screen(column: str, value: str | None, text: str) -> None:
    assert cells.correction_text(column, value) == text


def test_partial_dates_sort_in_the_order_of_time_what_is_less_precise_before_what_begins_with_it() -> None:
    of_quarters = [
        (
            f"2023-Q{quarter}",
            f"2023-{month:02}",
            f"2023-{month:02}-01",
            f"2023-{month + 2:02}",
            f"2023-{month + 2:02}-28",
        )
        for quarter, month in ((1, 1), (2, 4), (3, 7), (4, 10))
    ]
    in_time = ["2022-12-31", "2023", *itertools.chain.from_iterable(of_quarters), "2024", "2024-Q1"]
    shuffled = in_time[::-1]
    assert sorted(shuffled, key=units.time_key) == in_time
    ordered = duckdb.from_df(pd.DataFrame({"day": shuffled})).order(units.time_order("day"))
    assert [day for (day,) in ordered.fetchall()] == in_time


@pytest.mark.parametrize(("value", "text"), [(math.inf, "∞"), (-math.inf, "−∞"), (np.float64("inf"), "∞")])
def test_a_number_without_end_is_written_as_such(value: float, text: str) -> None:
    assert units.number(value) == units.number(value, 2) == text


UNKNOWN = [None, float("nan"), np.nan, pd.NaT, pd.NA, ""]
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def parsed(text: str) -> Decimal:
    """A German number read back."""
    return Decimal(text.replace(".", "").replace(",", ".").replace("−", "-"))


@given(AMOUNTS)
def test_a_number_can_be_read_back(value: Decimal) -> None:
    assert parsed(units.number(value, 2)) == value


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_have_dots_between_thousands_and_no_comma(value: int) -> None:
    text = units.number(value)
    assert parsed(text) == value
    assert "," not in text
    assert [len(group) for group in text.lstrip("−").split(".")[1:]] == [3] * text.count(".")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.45, 1, "2,5"),
        (2.55, 1, "2,6"),
        (-2.45, 1, "−2,5"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (-0.5, 0, "−1"),
        (-0.4, 0, "0"),
        (Decimal("0.125"), 2, "0,13"),
        (np.float64(8.25), 1, "8,3"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: float, decimals: int, text: str) -> None:
    assert units.number(value, decimals) == text


@given(AMOUNTS)
def test_money_is_exact_to_the_cent_and_cents_are_shown_only_where_there_are_any(value: Decimal) -> None:
    text = units.euro(value)
    assert text.endswith(" €")
    assert parsed(text.removesuffix(" €")) == value
    assert ("," in text) == (value % 1 != 0)


@given(AMOUNTS)
def test_money_that_arrives_as_a_float_is_exact_to_the_cent_too(value: Decimal) -> None:
    # DuckDB's decimals reach pandas as floats.
    assert units.euro(float(value)) == units.euro(value)


@given(AMOUNTS)
def test_a_headline_is_the_amount_rounded_to_what_it_shows(value: Decimal) -> None:
    text = units.euro_short(value)
    if text.endswith(" Mio. €"):
        assert abs(parsed(text.removesuffix(" Mio. €")) * 10**6 - value) <= Decimal("50000.01")
    else:
        assert abs(parsed(text.removesuffix(" €")) - value) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (72279318.05, "72,3 Mio. €"),
        (1_000_000, "1,0 Mio. €"),
        (999_999, "999.999 €"),
        (0, "0 €"),
        (Decimal("0.4"), "0 €"),
        (-2_500_000, "−2,5 Mio. €"),
        (72_250_000, "72,3 Mio. €"),
        (72_249_999.99, "72,2 Mio. €"),
        (1234.5, "1.235 €"),
    ],
)
def test_headlines_are_in_millions_from_a_million_on(value: float, text: str) -> None:
    assert units.euro_short(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(97.54, "97,5 %"), (100, "100 %"), (0, "0 %"), (0.04, "0,0 %"), (12.0, "12,0 %")]
)
def test_a_share_has_one_decimal_unless_it_is_nothing_or_everything(value: float, text: str) -> None:
    assert units.share(value) == text


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_a_day_is_written_with_two_digits_and_can_be_read_back(day: dt.date) -> None:
    text = units.date(day)
    assert dt.datetime.strptime(text, "%d.%m.%Y").date() == day
    assert units.date(pd.Timestamp(day)) == text
    assert units.partial_date(day.isoformat()) == text


@pytest.mark.parametrize(
    ("given_as", "text"),
    [
        ("2023", "2023"),
        ("2023-Q3", "3. Quartal 2023"),
        # Nothing of the calendar, but somebody may ask for it.
        ("0000-00-00", "0000-00-00"),
        ("2026-13", "2026-13"),
        ("2023-05", "Mai 2023"),
        ("2023-03", "März 2023"),
        ("2023-05-07", "07.05.2023"),
    ],
)
def test_a_partial_date_is_shown_as_precise_as_it_is_and_never_more(given_as: str, text: str) -> None:
    assert units.partial_date(given_as) == text
    for column in sorted(units.PARTIAL_DATES):
        assert units.by_unit(column, given_as) == text


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_a_month_never_gains_a_day(year: int, month: int) -> None:
    name, shown_year = units.partial_date(f"{year}-{month:02}").split(" ")
    assert shown_year == str(year)
    assert name.isalpha()


@pytest.mark.parametrize("value", UNKNOWN, ids=repr)
@pytest.mark.parametrize(
    "column",
    [
        "grant_eur",
        "project_count",
        "area_km2",
        "latest_date",
        "delay_days",
        "delay_months",
        "approved_year",
        "approved",
        "period",
        "first_period",
        "note",
    ],
)
def test_what_is_unknown_says_so_in_every_unit(column: str, value: Any) -> None:
    assert units.is_unknown(value)
    assert units.by_unit(column, value) == "keine Angabe"
    assert units.measure(value, "%") == units.measure(value, "Anzahl") == "keine Angabe"


@pytest.mark.parametrize("value", [0, 0.0, False, Decimal(0), "0", " ", "nan", pd.Timestamp(0)], ids=repr)
def test_zero_is_known(value: Any) -> None:
    assert not units.is_unknown(value)


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("grant_eur", 962351.7, "962.351,70 €"),
        ("grant_eur", np.float64(962351), "962.351 €"),
        ("project_count", 1234, "1.234"),
        ("project_count", 12.0, "12"),
        ("area_km2", 59.216, "59,22 km²"),
        ("latest_date", pd.Timestamp("2026-11-23"), "23.11.2026"),
        ("delay_days", 1, "1 Tag"),
        ("delay_days", -1, "−1 Tag"),
        ("delay_days", 1092, "1.092 Tage"),
        ("delay_days", 0, "0 Tage"),
        ("delay_months", 1, "1 Monat"),
        ("delay_months", 4, "4 Monate"),
        ("delay_months", -1, "−1 Monat"),
        ("approved_year", 2023, "2023"),
        ("approved_year", 2023.0, "2023"),
        ("note", "rund", "rund"),
    ],
)
def test_the_suffix_of_a_column_says_its_unit(column: str, value: Any, text: str) -> None:
    assert units.by_unit(column, value) == text


def test_an_indicator_is_shown_in_its_own_unit() -> None:
    assert units.measure(97.54, "% der Haushalte") == "97,5 %"
    assert units.measure(1234, "Anzahl") == units.measure(1234, "") == "1.234"
    assert units.measure(17502, "kW") == "17.502 kW"


BOUNDS = st.tuples(AMOUNTS, AMOUNTS).map(lambda pair: tuple(sorted(map(float, pair))))


@given(BOUNDS)
def test_classes_cover_the_range_with_round_bounds(bounds: tuple[float, float]) -> None:
    low, high = bounds
    steps = units.nice_steps(low, high)
    assert len(steps) == 6
    assert steps[0] <= low
    assert high <= steps[-1]
    widths = [after - before for before, after in itertools.pairwise(steps)]
    # Two bounds side by side differ from what they should be by what a float of their size cannot hold.
    grain = 4 * math.ulp(max(abs(steps[0]), abs(steps[-1])))
    assert all(math.isclose(width, widths[0], rel_tol=1e-6, abs_tol=grain) for width in widths)
    # Two digits at the most: 1, 1.5, 2, 2.5 … times a power of ten.
    digits = widths[0] / 10.0 ** math.floor(math.log10(widths[0]) + 1e-9)
    assert math.isclose(digits * 10, round(digits * 10), rel_tol=1e-5, abs_tol=20 * grain / widths[0])


@given(BOUNDS)
def test_classes_are_not_wider_than_needed(bounds: tuple[float, float]) -> None:
    low, high = bounds
    steps = units.nice_steps(low, high)
    # Closer together than nine digits tell apart, and bounds of twelve digits cannot follow.
    if high - low > 1e-9 * max(1.0, abs(low), abs(high)):
        # Round bounds may waste some of the outer classes, never most of the scale.
        assert (high - low) / (steps[-1] - steps[0]) > 0.3


@given(AMOUNTS.map(float))
def test_classes_of_one_single_value_are_still_classes(value: float) -> None:
    steps = units.nice_steps(value, value)
    assert steps[0] <= value <= steps[-1]
    assert steps == sorted(set(steps))


# Anything that a table can hold: DECIMAL(14, 2), and indicators as small as a billionth.
MEASURES = st.floats(-1e15, 1e15).map(lambda value: round(value, 9))


@given(MEASURES, MEASURES)
def test_classes_cover_any_range_of_figures(first: float, second: float) -> None:
    low, high = sorted((first, second))
    steps = units.nice_steps(low, high)
    assert steps[0] <= low
    assert high <= steps[-1]
    assert steps == sorted(set(steps))


def test_equal_numbers_read_the_same_whatever_their_type() -> None:
    for value in (Decimal(2), np.int64(2), 2, 2.0, np.float64(2)):
        assert units.number(value) == "2"  # type: ignore[arg-type]
    assert units.number(-0.0) == units.number(0) == "0"


@pytest.mark.parametrize(
    ("value", "text"), [(1, "+1 Platz"), (2, "+2 Plätze"), (-1, "−1 Platz"), (0, "±0 Plätze"), (1000, "+1.000 Plätze")]
)
def test_places_up_and_down_have_their_sign(value: int, text: str) -> None:
    assert units.places(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5.25, "% der Haushalte", "+5,3 Punkte"),
        (-0.04, "%", "±0,0 Punkte"),
        (-0.05, "%", "−0,1 Punkte"),
        (-1234.5, "kW", "−1.235 kW"),
        (0.4, "Anzahl", "±0"),
    ],
)
def test_a_difference_of_an_indicator_has_the_sign_of_what_it_shows(value: float, unit: str, text: str) -> None:
    assert units.difference(value, unit) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("93,7 % von 1,5 Mio. € auf 10 km²", "93,7_% von 1,5_Mio._€ auf 10_km²"),
        ("5,6 Mio. Euro und 2 Mrd. €", "5,6_Mio. Euro und 2_Mrd. €"),
        ("mit mindestens 2 Mbit/s bis 1 Gbit/s", "mit mindestens 2_Mbit/s bis 1_Gbit/s"),
        ("keine Angabe in % und in Mio. €", "keine Angabe in % und in Mio. €"),
        ('<b>5 %</b> <input value="10 %"> 3 €', '<b>5_%</b> <input value="10 %"> 3_€'),
    ],
)
def test_no_line_ends_between_a_figure_and_its_sign(text: str, lines: str) -> None:
    assert unbroken(text) == lines.replace("_", "\u00a0")


@pytest.mark.parametrize(
    ("text", "day", "is_iso"),
    [
        ("2024-02-29", dt.date(2024, 2, 29), True),
        ("2024-2-9", dt.date(2024, 2, 9), False),
        ("29.02.2024", dt.date(2024, 2, 29), False),
        ("9.2.2024", dt.date(2024, 2, 9), False),
        ("2024-02-30", None, False),
        ("20240229", None, False),
        ("29.02.24", None, False),
        (" 2024-02-29", None, False),
        ("", None, False),
    ],
)
def test_a_day_that_somebody_wrote_is_read_in_two_spellings(text: str, day: dt.date | None, is_iso: bool) -> None:
    assert units.written_day(text) == day
    assert units.iso_day(text) == (day if is_iso else None)
