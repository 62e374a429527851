"""What every answer of the server carries: German page, strict headers, no way out of the house."""

import re
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option

from app.data.region import region
from app.web import streamlit_assets
from app.web.embed import Embeds, is_embed
from app.web.first_view import first_view
from app.words.text import t
from config import settings

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_BEGIN = re.compile(r'<link rel="stylesheet"[^>]*>|<script type="module"[^>]*></script>')
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"
"""For a file that a browser may open by itself: it shows, and does nothing."""
STRICTER = {FILE_POLICY}


class GermanPage:
    """Streamlit's page is English by birth: language, title and description are put right on the way out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, with our headers; HTML pages with our words."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_alone = is_embed(scope)
        start: Message = {}
        body = b""

        def is_page(headers: Headers) -> bool:
            # One that is compressed already was asked for as a file: nobody reads it as a page.
            is_html = headers.get("content-type", "").startswith("text/html")
            return is_html and not is_alone and "content-encoding" not in headers

        async def answer(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    # A file may be stricter than a page; nothing else may say otherwise.
                    if name not in headers or headers[name] not in STRICTER:
                        headers[name] = value
                if is_alone:
                    # A chart alone may stand in any page; the monitor in none, or somebody could pass it off as theirs.
                    headers["Content-Security-Policy"] = POLICY
                start = message
                if not is_page(headers):
                    await send(message)
            elif is_page(MutableHeaders(scope=start)):
                body += message.get("body", b"")
                if not message.get("more_body"):
                    page = german_page(body.decode(), scope["path"], await _first_view(scope)).encode()
                    headers = MutableHeaders(scope=start)
                    headers["Content-Length"] = str(len(page))
                    await send(start)
                    await send({"type": "http.response.body", "body": page})
            else:
                await send(message)

        await self.app(scope if is_alone else _uncompressed(scope), receive, answer)


async def _first_view(scope: Scope) -> str:
    base = f"/{get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")
    return await first_view(scope["path"].removeprefix(base).strip("/"), scope["query_string"].decode("latin-1"))


def german_page(page: str, path: str, view: str = "") -> str:
    """Streamlit's index page in German, told where its server is, with the page's first ``view`` in it.

    Without the address of the server the page tries ``/karte/_stcore/…`` first, which costs a round trip and an error.
    """
    title = escape(region().region.title)
    base = f"/{get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")
    head = [
        f"<title>{title}</title>",
        f'<meta name="description" content="{escape(t("frame.description", title=title))}">',
        *(
            f'<link rel="alternate" type="application/atom+xml" title="{escape(name)}" href="{base}api/{feed}.atom">'
            for feed, name in (
                ("aenderungen", t("change_feed.title", place=region().region.title)),
                ("berichtigungen", t("feed.title", title=region().region.title)),
            )
        ),
        f'<script>window.__streamlit = {{BACKEND_BASE_URL: location.origin + "{base}"}}</script>',
    ]
    address = path.removeprefix(base).strip("/")
    if public := settings().base_url.rstrip("/"):
        head.append(f'<link rel="canonical" href="{escape(f"{public}/{address}")}">')
    page = page.replace('<html lang="en">', '<html lang="de">').replace("<title>Streamlit</title>", "".join(head))
    if view:
        # Streamlit's own begin is put off until the first view is painted (first_view.js).
        later = _BEGIN.findall(page)
        page = _BEGIN.sub("", page)
        view = f'<template id="srm-streamlit">{"".join(later)}</template>{view}'
    page = _NO_SCRIPT.sub("" if view else f"<noscript>{escape(t('frame.no_script'))}</noscript>", page)
    return page.replace("</body>", f"{view}</body>")


def _uncompressed(scope: Scope) -> Scope:
    if "." in scope["path"].rpartition("/")[2]:
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": kept}


MIDDLEWARE = [Middleware(GermanPage), Middleware(Embeds), Middleware(streamlit_assets.Assets)]
