"""A ZIP from outside is unpacked within limits and never outside of its folder."""

import gzip
import zipfile
from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import recognition
from etl.official.download.members import members
from tests.etl.official.fakes import Fake, probe


@pytest.fixture(autouse=True)
def _adapters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "ADAPTERS", (Fake(),))


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, probe("k;05;2018;1"))
    return path


def test_a_table_alone_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(probe("k;05;2018;1"))
    with members(path) as files:
        assert files == [("a.csv", path)]


def test_tables_keep_their_names_and_other_files_stay_packed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", "2018/a.csv", "2019/a.csv", "bild.png", "../../b.csv")
    with members(path) as files:
        assert [name for name, _ in files] == ["a.zip/2018/a.csv", "a.zip/2019/a.csv", "a.zip/../../b.csv"]
        assert [file.name for _, file in files] == ["a.csv", "a.csv", "b.csv"]
        assert len({file.parent.parent for _, file in files}) == 1
        assert all(file.read_bytes() == probe("k;05;2018;1") for _, file in files)
    assert not any(file.exists() for _, file in files)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["a.zip"]


def test_no_name_in_an_archive_leads_out_of_its_folder(tmp_path: Path) -> None:
    with members(zipped(tmp_path / "a.zip", "../../x.csv", "C:y.csv", "..\\..\\z.csv")) as files:
        folders = {file.parent.parent for _, file in files}
        assert [file.name for _, file in files] == ["x.csv", "y.csv", "z.csv"]
        assert len(folders) == 1


def test_a_workbook_and_an_archive_of_a_known_kind_stay_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = zipped(tmp_path / "a.xlsx", "[Content_Types].xml", "a.csv")
    with members(book) as files:
        assert files == [("a.xlsx", book)]
    archive = zipped(tmp_path / "a.zip", "a.csv")
    monkeypatch.setattr(Fake, "recognises", lambda self, path: path.suffix == ".zip")
    with members(archive) as files:
        assert files == [("a.zip", archive)]


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", "a.csv")
    content = path.read_bytes()
    path.write_bytes(content.replace(content[45:60], b"\0" * 15, 1))
    with pytest.raises(UnreadableError, match="beschädigt"), members(path):
        pass


@pytest.mark.parametrize(("packed", "own"), [("a.csv.gz", "a.csv"), ("A.CSV.GZ", "A.CSV"), ("a.csv", "a.csv")])
def test_a_file_packed_by_gzip_is_read_under_its_own_name(packed: str, own: str, tmp_path: Path) -> None:
    path = tmp_path / packed
    path.write_bytes(gzip.compress(b"kind"))
    with members(path) as files:
        ((name, file),) = files
        assert (name, file.name, file.read_bytes()) == (packed, own, b"kind")


def test_a_gzip_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"kind" * 1000)[:-9])
    with pytest.raises(UnreadableError, match="beschädigt"), members(path):
        pass
