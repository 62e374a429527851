"""The page as a piece of HTML that is complete without any script: style, menu and everything that the page shows."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from app.charts import fonts
from app.exhibits.preview import Preview
from app.files.pictures.render import font_faces
from app.navigation import ENTRIES, FILTERS, Entry
from app.surfaces.html import elements
from app.surfaces.html.tree import Node
from app.surfaces.streamlit import components, scripts
from app.surfaces.streamlit.base_path import base_path
from app.words.text import t

_MENU = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 17.6 5.6-5.6L6 6.4l1.4-1.4 7 7-7 7zm6.6 0 5.6-5.6-5.6-5.6L14 5l7 7-7 7z" transform="translate(-1)"/></svg>'
_FOLDER = Path(__file__).resolve().parent


def alone(title: str, content: str) -> str:
    """A whole document for a frame on another site; its links lead out of the frame."""
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><meta name="robots" content="noindex"><base target="_blank">'
        f'<link rel="icon" href="data:,"><style>{_embed_style()}{font_faces(content, *fonts.WEIGHTS)}</style></head>'
        f'<body class="stApp srm-html srm-embed"><main>{content}</main><script type="module">{_embed_script()}</script></body></html>'
    )


def plain(title: str, content: str) -> str:
    """A whole document that needs no script, in the look of a page."""
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><meta name="robots" content="noindex"><link rel="icon" href="data:,"><style>{_style()}body{{margin:0}}.srm-html{{min-height:100vh}}main ul{{padding-left:1.25rem}}</style></head>'
        f'<body><div class="stApp srm-html"><main data-testid="stMain"><div data-testid="stMainBlockContainer">{content}</div></main></div></body></html>'
    )


@dataclass(frozen=True, eq=False)
class FirstView:
    """A page as it is before Streamlit has made it, and where there are no scripts."""

    title: str
    """Its heading, in plain words as the next."""
    lead: str
    stand: str
    """Latest Stand of the release."""
    release_id: str
    kinds: frozenset[str]
    """Kinds of elements that the page is made of."""
    html: str
    """What stands in the body."""
    shared: Preview | None = None
    """The picture that stands beside a link to the page."""


def first_view(
    entry: Entry, root: Node, parameters: Mapping[str, Sequence[str]], release_id: str, stand: str
) -> FirstView:
    """The page ``entry`` that is made of ``root``; filters among the ``parameters`` go along to other pages."""
    chosen = urlencode([(name, key) for name in FILTERS for key in parameters.get(name, ())])
    html = (
        f'<style id="srm-first-style">{_sheet("page")}</style><noscript><style id="srm-no-script">{_sheet("no_script")}</style></noscript>'
        f'<form id="srm-first" class="stApp srm-html" method="get">{_menu(entry, chosen)}'
        f'<main data-testid="stMain"><div data-testid="stMainBlockContainer"><p class="srm-alone" role="status" data-text="{escape(t("first_view.no_websocket"))}"></p><div data-testid="stVerticalBlock" style="--gap:1rem">'
        f"{elements.page(root)}</div></div></main></form>"
        f"<script>{_script()}</script>"
    )
    return FirstView(*elements.heading(root), stand, release_id, elements.kinds(root), html)


def _menu(shown: Entry, chosen: str) -> str:
    query = f"?{chosen}" if chosen else ""
    links = " ".join(
        f'<a href="{base_path()}/{entry.address}{escape(query)}" data-text="{escape(t(f"{entry.key}.menu"))}"'
        f"{' aria-current=page' if entry == shown else ''}>{escape(t(f'{entry.key}.menu'))}</a>"
        for entry in ENTRIES
        if entry.in_menu
    )
    button = f'<button type="button" data-live="stExpandSidebarButton" aria-label="{escape(t("first_view.menu"))}">{_MENU}</button>'
    return f'<nav class="srm-nav">{button}{links}</nav>'


@functools.cache
def _style() -> str:
    return "\n".join((_sheet("page"), components.style()))


@functools.cache
def _embed_style() -> str:
    return "\n".join((_sheet("page"), components.style("style", "chart"), _sheet("embed")))


@functools.cache
def _embed_script() -> str:
    return f"{scripts.joined_scripts('common', 'tips')}\n{(_FOLDER / 'embed.js').read_text(encoding='utf-8')}"


@functools.cache
def _sheet(name: str) -> str:
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")


@functools.cache
def _script() -> str:
    return (_FOLDER / "first_view.js").read_text(encoding="utf-8")
