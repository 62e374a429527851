"""The whole dashboard under a draft, for the person who has chosen it."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from app.data import db, queries
from app.navigation import OFFICE
from app.office import drafts, session
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.screen import Screen
from app.words import units
from app.words.text import t

_STYLE = (
    ".srm-draft { margin: 0; padding: .6rem .9rem; font-weight: 600; border: 2px dashed currentColor; border-radius: .5rem; }"
    ".srm-draft a { color: var(--st-link-color); }"
)


def person() -> session.Person | None:
    """Who is logged in in this run."""
    return session.person(st.user.to_dict())


def begin() -> None:
    """Read the draft that the browser has chosen in this run, if its person may; else what everybody reads."""
    cookies: Mapping[str, str] = st.context.cookies
    db.look_at(drafts.releases_in_preview(cookies, person()) if drafts.COOKIE in cookies else None)


def banner(screen: Screen) -> None:
    """Above every page under a draft: what it is, and the way out."""
    stand = units.date(queries.latest(db.current_release()).stand)
    way_out = f"{base_path()}/{OFFICE.address}/vorschau"
    html = (
        f"<style>{_STYLE}</style>"
        f'<p role="note" class="srm-draft">{escape(t("office.preview.banner", stand=stand))} '
        f'<a href="{escape(way_out)}">{escape(t("office.preview.end"))}</a></p>'
    )
    screen.frame("html", "draft-banner", {"html": html})
