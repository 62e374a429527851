"""Workbooks made from a Stand and handed in when another one is there: only what they change themselves is taken."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from etl.cli import app
from etl.merging.conflict_list import conflict_list, read_decisions, rows
from etl.merging.merge import MergeResult, merge
from etl.reading.csv_file import read_csv
from etl.workbook.base import base_of
from etl.workbook.help_sheet import HELP
from etl.workbook.style import style_of
from etl.workbook.template import template
from etl.workbook.workbook_file import open_workbook
from tests.etl.workbook.places import at
from tests.stands import FEW, OLD, every_stand, first_stand

LATEST, STAND = date(2026, 11, 28), date(2026, 12, 31)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template of the first Stand."""
    folder = tmp_path_factory.mktemp("older")
    template(first_stand(folder, FEW)).save(folder / "Mappe.xlsx")
    return folder / "Mappe.xlsx"


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A data folder with all embedded Stände."""
    return every_stand(tmp_path, FEW)


@pytest.fixture
def edited(older: Path, tmp_path: Path) -> Callable[..., Path]:
    """Change a template and save it under another name."""

    def edit(name: str, *changes: tuple[str, str, str, object]) -> Path:
        book = load_workbook(older)
        for sheet, key, header, value in changes:
            book[sheet][at(sheet, header, row_of(book[sheet], key))] = value
        book.save(tmp_path / name)
        return tmp_path / name

    return edit


def row_of(page: Any, key: str) -> int:
    return next(cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value == key)


def taken(data_dir: Path, *paths: Path, decisions: Sequence[str] = (), is_trial: bool = False) -> MergeResult:
    return merge(paths, data_dir, STAND, decisions, is_trial=is_trial)


def texts(data_dir: Path, day: date, kind: str) -> dict[str, dict[str, str]]:
    frame = read_csv(data_dir / "raw" / "staende" / str(day) / f"{kind}.csv", kind)[0].frame.fillna("")
    return {str(record[frame.columns[0]]): record for record in frame.to_dict("records")}


def changed(data_dir: Path) -> Iterator[tuple[str, str, str, str]]:
    """Table, key, column and new text of each cell that differs from the latest embedded Stand."""
    for kind in ("projekte", "foerderung", "meilensteine", "quellen"):
        before, after = texts(data_dir, LATEST, kind), texts(data_dir, STAND, kind)
        for key in {*before, *after}:
            cells = {*before.get(key, {}).items()} ^ {*after.get(key, {}).items()}
            for header in {header for header, _ in cells}:
                yield kind, key, header, after.get(key, {}).get(header, "")


def test_only_what_somebody_changed_is_taken_from_an_older_template(edited: Callable[..., Path], both: Path) -> None:
    result = taken(both, edited("Mappe.xlsx", ("Projekte", "dos-2030", "Status laut Quelle", "Im letzten Jahr")))
    assert result.is_written, result.all_remarks
    assert list(changed(both)) == [("projekte", "dos-2030", "Status laut Quelle", "Im letzten Jahr")]


def test_one_file_that_cannot_be_taken_stops_all_and_each_is_told_for_itself(
    edited: Callable[..., Path], both: Path, tmp_path: Path
) -> None:
    before = sorted(both.rglob("*"))
    right = edited("A.xlsx", ("Projekte", "schwerte-open-smart-city-app", "Status laut Quelle", "Im letzten Jahr"))
    wrong = edited(
        "B.xlsx", ("Projekte", "dos-2030", "Beginn", "2028"), ("Förderung", "dos-2030-f3", "Zählweise", "gar nicht")
    )
    (tmp_path / "C.xlsx").write_text("Projekt-ID;Titel")
    doubled = edited("D.xlsx", ("Quellen", "q-d5e31e5d", "Quelle-ID", "q-f12b8d1f"))
    # It lacks the column of keys, and corrects what it does not change.
    keyless = edited("E.xlsx", ("Quellen", "Quelle-ID", "Quelle-ID", "Nummer"))
    book: Any = load_workbook(keyless)
    corrected = ("projekte", "dos-2030", "Titel", "Alt", "Neu", "Grund", "2026-12-30")
    for column, text in enumerate(corrected, start=1):
        book["Berichtigungen"].cell(2, column).value = text
    book.save(keyless)
    result = taken(both, wrong, doubled, tmp_path / "C.xlsx", right, keyless)
    assert (result.is_written, sorted(both.rglob("*"))) == (False, before)
    assert result.names == ["A.xlsx", "B.xlsx", "C.xlsx", "D.xlsx", "E.xlsx"]
    errors = [[found for found in one.remarks if found.severity == "error"] for one in result.received]
    assert errors[0] == []
    columns = [found.column or "" for found in errors[1]]
    assert "Zählweise" in columns
    assert any("Beginn" in column or "Ende" in column for column in columns)
    assert "CSV- oder Textdatei" in errors[2][0].message
    assert any("steht schon in Zeile" in found.message for found in errors[3])
    assert {found.sheet for found in errors[4]} == {"Quellen", "Berichtigungen"}
    # Also where the tables of what is left would have no fault.
    assert not taken(both, right, doubled).is_written
    assert sorted(both.rglob("*")) == before


def test_conflicts_are_decided_in_a_list_and_a_correction_goes_with_the_change_that_it_explains(
    edited: Callable[..., Path], both: Path, tmp_path: Path
) -> None:
    """Of two workbooks that correct an amount, the reason of the one that holds is kept, from the value that is there."""
    cell, sum_ = ("Projekte", "dos-2030", "Status laut Quelle"), ("Förderung", "dos-2030-f3", "Betrag (EUR)")
    paths = []
    for name, words, amount in (("A.xlsx", "fast fertig", 3700000), ("B.xlsx", "+ noch lange nicht", 3800000)):
        path = edited(name, (*cell, words), (*sum_, amount))
        book: Any = load_workbook(path)
        told = ("foerderung", sum_[1], sum_[2], 3600000, amount, f"Bescheid {name}", "2026-12-30")
        for column, value in enumerate(told, start=1):
            book["Berichtigungen"].cell(2, column).value = value
        book.save(path)
        paths.append(path)
    before = sorted(both.rglob("*"))
    result = taken(both, *paths)
    assert not result.is_written
    assert sorted(both.rglob("*")) == before
    conflict, about_amount = sorted(result.merged.open_conflicts, key=lambda found: found.place, reverse=True)
    out = tmp_path / "Konflikte.xlsx"
    conflict_list([conflict, about_amount], result.names, LATEST, style_of(both)).save(out)
    page = load_workbook(out).active
    assert page is not None
    assert [page.cell(row, 1).fill.fill_type for row in range(3, 9)] == ["solid"] * 3 + [None] * 3
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    assert [(row[6], row[7]) for row in rows[:3]] == [
        (texts(both, LATEST, "projekte")["dos-2030"]["Status laut Quelle"], "jetzt im Stand vom 28.11.2026"),
        ("fast fertig", "A.xlsx"),
        ("+ noch lange nicht", "B.xlsx"),
    ]
    assert read_decisions(open_workbook(out)).marks == frozenset()
    book = load_workbook(out)
    book.worksheets[0]["J5"] = "X"
    book.worksheets[0]["J4"] = "vielleicht"
    book.save(out)
    decisions = read_decisions(open_workbook(out))
    assert len(decisions.problems) == 1
    assert "vielleicht" in decisions.problems[0]
    decided = taken(both, *paths, decisions=[*decisions.marks, about_amount.options[2].mark])
    assert decided.is_written, decided.all_remarks
    assert set(changed(both)) == {
        ("projekte", "dos-2030", "Status laut Quelle", "+ noch lange nicht"),
        ("foerderung", "dos-2030-f3", "Betrag (EUR)", "3800000"),
    }
    assert [row["Grund"] for row in texts(both, STAND, "berichtigungen").values()] == ["Bescheid B.xlsx"]
    (left_out,) = (found for found in decided.received[0].remarks if found.sheet == "Berichtigungen")
    assert "nicht übernommen" in left_out.message


def test_a_milestone_does_not_become_reached_when_it_is_decided_that_it_is_not(
    edited: Callable[..., Path], both: Path, tmp_path: Path
) -> None:
    before = texts(both, LATEST, "meilensteine")
    key = next(key for key, row in before.items() if row["Status laut Quelle"] == "unbekannt")
    paths = [
        edited(name, ("Meilensteine", key, "Erreicht", day), ("Meilensteine", key, "Status laut Quelle", "erreicht"))
        for name, day in (("B.xlsx", "2026-10"), ("C.xlsx", "2026-11"))
    ]
    result = taken(both, *paths)
    (conflict,) = result.merged.open_conflicts
    line = next(rows([conflict], result.names, LATEST))
    assert (line[4], line[6], line[7]) == (
        "Erreicht (damit auch: Status laut Quelle)",
        "(leer)",
        "jetzt im Stand vom 28.11.2026",
    )
    assert taken(both, *paths, decisions=[conflict.options[0].mark]).is_written
    assert list(changed(both)) == []


def test_two_values_that_shall_both_hold_are_named_and_decide_nothing(
    edited: Callable[..., Path], both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(both))
    names = [
        str(edited(name, ("Projekte", "dos-2030", "Status laut Quelle", words)))
        for name, words in (("A.xlsx", "fast fertig"), ("B.xlsx", "noch lange nicht"))
    ]
    call = ["import", *names, "--stand", str(STAND), "--check"]
    named = (
        "Bei einem Konflikt (Projekte, dos-2030, DOS 2030 - Modellprojekt Smart Cities Dortmund/Schwerte, Status laut Quelle) steht in der "
        "Spalte „Gilt“ mehr als ein x. Erwartet wird genau eines; entschieden ist so nichts."
    )
    (conflict,) = taken(both, *map(Path, names), is_trial=True).merged.conflicts
    out = tmp_path / "Konflikte.xlsx"
    conflict_list([conflict], ["A", "B"], LATEST, style_of(both)).save(out)
    for places, is_named in ((["J4"], False), (["J4", "J5"], True)):
        book = load_workbook(out)
        for place in places:
            book.worksheets[0][place] = "x"
        book.save(tmp_path / "Entschieden.xlsx")
        done = CliRunner().invoke(app, [*call, "--decide", str(tmp_path / "Entschieden.xlsx")])
        assert (named in done.output, "1 Konflikt ist zu entscheiden" in done.output) == (is_named, is_named)


def test_a_workbook_without_a_base_is_compared_with_what_is_there_and_says_so(
    older: Path, both: Path, tmp_path: Path
) -> None:
    book: Any = load_workbook(older)
    book.remove(book[HELP])
    del book.custom_doc_props["Vorlage"]
    book.save(tmp_path / "fremd.xlsx")
    result = taken(both, tmp_path / "fremd.xlsx", is_trial=True)
    assert any("nennt keinen Stand" in remark.message for remark in result.all_remarks)
    assert any("gab es" in remark.message for remark in result.all_remarks)


@pytest.mark.parametrize("lost", ["help", "property"])
def test_the_base_is_known_as_long_as_one_of_its_two_places_is_kept(older: Path, tmp_path: Path, lost: str) -> None:
    book: Any = load_workbook(older)
    if lost == "help":
        book.remove(book[HELP])
    else:
        del book.custom_doc_props["Vorlage"]
    book.save(tmp_path / "Mappe.xlsx")
    base = base_of(open_workbook(tmp_path / "Mappe.xlsx"))
    assert base == base_of(open_workbook(older)) and base and base.stand_date == OLD


def test_a_workbook_of_a_day_that_does_not_exist_has_no_base(older: Path, tmp_path: Path) -> None:
    book: Any = load_workbook(older)
    book.remove(book[HELP])
    book.custom_doc_props["Vorlage"].value = book.custom_doc_props["Vorlage"].value.replace(str(OLD), "2026-02-30")
    book.save(tmp_path / "Mappe.xlsx")
    assert base_of(open_workbook(tmp_path / "Mappe.xlsx")) is None


def test_a_stand_that_is_not_the_one_of_the_template_is_told(older: Path, both: Path) -> None:
    folder = both / "raw" / "staende" / str(OLD)
    path = folder / "quellen.csv"
    text = path.read_text("utf-8").replace("Saftige Finanzspritze", "Neuer Titel")
    for change in (lambda: path.write_text(text, "utf-8"), lambda: folder.rename(folder.with_name(".weg"))):
        change()
        (received,) = taken(both, older, is_trial=True).received
        assert received.base is None
        assert any("gibt es hier nicht oder nicht so" in remark.message for remark in received.remarks)


def test_a_table_of_the_data_folder_without_its_keys_is_told_and_nothing_is_written(older: Path, both: Path) -> None:
    path = both / "raw" / "staende" / str(LATEST) / "quellen.csv"
    path.write_text(path.read_text("utf-8").replace("Quelle-ID", "Nummer", 1), "utf-8")
    result = taken(both, older)
    assert not result.is_written
    places = [f"staende/{day}/quellen.csv, Zeile 1, Spalte „Quelle-ID“" for day in (LATEST, STAND)]
    errors = [remark.message for remark in result.all_remarks if remark.severity == "error"]
    assert [message.partition(": Die Spalte fehlt.")[0] for message in errors] == places
