"""Where a cell stands in the office's workbook, by the header of its column."""

from openpyxl.utils import get_column_letter

from data_dictionary import TABLES

HEADERS = {table.title: table.headers for table in TABLES.values()}


def letter(sheet: str, column: str | int) -> str:
    """Letter of a column; a number counts the columns after the last one."""
    headers = HEADERS[sheet]
    return get_column_letter(len(headers) + column if isinstance(column, int) else headers.index(column) + 1)


def at(sheet: str, column: str | int, row: int) -> str:
    """Such as ``I17``."""
    return f"{letter(sheet, column)}{row}"


def place(sheet: str, column: str | int, row: int) -> str:
    """Such as ``Förderung!I17``."""
    return f"{sheet}!{at(sheet, column, row)}"
