"""What a cell shows and what it holds must agree, and what is said beside values is told; an answer lets it through."""

import csv
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from config import ROOT
from etl.messages.refusals import RefusedError
from etl.reading.inputs import read_inputs
from etl.release.stands import withdraw_stand
from etl.workbook.cell import Cell
from etl.workbook.dates import date_reading
from etl.workbook.number_formats import display
from etl.workbook.remarks import Remark
from etl.workbook.sheets import SHEETS
from etl.workbook.template import template
from etl.workbook.workbook_file import open_workbook
from etl.workbook.workbook_import import Addition, import_workbook, read_contents
from tests.etl.workbook.conftest import BEFORE, STAND, with_kinds
from tests.etl.workbook.excel import with_formula
from tests.etl.workbook.mistakes import put
from tests.etl.workbook.places import at, place
from tests.etl.workbook.test_workbook_file import changed
from tests.stands import first_stand

Take = Callable[..., Addition]
Edited = Callable[..., Path]
ACCOUNTING = '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (5.6, '0.0 "Mio. €"', "5,6 Mio. €"),
        (5.6, "0.0\\ \\M\\i\\o\\.", "5,6 Mio."),
        (2.5, '0 "Mio. €"', "3 Mio. €"),
        (250, '#,##0\\ "T€"', "250 T€"),
        (0.8, "0 %", "80 %"),
        (45000, '"$"#,##0', "$45.000"),
        (45000, "[$$-409]#,##0.00", "$45.000,00"),
        (45000, "#,##0\\ [$CHF]", "45.000 CHF"),
        (5600000, "0.0,,", "5,6"),
        (5600000, "#,##0,", "5.600"),
        (5600000, '[>=1000000]0.0,,"M";0', "5,6M"),
        (1000000, '[>=1000000]0.0,,"M";0', "1,0M"),
        (1000000, '[>1000000]0;0.0,,"M"', "1,0M"),
        (1000000, '[<=1000000]0.0,,"M";0', "1,0M"),
        (1000000, '[<1000000]0;0.0,,"M"', "1,0M"),
        (45, '0"000"', "45000"),
        (45, 'General "Stück"', "45 Stück"),
        (45000, ";;;", ""),
    ],
)
def test_a_format_that_shows_another_number_is_known(value: float, number_format: str, shown: str) -> None:
    found = display(value, number_format)
    assert found
    assert (found.text, found.means_number) == (shown, False)


@pytest.mark.parametrize(
    ("value", "number_format", "is_rounded"),
    [
        (490000, '#,##0.00\\ "€"', False),
        (490000, "#,##0.00\\ [$€-407];[RED]-#,##0.00\\ [$€-407]", False),
        (490000, "[$€-2]\\ #,##0.00", False),
        (490000, "#,##0\\ [$EUR]", False),
        (490000.5, ACCOUNTING, False),
        (0, ACCOUNTING, False),
        (-5, ACCOUNTING, False),
        (490000, "#,##0.00_ ;[Red]\\-#,##0.00\\ ", False),
        (12.5, "0.##", False),
        (5, '[>=1000000]0.0,,"M";0', False),
        (45000, "0.00E+00", False),
        (45678.9, "0.00E+00", True),
        (1234.56, "#,##0", True),
    ],
)
def test_a_format_that_shows_the_number_is_no_matter(value: float, number_format: str, is_rounded: bool) -> None:
    found = display(value, number_format)
    assert found
    assert (found.means_number, found.is_rounded) == (True, is_rounded)


@pytest.mark.parametrize("number_format", ["General", "@", "0", "# ?/?"])
def test_some_formats_show_what_is_there(number_format: str) -> None:
    assert display(1234.5, number_format) is None


def test_a_date_is_read_by_the_calendar_of_its_workbook_and_by_what_its_cell_shows() -> None:
    assert date_reading(Cell(datetime(1909, 7, 16), "DD.MM.YYYY", first_day=date(1904, 1, 1))).text == "2023"
    assert "17.05.2023" in (date_reading(Cell(43601, first_day=date(1904, 1, 1))).problem or "")
    assert "nur eine Uhrzeit" in (date_reading(Cell(datetime(2023, 5, 17), "hh:mm")).problem or "")


def strike(sheet: str, column: str, row: int) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[sheet][at(sheet, column, row)].font = Font(strike=True)

    return edit


def half_struck(row: int) -> Callable[[Any], None]:
    """Two of the four filled cells of a row, and not its key."""

    def edit(book: Any) -> None:
        for change in (
            put("Quellen", "Veröffentlicht", row, None),
            *(strike("Quellen", n, row) for n in ("Titel", "URL")),
        ):
            change(book)

    return edit


