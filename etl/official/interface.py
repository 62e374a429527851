"""What every adapter of an official file takes and gives. An adapter reads; it never writes and never decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import geopandas
import pandas as pd

from etl.messages.findings import Finding


@dataclass(frozen=True)
class Scope:
    """Which regions are of interest, from region.toml and gemeinden.csv."""

    district_ags: str
    """Five digits; every municipality whose key begins with them belongs to the district."""
    municipalities: Mapping[str, str]
    """Name by key of the municipalities known so far; empty for a district that is just being set up."""
    comparison: frozenset[str] = frozenset()
    """Keys of the regions to compare with: district, state, ``DG`` for the country."""
    postcodes: Mapping[str, str] = field(default_factory=dict)
    """Municipality key by postcode, only where a postcode belongs to one municipality."""
    areas_km2: Mapping[str, float] = field(default_factory=dict)
    """Official area by municipality key, from gemeinden.csv."""
    boundaries: geopandas.GeoDataFrame | None = None
    """Known areas (``ags``, ``geometry`` in EPSG:4326), for files that give positions only."""
    indicator_ids: frozenset[str] = frozenset()
    """Keys of kennzahlen.csv; values of other indicators are counted, not taken."""
    known_until: Mapping[str, str] = field(default_factory=dict)
    """Latest known period by indicator, so that what was counted then is not rebuilt from a later register."""

    def wants(self, key: str) -> bool:
        """Whether values of this region are of interest."""
        return key in self.comparison or (len(key) == 8 and key.startswith(self.district_ags))


@dataclass(frozen=True)
class Extract:
    """What one official file holds for the scope, in the columns of our own input tables."""

    source: str
    """``dataset.id`` in sources.toml that the values belong to."""
    title: str
    """What was recognised, in German, for the report: „Breitbandatlas, Gemeinden, Mitte 2019“."""
    rows_read: int
    """Data rows in the file, also those outside of the scope."""
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Rows for input tables by name (``indikatoren``, ``bevoelkerung``, ``gemeinden``): texts, columns as in the CSV."""
    boundaries: geopandas.GeoDataFrame | None = None
    """``ags``, ``name``, ``geometry`` in EPSG:4326, ready for grenzen.geojson."""
    candidates: pd.DataFrame | None = None
    """Rows for the office to look at, in German columns; never added on their own."""
    findings: tuple[Finding, ...] = ()
    """What was odd in the file: rows skipped, values unreadable, by line or cell."""


class Adapter(Protocol):
    """One module per kind of file has these names at its top level."""

    SOURCE: str
    """``dataset.id`` in sources.toml."""
    NAME: str
    """Name of the kind of file, in German."""

    def recognises(self, path: Path) -> bool:
        """Whether a file is of this kind, by its content first and its name second; must be quick and never raise."""

    def read(self, path: Path, scope: Scope) -> Extract:
        """Read the whole file. Raises UnreadableError when it turns out to be damaged."""


class UnreadableError(Exception):
    """A file cannot be read as what it was taken for; the message says in German what was found and expected."""
