"""Whatever opens an archive from outside keeps the same limits, and says in German what is wrong."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.download.members import members
from etl.official.formats.gis_files import unpacked
from etl.official.formats.text_tables import grids
from etl.reading import archives
from etl.workbook.workbook_file import open_workbook
from tests.etl.official.made import workbook


def tables(path: Path) -> None:
    with members(path):
        pass


def areas(path: Path) -> None:
    with unpacked(path):
        pass


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.csv", "b.csv", "a.geojson", "b.geojson"):
            archive.writestr(name, "Name;Wert\n" * 100)
    return path


def gzipped(path: Path) -> Path:
    path.write_bytes(gzip.compress(b"Name;Wert\n" * 100))
    return path


def book(path: Path) -> Path:
    return workbook(path, {"Blatt": [["AGS", "Anteil"]]})


@pytest.mark.parametrize(
    ("read", "made", "limit", "words"),
    [
        (tables, zipped, "MOST_MEMBERS", "in 2 Teilen; gelesen werden höchstens"),
        (tables, zipped, "MOST_BYTES", "einzeln einlesen"),
        (tables, gzipped, "MOST_BYTES", "entpackt sich auf mehr als"),
        (areas, zipped, "MOST_MEMBERS", "in 2 Teilen; gelesen werden höchstens"),
        (areas, zipped, "MOST_BYTES", "einzeln einlesen"),
        (grids, book, "MOST_MEMBERS", "keine amtliche Tabelle"),
        (grids, book, "MOST_TABLE_BYTES", "keine amtliche Tabelle"),
        (grids, book, "MOST_CELLS", "reicht bis Spalte 2 und Zeile 1"),
        (open_workbook, book, "MOST_MEMBERS", "ungewöhnlich groß"),
        (open_workbook, book, "MOST_OFFICE_BYTES", "ungewöhnlich groß"),
        (open_workbook, book, "MOST_OFFICE_XML", "ungewöhnlich groß"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_by_whoever_opens_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[[Path], object],
    made: Callable[[Path], Path],
    limit: str,
    words: str,
) -> None:
    path = made(tmp_path / "datei.zip")
    monkeypatch.setattr(archives, limit, 1)
    with pytest.raises(UnreadableError, match=words):
        read(path)


@pytest.mark.parametrize("read", [tables, areas, open_workbook])
def test_a_member_with_a_password_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = zipped(tmp_path / "a.zip")
    # The first flag of each entry says that its contents are encrypted.
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 1)
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableError, match=r"Kennwort|verschlüsselt"):
        read(path)
