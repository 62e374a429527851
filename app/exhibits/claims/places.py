"""Titles of maps and of comparisons of municipalities."""

from typing import Any

import pandas as pd

from app.data import queries
from app.exhibits.claims import funding
from app.exhibits.claims.claim import Claim, euro, foremost, quotation, sentences, tie
from app.exhibits.model import Claims, Exhibit, ExhibitContent, Locator, Scope, View, municipality_name
from app.words import units
from app.words.text import enumeration, has, plural, t

_NAMED = 4
"""Municipalities that a title can name."""


def most(column: str, exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which municipality has the highest value in a column, on a map or in a chart of all of them.

    A count without words of its own under ``telling.map`` is called like its column: „hat die meisten Meilensteine“.
    """
    doubt = funding.grants_doubt(view.selection.of()) if column.endswith("_eur") else ""
    found = foremost(shown.table, column, doubt=doubt or funding.places_doubt(int(shown.table[column].isna().sum())))
    if found is None:
        return Claims()
    row, is_dated = found.first.iloc[0], bool(view.selection.years)
    amount = _amount(column, float(row[column]))
    grants = t("telling.own_grants" if column == "grant_eur" else "telling.own_grants_per_head", amount=amount)
    words, counted = column if has(f"telling.map.{column}.most") else "count", t(f"column.{column}")
    if len(found.first) > 1:
        noun = t("telling.municipality.noun")
        if column.endswith("_eur"):
            shared = tie(found, noun, grants)
        else:
            shared = tie(found, noun, amount, f"telling.map.{words}", counted=counted)
        return Claims(sentences(shared, scope), found.doubt)
    if found.is_alone:
        # Of counts and densities nothing but a comparison could be said.
        if not column.endswith("_eur"):
            return Claims()
        claim = Claim(row["name"], "", grants)
        return Claims(sentences(funding.granted("municipality", claim, only=True, is_dated=is_dated), scope))
    verb, best = t(f"telling.map.{words}.verb"), t(f"telling.map.{words}.most", counted=counted)
    brief = f"telling.map.{words}.brief"
    brief = t(brief) if has(brief) else ""
    claim = Claim(row["name"], verb, best, amount, brief, is_amount_last=column == "project_count")
    if column.endswith("_eur"):
        claim = funding.granted("municipality", claim, is_dated=is_dated)
    # Money without its amount says too little.
    instead = [""] if column.endswith("_eur") else []
    return Claims(sentences(claim, scope, instead=instead), found.doubt)


def indicator(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which municipality has the highest value of an indicator."""
    return _highest(shown.table)


def latest(rows: pd.DataFrame) -> Claims:
    """Which municipality has the highest value on the latest day of a course."""
    municipal = rows[rows.region_level == "municipality"]
    last = municipal[municipal.period_last_date == municipal.period_last_date.max()]
    return _highest(last, missing=municipal.region_ags.nunique() - last.region_ags.nunique(), most="latest")


def _highest(rows: pd.DataFrame, *, missing: int = 0, most: str = "value") -> Claims:
    municipal = rows[rows.region_level == "municipality"]
    missing += int(municipal.value.isna().sum())
    found = foremost(municipal, "value", doubt=funding.places_doubt(missing))
    if found is None or found.is_alone:
        return Claims()
    row: Any = found.first.iloc[0]
    amount = units.measure(row.value, row.unit)
    if len(found.first) > 1:
        claim = tie(found, t("telling.municipality.noun"), amount, "telling.map.value")
        return Claims(sentences(claim, Scope()), found.doubt)
    claim = Claim(str(row["name"]), t("telling.map.value.verb"), t(f"telling.map.{most}.most"), amount)
    return Claims(sentences(claim, Scope()), found.doubt)


def project(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Where a project is."""
    assert isinstance(shown.drawing, Locator)
    row: Any = queries.project(view.selection.everything(), view.parameter("projekt")).iloc[0]
    title = quotation(row.title)
    if queries.district(view.selection) in shown.drawing.areas:
        return Claims([t("telling.place.project_whole", title=title), t("telling.place.project_whole_short")])
    names = shown.table["name"].tolist()
    if not names:
        return Claims([t("telling.place.project_outside", title=title), t("telling.place.project_outside_short")])
    many = plural("telling.place.project_many", len(names))
    if len(names) > _NAMED:
        return Claims([many])
    words = {"title": title, "names": enumeration(names)}
    return Claims([t("telling.place.project", **words), t("telling.place.project_short", **words), many])


def municipality(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Where a municipality lies."""
    return Claims([t("telling.place.municipality", name=municipality_name(view))])


def _amount(column: str, value: float) -> str:
    if column == "grant_eur":
        return euro(value)
    if column == "density_count":
        return t("telling.map.density_count.amount", amount=units.number(value))
    return units.by_unit(column, value)
