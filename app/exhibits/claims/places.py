"""Titles of maps and of comparisons of municipalities."""

from dataclasses import replace
from typing import Any

import pandas as pd

from app.data import queries
from app.exhibits.claims import funding
from app.exhibits.claims.claim import Claim, Foremost, euro, foremost, quotation, sentences, tie
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
    amount, is_dated = _amount(column, float(found.first.iloc[0][column])), bool(view.selection.years)
    is_money = column.endswith("_eur")
    grants = t("telling.own_grants" if column == "grant_eur" else "telling.own_grants_per_head", amount=amount)
    if found.is_alone:
        # Of counts and densities nothing but a comparison could be said.
        if not is_money:
            return Claims()
        claim = Claim(found.first["name"].iloc[0], "", grants)
        return Claims(sentences(funding.granted("municipality", claim, only=True, is_dated=is_dated), scope))
    words = column if has(f"telling.map.{column}.most") else "count"
    claim = leader(found, words, amount, grants if is_money else "", counted=t(f"column.{column}"))
    if not is_money or len(found.first) > 1:
        return Claims(sentences(claim, scope), found.doubt)
    # Money without its amount says too little.
    claim = funding.granted("municipality", claim, is_dated=is_dated)
    return Claims(sentences(claim, scope, instead=[""]), found.doubt)


def leader(found: Foremost, words: str, amount: str, grants: str = "", *, counted: str = "") -> Claim:
    """Which municipality has the highest value, or how many share it, in the texts of ``words`` below ``telling.map``.

    Of money, ``grants`` is the amount with what it is of, since the texts for several do not say that.
    """
    texts = f"telling.map.{words}"
    if len(found.first) > 1:
        noun = t("telling.municipality.noun")
        return tie(found, noun, grants) if grants else tie(found, noun, amount, texts, counted=counted)
    name, verb, most = str(found.first["name"].iloc[0]), t(f"{texts}.verb"), t(f"{texts}.most", counted=counted)
    brief = t(f"{texts}.brief") if has(f"{texts}.brief") else ""
    return Claim(name, verb, most, amount, brief, is_amount_last=words == "project_count")


def among_municipalities(claim: Claim, found: Foremost, areas: pd.DataFrame, column: str, scope: Scope) -> list[str]:
    """The claim in whole sentences; where a whole region beside the municipalities has as much, it is said to be of them alone."""
    whole, n = areas[column][areas.region_level != "municipality"], len(found.first)
    is_of_all = n == found.count and not found.doubt
    if is_of_all or not (whole >= found.first[column].iloc[0]).any():
        return sentences(claim, scope)
    who = claim.front if n == 1 else units.number(n)
    return sentences(replace(claim, front=t("telling.municipality.among"), verb=f"{claim.verb} {who}"), Scope())


def indicator(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which municipality has the highest value of an indicator."""
    rows = shown.table
    # A map draws no whole region.
    return _highest(rows[rows.region_level == "municipality"] if exhibit.kind == "map" else rows)


def latest(rows: pd.DataFrame) -> Claims:
    """Which municipality has the highest value on the latest day of a course."""
    municipal = rows[rows.region_level == "municipality"]
    last = municipal[municipal.period_last_date == municipal.period_last_date.max()]
    return _highest(last, missing=municipal.region_ags.nunique() - last.region_ags.nunique(), words="latest")


def _highest(rows: pd.DataFrame, *, missing: int = 0, words: str = "value") -> Claims:
    municipal = rows[rows.region_level == "municipality"]
    missing += int(municipal.value.isna().sum())
    found = foremost(municipal, "value", doubt=funding.places_doubt(missing))
    if found is None or found.is_alone:
        return Claims()
    row: Any = found.first.iloc[0]
    claim = leader(found, words, units.measure(row.value, row.unit))
    # Counts of whole regions stand beside no municipality.
    shown = rows if row.unit.startswith("%") else municipal
    return Claims(among_municipalities(claim, found, shown, "value", Scope()), found.doubt)


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
