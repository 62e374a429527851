"""Titles of charts of grants. What several share is claimed of none of them, and never added to what one has alone."""

from dataclasses import replace

from app.data import queries
from app.data.selection import Selection
from app.exhibits.claims.claim import Claim, Foremost, euro, foremost, quotation, sentences, tie
from app.exhibits.model import Exhibit, ExhibitContent, Scope, View
from app.words.text import has, t

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


def by_dimension(dimension: str, exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Which level, programme, field or year has most; with a filter on municipalities of their own money alone."""
    own = bool(view.selection.municipalities)
    column = "single_eur" if own else "grant_eur"
    label = shown.table.label
    unnamed = float(shown.table[column][label.isna()].sum())
    named = shown.table[label.notna()]
    found = foremost(named, column, unnamed=unnamed, is_vague=is_partly_known(view.selection))
    return _claimed(dimension, found, column, scope, own=own)


def by_municipality(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Which municipality has most of its own; those of which nothing is known make it a claim of what is known."""
    named = shown.table[~shown.table.label.isin(_SHARED) & shown.table.label.notna()]
    compared = view.selection.municipalities or tuple(queries.municipalities(view.selection).municipality_ags)
    is_vague = len(named) < len(compared) or is_partly_known(view.selection)
    return _claimed("municipality", foremost(named, "single_eur", is_vague=is_vague), "single_eur", scope, own=True)


def flow(exhibit: Exhibit, view: View, shown: ExhibitContent, scope: Scope) -> list[str]:
    """Which funder gives most."""
    own = bool(view.selection.municipalities)
    rows = shown.table[shown.table.attribution == "single"] if own else shown.table
    sums = rows.groupby("funder", as_index=False)[["grant_eur"]].sum().rename(columns={"funder": "label"})
    if own and _OTHERS in set(sums.label):
        return []  # they are the others by all money, not by this one
    named = sums[~sums.label.isin((_UNNAMED, _OTHERS))]
    unnamed = float(sums.grant_eur[sums.label == _UNNAMED].sum())
    found = foremost(named, "grant_eur", unnamed=unnamed, is_vague=is_partly_known(view.selection))
    return _claimed("flow", found, "grant_eur", scope, own=own)


def is_partly_known(selection: Selection) -> bool:
    """Whether there are projects whose grant nobody knows: it could be of any level, programme and year."""
    gaps = queries.gaps(replace(selection, levels=(), years=()))
    return int(gaps.no_grant_count) > 0


def _claimed(dimension: str, found: Foremost | None, column: str, scope: Scope, *, own: bool) -> list[str]:
    if found is None:
        return []
    row = found.first.iloc[0]
    amount = euro(float(row[column]))
    if len(found.first) > 1:
        return sentences(tie(found, t(f"telling.{dimension}.noun"), amount), scope, is_vague=found.is_vague)
    front = _front(dimension, str(row.label))
    if not front:
        return []
    if found.is_alone:
        # What is the whole choice is compared with nobody, and named by the sentence itself.
        scope = Scope() if scope.only and scope.only == _FILTERS.get(dimension) else scope
        grants = t("telling.own_grants" if own else "telling.grants", amount=amount)
        if dimension == "year":
            return _of_year(str(row.label), grants, scope)
        return sentences(Claim(front, _verb(dimension, only=True), grants), scope)
    rest = t("telling.most_own" if own else "telling.most")
    rest = t("telling.year.most", most=rest) if dimension == "year" else rest
    return sentences(Claim(front, _verb(dimension, only=False), rest, amount), scope, is_vague=found.is_vague)


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
