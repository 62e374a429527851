"""Which pages there are: file, address and the filters that have an effect there."""

from dataclasses import dataclass
from pathlib import Path

from config import settings

PAGES = Path(__file__).resolve().parent.parent / "pages"
FILTERS = ("kommune", "handlungsfeld", "ebene", "jahr")
PLACE_FILTER = ("kommune",)
FILTERS_BUT_PLACE = tuple(name for name in FILTERS if name not in PLACE_FILTER)
"""Filters that act where all municipalities are compared, whichever is chosen."""


@dataclass(frozen=True)
class Entry:
    """One page: its key in the texts, its address, its filters.

    ``early`` are those filters that have an effect even while no project is known.
    """

    key: str
    address: str
    filters: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    in_menu: bool = True
    is_listed: bool = True
    """Whether visitors are led there, and have its first view."""

    @property
    def file(self) -> Path:
        """The page's script."""
        return PAGES / f"{self.key}.py"


OFFICE = Entry("office", "redaktion", in_menu=False, is_listed=False)
"""Where the project office works, if it has an area."""
ENTRIES = (
    Entry("overview", "", FILTERS, PLACE_FILTER),
    Entry("map", "karte", FILTERS, PLACE_FILTER),
    Entry("funding", "foerderung", FILTERS),
    Entry("milestones", "meilensteine", FILTERS),
    Entry("projects", "projekte", FILTERS),
    Entry("municipalities", "kommunen", FILTERS, PLACE_FILTER),
    Entry("comparison", "vergleich", FILTERS_BUT_PLACE),
    Entry("indicators", "indikatoren", PLACE_FILTER, PLACE_FILTER),
    Entry("changes", "aenderungen", ("kommune", "handlungsfeld", "ebene")),
    Entry("data", "daten"),
    Entry("methodology", "methodik"),
    *([Entry("sql", "daten/sql", in_menu=False)] if settings().sql else []),
    Entry("verification", "pruefen", in_menu=False),
    Entry("promises", "versprechen", in_menu=False),
    *([OFFICE] if settings().has_office else []),
    Entry("accessibility", "barrierefreiheit", in_menu=False),
    Entry("imprint", "impressum", in_menu=False),
    Entry("privacy", "datenschutz", in_menu=False),
)


def entry(key: str) -> Entry:
    """The page with this key."""
    return next(found for found in ENTRIES if found.key == key)


def by_address(address: str) -> Entry:
    """The page at this address, without slash."""
    return next(found for found in ENTRIES if found.address == address)
