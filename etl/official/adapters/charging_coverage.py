"""Which regions a file of the Ladesäulenregister is proved to cover: only there an absence means zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.messages.german import counted, number
from etl.official.interface import Scope

SHARE = 0.9
"""An edition with fewer stations than this share of the one before is not all of it; some are taken down."""
FEW = 2
"""So many fewer are no sign of anything where there are few."""
LEAST_STATIONS = 1500
"""The first register ever had 1,784 stations."""
STATES, LEAST_DISTRICTS = 16, 300
"""What a file of the whole country names, where it has such a column; not every one of the 400 districts had stations."""
REGISTER = (
    "Erwartet wird das ganze Register, „Ladesaeulenregister_BNetzA_JJJJ-MM-TT.csv“ von "
    "https://www.bundesnetzagentur.de/DE/Fachthemen/ElektrizitaetundGas/E-Mobilitaet/Ladesaeulenkarte/start.html."
)


@dataclass(frozen=True)
class Coverage:
    """What a file is proved to cover."""

    regions: frozenset[str]
    """Keys of the regions of interest that are covered."""
    doubt: str
    """German: what speaks against the whole register; empty where nothing does."""


def coverage(stations: pd.DataFrame, day: date, known: Mapping[str, Mapping[str, float]], scope: Scope) -> Coverage:
    """Compare a file with the latest edition that is known from before.

    Parameters
    ----------
    stations
        One row per station with ``ags`` (municipality of the district, or empty), ``state`` (key), ``district``, ``kind``.
    known
        Number of stations by region and day.
    """
    inside = stations[stations["ags"] != ""]
    state, district = scope.district_ags[:2], scope.district_ags
    counts = {"DG": len(stations), state: int((stations["state"] == state).sum()), district: len(inside)}
    before = {region: _latest(known.get(region, {}), day) for region in counts}
    doubts = _doubts(stations, before["DG"])
    municipalities = frozenset({*scope.municipalities, *inside["ags"]})
    wider = frozenset({district, *municipalities})
    if not doubts:
        named = {"DG", *stations["state"]} - {""} if stations["state"].any() else {"DG"}
        return Coverage(wider | (scope.comparison & named), doubt="")
    doubt = ", ".join(doubts)
    if _is_enough(counts[state], before[state]):
        return Coverage(wider | (scope.comparison & {state}), doubt)
    if _is_enough(counts[district], before[district]):
        return Coverage(wider, doubt)
    listed = inside["ags"].value_counts()
    latest = {key: found for key in listed.index if (found := _latest(known.get(key, {}), day))}
    if any(not _is_enough(listed[key], found) for key, found in latest.items()):
        # What lacks stations of a place that is in it leaves out others than those of places: of an operator, of a kind.
        return Coverage(frozenset(), doubt)
    return Coverage(frozenset(key for key, (_, count) in latest.items() if listed[key] >= count > 0), doubt)


def _latest(known: Mapping[str, float], day: date) -> tuple[str, float] | None:
    """Day and number of the latest edition until a day."""
    days = [when for when in known if when <= day.isoformat()]
    return (max(days), known[max(days)]) if days else None


def _is_enough(count: int, before: tuple[str, float] | None) -> bool:
    return before is not None and count > 0 and (count >= SHARE * before[1] or before[1] - count <= FEW)


def _doubts(stations: pd.DataFrame, before: tuple[str, float] | None) -> list[str]:
    """What speaks against the whole register, in German."""
    found = []
    count = len(stations)
    said = counted(count, "Ladeeinrichtung", "Ladeeinrichtungen")
    if before is None and count < LEAST_STATIONS:
        found.append(f"{said}; schon die erste Ausgabe von 2017 hatte 1.784")
    elif before is not None and not _is_enough(count, before):
        when = date.fromisoformat(before[0])
        found.append(f"{said}; die Ausgabe vom {when:%d.%m.%Y} hatte {number(before[1], 0)}")
    states = {key for key in stations["state"] if key}
    if states and len(states) < STATES:
        found.append(f"{len(states)} von {STATES} Ländern")
    districts = stations["district"][stations["district"] != ""].nunique()
    if 0 < districts < LEAST_DISTRICTS:
        found.append(f"{districts} von rund 400 Kreisen und kreisfreien Städten")
    kinds = stations["kind"][stations["kind"] != ""].unique()
    if len(kinds) == 1 and count >= LEAST_STATIONS:
        found.append(f"nur die Art „{kinds[0]}“")
    return found
