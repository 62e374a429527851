"""The data folder of one district: which files there are, which of them hold in which Stand, and all of them read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl.messages.findings import Finding, error, warning
from etl.messages.german import quoted
from etl.reading.boundaries import Boundary, read_boundaries
from etl.reading.csv_file import Table, read_csv
from etl.reading.toml_files import RegionFile, SourcesFile, read_toml

REFERENCE = ("gemeinden", "bevoelkerung", "kennzahlen", "indikatoren")
OFFICE = ("projekte", "foerderung", "meilensteine", "quellen")
CORRECTIONS = "berichtigungen"
REPORTS = "meldungen"
"""Which place a change of a Stand came from, for each change of which that is known."""
ANSWERS = "antworten.csv"
"""What somebody answered to the questions about a Stand; says nothing of the figures and is no part of a release."""
BOUNDARIES = "grenzen.geojson"
STAENDE = "staende"
NAMES = {"geldgeber": "Fördergeber", "programme": "Programm"}
"""Files in ``mapping`` that give one name each to what sources spell in several ways, and the column they are of."""

Files = dict[str, str]
"""The file of every table, by its name, below raw."""


@dataclass(frozen=True)
class Inputs:
    """Everything read from a data folder; a part that cannot be read is empty."""

    region: RegionFile | None
    sources: SourcesFile | None
    files: dict[str, Table]
    """Every CSV file, by its path below raw; a file that holds in several Stände is read once."""
    shapes: dict[str, tuple[Boundary, ...] | None]
    """Every boundary file, by its path below raw."""
    stands: dict[date, Files] = field(default_factory=dict)
    """The files that hold in each Stand, oldest Stand first."""
    names: dict[str, Table] = field(default_factory=dict)
    """The files of ``NAMES`` that there are; a district may have none."""
    answered: frozenset[str] = frozenset()
    """Ids of all questions that have been answered."""

    def table(self, stand_date: date, kind: str) -> Table:
        """One table as it is in a Stand; empty when the Stand has none."""
        file = self.stands[stand_date].get(kind, "")
        return self.files.get(file, Table(file))

    def boundaries(self, stand_date: date) -> tuple[Boundary, ...] | None:
        """The boundaries as they are in a Stand, or None if they cannot be read."""
        return self.shapes[self.stands[stand_date]["grenzen"]]

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every CSV file once, with the name of its kind."""
        for file, table in self.files.items():
            yield Path(file).stem, table

    @property
    def versions(self) -> dict[date, date]:
        """For each Stand the first Stand with the same reference files: the version of the reference tables it shows."""
        found: dict[date, date] = {}
        first: dict[tuple[str, ...], date] = {}
        for stand_date, files in self.stands.items():
            same = tuple(files[kind] for kind in (*REFERENCE, "grenzen"))
            found[stand_date] = first.setdefault(same, stand_date)
        return found


def stand_folders(data_dir: Path) -> dict[date, Path]:
    """One folder per Stand, oldest first."""
    found = {}
    for folder in sorted((data_dir / "raw" / STAENDE).glob("[0-9]*/")):
        if (stand_date := _stand_date(folder.name)) is not None:
            found[stand_date] = folder
    return found


def stand_files(folders: Mapping[date, Path]) -> dict[date, Files]:
    """The files that hold in each Stand, oldest first: a reference file holds until a later Stand brings its own."""
    reference = _reference_files()
    found = {}
    for stand_date, folder in sorted(folders.items()):
        own = {path.stem: f"{STAENDE}/{stand_date}/{path.name}" for path in folder.iterdir() if path.is_file()}
        office = {kind: f"{STAENDE}/{stand_date}/{kind}.csv" for kind in OFFICE}
        reference = {kind: own.get(kind, file) for kind, file in reference.items()}
        found[stand_date] = reference | office | {kind: own[kind] for kind in (CORRECTIONS, REPORTS) if kind in own}
    return found


def latest_files(data_dir: Path) -> dict[str, Path]:
    """The file of every table as of the latest Stand; of the reference tables alone when there is no Stand."""
    latest = list(stand_files(stand_folders(data_dir)).values())[-1:] or [_reference_files()]
    return {kind: data_dir / "raw" / file for kind, file in latest[0].items()}


