"""What an exhibit says in words, made from exactly the rows that it shows: title, subtitle, alternative texts, origin."""

from app.telling.about import About, about
from app.telling.alternatives import kind, long, short
from app.telling.origin import acting, datasets, filters, source_line, stem
from app.telling.quoting import citation, frame
from app.telling.subtitles import subtitle
from app.telling.titles import title

__all__ = [
    "About",
    "about",
    "acting",
    "citation",
    "datasets",
    "filters",
    "frame",
    "kind",
    "long",
    "short",
    "source_line",
    "stem",
    "subtitle",
    "title",
]
