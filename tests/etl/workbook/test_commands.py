"""The office's commands say in German what was found, where, and what comes next."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from etl.cli import app
from etl.workbook.remarks import Remark
from etl.workbook.sheets import REPORT
from etl.workbook.style import style_of
from tests.etl.workbook.mistakes import ERRORS, MISTAKES, Mistake, put
from tests.etl.workbook.places import place
from tests.etl.workbook.test_marks_and_formats import strike

Edited = Callable[..., Path]


@pytest.fixture(autouse=True)
def data_folder(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    return data_dir


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def stands(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "raw" / "staende").iterdir() if not path.name.startswith("."))


def test_a_template_overwrites_no_work_and_advises_a_day_that_the_import_takes(tmp_path: Path, data_dir: Path) -> None:
    out, staende = tmp_path / "Mappe.xlsx", data_dir / "raw" / "staende"
    out.write_bytes(b"Arbeit")
    result = run("template", out)
    assert (result.exit_code, out.read_bytes()) == (1, b"Arbeit")
    assert "gibt es schon" in result.output
    assert run("template", tmp_path / "Mappe.ods").exit_code == 1
    assert "Den Ordner gibt es nicht." in run("template", tmp_path / "x" / "y.xlsx").output
    (staende / "2026-11-23").rename(staende / "2099-01-01")
    result = run("template", out, "--force")
    assert result.exit_code == 0
    assert load_workbook(out, read_only=True).sheetnames
    assert result.output.rstrip().endswith("--stand 2099-01-02 --check")


def test_import_with_mistakes_tells_them_all_marks_each_and_writes_no_stand(
    edited: Edited, data_dir: Path, tmp_path: Path
) -> None:
    path = edited(*(mistake.edit for mistake in MISTAKES))
    before, page = sorted(data_dir.rglob("*")), tmp_path / "Änderung.html"
    result = run("import", path, "--stand", "2026-12-31", "--json", tmp_path / "b.json", "--report", page)
    assert result.exit_code == 1
    assert "nichts geändert" in result.output
    assert [found for found in sorted(data_dir.rglob("*")) if found.name != ".staende.lock"] == before
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


def test_a_check_that_finds_an_error_writes_nothing_and_no_value_commands_the_terminal(
    edited: Edited, tmp_path: Path
) -> None:
    path = edited(put("Förderung", "Zählweise", 9, "[bold]gezählt[/x]"))
    before = sorted(tmp_path.rglob("*"))
    result = run(
        *("import", path, "--stand", "2026-12-31", "--check"), *("--report", tmp_path / "x.html", "--json", tmp_path)
    )
    assert result.exit_code == 1
    assert "[bold]gezählt[/x]" in result.output
    assert "Mit --marked DATEI" in result.output
    assert "Keine Seite geschrieben" in result.output
    assert (
        f"lassen sich nicht in {tmp_path} schreiben. Unter dem Namen einer Datei liegt dort ein Ordner."
        in result.output
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_a_check_shows_what_would_change_and_json_on_the_standard_output_is_alone_there(
    edited: Edited, data_dir: Path, tmp_path: Path
) -> None:
    page, copy = tmp_path / "Änderung.html", tmp_path / "markiert.xlsx"
    path = edited(put("Projekte", "Titel", 5, "Neuer <b>Titel</b>"), put("Förderung", "Empfänger-AGS", 20, 5978028))
    result = run(
        *("import", path, "--stand", "31.12.2026", "--check"), *("--report", page, "--marked", copy, "--json", "-")
    )
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    repaired = place("Förderung", "Empfänger-AGS", 20)
    assert [
        (remark["place"], remark["repaired_to"]) for remark in content["remarks"] if remark["severity"] == "repaired"
    ] == [(repaired, "05978028")]
    assert content["change"]["tables"]["projekte"]["columns"] == {"Titel": 1}
    for words in (
        repaired,
        "Stand 31.12.2026 gegenüber Stand 23.11.2026",
        "Spalte „Titel“: 1 von 82 Zellen geändert (1 %)",
    ):
        assert words in result.stderr
    assert "Neuer &lt;b&gt;Titel&lt;/b&gt;" in page.read_text("utf-8")
    assert copy.is_file()
    assert stands(data_dir) == ["2026-11-23"]


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


def test_the_copy_is_never_the_workbook_itself(edited: Edited) -> None:
    path = edited()
    result = run("import", path, "--stand", "2026-12-31", "--marked", path)
    assert result.exit_code == 1
    assert "die Mappe selbst" in result.output


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_what_has_no_name_of_a_file_is_refused(name: str) -> None:
    result = run("import", name, "--stand", "2026-12-31")
    assert result.exit_code == 1
    assert "Das ist ein Ordner" in result.output


def test_findings_take_no_place_of_the_workbook_or_of_its_copy(edited: Edited, tmp_path: Path) -> None:
    path, copy = edited(), tmp_path / "Kopie.xlsx"
    before = path.read_bytes()
    call = ["import", path, "--stand", "2026-12-31", "--check"]
    for arguments in (
        ["--json", path],
        ["--marked", path],
        ["--report", path],
        ["--marked", copy, "--json", copy],
        ["--json", copy, "--report", copy],
    ):
        result = run(*call, *arguments)
        assert result.exit_code == 1
        assert "Erwartet wird ein anderer Name" in result.output
    result = run(*call, "--marked", tmp_path / "Kopie.txt")
    assert "auf .xlsx endet" in result.output
    assert path.read_bytes() == before
    assert not copy.exists()


def test_a_folder_without_a_district_gives_no_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path))
    result = run("template", tmp_path / "Mappe.xlsx")
    assert result.exit_code == 1
    assert "region.toml: Die Datei fehlt" in result.output
    assert not (tmp_path / "Mappe.xlsx").exists()


def test_several_workbooks_wait_for_what_a_person_decides_in_the_list_they_get(
    edited: Edited, data_dir: Path, tmp_path: Path
) -> None:
    first = edited(put("Projekte", "Status laut Quelle", 2, "fertig"), name="A.xlsx")
    second = edited(put("Projekte", "Status laut Quelle", 2, "begonnen"), name="B.xlsx")
    (tmp_path / "Post").mkdir()
    second = second.rename(tmp_path / "Post" / second.name)
    call = ["import", first, second, "--stand", "2026-12-31"]
    checked = run(*call, "--check", "--json", tmp_path / "b.json")
    assert (checked.exit_code, list(tmp_path.glob("Konflikte*"))) == (1, [])
    content = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert (content["files"], len(content["conflicts"])) == (["A.xlsx", "B.xlsx"], 3)
    result = run(*call)
    assert result.exit_code == 1
    assert "1 Konflikt ist zu entscheiden" in result.output
    path = tmp_path / "Konflikte-2026-12-31.xlsx"
    assert f"--decide {path}" in result.output
    assert stands(data_dir) == ["2026-11-23"]
    book = load_workbook(path)
    book.worksheets[0]["J4"] = "x"
    book.save(path)
    assert "nur die Liste" in run("import", path, "--stand", "2026-12-31").output
    decided = run("import", *sorted(tmp_path.rglob("*.xlsx")), "--stand", "2026-12-31")
    assert decided.exit_code == 0, decided.output
    assert stands(data_dir) == ["2026-11-23", "2026-12-31"]
    assert "fertig" in (data_dir / "raw/staende/2026-12-31/projekte.csv").read_text("utf-8").splitlines()[1]


def test_a_list_of_conflicts_and_a_copy_of_one_workbook_are_asked_for_as_they_are(
    edited: Edited, tmp_path: Path
) -> None:
    path = edited()
    result = run("import", path, "--stand", "2026-12-31", "--decide", path)
    assert result.exit_code == 1
    assert "keine Liste von Konflikten" in result.output
    result = run("import", path, path, "--stand", "2026-12-31", "--marked", tmp_path / "Kopie.xlsx")
    assert "mehrere Mappen" in result.output


def test_a_question_keeps_a_workbook_out_until_somebody_answers_it(
    edited: Edited, data_dir: Path, tmp_path: Path
) -> None:
    path = edited(strike("Quellen", "Titel", 8), put("Quellen", "Veröffentlicht", 9, "2031"))
    found, nowhere = tmp_path / "b.json", tmp_path / "x" / "y.xlsx"
    call = ["import", path, "--stand", "2026-12-31", "--json", found]

    def remarks() -> list[dict[str, str]]:
        told: list[dict[str, str]] = json.loads(found.read_text("utf-8"))["remarks"]
        return told

    result = run(*call)
    assert (result.exit_code, stands(data_dir)) == (1, ["2026-11-23"])
    assert "0 Fehler, 2 Fragen, 0 Warnungen" in result.output
    assert [remark["severity"] for remark in remarks()] == ["question", "question"]
    first, second = (remark["question"] for remark in remarks())
    # The way to answer is named.
    (line,) = (line.strip() for line in result.output.splitlines() if line.strip().startswith("python -m etl import"))
    assert line.endswith(f" --answer {first}=GRUND --answer {second}=GRUND")
    assert run(*call, "--answer", first).exit_code == 1
    answers = (f"{first}=ist so", f"{second}=Nein.", "f-00000000=ist so")
    result = run(*call, *(part for answer in answers for part in ("--answer", answer)), "--marked", nowhere)
    assert f"{nowhere} lässt sich nicht schreiben. Den Ordner gibt es nicht." in result.output
    still_open, pointless = remarks()
    assert (still_open["question"], pointless["severity"]) == (second, "warning")
    # The marked copy can be answered and handed in itself.
    copy = load_workbook(tmp_path / "Mappe-Befunde.xlsx")
    head = [cell.value for cell in copy[REPORT][1]]
    for row in (2, 3):
        copy[REPORT].cell(row, head.index("Antwort") + 1).value = f"so gemeint {row}"
    copy.save(tmp_path / "Kopie.xlsx")
    taken = run("import", tmp_path / "Kopie.xlsx", "--stand", "2026-12-31")
    assert (taken.exit_code, stands(data_dir)) == (0, ["2026-11-23", "2026-12-31"])
    assert "0 Fehler, 0 Warnungen" in taken.output
    with (data_dir / "raw" / "staende" / "2026-12-31" / "antworten.csv").open(encoding="utf-8") as file:
        kept = list(csv.DictReader(file))
    assert {row["Kennung"]: row["Antwort"] for row in kept} == {first: "so gemeint 2", second: "so gemeint 3"}
    assert "durchgestrichen" in kept[0]["Frage"]
    assert date.fromisoformat(kept[0]["Datum"])


def test_an_import_makes_a_stand_that_is_withdrawn_until_it_is_published(
    fresh: Path, data_dir: Path, published_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(published_dir))
    result = run("import", fresh, "--stand", "2026-12-31")
    assert result.exit_code == 0, result.output
    assert "0 Fehler, 0 Warnungen, 0 Reparaturen." in result.output
    assert "Neuer Stand vom 31.12.2026" in result.output
    assert "python -m etl diff" in result.output
    assert "python -m etl build" in result.output
    assert stands(data_dir) == ["2026-11-23", "2026-12-31"]
    assert list(fresh.parent.glob("*Befunde*")) == []
    refused = run("import", fresh, "--stand", "2026-12-31", "--check")
    assert "python -m etl withdraw 2026-12-31" in refused.output
    withdrawn = run("withdraw", "31.12.2026")
    assert (withdrawn.exit_code, stands(data_dir)) == (0, ["2026-11-23"])
    assert "python -m etl import MAPPE.xlsx --stand 2026-12-31" in withdrawn.output
    assert run("withdraw", "2026-12-31").exit_code == 1
    kept = run("withdraw", "2026-11-23")
    assert (kept.exit_code, stands(data_dir)) == (1, ["2026-11-23"])
    assert "ist veröffentlicht" in kept.output
