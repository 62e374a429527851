"""Alternative texts: what those read or hear who do not see the drawing, from the figures it is made of."""

import textwrap
from collections.abc import Sequence

from app import exhibits
from app.charts.maps import MapChart
from app.exhibits import Exhibit, ExhibitContent, View
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
    if not chart:
        return t("chart.empty")
    if not isinstance(chart, MapChart) or len(chart.base.keys) > _LISTED:
        return chart.alt
    values = "; ".join(f"{entry.name} {entry.value}" for entry in chart.entries)
    return f"{chart.alt} {t('telling.values', list=values)}"
