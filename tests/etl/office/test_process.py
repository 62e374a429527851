"""One step in a process of its own: what the dashboard asks, and what it gets."""

import json
import subprocess
import sys
from typing import Any

from config import ROOT
from etl.office import drafts
from etl.office.__main__ import answer
from tests.etl.office.conftest import BERND, Made


def asked(made: Made, action: str) -> dict[str, Any]:
    office = made.office
    request = {"folder": office.folder, "data_dir": office.data_dir, "releases_dir": office.releases_dir}
    text = json.dumps({**request, "action": action}, default=str)
    command = [sys.executable, "-m", "etl.office"]
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_state_of_the_office_and_a_step_that_is_refused(made: Made) -> None:
    (entry,) = asked(made, "state")["log"]
    assert entry["action"] == "hand_in"
    office = {"folder": made.office.folder, "data_dir": made.office.data_dir, "releases_dir": made.office.releases_dir}
    person = {"person": BERND.key, "name": BERND.name, "roles": ["freigabe"], "draft": made.draft.draft_id}
    refused = answer({**office, **person, "action": "release", "seen": "older", "reason": "Grund"})
    assert "inzwischen" in refused["refused"]
    withdrawn = answer({**office, **person, "action": "withdraw", "seen": made.seen, "reason": ""})
    assert withdrawn["state"] == drafts.WITHDRAWN
