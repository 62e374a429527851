"""What is odd about the day of a Stand that somebody is about to publish."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from etl.release import store


def day_questions(stand_date: date, releases_dir: Path) -> Iterator[str]:
    """German sentences about a Stand of the future, and about one older than what readers see."""
    published = store.published_stand(releases_dir)
    if stand_date > date.today():
        yield f"Der jüngste Stand ist vom {stand_date:%d.%m.%Y}; dieser Tag liegt in der Zukunft."
    if published and stand_date < published:
        yield f"Veröffentlicht ist der Stand vom {published:%d.%m.%Y}; hier ist der jüngste älter, vom {stand_date:%d.%m.%Y}."
