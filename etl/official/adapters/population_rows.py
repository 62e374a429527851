"""What all files with population and area give: rows for bevoelkerung.csv and gemeinden.csv, spelt as there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from etl.official.interface import Scope

POPULATION = ["AGS", "Stichtag", "Einwohner", "Basis", "Quelle (URL)", "Anmerkung"]
PLACES = ["AGS", "Name", "Amtliche Bezeichnung", "Art", "Fläche (km²)"]
POSITION = ["Breite", "Länge"]
CENSUSES = {2023: "Zensus 2022", 2011: "Zensus 2011", 1987: "Volkszählung 1987"}
"""Census on which the figures go on, by the first year of it, as IT.NRW says below its tables."""
HECTARES_PER_KM2 = 100


@dataclass(frozen=True)
class Place:
    """A region as a file knows it on one day; what it does not say is None."""

    key: str
    name: str
    day: date | None = None
    people: int | None = None
    area_km2: float | None = None
    kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    note: str = ""
    basis: str = ""


def basis(day: date, heading: str = "") -> str:
    """The census behind a figure: the one its heading names, else the one of its year.

    „Zensus 2022 und früher“ names the latest of several; each year then has its own.
    """
    named = re.search(r"Zensus (\d{4})(?P<earlier>\s+und früher)?", heading)
    if named and not named["earlier"] and day.year >= int(named[1]):
        return f"Zensus {named[1]} Fortschreibung"
    since = max((year for year in CENSUSES if year <= day.year), default=min(CENSUSES))
    return f"{CENSUSES[since]} Fortschreibung"


def tables(places: Iterable[Place], scope: Scope, url: str) -> dict[str, pd.DataFrame]:
    """Rows for ``bevoelkerung`` and ``gemeinden``; of several days the latest describes a municipality."""
    wanted = [place for place in _with_city(places, scope) if scope.wants(place.key)]
    people = {
        (place.key, place.day): (str(place.people), place.basis or basis(place.day), url, place.note or None)
        for place in reversed(wanted)
        if place.day is not None and place.people is not None
    }
    latest: dict[str, Place] = {}
    for place in wanted:
        before = latest.get(place.key)
        is_newer = before is None or (place.day or date.min) >= (before.day or date.min)
        if place.key.startswith(scope.district_ags) and len(place.key) == 8 and place.area_km2 is not None and is_newer:
            latest[place.key] = place
    columns = PLACES + (POSITION if any(place.latitude is not None for place in latest.values()) else [])
    rows = [_row(place) for place in latest.values()]
    found = {}
    if people:
        cells = [(key, day.isoformat(), *cells) for (key, day), cells in reversed(people.items())]
        found["bevoelkerung"] = pd.DataFrame(cells, columns=POPULATION, dtype="str")
    if rows:
        found["gemeinden"] = pd.DataFrame(rows, dtype="str").reindex(columns=columns)
    return found


def sums(places: Mapping[str, Place], complete: Iterable[str], note: str) -> Iterator[Place]:
    """One row per region that a file gives by municipality only: the sum over all of them."""
    for key in complete:
        parts = [place for place in places.values() if key == "DG" or place.key.startswith(key)]
        if parts and all(place.people is not None for place in parts):
            total = sum(place.people or 0 for place in parts)
            yield replace(parts[0], key=key, name=key, people=total, area_km2=None, note=f"Summe der Gemeinden; {note}")


def short_name(official: str) -> str:
    """Name without what it is called beside it: „Musterstadt / Ruhr, Stadt“ is „Musterstadt/Ruhr“."""
    return re.sub(r"\s*/\s*", "/", official.split(",")[0]).strip()


def kind_of(official: str) -> str:
    """Whether an official name says that a municipality is a town."""
    title = official.partition(",")[2].lower()
    if "stadt" in title:
        return "Stadt"
    return next((kind for kind in ("Markt", "Flecken") if kind.lower() in title), "Gemeinde")


def _with_city(places: Iterable[Place], scope: Scope) -> Iterator[Place]:
    """A city without a district is its own district: a figure for one is a figure for both."""
    for place in places:
        yield place
        if len(place.key) == 5 and f"{place.key}000" in scope.municipalities:
            yield replace(place, key=f"{place.key}000")


def _row(place: Place) -> dict[str, str | None]:
    return {
        "AGS": place.key,
        "Name": short_name(place.name),
        "Amtliche Bezeichnung": place.name,
        "Art": place.kind or kind_of(place.name),
        "Fläche (km²)": f"{place.area_km2:.2f}",
        "Breite": None if place.latitude is None else f"{place.latitude:.6f}",
        "Länge": None if place.longitude is None else f"{place.longitude:.6f}",
    }