def input_files(data_dir: Path) -> list[Path]:
    """Every file that a release is made from, in a fixed order."""
    raw, stands = data_dir / "raw", stand_files(stand_folders(data_dir))
    names = (data_dir / file for file in _name_files(data_dir).values())
    return [data_dir / "region.toml", raw / "sources.toml", *names, *(raw / file for file in _in_use(stands))]


def read_inputs(data_dir: Path, pending: Mapping[date, Path] | None = None) -> tuple[Inputs, list[Finding]]:
    """Read a whole data folder; what cannot be read comes back as findings.

    ``pending`` are folders that lie elsewhere and are read as if they were Stände of their day.
    """
    raw, elsewhere = data_dir / "raw", pending or {}
    findings = _folder_findings(raw, elsewhere)
    region, found = read_toml(data_dir / "region.toml", "region.toml", RegionFile)
    findings += found
    sources, found = read_toml(raw / "sources.toml", "sources.toml", SourcesFile)
    findings += found
    folders = {**stand_folders(data_dir), **elsewhere}
    stands = stand_files(folders)
    files: dict[str, Table] = {}
    shapes: dict[str, tuple[Boundary, ...] | None] = {}
    moved = {f"{STAENDE}/{stand_date}": folder for stand_date, folder in elsewhere.items()}
    for file in _in_use(stands):
        folder, _, name = file.rpartition("/")
        path = moved[folder] / name if folder in moved else raw / file
        if name == BOUNDARIES:
            shapes[file], found = read_boundaries(path, file)
        else:
            files[file], found = read_csv(path, file)
        findings += found
    names = {}
    for kind, file in _name_files(data_dir).items():
        names[kind], found = read_csv(data_dir / file, file)
        findings += found
    answered = frozenset[str]()
    for stand_date, path in folders.items():
        if (path / ANSWERS).is_file():
            answers, found = read_csv(path / ANSWERS, f"{STAENDE}/{stand_date}/{ANSWERS}")
            answered |= {key for _, key, _ in answers.rows("Kennung", "Antwort")}
            findings += found
    return Inputs(region, sources, files, shapes, stands, names, answered), findings


def _name_files(data_dir: Path) -> Files:
    """The files of ``NAMES`` that there are, below the data folder."""
    files = {kind: f"mapping/{kind}.csv" for kind in NAMES}
    return {kind: file for kind, file in files.items() if (data_dir / file).is_file()}


def _reference_files() -> Files:
    return {kind: f"{kind}.csv" for kind in REFERENCE} | {"grenzen": BOUNDARIES}


def _in_use(stands: dict[date, Files]) -> list[str]:
    """Every file that holds in some Stand; without any Stand the reference files."""
    holding = list(stands.values()) or [_reference_files()]
    in_order = [file for files in holding for kind, file in files.items() if kind not in OFFICE]
    return list(dict.fromkeys([*in_order, *(file for files in holding for file in files.values())]))


def _stand_date(name: str) -> date | None:
    try:
        found = date.fromisoformat(name)
    except ValueError:
        return None
    # Python also reads 20261123 and 2026-W48-1; one day has one folder.
    return found if found.isoformat() == name else None


def _folder_findings(raw: Path, pending: Mapping[date, Path]) -> list[Finding]:
    """Folders that are no Stand, files in a Stand that nobody reads, and no Stand at all."""
    folders = [path for path in sorted(raw.glob(f"{STAENDE}/*/")) if not path.name.startswith(".")]
    findings = [
        error(f"{STAENDE}/{folder.name}", "Der Ordnername ist kein Tag. Erwartet wird ein Stand wie „2026-11-23“.")
        for folder in folders
        if _stand_date(folder.name) is None
    ]
    names = [*(f"{kind}.csv" for kind in (*OFFICE, *REFERENCE, CORRECTIONS, REPORTS)), BOUNDARIES, ANSWERS]
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.name not in names and not path.name.startswith("."):
                message = f"Diese Datei wird nicht gelesen. Möglich sind {quoted(names)}."
                findings.append(warning(f"{STAENDE}/{folder.name}/{path.name}", message))
    if not folders and not pending:
        findings.append(error(STAENDE, "Es gibt keinen Stand. Erwartet wird ein Ordner wie „staende/2026-11-23“."))
    return findings
