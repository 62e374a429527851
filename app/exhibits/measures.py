"""What an exhibit measures, as its subtitle says it: measure and unit; area; period."""

from typing import Any

import pandas as pd

from app.data import queries
from app.data.region import region
from app.exhibits.chosen_indicator import indicator as chosen_indicator
from app.exhibits.claims import funding
from app.exhibits.filters import area
from app.exhibits.model import Exhibit, ExhibitContent, View, municipality_name
from app.words import units
from app.words.text import t


def location(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """Where something is."""
    return [t("telling.measure.place"), str(region().region.name)]


def density(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """How densely people live."""
    return [t("telling.measure.density_count"), str(region().region.name), _population(view)]


def projects(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """Projects that municipalities take part in."""
    return [t("telling.measure.project_count"), str(region().region.name), _as_of(view)]


def reached_milestones(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """Milestones that are reached."""
    return [t("telling.measure.reached_count"), str(region().region.name), _as_of(view)]


def delays(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """Milestones that lie after their first plan."""
    return [t("telling.measure.account.shifts"), area(view, exhibit), _as_of(view)]


def confidence(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """How confident one may be of the dates."""
    return [t("telling.measure.confidence"), area(view, exhibit), _as_of(view)]


def milestones(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """Milestones by their dates, from the first to the last year; of one project its title instead of an area."""
    return [t("telling.measure.milestones"), _of_timeline(exhibit, view), _due(shown)]


def population(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """People of one municipality over time."""
    return [t("telling.measure.population"), municipality_name(view), _days(shown.table.reference_date)]


def indicator(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """The chosen indicator with its unit."""
    found = chosen_indicator(view)
    measure = t("telling.measure.indicator", name=found["name"], unit=found.unit)
    if "period_last_date" in shown.table:
        ordered = shown.table.sort_values(["period_first_date", "period_last_date"], kind="stable").period
        return [measure, area(view, exhibit), _periods(ordered)]
    period = shown.table.period.dropna()
    return [measure, str(region().region.name), units.partial_date(period.iloc[0]) if len(period) else ""]


def grants(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """Grants that count, and when they were approved."""
    approved = _approved(queries.funding_by(view.selection, "year"))
    return [t("telling.measure.grants"), area(view, exhibit), *approved]


def own_grants(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """The municipalities' own grants: the map compares them all, whatever the filter says."""
    return [t("telling.measure.grant_eur"), area(view, exhibit), *_own_approved(view)]


def own_grants_per_head(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """The same per head of the population."""
    measure = t("telling.measure.grant_per_head_eur")
    return [measure, area(view, exhibit), *_own_approved(view), _population(view)]


def _own_approved(view: View) -> list[str]:
    by_year = queries.funding_by(view.selection.of(), "year")
    return _approved(by_year[by_year.single_eur.notna()])


def _approved(by_year: pd.DataFrame) -> list[str]:
    """First and last year of approval; nothing when no year is known."""
    found = funding.period(by_year)
    if found is None:
        return []
    first, last, is_partly = found
    years = t("telling.approved_once" if first == last else "telling.approved", first=first, last=last)
    return [years + (t("telling.partly_undated") if is_partly else "")]


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
    return area(view, exhibit)


def _due(shown: ExhibitContent) -> str:
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
