"""The first view of every page: made once per release and address, kept, and put into the answer to the first request."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from urllib.parse import urlencode

from app.data import db, queries, test_results
from app.exhibits.address_parameters import SHOWN, pairs, read_parameters
from app.exhibits.data_selection import is_condition
from app.exhibits.preview import preview
from app.navigation import Entry
from app.observability import metrics
from app.surfaces.html import document
from app.surfaces.html.document import FirstView
from app.surfaces.html.tree import tree
from app.surfaces.streamlit.surface import ASKED_BY
from app.web import page_run
from app.web.request_kind import QUERY

KEPT = 64
"""First views that are kept; the largest is some 400 kB."""
AT_ONCE = 2
"""First views that are made at the same time: as many as a small machine has cores."""
_LONGEST_QUERY = 2000

_Key = tuple[str, str, str, int]
_kept: OrderedDict[_Key, FirstView] = OrderedDict()
_under_way: dict[_Key, asyncio.Task[FirstView | None]] = {}
_turns, _turns_of_queries = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(AT_ONCE)


async def first_view(entry: Entry, query: str) -> FirstView | None:
    """The first view of a page with these parameters.

    A page that cannot be shown this way is shown by Streamlit alone, and the log says why.
    """
    if len(query) > _LONGEST_QUERY or not entry.is_listed or db.is_draft():
        return None
    try:
        release_id = db.current_release()
        meant = await asyncio.to_thread(read_parameters, release_id, pairs(query))
    except db.NoReleaseError:
        return None
    asked = meant.parameters
    if asked.keys() & ASKED_BY.keys():
        return None
    # Names that nobody knows are named on the page; other ones change nothing and make no first view of their own.
    names = (*SHOWN, *filter(is_condition, asked), *meant.unknown_names[:1])
    parameters = {name: asked[name] for name in names if name in asked}
    key = (release_id, entry.address, urlencode(parameters, doseq=True), test_results.version())
    if key in _kept:
        _kept.move_to_end(key)
        metrics.FIRST_VIEWS.labels(entry.key, "kept").inc()
        return _kept[key]
    if key not in _under_way:
        task = asyncio.get_running_loop().create_task(_make(key, entry, parameters))
        task.add_done_callback(lambda _: _under_way.pop(key, None))
        _under_way[key] = task
    view = await asyncio.shield(_under_way[key])
    metrics.FIRST_VIEWS.labels(entry.key, "made" if view else "none").inc()
    return view


async def _make(key: _Key, entry: Entry, parameters: dict[str, list[str]]) -> FirstView | None:
    release_id, address, query, _ = key
    # Whoever waits for the answer to a query of a visitor holds up nobody else, and it is not kept.
    async with _turns_of_queries if QUERY in parameters else _turns:
        messages = await page_run.messages(address, query)
    if not messages:
        logging.getLogger(__name__).warning("no first view of /%s: the page did not finish", address)
        return None
    try:
        stand = str(queries.latest(release_id).stand)
        view = await asyncio.to_thread(
            lambda: replace(
                document.first_view(entry, tree(messages), parameters, release_id, stand),
                shared=preview(entry, release_id, parameters),
            )
        )
    except Exception:  # whatever it is, the page itself must come
        logging.getLogger(__name__).exception("no first view of /%s", address)
        return None
    if release_id not in view.html:
        # A publication fell in between: the page's foot names another one, which the next visitor asks for by itself.
        return None
    if QUERY in parameters:
        return view
    _kept[key] = view
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return view
