"""What an exhibit says in words, made from exactly the rows that it shows: title, subtitle, alternative texts, origin."""

from app.exhibits.captions.about import About, about
from app.exhibits.captions.alt_text import kind, long, short
from app.exhibits.captions.citation import citation, frame
from app.exhibits.captions.sources import datasets, filter_texts, source_line, stem
from app.exhibits.captions.subtitle import subtitle
from app.exhibits.captions.title import title

__all__ = [
    "About",
    "about",
    "citation",
    "datasets",
    "filter_texts",
    "frame",
    "kind",
    "long",
    "short",
    "source_line",
    "stem",
    "subtitle",
    "title",
]
