"""Archives and workbooks from outside, within one set of limits: what would fill disk or memory is refused in German.

The size of a member is the one that the archive's directory names: zipfile never unpacks more than that.
"""

import gzip
import re
import shutil
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string, range_boundaries

from etl.messages.german import counted, megabytes, number
from etl.messages.refusals import UnreadableError

MOST_MEMBERS = 2_000
MOST_BYTES = 2_000_000_000
"""Unpacked onto the disk; the largest official archive, VG250, has some 200 MB."""
MOST_TABLE_BYTES = 1_000_000_000
"""Read into memory at once; no official table comes near this size."""
MOST_CELLS = 50_000_000
"""calamine lays out a sheet from its first to its last cell at once and ends the process where that fails."""
MOST_OFFICE_FILE, MOST_OFFICE_BYTES, MOST_OFFICE_XML = 40_000_000, 120_000_000, 60_000_000
"""The office's workbook as a file, unpacked, and its XML alone: openpyxl makes an object of every cell."""
MOST_RANGE_CELLS = 200_000
"""openpyxl makes a cell of its own for every cell of a merged or linked range."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What unpacking raises for a broken archive, an unknown method, a password."""
FILLED_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"[^>]*[^/>]>(?=.{4})(?!</c>)', re.DOTALL)
"""Some programs write a cell without a value as one tag, some as two."""
OTHER_ENCODING = re.compile(rb"(?i)(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])")
RANGES = re.compile(rb"mergeCell|hyperlink|<!DOCTYPE")
"""Without these, a part has no range of cells, and nothing that only a careful reader may read."""
CHUNK, LONGEST_TAG = 1 << 22, 200


@contextmanager
def opened(file: Path | BinaryIO, damaged: str) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP archive. Raises UnreadableError with the sentence ``damaged`` for whatever breaks while it is open."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except BROKEN as problem:
        raise UnreadableError(damaged) from problem


def require_size(members: Collection[zipfile.ZipInfo], most_bytes: int, hint: str) -> None:
    """Raise UnreadableError where members are too many or unpack to too much; ``hint`` says in German what helps."""
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > most_bytes:
        raise UnreadableError(
            f"Die Datei entpackt sich auf {megabytes(size)} in {counted(len(members), 'Teil', 'Teilen')}; gelesen werden höchstens "
            f"{megabytes(most_bytes)} in {number(MOST_MEMBERS, 0)} Teilen. {hint}"
        )


def unpack(archive: zipfile.ZipFile, targets: Iterable[tuple[zipfile.ZipInfo, Path]]) -> None:
    """Write members to paths that are ours, whatever the archive calls them. Raises UnreadableError."""
    wanted = list(targets)
    require_size([member for member, _ in wanted], MOST_BYTES, "Bitte auspacken und einzeln einlesen.")
    for member, target in wanted:
        target.parent.mkdir(exist_ok=True)
        with archive.open(member) as content, target.open("wb") as file:
            shutil.copyfileobj(content, file)


def inflate(path: Path, target: Path) -> None:
    """Write what a GZIP holds. Raises UnreadableError."""
    size = 0
    try:
        with gzip.open(path) as content, target.open("wb") as file:
            while chunk := content.read(CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise UnreadableError(
                        f"Die Datei entpackt sich auf mehr als {megabytes(MOST_BYTES)}. Bitte auspacken."
                    )
                file.write(chunk)
    except BROKEN as problem:
        raise UnreadableError("Die gepackte Datei (GZIP) ist beschädigt. Bitte neu herunterladen.") from problem


def require_official_workbook(archive: zipfile.ZipFile) -> None:
    """Raise UnreadableError where a workbook unpacks to too much, or one stray cell makes a sheet immense."""
    require_size(archive.infolist(), MOST_TABLE_BYTES, "So groß ist keine amtliche Tabelle.")
    parts = [name for name in archive.namelist() if name.startswith("xl/") and name.endswith(".xml")]
    if not parts:
        raise UnreadableError("Die Datei ist ein ZIP-Archiv, keine Excel-Arbeitsmappe. Bitte zuerst entpacken.")
    for name in parts:
        width, height = _extent(archive, name)
        if width * height > MOST_CELLS:
            raise UnreadableError(
                f"Ein Blatt reicht bis Spalte {width} und Zeile {height}; so groß ist keine amtliche Tabelle. Vermutlich "
                "steht irgendwo weit außen ein einzelner Wert. Bitte in Excel löschen und neu speichern."
            )


def require_office_workbook(archive: zipfile.ZipFile) -> None:
    """Raise UnreadableError where a workbook would take more memory than a machine has, before it is unpacked."""
    parts, hint = archive.infolist(), "Sie ist ungewöhnlich groß und wird zur Sicherheit nicht gelesen."
    require_size(parts, MOST_OFFICE_BYTES, hint)
    require_size([part for part in parts if part.filename.endswith((".xml", ".rels", ".vml"))], MOST_OFFICE_XML, hint)
    for part in parts:
        if part.filename.endswith(".xml") and sum(_cells_of_ranges(archive, part)) > MOST_RANGE_CELLS:
            raise UnreadableError(
                "Die Mappe verbindet oder verlinkt ungewöhnlich viele Zellen; sie wird zur Sicherheit nicht gelesen. "
                "Bitte verbundene Zellen aufheben."
            )


def is_without(content: bytes, form: re.Pattern[bytes]) -> bool:
    """Whether a part of a workbook holds nothing of this form; of another encoding than UTF-8 its bytes say nothing."""
    return b"\0" not in content[:200] and not OTHER_ENCODING.match(content) and form.search(content) is None


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Number of the last column and of the last row that hold a value."""
    width = height = 0
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            found = FILLED_CELL.findall(rest + chunk)
            letters = {letters.decode() for letters, _ in found}
            width = max([width, *map(column_index_from_string, letters)])
            height = max([height, *(int(digits) for _, digits in found)])
            rest = chunk[-LONGEST_TAG:]
    return width, height


def _cells_of_ranges(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[int]:
    if is_without(archive.read(part), RANGES):
        return
    try:
        with archive.open(part) as file:
            for _, element in iterparse(file):
                if element.tag.endswith(("}mergeCell", "}hyperlink")) and ":" in element.get("ref", ""):
                    left, top, right, bottom = range_boundaries(element.get("ref"))
                    yield (int(right or 16_384) - int(left or 1) + 1) * (int(bottom or 1_048_576) - int(top or 1) + 1)
                element.clear()
    except DefusedXmlException as problem:
        raise UnreadableError("Die Datei enthält verdächtige Anweisungen und wird nicht gelesen.") from problem
