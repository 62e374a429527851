"""Everything that is said about an exhibit in one view, for whatever carries it out of the house."""

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from app import exhibits
from app.charts.maps import MapChart
from app.charts.marks import MEDIUM, Place
from app.charts.svg import outer_height
from app.data.region import office, region
from app.data.selection import Selection
from app.exhibits import Exhibit, ExhibitContent, Locator, Plot, View, address
from app.exhibits.captions import sources
from app.exhibits.captions.title import subtitle, title, with_period
from app.words import units
from app.words.text import t

_AROUND = 230
"""Pixels of title, subtitle and sources around the drawing in a frame."""
_MAP, _LOCATOR = 560, 360
_SHORT = 160
"""Letters of a short alternative text at most."""
_LISTED = 20
"""Areas whose values are all told in a long one."""


@dataclass(frozen=True)
class About:
    """The words of one exhibit or table in one view."""

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
    stem: str
    """File name without ending."""
    embed: str = ""
    """Address that shows the exhibit alone; this and what follows are empty of what is not drawn."""
    short: str = ""
    long: str = ""
    height: int = 0
    """Pixels that a frame on another site needs."""

    def some(self, *names: str) -> dict[str, Any]:
        """Those of the words that have these names, for a file that says what it is."""
        return {name: getattr(self, name) for name in names}

    @property
    def footer(self) -> tuple[str, ...]:
        """What stands below the rows of a text file: what they are, where they are from, and where to have them again."""
        said = (self.title, self.subtitle, *self.filters, self.source_line, self.licence, self.permalink)
        return tuple(filter(None, said))

    def citation(self, today: dt.date) -> str:
        """Who has published it, what, of when, where; ``today`` is the day on which it was retrieved."""
        return t(
            "telling.citation",
            year=self.stand.year,
            what=". ".join((self.title, "; ".join((self.subtitle, *self.filters)))),
            stand=units.date(self.stand),
            release=self.release_id,
            address=self.permalink,
            today=units.date(today),
            **self.some("publisher", "monitor"),
        )

    def frame(self) -> str:
        """Code for another site: the exhibit alone, with a title for those who hear the page."""
        return (
            f'<iframe src="{escape(self.embed)}" title="{escape(self.title)}" width="100%" height="{self.height}" '
            f'style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>'
        )


def about(exhibit: Exhibit, view: View, base: str = "") -> About:
    """All words of an exhibit or table; ``base`` is the dashboard's public address without slash at its end."""
    shown = exhibit.content(view)
    if exhibit.kind == "table":
        # Its rows may be many, and none of them is needed here.
        origin = _origin(exhibit, view, shown.source)
        return About(t(f"{exhibit.key}.heading"), "", permalink=f"{base}{address.permalink(exhibit, view)}", **origin)
    words = title(exhibit, view, shown), subtitle(exhibit, view, shown)
    origin = {"permalink": f"{base}{address.short(exhibit, view)}", **_origin(exhibit, view, shown.source)}
    if view.is_whole:
        # Nobody draws it at once: it may hold some thousand projects.
        return About(*words, **origin)
    return About(
        *words,
        embed=f"{base}{address.permalink(exhibit, view, embed='true')}",
        short=_short(exhibit, view, with_period(words[0], exhibit, shown)),
        long=_long(view, shown, *words, origin["filters"], origin["source_line"]),
        height=_height(shown, view),
        **origin,
    )


def _origin(exhibit: Exhibit, view: View, names: tuple[str, ...]) -> dict[str, Any]:
    """What is chosen, and where the rows are from: the data sources of these ``names``."""
    return {
        "filters": sources.filter_texts(exhibit, view),
        "stem": sources.stem(exhibit, view),
        **provenance(view.selection.everything(), names),
    }


def provenance(everything: Selection, names: tuple[str, ...]) -> dict[str, Any]:
    """What ``About`` says of where rows are from: the data sources of these ``names``, the Stand and the release."""
    datasets = sources.datasets(everything, names)
    return {
        "sources": tuple(dict.fromkeys(map(sources.source, datasets))),
        "source_line": sources.source_line(everything, names, with_release=True),
        "licence": sources.licences(datasets),
        "publisher": office(),
        "monitor": str(region().region.title),
        "stand": everything.stand,
        "release_id": everything.release_id,
    }


def _height(shown: ExhibitContent, view: View) -> int:
    if isinstance(shown.drawing, Plot):
        chart = exhibits.chart(shown, view)
        layout = chart and chart.layout(Place(MEDIUM))
        return int(outer_height(layout) if layout else 100) + _AROUND
    return (_LOCATOR if isinstance(shown.drawing, Locator) else _MAP) + _AROUND


def _short(exhibit: Exhibit, view: View, title: str) -> str:
    """The alternative text in one or two sentences: what it is, what it says, and of when."""
    kind, stand = t(f"telling.kind.{exhibit.kind}"), units.date(view.selection.stand)
    words = t("telling.short", kind=kind, title=title, stand=stand)
    if exhibit.kind == "scatter":
        # „Platz 1 waagerecht“ says nothing without what is measured there.
        words = f"{words} {exhibit.measure(exhibit, view, exhibit.content(view))[0]}."
    return textwrap.shorten(words, _SHORT, placeholder=" …")


def _long(view: View, shown: ExhibitContent, title: str, subtitle: str, filters: Sequence[str], source: str) -> str:
    """Everything that those who do not see the drawing read or hear: what it is, its values, where they come from."""
    chosen = [t("source.filters", filters="; ".join(filters))] if filters else []
    return " ".join([f"{title}.", f"{subtitle}.", _description(view, shown), *chosen, source])


def _description(view: View, shown: ExhibitContent) -> str:
    chart = exhibits.chart(shown, view)
    if not chart:
        return t("chart.empty")
    if not isinstance(chart, MapChart) or len(chart.base.keys) > _LISTED:
        return chart.alt
    values = "; ".join(f"{entry.name} {entry.value}" for entry in chart.entries)
    return f"{chart.alt} {t('telling.values', list=values)}"
