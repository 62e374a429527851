"""The title of a chart or map: what its figures say, in at most ten words; its plain name when nothing can be claimed."""

import functools
from collections.abc import Callable

from app import queries
from app.exhibits import Exhibit, Shown, View
from app.telling import courses, money, places, shifted
from app.telling.claims import WORDS, Scope, fitting
from app.text import t

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
    "overview.years": functools.partial(money.by_dimension, "year"),
    "overview.fields": functools.partial(money.by_dimension, "field"),
    "funding.level": functools.partial(money.by_dimension, "level"),
    "funding.programme": functools.partial(money.by_dimension, "programme"),
    "funding.year": functools.partial(money.by_dimension, "year"),
    "funding.field": functools.partial(money.by_dimension, "field"),
    "funding.municipality": money.by_municipality,
    "funding.flow": money.flow,
    "indicators.series": courses.series,
    "indicators.map": places.choropleth,
    "indicators.ranking": places.indicator,
    "municipality.series": courses.series,
    "municipality.population": courses.population,
    "account.shifts": shifted.shifts,
    "confidence": shifted.steps,
}
"""What can be claimed of each exhibit; timelines also ask how many pages there are."""


def title(exhibit: Exhibit, view: View, shown: Shown) -> str:
    """One sentence of at most ten words that is true of exactly these rows."""
    scope = scope_of(exhibit, view)
    if exhibit.key.endswith(".milestones") or exhibit.key == "milestones.timeline":
        claims = courses.milestones(exhibit, view, shown, scope)
    else:
        claims = _CLAIMS[exhibit.key](view, shown, scope) if exhibit.key in _CLAIMS else []
    if shown.table.empty and not claims:
        claims = [t("telling.nothing")]
    return fitting([*claims, *_plain(exhibit, view)])


def scope_of(exhibit: Exhibit, view: View) -> Scope:
    """What the filters that act on an exhibit narrow it to."""
    chosen = view.selection
    active = {
        "kommune": chosen.municipalities,
        "handlungsfeld": chosen.fields,
        "ebene": chosen.levels,
        "jahr": chosen.years,
    }
    acting = {name: keys for name, keys in active.items() if keys and name in exhibit.filters}
    if tuple(acting) != ("kommune",) or len(chosen.municipalities) != 1:
        return Scope(bool(acting))
    names = queries.municipalities(chosen).set_index("municipality_ags")["name"]
    return Scope(True, str(names.get(chosen.municipalities[0], "")))


def _plain(exhibit: Exhibit, view: View) -> list[str]:
    heading, subject = t(f"{exhibit.key}.heading"), exhibit.subject(view)
    cut = " ".join([*heading.split()[: WORDS - 1], "…"])
    return [*([f"{heading}: {subject}"] if subject else []), heading, cut]
