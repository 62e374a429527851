"""What an exhibit measures, as its subtitle says it: measure and unit; area; period."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from app.data import queries
from app.data.region import region
from app.exhibits import filters
from app.exhibits.chosen_indicator import indicator as chosen_indicator
from app.exhibits.model import PAGE_PARAMETER, Exhibit, ExhibitContent, View, municipality_name
from app.words import units
from app.words.text import from_to, t

Part = Callable[[Exhibit, View, ExhibitContent], str]
"""One part of a subtitle; empty when there is nothing to be said."""


def measure(name: str | None, *parts: Part) -> Callable[[Exhibit, View, ExhibitContent], list[str]]:
    """What is measured and in which unit, as the texts name it, or as the heading says it; then the parts."""
    return lambda exhibit, view, shown: [
        t(f"telling.measure.{name}" if name else f"{exhibit.key}.heading"),
        *(part(exhibit, view, shown) for part in parts),
    ]


def indicator(exhibit: Exhibit, view: View, shown: ExhibitContent) -> list[str]:
    """The chosen indicator with its unit, area, and the periods of its values."""
    found = chosen_indicator(view)
    measured = t("telling.measure.indicator", name=found["name"], unit=found.unit)
    return [measured, area(exhibit, view, shown), periods(shown.table)]


def periods(values: pd.DataFrame) -> str:
    """Of when the values of indicators are, from the first period to the last; empty when there is none."""
    if "period_last_date" in values:
        found = values.sort_values(["period_first_date", "period_last_date"], kind="stable").period
    else:
        found = values.period.dropna().head(1)
    return _from_to(found, lambda period: units.partial_date(str(period)))


def area(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """Which area is shown: the chosen municipalities by name, else the whole region."""
    names = filters.acting(exhibit, view).get("kommune", [])
    if 0 < len(names) <= 3:
        return ", ".join(names)
    return t("map.unnamed.many", n=units.number(len(names))) if names else whole_region(exhibit, view, shown)


def whole_region(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """The region by its name."""
    return str(region().region.name)


def municipality(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """The municipality of a profile by its name."""
    return municipality_name(view)


def project_or_area(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """Of one project its title instead of an area."""
    if "projekt" in exhibit.choices:
        row: Any = queries.project(view.selection.everything(), view.parameter("projekt")).iloc[0]
        return str(row.title)
    return area(exhibit, view, shown)


def approved(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """First and last year in which grants were approved."""
    return _approved(queries.funding_by(view.selection, "year"))


def own_approved(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """The same of the municipalities' own grants: a map compares them all, whatever the filter says."""
    by_year = queries.funding_by(view.selection.of(), "year")
    return _approved(by_year[by_year.single_eur.notna()])


def due(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """First and last year of milestones."""
    ends = pd.Series([shown.table.due_first_date.min(), shown.table.due_last_date.max()])
    return "" if ends.isna().any() else _from_to(ends, lambda day: str(day.year))


def part(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """Which of several pages is shown, and of how many projects; empty when there is one."""
    if exhibit.groups is None or exhibit.pages(view) == 1:
        return ""
    count = exhibit.groups(view).count
    number = int(view.parameter(PAGE_PARAMETER) or 1)
    numbers = {
        "n": number,
        "pages": exhibit.pages(view),
        "first": (number - 1) * view.size + 1,
        "last": min(number * view.size, count),
        "total": count,
    }
    key = "part_of_one" if numbers["first"] == numbers["last"] else "part"
    return t(f"telling.{key}", **{name: units.number(value) for name, value in numbers.items()})


def counted_on(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """First and last day on which people were counted."""
    return _from_to(shown.table.reference_date.sort_values(), units.date)


def stand(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """The Stand that counts."""
    return t("timeline.stand", date=units.date(view.selection.stand))


def population(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """The day of the population that figures are related to."""
    known = queries.datasets(view.selection.everything()).set_index("dataset_id").latest_date
    latest: Any = known.get("bevoelkerung")
    return "" if units.is_unknown(latest) else t("telling.population_of", date=units.date(latest))


def _approved(by_year: pd.DataFrame) -> str:
    years = by_year.label.dropna().astype(int)
    if years.empty:
        return ""
    first, last = years.min(), years.max()
    text = t("telling.approved_once" if first == last else "telling.approved", first=first, last=last)
    return text + (t("telling.partly_undated") if by_year.label.isna().any() else "")


def _from_to(ordered: pd.Series, say: Callable[[Any], str]) -> str:
    """From the first to the last; empty when there is none."""
    if ordered.empty:
        return ""
    return from_to(say(ordered.iloc[0]), say(ordered.iloc[-1]))
