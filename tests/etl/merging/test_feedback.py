"""A municipality is asked what has become of what is open, answers in a sheet, and the import takes the answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from data_dictionary import TABLES
from etl.cli import app
from etl.feedback.message import message
from etl.feedback.open_points import NO_END, NO_MONEY, NO_SOURCE, OpenPoint, OpenPoints, _incomplete
from etl.feedback.sheet import FEEDBACK, HEADER_ROW
from etl.merging.feedback_hand_in import OTHER_REASON, Answer, _edits
from etl.merging.merge import MergeResult, merge
from etl.workbook.parts import OFFICE_LEADS, Part
from tests.etl.merging.test_merge import STAND, texts
from tests.stands import OLD, first_stand

KEY_COLUMN = 5
ANSWERS = {"reached": 6, "planned": 7, "reason": 8}
LUENEN = "05978024"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet of one municipality, as the command writes it."""
    folder = tmp_path_factory.mktemp("feedback")
    call = ["feedback", str(folder / "fragen"), "--kommune", LUENEN]
    result = CliRunner().invoke(app, call, env={"MONITOR_DATA_DIR": str(first_stand(folder))})
    assert result.exit_code == 0, result.output
    (path,) = (folder / "fragen").glob("*.xlsx")
    return path


@pytest.fixture
def answered(sheet: Path, data_dir: Path, tmp_path: Path) -> Callable[..., MergeResult]:
    """Fill in answers by the number of the row, and take them in."""

    def take(*answers: tuple[int, str, object]) -> MergeResult:
        book: Any = load_workbook(sheet)
        for row, column, value in answers:
            book[FEEDBACK.title].cell(row, ({"milestone": 2, "key": KEY_COLUMN} | ANSWERS)[column]).value = value
        book.save(tmp_path / sheet.name)
        return merge([tmp_path / sheet.name], data_dir, STAND)

    return take


def rows(sheet: Path) -> dict[int, tuple[str, str]]:
    """Key and milestone of every row."""
    page: Any = load_workbook(sheet)[FEEDBACK.title]
    return {
        row: (page.cell(row, KEY_COLUMN).value, page.cell(row, 2).value or "")
        for row in range(HEADER_ROW + 1, page.max_row + 1)
    }


def test_answers_can_be_filled_in_and_nothing_else_and_of_a_project_no_day_on_which_it_is_reached(sheet: Path) -> None:
    page: Any = load_workbook(sheet)[FEEDBACK.title]
    assert page.protection.sheet and not page.protection.password
    (reasons,) = page.data_validations.dataValidation
    assert str(reasons.sqref) == f"H{HEADER_ROW + 1}:H{page.max_row}"
    kinds = set()
    for row, (_, milestone) in rows(sheet).items():
        kinds.add(bool(milestone))
        free = [cell.column for cell in page[row] if not cell.protection.locked]
        assert free == [column for name, column in ANSWERS.items() if milestone or name != "reached"]
    assert kinds == {True, False}


def test_what_is_open_is_asked_and_what_is_asked_is_open(sheet: Path, data_dir: Path) -> None:
    milestones, projects = (texts(data_dir, OLD, kind) for kind in ("meilensteine", "projekte"))
    asked = rows(sheet)
    for key, milestone in asked.values():
        if milestone:
            assert milestones[key]["Meilenstein"] == milestone
            assert milestones[key]["Status laut Quelle"] != "erreicht"
        else:
            assert (
                not projects[key]["Ende"]
                or not projects[key]["Quelle-ID"]
                or key not in {row["Projekt-ID"] for row in texts(data_dir, OLD, "foerderung").values()}
            )
    keys = {key for key, _ in asked.values()}
    own = {key for key, row in projects.items() if row["Kommunen (AGS)"] == LUENEN}
    assert {key for key in own if not projects[key]["Ende"]} <= keys
    assert len(load_workbook(sheet).sheetnames) == 1
    text = sheet.with_suffix(".txt").read_text("utf-8")
    assert all(milestone in text for _, milestone in asked.values())


