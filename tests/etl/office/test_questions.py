"""What the check asks is answered in the office, and a sheet with answers of a municipality goes the whole way."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from etl.feedback.sheet import FEEDBACK, HEADER_ROW
from etl.office import audit_log, checking, drafts, office
from etl.office.__main__ import answer
from etl.office.drafts import Draft
from tests.etl.office.conftest import ANNA, BERND, DAY, Made

SELM = "05978032"


def found(made: Made, draft: Draft) -> dict[str, Any]:
    return checking.findings(drafts.folder_of(made.office.folder, draft.draft_id))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_odd_about_the_day_is_answered_by_the_reason_of_the_release(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "day_questions", lambda day, folder: [f"{day.year} liegt in der Zukunft."])
    made.release(reason="Beschlossen")
    said = [{"question": "2026 liegt in der Zukunft.", "answer": "Beschlossen"}]
    assert audit_log.entries(made.office.folder)[-1]["answers"] == said


def test_an_answered_sheet_of_a_municipality_goes_the_whole_way_to_the_preview(made: Made, tmp_path: Path) -> None:
    request = {"folder": made.office.folder, "data_dir": made.office.data_dir, "releases_dir": made.office.releases_dir}
    places = {place["area_ags"]: place for place in answer({**request, "action": "open_points"})["places"]}
    who = {"person": BERND.key, "name": BERND.name, "roles": sorted(BERND.roles)}
    path = tmp_path / "Bogen.xlsx"
    asked = {**request, **who, "area_ags": SELM, "path": path}
    assert answer({**asked, "action": "feedback"}) == {"name": "Rueckmeldung-Selm.xlsx"}
    book: Any = load_workbook(path)
    page = book[FEEDBACK.title]
    lines = {row: [cell.value for cell in page[row]] for row in range(HEADER_ROW + 1, page.max_row + 1)}
    selm = places[SELM]
    assert len(lines) == selm["overdue"] + selm["silent"] + selm["incomplete"]
    assert selm["silent"] == sum(line[3] == "ohne Rückmeldung" for line in lines.values())
    assert all(line[1] in selm["message"] for line in lines.values() if line[1])

    row, milestone = next((row, line[4]) for row, line in lines.items() if line[1])
    page.cell(row, 6).value = "2026-10"
    book.save(path)
    draft = made.office.hand_in(ANNA, {"Bogen.xlsx": path}, DAY)
    shown = found(made, draft)
    assert draft.state == drafts.READY
    (state,) = [state for state in shown["hand_ins"] if state["files"]]
    assert (state["name"], state["files"], state["counts"][0] > 0) == ("Selm", ["Bogen.xlsx"], True)
    (table,) = [table for table in shown["changes"] if table["title"] == "Tabelle Meilensteine"]
    assert table["columns"][-1] == "Gemeldet von"
    assert {line[-1] for line in table["rows"]} == {"Selm"}

    # Readers get what is previewed.
    folder = drafts.folder_of(made.office.folder, draft.draft_id)
    reported = rows(folder / drafts.STAND / "meldungen.csv")
    assert {(line["Kennung"], line["Gemeldet von"]) for line in reported} == {(milestone, SELM)}
    with duckdb.connect(folder / drafts.RELEASES / f"{draft.release_id}.duckdb", read_only=True) as preview:
        (state,) = preview.execute(
            "select state from milestone_detail where milestone_id = ? and stand_date = ?", [milestone, DAY]
        ).fetchall()
    assert state != ("no_feedback",)


def test_who_releases_sees_a_correction_with_its_reason_and_of_which_project_a_sum_is(
    made: Made, tmp_path: Path
) -> None:
    book: Any = load_workbook(made.workbook)
    headers = {cell.value: cell.column for cell in book["Förderung"][1]}
    key, project = (book["Förderung"].cell(2, headers[name]).value for name in ("Förder-ID", "Projekt-ID"))
    assert project == book["Projekte"]["A2"].value
    book["Förderung"].cell(2, headers["Betrag (EUR)"]).value = 500000
    correction = ("foerderung", key, "Betrag (EUR)", "490000", "500000", "Zahlendreher", "2026-12-30")
    for column, text in enumerate(correction, start=1):
        book["Berichtigungen"].cell(2, column).value = text
    path = tmp_path / "Mappe.xlsx"
    book.save(path)
    draft = made.office.hand_in(ANNA, {path.name: path}, DAY)
    shown = {table["title"]: table["rows"] for table in found(made, draft)["changes"]}
    change = "490.000 € → 500.000 €"
    assert shown["Tabelle Förderung"] == [["Betrag (EUR)", "Zuwendung, Kreis Unna (Neuer Titel)", change]]
    (row,) = shown["Berichtigungen, die damit veröffentlicht werden"]
    assert row == [f"Förderung, {key}, Betrag (EUR)", change, "Zahlendreher", "30.12.2026"]
    # It is what the page to mail says.
    page = (drafts.folder_of(made.office.folder, draft.draft_id) / checking.PAGE).read_text("utf-8")
    assert "<li>{}: {}. {} ({})</li>".format(*row) in page
