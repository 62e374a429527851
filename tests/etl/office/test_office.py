"""Drafts are prepared by one person and released by another; every step is whole, logged and can be resumed."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from openpyxl import Workbook

from etl.messages.refusals import RefusedError
from etl.office import audit_log, drafts, office
from etl.office.people import Person
from etl.reading.whole_files import checksum
from etl.release import store
from etl.release.build import build
from etl.release.fingerprint import release_id
from etl.workbook.workbook_file import DAMAGED, SAVE_AS
from tests.etl.office.conftest import ANNA, BERND, BOTH, DAY, NOBODY, Made, actions, stands, state


def take_back(made: Made, reason: str = "Grund") -> None:
    made.office.take_back(BERND, made.draft.draft_id, made.seen, reason)


def test_a_draft_touches_neither_data_nor_releases(made: Made) -> None:
    assert made.draft.state == drafts.READY
    assert stands(made) == [date(2026, 11, 23)]
    assert store.current(made.office.releases_dir) == release_id(made.office.data_dir) == made.draft.base
    assert len(list(made.office.releases_dir.glob("*.duckdb"))) == 1


def test_what_is_released_is_what_was_previewed_and_taking_back_shows_the_former(made: Made) -> None:
    before = store.current(made.office.releases_dir)
    made.release()
    assert store.current(made.office.releases_dir) == made.draft.release_id == release_id(made.office.data_dir)
    take_back(made)
    assert store.current(made.office.releases_dir) == before
    assert stands(made) == [date(2026, 11, 23)]
    assert actions(made) == ["hand_in", "release", "take_back"]
    log = audit_log.entries(made.office.folder)
    assert [(entry["before"], entry["after"]) for entry in log[1:]] == [
        (before, made.draft.release_id),
        (made.draft.release_id, before),
    ]
    assert [entry["name"] for entry in log] == ["Anna", "Bernd", "Bernd"]


def test_a_workbook_with_errors_becomes_a_draft_that_cannot_be_released(made: Made, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "Leer.xlsx")
    faulty = made.office.hand_in(ANNA, {"../../etc/Leer\n.xlsx": tmp_path / "Leer.xlsx"}, DAY)
    assert (faulty.state, faulty.counts["error"], list(faulty.workbooks)) == (drafts.FAULTY, 4, ["Leer_.xlsx"])
    with pytest.raises(RefusedError, match="ohne Fehler"):
        replace(made, draft=faulty).release()


def test_files_that_are_no_workbooks_are_all_named_with_what_to_do_and_become_no_draft(
    made: Made, tmp_path: Path
) -> None:
    for name, content in (
        ("a", b"Projekt-ID;Titel\n1;\xc4\n"),
        ("b", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("c", b"PK kaputt"),
    ):
        (tmp_path / name).write_bytes(content)
    brought = {"Zuwendungen.csv": tmp_path / "a", "Alt.xls": tmp_path / "b", "Halb.xlsx": tmp_path / "c"}
    with pytest.raises(RefusedError) as refused:
        made.office.hand_in(ANNA, {"Mappe.xlsx": made.workbook, **brought}, DAY)
    assert str(refused.value) == (
        "„Zuwendungen.csv“ wird nicht gelesen. Das ist eine CSV- oder Textdatei. Erwartet wird eine Arbeitsmappe (.xlsx), "
        "wie die Projektleitstelle sie ausgibt. "
        f"„Alt.xls“ wird nicht gelesen. Das ist eine Datei im alten Excel-Format (.xls). {SAVE_AS} "
        f"„Halb.xlsx“ wird nicht gelesen. {DAMAGED} "
        "Bitte danach alle Mappen noch einmal wählen; geprüft ist noch keine."
    )
    assert len(drafts.everything(made.office.folder)) == 1


@pytest.mark.parametrize(
    ("action", "person", "words"),
    [
        ("release", ANNA, "„freigabe“"),
        ("release", NOBODY, "„freigabe“"),
        ("take_back", ANNA, "„freigabe“"),
        ("withdraw", NOBODY, "„redaktion“ oder „freigabe“"),
        ("release", replace(ANNA, roles=BOTH.roles), "jemand anders"),
    ],
)
def test_who_may_not_is_refused(action: str, person: Person, words: str, made: Made) -> None:
    with pytest.raises(RefusedError, match=words):
        getattr(made.office, action)(person, made.draft.draft_id, made.seen, "Grund")
    assert actions(made) == ["hand_in"]


def test_only_an_editor_hands_in(made: Made) -> None:
    with pytest.raises(RefusedError, match="„redaktion“"):
        made.office.hand_in(BERND, {"Mappe.xlsx": made.workbook}, DAY)


@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_a_reason_is_needed(reason: str, made: Made, released: Made) -> None:
    with pytest.raises(RefusedError, match="Grund"):
        made.release(reason=reason)
    with pytest.raises(RefusedError, match="Grund"):
        take_back(released, reason)


@pytest.mark.parametrize("draft_id", ["", "..", "../drafts", "000000000000", "ABCDEFABCDEF"])
def test_an_unknown_draft_is_refused(draft_id: str, made: Made) -> None:
    with pytest.raises(RefusedError, match="gibt es nicht"):
        made.office.withdraw(ANNA, draft_id, "x")


def test_who_comes_second_is_told(made: Made) -> None:
    seen = made.seen
    made.office.withdraw(ANNA, made.draft.draft_id, seen)
    with pytest.raises(RefusedError, match="inzwischen von Anna zurückgezogen"):
        made.office.release(BERND, made.draft.draft_id, seen, "Grund")
    with pytest.raises(RefusedError, match="nur ein offener Entwurf"):
        made.office.check_again(ANNA, made.draft.draft_id, made.seen)
    with FileLock(made.office.folder / ".lock"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "PATIENCE", 0)
        with pytest.raises(RefusedError, match="jemand anders"):
            made.release()


def test_of_two_drafts_on_the_same_data_the_second_is_told_and_kept(made: Made, released: Made) -> None:
    second = replace(released, draft=replace(made.draft, draft_id="0123456789ab"))
    first = drafts.folder_of(made.office.folder, made.draft.draft_id)
    folder = shutil.copytree(first, released.office.folder / "drafts" / second.draft.draft_id)
    drafts.write(folder, second.draft)
    with pytest.raises(RefusedError, match="Seit der Prüfung"):
        second.release()
    assert state(second) == drafts.READY
    assert stands(second)[-1] == DAY
    # Its day is taken; checked again it is for the next one.
    again = second.office.check_again(ANNA, second.draft.draft_id, second.seen)
    assert again.day == DAY + timedelta(days=1)


def test_workbooks_that_are_called_alike_are_all_kept(tmp_path: Path) -> None:
    names = ("Mappe.xlsx", "Ordner/Mappe.xlsx", r"C:\Ordner\Mappe.xlsx", "Mappe?.xlsx", "Mappe!.xlsx")
    workbooks = {name: tmp_path / str(number) for number, name in enumerate(names)}
    for name, path in workbooks.items():
        path.write_text(name, "utf-8")
    kept = office._copied(workbooks, tmp_path / "kept")
    assert [path.name for path in kept] == [f"Mappe{'_' * number}.xlsx" for number in range(len(names))]
    assert [path.read_text("utf-8") for path in kept] == list(names)


def test_what_was_decided_and_answered_holds_when_a_draft_is_checked_again(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def stopped(*given: object) -> None:
        asked.append(given[-2:])
        raise RefusedError("So weit.")

    folder = drafts.folder_of(made.office.folder, made.draft.draft_id)
    drafts.write(folder, replace(made.draft, decisions=["a"], answers={"f-1": "ja", "f-3": "so gemeint"}))
    monkeypatch.setattr(office, "check", stopped)
    for decisions, answers in (((), {}), (["c", "b"], {"f-2": " doch ", "f-3": "nein"})):
        with pytest.raises(RefusedError, match="So weit"):
            made.office.check_again(ANNA, made.draft.draft_id, made.seen, decisions, answers)
    known = {"f-1": "ja", "f-3": "so gemeint"}
    # The later answer to a question holds.
    assert asked == [(["a"], known), (["b", "c"], known | {"f-2": "doch", "f-3": "nein"})]


def test_only_the_latest_release_is_taken_back_and_only_as_it_was_released(made: Made, released: Made) -> None:
    with pytest.raises(RefusedError, match="jüngste Freigabe"):
        take_back(made)
    earlier = released.office.data_dir / "raw/staende/2026-11-23"
    earlier.rename(made.office.folder / "away")
    with pytest.raises(RefusedError, match="vor der es einen Stand gab"):
        take_back(released)
    (made.office.folder / "away").rename(earlier)
    file = released.office.data_dir / "raw/staende" / str(DAY) / "projekte.csv"
    file.write_text(file.read_text("utf-8").replace("Neuer Titel", "Von Hand"), "utf-8")
    with pytest.raises(RefusedError, match="von Hand"):
        take_back(released)


def test_what_cannot_be_published_is_undone_and_logged(
    made: Made, released: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = store.current(made.office.releases_dir)
    monkeypatch.setattr(store, "point_to", full)
    with pytest.raises(RefusedError, match=r"^Nichts ist geändert\. Der Datenträger ist voll\.$"):
        made.release()
    assert (stands(made), state(made)) == ([date(2026, 11, 23)], drafts.READY)
    assert store.current(made.office.releases_dir) == before
    assert actions(made) == ["hand_in", "given_up"]
    assert audit_log.entries(made.office.folder)[-1]["after"] == before
    with pytest.raises(RefusedError, match="Nichts ist geändert"):
        take_back(released)
    assert (stands(released)[-1], state(released)) == (DAY, drafts.RELEASED)


def test_a_draft_that_is_damaged_meanwhile_changes_nothing(made: Made) -> None:
    lost = office._entry(office.Action.HAND_IN, ANNA, replace(made.draft, draft_id="0123456789ab"), "", "", "")
    (made.office.folder / office.PENDING).write_text(json.dumps(lost), "utf-8")
    made.office.resume()
    assert actions(made) == ["hand_in", "given_up"]
    assert audit_log.entries(made.office.folder)[-1]["reason"].startswith("Von der Mappe ist nichts mehr da.")
    kept = drafts.folder_of(made.office.folder, made.draft.draft_id) / drafts.STAND / "quellen.csv"
    kept.write_text("Quelle-ID\n", "utf-8")
    with pytest.raises(RefusedError, match=r"^Nichts ist geändert\. Mit diesem Stand hat der Datenbestand Fehler\."):
        made.release()
    assert stands(made) == [date(2026, 11, 23)]


def test_a_damaged_log_stops_every_step(made: Made) -> None:
    log = made.office.folder / audit_log.LOG
    log.write_text(log.read_text("utf-8").replace("Anna", "Otto"), "utf-8")
    with pytest.raises(RefusedError, match="verändert"):
        made.release()
    assert stands(made) == [date(2026, 11, 23)]


def test_the_log_names_what_readers_saw_before_a_release_whatever_the_data_were(made: Made) -> None:
    (made.office.releases_dir / "CURRENT").unlink()
    made.release()
    last = audit_log.entries(made.office.folder)[-1]
    assert (last["before"], last["after"]) == ("", made.draft.release_id)


def test_a_later_build_by_hand_publishes_the_same(released: Made) -> None:
    assert build(released.office.data_dir, released.office.releases_dir).release_id == released.draft.release_id


def test_the_log_names_every_file_by_its_fingerprint(made: Made) -> None:
    (entry,) = audit_log.entries(made.office.folder)
    assert entry["workbooks"] == {"Mappe.xlsx": checksum(made.workbook)}
