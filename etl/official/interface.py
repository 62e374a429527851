"""What every adapter of an official file takes and gives. An adapter reads; it never writes and never decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas
import pandas as pd

from etl.messages.findings import Finding, warning
from etl.messages.refusals import UnreadableError


@dataclass(frozen=True)
class Scope:
    """Which regions are of interest, from region.toml and gemeinden.csv."""

    district_ags: str
    """Five digits; every municipality whose key begins with them belongs to the district."""
    municipalities: Mapping[str, str]
    """Name by key of the municipalities known so far; empty for a district that is just being set up."""
    district_name: str = ""
    """As region.toml spells it, for files without keys; empty for a district that is just being set up."""
    comparison: frozenset[str] = frozenset()
    """Keys of the regions to compare with: district, state, ``DG`` for the country."""
    postcodes: Mapping[str, str] = field(default_factory=dict)
    """Municipality key by postcode, only where a postcode belongs to one municipality."""
    areas_km2: Mapping[str, float] = field(default_factory=dict)
    """Official area by municipality key, from gemeinden.csv."""
    boundaries: geopandas.GeoDataFrame | None = None
    """Known areas (``ags``, ``geometry`` in EPSG:4326), for files that give positions only."""
    indicator_ids: frozenset[str] = frozenset()
    """Keys of kennzahlen.csv; values of other indicators are taken where the adapter describes the indicator."""
    known_values: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    """Known values by indicator and region: the value by the last day of its period."""

    def is_inside(self, key: str) -> bool:
        """Whether a key, of whatever level, belongs to the district; the key of the whole state does not."""
        return key.startswith(self.district_ags)

    def wants(self, key: str) -> bool:
        """Whether values of this region are of interest."""
        return key in self.comparison or (len(key) == 8 and self.is_inside(key))


@dataclass(frozen=True)
class Extract:
    """What one official file holds for the scope, in the columns of our own input tables."""

    title: str
    """What was recognised, in German, for the report: „Breitbandatlas, Gemeinden, Mitte 2019“."""
    rows_read: int
    """Data rows in the file, also those outside of the scope."""
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Rows for input tables by name (``indikatoren``, ``kennzahlen``, ``bevoelkerung``, ``gemeinden``): texts, columns
    as in the CSV."""
    boundaries: geopandas.GeoDataFrame | None = None
    """``ags``, ``name``, ``geometry`` in EPSG:4326, ready for grenzen.geojson."""
    candidates: pd.DataFrame | None = None
    """Rows for the office to look at, in German columns; never added on their own."""
    source: str = ""
    """``dataset.id`` in sources.toml that the values belong to; said by the adapter."""
    findings: tuple[Finding, ...] = ()
    """What was odd in the file: rows skipped, values unreadable, by line or cell; as reported to the Reading."""
    questions: tuple[str, ...] = ()
    """What may be right and mostly is not, in German; a person has to look before anything is taken."""


@dataclass
class Reading:
    """One file while an adapter reads it: for whom, and what was odd in it so far."""

    path: Path
    scope: Scope
    findings: list[Finding] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    values_taken: int = 0
    values_refused: list[Finding] = field(default_factory=list)

    def warn(
        self, message: str, *, line: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        """Report what should be looked at, in German."""
        self.findings.append(warning(self.path.name, message, line=line, column=column, value=value))

    def refuse(self, message: str, *, line: int, column: str | None, value: str) -> None:
        """Report a value that is left out, in German; a file of which most are is refused as a whole."""
        self.warn(message, line=line, column=column, value=value)
        self.values_refused.append(self.findings[-1])

    def ask(self, message: str) -> None:
        """Report what stops all until a person has looked, in German."""
        self.questions.append(message)


@dataclass(frozen=True)
class Adapter:
    """One kind of official file: what it is known by, and what it gives. A module has one or several."""

    source: str
    """``dataset.id`` in sources.toml."""
    name: str
    """Name of the kind of file, in German."""
    is_kind: Callable[[Path], bool]
    """Whether a file is of this kind, by its content first and its name second; must be quick."""
    extract: Callable[[Reading], Extract]
    """Read the whole file. Raises UnreadableError when it turns out to be damaged."""
    is_known_by_common_words: bool = False
    """Whether files of other kinds fit as well, because they have the same words; such a file is of the other kind."""

    def recognises(self, path: Path) -> bool:
        """Whether a file is of this kind; never raises."""
        try:
            return path.is_file() and self.is_kind(path)
        except (UnreadableError, OSError):
            return False

    def read(self, path: Path, scope: Scope) -> Extract:
        """Read what a file holds for the scope. Raises UnreadableError."""
        reading = Reading(path, scope)
        found = self.extract(reading)
        if len(reading.values_refused) > reading.values_taken:
            raise _mostly_refused(reading)
        return replace(found, source=self.source, findings=tuple(reading.findings), questions=tuple(reading.questions))


def _mostly_refused(reading: Reading) -> UnreadableError:
    """The error for a file whose few good values are as doubtful as the others: the first one that is none, and how many."""
    first, refused = reading.values_refused[0], len(reading.values_refused)
    return UnreadableError(
        f"{first.message} So ist es bei {refused} von {refused + reading.values_taken} gelesenen Werten; deshalb wird nichts "
        "aus der Datei übernommen. Vermutlich ist die Einheit eine andere, oder die Spalten sind verschoben. Bitte die Datei "
        "so laden, wie sie veröffentlicht wurde.",
        line=first.line,
        column=first.column,
        value=first.value,
    )
