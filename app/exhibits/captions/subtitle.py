"""The subtitle of a chart or map: what the title has no room for; measure and unit; area; period."""

from typing import Any

import pandas as pd

from app.data import queries
from app.data.region import region
from app.exhibits import Choropleth, Exhibit, Locator, Shown, View, municipality_name
from app.exhibits.captions import sources
from app.exhibits.captions.title import claim
from app.exhibits.claims import funding
from app.exhibits.indicators import indicator
from app.words import units
from app.words.text import t


def subtitle(exhibit: Exhibit, view: View, shown: Shown) -> str:
    """„Zuwendungen, die zählen, in €; Kreis Musterland; bewilligt 2016 bis 2025“."""
    return "; ".join(part for part in (claim(exhibit, view, shown), *_parts(exhibit, view, shown)) if part)


def _parts(exhibit: Exhibit, view: View, shown: Shown) -> list[str]:
    if isinstance(shown.drawing, Locator):
        return [t("telling.measure.place"), str(region().region.name)]
    if "indikator" in exhibit.choices:
        return _indicator(exhibit, view, shown)
    if exhibit.key == "municipality.population":
        return [t("telling.measure.population"), municipality_name(view), _days(shown.table.reference_date)]
    column = shown.drawing.value if isinstance(shown.drawing, Choropleth) else ""
    if column == "density_count":
        return [t("telling.measure.density_count"), str(region().region.name), _population(view)]
    if column in ("project_count", "reached_count"):
        return [t(f"telling.measure.{column}"), str(region().region.name), _as_of(view)]
    if exhibit.key in ("account.shifts", "confidence"):
        return [t(f"telling.measure.{exhibit.key}"), sources.area(view, exhibit), _as_of(view)]
    if "due" in shown.table:
        return [t("telling.measure.milestones"), _of_timeline(exhibit, view), _due(shown)]
    return _money(exhibit, view, column)


def _money(exhibit: Exhibit, view: View, column: str) -> list[str]:
    measure = t(f"telling.measure.{column}") if column else t("telling.measure.grants")
    # The same grants as are shown: the map compares municipalities, whatever the filter says.
    selection = view.selection.of() if column else view.selection
    years_of = queries.funding_by(selection, "year")
    found = funding.period(years_of[years_of.single_eur.notna()] if column else years_of)
    per_head = [_population(view)] if column == "grant_per_head_eur" else []
    if found is None:
        return [measure, sources.area(view, exhibit), *per_head]
    first, last, is_partly = found
    years = t("telling.approved_once" if first == last else "telling.approved", first=first, last=last)
    return [measure, sources.area(view, exhibit), years + (t("telling.partly_undated") if is_partly else ""), *per_head]


def _indicator(exhibit: Exhibit, view: View, shown: Shown) -> list[str]:
    found = indicator(view)
    measure = t("telling.measure.indicator", name=found["name"], unit=found.unit)
    if "period_last_date" in shown.table:
        ordered = shown.table.sort_values(["period_first_date", "period_last_date"], kind="stable").period
        return [measure, sources.area(view, exhibit), _periods(ordered)]
    period = shown.table.period.dropna()
    return [measure, str(region().region.name), units.partial_date(period.iloc[0]) if len(period) else ""]


def _periods(ordered: pd.Series) -> str:
    """From the first to the last, each as precise as it is."""
    if ordered.empty:
        return ""
    first, last = (units.partial_date(str(ordered.iloc[place])) for place in (0, -1))
    return last if first == last else t("telling.from_to", first=first, last=last)


def _days(days: pd.Series) -> str:
    if days.empty:
        return ""
    first, last = units.date(days.min()), units.date(days.max())
    return last if first == last else t("telling.from_to", first=first, last=last)


def _of_timeline(exhibit: Exhibit, view: View) -> str:
    if "projekt" in exhibit.choices:
        row: Any = queries.project(view.selection.everything(), view.parameter("projekt")).iloc[0]
        return str(row.title)
    return sources.area(view, exhibit)


def _due(shown: Shown) -> str:
    first, last = shown.table.due_first_date.min(), shown.table.due_last_date.max()
    if units.is_unknown(first) or units.is_unknown(last):
        return ""
    return str(first.year) if first.year == last.year else t("telling.from_to", first=first.year, last=last.year)


def _as_of(view: View) -> str:
    return t("timeline.stand", date=units.date(view.selection.stand))


def _population(view: View) -> str:
    known = queries.datasets(view.selection.everything()).set_index("dataset_id").latest_date
    latest: Any = known.get("bevoelkerung")
    return "" if units.is_unknown(latest) else t("telling.population_of", date=units.date(latest))
