"""Which pages there are: file, address and the filters that have an effect there."""

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent / "pages"
ALL = ("kommune", "handlungsfeld", "ebene", "jahr")


@dataclass(frozen=True)
class Entry:
    """One page: its key in the texts, its address, its filters, and whether it opens with charts."""

    key: str
    address: str
    filters: tuple[str, ...] = ()
    in_menu: bool = True
    has_charts: bool = True

    @property
    def file(self) -> Path:
        """The page's script."""
        return PAGES / f"{self.key}.py"


ENTRIES = (
    Entry("overview", "", ALL),
    Entry("map", "karte", ALL, has_charts=False),
    Entry("funding", "foerderung", ALL),
    Entry("milestones", "meilensteine", ALL),
    Entry("projects", "projekte", ALL, has_charts=False),
    Entry("municipalities", "kommunen", ALL),
    Entry("indicators", "indikatoren", ("kommune",)),
    Entry("methodology", "methodik", has_charts=False),
    Entry("accessibility", "barrierefreiheit", in_menu=False, has_charts=False),
    Entry("imprint", "impressum", in_menu=False, has_charts=False),
    Entry("privacy", "datenschutz", in_menu=False, has_charts=False),
)


def entry(key: str) -> Entry:
    """The page with this key."""
    return next(found for found in ENTRIES if found.key == key)


def by_address(address: str) -> Entry:
    """The page at this address, without slash."""
    return next(found for found in ENTRIES if found.address == address)
