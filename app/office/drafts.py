"""Files of drafts, and the draft that somebody looks at as if it were published: named by a cookie, for people who are logged in."""

import re
from collections.abc import Mapping
from pathlib import Path

from app.office import session
from config import settings

COOKIE = "monitor_draft"
LOG = "protokoll.jsonl"
_DRAFT_ID = re.compile(r"[0-9a-f]{12}")
_FOLDERS = ("workbooks", "marked")


def releases_in_preview(cookies: Mapping[str, str], person: session.Person | None) -> Path | None:
    """Folder with the release of the draft that these cookies name; None for everybody who may not see it."""
    return releases(cookies.get(COOKIE, "")) if person and person.is_of_the_office else None


def releases(draft_id: str) -> Path | None:
    """Folder with the release of a draft; None where there is no such draft, or it has none."""
    folder = settings().office / "drafts" / draft_id / "releases"
    return folder if _DRAFT_ID.fullmatch(draft_id) and (folder / "CURRENT").is_file() else None


def file(draft_id: str, name: str) -> Path | None:
    """A workbook of a draft, its marked copy or the page of what it changes; None where there is no such file."""
    if not _DRAFT_ID.fullmatch(draft_id) or Path(name).name != name:
        return None
    folder = settings().office / "drafts" / draft_id
    found = [folder / "change.html"] if name == "change.html" else [folder / within / name for within in _FOLDERS]
    return next((path for path in found if path.is_file()), None)