def comment(sheet: str, column: str, row: int, text: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[sheet][at(sheet, column, row)].comment = Comment(text, "Amt")

    return edit


MARKS = [
    (put("Förderung", "Betrag (EUR)", 3, 5.6, '0.0 "Mio. €"'), ("Förderung", "Betrag (EUR)", 3), "error", "zeigt „5,6 Mio. €“, gespeichert ist aber 5,6"),
    (put("Förderung", "Betrag (EUR)", 4, CellRichText(TextBlock(InlineFont(strike=True), "500"), "450")), ("Förderung", "Betrag (EUR)", 4), "error", "durchgestrichen („500“)"),
    (put("Projekte", "Titel", 5, 45, '0 "Projekte"'), ("Projekte", "Titel", 5), "error", "zeigt „45 Projekte“"),
    (put("Projekte", "Status vom", 6, datetime(2026, 5, 17), "d-mmm"), ("Projekte", "Status vom", 6), "question", "kein Jahr; gespeichert ist 2026-05-17"),
    (strike("Projekte", "Projekt-ID", 7), ("Projekte", "Projekt-ID", 7), "question", "Zeile ist durchgestrichen"),
    (strike("Quellen", "Titel", 8), ("Quellen", "Titel", 8), "question", "Zelle ist durchgestrichen"),
    (half_struck(12), ("Quellen", "Quelle-ID", 12), "question", "Zeile ist durchgestrichen"),
    (comment("Förderung", "Empfänger", 9, "bitte\nstreichen"), ("Förderung", "Empfänger", 9), "question", "Kommentar: „bitte streichen“"),
    (comment("Quellen", "Titel", 10, "[Threaded comment]\n\nYour version …\n\nComment:\n    Stimmt nicht mehr"), ("Quellen", "Titel", 10), "question", "„Stimmt nicht mehr“"),
]  # fmt: skip


@pytest.fixture(scope="module")
def cell_remarks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[Remark]]:
    """What is said of a workbook's sheets and cells, before the rules look at its tables."""
    inputs, _ = read_inputs(with_kinds(first_stand(tmp_path_factory.mktemp("known"))))
    return lambda path: read_contents(open_workbook(path), inputs)[1]


def test_what_cells_show_and_what_stands_beside_them_is_told(
    edited: Edited, cell_remarks: Callable[[Path], list[Remark]]
) -> None:
    harmless = (
        put("Förderung", "Betrag (EUR)", 5, "4711"),
        # What was known before is no matter, however its cell shows it.
        put("Projekte", "Status vom", 7, datetime(2025, 8, 4), "d-mmm"),
        put("Förderung", "Betrag (EUR)", 66, 1_195_716.08, "#,##0"),
        lambda book: book["Quellen"].merge_cells("X3:X4"),
    )
    path = edited(
        *(edit for edit, _, _, _ in MARKS), *harmless, comment("Quellen", "Titel", 11, "Telefonat mit dem Amt")
    )
    remarks = cell_remarks(path)
    found = {(remark.place, remark.severity): remark.message for remark in remarks}
    columns = {remark.place: remark.column for remark in remarks}
    assert {where for where, _ in found} == {"", *(place(*where) for _, where, _, _ in MARKS)}
    for _, where, severity, words in MARKS:
        assert words in found.get((place(*where), severity), ""), where
        assert columns[place(*where)] == where[1]
    # An ordinary comment is told and no question.
    assert "Blatt „Quellen“" in found["", "warning"]
    assert f"{at('Quellen', 'Titel', 11)} („Telefonat mit dem Amt“)" in found["", "warning"]


