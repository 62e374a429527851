"""Tables for German Excel: what is written is what is read back, and no cell is ever a formula."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import text_files
from app.words.file_name import file_name

BOM = "\ufeff"
STARTS = ("=", "+", "-", "@", "\t", "\r")
BLANK_START = re.compile("[\\s\u200b\ufeff]*[-=+@＋－＝＠]|[\t\r]")
STAND = dt.date(2026, 11, 23)
# Lone surrogates are no text that a file could hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
RISKY = st.builds(str.__add__, st.sampled_from([*STARTS, ";", '"', "\n", "\r\n", "ä"]), TEXTS)


def written(table: pd.DataFrame, footer: tuple[str, ...] = ()) -> str:
    lines = text_files.csv_for_excel(table.itertuples(index=False), list(table.columns), list(footer))
    return b"".join(lines).decode()


def read_back(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))


def test_the_file_begins_with_the_mark_that_tells_excel_it_is_utf_8() -> None:
    assert written(pd.DataFrame({"a": ["ä"]})).encode("utf-8").startswith(b"\xef\xbb\xbfa\r\n\xc3\xa4\r\n")


def test_cells_are_parted_by_semicolons_and_lines_end_as_windows_ends_them() -> None:
    text = written(pd.DataFrame({"a": ["x"], "b": ["y"]}), ("Quelle",))
    assert text == f"{BOM}a;b\r\nx;y\r\n\r\nQuelle\r\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1234,5"),
        (72279318.05, "72279318,05"),
        (-1.5, "-1,5"),
        (-3, "-3"),
        (12.0, "12"),
        (0, "0"),
        (Decimal("962351.70"), "962351,70"),
        (0.00001, "0,00001"),
        (True, "ja"),
        (False, "nein"),
        (dt.date(2026, 11, 23), "23.11.2026"),
        (pd.Timestamp("2026-11-23"), "23.11.2026"),
        (["Kamen", "Lünen"], "Kamen, Lünen"),
        (("=1",), "'=1"),
        ([], ""),
        ("rund; etwa", "rund; etwa"),
        # Excel would make the first day of the month of them.
        ("2022-12", "2022-12 (Monat)"),
        ("Dezember 2022", "Dezember 2022 (Monat)"),
        # It reads these as they are meant: a day, a number, a text.
        ("2022-12-05", "2022-12-05"),
        ("2022", "2022"),
        ("2023-Q3", "2023-Q3"),
    ],
)
def test_a_value_is_written_as_german_excel_reads_it(value: Any, text: str) -> None:
    assert text_files.cell(value) == text


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, ""], ids=repr)
def test_what_is_unknown_is_an_empty_cell(value: Any) -> None:
    assert text_files.cell(value) == ""


@pytest.mark.parametrize("start", STARTS, ids=repr)
def test_text_that_would_be_a_formula_is_marked_as_text(start: str) -> None:
    assert text_files.cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@given(st.one_of(TEXTS, RISKY))
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not text_files.cell(text).startswith(STARTS)


@given(st.lists(st.lists(st.one_of(TEXTS, RISKY), min_size=2, max_size=2), min_size=1, max_size=8))
def test_any_text_comes_back_unharmed_but_for_the_mark(rows: list[list[str]]) -> None:
    found = read_back(written(pd.DataFrame(rows, columns=["a", "b"])))
    assert found[0] == ["a", "b"]
    assert found[1 : len(rows) + 1] == [[f"'{c}" if BLANK_START.match(c) else c for c in row] for row in rows]


@pytest.mark.parametrize("text", ["\n=1", " =1", "\u200b=1", "\u00a0+1", "＝1", "＠x"])
def test_blanks_and_wide_signs_hide_no_formula(text: str) -> None:
    assert text_files.cell(text) == f"'{text}"


def test_headers_are_no_formula_either() -> None:
    assert read_back(written(pd.DataFrame({"=1": [1]})))[0] == ["'=1"]


@given(st.lists(st.decimals(min_value=-(10**12), max_value=10**12, places=2), min_size=1, max_size=8))
def test_any_amount_comes_back_to_the_cent(amounts: list[Decimal]) -> None:
    found = read_back(written(pd.DataFrame({"a": [float(amount) for amount in amounts]})))
    assert [Decimal(row[0].replace(",", ".")) for row in found[1 : len(amounts) + 1]] == amounts


@given(st.floats(-1e12, 1e12))
def test_no_number_is_written_with_an_exponent_or_a_point(value: float) -> None:
    text = text_files.cell(value)
    assert re.fullmatch(r"-?\d+(,\d+)?", text)
    assert float(text.replace(",", ".")) == pytest.approx(value, abs=1e-6)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_any_day_comes_back(day: dt.date) -> None:
    found = read_back(written(pd.DataFrame({"a": pd.to_datetime([day])})))
    assert dt.datetime.strptime(found[1][0], "%d.%m.%Y").date() == day


def test_sources_stand_below_the_rows_and_are_no_formula_either() -> None:
    found = read_back(written(pd.DataFrame({"a": [1]}), ("Quelle: Amt. Stand 23.11.2026", "=1")))
    assert found[2:] == [[], ["Quelle: Amt. Stand 23.11.2026"], ["'=1"]]


def test_a_table_without_rows_has_its_headers_and_sources() -> None:
    assert read_back(written(pd.DataFrame({"a": [], "b": []}), ("Quelle",))) == [["a", "b"], [], ["Quelle"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Förderung nach Kommune", "foerderung-nach-kommune_2026-11-23"),
        ("Ärger über Straßen", "aerger-ueber-strassen_2026-11-23"),
        ("5G: „Café“ / DOS 2030", "5g-cafe-dos-2030_2026-11-23"),
    ],
)
def test_a_file_is_named_after_what_it_shows_and_its_stand(title: str, name: str) -> None:
    assert file_name(title, STAND) == name


@given(TEXTS)
def test_a_file_name_works_on_every_system(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]*_2026-11-23", file_name(title, STAND))
