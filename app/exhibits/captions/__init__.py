"""What an exhibit says in words, made from exactly the rows that it shows: title, subtitle, alternative texts, origin."""

from app.exhibits.captions.about import About, about, provenance
from app.exhibits.captions.sources import credited, datasets, source_line
from app.exhibits.captions.title import Headline, headline, subtitle, title
