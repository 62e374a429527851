"""Maps of the municipalities, and the small ones that show where something is."""

import functools
from collections.abc import Callable

import pandas as pd

from app.data import queries
from app.data.cached_frame import CachedFrame
from app.exhibits import measures
from app.exhibits.claims import places
from app.exhibits.model import Choropleth, Exhibit, ExhibitContent, Locator, View
from app.navigation import ALL, PLACE
from app.words import table_columns
from app.words.text import t

OTHERS = tuple(name for name in ALL if name != "kommune")
"""Filters that act where all municipalities are compared."""


def _map(key: str, value: str, shown: tuple[str, ...], *source: str) -> Callable[[View], ExhibitContent]:
    def content(view: View) -> ExhibitContent:
        rows = queries.municipality_figures(view.selection.of())
        return ExhibitContent(rows, shown, Choropleth(value, t(f"{key}.heading")), (*source, "grenzen"))

    return content


def _measure(value: str) -> Exhibit:
    return Exhibit(
        f"map.{value}",
        _SLUGS[value],
        "map",
        "map",
        _map(f"map.{value}", value, ("name", value), "projekte", "bevoelkerung"),
        OTHERS,
        inputs=_INPUTS[value],
        claims=places.choropleth,
        measure=_MEASURES[value],
    )


def _of_project(view: View) -> ExhibitContent:
    everything = view.selection.everything()
    return _located(view, *queries.project(everything, view.parameter("projekt")).iloc[0].area_ags)


def _of_municipality(view: View) -> ExhibitContent:
    return _located(view, view.selection.municipalities[0])


def _located(view: View, *areas: str) -> ExhibitContent:
    known = queries.municipalities(view.selection)
    whole = queries.district(view.selection) in areas
    return ExhibitContent(
        known if whole else _among(CachedFrame(known), areas), ("name",), Locator(areas), ("grenzen",)
    )


@functools.lru_cache(maxsize=128)
def _among(known: CachedFrame, areas: tuple[str, ...]) -> pd.DataFrame:
    return known.frame[known.frame.municipality_ags.isin(areas)]


_SLUGS = {
    "grant_eur": "karte-zuwendungen",
    "grant_per_head_eur": "karte-zuwendungen-je-kopf",
    "project_count": "karte-projekte",
    "reached_count": "karte-erreichte-meilensteine",
}

_INPUTS = {
    "grant_eur": ("foerderung", "projekte"),
    "grant_per_head_eur": ("foerderung", "projekte", "bevoelkerung"),
    "project_count": ("projekte",),
    "reached_count": ("meilensteine", "projekte"),
}
_MEASURES = {
    "grant_eur": measures.own_grants,
    "grant_per_head_eur": measures.own_grants_per_head,
    "project_count": measures.projects,
    "reached_count": measures.reached_milestones,
}
_PEOPLE = ("bevoelkerung", "gemeinden")

EXHIBITS = (
    Exhibit(
        "overview.map",
        "karte-zuwendungen-im-ueberblick",
        "overview",
        "map",
        _map("overview.map", "grant_eur", table_columns.MUNICIPALITIES, "projekte"),
        OTHERS,
        claims=places.choropleth,
        measure=measures.own_grants,
    ),
    Exhibit(
        "overview.places",
        "karte-bevoelkerungsdichte-im-ueberblick",
        "overview",
        "map",
        _map("overview.places", "density_count", table_columns.PLACES, "bevoelkerung"),
        (),
        inputs=_PEOPLE,
        claims=places.choropleth,
        measure=measures.density,
    ),
    *map(_measure, _SLUGS),
    Exhibit(
        "map.density_count",
        "karte-bevoelkerungsdichte",
        "map",
        "map",
        _map("map.density_count", "density_count", table_columns.PLACES, "bevoelkerung"),
        (),
        inputs=_PEOPLE,
        claims=places.choropleth,
        measure=measures.density,
    ),
    Exhibit(
        "project.place",
        "lage-des-projekts",
        "projects",
        "locator",
        _of_project,
        (),
        ("projekt",),
        inputs=("projekte",),
        claims=places.project,
        measure=measures.location,
    ),
    Exhibit(
        "municipality.place",
        "lage-der-kommune",
        "municipalities",
        "locator",
        _of_municipality,
        PLACE,
        inputs=(),
        claims=places.municipality,
        measure=measures.location,
    ),
)
