"""What ``etl.office`` answers: one process for one step, few at a time; the server loads nothing of it."""

import functools
import json
import logging
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.office.drafts import LOG
from app.office.session import Person
from app.words.text import t
from config import ROOT, settings

LIMIT = 600.0
"""Seconds that the check of a workbook may take."""
PATIENCE = 60.0
"""Seconds that one waits for others."""
_PLACES = threading.BoundedSemaphore(2)
_PLACE = re.compile(r'File "(?:[^"]*/)?([^"/]+)", line (\d+), in (\S+)')


class OfficeError(Exception):
    """A step was not done; the message says in German why."""


def state() -> dict[str, Any]:
    """All drafts, the log, and what is published now; asked for again only when something has changed."""
    return _state(_marks())


def hand_in(person: Person, workbooks: Mapping[str, bytes], stand: str) -> dict[str, Any]:
    """The draft that workbooks become, by their names."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{number}.xlsx" for number, name in enumerate(workbooks)}
        for name, path in paths.items():
            path.write_bytes(workbooks[name])
        files = {name: str(path) for name, path in paths.items()}
        return _ask("hand_in", person, workbooks=files, stand=stand)


def check_again(
    person: Person, draft: Mapping[str, Any], decisions: Sequence[str], answers: Mapping[str, str]
) -> dict[str, Any]:
    """The draft that comes of the same workbooks, with what is decided and answered, and the data of now."""
    seen = {"draft": draft["draft_id"], "seen": draft["mark"]}
    return _ask("check_again", person, **seen, decisions=list(decisions), answers=dict(answers))


def step(action: str, person: Person, draft: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """``withdraw``, ``release`` or ``take_back`` a draft as somebody sees it; the draft as it is then."""
    return _ask(action, person, draft=draft["draft_id"], seen=draft["mark"], reason=reason)


@functools.lru_cache(maxsize=2)  # a Stand and the one before, to which taking it back leads
def open_points(base: str) -> dict[str, Any]:
    """What every municipality is asked about as of the latest Stand; ``base`` is the id of the data, as the state says it."""
    return _ask("open_points")


def workbook(person: Person, kind: str, area_ags: str) -> tuple[str, bytes]:
    """File name and content of the ``feedback`` sheet or of the ``part`` of a municipality."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Mappe.xlsx"
        name = _ask(kind, person, area_ags=area_ags, path=path)["name"]
        return name, path.read_bytes()


def resume() -> None:
    """Finish what a killed process left, before anybody asks."""
    if (settings().office / "pending.json").is_file() or any((settings().office / "incoming").glob("*")):
        with suppress(OfficeError):
            state()


def _ask(action: str, person: Person | None = None, **more: object) -> dict[str, Any]:
    request: dict[str, object] = {
        "action": action,
        "folder": settings().office,
        "data_dir": settings().data_dir,
        "releases_dir": settings().releases,
        **more,
    }
    if person:
        request |= {"person": person.key, "name": person.name, "roles": sorted(person.roles)}
    if not _PLACES.acquire(timeout=PATIENCE):
        raise OfficeError(t("office.busy"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "etl.office"],
            cwd=ROOT,
            input=json.dumps(request, default=str),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OfficeError(t("office.too_slow")) from None
    finally:
        _PLACES.release()
    if done.returncode:
        # What an error says may quote a workbook or name a person; its places do not.
        places = " < ".join(f"{file}:{line} {name}" for file, line, name in reversed(_PLACE.findall(done.stderr)[-8:]))
        logging.getLogger(__name__).error("%s ended with %s at %s", action, done.returncode, places)
        raise OfficeError(t("office.broken"))
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise OfficeError(answer["refused"])
    return answer


@functools.lru_cache(maxsize=1)
def _state(_: tuple[float, ...]) -> dict[str, Any]:
    return _ask("state")


def _marks() -> tuple[float, ...]:
    """When what the state depends on was last changed."""
    office, data = settings().office, settings().data_dir
    drafts = sorted((office / "drafts").glob("*/draft.json"))
    raw = [data / "region.toml", data / "raw", *(data / "raw").glob("*"), *(data / "raw" / "staende").glob("*/*")]
    raw += (data / "mapping").glob("*")
    paths = [*drafts, office / LOG, office / "pending.json", settings().releases / "CURRENT", *raw]
    return tuple(map(_mark, paths))


def _mark(path: Path) -> float:
    # What may not be looked at, or is gone in this moment, is said by the state itself.
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
