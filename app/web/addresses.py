"""Addresses of pages: which page is meant, and where an address leads that somebody bent."""

from urllib.parse import parse_qsl, urlencode

import anyio
from starlette.datastructures import URL
from starlette.types import Scope

from app.data import db
from app.exhibits.address import LONGEST
from app.exhibits.address_parameters import AROUND, folded, pairs, read_parameters
from app.navigation import ENTRIES, Entry
from app.surfaces.streamlit.base_path import base_path

_BY_FORM = {folded(entry.address): entry for entry in ENTRIES}


def page(scope: Scope) -> Entry | None:
    """The page at exactly this address."""
    address = scope["path"].removeprefix(base_path()).strip("/")
    return next((found for found in ENTRIES if found.address == address), None)


async def put_right(scope: Scope) -> str:
    """The address that is meant, where it differs from the one asked for; else empty."""
    entry = page(scope) or _meant(scope["path"])
    query = scope["query_string"].decode("latin-1")
    if entry is None or scope["method"] not in ("GET", "HEAD") or len(query) > LONGEST:
        return ""
    try:
        clean = await anyio.to_thread.run_sync(_clean, query) if query else ""
    except db.NoReleaseError:
        return ""
    if clean == query and page(scope):
        return ""
    return str(URL(path=f"{base_path()}/{entry.address}", query=clean))


def _meant(path: str) -> Entry | None:
    address = path.removeprefix(base_path()).strip("/").strip(AROUND)
    return _BY_FORM.get(folded(address)) if folded(address) or not address else None


def _clean(query: str) -> str:
    """The query as it should be, as it came where that says the same."""
    asked = pairs(query)
    meant = read_parameters(db.current_release(), asked).pairs
    # A form sends its empty fields, too.
    return query if meant == tuple(parse_qsl(query, keep_blank_values=True)) else urlencode(meant)
