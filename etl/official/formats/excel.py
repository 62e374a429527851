"""Workbooks from outside as sheets of texts, merged headings filled."""

import zipfile
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

import python_calamine

from etl.messages.german import megabytes
from etl.messages.refusals import UnreadableError
from etl.reading.archives import MOST_TABLE_BYTES, opened, require_official_workbook

BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
HEADING_ROWS = 60
TOO_LARGE = f"Die Datei ist größer als {megabytes(MOST_TABLE_BYTES)} und wird nicht gelesen."
DAMAGED = "Die Excel-Datei ist beschädigt oder keine Arbeitsmappe. Bitte neu herunterladen."

Sheet = tuple[str, list[list[str]]]


def is_excel(path: Path) -> bool:
    """Whether a file begins like a workbook, old or new."""
    with path.open("rb") as file:
        return file.read(4) in BEGINNINGS


def sheets(path: Path) -> tuple[Sheet, ...]:
    """Name and rows of every sheet, from its first row on. Raises UnreadableError where it is no workbook."""
    state = path.stat()
    return _sheets(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=2)
def _sheets(path: Path, size: int, _changed: int) -> tuple[Sheet, ...]:
    # Cached because every adapter looks into a file before one of them reads it.
    if zipfile.is_zipfile(path):
        with opened(path, DAMAGED) as archive:
            require_official_workbook(archive)
    elif size > MOST_TABLE_BYTES:
        raise UnreadableError(TOO_LARGE)
    try:
        # By its content: the ending of the name may be wrong.
        with path.open("rb") as file, python_calamine.CalamineWorkbook.from_filelike(file) as book:
            return tuple(_sheet(book, name) for name in book.sheet_names)
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableError(DAMAGED) from problem


def _sheet(book: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    # A merged heading stands above all its columns; only the first cell of it holds the text.
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        filled = rows[top : min(bottom, HEADING_ROWS) + 1]
        for row in filled if left < len(rows[0] if rows else ()) else ():
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return name, rows


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "ja" if cell else "nein"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case str():
            return cell.strip()
    return str(cell)
