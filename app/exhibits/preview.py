"""The picture that stands beside a link to a page, where somebody shares it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app import exhibits
from app.exhibits import Exhibit, address, captions
from app.navigation import Entry


@dataclass(frozen=True)
class Preview:
    """A picture of 1200 by 630 pixels, by its address from the slash on, with its words."""

    address: str
    alt: str


def preview(entry: Entry, release_id: str, parameters: Mapping[str, Sequence[str]]) -> Preview | None:
    """The first exhibit of the page that can be drawn as it was asked for, else the first of the start page."""
    own = [found for found in exhibits.EXHIBITS if found.page == entry.key]
    usual = [found for found in exhibits.EXHIBITS if found.page == "overview"]
    shown = (_preview(found, release_id, parameters) for found in own)
    plain = (_preview(found, release_id, {}) for found in usual)
    return next((found for every in (shown, plain) for found in every if found), None)


def _preview(exhibit: Exhibit, release_id: str, parameters: Mapping[str, Sequence[str]]) -> Preview | None:
    try:
        view = address.view(exhibit, release_id, parameters)
        if exhibits.chart(exhibit.content(view), view) is None:
            return None
    except LookupError:
        return None
    query = urlencode([*address.parameters(exhibit, view), ("format", "vorschau")])
    return Preview(f"/api/bild/{exhibit.slug}.png?{query}", captions.about(exhibit, view, "").short)
