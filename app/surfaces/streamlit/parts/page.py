"""The page around the data: header, sections, columns, footer."""

import base64
import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.data import queries
from app.data.region import office
from app.data.selection import Selection, current
from app.exhibits.captions import datasets
from app.exhibits.filters import choices
from app.sentences.plain import announcement
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.panel import dom_key, heading
from app.surfaces.streamlit.surface import native
from app.words import units
from app.words.markdown import listed, markdown
from app.words.text import has, t
from config import settings

ICON = Path(__file__).resolve().parent.parent / "icon.png"


class PageEnd(Exception):  # noqa: N818
    """Everything that a page can show is shown; the frame goes on with the footer."""


def header(key: str, *sources: str, title: str = "") -> None:
    """Title and lead of a page; says so when one of its ``sources`` is older than its period."""
    title = title or _chosen(t(f"{key}.title"))
    surface.current().begin(title, *sources)
    native().title(markdown(title), anchor=False)
    if has(f"{key}.lead"):
        native().markdown(t(f"{key}.lead"))
    for source in sources:
        warn_when_old(source)


def _chosen(title: str) -> str:
    """„Musterstadt: Förderung“ where the filter has chosen one municipality or two."""
    selection = current()
    known = choices(selection.everything())["kommune"]
    names = [known[key] for key in selection.municipalities if key in known]
    return t("frame.chosen", names=t("frame.and").join(names), title=title) if 0 < len(names) < 3 else title


def nothing_yet(key: str) -> None:
    """Say kindly what will stand here, and how it comes here."""
    how = f"{key}.how_it_comes"
    native().info(markdown(f"{t(f'{key}.nothing_yet')} {t(how if has(how) else 'frame.how_it_comes')}"))


def end_without_projects(key: str) -> None:
    """End the page with a kind sentence when the Stand holds no project yet."""
    if not queries.has_projects(current()):
        plain_words(announcement(key, current()))
        nothing_yet(key)
        raise PageEnd


def end_without_indicators(key: str, *, municipal: bool = False) -> None:
    """End the page with a kind sentence when no indicator has a value yet; with ``municipal`` of a municipality."""
    if not queries.has_indicators(current(), municipal=municipal):
        if has(f"plain.early.{key}"):
            plain_words(announcement(key, current()))
        nothing_yet(key)
        raise PageEnd


def plain_words(sentences: Sequence[str]) -> None:
    """The box „In einfachen Worten“: one below the header of each page."""
    surface.current().plain_words(sentences)


def section(key: str) -> None:
    """A heading inside a page, with its explanation when there is one."""
    surface.current().html(dom_key("section", key), heading(key))


def halves(*, wide_left: bool = False) -> Sequence[AbstractContextManager[None]]:
    """Two columns side by side; one below the other on a phone."""
    return surface.current().columns([3, 2] if wide_left else 2, "large")


def thirds() -> Sequence[AbstractContextManager[None]]:
    """Three columns side by side; one below the other on a phone."""
    return surface.current().columns(3, "medium")


def list_of(*sentences: str) -> None:
    """Sentences as a list."""
    native().markdown(listed(*sentences))


def warn_when_old(source: str) -> None:
    """A banner when the latest value of a data source is older than the source's own period."""
    (dataset,) = datasets(current().everything(), (source,))
    if units.is_unknown(dataset.period_days) or units.is_unknown(dataset.latest_date):
        return
    latest = pd.Timestamp(dataset.latest_date).date()
    if dt.date.today() > latest + dt.timedelta(days=int(dataset.period_days)):
        old = t("source.old", title=dataset.title, publisher=dataset.publisher, latest=units.date(latest))
        native().warning(markdown(old))


def brand(name: str, title: str, logo: Path | None) -> DeltaGenerator:
    """Logo slot and name of the region, at the top of every page; what is returned has room for ``tools``."""
    picture = ""
    if logo:
        kind = "svg+xml" if logo.suffix == ".svg" else logo.suffix.lstrip(".")
        picture = (
            f'<img src="data:image/{kind};base64,{base64.b64encode(logo.read_bytes()).decode()}" alt="{escape(name)}">'
        )
    with st.container(horizontal=True, key="top", vertical_alignment="center"):
        st.html(f'<div class="srm-brand">{picture}<span>{escape(title)}</span></div>')
        return st.container(key="tools", width="content")


def footer(pages: Sequence[Any]) -> None:
    """Stand, release and the pages the law asks for, at the end of every page."""
    selection = current()
    with st.container(key="footer"):
        stand, release = units.date(selection.stand), selection.release_id
        st.markdown(markdown(t("frame.footer", stand=stand, release=release, office=office())))
        _foot(selection)
        with st.container(horizontal=True, key="legal"):
            for page in pages:
                st.page_link(page)


def _foot(selection: Selection) -> None:
    """What only paper shows: the page's address below it, Stand and release on every sheet."""
    stand, base = selection.stand.isoformat(), settings().base_url.rstrip("/")
    words = t("paper.address")
    st.html(
        f'<p class="srm-address srm-on-paper" data-words="{words}" data-stand="{stand}" data-base="{escape(base)}"></p>'
    )
    line = t("paper.foot", stand=units.date(selection.stand), release=selection.release_id)
    number, total = (t(f"paper.{name}") for name in ("sheet", "sheets"))
    pages = f'"{number} " counter(page) " {total} " counter(pages)'
    st.html(f'<style>@page {{ @bottom-left {{ content: "{line}" }} @bottom-right {{ content: {pages} }} }}</style>')