def test_answers_change_their_cells_and_nothing_else(
    sheet: Path, answered: Callable[..., MergeResult], data_dir: Path
) -> None:
    asked = rows(sheet)
    milestones = [entry for entry in asked.items() if entry[1][1]]
    (first, (reached, _)), (second, (moved, _)), (third, (late, _)), (fourth, (waiting, _)) = milestones[:4]
    before = {kind: texts(data_dir, OLD, kind) for kind in ("projekte", "meilensteine", "foerderung", "quellen")}
    last, (project, _) = next(
        entry for entry in asked.items() if not entry[1][1] and not before["projekte"][entry[1][0]]["Ende"]
    )
    ended, end = next(
        (row, before["projekte"][key]["Ende"])
        for row, (key, milestone) in asked.items()
        if not milestone and before["projekte"][key]["Ende"]
    )
    assert {before["meilensteine"][key]["Status laut Quelle"] for key in (moved, late)} == {"verzögert", "unbekannt"}
    result = answered(
        (first, "reached", "2026-10"), (fourth, "reason", "Vergabe"), (ended, "planned", end), (second, "planned", "2027-Q2"), (second, "reason", "tiefbau: Rohre fehlen"),
        (third, "planned", "2030"), (third, "reason", "Es regnet"),
        (last, "reached", "2028"), (last, "planned", "2028"), (last, "reason", "Das Land zahlt"),
    )  # fmt: skip
    assert result.is_written, result.all_remarks
    assert [(remark.severity, remark.value) for remark in result.all_remarks if remark.sheet] == [
        ("warning", "2028"),
        ("warning", "Das Land zahlt"),
    ]
    before["meilensteine"][reached] |= {"Erreicht": "2026-10", "Status laut Quelle": "erreicht"}
    for key, day in ((moved, "2027-Q2"), (late, "2030")):
        row = before["meilensteine"][key]
        plan = "Aktuelle Planung" if row["Erstplanung"] or row["Aktuelle Planung"] else "Erstplanung"
        status = row["Status laut Quelle"]
        row |= {plan: day, "Status laut Quelle": status if status != "unbekannt" else "geplant"}
    reasons = {
        moved: {"Grund der Verschiebung": "Tiefbau", "Erläuterung der Verschiebung": "Rohre fehlen"},
        late: {"Grund der Verschiebung": OTHER_REASON, "Erläuterung der Verschiebung": "Es regnet"},
        waiting: {"Grund der Verschiebung": "Vergabe"},
    }
    before["projekte"][project]["Ende"] = "2028"
    for kind, table in before.items():
        for key, row in texts(data_dir, STAND, kind).items():
            added = {header: text for header, text in row.items() if header not in table[key] and text}
            assert added == reasons.get(key, {})
            assert {header: row[header] for header in table[key]} == table[key]
    assert len(set(texts(data_dir, STAND, "meilensteine"))) == len(before["meilensteine"])


@pytest.mark.parametrize(
    ("first", "current", "column"),
    [
        ("", "", "Erstplanung"),
        ("2025", "", "Aktuelle Planung"),
        ("", "2026", "Aktuelle Planung"),
        ("2025", "2026", "Aktuelle Planung"),
    ],
)
def test_only_the_first_date_that_anybody_names_is_the_first_plan(first: str, current: str, column: str) -> None:
    before = {"Erstplanung": first, "Aktuelle Planung": current, "Status laut Quelle": "geplant"}
    (edit,) = _edits(Answer(5, "Ziel", "m1", "", "2027", ""), "meilensteine", before)
    assert (edit.column, edit.old, edit.new) == (column, before[column], "2027")


def test_a_project_is_asked_for_what_it_lacks_and_any_amount_is_money() -> None:
    project = {"Titel": "Projekt", "Ende": "2027", "Quelle-ID": "q"}
    projects = {"whole": project, "applied": project, "poor": project, "bare": {"Titel": "Projekt"}}
    funds = {
        "f1": {"Projekt-ID": "whole", "Zählweise": "zählt"},
        "f2": {"Projekt-ID": "applied", "Zählweise": "beantragt"},
    }
    own = Part(LUENEN, {"projekte": dict.fromkeys(projects, "")})
    found = {point.key: point.why for point in _incomplete({"projekte": projects, "foerderung": funds}, own)}
    assert found == {"poor": NO_MONEY, "bare": ", ".join([NO_END, NO_MONEY, NO_SOURCE])}


def test_a_sheet_that_is_not_there_any_more_is_told(sheet: Path, data_dir: Path, tmp_path: Path) -> None:
    book: Any = load_workbook(sheet)
    book[FEEDBACK.title].title = "Tabelle 1"
    book.save(tmp_path / sheet.name)
    (remark,) = (
        found for found in merge([tmp_path / sheet.name], data_dir, STAND).all_remarks if found.severity == "error"
    )
    assert remark.message == (
        "Das Blatt „Rückmeldung“ mit seiner Kopfzeile fehlt. Erwartet wird es, wie es verschickt wurde."
    )


