"""Workbooks from outside as sheets of texts, merged headings filled; refuses what would fill the memory."""

import re
import zipfile
import zlib
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

import python_calamine

from etl.messages.refusals import UnreadableError

BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_BYTES = 1 << 30
"""No official file comes near this size; one that unpacks to more is damaged or means harm."""
MOST_CELLS = 50_000_000
HEADING_ROWS = 60
FILLED_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"[^>]*[^/>]>(?=.{4})(?!</c>)', re.DOTALL)
"""Some programs write a cell without a value as one tag, some as two."""
CHUNK, LONGEST_TAG = 1 << 22, 200
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
    _require_harmless(path, size)
    try:
        # By its content: the ending of the name may be wrong.
        with path.open("rb") as file, python_calamine.CalamineWorkbook.from_filelike(file) as book:
            return tuple(_sheet(book, name) for name in book.sheet_names)
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableError(DAMAGED) from problem


def _require_harmless(path: Path, size: int) -> None:
    """Raise UnreadableError where a workbook unpacks to too much, or one stray cell makes a sheet immense.

    The reader lays out a sheet from its first to its last cell at once and ends the process where that fails.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                size = sum(member.file_size for member in archive.infolist())
                parts = [name for name in archive.namelist() if name.startswith("xl/") and name.endswith(".xml")]
                if not parts:
                    message = "Die Datei ist ein ZIP-Archiv, keine Excel-Arbeitsmappe. Bitte zuerst entpacken."
                    raise UnreadableError(message)
                for name in parts if size <= MOST_BYTES else []:
                    _require_few_cells(archive, name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as problem:
        raise UnreadableError(DAMAGED) from problem
    if size > MOST_BYTES:
        raise UnreadableError(f"Die Datei entpackt sich auf {size >> 20} MB; so groß ist keine amtliche Tabelle.")


def _require_few_cells(archive: zipfile.ZipFile, name: str) -> None:
    width = height = 0
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            found = FILLED_CELL.findall(rest + chunk)
            width = max([width, *(_column(letters) for letters in {letters for letters, _ in found})])
            height = max([height, *(int(digits) for _, digits in found)])
            rest = chunk[-LONGEST_TAG:]
    if width * height > MOST_CELLS:
        raise UnreadableError(
            f"Ein Blatt reicht bis Spalte {width} und Zeile {height}; so groß ist keine amtliche Tabelle. Vermutlich "
            "steht irgendwo weit außen ein einzelner Wert. Bitte in Excel löschen und neu speichern."
        )


def _column(letters: bytes) -> int:
    """Number of a column: A is 1, AA is 27."""
    position = 0
    for letter in letters:
        position = 26 * position + letter - ord("A") + 1
    return position


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
