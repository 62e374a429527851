"""Everything that is said about an exhibit in one view, for whatever carries it out of the house."""

import datetime as dt
from dataclasses import dataclass

from app import exhibits
from app.charts.marks import MEDIUM, Place
from app.charts.svg import outer_height
from app.data.region import office, region
from app.exhibits import Exhibit, ExhibitContent, Locator, Plot, View, address
from app.exhibits.captions import alt_text, sources
from app.exhibits.captions.subtitle import subtitle
from app.exhibits.captions.title import title

_AROUND = 230
"""Pixels of title, subtitle and sources around the drawing in a frame."""
_MAP, _LOCATOR = 560, 360


@dataclass(frozen=True)
class About:
    """The words of one exhibit in one view."""

    title: str
    subtitle: str
    filters: tuple[str, ...]
    sources: tuple[str, ...]
    """One line per source, with its licence; what would read the same stands once."""
    source_line: str
    licence: str
    publisher: str
    monitor: str
    """Name of the dashboard."""
    stand: dt.date
    release_id: str
    permalink: str
    embed: str
    """Address that shows the exhibit alone."""
    short: str
    long: str
    stem: str
    """File name without ending."""
    height: int
    """Pixels that a frame on another site needs."""


def about(exhibit: Exhibit, view: View, base: str = "") -> About:
    """All words of an exhibit; ``base`` is the dashboard's public address without slash at its end."""
    shown = exhibit.content(view)
    return About(
        title=title(exhibit, view, shown),
        subtitle=subtitle(exhibit, view, shown),
        filters=sources.filter_texts(exhibit, view),
        sources=tuple(dict.fromkeys(sources.source(dataset) for dataset in sources.datasets(view, shown))),
        source_line=sources.source_line(view, shown),
        licence=sources.licence(view, shown),
        publisher=office(),
        monitor=str(region().region.title),
        stand=view.selection.stand,
        release_id=view.selection.release_id,
        permalink=f"{base}{address.short(exhibit, view)}",
        embed=f"{base}{address.permalink(exhibit, view, embed='true')}",
        short=alt_text.short(exhibit, view, shown),
        long=alt_text.long(exhibit, view, shown),
        stem=sources.stem(exhibit, view),
        height=_height(shown, view),
    )


def _height(shown: ExhibitContent, view: View) -> int:
    if isinstance(shown.drawing, Plot):
        chart = exhibits.chart(shown, view)
        layout = chart and chart.layout(Place(MEDIUM))
        return int(outer_height(layout) if layout else 100) + _AROUND
    return (_LOCATOR if isinstance(shown.drawing, Locator) else _MAP) + _AROUND
