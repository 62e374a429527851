"""From an exhibit in a view to its picture: its words, its chart or map, what the file says of itself."""

from app import exhibits
from app.exhibits import Exhibit, View, captions
from app.files.pictures.picture import Picture
from app.words.text import t


class NothingToDrawError(LookupError):
    """There is nothing in this view that could be drawn."""


def exhibit_picture(exhibit: Exhibit, view: View, base: str = "") -> Picture:
    """The picture; ``base`` is the dashboard's public address without slash at its end.

    Raises
    ------
    NothingToDrawError
        When nothing is known of what the view asks for.
    """
    shown, about = exhibit.content(view), captions.about(exhibit, view, base)
    chart = exhibits.chart(shown, view)
    if chart is None:
        raise NothingToDrawError(t("chart.empty"))
    return Picture(
        key=exhibit.key,
        stem=about.stem,
        title=about.title,
        subtitle=about.subtitle,
        filters=about.filters,
        sources=about.sources,
        publisher=about.publisher,
        licence=about.licence,
        stand=about.stand,
        release_id=about.release_id,
        permalink=about.permalink,
        description=about.long,
        fingerprint=exhibits.fingerprint(shown),
        chart=chart,
    )
