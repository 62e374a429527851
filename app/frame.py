"""The frame around every page: navigation, filters that stand in the address, footer."""

import contextlib
import time

import streamlit as st

from app.data import db
from app.data.region import logo, region
from app.data.selection import remember
from app.exhibits.address import EXHIBIT
from app.navigation import ENTRIES
from app.observability import metrics
from app.surfaces.streamlit import address_state, parts, surface, uploads
from app.surfaces.streamlit.filters import filter_bar
from app.surfaces.streamlit.turns import turn
from app.words.markdown import markdown
from app.words.text import t
from config import settings

begin = time.perf_counter()
address_state.follow_link()
if settings().has_office:
    from app.surfaces.streamlit.office import preview

    preview.begin()
place = region().region
st.set_page_config(page_title=place.title, page_icon=str(parts.ICON), layout="wide")

pages = {
    entry.key: st.Page(
        entry.file,
        title=t(f"{entry.key}.menu"),
        url_path=entry.address.replace("/", "-"),
        default=not entry.address,
        visibility="visible" if entry.in_menu else "hidden",
    )
    for entry in ENTRIES
}
for entry in ENTRIES:
    if "/" in entry.address:
        # Streamlit refuses such an address, because browsers would look for its scripts below the first part of it;
        # our pages say where these are (app/web/middleware.py).
        pages[entry.key]._url_path = entry.address
page = st.navigation(list(pages.values()), position="top")
entry = next(entry for entry in ENTRIES if pages[entry.key] == page)
shown_on = surface.begin()
with shown_on.blocks.page:
    parts.brand(place.name, place.title, logo())
    if db.is_draft():
        preview.banner(shown_on)
    try:
        release_id = db.current_release()
    except db.NoReleaseError as error:
        db.log_unreadable(error)
        surface.native().error(t("frame.no_release"))
        st.stop()

    asked = st.query_params.get(EXHIBIT, "")
    query = sorted((name, *st.query_params.get_all(name)) for name in st.query_params)
    # Whoever waits for a query or a step of the office holds up nobody else.
    is_slow = entry.key == "sql" or not entry.is_listed or db.is_draft()
    with contextlib.nullcontext() if is_slow else turn(release_id, entry.key, repr(query)):
        remember(filter_bar(shown_on, entry, release_id))
        uploads.begin()
        said = surface.native().container(key="asked") if asked else None
        with contextlib.suppress(parts.PageEnd):
            page.run()
    if said and asked not in shown_on.exhibits:
        with said:
            st.warning(markdown(t("embed.elsewhere", found=asked[:80])))
    parts.footer(entry)
shown_on.end()
if shown_on.title:
    st.set_page_config(page_title=f"{shown_on.title} – {place.title}")
metrics.RUNS.labels(entry.key).observe(time.perf_counter() - begin)
