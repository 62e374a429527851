"""Titles of charts of grants. What several share is claimed of none of them, and never added to what one has alone."""

from dataclasses import replace

import pandas as pd

from app.charts import theme
from app.data import queries
from app.data.selection import Selection
from app.exhibits.claims.claim import Claim, Foremost, capital, euro, foremost, quotation, sentences, tie, within_scope
from app.exhibits.model import Claims, Exhibit, ExhibitContent, Scope, View
from app.words import units
from app.words.text import has, plural, t

_LEVELS = {
    "EU": "eu",
    "Bund": "federal",
    "Bund und Land": "federal_and_state",
    "Land": "state",
    "Kreis": "district",
    "Kommune": "municipality",
    "Privat": "private",
}
_FILTERS = {"municipality": "kommune", "field": "handlungsfeld", "level": "ebene", "year": "jahr"}
"""The filter that chooses by the same dimension."""
_SHARED = ("joint", "district")
"""Labels of money that belongs to no municipality alone."""
_UNNAMED, _OTHERS = "ohne Angabe", "übrige Geldgeber"


def by_dimension(dimension: str, exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which level, programme, field or year has most; with a filter on municipalities of their own money alone."""
    own = bool(view.selection.municipalities)
    column = "single_eur" if own else "grant_eur"
    label = shown.table.label
    unnamed = float(shown.table[column][label.isna()].sum())
    found = foremost(shown.table[label.notna()], column, unnamed=unnamed, doubt=grants_doubt(view.selection))
    return _claimed(dimension, found, column, scope, _sums(shown.table), own=own)


def by_municipality(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which municipality has most of its own; those of which nothing is known could have more."""
    named = shown.table[~shown.table.label.isin(_SHARED) & shown.table.label.notna()]
    compared = view.selection.municipalities or tuple(queries.municipalities(view.selection).municipality_ags)
    doubt = grants_doubt(view.selection) or places_doubt(len(compared) - len(named))
    found = foremost(named, "single_eur", doubt=doubt)
    return _claimed("municipality", found, "single_eur", scope, _sums(shown.table), own=True)


def flow(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which funder gives most."""
    own = bool(view.selection.municipalities)
    rows = shown.table[shown.table.attribution == "single"] if own else shown.table
    sums = rows.groupby("funder", as_index=False)[["grant_eur"]].sum().rename(columns={"funder": "label"})
    # With a filter on municipalities the others are those by all money, not by this one.
    named = sums[~sums.label.isin((_UNNAMED, _OTHERS))] if not (own and _OTHERS in set(sums.label)) else sums[:0]
    unnamed = float(sums.grant_eur[sums.label == _UNNAMED].sum())
    found = foremost(named, "grant_eur", unnamed=unnamed, doubt=grants_doubt(view.selection))
    kinds = {str(kind): float(amount) for kind, amount in shown.table.groupby("attribution").grant_eur.sum().items()}
    return _claimed("flow", found, "grant_eur", scope, kinds, own=own)


def grants_doubt(selection: Selection) -> str:
    """Of how many projects nobody knows the grant: it could be of any level, programme and year."""
    gaps = queries.gaps(replace(selection, levels=(), years=()))
    numbers = {"n": units.number(gaps.no_grant_count), "total": units.number(gaps.project_count)}
    return t("telling.doubt.grants", **numbers) if gaps.no_grant_count else ""


def places_doubt(count: int) -> str:
    """Of how many municipalities nothing is known; empty for none."""
    return plural("telling.doubt.places", count) if count else ""


def _claimed(
    dimension: str, found: Foremost | None, column: str, scope: Scope, sums: dict[str, float], *, own: bool
) -> Claims:
    total = _total(sums, scope, own=own)
    if found is None:
        return Claims(total)
    row = found.first.iloc[0]
    amount = euro(float(row[column]))
    if len(found.first) > 1:
        return Claims(sentences(tie(found, t(f"telling.{dimension}.noun"), amount), scope), found.doubt)
    front = _front(dimension, str(row.label))
    if not front:
        return Claims()
    # Without „eigene“ the amount would seem to be all there is.
    is_all = not own or set(sums) <= {"single"}
    if found.is_alone:
        # What is the whole choice is compared with nobody, and named by the sentence itself.
        alone = Scope() if scope.only and scope.only == _FILTERS.get(dimension) else scope
        grants = t("telling.own_grants" if own else "telling.grants", amount=amount)
        if dimension == "year":
            return Claims([*_of_year(str(row.label), grants, alone), *total])
        claims = [Claim(front, _verb(dimension, only=True), grants)]
        claims += [replace(claims[0], rest=amount)] if is_all else []
        return Claims([text for claim in claims for text in sentences(claim, alone)] + total)
    rest, brief = t("telling.most_own" if own else "telling.most"), t("telling.most_brief")
    if dimension == "year":
        rest, brief = t("telling.year.most", most=rest), t("telling.year.most", most=brief)
    claim = Claim(front, _verb(dimension, only=False), rest, amount, brief if is_all else "")
    return Claims(sentences(claim, scope, instead=total), found.doubt)


def _sums(table: pd.DataFrame) -> dict[str, float]:
    """What is known of own, joint and district-wide grants."""
    return {kind: float(table[f"{kind}_eur"].sum()) for kind in theme.ATTRIBUTION if table[f"{kind}_eur"].sum() > 0}


def _total(sums: dict[str, float], scope: Scope, *, own: bool) -> list[str]:
    """What all of them amount to; with ``own`` the kinds side by side, for they are never added then."""
    if not sums:
        return []
    kinds = {kind: sums[kind] for kind in theme.ATTRIBUTION if kind in sums}
    amounts = kinds if own else {"grant": sum(sums.values())}
    listed = ", ".join(t(f"telling.sum.{kind}", amount=euro(amount)) for kind, amount in amounts.items())
    if not scope.is_chosen:
        return [t("telling.sum.plain", list=listed)]
    return [capital(t("telling.sum.chosen", within=within, list=listed)) for within in within_scope(scope)]


def _of_year(year: str, grants: str, scope: Scope) -> list[str]:
    """All that is known is of one year; the number of the year never stands beside the amount."""
    within = t("telling.year.within", year=year)
    verb, granted = t("telling.year.only_verb"), t("telling.year.most", most=grants)
    if not scope.is_chosen:
        return sentences(Claim(within, verb, granted), scope)
    ends = (t("telling.year.most", most=when) for when in (within, year))
    return [sentence for end in ends for sentence in sentences(Claim(grants, verb, end), scope)]


def _front(dimension: str, label: str) -> str:
    if dimension == "level":
        return t(f"telling.level.{_LEVELS[label]}") if label in _LEVELS else ""
    if dimension in ("municipality", "year"):
        return label
    return t("telling.field.front", name=quotation(label)) if dimension == "field" else quotation(label)


def _verb(dimension: str, *, only: bool) -> str:
    if only and has(f"telling.{dimension}.only_verb"):
        return t(f"telling.{dimension}.only_verb")
    return t(f"telling.{dimension}.verb")
