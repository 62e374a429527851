"""The marked copy shows every remark where it is, in colour and in words, and keeps the rest."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from etl.workbook.answers import answers_in
from etl.workbook.marked_copy import marked_copy_path, save_marked_copy
from etl.workbook.sheets import REPORT
from etl.workbook.style import style_of
from etl.workbook.workbook_file import open_workbook
from etl.workbook.workbook_import import Addition
from tests.etl.workbook.excel import with_formula
from tests.etl.workbook.mistakes import put
from tests.etl.workbook.places import at

Take = Callable[..., Addition]
Edited = Callable[..., Path]


@pytest.fixture
def mark(take: Take, tmp_path: Path, data_dir: Path) -> Callable[[Path], tuple[Any, Addition]]:
    def save(path: Path) -> tuple[Any, Addition]:
        reception = take(path)
        target = tmp_path / "Kopie.xlsx"
        save_marked_copy(open_workbook(path), reception.remarks, target, style_of(data_dir))
        return load_workbook(target), reception

    return save


def test_a_copy_links_from_the_list_keeps_the_rest_and_executes_nothing(
    edited: Edited, mark: Callable[[Path], tuple[Any, Addition]]
) -> None:
    def remark(book: Any) -> None:
        book["Förderung"][at("Förderung", "Zählweise", 9)].comment = Comment("Rückfrage bei Frau Muster", "Büro")
        book["Förderung"][at("Förderung", "Empfänger", 9)].comment = Comment("bleibt", "Büro")

    path = edited(put("Förderung", "Zählweise", 9, "@SUM(A1)"), put("Förderung", "Betrag (EUR)", 9, "=1+1"), remark)
    book, reception = mark(path)
    assert book.sheetnames[0] == REPORT
    linked = [row[1].hyperlink.location for row in book[REPORT].iter_rows(min_row=2) if row[1].hyperlink]
    assert linked == [f"'{remark.sheet}'!{remark.cell}" for remark in reception.remarks if remark.cell]
    assert f"'Förderung'!{at('Förderung', 'Zählweise', 9)}" in linked
    for cell in (cell for row in book[REPORT].iter_rows() for cell in row):
        assert cell.data_type != "f"
        if isinstance(cell.value, str) and re.match("[=+@-]", cell.value):
            assert cell.quotePrefix
    before = load_workbook(path)
    for title in before.sheetnames:
        values = [[cell.value for cell in row] for row in book[title].iter_rows()]
        assert values == [[cell.value for cell in row] for row in before[title].iter_rows()]
        assert book[title].protection.sheet == before[title].protection.sheet
        assert book[title].data_validations.count == before[title].data_validations.count
    assert book["Förderung"][at("Förderung", "Empfänger", 9)].comment.text == "bleibt"
    assert "Rückfrage bei Frau Muster" in book["Förderung"][at("Förderung", "Zählweise", 9)].comment.text


def test_marks_go_when_the_mistake_is_gone(
    edited: Edited, mark: Callable[[Path], tuple[Any, Addition]], tmp_path: Path
) -> None:
    book, _ = mark(
        edited(
            put("Förderung", "Zählweise", 9, "gezählt"),
            put("Förderung", "Betrag (EUR)", 1, "betrag (eur)"),
            put("Quellen", "Quelle-ID", 5, "q-d5e31e5d"),
        )
    )
    fresh_header = book["Förderung"]["A1"].fill.start_color.rgb
    book["Förderung"][at("Förderung", "Zählweise", 9)] = "zählt"
    book["Förderung"][at("Förderung", "Betrag (EUR)", 1)] = "Betrag (EUR)"
    book["Quellen"]["A5"] = "q-neu"
    book.save(tmp_path / "wieder.xlsx")
    again, _ = mark(tmp_path / "wieder.xlsx")
    assert again["Förderung"][at("Förderung", "Zählweise", 9)].comment is None
    assert again["Förderung"][at("Förderung", "Zählweise", 9)].fill.fill_type is None
    assert again["Förderung"][at("Förderung", "Betrag (EUR)", 1)].fill.start_color.rgb == fresh_header
    assert again["Quellen"]["A5"].fill.start_color.rgb == again["Quellen"]["A6"].fill.start_color.rgb
    assert again.sheetnames.count(REPORT) == 1


def test_the_copy_never_lies_over_the_workbook() -> None:
    assert marked_copy_path(Path("a/Mappe.xlsx")) == Path("a/Mappe-Befunde.xlsx")
    assert marked_copy_path(Path("a/Mappe-Befunde.xlsx")) == Path("a/Mappe-Befunde-2.xlsx")
    assert marked_copy_path(Path("a/Mappe-Befunde-2.xlsx")) == Path("a/Mappe-Befunde.xlsx")


def put_link(book: Any) -> None:
    book["Hilfe"]["A40"] = '=HYPERLINK("https://example.org")'


def test_the_copy_holds_what_excel_last_saw_and_no_formula(
    edited: Edited, mark: Callable[[Path], tuple[Any, Addition]], tmp_path: Path
) -> None:
    path = edited(put("Projekte", "Titel", 3, "=1+1"), put_link)
    book, _ = mark(
        with_formula(
            path, tmp_path / "Formel.xlsx", "Förderung", at("Förderung", "Betrag (EUR)", 2), "245000*2", "490000"
        )
    )
    assert [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert book["Förderung"][at("Förderung", "Betrag (EUR)", 2)].value == 490000
    title = book["Projekte"][at("Projekte", "Titel", 3)]
    assert (title.value, title.quotePrefix) == ("=1+1", True)


@pytest.mark.parametrize("headers", [(), ("Notiz", "Antwort")])
def test_a_sheet_of_that_name_without_questions_has_no_answers(
    edited: Callable[..., Path], headers: tuple[str, ...]
) -> None:
    def add(book: Any) -> None:
        page = book.create_sheet(REPORT)
        if headers:
            page.append(headers)

    assert answers_in(open_workbook(edited(add))) == {}
