"""What the head of a page says to browsers and search engines, before any script runs."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from app import exhibits
from app.data.region import office, region
from app.exhibits.preview import Preview
from app.navigation import Entry
from app.surfaces.html.document import FirstView
from app.surfaces.streamlit.base_path import base_path
from app.words.text import t
from config import settings

_FEEDS = {"aenderungen": "change_feed.title", "berichtigungen": "feed.title"}


def head(entry: Entry | None, view: FirstView | None, base: str = "") -> str:
    """Title, description, feeds, canonical address, what stands beside a link, and facts for search engines.

    Without the address of the server the page would try ``/karte/_stcore/…`` first, which costs a round trip and an error.
    """
    monitor = str(region().region.title)
    title = f"{view.title} – {monitor}" if view and view.title else monitor
    has_lead = view is not None and view.lead and not view.lead.startswith("#")
    description = view.lead if view and has_lead else t("frame.description", title=monitor)
    public = settings().base_url.rstrip("/")
    lines = [
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(description)}">',
        *(_feed(name, t(key, title=monitor, place=monitor)) for name, key in _FEEDS.items()),
        f'<script>window.__streamlit = {{BACKEND_BASE_URL: location.origin + "{base_path()}/"}}</script>',
    ]
    if view and entry:
        lines += _shared(title, description, view.shared, base)
    if public and entry:
        lines.append(f'<link rel="canonical" href="{escape(f"{public}/{entry.address}")}">')
    if view and entry and not entry.address:
        # „</“ would end the script, „<!--“ would keep it from ending.
        facts = json.dumps(_dataset(view, public), ensure_ascii=False).replace("<", "\\u003c")
        lines.append(f'<script type="application/ld+json">{facts}</script>')
    return "".join(lines)


def _shared(title: str, description: str, shared: Preview | None, base: str) -> Iterator[str]:
    """Open Graph: what stands beside a link to the page on other sites; a picture by its whole address or none."""
    facts = {"type": "website", "locale": "de_DE", "title": title, "description": description}
    if shared and "://" in base:
        facts |= {"image": f"{base}{shared.address}", "image:type": "image/png", "image:alt": shared.alt}
        facts |= {"image:width": "1200", "image:height": "630"}
    for name, content in facts.items():
        yield f'<meta property="og:{name}" content="{escape(content)}">'
    yield '<meta name="twitter:card" content="summary_large_image">'


def _feed(name: str, title: str) -> str:
    return f'<link rel="alternate" type="application/atom+xml" title="{escape(title)}" href="{base_path()}/api/{name}.atom">'


def _dataset(view: FirstView, public: str) -> dict[str, Any]:
    """The data behind the monitor as schema.org describes a dataset; addresses only where the public one is known."""
    monitor = str(region().region.title)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": monitor,
        "description": t("frame.description", title=monitor),
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "dateModified": view.stand,
        "version": view.release_id,
        "creator": {"@type": "Organization", "name": office()},
        "spatialCoverage": str(region().region.name),
    }
    if public:
        facts["url"] = f"{public}/"
        facts["distribution"] = [
            {
                "@type": "DataDownload",
                "name": t(f"{found.key}.heading"),
                "encodingFormat": "text/csv",
                "contentUrl": f"{public}/api/daten/{found.slug}.csv?fuer=csv",
            }
            for found in exhibits.EXHIBITS
            if found.page in ("overview", "funding", "milestones") and not found.choices
        ]
    return facts
