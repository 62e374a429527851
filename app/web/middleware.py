"""Through what every request passes, from the outside in; and pages in German, with their first view."""

import functools
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.exhibits.data_selection import API
from app.surfaces.html.document import FirstView
from app.surfaces.html.not_found import not_found
from app.surfaces.streamlit import components, scripts
from app.surfaces.streamlit.base_path import base_path
from app.web import addresses, streamlit_assets
from app.web.api.answers import base, etag, packed_response
from app.web.client import Client
from app.web.embed import embeds, is_embed
from app.web.first_view import first_view
from app.web.hosts import hosts
from app.web.limits import Limits
from app.web.messages import page_messages
from app.web.middleware_function import middleware
from app.web.page_head import head
from app.web.policy import policy
from app.web.request_record import request_record
from app.web.security_headers import security_headers
from app.web.uploads import page_uploads
from app.words.text import t
from config import settings

_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_BEGIN = re.compile(r'<link rel="(?:stylesheet|modulepreload)"[^>]*>|<script type="module"[^>]*></script>')
"""Streamlit's own begin."""
_SCRIPT = re.compile(r'<script type="module"[^>]*src="([^"]+)"')
_TYPEFACE = re.compile(r'href="(\./static/media/SourceSansVF-Upright[^"]*)"')
_FACE = '@font-face{{font-family:"Source Sans";font-weight:100 900;font-display:block;src:url("{}") format("woff2")}}'
_SHARED = "public, max-age=0, s-maxage=10, stale-while-revalidate=60"
"""Of a page with its first view: a cache in front keeps it for moments, a browser asks whether it is still the same."""
_STREAMLITS_FIGURES = "/_stcore/metrics"
"""Would be for everybody; an operator has more at /api/metrics."""
_CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since")
"""What a page is asked with, and its file in Streamlit's folder is not: what comes out of it is another page."""


@middleware("http")
async def german_pages(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Pass everything through; HTML pages with our words and first view: Streamlit's are English by birth and empty."""
    if scope["path"].removeprefix(base_path()) == _STREAMLITS_FIGURES:
        await HTMLResponse(not_found(scope["path"]), 404, {"Cache-Control": "no-store"})(scope, receive, send)
        return
    is_alone = is_embed(scope)
    if not is_alone and (meant := await addresses.put_right(scope)):
        await RedirectResponse(meant, 302, {"Cache-Control": "no-store"})(scope, receive, send)
        return
    is_api = scope["path"].removeprefix(base_path()).startswith(f"{API}/")
    start: Message = {}
    body = b""

    def is_page(headers: Headers) -> bool:
        # One that is compressed already was asked for as a file: nobody reads it as a page.
        is_html = headers.get("content-type", "").startswith("text/html")
        return is_html and not is_alone and not is_api and "content-encoding" not in headers

    async def answer(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
            if not is_page(Headers(raw=message["headers"])):
                await send(message)
        elif is_page(Headers(raw=start["headers"])):
            body += message.get("body", b"")
            if not message.get("more_body"):
                response = await _page_response(scope, body.decode(), start["status"])
                await response(scope, receive, send)
        else:
            await send(message)

    await app(scope if is_alone or is_api else _without_conditions(scope), receive, answer)


@dataclass(frozen=True)
class _Page:
    """A page as it is sent."""

    packed: bytes
    tag: str
    policy: str


async def _page_response(scope: Scope, index: str, status: int) -> Response:
    """Streamlit's ``index`` page as it is sent for this address."""
    entry = addresses.page(scope)
    if entry is None:
        return HTMLResponse(not_found(scope["path"]), 404, {"Cache-Control": "no-store"})
    view = await first_view(entry, scope["query_string"].decode("latin-1"))
    page = _page(index, head(entry, view, base(Request(scope))), view, "../" * entry.address.count("/"))
    caching = _SHARED if view else "no-cache"
    headers = {"Content-Security-Policy": page.policy, "Cache-Control": caching, "ETag": page.tag}
    return packed_response(Request(scope), page.packed, "text/html", headers, status)


@functools.lru_cache(maxsize=64)
def _page(index: str, head: str, view: FirstView | None, up: str) -> _Page:
    """``up`` leads from the folder of the page to that of Streamlit's files."""
    page = german_page(index, head, view)
    packed = gzip.compress((page.replace('"./', f'"{up}') if up else page).encode(), 6, mtime=0)
    return _Page(packed, etag(packed), policy(page))


def german_page(index: str, head: str, view: FirstView | None = None) -> str:
    """Streamlit's ``index`` page in German, with this ``head`` and the page's first view."""
    index = index.replace("./_stcore/agent/openapi.json", f"{base_path()}{API}/openapi.json")
    page = index.replace('<html lang="en">', '<html lang="de">').replace("<title>Streamlit</title>", head)
    # Last in the page: of rules as exact as Streamlit's own, ours hold.
    style = f"<style>{components.style()}</style>"
    if view is None:
        page = page.replace("</body>", f"{style}</body>")
        return _NO_SCRIPT.sub(f"<noscript>{escape(t('frame.no_script'))}</noscript>", page)
    # Streamlit begins when the first view is painted: first_view.js.
    later = "".join((*map(_preload, _needed(page, view)), *_BEGIN.findall(page)))
    page = _NO_SCRIPT.sub("", _BEGIN.sub("", page))
    # Its style sheet names the typeface too late for the first view; the file itself is fetched ahead.
    face = "".join(f"<style>{_FACE.format(url)}</style>" for url in _TYPEFACE.findall(page))
    return page.replace("</body>", f'{face}<template id="srm-streamlit">{later}</template>{style}{view.html}</body>')


def _needed(page: str, view: FirstView) -> Iterator[str]:
    """Addresses of scripts that Streamlit would ask for one after the other."""
    yield from _SCRIPT.findall(page)
    yield from (f"./static/js/{name}" for name in streamlit_assets.scripts_for(view.kinds))
    names = (kind.rpartition("srm_")[2] for kind in sorted(view.kinds) if "srm_" in kind)
    yield from (f"{base_path()}{scripts.address(name)}" for name in names)


def _preload(address: str) -> str:
    return f'<link rel="modulepreload" crossorigin href="{address}">'


def _without_conditions(scope: Scope) -> Scope:
    if "." in scope["path"].rpartition("/")[2]:
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() not in _CONDITIONS]}


def _office() -> list[Middleware]:
    """What the project office needs, which nobody loads where it has no area."""
    if not settings().has_office:
        return []
    from app.web.office import office_area

    return [Middleware(office_area)]


MIDDLEWARE = [
    Middleware(Client),
    Middleware(security_headers),
    Middleware(request_record),
    Middleware(hosts),
    Middleware(Limits),
    Middleware(page_messages),
    *_office(),
    Middleware(german_pages),
    Middleware(page_uploads),
    Middleware(embeds),
    Middleware(streamlit_assets.assets),
]
