"""The office's commands say in German what was found, where, and what comes next."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from etl.cli import app
from etl.workbook.remarks import Remark
from etl.workbook.sheets import REPORT
from etl.workbook.style import style_of
from tests.etl.workbook.mistakes import ERRORS, MISTAKES, Mistake

Edited = Callable[..., Path]


@pytest.fixture(autouse=True)
def data_folder(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    return data_dir


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_import_with_mistakes_tells_them_all_marks_each_and_writes_no_stand(
    edited: Edited, data_dir: Path, tmp_path: Path
) -> None:
    path = edited(*(mistake.edit for mistake in MISTAKES))
    before, page = sorted(data_dir.rglob("*")), tmp_path / "Änderung.html"
    result = run("import", path, "--stand", "2026-12-31", "--json", tmp_path / "b.json", "--report", page)
    assert result.exit_code == 1
    assert "nichts geändert" in result.output
    assert [found for found in sorted(data_dir.rglob("*")) if found.name != ".lock"] == before
    assert not page.exists()
    content = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert (content["is_written"], content["change"]) == (False, None)
    assert content["error_count"] >= len(ERRORS) >= 20
    remarks = [Remark(**{key: value for key, value in found.items() if key != "place"}) for found in content["remarks"]]
    assert all(remark.place in result.output for remark in remarks)
    assert [mistake.name for mistake in MISTAKES if not is_told(mistake, remarks)] == []
    copy, style = load_workbook(tmp_path / "Mappe-Befunde.xlsx"), style_of(data_dir)
    listed = [[cell.value or "" for cell in row] for row in copy[REPORT].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[4]) for row in listed] == [
        (found.label, found.place, found.message) for found in remarks
    ]
    # What is worst of a cell stands first and gives it its colour.
    worst = {remark.place: remark.severity for remark in reversed(remarks)}
    for remark in (remark for remark in remarks if remark.sheet and remark.cell):
        cell = copy[remark.sheet][remark.cell]
        assert cell.fill.fill_type == "solid"
        assert cell.fill.start_color.rgb == style.marks[worst[remark.place]].start_color.rgb
        assert remark.message in cell.comment.text
        assert remark.label in cell.comment.text


def is_told(mistake: Mistake, remarks: list[Remark]) -> bool:
    # One of the other mistakes has renamed this sheet.
    place = mistake.place.replace("Quellen!", "quellen !")
    return any(
        (remark.place, remark.severity, remark.repaired_to) == (place, mistake.severity, mistake.now)
        and mistake.text.lower() in remark.message.lower()
        for remark in remarks
    )


def test_a_file_that_is_no_workbook_is_told_in_json_too(tmp_path: Path) -> None:
    (tmp_path / "quellen.csv").write_text("a,b\n")
    result = run("import", tmp_path / "quellen.csv", "--stand", "2026-12-31", "--json", "-")
    assert result.exit_code == 1
    assert "CSV" in json.loads(result.stdout)["remarks"][0]["message"]


@pytest.mark.parametrize("day", ["2026", "gestern", "31.02.2026", ""])
def test_a_stand_must_be_a_day(tmp_path: Path, day: str) -> None:
    result = run("import", tmp_path / "x.xlsx", "--stand", day)
    assert result.exit_code == 1
    assert "kein Tag" in result.output


@pytest.mark.parametrize("call", [("template", "Mappe.xlsx", "--force"), ("feedback", ".", "--force")])
def test_a_full_disk_leaves_what_was_there_and_no_part(
    call: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(tmp_path)
    (tmp_path / "Mappe.xlsx").write_bytes(b"earlier")
    monkeypatch.setattr("os.fsync", full)
    result = run(*call)
    assert result.exit_code == 1
    assert "Der Datenträger ist voll." in result.output
    assert [(path.name, path.read_bytes()) for path in tmp_path.glob("*.*")] == [("Mappe.xlsx", b"earlier")]


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_what_has_no_name_of_a_file_is_refused(name: str) -> None:
    result = run("import", name, "--stand", "2026-12-31")
    assert result.exit_code == 1
    assert "Das ist ein Ordner" in result.output


def test_a_folder_without_a_district_gives_no_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path))
    result = run("template", tmp_path / "Mappe.xlsx")
    assert result.exit_code == 1
    assert "region.toml: Die Datei fehlt" in result.output
    assert not (tmp_path / "Mappe.xlsx").exists()
