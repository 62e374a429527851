"""Processes that are killed in the middle of a step, and several at once: nothing is half done, and nobody's work is lost."""

import multiprocessing
import os
import signal
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from etl.messages.refusals import RefusedError
from etl.office import audit_log, drafts, office
from etl.office.office import Office
from etl.release import store
from etl.release.fingerprint import release_id
from tests.etl.office.conftest import ANNA, BERND, BOTH, DAY, Made, actions, stands, state

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")

PARTS = {
    "release": ("note", "stand", "publish", "state", "done"),
    "take_back": ("stand", "build", "state", "done"),
    "withdraw": ("state", "log", "done"),
    "check_again": ("keep", "state", "done"),
}
"""Parts of each step before which its process is killed, one after another; what the steps have in common is tried once."""
FORKSERVER = multiprocessing.get_context("forkserver")
FORKSERVER.set_forkserver_preload([__name__])


@pytest.fixture(autouse=True)
def _plain_main(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Pages that other tests have run before stay as what a new process would begin with.
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
    yield


def take(made: Made, action: str) -> None:
    if action == "hand_in":
        made.office.hand_in(ANNA, {"Zweite.xlsx": made.workbook}, DAY)
    elif action == "check_again":
        made.office.check_again(ANNA, made.draft.draft_id, made.seen)
    elif action == "resume":
        made.office.resume()
    else:
        getattr(made.office, action)(BERND, made.draft.draft_id, made.seen, "Grund")


def _take_and_be_killed(made: Made, action: str, part: str) -> None:
    def kill(at: str) -> None:
        if at == part:
            os.kill(os.getpid(), signal.SIGKILL)

    take(replace(made, office=replace(made.office, step=kill)), action)


def killed(made: Made, action: str, part: str) -> None:
    """A process takes a step and is killed before this part of it."""
    process = FORKSERVER.Process(target=_take_and_be_killed, args=(made, action, part))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("action", PARTS)
def test_a_step_that_is_killed_anywhere_is_not_begun_or_finished_by_whoever_comes_next(
    action: str, made: Made, released: Made
) -> None:
    made = released if action == "take_back" else made
    before, shown = actions(made), store.current(made.office.releases_dir)
    for part in PARTS[action]:
        # Whoever finishes what is noted is killed as well, a part later.
        is_noted = (made.office.folder / office.PENDING).exists()
        killed(made, "resume" if is_noted else action, part)
        assert actions(made) == [*before, action][: len(before) + (part == "done")]
        published = store.current(made.office.releases_dir)
        assert published == shown or published == release_id(made.office.data_dir)
    made.office.resume()
    made.office.resume()
    assert actions(made) == [*before, action]
    assert not (made.office.folder / office.PENDING).exists()
    assert state(made) == office.STATE_AFTER[office.Action(action)]
    assert len(drafts.everything(made.office.folder)) == 1 + (action == "check_again")
    assert store.current(made.office.releases_dir) == release_id(made.office.data_dir)
    assert (stands(made)[-1] == DAY) == (action == "release")


def test_a_check_that_is_killed_leaves_nothing_and_is_told(made: Made) -> None:
    killed(made, "hand_in", "check")
    assert [path.suffix for path in sorted((made.office.folder / office.INCOMING).iterdir())] == ["", ".lock"]
    made.office.resume()
    made.office.resume()
    entry = audit_log.entries(made.office.folder)[-1]
    assert (entry["name"], entry["action"], list(entry["workbooks"])) == ("Anna", "given_up", ["Zweite.xlsx"])
    assert "noch einmal" in entry["reason"]
    assert actions(made) == ["hand_in", "given_up"]
    assert list((made.office.folder / office.INCOMING).iterdir()) == []
    assert len(drafts.everything(made.office.folder)) == 1


def test_a_check_that_goes_on_is_left_alone(made: Made) -> None:
    def look(part: str) -> None:
        if part == "check":
            made.office.resume()

    Workbook().save(made.workbook.parent / "Leer.xlsx")
    watched = replace(made.office, step=look)
    draft = watched.hand_in(ANNA, {"Leer.xlsx": made.workbook.parent / "Leer.xlsx"}, DAY)
    assert drafts.read(made.office.folder, draft.draft_id).state == drafts.FAULTY
    assert actions(made) == ["hand_in", "hand_in"]


def test_what_a_killed_process_left_and_cannot_be_done_any_more_is_given_up(made: Made) -> None:
    killed(made, "release", "stand")
    for path in (made.office.folder / "drafts" / made.draft.draft_id / drafts.STAND).iterdir():
        path.unlink()
    made.office.resume()
    assert actions(made) == ["hand_in", "given_up"]
    assert state(made) == drafts.READY


def _outcome(office: Office, act: Callable[[Office], Any], says: Any) -> None:
    try:
        says.put(("done", act(office).draft_id))
    except RefusedError as problem:
        says.put(("refused", str(problem)))


def at_once(office: Office, *acts: Callable[[Office], Any]) -> list[tuple[str, str]]:
    """What comes of steps that processes take at the same time."""
    says = FORKSERVER.Queue()
    processes = [FORKSERVER.Process(target=_outcome, args=(office, act, says)) for act in acts]
    for process in processes:
        process.start()
    found = sorted(says.get(timeout=120) for _ in processes)
    for process in processes:
        process.join()
    return found


class HandIn:
    """A workbook that nobody can read, brought by somebody: its check is short."""

    def __init__(self, person: Any, path: Path) -> None:
        self.person, self.path = person, path

    def __call__(self, office: Office) -> drafts.Draft:
        return office.hand_in(self.person, {self.path.name: self.path}, DAY)


class CheckAgain:
    """The same draft, checked again by somebody who sees it as it was."""

    def __init__(self, person: Any, draft: drafts.Draft) -> None:
        self.person, self.draft = person, draft

    def __call__(self, office: Office) -> drafts.Draft:
        return office.check_again(self.person, self.draft.draft_id, drafts.mark(self.draft))


def test_two_people_who_hand_in_at_once_both_have_their_draft_and_one_draft_is_checked_again_once(
    made: Made, tmp_path: Path
) -> None:
    Workbook().save(tmp_path / "Leer.xlsx")
    handed_in = at_once(made.office, *(HandIn(person, tmp_path / "Leer.xlsx") for person in (ANNA, BOTH)))
    assert [what for what, _ in handed_in] == ["done", "done"]
    opened = {draft.draft_id: draft for draft in drafts.everything(made.office.folder)}
    assert {name for draft_id in dict(map(reversed, handed_in)) for name in opened[draft_id].prepared_by.values()} == {
        "Anna",
        "Clara",
    }
    draft = opened[handed_in[0][1]]
    done, refused = at_once(made.office, CheckAgain(ANNA, draft), CheckAgain(BOTH, draft))
    assert done[0] == "done"
    assert refused[0] == "refused"
    assert "noch einmal geprüft" in refused[1]
    assert actions(made) == ["hand_in", "hand_in", "hand_in", "check_again"]
    assert sum(found.is_open for found in drafts.everything(made.office.folder)) == 3
    assert list((made.office.folder / office.INCOMING).iterdir()) == []
