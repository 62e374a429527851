"""One step of the office in a process of its own: a question on standard input, an answer on standard output, as JSON.

The dashboard never loads this code: it opens workbooks of others, and what it takes is limited by the system.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from etl.messages.refusals import RefusedError
from etl.office import audit_log, checking, drafts, outgoing
from etl.office.office import Office
from etl.office.people import EDITOR, RELEASER, Person
from etl.reading.inputs import stand_folders
from etl.reading.whole_files import save_workbook
from etl.release.day_questions import day_questions
from etl.release.fingerprint import release_id

MEMORY = 4_000_000_000
"""Bytes that a step may take."""

WORKBOOKS = {"feedback": outgoing.feedback_workbook, "part": outgoing.part_workbook}
"""What is made for one place, by the name of the request; written to the path that it names."""


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What comes of a request; ``refused`` holds a German sentence when it is not done."""
    office = Office(Path(request["folder"]), Path(request["data_dir"]), Path(request["releases_dir"]))
    try:
        return _done(office, request)
    except RefusedError as problem:
        return {"refused": str(problem)}


def _done(office: Office, request: dict[str, Any]) -> dict[str, Any]:
    if request["action"] == "state":
        return _state(office)
    if request["action"] == "open_points":
        return outgoing.open_points(office.data_dir)
    person = Person(request["person"], request["name"], frozenset(request["roles"]))
    if request["action"] in WORKBOOKS:
        person.require(EDITOR, RELEASER)
        name, book = WORKBOOKS[request["action"]](office.data_dir, request["area_ags"])
        save_workbook(book, Path(request["path"]))
        return {"name": name}
    if request["action"] == "hand_in":
        workbooks = {name: Path(path) for name, path in request["workbooks"].items()}
        return drafts.as_record(office.hand_in(person, workbooks, date.fromisoformat(request["stand"])))
    if request["action"] == "check_again":
        return drafts.as_record(
            office.check_again(person, request["draft"], request["seen"], request["decisions"], request["answers"])
        )
    step = {"withdraw": office.withdraw, "release": office.release, "take_back": office.take_back}[request["action"]]
    step(person, request["draft"], request["seen"], request["reason"])
    return drafts.as_record(drafts.read(office.folder, request["draft"]))


def _state(office: Office) -> dict[str, Any]:
    """All that a page shows of the office, after what a killed process left is finished."""
    office.resume()
    try:
        log, problem = audit_log.entries(office.folder), ""
    except RefusedError as damage:
        log, problem = [], str(damage)
    base = release_id(office.data_dir)
    return {
        "drafts": [_with_findings(office, draft, base) for draft in drafts.everything(office.folder)],
        "log": log,
        "log_problem": problem,
        "base": base,
        "published": office.published(),
        "latest_stand": str(max(stand_folders(office.data_dir), default="")),
        "first_free_day": str(office.first_free_day() or ""),
    }


def _with_findings(office: Office, draft: drafts.Draft, base: str) -> dict[str, Any]:
    folder = drafts.folder_of(office.folder, draft.draft_id)
    return {
        **drafts.as_record(draft),
        "is_outdated": draft.is_open and draft.base != base,
        "day_questions": list(day_questions(draft.day, office.releases_dir)) if draft.state == drafts.READY else [],
        **(checking.findings(folder) if draft.is_open else {}),
    }


if __name__ == "__main__":
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
