"""Only a sound Excel workbook of sensible size is read; everything else is named for what it is."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from etl.messages.refusals import UnreadableError
from etl.reading.archives import is_without
from etl.workbook import workbook_file
from etl.workbook.grid import grids
from etl.workbook.reduced_workbook import reduced_workbook
from etl.workbook.workbook_file import FORMULA_OR_RUN, open_workbook


def zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def changed(fresh: Path, change: Callable[[str, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(fresh) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def changed_parts(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def refused(tmp_path: Path, data: bytes, name: str = "Mappe.xlsx") -> str:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError) as problem:
        open_workbook(tmp_path / name)
    return str(problem.value)


def test_a_text_is_the_same_wherever_a_program_puts_it(tmp_path: Path) -> None:
    texts = [" Rand ", "A & B < C", "zwei\nZeilen", "„Ä“ \u00a0", "=keine Formel", "0123"]
    book = Workbook()
    for row, text in enumerate(texts, start=1):
        book.active.cell(row, 1).value = text  # type: ignore[union-attr]
        book.active.cell(row, 1).data_type = "s"  # type: ignore[union-attr]
    book.save(tmp_path / "Mappe.xlsx")
    page = open_workbook(tmp_path / "Mappe.xlsx").values.worksheets[0]
    assert [cell.value for (cell,) in page.iter_rows()] == texts


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "Mappe.xlsx", "leer"),
        (b"a,b\n1,2\n", "quellen.csv", "CSV"),
        (b"a;\xc4\n1;2\n", "Mappe.xlsx", "CSV"),
        (b"\x89PNG\r\n\x1a\n\0", "Mappe.csv", "keine Excel-Mappe"),
        (b"%PDF-1.7", "Mappe.xlsx", "keine Excel-Mappe"),
        (OLE, "Mappe.xls", "alten Excel-Format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "Mappe.xlsx", "Kennwort"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "Mappe.ods", "OpenDocument"),
        (zipped({"x.txt": b"x"}), "Mappe.xlsx", "anderes Archiv"),
        (zipped({"Index/Document.iwa": b"x"}), "Mappe.xlsx", "Numbers-Datei"),
        (b"PK\x03\x04" + bytes(100), "Mappe.xlsx", "beschädigt"),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_named(tmp_path: Path, data: bytes, name: str, message: str) -> None:
    assert message in refused(tmp_path, data, name)


def test_macros_strict_and_binary_workbooks_are_named(tmp_path: Path, fresh: Path) -> None:
    def as_macro(name: str, data: bytes) -> bytes:
        wanted = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return data.replace(wanted, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    def as_strict(name: str, data: bytes) -> bytes:
        return data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

    assert ".xlsm" in refused(tmp_path, changed(fresh, as_macro))
    assert "Strict" in refused(tmp_path, changed(fresh, as_strict))


def test_a_cut_off_file_is_damaged(tmp_path: Path, fresh: Path) -> None:
    data = fresh.read_bytes()
    assert "beschädigt" in refused(tmp_path, data[: len(data) // 2])


def test_broken_parts_are_damaged(tmp_path: Path, fresh: Path) -> None:
    assert "beschädigt" in refused(
        tmp_path, changed(fresh, lambda name, data: data[:-30] if "sheet2" in name else data)
    )
    assert "beschädigt" in refused(
        tmp_path, changed(fresh, lambda name, data: b"" if name == "xl/workbook.xml" else data)
    )
    assert "beschädigt" in refused(
        tmp_path, changed(fresh, lambda name, data: data[:-30] + b"<mergeCell" if "sheet2" in name else data)
    )


def test_what_cannot_be_opened_is_named(tmp_path: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    for path, message in (
        (tmp_path / "nein.xlsx", "gibt es nicht"),
        (tmp_path, "Ordner"),
        (tmp_path / "~$Mappe.xlsx", "Sperrdatei"),
    ):
        with pytest.raises(UnreadableError, match=message):
            open_workbook(path)
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(UnreadableError, match=r"nicht lesbar.*geöffnet"):
        open_workbook(fresh)
    monkeypatch.setattr(workbook_file, "MOST_OFFICE_FILE", 1_000)
    with pytest.raises(UnreadableError, match="größer als 0 MB und wird nicht gelesen"):
        open_workbook(fresh)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, fresh: Path) -> None:
    zeros = bytes(70_000_000)
    message = refused(
        tmp_path, changed(fresh, lambda name, data: zeros if name == "xl/worksheets/sheet2.xml" else data)
    )
    assert "ungewöhnlich groß" in message


def test_entities_are_not_expanded(tmp_path: Path, fresh: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert "verdächtig" in refused(tmp_path, changed(fresh, lambda name, data: bomb if "sheet2" in name else data))


def test_a_merge_of_the_whole_sheet_is_not_spread_out(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "klein.xlsx")
    merge = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
    data = changed(
        tmp_path / "klein.xlsx", lambda name, data: data.replace(b"<pageMargins", merge) if "sheet1" in name else data
    )
    assert "verbindet" in refused(tmp_path, data)


# What other programs write, Excel reads on with, and openpyxl stops at: part, what stands there, what is written.
ODDITIES = {
    "a style without a name": ("xl/styles.xml", rb'<cellStyle name="Normal"', b"<cellStyle"),
    "a colour in another notation": ("xl/styles.xml", rb'<color rgb="[0-9A-F]+"', b'<color rgb="#FFF"'),
    "an unknown family of letters": ("xl/styles.xml", rb'<family val="2"', b'<family val="99"'),
    "a day of creation in words": ("docProps/core.xml", rb"(?<=W3CDTF\">)[^<]+", b"17.05.2024 08:00"),
    "a filter without a value": (
        "xl/worksheets/sheet2.xml",
        rb"<autoFilter ref=\"([A-Z0-9:]+)\" ?/>",
        rb'<autoFilter ref="\1"><filterColumn colId="8"><customFilters><customFilter operator="notEqual"/>'
        b"</customFilters></filterColumn></autoFilter>",
    ),
    "a list for no cells": ("xl/worksheets/sheet3.xml", rb'<dataValidation sqref="[^"]+"', b'<dataValidation sqref="#REF!"'),
    "a pane without a place": ("xl/worksheets/sheet3.xml", rb'state="frozen"', b'state="icy"'),
    "a paper of unknown size": ("xl/worksheets/sheet4.xml", rb'paperSize="8"', b'paperSize="large"'),
    "a name of nothing": ("xl/workbook.xml", rb"(<definedName name=\"_xlnm.Print_Titles\"[^>]*>)[^<]*", rb"\1#REF!"),
}  # fmt: skip


@pytest.fixture(scope="module")
def read_rows(fresh: Path) -> dict[str, object]:
    """All rows of a template, by table."""
    return {table: grid.rows for table, grid in grids(open_workbook(fresh))[0].items()}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_what_excel_reads_on_with_is_read_cell_by_cell(
    tmp_path: Path, fresh: Path, read_rows: dict[str, object], oddity: str
) -> None:
    part, found, written = ODDITIES[oddity]
    hits = 0

    def write(name: str, data: bytes) -> bytes:
        nonlocal hits
        if name == part:
            data, hits = re.subn(found, written, data)
        return data

    (tmp_path / "Mappe.xlsx").write_bytes(changed(fresh, write))
    assert hits
    read, remarks = grids(open_workbook(tmp_path / "Mappe.xlsx"))
    assert {table: grid.rows for table, grid in read.items()} == read_rows
    assert [(remark.severity, remark.place) for remark in remarks] in ([], [("repaired", "")])


def test_of_a_reduced_workbook_all_is_kept_that_says_something_about_cells(tmp_path: Path, fresh: Path) -> None:
    book = load_workbook(fresh)
    page = book["Projekte"]
    page["B2"].font = Font(strike=True)
    page["B3"].comment = Comment("bitte streichen", "Amt")
    page.row_dimensions[4].hidden = page.column_dimensions["C"].hidden = True
    page.merge_cells("B6:B7")
    page["D8"] = "=B8"
    book["Quellen"].sheet_state = "hidden"
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "ganz.xlsx")
    # What programs write for themselves into a cell is no content of it.
    data = changed(tmp_path / "ganz.xlsx", lambda name, part: part.replace(b"</c>", b"<extLst/></c>"))
    assert b"extLst" not in changed_parts(reduced_workbook(data))
    reduced = load_workbook(io.BytesIO(reduced_workbook(data)))
    whole = load_workbook(tmp_path / "ganz.xlsx")
    assert (reduced.epoch, reduced.sheetnames) == (whole.epoch, whole.sheetnames)
    # By it the Stand is known that the workbook was made from.
    assert len(whole.custom_doc_props) > 0
    assert list(reduced.custom_doc_props) == list(whole.custom_doc_props)
    for before, after in zip(whole.worksheets, reduced.worksheets, strict=True):
        assert after.sheet_state == before.sheet_state
        assert [str(block) for block in after.merged_cells.ranges] == [
            str(block) for block in before.merged_cells.ranges
        ]
        for rows in before.iter_rows():
            for cell in rows:
                same = after[cell.coordinate]
                assert (same.value, same.number_format, same.quotePrefix) == (
                    cell.value,
                    cell.number_format,
                    cell.quotePrefix,
                )
    page = reduced["Projekte"]
    assert page["B2"].font.strike
    assert page["B3"].comment.text == "bitte streichen"
    assert page.row_dimensions[4].hidden
    assert page.column_dimensions["C"].hidden


def test_values_and_formulas_are_both_there(fresh: Path) -> None:
    book = open_workbook(fresh)
    assert book.values.sheetnames == book.formulas.sheetnames == load_workbook(fresh).sheetnames


@pytest.mark.parametrize(
    ("value", "is_read_once"),
    [
        ("ein Text", True),
        ("=1+1", False),
        (CellRichText("ein ", TextBlock(InlineFont(strike=True), "alter")), False),
    ],
)
def test_a_workbook_is_read_once_where_its_values_are_what_is_written(
    tmp_path: Path, value: object, is_read_once: bool
) -> None:
    book = Workbook()
    book.active["A1"] = value  # type: ignore[index]
    book.save(tmp_path / "m.xlsx")
    opened = open_workbook(tmp_path / "m.xlsx")
    assert (opened.values is opened.formulas) is is_read_once


@pytest.mark.parametrize(
    ("content", "is_certain"),
    [
        (b"<x><c/></x>", True),
        (b'<?xml version="1.0" encoding="utf-8"?><x/>', True),
        (b"<x><f>1</f></x>", False),
        ("<x/>".encode("utf-16"), False),
        (b'<?xml version="1.0" encoding="cp037"?><x/>', False),
    ],
)
def test_bytes_say_what_is_not_there_only_in_an_encoding_that_is_known(content: bytes, is_certain: bool) -> None:
    assert is_without(content, FORMULA_OR_RUN) is is_certain
