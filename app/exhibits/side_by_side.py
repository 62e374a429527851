"""Areas side by side: a row for each figure, a column for each area."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.words import cells, units
from app.words.text import has, t

_FACTS = {
    "facts": {"population_count": "", "area_km2": "km²", "density_count": ""},
    "money": {"single_eur": "€", "grant_per_head_eur": "€", "joint_eur": "€", "district_eur": "€", "grant_eur": "€"},
    "projects": dict.fromkeys(("project_count", "single_count", "joint_count", "district_count"), ""),
    "results": dict.fromkeys(
        ("result_count", "reached_count", "planned_count", "overdue_count", "no_feedback_count"), ""
    ),
}
"""Columns by what they are about, each with the unit of its values."""
PREFIX = "ags_"
"""What the names of the areas' columns begin with."""
_OF_THE_DISTRICT = ("district_eur", "grant_eur", "district_count")
"""What is no figure of a municipality: what belongs to none alone, and what is not added up for one."""


def value_columns(places: tuple[str, ...]) -> tuple[str, ...]:
    """The column of each area."""
    return tuple(f"{PREFIX}{place}_value" for place in places)


@lru_cache(maxsize=64)
def facts(selection: Selection, places: tuple[str, ...]) -> pd.DataFrame:
    """One row per key fact, sum and count."""
    return _table(places, queries.comparison_figures(selection, *places), list(_facts(selection, places)))


@lru_cache(maxsize=64)
def everything(selection: Selection, places: tuple[str, ...]) -> pd.DataFrame:
    """One row per key fact, sum and count, per field of action and per indicator."""
    rows = [*_facts(selection, places), *_fields(selection, places), *_indicators(selection, places)]
    return _table(places, queries.comparison_figures(selection, *places), rows)


def _table(places: tuple[str, ...], areas: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = value_columns(places)
    table = pd.DataFrame(rows)
    for column in columns:
        table[column] = pd.to_numeric(table[column]).astype(float)
    table.attrs["labels"] = {
        "name": t("comparison.figure"),
        **dict(zip(columns, areas.set_index("region_ags").name[list(places)], strict=True)),
    }
    return table


def with_missing(areas: pd.DataFrame) -> pd.DataFrame:
    """Areas with what stands in place of each figure that an area does not have."""
    rows = cells.records(areas)
    known = [(topic, name) for topic, names in _FACTS.items() for name in names]
    return areas.assign(**{f"{name}_missing": [missing(topic, name, area) for area in rows] for topic, name in known})


def _facts(selection: Selection, places: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    areas = cells.records(queries.comparison_figures(selection, *places))
    has_projects = queries.has_projects(selection)
    for topic, figures in _FACTS.items():
        if topic != "facts" and not has_projects:
            continue
        for name, unit in figures.items():
            word = t(f"comparison.measure.{name}") if has(f"comparison.measure.{name}") else cells.own_label(name)
            row = _row(t(f"comparison.topic.{topic}"), word, unit, _day(name, selection, areas))
            for area, column in zip(areas, value_columns(places), strict=True):
                row[column] = getattr(area, name)
                row[f"{column}_missing"] = missing(topic, name, area)
            yield row


def _fields(selection: Selection, places: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if not queries.has_projects(selection):
        return
    for field, rows in queries.comparison_fields(selection, *places).groupby("field_of_action", sort=False):
        row = _row(t("comparison.topic.fields"), str(field), "", selection.stand.isoformat())
        counts = dict(zip(rows.region_ags, rows.project_count, strict=True))
        for place, column in zip(places, value_columns(places), strict=True):
            row |= {column: counts.get(place), f"{column}_missing": t("comparison.missing.untold")}
        yield row


def _indicators(selection: Selection, places: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    columns = dict(zip(places, value_columns(places), strict=True))
    for _, rows in queries.comparison_indicators(selection, *places).groupby("indicator_id", sort=False):
        first = rows.iloc[0]
        row = _row(first.topic, first.indicator_name, first.unit, first.period)
        for area in cells.records(rows):
            row |= {columns[area.region_ags]: area.value, f"{columns[area.region_ags]}_missing": units.UNKNOWN}
        yield row


def _row(topic: str, name: str, unit: str, period: str) -> dict[str, Any]:
    return {"topic": topic, "name": name, "unit": unit, "period": period}


def _day(name: str, selection: Selection, areas: list[Any]) -> str:
    """Of which day a figure is."""
    if name in ("population_count", "density_count"):
        return next((f"{a.reference_date:%Y-%m-%d}" for a in areas if not units.is_unknown(a.reference_date)), "")
    return "" if name == "area_km2" else selection.stand.isoformat()


def missing(topic: str, name: str, area: Any) -> str:
    """What stands where an area has no such figure, or nobody knows it."""
    if topic == "facts":
        return units.UNKNOWN
    if area.region_level not in ("municipality", "district"):
        return t("comparison.missing.untold")
    if area.region_level == "municipality" and name in _OF_THE_DISTRICT:
        return t("comparison.missing.not_added" if name == "grant_eur" else "comparison.missing.nobodys")
    if name in ("single_eur", "grant_per_head_eur") and cells.is_only_joint(area.single_eur, area.joint_eur):
        return t("figure.only_joint")
    return units.UNKNOWN
