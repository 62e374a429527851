"""Alternative texts: what those read or hear who do not see the drawing, from the figures it is made of."""

import re
import textwrap
from html import unescape

from app import exhibits
from app.charts.map_parts import text_of
from app.exhibits import Choropleth, Exhibit, Locator, Plot, Shown, View
from app.exhibits.captions import sources
from app.exhibits.captions.subtitle import subtitle
from app.exhibits.captions.title import title
from app.words import units
from app.words.text import t

SHORT = 160
"""Letters of a short alternative text at most."""
_LISTED = 20
"""Areas whose values are all told."""
_LABEL = re.compile(r'aria-label="([^"]*)"')
_KINDS = {
    "flow": "flow",
    "years": "columns",
    "series": "lines",
    "population": "lines",
    "timeline": "timeline",
    "shifts": "timeline",
}


def short(exhibit: Exhibit, view: View, shown: Shown) -> str:
    """One or two sentences: what it is, what it says, and of when."""
    text = t(
        "telling.short",
        kind=kind(shown),
        title=title(exhibit, view, shown),
        stand=units.date(view.selection.stand),
    )
    return textwrap.shorten(text, SHORT, placeholder=" …")


def long(exhibit: Exhibit, view: View, shown: Shown) -> str:
    """Everything that the drawing shows, in sentences: what it is, its values, where they come from."""
    sentences = [f"{title(exhibit, view, shown)}.", f"{subtitle(exhibit, view, shown)}.", _told(view, shown)]
    sentences += [t("source.filters", filters="; ".join(found)) for found in [sources.filters(exhibit, view)] if found]
    return " ".join([*sentences, sources.source_line(view, shown)])


def kind(shown: Shown) -> str:
    """What sort of drawing it is: „Karte“, „Balkendiagramm“."""
    if isinstance(shown.drawing, Plot):
        return t(f"telling.kind.{_KINDS.get(shown.drawing.build.__name__, 'bars')}")
    return t("telling.kind.locator" if isinstance(shown.drawing, Locator) else "telling.kind.map")


def _told(view: View, shown: Shown) -> str:
    if isinstance(shown.drawing, Plot):
        return exhibits.figure(shown)[1] or t("chart.empty")
    label = _LABEL.search(exhibits.drawing(shown, view)["svg"])
    assert label is not None
    return " ".join(filter(None, (unescape(label[1]), _values(shown))))


def _values(shown: Shown) -> str:
    """Every value of a map of few areas."""
    drawn = shown.drawing
    if not isinstance(drawn, Choropleth):
        return ""
    rows = shown.table
    if "region_level" in rows:
        rows = rows[rows.region_level == "municipality"]
    if len(rows) > _LISTED:
        return ""
    ordered = rows.sort_values(drawn.value, ascending=False, na_position="last", kind="stable")
    values = [None if units.is_unknown(value) else float(value) for value in ordered[drawn.value]]
    listed = [
        f"{name} {text_of(value, drawn.value, drawn.unit)}" for name, value in zip(ordered["name"], values, strict=True)
    ]
    return t("telling.values", list="; ".join(listed))
