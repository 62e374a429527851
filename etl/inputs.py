"""The data folder of one district: which files there are, and all of them read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.boundaries import Boundary, read_boundaries
from etl.csv_file import Table, read_csv
from etl.findings import Finding, error
from etl.region import RegionFile, SourcesFile, read_toml

REFERENCE = ("gemeinden", "bevoelkerung", "kennzahlen", "indikatoren")
OFFICE = ("projekte", "foerderung", "meilensteine", "quellen")
BOUNDARIES = "grenzen.geojson"


@dataclass(frozen=True)
class Inputs:
    """Everything read from a data folder; a part that cannot be read is empty."""

    region: RegionFile | None
    sources: SourcesFile | None
    boundaries: tuple[Boundary, ...] | None
    reference: dict[str, Table]
    """The reference tables by name."""
    stands: dict[date, dict[str, Table]]
    """The office's four tables by Stand, oldest first, and name."""

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every CSV file with the name of its kind, reference tables first."""
        yield from self.reference.items()
        for tables in self.stands.values():
            yield from tables.items()


def stand_folders(data_dir: Path) -> dict[date, Path]:
    """One folder per Stand, oldest first."""
    found = {}
    for folder in sorted((data_dir / "raw" / "staende").glob("[0-9]*/")):
        if (stand_date := _stand_date(folder.name)) is not None:
            found[stand_date] = folder
    return found


def input_files(data_dir: Path) -> list[Path]:
    """Every file that a release is made from, in a fixed order."""
    raw = data_dir / "raw"
    reference = [raw / "sources.toml", *(raw / f"{name}.csv" for name in REFERENCE), raw / BOUNDARIES]
    office = [folder / f"{name}.csv" for folder in stand_folders(data_dir).values() for name in OFFICE]
    return [data_dir / "region.toml", *reference, *office]


def read_inputs(data_dir: Path) -> tuple[Inputs, list[Finding]]:
    """Read a whole data folder; what cannot be read comes back as findings."""
    raw = data_dir / "raw"
    findings = _folder_findings(raw)
    region, found = read_toml(data_dir / "region.toml", "region.toml", RegionFile)
    findings += found
    sources, found = read_toml(raw / "sources.toml", "sources.toml", SourcesFile)
    findings += found
    boundaries, found = read_boundaries(raw / BOUNDARIES, BOUNDARIES)
    findings += found

    def table(path: Path) -> Table:
        read, found = read_csv(path, path.relative_to(raw).as_posix())
        findings.extend(found)
        return read

    reference = {name: table(raw / f"{name}.csv") for name in REFERENCE}
    stands = {
        stand_date: {name: table(folder / f"{name}.csv") for name in OFFICE}
        for stand_date, folder in stand_folders(data_dir).items()
    }
    return Inputs(region, sources, boundaries, reference, stands), findings


def _stand_date(name: str) -> date | None:
    try:
        found = date.fromisoformat(name)
    except ValueError:
        return None
    # Python also reads 20261123 and 2026-W48-1; one day has one folder.
    return found if found.isoformat() == name else None


def _folder_findings(raw: Path) -> list[Finding]:
    """Folders that are no Stand, and no Stand at all."""
    folders = [path for path in sorted(raw.glob("staende/*/")) if not path.name.startswith(".")]
    findings = [
        error(f"staende/{folder.name}", "Der Ordnername ist kein Tag. Erwartet wird ein Stand wie „2026-11-23“.")
        for folder in folders
        if _stand_date(folder.name) is None
    ]
    if not folders:
        findings.append(error("staende", "Es gibt keinen Stand. Erwartet wird ein Ordner wie „staende/2026-11-23“."))
    return findings
