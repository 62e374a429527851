"""From a folder's data to its bytes: Typst sets it, checks it against PDF/UA-1, and only few at a time."""

import io
import json
import threading
from pathlib import Path
from typing import Any

import pikepdf
import typst

from app.data.region import region
from app.data.shared_results import SharedResults
from app.files.pictures import output
from app.surfaces.folder.contents import contents
from app.surfaces.folder.request import FolderRequest, RowLimits
from config import settings
from typeface import drawable

_TEMPLATE = Path(__file__).resolve().parent / "folder.typ"
_CACHE = SharedResults[bytes](room=32)
"""The last folders that were asked for."""
_SLOTS = threading.BoundedSemaphore(2)
"""Folders that are made at the same time."""
MOST_PAGES = 6
"""More than this nobody reads in a meeting."""
_NOT_DRAWN = ("href", "alt", "description", "keywords")
_TIMEOUT = 30
"""Seconds that somebody waits for a slot."""


class BusyError(RuntimeError):
    """Too many folders are being made at once."""


def folder(request: FolderRequest) -> bytes:
    """The folder as PDF/UA-1; the same bytes for the same release, area, Stand and public address.

    Raises
    ------
    BusyError
        When no slot has come free in time.
    """
    # Who answers for it and what its editors wrote may be put right without a new release.
    return _CACHE.get((request, settings().base_url, repr(region())), lambda: _typeset_within_limit(request))


def _typeset_within_limit(request: FolderRequest) -> bytes:
    if not _SLOTS.acquire(timeout=_TIMEOUT):
        raise BusyError
    try:
        for share in (1.0, 0.6, 0.3):
            content = typeset(contents(request, RowLimits(share)))
            if page_count(content) <= MOST_PAGES:
                break
        return content
    finally:
        _SLOTS.release()


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def typeset(data: dict[str, object]) -> bytes:
    """Data as a PDF; what would not be accessible is an error and no file."""
    content: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        font_paths=output.faces(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return content


def _drawable(data: Any) -> Any:
    """The same in letters that the typeface has; addresses, and what is only read aloud, as they are."""
    if isinstance(data, dict):
        return {name: part if name in _NOT_DRAWN else _drawable(part) for name, part in data.items()}
    if isinstance(data, (list, tuple)):
        return [_drawable(part) for part in data]
    return drawable(data) if isinstance(data, str) else data