def test_a_workbook_of_numbers_on_a_mac_is_read_by_its_sheets_and_means_the_same_days(
    edited: Edited, take: Take
) -> None:
    def as_numbers_exports(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        for page in [page for page in book.worksheets if page.title in {sheet.title for sheet in SHEETS}]:
            page.title = f"{page.title} - Tabelle 1"

    remarks = take(edited(as_numbers_exports)).remarks
    assert {remark.sheet for remark in remarks} == {f"{sheet.title} - Tabelle 1" for sheet in SHEETS}
    assert all("Das Blatt wurde als" in remark.message for remark in remarks)


def test_a_row_that_sums_up_is_named_and_is_no_grant(
    edited: Edited, cell_remarks: Callable[[Path], list[Remark]]
) -> None:
    def add(book: Any) -> None:
        page = book["Förderung"]
        rows = ({"Förder-ID": "Summe:"}, {"Empfänger": "Gesamt"}, {}, {"Empfänger": "Stadt"})
        for row, cells in enumerate(rows, page.max_row + 1):
            for column, value in {**cells, "Betrag (EUR)": 72_279_318}.items():
                page[at("Förderung", column, row)].value = value

    errors = [remark.message for remark in cell_remarks(edited(add)) if remark.severity == "error"]
    assert sum("Summenzeile" in message for message in errors) == 3


def test_a_row_without_height_is_hidden_and_a_formula_gives_what_excel_last_saw(
    fresh: Path, cell_remarks: Callable[[Path], list[Remark]], tmp_path: Path
) -> None:
    def flat(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet2.xml":
            return content
        content = re.sub(rb'(<row r="4") ht="[^"]*"', rb'\1 ht="0"', content)
        return re.sub(rb'<col width="[^"]*"([^>]*min="7")', rb'<col width="0"\1', content)

    elsewhere, here = at("Förderung", "Betrag (EUR)", 2), at("Förderung", "Betrag (EUR)", 3)
    amount = load_workbook(fresh, read_only=True)["Förderung"][here].value
    path = with_formula(fresh, tmp_path / "A.xlsx", "Förderung", elsewhere, "[1]Haushalt!$B$4", "490000")
    path = with_formula(path, tmp_path / "B.xlsx", "Förderung", here, f"{amount}*1", str(amount))
    broken = at("Förderung", "Betrag (EUR)", 5)
    path = with_formula(path, tmp_path / "C.xlsx", "Förderung", broken, "B2*1", "#VALUE!", kind="e")
    path.write_bytes(changed(path, flat))
    remarks = cell_remarks(path)
    messages = [remark.message for remark in remarks]
    assert "Ausgeblendet oder weggefiltert, aber gelesen: Zeile 4." in messages
    assert "Die Spalte ist ausgeblendet; gelesen wird sie." in messages
    formulas = {remark.cell: remark for remark in remarks if remark.sheet == "Förderung"}
    assert (len(remarks), formulas.keys()) == (5, {elsewhere, here, broken})
    assert {remark.severity for remark in remarks if remark.cell != broken} == {"warning"}
    assert (formulas[broken].value, "Fehler statt eines Wertes" in formulas[broken].message) == ("#VALUE!", True)
    assert "andere Datei" in formulas[elsewhere].message
    assert formulas[here].value == f"={amount}*1"


@pytest.mark.parametrize(
    ("today", "day", "asked"),
    [
        (date(2026, 11, 29), date(2027, 6, 30), ["2027-06-30"]),
        (date(2027, 3, 29), date(2027, 6, 30), ["2027-06-30"]),
        (date(2027, 3, 30), date(2027, 6, 30), []),
        # Long after the latest Stand, but today.
        (date(2027, 6, 30), date(2027, 6, 30), []),
        # Long after a clock that is wrong, but soon after the latest Stand.
        (date(2025, 1, 1), date(2026, 12, 31), []),
    ],
)
def test_a_stand_far_ahead_of_today_and_of_the_latest_one_is_asked_about(
    fresh: Path, data_dir: Path, today: date, day: date, asked: list[str]
) -> None:
    remarks = import_workbook(open_workbook(fresh), data_dir, day, is_trial=True, today=today).remarks
    assert [(remark.severity, remark.value) for remark in remarks] == [("question", value) for value in asked]


def test_the_latest_stand_can_be_withdrawn_and_its_tables_are_kept(data_dir: Path) -> None:
    staende = data_dir / "raw" / "staende"
    latest = Path(shutil.copytree(staende / str(BEFORE), staende / str(STAND)))
    before = (latest / "projekte.csv").read_bytes()
    with pytest.raises(RefusedError, match="Zurückgezogen wird immer der jüngste"):
        withdraw_stand(data_dir, BEFORE)
    folder = withdraw_stand(data_dir, STAND)
    assert (folder / "projekte.csv").read_bytes() == before
    with pytest.raises(RefusedError, match="gibt es nicht"):
        withdraw_stand(data_dir, STAND)
    shutil.copytree(folder, latest)
    assert withdraw_stand(data_dir, STAND) != folder


def test_the_real_second_stand_handed_in_as_a_workbook_raises_no_question(tmp_path: Path) -> None:
    """The workbook that the office would have handed in: the tables of the second Stand with its corrections."""
    path = tmp_path / "Mappe.xlsx"
    book = template(ROOT / "data")
    second = ROOT / "data" / "raw" / "staende" / "2026-11-28" / "berichtigungen.csv"
    with second.open(encoding="utf-8") as file:
        for row in csv.reader(file):
            if row[0] != "Tabelle":
                book["Berichtigungen"].append(row)
    book.save(path)
    folder = first_stand(tmp_path)
    result = import_workbook(open_workbook(path), folder, date(2026, 11, 28), is_trial=True)
    assert [remark for remark in result.remarks if remark.severity in ("error", "question")] == []
