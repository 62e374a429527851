"""From a folder's data to its bytes: Typst sets it, checks it against PDF/UA-1, and does so in few places at once."""

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import typst

from app.charts import fonts
from app.data.region import region
from app.surfaces.folder.contents import contents
from app.surfaces.folder.request import Asked
from app.surfaces.folder.row_limits import SHARES, Room
from config import settings

_TEMPLATE = Path(__file__).resolve().parent / "folder.typ"
_KEPT: dict[tuple[Asked, str, str], bytes] = {}
_KEEP = 32
"""Folders that are kept, the last ones that were made."""
_PLACES = threading.BoundedSemaphore(2)
MOST_PAGES = 6
"""More than this nobody reads in a meeting."""
_PATIENCE = 30
"""Seconds that somebody waits for one of the places."""


class BusyError(RuntimeError):
    """Too many folders are being made at once."""


def folder(asked: Asked) -> bytes:
    """The folder as PDF/UA-1; the same bytes for the same release, area, Stand and public address.

    Raises
    ------
    BusyError
        When no place has come free in time.
    """
    # Who answers for it and what its editors wrote may be put right without a new release.
    key = asked, settings().base_url, repr(region())
    if kept := _KEPT.get(key):
        return kept
    with _place():
        # Several people may have asked for the same one and waited.
        if kept := _KEPT.get(key):
            return kept
        made = _KEPT[key] = _made(asked)
        for old in list(_KEPT)[:-_KEEP]:
            _KEPT.pop(old, None)
        return made


def _made(asked: Asked) -> bytes:
    for share in SHARES:
        made = typeset(contents(asked, Room(share)))
        if pages(made) <= MOST_PAGES:
            break
    return made


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def typeset(data: dict[str, object]) -> bytes:
    """Data as a PDF; what would not be accessible is an error and no file."""
    made: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=typst.Fonts(False, False, [fonts.folder()]),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made


@contextmanager
def _place() -> Iterator[None]:
    if not _PLACES.acquire(timeout=_PATIENCE):
        raise BusyError
    try:
        yield
    finally:
        _PLACES.release()
