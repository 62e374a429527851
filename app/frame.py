"""The frame around every page: look, navigation, filters bound to the address, footer."""

import contextlib
import logging

import streamlit as st

from app import components, db, layout
from app.filters import selected
from app.navigation import ENTRIES
from app.region import logo, region
from app.selection import remember
from app.text import t

place = region().region
st.set_page_config(page_title=place.title, page_icon=str(layout.ICON), layout="wide")
st.html(f"<style>{components.style()}</style>")

pages = {
    entry.key: st.Page(
        entry.file,
        title=t(f"{entry.key}.menu"),
        url_path=entry.address,
        default=not entry.address,
        visibility="visible" if entry.in_menu else "hidden",
    )
    for entry in ENTRIES
}
page = st.navigation(list(pages.values()), position="top")
entry = next(entry for entry in ENTRIES if pages[entry.key] == page)
layout.brand(place.name, place.title, logo())

try:
    release_id = db.current_release()
except db.NoReleaseError:
    logging.getLogger(__name__).exception("no release to show")
    st.error(t("frame.no_release"))
    st.stop()

remember(selected(entry, release_id))
with st.container(key="page"), contextlib.suppress(layout.PageEnd):
    page.run()
layout.footer([pages[entry.key] for entry in ENTRIES if not entry.in_menu])
