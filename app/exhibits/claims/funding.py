"""Titles of charts of grants. What several share is claimed of none of them, and never added to what one has alone."""

from dataclasses import replace

import pandas as pd

from app.charts import theme
from app.data import queries
from app.data.selection import Selection
from app.exhibits.claims.claim import Claim, Foremost, capital, euro, foremost, quotation, sentences, tie, within_scope
from app.exhibits.model import Claims, Exhibit, ExhibitContent, Scope, View
from app.sentences.headlines import BOTH, compared_levels
from app.words import units
from app.words.text import has, plural, t

_LEVELS = {
    "EU": "eu",
    "Bund": "federal",
    BOTH: "federal_and_state",
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
    rows = compared_levels(shown.table, column) if dimension == "level" else shown.table
    unnamed = float(rows[column][rows.label.isna()].sum())
    words = "telling.doubt.undated" if dimension == "year" else "telling.doubt.unnamed"
    doubt = grants_doubt(view.selection)
    found = foremost(rows[rows.label.notna()], column, unnamed=unnamed, words=words, doubt=doubt)
    return _claimed(dimension, found, column, scope, _sums(shown.table), own=own, is_dated=bool(view.selection.years))


def by_municipality(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which municipality has most of its own; those of which nothing is known could have more."""
    named = shown.table[~shown.table.label.isin(_SHARED) & shown.table.label.notna()]
    compared = view.selection.municipalities or tuple(queries.municipalities(view.selection).municipality_ags)
    doubt = grants_doubt(view.selection) or places_doubt(len(compared) - len(named))
    found = foremost(named, "single_eur", doubt=doubt)
    sums, is_dated = _sums(shown.table), bool(view.selection.years)
    return _claimed("municipality", found, "single_eur", scope, sums, own=True, is_dated=is_dated)


def flow(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> Claims:
    """Which funder gives most."""
    own = bool(view.selection.municipalities)
    rows = shown.table[shown.table.attribution == "single"] if own else shown.table
    sums = rows.groupby("funder", as_index=False)[["grant_eur"]].sum().rename(columns={"funder": "label"})
    # With a filter on municipalities the others are those by all money, not by this one.
    named = sums[~sums.label.isin((_UNNAMED, _OTHERS))] if not (own and _OTHERS in set(sums.label)) else sums[:0]
    # Where undivided money could change which level is first, it could change which funder is.
    levels = compared_levels(queries.funding_by(view.selection, "level"), "single_eur" if own else "grant_eur")
    named = named[:0] if len(named) > 1 and BOTH in levels.label.tolist()[:1] else named
    unnamed = float(sums.grant_eur[sums.label == _UNNAMED].sum())
    found = foremost(named, "grant_eur", unnamed=unnamed, doubt=grants_doubt(view.selection))
    kinds = {str(kind): float(amount) for kind, amount in shown.table.groupby("attribution").grant_eur.sum().items()}
    return _claimed("flow", found, "grant_eur", scope, kinds, own=own, is_dated=bool(view.selection.years))


def grants_doubt(selection: Selection) -> str:
    """Of how many projects nobody knows the grant: it could be of any level, programme and year."""
    gaps = queries.gaps(replace(selection, levels=(), years=()))
    numbers = {"n": units.number(gaps.no_grant_count), "total": units.number(gaps.project_count)}
    return t("telling.doubt.grants", **numbers) if gaps.no_grant_count else ""


def places_doubt(count: int) -> str:
    """Of how many municipalities nothing is known; empty for none."""
    return plural("telling.doubt.places", count) if count else ""


def _claimed(
    dimension: str,
    found: Foremost | None,
    column: str,
    scope: Scope,
    sums: dict[str, float],
    *,
    own: bool,
    is_dated: bool,
) -> Claims:
    total = _total(sums, scope, own=own)
    if found is None:
        return Claims(total)
    row = found.first.iloc[0]
    amount = euro(float(row[column]))
    grants = t("telling.own_grants" if own else "telling.grants", amount=amount)
    if len(found.first) > 1:
        return Claims(sentences(tie(found, t(f"telling.{dimension}.noun"), grants), scope), found.doubt)
    is_dated = is_dated or dimension == "year"
    front = _front(dimension, str(row.label), is_dated=is_dated)
    if not front:
        return Claims()
    # Without „eigene“ the amount would seem to be all there is.
    is_all = not own or set(sums) <= {"single"}
    if found.is_alone:
        # What is the whole choice is compared with nobody, and named by the sentence itself.
        is_named = scope.only and scope.only == _FILTERS.get(dimension) and row.label != BOTH
        alone = Scope() if is_named else scope
        if dimension == "year":
            return Claims([*_of_year(str(row.label), grants, alone), *total])
        claims = [
            granted(dimension, Claim(front, "", words), only=True, is_dated=is_dated)
            for words in (grants, *([amount] if is_all else ()))
        ]
        return Claims([text for claim in claims for text in sentences(claim, alone)] + total)
    rest, brief = t("telling.most_own" if own else "telling.most"), t("telling.most_brief")
    claim = granted(dimension, Claim(front, "", rest, amount, brief if is_all else ""), is_dated=is_dated)
    return Claims(sentences(claim, scope, instead=total), found.doubt)


def granted(dimension: str, claim: Claim, *, only: bool = False, is_dated: bool) -> Claim:
    """The claim with its verb: what was granted in chosen years is not given today."""
    words = f"telling.{dimension}.granted" if is_dated else f"telling.{dimension}"
    verb = t(f"{words}.only_verb" if only and has(f"{words}.only_verb") else f"{words}.verb")
    if not is_dated:
        return replace(claim, verb=verb)
    rest, brief = (text and t("telling.granted", what=text) for text in (claim.rest, claim.brief))
    return replace(claim, verb=verb, rest=rest, brief=brief)


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
    claims = [(within, grants)] if not scope.is_chosen else [(grants, when) for when in (within, year)]
    worded = (granted("year", Claim(front, "", rest), only=True, is_dated=True) for front, rest in claims)
    return [sentence for claim in worded for sentence in sentences(claim, scope)]


def _front(dimension: str, label: str, *, is_dated: bool) -> str:
    if dimension == "level":
        return t(f"telling.level.{_LEVELS[label]}") if label in _LEVELS else ""
    if dimension in ("municipality", "year"):
        return label
    if dimension == "field":
        return t("telling.field.granted.front" if is_dated else "telling.field.front", name=quotation(label))
    # Whether a name is of one or of several nobody knows: so no verb goes by it.
    return t(f"telling.{dimension}.front", name=quotation(label))
