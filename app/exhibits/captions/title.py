"""The title of a chart or map: what its figures say, in at most ten words; its plain name when nothing can be claimed."""

import functools
from collections.abc import Callable

from app.data import queries
from app.exhibits import Exhibit, Shown, View
from app.exhibits.captions import sources
from app.exhibits.claims import delays, funding, places, series
from app.exhibits.claims.claim import WORDS, Scope, fitting, quoted
from app.words.text import t

_Claims = Callable[[View, Shown, Scope], list[str]]

_CLAIMS: dict[str, _Claims] = {
    "overview.map": places.choropleth,
    "overview.places": places.choropleth,
    "map.grant_eur": places.choropleth,
    "map.grant_per_head_eur": places.choropleth,
    "map.project_count": places.choropleth,
    "map.reached_count": places.choropleth,
    "map.density_count": places.choropleth,
    "map.indicator": places.choropleth,
    "project.place": places.project,
    "municipality.place": places.municipality,
    "overview.years": functools.partial(funding.by_dimension, "year"),
    "overview.fields": functools.partial(funding.by_dimension, "field"),
    "funding.level": functools.partial(funding.by_dimension, "level"),
    "funding.programme": functools.partial(funding.by_dimension, "programme"),
    "funding.year": functools.partial(funding.by_dimension, "year"),
    "funding.field": functools.partial(funding.by_dimension, "field"),
    "funding.municipality": funding.by_municipality,
    "funding.flow": funding.flow,
    "indicators.series": series.series,
    "indicators.map": places.choropleth,
    "indicators.ranking": places.indicator,
    "municipality.series": series.series,
    "municipality.population": series.population,
    "account.shifts": delays.shifts,
    "confidence": delays.steps,
}
"""What can be claimed of each exhibit; timelines also ask how many pages there are."""


def title(exhibit: Exhibit, view: View, shown: Shown) -> str:
    """One sentence of at most ten words that is true of exactly these rows."""
    return _worded(exhibit, view, shown)[0]


def claim(exhibit: Exhibit, view: View, shown: Shown) -> str:
    """What the figures say, where the title has room for no more than the name of what is measured; else empty."""
    return _worded(exhibit, view, shown)[1]


def _worded(exhibit: Exhibit, view: View, shown: Shown) -> tuple[str, str]:
    claims = _claims(exhibit, view, shown)
    if "indikator" not in exhibit.choices:
        return fitting([*claims, *_plain(exhibit, view)]), ""
    # A value says nothing without what it is of.
    subject = quoted(exhibit.subject(view))
    said = fitting(f"{subject}: {sentence}" for sentence in claims)
    return (said, "") if said else (fitting(_plain(exhibit, view)), next(iter(claims), ""))


def _claims(exhibit: Exhibit, view: View, shown: Shown) -> list[str]:
    scope = scope_of(exhibit, view)
    if exhibit.key.endswith(".milestones") or exhibit.key == "milestones.timeline":
        claims = series.milestones(exhibit, view, shown, scope)
    else:
        claims = _CLAIMS[exhibit.key](view, shown, scope) if exhibit.key in _CLAIMS else []
    if shown.table.empty and not claims:
        return [t("telling.nothing")]
    return claims


def scope_of(exhibit: Exhibit, view: View) -> Scope:
    """What the filters that act on an exhibit narrow it to."""
    acting = [(name, chosen) for name, names in sources.acting(exhibit, view).items() for chosen in names]
    # Projects of the whole district are in no one place, and only grants are approved in the year that is chosen.
    is_everywhere = queries.district(view.selection) in view.selection.municipalities
    is_of_other_years = bool(view.selection.years) and "foerderung" not in exhibit.inputs
    is_named = len(acting) == 1 and not is_everywhere and not is_of_other_years
    return Scope(True, *acting[0]) if is_named else Scope(bool(acting))


def _plain(exhibit: Exhibit, view: View) -> list[str]:
    heading, subject = t(f"{exhibit.key}.heading"), exhibit.subject(view)
    if not subject:
        return [heading, _cut(heading)]
    if "indikator" in exhibit.choices:
        return [f"{heading}: {subject}", subject, _cut(subject)]
    return [f"{heading}: {subject}", heading, _cut(heading)]


def _cut(text: str) -> str:
    return " ".join([*text.split()[: WORDS - 1], "…"])
