"""Maps of the municipalities, and the small ones that show where something is."""

import functools
from collections.abc import Mapping
from typing import Any

import pandas as pd

from app.data import queries
from app.data.cached_frame import CachedFrame
from app.data.origins import MUNICIPALITY_FIGURES, OWN_GRANTS, origin
from app.exhibits.claims import places
from app.exhibits.measures import area, measure, own_approved, population, stand, whole_region
from app.exhibits.model import Choropleth, Exhibit, ExhibitContent, Locator, View, of_municipality
from app.navigation import FILTERS_BUT_PLACE, PLACE_FILTER
from app.sentences.headlines import known_parts
from app.sentences.left_out import GRANTS, PROJECTS, REACHED
from app.words import table_columns, units
from app.words.text import t

FIGURES: Mapping[str, Mapping[str, Any]] = {
    "grant_eur": {
        "inputs": ("foerderung", "projekte"),
        "measure": measure("grant_eur", area, own_approved),
        "dated": (GRANTS,),
        "origin": OWN_GRANTS,
    },
    "grant_per_head_eur": {
        "inputs": ("foerderung", "projekte", "bevoelkerung"),
        "measure": measure("grant_per_head_eur", area, own_approved, population),
        "dated": (GRANTS,),
        "origin": OWN_GRANTS,
    },
    "project_count": {
        "inputs": ("projekte",),
        "measure": measure("project_count", area, stand),
        "dated": (PROJECTS,),
        "origin": origin("municipality_figures", "project_detail", (("attribution__in", "single,joint"),)),
    },
    "reached_count": {
        "inputs": ("meilensteine", "projekte"),
        "measure": measure("reached_count", area, stand),
        "dated": (REACHED,),
        "origin": origin("municipality_figures", "milestone_detail", (("state__exact", "reached"),)),
    },
    "population_count": {"inputs": ("bevoelkerung",), "origin": MUNICIPALITY_FIGURES},
    "density_count": {
        "filters": (),
        "inputs": ("bevoelkerung", "gemeinden"),
        "measure": measure("density_count", area, population),
        "origin": MUNICIPALITY_FIGURES,
    },
}
"""What a map says of each figure of the municipalities, and what that is made of."""
_LOCATION = measure("place", whole_region)


def _choropleth(key: str, slug: str, value: str, columns: tuple[str, ...], *source: str) -> Exhibit:
    """A map of all municipalities by one of their figures, on which filters act where they act on that figure."""

    def content(view: View) -> ExhibitContent:
        everywhere = view.selection.of()
        note = _shared_grants(queries.funding_totals(everywhere)) if value.endswith("_eur") else ""
        drawing = Choropleth(value, t(f"{key}.heading"), note=note)
        return ExhibitContent(queries.municipality_figures(everywhere), columns, drawing, (*source, "grenzen"))

    page, claims = key.partition(".")[0], functools.partial(places.most, value)
    return Exhibit(key, slug, page, "map", content, claims=claims, **{"filters": FILTERS_BUT_PLACE, **FIGURES[value]})


def _shared_grants(totals: pd.Series) -> str:
    """Money that belongs to no municipality alone; empty when there is none."""
    known = known_parts(totals, "joint", "district")
    listed = ", ".join(t(f"telling.shared.{kind}", amount=units.euro_short(sum_)) for kind, sum_ in known.items())
    return t("telling.shared.grants", list=listed) if listed else ""


def _measured(value: str, slug: str) -> Exhibit:
    return _choropleth(f"map.{value}", slug, value, ("name", value), "projekte")


def _of_project(view: View) -> ExhibitContent:
    everything = view.selection.everything()
    return _located(view, *queries.project(everything, view.parameter("projekt")).iloc[0].area_ags)


def _of_municipality(view: View) -> ExhibitContent:
    return _located(view, view.selection.municipalities[0])


def _located(view: View, *areas: str) -> ExhibitContent:
    known = queries.municipalities(view.selection)
    marked = known if queries.district(view.selection) in areas else _among(CachedFrame(known), areas)
    return ExhibitContent(marked, ("name",), Locator(areas), ("grenzen",))


@functools.lru_cache(maxsize=128)
def _among(known: CachedFrame, areas: tuple[str, ...]) -> pd.DataFrame:
    return known.frame[known.frame.municipality_ags.isin(areas)]


EXHIBITS = (
    _choropleth(
        "overview.map", "karte-zuwendungen-im-ueberblick", "grant_eur", table_columns.MUNICIPALITIES, "projekte"
    ),
    _choropleth("overview.places", "karte-bevoelkerungsdichte-im-ueberblick", "density_count", table_columns.PLACES),
    _measured("grant_eur", "karte-zuwendungen"),
    _measured("grant_per_head_eur", "karte-zuwendungen-je-kopf"),
    _measured("project_count", "karte-projekte"),
    _measured("reached_count", "karte-erreichte-meilensteine"),
    _choropleth("map.density_count", "karte-bevoelkerungsdichte", "density_count", table_columns.PLACES),
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
        measure=_LOCATION,
        origin=origin("project", "project_area", beside=("municipality",)),
    ),
    Exhibit(
        "municipality.place",
        "lage-der-kommune",
        "municipalities",
        "locator",
        _of_municipality,
        PLACE_FILTER,
        inputs=(),
        claims=places.municipality,
        measure=_LOCATION,
        origin=origin("municipalities", "region", beside=("municipality",)),
        conditions=of_municipality,
    ),
)
