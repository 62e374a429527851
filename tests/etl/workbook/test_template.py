"""The office's workbook holds the latest Stand, explains itself, and executes nothing."""

import csv
import io
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from config import ROOT
from data_dictionary import TABLES, Table
from etl.messages.refusals import RefusedError
from etl.workbook.cell import Cell, Reading
from etl.workbook.dates import date_reading
from etl.workbook.names import text_reading
from etl.workbook.sheets import HELP, LISTS, SHEETS
from etl.workbook.style import EURO_FORMAT
from etl.workbook.template import template
from etl.workbook.workbook_import import Addition
from etl.workbook.writing import ACTIVE, write_text, write_value
from tests.etl.workbook.places import at, letter


@pytest.fixture(scope="module")
def book(fresh: Path) -> Any:
    return load_workbook(fresh)


def rules(page: Any) -> dict[str, Any]:
    """The rule of each column, by its letter."""
    return {str(rule.sqref).split("2:")[0]: rule for rule in page.data_validations.dataValidation}


def test_there_is_one_sheet_per_table_and_a_help(book: Any) -> None:
    assert book.sheetnames == [HELP, *(sheet.title for sheet in SHEETS), LISTS]
    assert book[LISTS].sheet_state == "veryHidden"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_headers_are_those_of_the_files(book: Any, sheet: Table) -> None:
    assert [cell.value for cell in book[sheet.title][1]] == sheet.headers


def test_every_column_is_explained_in_the_help(book: Any) -> None:
    rows = {(row[0], row[1]): row for row in book[HELP].iter_rows(values_only=True)}
    for sheet in SHEETS:
        for column in sheet.columns:
            row = rows[sheet.title, column.header]
            assert len(row[2]) > 5
            assert row[3]
            assert (row[4] == "ja") == column.is_needed


def test_lists_offer_what_is_allowed(book: Any) -> None:
    def offered(name: str) -> list[str]:
        (_, cells), *_ = book.defined_names[name].destinations
        return [cell.value for (cell,) in book[LISTS][cells.replace("$", "")]]

    funding, projects = rules(book["Förderung"]), rules(book["Projekte"])
    for sheet in SHEETS:
        for column in (column for column in sheet.columns if column.choices):
            rule = rules(book[sheet.title])[letter(sheet.title, column.header)]
            assert offered(rule.formula1) == list(column.choices)
    fields = tomllib.loads((ROOT / "data" / "region.toml").read_text("utf-8"))["field_of_action"]
    assert offered(projects[letter("Projekte", "Handlungsfeld")].formula1) == [field["name"] for field in fields]
    # Every municipality, and the district.
    keys = [*(f"05978{number:03}" for number in range(4, 44, 4)), "05978"]
    assert offered(funding[letter("Förderung", "Empfänger-AGS")].formula1) == keys
    for rule in (funding[letter("Förderung", "Projekt-ID")], funding[letter("Förderung", "Quelle-ID")]):
        assert "COUNTA" in book.defined_names[rule.formula1].attr_text


def test_texts_of_rules_fit_into_excel(book: Any) -> None:
    for sheet in SHEETS:
        for rule in rules(book[sheet.title]).values():
            assert len(rule.error or "") <= 255
            assert len(rule.prompt or "") <= 255
            assert len(rule.promptTitle or "") <= 32


def test_known_ids_are_locked_and_new_rows_are_free(book: Any) -> None:
    page = book["Förderung"]
    assert page.protection.sheet
    assert not page.protection.password
    assert page["A2"].protection.locked
    assert not page["B2"].protection.locked
    for header in TABLES["foerderung"].headers:
        assert not page.column_dimensions[letter("Förderung", header)].protection.locked
    # In the file these say what stays forbidden.
    for freedom in ("sort", "autoFilter", "insertRows", "deleteRows", "formatColumns"):
        assert getattr(page.protection, freedom) is False


def test_money_days_and_partial_dates_have_their_formats(book: Any) -> None:
    def held(sheet: str, column: str, row: int) -> tuple[Any, str]:
        found = book[sheet][at(sheet, column, row)]
        return found.value, found.number_format

    def format_of_new_rows(sheet: str, column: str) -> str:
        return str(book[sheet].column_dimensions[letter(sheet, column)].number_format)

    assert held("Förderung", "Betrag (EUR)", 2) == (490000, EURO_FORMAT)
    assert format_of_new_rows("Förderung", "Betrag (EUR)") == EURO_FORMAT
    assert held("Projekte", "Status vom", 2) == (datetime(2024, 11, 13), "DD.MM.YYYY")
    assert held("Projekte", "Beginn", 2) == ("2022", "@")
    assert format_of_new_rows("Projekte", "Beginn") == "@"
    assert held("Projekte", "Kommunen (AGS)", 3) == ("05978028 05913000", "@")


