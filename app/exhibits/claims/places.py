"""Titles of maps and of comparisons of municipalities."""

from typing import Any

import pandas as pd

from app.data import queries
from app.exhibits.claims import funding
from app.exhibits.claims.claim import Claim, euro, foremost, quotation, sentences, tie
from app.exhibits.model import Exhibit, ExhibitContent, Locator, Scope, View, municipality_name
from app.words import units
from app.words.text import enumeration, has, plural, t

_NAMED = 4
"""Municipalities that a title can name."""


def most(column: str, exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Which municipality has the highest value in a column, on a map or in a chart of all of them.

    A count without words of its own under ``telling.map`` is called like its column: „hat die meisten Meilensteine“.
    """
    is_vague = bool(shown.table[column].isna().any())
    if column.endswith("_eur"):
        is_vague |= funding.is_partly_known(view.selection.of())
    found = foremost(shown.table, column, is_vague=is_vague)
    if found is None:
        return []
    row = found.first.iloc[0]
    amount = _amount(column, float(row[column]))
    if len(found.first) > 1:
        return sentences(tie(found, t("telling.municipality.noun"), amount), scope, is_vague=found.is_vague)
    if found.is_alone:
        # Of counts and densities nothing but a comparison could be said.
        if not column.endswith("_eur"):
            return []
        only = "telling.own_grants" if column == "grant_eur" else "telling.own_grants_per_head"
        return sentences(Claim(row["name"], t(f"telling.map.{column}.verb"), t(only, amount=amount)), scope)
    words = column if has(f"telling.map.{column}.most") else "count"
    verb, best = t(f"telling.map.{words}.verb"), t(f"telling.map.{words}.most", counted=t(f"column.{column}"))
    if column == "project_count":
        # „Mit 21 beteiligt“ would read as if they took part in it.
        counted = Claim(row["name"], verb, t("telling.map.counted", most=best, n=amount))
        plain = Claim(row["name"], verb, best)
        return [sentence for claim in (counted, plain) for sentence in sentences(claim, scope, is_vague=found.is_vague)]
    return sentences(Claim(row["name"], verb, best, amount), scope, is_vague=found.is_vague)


def indicator(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Which municipality has the highest value of an indicator."""
    return _highest(shown.table)


def latest(rows: pd.DataFrame) -> list[str]:
    """Which municipality has the highest value on the latest day of a course."""
    municipal = rows[rows.region_level == "municipality"]
    last = municipal[municipal.period_last_date == municipal.period_last_date.max()]
    return _highest(last, is_vague=last.region_ags.nunique() < municipal.region_ags.nunique(), most="latest")


def _highest(rows: pd.DataFrame, *, is_vague: bool = False, most: str = "value") -> list[str]:
    municipal = rows[rows.region_level == "municipality"]
    found = foremost(municipal, "value", is_vague=is_vague or bool(municipal.value.isna().any()))
    if found is None or found.is_alone:
        return []
    row: Any = found.first.iloc[0]
    amount = units.measure(row.value, row.unit)
    n = units.number(len(found.first))
    if len(found.first) == found.count and not found.is_vague:
        return sentences(tie(found, t("telling.municipality.noun"), amount), Scope())
    if len(found.first) > 1:
        shared = f"{n} {t('telling.municipality.noun')}"
        claim = Claim(
            shared, t("telling.map.value.tie_verb"), t("telling.map.value.most"), t("telling.each", amount=amount)
        )
        return sentences(claim, Scope(), is_vague=found.is_vague)
    claim = Claim(str(row["name"]), t("telling.map.value.verb"), t(f"telling.map.{most}.most"), amount)
    return sentences(claim, Scope(), is_vague=found.is_vague)


def project(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Where a project is."""
    assert isinstance(shown.drawing, Locator)
    row: Any = queries.project(view.selection.everything(), view.parameter("projekt")).iloc[0]
    title = quotation(row.title)
    if queries.district(view.selection) in shown.drawing.areas:
        return [t("telling.place.project_whole", title=title), t("telling.place.project_whole_short")]
    names = shown.table["name"].tolist()
    if not names:
        return [t("telling.place.project_outside", title=title), t("telling.place.project_outside_short")]
    many = plural("telling.place.project_many", len(names))
    if len(names) > _NAMED:
        return [many]
    listed = enumeration(names)
    return [t("telling.place.project", title=title, names=listed), t("telling.place.project_short", names=listed), many]


def municipality(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Where a municipality lies."""
    return [t("telling.place.municipality", name=municipality_name(view))]


def _amount(column: str, value: float) -> str:
    if column == "grant_eur":
        return euro(value)
    if column == "density_count":
        return t("telling.map.density_count.amount", amount=units.number(value))
    return units.by_unit(column, value)
