"""The page around the data: header, sections, columns, footer."""

import base64
import datetime as dt
import functools
from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from app.data import queries
from app.data.region import office
from app.data.selection import Selection, current
from app.exhibits.captions import datasets
from app.exhibits.filters import choices
from app.navigation import ENTRIES, Entry, entry
from app.sentences.plain_parts import announcement
from app.surfaces.html.links import link
from app.surfaces.html.parts import page_tools
from app.surfaces.markdown import inline
from app.surfaces.streamlit import address_state, surface
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.blocks import Block
from app.surfaces.streamlit.panel import dom_key, heading
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
    surface.current().header(title, t(f"{key}.lead") if has(f"{key}.lead") else "")
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
    surface.current().notice(f"{t(f'{key}.nothing_yet')} {t(how if has(how) else 'frame.how_it_comes')}")


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
    return surface.current().columns("wide-left" if wide_left else "halves")


def list_of(*sentences: str) -> None:
    """Sentences as a list."""
    surface.current().text(listed(*sentences))


def warn_when_old(source: str, indicator: Any = None) -> None:
    """A banner when the latest value of a data source is older than its own period; of one indicator also when others have later ones.

    Of an indicator those values count that its source itself has of the places that are compared.
    """
    (dataset,) = datasets(current().everything(), (source,))
    if units.is_unknown(dataset.period_days) or units.is_unknown(dataset.latest_date):
        return
    latest = pd.Timestamp(dataset.latest_date).date()
    if indicator is not None:
        known = queries.indicators(current())
        latest = known.own_last_date[known.dataset_id == source].max().date()
    if indicator is not None and indicator.own_last_date.date() < latest:
        surface.current().notice(t("source.earlier", latest=units.partial_date(indicator.own_last_period)))
    elif dt.date.today() > latest + dt.timedelta(days=int(dataset.period_days)):
        old = t("source.old", title=dataset.title, publisher=dataset.publisher, latest=units.date(latest))
        surface.current().notice(old)


def way_back(key: str, page: str) -> str:
    """A link from one of many to the page that lists them, as HTML; what is chosen goes along."""
    address = f"/{entry(page).address}"
    return f'<p class="srm-back">{link(f"{address}{address_state.chosen_query()}", escape(t(key)))}</p>'


def brand(name: str, title: str, logo: Path | None) -> None:
    """Logo slot and name of the region at the top of every page, beside them the buttons that print and present it."""
    shown = surface.current()
    tools = page_tools(t("slides.present"), t("paper.print"), t("paper.parts"))
    with Block(shown.blocks, "top"):
        shown.frame("html", "brand", {"html": _brand(name, title, logo)})
        shown.frame("paper", "tools", {"whole": shown.is_whole, "html": tools})


@functools.cache
def _brand(name: str, title: str, logo: Path | None) -> str:
    picture = ""
    if logo:
        kind = "svg+xml" if logo.suffix == ".svg" else logo.suffix.lstrip(".")
        picture = (
            f'<img src="data:image/{kind};base64,{base64.b64encode(logo.read_bytes()).decode()}" alt="{escape(name)}">'
        )
    return f'<div class="srm-brand">{picture}<span>{escape(title)}</span></div>'


def footer(shown: Entry) -> None:
    """Stand, release and the pages the law asks for, at the end of every page."""
    selection = current()
    said = t("frame.footer", stand=units.date(selection.stand), release=selection.release_id, office=office())
    chosen = address_state.chosen_query()
    links = "".join(_link(found, shown, chosen) for found in ENTRIES if not found.in_menu and found.is_listed)
    html = f'<p>{inline(markdown(said))}</p>{_foot(selection)}<div class="st-key-legal">{links}</div>'
    surface.current().frame("html", "footer", {"html": html})


def _link(to: Entry, shown: Entry, query: str) -> str:
    current_page = " aria-current=page" if to == shown else ""
    return (
        f'<a class="srm-page-link" href="{base_path()}/{to.address}{escape(query)}" data-inside{current_page}>'
        f"{escape(t(f'{to.key}.menu'))}</a>"
    )


def _foot(selection: Selection) -> str:
    """What only paper shows: the page's address below it, Stand and release on every sheet."""
    stand, base = selection.stand.isoformat(), settings().base_url.rstrip("/")
    words = escape(t("paper.address"))
    line = t("paper.foot", stand=units.date(selection.stand), release=selection.release_id)
    number, total = (t(f"paper.{name}") for name in ("sheet", "sheets"))
    pages = f'"{number} " counter(page) " {total} " counter(pages)'
    return (
        f'<p class="srm-address srm-on-paper" data-words="{words}" data-stand="{stand}" data-base="{escape(base)}"></p>'
        f'<style>@page {{ @bottom-left {{ content: "{line}" }} @bottom-right {{ content: {pages} }} }}</style>'
    )
