"""One step in a process of its own: what the dashboard asks, and what it gets."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from etl.office import audit_log, drafts
from etl.office.__main__ import answer
from tests.etl.office.conftest import ANNA, BERND, DAY, Made, state


def places(made: Made) -> dict[str, Any]:
    """Where an office keeps everything, as a request names it."""
    office = made.office
    return {"folder": office.folder, "data_dir": office.data_dir, "releases_dir": office.releases_dir}


def asked(made: Made, action: str) -> dict[str, Any]:
    text = json.dumps({**places(made), "action": action}, default=str)
    command = [sys.executable, "-m", "etl.office"]
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_state_of_the_office_and_a_step_that_is_refused(made: Made) -> None:
    (entry,) = asked(made, "state")["log"]
    assert entry["action"] == "hand_in"
    person = {"person": BERND.key, "name": BERND.name, "roles": ["freigabe"], "draft": made.draft.draft_id}
    refused = answer({**places(made), **person, "action": "release", "seen": "older", "reason": "Grund"})
    assert "inzwischen" in refused["refused"]
    withdrawn = answer({**places(made), **person, "action": "withdraw", "seen": made.seen, "reason": ""})
    assert withdrawn["state"] == drafts.WITHDRAWN


def refused(made: Made, action: str, **more: Any) -> str:
    """Why it is not done."""
    return str(answer({**places(made), "action": action, **more})["refused"])


@pytest.mark.parametrize("name", ["region.toml", "raw/gemeinden.csv", "raw/staende/2026-11-23/projekte.csv"])
def test_a_file_of_the_data_that_cannot_be_read_is_named_with_its_place(made: Made, name: str) -> None:
    path = made.office.data_dir / name
    anna = {"person": ANNA.key, "name": ANNA.name, "roles": ["redaktion"]}
    handed_in = {**anna, "workbooks": {"M.xlsx": made.workbook}, "stand": DAY.isoformat()}
    bernd = {"person": BERND.key, "name": BERND.name, "roles": ["freigabe"]}
    released = {**bernd, "draft": made.draft.draft_id, "seen": made.seen, "reason": "Grund"}
    path.unlink()
    missing = f"Die Datei „{path}“ fehlt. Bis der Betreiber sie aus der Sicherung zurückgeholt hat, geht es hier nicht weiter."
    path_taken = f"„{path}“ lässt sich nicht lesen. Erwartet wird eine Datei, dort liegt ein Ordner. "
    assert refused(made, "state") == missing
    assert refused(made, "hand_in", **handed_in) == missing
    assert refused(made, "release", **released) == missing
    path.mkdir()
    assert refused(made, "state").startswith(path_taken)
    assert refused(made, "hand_in", **handed_in).startswith(path_taken)
    assert refused(made, "release", **released).startswith(path_taken)
    assert state(made) == drafts.READY


def test_a_missing_folder_is_named_instead_of_its_first_file(made: Made, tmp_path: Path) -> None:
    for folder in (made.office.data_dir / "raw", made.office.data_dir):
        folder.rename(tmp_path / f"away-{folder.name}")
        assert f"Der Ordner „{folder}“ fehlt. Bis der Betreiber ihn" in refused(made, "state")


def test_a_file_that_may_not_be_read_says_so(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made.office.data_dir / "raw" / "sources.toml"
    read = Path.read_bytes

    def read_bytes(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert refused(made, "state").startswith(f"„{path}“ lässt sich nicht lesen. Das Recht zum Lesen fehlt.")


@pytest.mark.parametrize(
    "name", ["drafts/{}/draft.json", "drafts/{}/findings.json", "drafts/{}/changes.json", "pending.json"]
)
def test_a_damaged_file_of_the_office_is_named(made: Made, name: str) -> None:
    path = made.office.folder / name.format(made.draft.draft_id)
    path.write_text('{"half', "utf-8")
    assert refused(made, "state").startswith(f"Die Datei „{path}“ ist beschädigt. ")


def test_a_damaged_note_of_a_step_is_never_passed_over(made: Made) -> None:
    (made.office.folder / "pending.json").write_bytes(b"")
    bernd = {"person": BERND.key, "name": BERND.name, "roles": ["freigabe"]}
    step = {**bernd, "draft": made.draft.draft_id, "seen": made.seen, "reason": "Grund"}
    assert "pending.json“ ist beschädigt" in refused(made, "release", **step)
    assert state(made) == drafts.READY


def test_a_damaged_note_of_a_killed_check_stops_nobody(made: Made) -> None:
    left = made.office.folder / "incoming" / "0123456789ab"
    left.mkdir(parents=True)
    (left / "begun.json").write_bytes(b"{")
    assert asked(made, "state")["drafts"]
    assert not left.exists()


@pytest.mark.parametrize("name", [audit_log.LOG, audit_log.HEAD])
def test_a_folder_in_place_of_the_log_is_said_beside_the_drafts(made: Made, name: str) -> None:
    path = made.office.folder / name
    path.unlink()
    path.mkdir()
    found = answer({**places(made), "action": "state"})
    assert found["log_problem"].startswith(f"„{path}“ lässt sich nicht lesen.")
    assert [draft["draft_id"] for draft in found["drafts"]] == [made.draft.draft_id]
