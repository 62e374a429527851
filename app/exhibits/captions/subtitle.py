"""The subtitle of a chart or map: what the title has no room for; measure and unit; area; period."""

import functools

from app.exhibits.captions.title import claim
from app.exhibits.model import Exhibit, ExhibitContent, View


@functools.lru_cache(maxsize=64)
def subtitle(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """„Zuwendungen, die zählen, in €; Kreis Musterland; bewilligt 2016 bis 2025“."""
    return "; ".join(filter(None, (claim(exhibit, view, shown), *exhibit.measure(exhibit, view, shown))))
