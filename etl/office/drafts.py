"""Drafts: each a folder with the workbook, what was found in it, the Stand it makes and the release of that Stand."""

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from etl.messages.refusals import RefusedError
from etl.reading.whole_files import read_json, write_whole

FAULTY, READY, WITHDRAWN, REPLACED, RELEASED, TAKEN_BACK = (
    "faulty",
    "ready",
    "withdrawn",
    "replaced",
    "released",
    "taken_back",
)
OPEN = (FAULTY, READY)
DRAFT_ID = re.compile(r"[0-9a-f]{12}")
RECORD, WORKBOOKS, MARKED, STAND, RELEASES = "draft.json", "workbooks", "marked", "stand", "releases"
"""What lies in the folder of a draft."""
LONGEST_NAME = 80


@dataclass(frozen=True)
class Draft:
    """What is known of a draft; everything else lies beside it in its folder."""

    draft_id: str
    state: str
    stand_date: str
    prepared_by: dict[str, str]
    """Who prepared it, and so may not release it: names by the keys of people."""
    created: str
    base: str
    """Release id of the data folder that the workbook was checked against."""
    release_id: str
    """Release id of the data folder with this Stand; empty when it has errors."""
    workbooks: dict[str, str]
    """SHA-256 of every workbook by its file name."""
    counts: dict[str, int]
    """Remarks by severity, and conflicts that nobody has decided."""
    decisions: list[str]
    """Marks of the values that hold where workbooks were in conflict."""
    answers: dict[str, str] = field(default_factory=dict)
    """What was answered apart from the workbooks, by the id of the question."""
    changed_name: str = ""
    """Who brought it into its state, unless who prepared it."""

    @classmethod
    def begun(cls, key: str, name: str, stand_date: date, created: str) -> "Draft":
        """One of which nothing is known yet but who prepares it, by key and name, and for which day."""
        prepared_by = {key: name}
        return cls(secrets.token_hex(6), FAULTY, stand_date.isoformat(), prepared_by, created, "", "", {}, {}, [])

    @property
    def is_open(self) -> bool:
        """Whether anything can still become of it."""
        return self.state in OPEN

    @property
    def day(self) -> date:
        """The day of its Stand."""
        return date.fromisoformat(self.stand_date)


def file_name(name: str) -> str:
    """A name from outside as one that a file can have anywhere: letters, digits, blanks, dots and dashes."""
    stem = re.sub(r"[^\w .()-]", "_", Path(name.replace("\\", "/")).stem).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'Mappe'}.xlsx"


def folder_of(office: Path, draft_id: str) -> Path:
    """The folder of a draft whose id may come from outside.

    Raises RefusedError if there is no such draft.
    """
    folder = office / "drafts" / draft_id
    if not DRAFT_ID.fullmatch(draft_id) or not (folder / RECORD).is_file():
        raise RefusedError("Diesen Entwurf gibt es nicht.")
    return folder


def read(office: Path, draft_id: str) -> Draft:
    """One draft.

    Raises RefusedError if there is no such draft, or its record cannot be read.
    """
    return Draft(**read_json(folder_of(office, draft_id) / RECORD))


def write(folder: Path, draft: Draft) -> None:
    """Keep the state of a draft."""
    write_whole(folder / RECORD, json.dumps(asdict(draft), ensure_ascii=False, indent=1) + "\n")


def mark(draft: Draft) -> str:
    """Fingerprint of a draft as somebody saw it: a step is refused when it has become another one since."""
    return hashlib.sha256(json.dumps(asdict(draft), sort_keys=True).encode()).hexdigest()[:12]


def everything(office: Path) -> list[Draft]:
    """All drafts, the newest first."""
    found = [read(office, path.parent.name) for path in (office / "drafts").glob(f"*/{RECORD}")]
    return sorted(found, key=lambda draft: (draft.created, draft.draft_id), reverse=True)


def as_record(draft: Draft) -> dict[str, Any]:
    """All of it for JSON."""
    return {**asdict(draft), "mark": mark(draft), "is_open": draft.is_open}
