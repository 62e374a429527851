"""The licences that open data portals know, and which of them holds for data of several sources."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """One licence."""

    name: str
    """As the list of SPDX calls it."""
    title: str
    uri: str
    """In the list of DCAT-AP.de."""
    address: str
    """Where its text stands; by a part of it the licence of a data source is known."""
    asks_for_credit: bool


LICENCES = (
    Licence(
        "DL-DE-BY-2.0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        asks_for_credit=True,
    ),
    Licence(
        "DL-DE-ZERO-2.0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        asks_for_credit=False,
    ),
    Licence(
        "CC-BY-4.0",
        "Creative Commons Namensnennung 4.0 International",
        "http://dcat-ap.de/def/licenses/cc-by/4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        asks_for_credit=True,
    ),
    Licence(
        "CC0-1.0",
        "Creative Commons Zero 1.0 Universell",
        "http://dcat-ap.de/def/licenses/cc-zero",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        asks_for_credit=False,
    ),
)


def licence_at(address: str) -> Licence | None:
    """The licence whose text stands there, or that is called so in region.toml („dl-de/by-2-0“)."""
    plain = address.lower().partition("://")[2].removeprefix("www.") or address
    for licence in LICENCES:
        place = licence.address.partition("://")[2].removeprefix("www.")
        if plain.startswith(place.rstrip("/")) or plain == place.partition("/")[2]:
            return licence
    return None


def common_licence(licences: Iterable[Licence]) -> Licence | None:
    """The one under which data of all of these may be had together: what asks for nothing goes with any other."""
    found = tuple(dict.fromkeys(licences))
    asking = [licence for licence in found if licence.asks_for_credit]
    return (asking or found)[0] if len(asking) < 2 and found else None
