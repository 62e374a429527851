"""A copy of the workbook with every remark in its cell: a colour, a comment with the text, and a sheet that lists all."""

import itertools
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from etl.reading.whole_files import save_workbook
from etl.workbook.answers import ANSWER, QUESTION
from etl.workbook.remarks import Remark
from etl.workbook.sheets import REPORT, SHEETS, key_of
from etl.workbook.style import Style
from etl.workbook.workbook_file import OpenWorkbook
from etl.workbook.writing import set_print, write_headers, write_row, write_text

AUTHOR = "Prüfung der Arbeitsmappe"
FORMER_COMMENT = "Bisheriger Kommentar: "
HEADERS = {
    "Art": 12,
    "Zelle": 22,
    "Spalte": 22,
    "Gefunden": 40,
    "Erwartet oder zu tun": 70,
    "Jetzt": 30,
    QUESTION: 14,
    ANSWER: 40,
}
COMMENT_WIDTH, COMMENT_LINE = 360, 20
LONGEST_VALUE = 1_000


def marked_copy_path(path: Path) -> Path:
    """Where the copy lies unless somebody says otherwise: beside the workbook, never over it."""
    stem = re.sub("-Befunde(-[0-9]+)?$", "", path.stem)
    names = itertools.chain(["-Befunde"], (f"-Befunde-{count}" for count in itertools.count(2)))
    return next(found for name in names if (found := path.with_name(f"{stem}{name}.xlsx")) != path)


def save_marked_copy(book: OpenWorkbook, remarks: list[Remark], path: Path, style: Style) -> None:
    """Write the copy, without formulas; marks that an earlier check left in the workbook are taken away first."""
    copy = book.formulas
    _clear(copy, style)
    _calculate(book)
    for (title, place), found in groupby(
        sorted((remark for remark in remarks if remark.sheet and remark.cell), key=_where), key=_where
    ):
        _mark(copy[title], place, list(found), style)
    _list(copy, remarks, style)
    save_workbook(copy, path)


def _where(remark: Remark) -> tuple[str, str]:
    return remark.sheet or "", remark.cell or ""


def _clear(copy: Workbook, style: Style) -> None:
    if REPORT in copy.sheetnames:
        copy.remove(copy[REPORT])
    keys = {sheet.title: key_of(sheet) for sheet in SHEETS}
    for page in copy.worksheets:
        for (_, column), cell in list(page._cells.items()):
            if cell.comment is None or cell.comment.author != AUTHOR:
                continue
            cell.comment = None
            if page.title in keys and cell.row == 1:
                cell.font, cell.fill = style.header
            else:
                is_key = page.title in keys and page.cell(1, column).value == keys[page.title]
                cell.fill = style.quiet if is_key and cell.protection.locked else PatternFill()


def _calculate(book: OpenWorkbook) -> None:
    """Put what Excel last saw in place of every formula, or its own text: the copy is passed on and handed in again."""
    for page in book.formulas.worksheets:
        for place, cell in page._cells.items():
            if cell.data_type == "f":
                seen = book.values[page.title]._cells.get(place)
                if seen is None or seen.value is None:
                    write_text(cell, str(getattr(cell.value, "text", None) or cell.value))
                else:
                    cell.value, cell.data_type = seen.value, seen.data_type


def _mark(page: Any, place: str, remarks: list[Remark], style: Style) -> None:
    cell = page[place]
    for block in page.merged_cells.ranges:
        if place in block:
            cell = page.cell(block.min_row, block.min_col)
    text = "\n\n".join(_comment(remark) for remark in remarks)
    if cell.comment is not None:
        text = f"{text}\n\n{FORMER_COMMENT}{cell.comment.text}"
    cell.comment = Comment(
        text, AUTHOR, width=COMMENT_WIDTH, height=COMMENT_LINE * (2 + len(text) // 45 + text.count("\n"))
    )
    cell.fill = style.marks[remarks[0].severity]
    font = cell.font.copy(color=style.ink)
    cell.font = font


def _comment(remark: Remark) -> str:
    now = "" if remark.repaired_to is None else f" Jetzt: „{remark.repaired_to}“."
    return f"{remark.label}: {remark.message}{now}"


def _list(copy: Workbook, remarks: Iterable[Remark], style: Style) -> None:
    page: Any = copy.create_sheet(REPORT, 0)
    copy.active = 0
    for other in copy.worksheets:
        other.sheet_view.tabSelected = other is page
    write_headers(page, 1, HEADERS, style)
    page.row_dimensions[1].height = 28
    row = 1
    for row, remark in enumerate(remarks, start=2):
        texts = (
            *(remark.label, remark.place, remark.column, remark.value, remark.message, remark.repaired_to),
            *(remark.question, None),
        )
        write_row(page, row, [(text or "")[:LONGEST_VALUE] for text in texts], HEADERS.values(), style)
        page.cell(row, 1).fill = style.marks[remark.severity]
        if remark.sheet and remark.cell:
            link = page.cell(row, 2)
            link.hyperlink = Hyperlink(link.coordinate, location=f"{quote_sheetname(remark.sheet)}!{remark.cell}")
            link.font = style.link
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{max(row, 2)}"
    set_print(page)
