"""Writing into a cell so that Excel takes a text for a text, whatever it starts with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties

from data_dictionary import Column
from etl.reading.money import AMOUNT, amount
from etl.reading.partial_dates import is_possible, partial_date
from etl.workbook.style import DAY_FORMAT, EURO_FORMAT, MIDDLE, WRAPPED, Style, height

ACTIVE = ("=", "+", "-", "@", "'", "\t", "\r")
"""What makes Excel calculate instead of showing a text, or what it takes away on the first edit."""
FIRST_DAY = date(1950, 1, 1)
"""Earlier days stay text: Excel's own count has a day too many in 1900, and a year typed as a number looks like one."""


def write_text(cell: Any, text: str) -> None:
    """Write a text that is never a formula, an error value or a number."""
    cell.value = text
    # openpyxl takes what starts with = for a formula and #REF! for an error.
    cell.data_type = "s"
    if text.startswith(ACTIVE):
        cell.quotePrefix = True


def write_value(cell: Any, column: Column, text: str) -> None:
    """Write an amount as a number, a full day as a date, all else as the text it is; nothing for an empty text."""
    if column.kind == "amount" and AMOUNT.fullmatch(text):
        exact = amount(text)
        cell.value = int(exact) if exact == exact.to_integral() else exact
        cell.number_format = EURO_FORMAT
    elif column.is_date and _is_day(text):
        cell.value = partial_date(text).first
        cell.number_format = DAY_FORMAT
    elif text:
        write_text(cell, text)


def write_headers(page: Any, row: int, widths: Mapping[str, float], style: Style) -> None:
    """Write the head of a table; ``widths`` are those of its columns by header."""
    for position, (header, width) in enumerate(widths.items(), start=1):
        cell = page.cell(row, position)
        write_text(cell, header)
        cell.font, cell.fill = style.header
        cell.alignment = MIDDLE
        page.column_dimensions[cell.column_letter].width = width


def write_row(page: Any, row: int, texts: Sequence[str], widths: Iterable[float], style: Style) -> None:
    """Write a row of a table, as high as its texts need in columns of these widths."""
    for position, text in enumerate(texts, start=1):
        cell = page.cell(row, position)
        write_text(cell, text)
        cell.alignment, cell.border = WRAPPED, style.line
    page.row_dimensions[row].height = height(zip(texts, widths, strict=False))


def set_print(page: Any, paper: int = 9) -> None:
    """Print a sheet across, as wide as the paper: 9 is A4, 8 is A3."""
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", paper, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _is_day(text: str) -> bool:
    return is_possible(text) and partial_date(text).precision == "day" and partial_date(text).first >= FIRST_DAY
