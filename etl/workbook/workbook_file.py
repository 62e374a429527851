"""Opening a file that somebody hands in: only a sound Excel workbook of sensible size comes through."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

LARGEST_FILE = 40_000_000
LARGEST_UNPACKED = 120_000_000
LARGEST_XML = 60_000_000
MOST_PARTS = 2_000
# openpyxl makes a cell of its own for every cell of a merged or linked range.
MOST_RANGE_CELLS = 200_000
KINDS = {
    "macroEnabled": "Das ist eine Arbeitsmappe mit Makros (.xlsm).",
    "sheet.binary": "Das ist eine binäre Arbeitsmappe (.xlsb).",
    "wordprocessingml": "Das ist ein Word-Dokument.",
    "presentationml": "Das ist eine PowerPoint-Datei.",
}
SAVE_AS = "Bitte in Excel mit „Speichern unter“ als „Excel-Arbeitsmappe (*.xlsx)“ speichern."
DAMAGED = "Die Datei ist beschädigt und lässt sich nicht lesen. " + SAVE_AS


class WorkbookError(Exception):
    """The file is no workbook that can be read; the message says why and what to do."""


@dataclass(frozen=True)
class OpenWorkbook:
    """One workbook read twice: once with its formulas, to be marked, once with the values Excel last saw."""

    path: Path
    formulas: Workbook
    values: Workbook


def open_workbook(path: Path) -> OpenWorkbook:
    """Read a workbook.

    Raises
    ------
    WorkbookError
        If the file cannot be read, is another kind of file, protected by a password, damaged or unreasonably large.

    """
    data = _content(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_other_kinds(archive)
            _refuse_bombs(archive)
        with warnings.catch_warnings():
            # About parts openpyxl leaves out, such as slicers; nothing the office could act on.
            warnings.simplefilter("ignore")
            return OpenWorkbook(
                path,
                load_workbook(io.BytesIO(data), rich_text=True, keep_links=False),
                load_workbook(io.BytesIO(data), data_only=True, keep_links=False),
            )
    except WorkbookError:
        raise
    # A damaged file can break openpyxl anywhere, with any kind of error.
    except Exception as problem:
        raise WorkbookError(DAMAGED) from problem


def _content(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise WorkbookError("Das ist nur die Sperrdatei einer geöffneten Mappe. Gemeint ist die Datei ohne „~$“.")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WorkbookError(f"Die Datei ist größer als {LARGEST_FILE // 1_000_000} MB und wird nicht gelesen.")
        data = path.read_bytes()
    except FileNotFoundError as problem:
        raise WorkbookError("Diese Datei gibt es nicht.") from problem
    except IsADirectoryError as problem:
        raise WorkbookError("Das ist ein Ordner, keine Arbeitsmappe.") from problem
    except OSError as problem:
        raise WorkbookError("Die Datei ist nicht lesbar. Ist sie noch in Excel geöffnet?") from problem
    if not data:
        raise WorkbookError("Die Datei ist leer.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookError("Die Datei ist mit einem Kennwort geschützt. Bitte das Kennwort in Excel entfernen.")
        raise WorkbookError(f"Das ist eine Datei im alten Excel-Format (.xls). {SAVE_AS}")
    if not data.startswith(b"PK"):
        kind = "eine CSV- oder Textdatei" if path.suffix.lower() in {".csv", ".txt", ".tsv"} else "keine Excel-Mappe"
        raise WorkbookError(f"Das ist {kind}. Erwartet wird eine Arbeitsmappe aus „python -m etl template“ (.xlsx).")
    return data


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise WorkbookError("Das ist ein Archiv mit Kennwort. Bitte das Kennwort entfernen.")
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
        raise WorkbookError(f"Das ist eine OpenDocument-Datei (.ods oder ähnlich). {SAVE_AS}")
    if "[Content_Types].xml" not in names:
        raise WorkbookError(f"Das ist keine Excel-Arbeitsmappe, sondern ein anderes Archiv. {SAVE_AS}")
    types = archive.open("[Content_Types].xml").read(1_000_000).decode("utf-8", "replace")
    for word, message in KINDS.items():
        if word in types:
            raise WorkbookError(f"{message} {SAVE_AS}")
    if "xl/workbook.xml" in names and b"purl.oclc.org/ooxml" in archive.open("xl/workbook.xml").read(100_000):
        raise WorkbookError(f"Das ist eine „Strict Open XML“-Arbeitsmappe. {SAVE_AS}")


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to more than a machine can hold, before it is unpacked."""
    parts = archive.infolist()
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels", ".vml")))
    if len(parts) > MOST_PARTS or xml > LARGEST_XML or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise WorkbookError("Entpackt ist die Datei ungewöhnlich groß; sie wird zur Sicherheit nicht gelesen.")
    for part in parts:
        if part.filename.endswith(".xml"):
            cells = sum(_cells_of_ranges(archive, part.filename))
            if cells > MOST_RANGE_CELLS:
                raise WorkbookError(
                    "Die Mappe verbindet oder verlinkt ungewöhnlich viele Zellen; sie wird zur Sicherheit nicht gelesen. "
                    "Bitte verbundene Zellen aufheben."
                )


def _cells_of_ranges(archive: zipfile.ZipFile, name: str) -> Iterator[int]:
    try:
        with archive.open(name) as file:
            for _, element in iterparse(file):
                if element.tag.endswith(("}mergeCell", "}hyperlink")) and ":" in element.get("ref", ""):
                    left, top, right, bottom = range_boundaries(element.get("ref"))
                    yield (int(right or 16_384) - int(left or 1) + 1) * (int(bottom or 1_048_576) - int(top or 1) + 1)
                element.clear()
    except DefusedXmlException as problem:
        raise WorkbookError("Die Datei enthält verdächtige Anweisungen und wird nicht gelesen.") from problem
    except ParseError as problem:
        raise WorkbookError(DAMAGED) from problem
