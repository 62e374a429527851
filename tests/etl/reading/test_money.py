"""Money is exact to the cent."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.messages.german import number
from etl.reading.money import amount

CENTS = st.integers(0, 10**14 - 1)


@given(CENTS)
def test_every_cent_survives(cents: int) -> None:
    assert amount(f"{cents // 100}.{cents % 100:02}") * 100 == cents


@given(CENTS)
def test_an_amount_always_has_two_decimals(cents: int) -> None:
    assert amount(str(Decimal(cents) / 100)).as_tuple().exponent == -2


def test_one_decimal_is_ten_cents() -> None:
    assert amount("962351.7") == Decimal("962351.70")


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert 0 <= amount(text) < 10**12


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1,50", "1.234,50", "500 €", "1e6", "nan", "1" * 13, "1_000", "٣"])
def test_what_is_no_amount_to_the_cent_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        amount(text)


def test_german_numbers_have_a_comma_and_dots() -> None:
    assert number(Decimal("72279318.05")) == "72.279.318,05"
    assert number(2356, 0) == "2.356"
