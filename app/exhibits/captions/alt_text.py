"""Alternative texts: what those read or hear who do not see the drawing, from the figures it is made of."""

import textwrap
from collections.abc import Sequence

from app import exhibits
from app.charts.map_classes import text_of
from app.exhibits import Choropleth, Exhibit, ExhibitContent, View
from app.words import units
from app.words.text import t

SHORT = 160
"""Letters of a short alternative text at most."""
_LISTED = 20
"""Areas whose values are all told."""


def short(exhibit: Exhibit, view: View, title: str) -> str:
    """One or two sentences: what it is, what it says, and of when."""
    kind, stand = t(f"telling.kind.{exhibit.kind}"), units.date(view.selection.stand)
    return textwrap.shorten(t("telling.short", kind=kind, title=title, stand=stand), SHORT, placeholder=" …")


def long(view: View, shown: ExhibitContent, title: str, subtitle: str, filters: Sequence[str], source: str) -> str:
    """Everything that the drawing shows, in sentences: what it is, its values, where they come from."""
    chosen = [t("source.filters", filters="; ".join(filters))] if filters else []
    return " ".join([f"{title}.", f"{subtitle}.", _description(view, shown), *chosen, source])


def _description(view: View, shown: ExhibitContent) -> str:
    chart = exhibits.chart(shown, view)
    return " ".join(filter(None, (chart.alt, _values(shown)))) if chart else t("chart.empty")


def _values(shown: ExhibitContent) -> str:
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