def test_what_is_no_answer_is_said_in_its_cell(sheet: Path, answered: Callable[..., MergeResult]) -> None:
    first = next(row for row, (_, milestone) in rows(sheet).items() if milestone)
    result = answered((first, "reached", "bald"), (first, "planned", "2027"))
    assert not result.is_written
    assert {remark.place for remark in result.all_remarks if remark.severity == "error"} == {
        f"{FEEDBACK.title}!F{first}",
        f"{FEEDBACK.title}!G{first}",
    }


def test_a_key_that_was_never_sent_is_said_in_its_cell(sheet: Path, answered: Callable[..., MergeResult]) -> None:
    first = next(iter(rows(sheet)))
    result = answered((first, "key", "gibt-es-nicht"), (first, "planned", "2028"))
    assert not result.is_written
    assert [(remark.place, remark.value) for remark in result.all_remarks if remark.severity == "error"] == [
        (f"{FEEDBACK.title}!E{first}", "gibt-es-nicht")
    ]


def test_an_answer_for_what_somebody_else_leads_is_for_a_person_to_decide(
    sheet: Path, answered: Callable[..., MergeResult], data_dir: Path
) -> None:
    projects = texts(data_dir, OLD, "projekte")
    key, title = next(
        (key, row["Meilenstein"])
        for key, row in texts(data_dir, OLD, "meilensteine").items()
        if LUENEN not in projects[row["Projekt-ID"]]["Kommunen (AGS)"] and row["Status laut Quelle"] != "erreicht"
    )
    first = next(iter(rows(sheet)))
    result = answered((first, "milestone", title), (first, "key", key), (first, "planned", "2031"))
    assert not result.is_written
    assert {conflict.lead for conflict in result.merged.open_conflicts} == {OFFICE_LEADS}


def test_a_key_of_another_row_is_said_in_its_cell(sheet: Path, answered: Callable[..., MergeResult]) -> None:
    (first, (own, title)), (_, (other, of_other)) = [entry for entry in rows(sheet).items() if entry[1][1]][:2]
    assert own != other
    result = answered((first, "key", other), (first, "planned", "2031"))
    assert not result.is_written
    (error,) = (remark for remark in result.all_remarks if remark.severity == "error")
    assert (error.place, error.value) == (f"{FEEDBACK.title}!E{first}", other)
    assert f"handelt von „{title}“, ihre Kennung gehört zu „{of_other}“" in error.message
    # A title that somebody has written a little otherwise is the same.
    assert answered((first, "milestone", f" {title.upper()} "), (first, "planned", "2031")).is_written


def test_an_end_before_the_beginning_is_said_in_the_cell_of_the_answer(
    sheet: Path, answered: Callable[..., MergeResult], data_dir: Path
) -> None:
    begun = {key for key, row in texts(data_dir, OLD, "projekte").items() if row["Beginn"]}
    row = next(row for row, (key, milestone) in rows(sheet).items() if not milestone and key in begun)
    result = answered((row, "planned", "1990"))
    assert f"{FEEDBACK.title}!G{row}" in {remark.place for remark in result.all_remarks if remark.severity == "error"}


def test_the_e_mail_says_what_is_open_and_how_to_answer() -> None:
    points = (
        OpenPoint("m1", "Projekt", "Ziel", "2025-Q4", "überfällig"),
        OpenPoint("m2", "Projekt", "Weg", "", "ohne Rückmeldung"),
        OpenPoint("p1", "Anderes", "", "", NO_END),
    )
    text = message(OpenPoints("01234004", "Astadt", STAND, points, "Monitor", "Stadt Astadt"))
    assert text.startswith("Betreff: Monitor: Bitte um Rückmeldung zu 3 Angaben (Astadt)\n\nGuten Tag,\n")
    assert (
        "- Projekt: Ziel (geplant war 4. Quartal 2025, überfällig)\n- Projekt: Weg (ohne Termin, ohne Rückmeldung)\n"
        in text
    )
    assert "- Anderes: kein Ende\n" in text
    assert text.endswith("Freundliche Grüße\nStadt Astadt\n")


def test_columns_that_answers_go_to_exist() -> None:
    assert {"Grund der Verschiebung", "Erläuterung der Verschiebung"} <= set(TABLES["meilensteine"].headers)
