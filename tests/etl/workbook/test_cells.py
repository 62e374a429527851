"""A cell reads back to what a German meant by it; what can mean two things is refused, and nothing changes unsaid."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.messages.german import number
from etl.reading.money import AMOUNT
from etl.reading.partial_dates import is_possible, partial_date
from etl.workbook.amounts import amount_reading
from etl.workbook.cell import Cell, Reading, cleaned
from etl.workbook.dates import date_reading
from etl.workbook.names import Spellings, areas_reading, key_reading, name_reading, text_reading

CENTS = st.integers(0, 10**14 - 1)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
AREAS = {"05978004", "05978028", "05978"}
READERS = [
    amount_reading,
    date_reading,
    text_reading,
    lambda cell: areas_reading(cell, AREAS),
    lambda cell: name_reading(cell, Spellings(["zählt", "überholt"])),
]


@pytest.mark.parametrize("reader", READERS[:4])
def test_a_number_beyond_all_numbers_is_refused_or_left_to_the_rules(reader: Callable[[Cell], Reading]) -> None:
    found = reader(Cell(float("inf")))
    assert found.problem or not AMOUNT.fullmatch(found.text)


@given(CENTS, st.sampled_from(["{}", "{} €", "€ {}", "{} EUR", " {}\u00a0€ ", "\u200b{}"]))
def test_every_german_amount_reads_back_to_the_cent(cents: int, form: str) -> None:
    exact = Decimal(cents) / 100
    reading = amount_reading(Cell(form.format(number(exact))))
    assert (reading.problem, Decimal(reading.text)) == (None, exact)
    assert reading.repairs


@given(CENTS)
def test_every_number_reads_back_to_the_cent(cents: int) -> None:
    # As Excel stores it: a floating-point number.
    reading = amount_reading(Cell(cents / 100))
    assert (reading.problem, reading.repairs, Decimal(reading.text)) == (None, (), Decimal(cents) / 100)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_three_digits_after_one_separator_are_never_guessed(whole: int, rest: int, separator: str) -> None:
    reading = amount_reading(Cell(f"{whole}{separator}{rest:03}"))
    assert "Euro heißen oder" in (reading.problem or "")


@given(DAYS, st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", " %d.%m.%Y\u00a0", "%Y-%m-%dT00:00:00", "%d.%m.%Y 14:30"]))
def test_every_german_day_reads_back(day: date, form: str) -> None:
    assert date_reading(Cell(day.strftime(form))).text == day.isoformat()


@given(DAYS)
def test_a_date_cell_is_its_day_and_nothing_was_repaired(day: date) -> None:
    reading = date_reading(Cell(datetime.combine(day, time()), "DD.MM.YYYY"))
    assert (reading.text, reading.repairs, reading.problem) == (day.isoformat(), (), None)


@pytest.mark.parametrize("shown", ["mmm\\ yy", "yyyy\\-mm", "[$-407]mmmm\\ yyyy;@", "MM/YYYY", '"seit "mmm yyyy'])
@given(day=DAYS)
def test_a_date_cell_that_shows_the_month_means_the_month(shown: str, day: date) -> None:
    reading = date_reading(Cell(datetime.combine(day.replace(day=1), time()), shown))
    assert (reading.text, reading.problem) == (day.isoformat()[:7], None)


def test_a_date_cell_that_shows_less_than_it_holds_is_refused() -> None:
    assert "17.05.2023" in (date_reading(Cell(datetime(2023, 5, 17), "mmm yy")).problem or "")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_slashes_are_read_only_when_day_and_month_cannot_be_mixed_up(day: date) -> None:
    reading = date_reading(Cell(day.strftime("%d/%m/%Y")))
    if day.day <= 12 and day.day != day.month:
        assert reading.problem
    else:
        assert reading.text == day.isoformat()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2023", "2023"), ("2023/5/7", "2023-05-07"), (date(2023, 5, 7), "2023-05-07"), (2023, "2023"), (2023.0, "2023"), ("2023.0", "2023"), ("2023-5", "2023-05"), ("2023–05", "2023-05"),
        ("05/2023", "2023-05"), ("05/05/2023", "2023-05-05"), ("17/05/2023", "2023-05-17"), ("05/17/2023", "2023-05-17"), ("5.2023", "2023-05"), ("Mai 2023", "2023-05"), ("17. Mai 2023", "2023-05-17"),
        ("März 2024", "2024-03"), ("Maerz 2024", "2024-03"), ("Dez. 2024", "2024-12"), ("3. Quartal 2023", "2023-Q3"),
        ("Q3 2023", "2023-Q3"), ("2023/Q3", "2023-Q3"), ("2023-q3", "2023-Q3"), ("Jänner 2023", "2023-01"),
        (datetime(1905, 7, 15), "2023"), (datetime(2023, 1, 1), "2023-01-01"),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_was_written(value: str | int | float | datetime, text: str) -> None:
    reading = date_reading(Cell(value))
    assert (reading.text, reading.problem) == (text, None)


@pytest.mark.parametrize(
    "value",
    [
        "31.02.2023",
        "2023-Q5",
        "2023-13",
        "17.05.23",
        "bald",
        "2023/24",
        "17.5.",
        45063,
        2023.5,
        202305,
        True,
        time(1),
        timedelta(1),
    ],
)
def test_what_is_no_date_is_refused(value: str | int | float | bool | time | timedelta) -> None:
    reading = date_reading(Cell(value))
    assert reading.problem
    assert not reading.repairs


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.234.567", "1234567"), ("500.000 €", "500000"), ("1.234 EUR", "1234"), ("1.234,-", "1234"), ("1.234,–", "1234"), ("1 234,50", "1234.50"), ("1’234,50", "1234.50"),
        ("1,234.56", "1234.56"), ("490000", "490000"), ("12.5", "12.50"), ("12,5", "12.50"), ("1.234,5 €", "1234.50"), ("−5,00 €", "-5"), (1e6, "1000000"), (0.1 + 0.2, "0.30"),
        ("0", "0"), ("0,00", "0"),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_written(value: str | float, text: str) -> None:
    reading = amount_reading(Cell(value))
    assert (reading.text, reading.problem) == (text, None)


@pytest.mark.parametrize(
    "value", ["5 Mio.", "rund 5000", "(5,00)", "1.23.456", "1e6", "12 34", "5,-5", "50 %", datetime(2026, 5, 1), True]
)
def test_what_is_no_amount_is_refused(value: str | datetime | bool) -> None:
    assert amount_reading(Cell(value)).problem


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5978004, "05978004"), (5978004.0, "05978004"), ("5978004", "05978004"), ("5978004.0", "05978004"), ("5.978.004", "05978004"),
        (5978, "05978"), ("5978004 5978028", "05978004 05978028"), ("05978004,05978028", "05978004 05978028"),
        ("05978004\n05978028;", "05978004 05978028"), ("'05978004", "05978004"), ("5911000", "5911000"),
    ],
)  # fmt: skip
def test_a_lost_zero_comes_back_only_when_the_key_is_then_known(value: str | float, text: str) -> None:
    assert areas_reading(Cell(value), AREAS).text == text


@pytest.mark.parametrize("value", [True, datetime(2023, 5, 17), time(1)])
def test_what_is_no_official_key_is_refused(value: bool | datetime | time) -> None:
    assert "Erwartet werden acht Ziffern" in (areas_reading(Cell(value), AREAS).problem or "")


def test_names_are_found_however_they_are_written() -> None:
    for written in ("Zählt", " zählt\u00a0", "za\u0308hlt", "ZAEHLT", "zähl\u200bt"):
        assert name_reading(Cell(written), Spellings(["zählt", "überholt"])).text == "zählt"
    assert name_reading(Cell("gezählt"), Spellings(["zählt"])).text == "gezählt"
    # Two that differ in case only: nobody can know which is meant.
    assert name_reading(Cell("DOS"), Spellings(["dos", "Dos"])).text == "DOS"
    assert key_reading(Cell("neu–1"), Spellings([])).text == "neu-1"


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_no_change_goes_unsaid(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for read in READERS:
        reading = read(Cell(text))
        assert reading.text == lines or reading.repairs or reading.problem


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = cleaned(Cell(text)).text
    assert cleaned(Cell(once, is_quoted=True)).text == once


@given(st.text("0123456789.,-/ QMai€", max_size=14))
def test_what_is_read_without_a_problem_has_the_form_of_the_table(text: str) -> None:
    day, amount = date_reading(Cell(text)), amount_reading(Cell(text))
    assert day.problem or not day.text or partial_date(day.text).text == day.text
    assert is_possible(day.text) or day.problem or not day.text
    assert amount.problem or not amount.text or AMOUNT.fullmatch(amount.text.lstrip("-")) or amount.text.count(".") == 1


def test_other_values_become_text_only_as_excel_shows_them() -> None:
    assert text_reading(Cell(2030)).text == "2030"
    assert text_reading(Cell(datetime(2023, 5, 17))).text == "17.05.2023"
    assert text_reading(Cell(42, "00000")).text == "00042"
    for value in (True, 2.5, time(1), date(2023, 5, 17), datetime(2023, 5, 17, 9, 30)):
        assert text_reading(Cell(value)).problem
        assert value is True or "Wahrheitswert" not in (text_reading(Cell(value)).problem or "")
    assert text_reading(Cell(date(2023, 5, 17))).text == "17.05.2023"


def test_an_error_that_excel_shows_is_no_value() -> None:
    english = (
        "#REF! #VALUE! #NAME? #NUM! #N/A #NULL! #DIV/0! #SPILL! #CALC! #BUSY! #FIELD! #BLOCKED! #CONNECT! #GETTING_DATA"
    )
    german = "#BEZUG! #WERT! #NAME? #ZAHL! #NV #NULL! #DIV/0! #ÜBERLAUF! #KALK! #FELD!"
    for text in (*english.split(), *german.split()):
        assert "Excel zeigt hier einen Fehler" in (cleaned(Cell(text)).problem or ""), text
    assert cleaned(Cell("#1")).problem is None


def test_an_apostrophe_before_a_formula_goes_and_others_stay() -> None:
    assert cleaned(Cell("'=1+1")).text == "=1+1"
    assert cleaned(Cell("'=1+1", is_quoted=True)).text == "'=1+1"
    assert cleaned(Cell("'s Heerenberg")).text == "'s Heerenberg"


def test_a_span_of_time_is_shown_as_excel_shows_it() -> None:
    assert Cell(timedelta(hours=30, seconds=5)).display_text == "30:00:05"
