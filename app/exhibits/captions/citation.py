"""How to cite an exhibit, and how to show it on another site."""

import datetime as dt
from html import escape

from app.exhibits.captions.about import About
from app.words import units
from app.words.text import t


def citation(about: About, today: dt.date) -> str:
    """Who has published it, what, of when, where; ``today`` is the day on which it was retrieved."""
    return t(
        "telling.citation",
        publisher=about.publisher,
        year=about.stand.year,
        what=". ".join((about.title, "; ".join((about.subtitle, *about.filters)))),
        monitor=about.monitor,
        stand=units.date(about.stand),
        release=about.release_id,
        address=about.permalink,
        today=units.date(today),
    )


def frame(about: About) -> str:
    """Code for another site: the exhibit alone, with a title for those who hear the page."""
    return (
        f'<iframe src="{escape(about.embed)}" title="{escape(about.title)}" width="100%" height="{about.height}" '
        f'style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
