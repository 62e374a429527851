"""The frame around every page: look, navigation, filters bound to the address, footer."""

import contextlib
import logging
import time

import streamlit as st

from app.data import db
from app.data.region import logo, region
from app.data.selection import remember
from app.exhibits.address import EXHIBIT
from app.navigation import ENTRIES
from app.observability import metrics
from app.surfaces.streamlit import components, parts, surface, uploads
from app.surfaces.streamlit.filters import filter_bar
from app.words.text import t
from config import settings

begin = time.perf_counter()
if settings().has_office:
    from app.surfaces.streamlit.office import preview

    preview.begin()
place = region().region
st.set_page_config(page_title=place.title, page_icon=str(parts.ICON), layout="wide")
st.html(f"<style>{components.style()}</style>")

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
tools = parts.brand(place.name, place.title, logo())
if db.is_draft():
    preview.banner()

try:
    release_id = db.current_release()
except db.NoReleaseError:
    logging.getLogger(__name__).exception("no release to show")
    st.error(t("frame.no_release"))
    st.stop()

asked = st.query_params.get(EXHIBIT, "")
remember(filter_bar(entry, release_id))
shown_on = surface.begin()
uploads.begin()
with shown_on.blocks.page, contextlib.suppress(parts.PageEnd):
    said = st.container(key="asked") if asked else None
    page.run()
if said and asked not in shown_on.exhibits:
    with said:
        parts.unknown_address("embed.elsewhere", asked)
with tools:
    surface.tools()
shown_on.end()
if shown_on.title:
    st.set_page_config(page_title=f"{shown_on.title} – {place.title}")
parts.footer([pages[entry.key] for entry in ENTRIES if not entry.in_menu and entry.is_listed])
metrics.RUNS.labels(entry.key).observe(time.perf_counter() - begin)
