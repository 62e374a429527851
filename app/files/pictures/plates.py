"""From an exhibit in a view to the plate that becomes a picture: its words, its drawing, what the file says of itself."""

import functools

from app import exhibits
from app.charts import many_areas
from app.data import queries
from app.data.cached_frame import CachedFrame
from app.data.selection import Selection
from app.exhibits import Exhibit, Plot, Shown, View, captions
from app.files import pictures
from app.words.text import t


class NothingToDrawError(LookupError):
    """There is nothing in this view that could be drawn."""


def plate(exhibit: Exhibit, view: View, base: str = "") -> pictures.Plate:
    """The plate; ``base`` is the dashboard's public address without slash at its end.

    Raises
    ------
    NothingToDrawError
        When nothing is known of what the view asks for.
    """
    shown, about = exhibit.content(view), captions.about(exhibit, view, base)
    return pictures.Plate(
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
        alt=about.short,
        description=about.long,
        fingerprint=exhibits.fingerprint(shown),
        body=_body(view, shown),
    )


def _body(view: View, shown: Shown) -> str:
    if isinstance(shown.drawing, Plot):
        figure, _ = exhibits.figure(shown)
        if figure is None:
            raise NothingToDrawError(t("chart.empty"))
        return str(figure.to_json())
    drawing = exhibits.drawing(shown, view)
    if "shapes" not in drawing:
        return str(drawing["svg"])
    # The browser fetches the shapes of many areas by itself; a picture must hold them.
    return many_areas.whole(drawing, _paths(CachedFrame(queries.areas(view.selection)), view.selection))


@functools.lru_cache(maxsize=2)
def _paths(areas: CachedFrame, selection: Selection) -> tuple[str, ...]:
    return many_areas.paths(areas.frame, queries.outline(selection))
