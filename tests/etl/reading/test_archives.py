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
    path.write_bytes(gzip.compress(b"Name;Wert\n" * 200))
    return path


def book(path: Path) -> Path:
    return workbook(path, {"Blatt": [["AGS", "Anteil"]]})


def with_part(name: str) -> Callable[[Path], Path]:
    """A workbook with a part of 100,000 bytes."""

    def workbook(path: Path) -> Path:
        with zipfile.ZipFile(book(path), "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b" " * 100_000)
        return path

    return workbook


def test_only_parts_of_which_openpyxl_makes_objects_count_as_xml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_OFFICE_XML", 90_000)
    assert open_workbook(with_part("x.png")(tmp_path / "a.xlsx")).values.sheetnames == ["Blatt"]


def test_the_last_cell_is_found_wherever_the_pieces_that_are_read_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Blatt": [["AGS"], ["05999004", "1", "y"]]})
    with zipfile.ZipFile(path) as archive:
        (sheet,) = (name for name in archive.namelist() if "worksheets/sheet" in name)
        for size in range(archives.LONGEST_TAG, len(archive.read(sheet))):
            monkeypatch.setattr(archives, "CHUNK", size)
            assert archives._extent(archive, sheet) == (3, 2), size


@pytest.mark.parametrize(
    ("read", "made", "limit", "most", "words"),
    [
        (tables, zipped, "MOST_MEMBERS", 1, "in 2 Teilen; gelesen werden höchstens"),
        # No member, and no piece that is read at once, has more than 1000 bytes: only all together are too many.
        (tables, zipped, "MOST_BYTES", 1500, "einzeln einlesen"),
        (tables, gzipped, "MOST_BYTES", 1500, "entpackt sich auf mehr als"),
        (areas, zipped, "MOST_MEMBERS", 1, "in 2 Teilen; gelesen werden höchstens"),
        (areas, zipped, "MOST_BYTES", 1500, "einzeln einlesen"),
        (grids, book, "MOST_MEMBERS", 1, "keine amtliche Tabelle"),
        (grids, book, "MOST_TABLE_BYTES", 1, "keine amtliche Tabelle"),
        (grids, book, "MOST_CELLS", 1, "reicht bis Spalte 2 und Zeile 1"),
        (open_workbook, book, "MOST_MEMBERS", 1, "ungewöhnlich groß"),
        (open_workbook, book, "MOST_OFFICE_BYTES", 1, "ungewöhnlich groß"),
        (open_workbook, book, "MOST_OFFICE_XML", 1, "ungewöhnlich groß"),
        *(
            (open_workbook, with_part(name), "MOST_OFFICE_XML", 90_000, "ungewöhnlich groß")
            for name in ("x.xml", "x.rels", "x.vml")
        ),
    ],
)
def test_what_is_beyond_a_limit_is_refused_by_whoever_opens_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[[Path], object],
    made: Callable[[Path], Path],
    limit: str,
    most: int,
    words: str,
) -> None:
    path = made(tmp_path / "datei.zip")
    monkeypatch.setattr(archives, limit, most)
    monkeypatch.setattr(archives, "CHUNK", 1000)
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