def test_headers_stay_in_view_and_filter(book: Any) -> None:
    for sheet in SHEETS:
        assert book[sheet.title].freeze_panes == "B2"
        assert book[sheet.title].auto_filter.ref.startswith("A1:")


def test_tables_are_printed_across_a_large_sheet_with_their_headers(book: Any) -> None:
    for sheet in SHEETS:
        page = book[sheet.title]
        assert (int(page.page_setup.paperSize), page.page_setup.orientation) == (8, "landscape")
        assert page.print_title_rows in ("1:1", "$1:$1")


def evil_folder(data_dir: Path, texts: dict[str, str]) -> None:
    path = data_dir / "raw" / "staende" / "2026-11-23" / "quellen.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    for column, text in texts.items():
        rows[1][rows[0].index(column)] = text
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8", newline="")


def test_nothing_in_the_workbook_is_executed(data_dir: Path, take: Callable[..., Addition], tmp_path: Path) -> None:
    evil_folder(data_dir, {"Titel": '=HYPERLINK("http://x";"x")', "Herausgeber": "@SUM(1)"})
    made = template(data_dir)
    made.save(tmp_path / "Mappe.xlsx")
    for page in load_workbook(tmp_path / "Mappe.xlsx").worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f"
            if isinstance(cell.value, str) and cell.value.startswith(ACTIVE):
                assert cell.data_type == "s"
                assert cell.quotePrefix
    reception = take(tmp_path / "Mappe.xlsx", is_trial=False)
    assert reception.is_written, reception.remarks
    assert reception.remarks == []
    before, after = (
        (data_dir / "raw" / "staende" / day / "quellen.csv").read_bytes() for day in ("2026-11-23", "2026-12-31")
    )
    assert before == after


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=20
    ),
    st.sampled_from(["", *"=+-@'", "#REF!"]),
)
def test_any_text_comes_back_from_a_workbook(text: str, start: str) -> None:
    text = unicodedata.normalize("NFC", start + text)
    book = Workbook()
    write_text(book.active["A1"], text)  # type: ignore[index]
    data = io.BytesIO()
    book.save(data)
    cell = load_workbook(data).active["A1"]  # type: ignore[index]
    assert cell.data_type == "s"  # type: ignore[union-attr]
    reading = text_reading(Cell(cell.value, is_quoted=bool(cell.quotePrefix)))  # type: ignore[union-attr, arg-type]
    assert (reading.text, reading.repairs) == (text, ())


# Excel has a day too many in 1900, and counts to the years of today in 1905.
@pytest.mark.parametrize(
    "text",
    ["1900-01-01", "1905-07-15", "1949-12-31", "1950-01-01", "2023-05-01", "2100-12-31", "2023", "2023-Q3", "2023-05"],
)
def test_any_date_comes_back_from_a_workbook(text: str) -> None:
    column = next(column for column in TABLES["projekte"].columns if column.header == "Beginn")
    cell: Any = Workbook()["Sheet"]["A1"]
    write_value(cell, column, text)
    assert date_reading(Cell(cell.value, cell.number_format)) == Reading(text)


def test_what_excel_cannot_hold_is_told_not_cut(data_dir: Path) -> None:
    for text, words in (("x" * 32_768, "länger als die 32\\.767 Zeichen"), ("a\x07b", "enthält ein Steuerzeichen")):
        evil_folder(data_dir, {"Titel": text})
        with pytest.raises(RefusedError, match=f"^Quellen, Zeile 2, Spalte „Titel“: .*{words}"):
            template(data_dir)


def test_a_broken_table_gives_no_workbook(data_dir: Path) -> None:
    (data_dir / "raw" / "staende" / "2026-11-23" / "quellen.csv").write_bytes(b"\xff")
    with pytest.raises(RefusedError, match=r"quellen\.csv.*UTF-8"):
        template(data_dir)


def test_a_folder_without_stand_gives_empty_sheets(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "raw" / "staende")
    book: Any = template(data_dir)
    assert [book[sheet.title].max_row for sheet in SHEETS] == [1] * len(SHEETS)
    # Its municipalities are known before its first Stand.
    assert "05978028" in [cell.value for row in book[LISTS].iter_rows() for cell in row]
    assert "05978028" in [row[0].value for row in book[HELP].iter_rows()]


def test_colours_come_from_the_theme_alone() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "etl" / "workbook").glob("*.py"))
    assert re.findall(r"#[0-9a-fA-F]{6}\b", code) == []
