"""What is compared: areas side by side and two measures against each other, as an address names them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.data import queries
from app.data.selection import Selection
from app.exhibits.model import View

PLACES = "orte"
"""Parameter that names areas by their keys, one after the other."""
MOST = 5
"""Areas that stand side by side at most."""
_USUAL = 2
"""The most populous municipalities that are compared with district and state where nobody has chosen any."""


@lru_cache(maxsize=64)
def known_places(everything: Selection) -> Mapping[str, str]:
    """Names of all areas that can be compared, by key."""
    areas = queries.comparison_areas(everything)
    return dict(zip(areas.region_ags, areas.name, strict=True))


def named(text: str) -> list[str]:
    """Keys as they stand in an address, each once."""
    return list(dict.fromkeys(key for key in text.split(",") if key))


def places(selection: Selection, text: str) -> tuple[str, ...]:
    """The areas of an address: those that are known, at most five; one alone is compared with district and state."""
    everything = selection.everything()
    chosen = [key for key in named(text) if key in known_places(everything)][:MOST]
    if len(chosen) == 1:
        chosen += [key for key in _whole(everything) if key not in chosen]
    return tuple(chosen) or _usual(everything)


def places_of(view: View) -> tuple[str, ...]:
    """The areas that a view compares."""
    return places(view.selection, view.parameter(PLACES))


@lru_cache(maxsize=64)
def _usual(everything: Selection) -> tuple[str, ...]:
    areas = queries.comparison_areas(everything)
    largest = areas[areas.region_level == "municipality"].sort_values(
        "population_count", ascending=False, kind="stable", na_position="last"
    )
    return (*largest.region_ags.head(_USUAL), *_whole(everything))


def _whole(everything: Selection) -> Iterator[str]:
    areas = queries.comparison_areas(everything)
    yield from areas.region_ags[areas.region_level.isin(("district", "state"))]
