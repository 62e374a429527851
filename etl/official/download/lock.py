"""Which official files were fetched, when and with which checksum (raw/sources.lock): written by machine alone."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from etl.messages.refusals import RefusedError
from etl.reading.whole_files import write_whole

NAME = "sources.lock"


class Entry(BaseModel):
    """One official file as it was last fetched, or read by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    url: str | None = None
    """The address it came from; none for a file that somebody brought."""
    sha256: str
    size: int
    fetched: date
    etag: str | None = None
    last_modified: str | None = None


Entries = dict[str, Entry]
"""By file name."""
_ENTRIES = TypeAdapter(Entries)


def read_lock(raw: Path) -> Entries:
    """Read all entries; none when nothing was fetched yet. Raises RefusedError."""
    path = raw / NAME
    try:
        return _ENTRIES.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as problem:
        raise RefusedError(
            f"{path} ist beschädigt. Bitte den letzten Stand aus der Sicherung zurückholen oder die Datei löschen; "
            "dann wird beim nächsten Mal alles neu geholt."
        ) from problem


def write_lock(raw: Path, entries: Mapping[str, Entry]) -> None:
    """Write all entries in the order of their names; the same entries give the same bytes."""
    content = {name: entries[name].model_dump(mode="json", exclude_none=True) for name in sorted(entries)}
    write_whole(raw / NAME, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
