"""The first view of every page: made once per release and address, kept, and put into the answer to the first request."""

import asyncio
import logging
from collections import OrderedDict
from urllib.parse import parse_qs, urlencode

from app.data import db
from app.navigation import ENTRIES, Entry
from app.surfaces.html import document
from app.surfaces.html.tree import tree
from app.web import page_run

KEPT = 128
"""First views that are kept; the largest is some 400 kB."""
AT_ONCE = 2
"""First views that are made at the same time: as many as a small machine has cores."""
_LONGEST_QUERY = 2000
_WITHOUT = {"praesentation", "drucken", "embed"}
"""Parameters of pages that are not looked at as pages."""

_kept: OrderedDict[tuple[str, str, str], str] = OrderedDict()
_under_way: dict[tuple[str, str, str], asyncio.Task[str]] = {}
_turns = asyncio.Semaphore(AT_ONCE)


async def first_view(address: str, query: str) -> str:
    """HTML of the page at ``address`` (without slashes) with these parameters; empty where there is none.

    A page that cannot be shown this way is shown by Streamlit alone, and the log says why.
    """
    entry = next((found for found in ENTRIES if found.address == address), None)
    parameters = parse_qs(query)
    if entry is None or len(query) > _LONGEST_QUERY or parameters.keys() & _WITHOUT:
        return ""
    try:
        release_id = db.current_release()
    except db.NoReleaseError:
        return ""
    key = (release_id, address, urlencode(sorted(parameters.items()), doseq=True))
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    if key not in _under_way:
        task = asyncio.get_running_loop().create_task(_made(key, entry, parameters))
        task.add_done_callback(lambda _: _under_way.pop(key, None))
        _under_way[key] = task
    return await asyncio.shield(_under_way[key])


async def _made(key: tuple[str, str, str], entry: Entry, parameters: dict[str, list[str]]) -> str:
    release_id, address, query = key
    async with _turns:
        messages = await page_run.messages(address, query)
    if not messages:
        logging.getLogger(__name__).warning("no first view of /%s: the page did not finish", address)
        return ""
    try:
        view = await asyncio.to_thread(lambda: document.first_view(entry, tree(messages), parameters))
    except Exception:
        logging.getLogger(__name__).exception("no first view of /%s", address)
        return ""
    if db.current_release() == release_id:
        _kept[key] = view
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return view
