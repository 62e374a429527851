"""Partial dates say what they mean and never more."""

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reading.partial_dates import has_form, is_possible, partial_date

YEARS = st.integers(1900, 2100)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_is_its_own_first_and_last_day(day: date) -> None:
    found = partial_date(day.isoformat())
    assert (found.text, found.first, found.last, found.precision) == (day.isoformat(), day, day, "day")


@given(DAYS)
def test_a_german_day_is_the_same_as_the_iso_day(day: date) -> None:
    assert partial_date(f"{day:%d.%m.%Y}") == partial_date(f"{day.day}.{day.month}.{day.year}")
    assert partial_date(f"{day:%d.%m.%Y}") == partial_date(day.isoformat())


@given(YEARS, st.integers(1, 12))
def test_a_month_reaches_to_its_last_day(year: int, month: int) -> None:
    found = partial_date(f"{year}-{month:02}")
    assert (found.first, found.precision) == (date(year, month, 1), "month")
    assert found.last == date(year, month, calendar.monthrange(year, month)[1])


@given(YEARS)
def test_the_quarters_of_a_year_follow_each_other_without_a_gap(year: int) -> None:
    quarters = [partial_date(f"{year}-Q{number}") for number in (1, 2, 3, 4)]
    assert {quarter.precision for quarter in quarters} == {"quarter"}
    assert (quarters[0].first, quarters[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    for before, after in pairwise(quarters):
        assert after.first - before.last == timedelta(days=1)


@given(YEARS)
def test_a_year_is_all_of_it(year: int) -> None:
    found = partial_date(str(year))
    assert (found.first, found.last, found.precision) == (date(year, 1, 1), date(year, 12, 31), "year")


@given(st.one_of(DAYS.map(str), DAYS.map("{:%Y-%m}".format), DAYS.map("{:%Y}".format), DAYS.map("{:%d.%m.%Y}".format)))
def test_the_canonical_text_means_the_same(text: str) -> None:
    assert partial_date(partial_date(text).text) == partial_date(text)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    if is_possible(text):
        assert has_form(text)
        assert partial_date(text).first <= partial_date(text).last
    else:
        with pytest.raises(ValueError):
            partial_date(text)


@pytest.mark.parametrize("text", ["2023-02-30", "2023-13", "2023-Q5", "2023-Q0", "31.04.2023", "0023", "2023-00-01"])
def test_an_impossible_date_has_the_form_but_does_not_exist(text: str) -> None:
    assert has_form(text)
    assert not is_possible(text)


@pytest.mark.parametrize("text", ["", "Q3 2023", "2023/05", "Frühjahr 2023", "20230517", "17.05.23", "2023-5", "٢٠٢٣"])
def test_other_forms_are_no_dates(text: str) -> None:
    assert not has_form(text)
