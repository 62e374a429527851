"""The office's steps as the dashboard asks for them: what is answered, what the state tells, what the log keeps."""

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from syrupy.assertion import SnapshotAssertion

from etl.office import audit_log, office
from etl.office.__main__ import answer
from etl.office.drafts import file_name
from etl.release.build import build
from etl.workbook.template import template
from tests.etl.snapshots import (
    DATA,
    LAST,
    SECOND,
    A,
    B,
    files,
    folder_text,
    only_stands,
    record_text,
    small_data,
    steady,
    workbook_text,
)

NEXT = "2025-12-31"
ANNA = {"person": "a", "name": "Anna", "roles": ["redaktion"]}
BERND = {"person": "b", "name": "Bernd", "roles": ["freigabe"]}
BOTH = {"person": "c", "name": "Clara", "roles": ["redaktion", "freigabe"]}
NOBODY = {"person": "d", "name": "Dieter", "roles": []}


class Desk:
    """Requests to an office with one Stand, and what came of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, only_stands(small_data(folder), LAST)
        self.known, self.said = files(self.data), list[str]()

    def __call__(self, action: str, **more: Any) -> dict[str, Any]:
        """Ask, and keep what is answered."""
        places = {"folder": "office", "data_dir": "data", "releases_dir": "releases"}
        given = {name: str(self.folder / place) for name, place in places.items()}
        found = answer({"action": action, **given, **more})
        who = f" von {more['name']}" if "name" in more else ""
        self.said.append(f"$ {action}{who}\n{record_text(found)}\n")
        return found

    def book(self, name: str, *cells: tuple[str, str, object]) -> Path:
        """A workbook of the latest Stand with other cells."""
        path = self.folder / name
        template(self.data).save(path)
        found = load_workbook(path)
        for sheet, place, value in cells:
            found[sheet][place] = value
        found.save(path)
        return path

    @property
    def text(self) -> str:
        return steady("\n".join(self.said), self.data, self.folder)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    times = count()
    monkeypatch.setattr(office, "_now", lambda: f"2025-12-31T12:{next(times):02}:00+00:00")
    return Desk(tmp_path)


def test_a_draft_from_the_first_workbook_to_its_withdrawal(desk: Desk, snapshot: SnapshotAssertion) -> None:
    book = desk.book("Mappe.xlsx", ("Projekte", "J3", "Läuft"), ("Förderung", "I14", "viel"))
    build(desk.data, desk.folder / "releases")
    desk("state")
    desk("hand_in", **BERND, workbooks={"M.xlsx": str(book)}, stand=NEXT)
    desk("hand_in", **ANNA, workbooks={}, stand=NEXT)
    faulty = desk("hand_in", **ANNA, workbooks={"../Mappe 1/ä?.xlsx": str(book)}, stand=NEXT)
    desk("release", **BERND, draft=faulty["draft_id"], seen=faulty["mark"], reason="Grund")
    one, two = (
        desk.book(f"{name}.xlsx", ("Projekte", "J3", name), ("Projekte", "J6", "bitte löschen"))
        for name in ("Eins", "Zwei")
    )
    split = desk("hand_in", **BOTH, workbooks={"Mappe.xlsx": str(one), "b/Mappe.xlsx": str(two)}, stand="2025-12-30")
    state = desk("state")
    (draft,) = (found for found in state["drafts"] if found["draft_id"] == split["draft_id"])
    mark = draft["conflicts"][0]["options"][-1]["mark"]
    asked = [remark["question"] for remark in draft["remarks"] if remark["question"]]
    again = {"decisions": [mark], "answers": dict.fromkeys(asked, "  so \n gemeint ")}
    desk("check_again", **ANNA, draft=split["draft_id"], seen="falsch", decisions=[], answers={})
    ready = desk("check_again", **ANNA, draft=split["draft_id"], seen=split["mark"], **again)
    desk("check_again", **ANNA, draft=split["draft_id"], seen=split["mark"], **again)
    desk("withdraw", **NOBODY, draft=faulty["draft_id"], seen=faulty["mark"], reason="")
    desk("withdraw", **BERND, draft=faulty["draft_id"], seen=faulty["mark"], reason=" nicht \n gebraucht ")
    desk("withdraw", **BERND, draft="0" * 12, seen="", reason="")
    desk("release", **ANNA, draft=ready["draft_id"], seen=ready["mark"], reason="Grund")
    desk("release", **BOTH, draft=ready["draft_id"], seen=ready["mark"], reason="Grund")
    desk("release", **BERND, draft=ready["draft_id"], seen=ready["mark"], reason=" ")
    done = desk("release", **BERND, draft=ready["draft_id"], seen=ready["mark"], reason="Quartal")
    desk.said.append(folder_text(desk.data, desk.known))
    desk("release", **BERND, draft=ready["draft_id"], seen=ready["mark"], reason="Quartal")
    desk("withdraw", **BERND, draft=ready["draft_id"], seen=done["mark"], reason="")
    desk("state")
    desk("take_back", **ANNA, draft=ready["draft_id"], seen=done["mark"], reason="Irrtum")
    kept = desk.data / "raw" / "staende" / "2025-12-30" / "projekte.csv"
    content = kept.read_text("utf-8")
    kept.write_text(content.replace("Zwei", "Drei"), "utf-8")
    desk("take_back", **BERND, draft=ready["draft_id"], seen=done["mark"], reason="Irrtum")
    kept.write_text(content, "utf-8")
    desk("take_back", **BERND, draft=ready["draft_id"], seen=done["mark"], reason="Irrtum")
    desk.said.append(folder_text(desk.data, desk.known))
    places = desk.data / "raw" / "gemeinden.csv"
    places.rename(desk.folder / places.name)
    desk("hand_in", **ANNA, workbooks={"M.xlsx": str(book)}, stand=NEXT)
    (desk.folder / places.name).rename(places)
    log = desk.folder / "office" / audit_log.LOG
    log.write_text(log.read_text("utf-8").replace("Quartal", "Halbjahr"), "utf-8")
    last = desk("state")
    desk("withdraw", **BERND, draft=last["drafts"][0]["draft_id"], seen=last["drafts"][0]["mark"], reason="")
    kinds = sorted(steady(str(path.relative_to(desk.folder))) for path in (desk.folder / "office").rglob("*"))
    desk.said.append("\n".join(kinds))
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    drop = ("operation", "time", "previous", "hash", "draft", "replaces")
    desk.said += [
        json.dumps({key: value for key, value in line.items() if key not in drop}, ensure_ascii=False) for line in lines
    ]
    assert desk.text == snapshot


def test_what_goes_out(desk: Desk, snapshot: SnapshotAssertion) -> None:
    staende = desk.data / "raw" / "staende"
    staende.rename(desk.folder / "staende")
    desk("open_points")
    desk("state")
    (desk.folder / "staende").rename(staende)
    # What is asked and given out is what the latest Stand says.
    earlier = desk.data / "raw" / "staende" / str(SECOND)
    shutil.copytree(DATA / "raw" / "staende" / str(SECOND), earlier)
    (earlier / "berichtigungen.csv").unlink()
    shutil.copy(DATA / "raw" / "staende" / str(LAST) / "berichtigungen.csv", desk.data / "raw" / "staende" / str(LAST))
    desk("open_points")
    desk("feedback", **NOBODY, area_ags=A, path=str(desk.folder / "x.xlsx"))
    desk("feedback", **BERND, area_ags=A, path=str(desk.folder / "bogen.xlsx"))
    desk.said.append(workbook_text(desk.folder / "bogen.xlsx")[:200])
    desk("part", **ANNA, area_ags=B, path=str(desk.folder / "teil.xlsx"))
    desk("part", **ANNA, area_ags="05998004", path=str(desk.folder / "x.xlsx"))
    desk("feedback", **BERND, area_ags="05998004", path=str(desk.folder / "x.xlsx"))
    names = ("Mappe.xlsx", "../../etc/passwd", "a\\b\\c d.xls", "ü(1)-_.XLSX", "", "...", "x" * 100, "a\nb?.xlsx")
    desk.said += [f"{name!r}: {file_name(name)}" for name in names]
    assert desk.text == snapshot
