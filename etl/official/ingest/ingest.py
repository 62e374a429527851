"""Official files into the tables of a new Stand: read, sift, merge. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

import data_dictionary
from etl.messages.findings import Finding, error, warning
from etl.messages.german import counted, quoted
from etl.messages.refusals import UnreadableError
from etl.official.adapters.mapping import states
from etl.official.adapters.recognition import UnknownFileError, adapter_for
from etl.official.download.lock import Entry
from etl.official.download.members import members
from etl.official.formats.geojson import geojson_bytes
from etl.official.ingest.boundary_merge import Borders, borders
from etl.official.ingest.known_data import TABLES, KnownData
from etl.official.ingest.merge import DIFFERENT, NEW, Merge, changed_cells, contradictions, merge_table, without_repeats
from etl.official.interface import Extract
from etl.reading.toml_files import Dataset, Origin
from etl.reading.whole_files import checksum
from etl.rules.plausibility import COUNT, PEOPLE, SERIES, Values, plausibility, question, series
from etl.tables.keys import KEYS, row_keys

URL, FETCHED = "Quelle (URL)", "Abgerufen"
LISTED = 10


@dataclass(frozen=True)
class Piece:
    """One table as it was read, and where it comes from."""

    path: Path
    """The file that was given."""
    file: str
    """Its name, or where in an archive the table lies."""
    extract: Extract
    url: str | None
    """The official address, where it is known."""
    fetched: date


@dataclass(frozen=True)
class Step:
    """What one file did to one table."""

    piece: Piece
    table: str
    merge: Merge
    ignored: int
    """Rows of regions and indicators that the data folder does not have."""
    disputed: pd.DataFrame
    """Those of the different values whose known value no Stand had, but another file of the call: with its ``file``."""


@dataclass(frozen=True)
class Ingest:
    """What all files together make of the tables."""

    steps: tuple[Step, ...]
    borders: tuple[tuple[Piece, Borders], ...]
    files: Mapping[str, bytes]
    """The files of a new Stand by name; none when nothing is new."""
    findings: tuple[Finding, ...]


def read(
    paths: Sequence[Path], known: KnownData, lock: Mapping[str, Entry], today: date, source: str | None = None
) -> tuple[list[Piece], list[Finding]]:
    """Read files, also those in a ZIP; what cannot be read comes back as findings."""
    by_checksum = {entry.sha256: entry for entry in lock.values()}
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            entry = by_checksum.get(checksum(path))
            with members(path, source) as files:
                unknown = {}
                for name, file in files:
                    try:
                        extract = adapter_for(file, source).read(file, known.scope)
                    except UnknownFileError as problem:
                        unknown[name] = str(problem)
                        continue
                    except UnreadableError as problem:
                        findings.append(
                            error(name, str(problem), line=problem.line, column=problem.column, value=problem.value)
                        )
                        continue
                    findings += extract.findings
                    pieces.append(
                        Piece(path, name, extract, entry.url if entry else None, entry.fetched if entry else today)
                    )
                findings += _left(path.name, unknown, len(files))
        except UnreadableError as problem:
            findings.append(error(path.name, str(problem)))
        except FileNotFoundError:
            findings.append(error(path.name, f"Die Datei {path} gibt es nicht."))
        except OSError:
            findings.append(
                error(
                    path.name,
                    "Das ist ein Ordner, oder die Datei darf nicht gelesen werden. Erwartet wird eine amtliche Datei.",
                )
            )
    return pieces, findings


def _left(file: str, unknown: Mapping[str, str], count: int) -> list[Finding]:
    """What is said about a file, or tables of an archive, that no adapter knows."""
    if count == 0:
        return [error(file, "Im Archiv liegt keine Tabelle und nichts anderes, was gelesen wird.")]
    if not unknown:
        return []
    if len(unknown) == count:
        return [error(name, message) for name, message in list(unknown.items())[:LISTED]]
    more = " und weitere" if len(unknown) > LISTED else ""
    names = quoted([name.partition("/")[2] for name in unknown][:LISTED])
    tables = counted(len(unknown), "Tabelle", "Tabellen")
    return [warning(file, f"Nicht bekannt und deshalb nicht gelesen: {tables} darin, {names}{more}.")]


def ingest(
    pieces: Sequence[Piece],
    known: KnownData,
    origins: Mapping[str, Origin],
    today: date,
    *,
    accept: bool,
    confirm: bool = False,
) -> Ingest:
    """Merge what was read into the known tables, one file after the other.

    ``origins`` says by source who publishes a file, and where, if nobody fetched it. With ``accept`` the later file wins,
    with ``confirm`` somebody has looked at the values that are asked about.
    """
    tables, areas = dict(known.tables), known.scope.boundaries
    steps: list[Step] = []
    compared: list[tuple[Piece, Borders]] = []
    findings = _without_dataset(pieces, origins)
    for piece in pieces:
        findings += [question(piece.file, message, is_answered=confirm) for message in piece.extract.questions]
        for name in (name for name in TABLES if name in piece.extract.tables):
            rows, ignored, found = _sifted(piece, name, tables, known)
            findings += found
            step = merge_table(name, tables[name], _with_source(name, rows, piece, origins), accept=accept)
            if name in SERIES:
                findings += _odd(piece, name, step, tables, known, origins, today, accept=accept, confirm=confirm)
            disputed = _disputed(name, step.cells, steps)
            findings += _told_disputed(piece, name, disputed, accept=accept, confirm=confirm)
            tables[name] = step.table
            steps.append(Step(piece, name, step, ignored, disputed))
        if piece.extract.boundaries is not None and areas is not None:
            result = borders(areas, piece.extract.boundaries, accept=accept)
            areas = areas if result.taken is None else result.taken
            compared.append((piece, result))
    corrections = _corrections(steps, known.tables, tables, today)
    files = {f"{name}.csv": _csv(tables[name]) for name in TABLES if not tables[name].equals(known.tables[name])}
    if areas is not None and areas is not known.scope.boundaries:
        files["grenzen.geojson"] = geojson_bytes(areas)
    if not corrections.empty:
        files["berichtigungen.csv"] = _csv(corrections)
    return Ingest(tuple(steps), tuple(compared), files, tuple(findings))


def _disputed(name: str, cells: pd.DataFrame, earlier: Sequence[Step]) -> pd.DataFrame:
    """Different values of which the known one came with an earlier file of the call: with its ``file``."""
    key = [*KEYS[name], "column"]
    before = [step.merge.cells.assign(file=step.piece.file) for step in earlier if step.table == name]
    different = cells[cells["state"] == DIFFERENT]
    if name not in SERIES or not before:
        return different.iloc[:0].assign(file="")
    values = pd.concat(before)
    new = values[values["state"] == NEW][key]
    files = values[[*key, "found", "file"]].rename(columns={"found": "known"}).drop_duplicates([*key, "known"])
    return different.merge(new, on=key).merge(files, on=[*key, "known"])


def _told_disputed(
    piece: Piece, name: str, disputed: pd.DataFrame, *, accept: bool, confirm: bool
) -> Iterator[Finding]:
    """Ask which of two files is right; the order in which they are named decides only when somebody has looked."""
    taken = f"die {'zuletzt' if accept else 'zuerst'} genannte"
    for key, row in zip(row_keys(name, disputed).head(LISTED), disputed.to_dict("records"), strict=False):
        told = f"Zwei neue Dateien widersprechen sich: In {row['file']} steht „{row['known']}“, hier „{row['found']}“."
        if confirm:
            yield warning(piece.file, f"{told} Es gilt {taken}.", value=key)
        else:
            what_to_do = f"Bitte nur die Datei einlesen, die stimmt; mit --confirm gilt {taken}."
            yield error(piece.file, f"{told} {what_to_do}", value=key)
    if (more := len(disputed) - LISTED) > 0:
        yield warning(
            piece.file, f"Und {counted(more, 'weiterer Wert', 'weitere Werte')}, die einer anderen Datei widersprechen."
        )


def _odd(
    piece: Piece,
    name: str,
    step: Merge,
    tables: Mapping[str, pd.DataFrame],
    known: KnownData,
    origins: Mapping[str, Origin],
    today: date,
    *,
    accept: bool,
    confirm: bool,
) -> Iterator[Finding]:
    """What is odd about the values of one table of a file, beside the ``tables`` as they were before it."""
    column = "Einwohner" if name == PEOPLE else "Wert"
    cells = step.cells[step.cells["column"] == column].rename(columns={"found": column})
    taken = cells[cells["state"].isin([NEW, DIFFERENT] if accept else [NEW])]
    origin, indicators = origins.get(piece.extract.source), tables["kennzahlen"]
    values = Values(
        piece.file,
        series(name, cells),
        series(name, taken),
        series(name, tables[name]),
        {
            "DG": "Deutschland",
            **states(),
            known.scope.district_ags: known.scope.district_name,
            **known.scope.municipalities,
            **dict(zip(indicators["Kennzahl-ID"], indicators["Name"], strict=True)),
        },
        known.scope.district_ags,
        known.scope.municipalities,
        dict.fromkeys(indicators["Kennzahl-ID"], origin.break_years if isinstance(origin, Dataset) else ()),
        {PEOPLE: COUNT, **dict(zip(indicators["Kennzahl-ID"], indicators["Einheit"], strict=True))},
    )
    yield from plausibility(values, series(PEOPLE, tables[PEOPLE]), today, confirmed=confirm)


def _without_dataset(pieces: Iterable[Piece], origins: Mapping[str, Origin]) -> list[Finding]:
    """Sources whose figures nobody could publish, because sources.toml does not say whose they are."""
    read = {piece.extract.source: piece for piece in reversed(list(pieces)) if piece.extract.candidates is None}
    message = (
        "Zu dieser Quelle, aus der {file} stammt ({title}), fehlt der Abschnitt. Erwartet wird [[dataset]] mit dieser „id“, "
        "„title“, „publisher“, „licence“, „files“ und bei Kennzahlen „publisher_match“, darunter [[dataset.download]] mit "
        "„url“ und „kind“ oder mit „by_hand“."
    )
    return [
        error(
            "sources.toml",
            message.format(file=piece.file, title=piece.extract.title),
            column="dataset.id",
            value=source,
        )
        for source, piece in read.items()
        if not isinstance(origins.get(source), Dataset)
    ]


def _sifted(
    piece: Piece, name: str, tables: Mapping[str, pd.DataFrame], known: KnownData
) -> tuple[pd.DataFrame, int, list[Finding]]:
    """Rows that the data folder can hold, how many others there are, and where the file contradicts itself."""
    rows = piece.extract.tables[name].astype("str")
    if name == "kennzahlen":
        # An indicator comes with its first values in the region; one that is known stays as it is described.
        values = piece.extract.tables["indikatoren"]
        keys = set(values["Kennzahl-ID"][_is_held(values, tables, known)]) - set(tables[name]["Kennzahl-ID"])
        wanted = rows["Kennzahl-ID"].isin(keys)
    elif name == "gemeinden":
        wanted = rows["AGS"].map(known.scope.wants).astype(bool)
    else:
        wanted = _is_held(rows, tables, known)
    if name == "indikatoren":
        wanted &= rows["Kennzahl-ID"].isin(tables["kennzahlen"]["Kennzahl-ID"]) & rows["Wert"].notna()
    ignored, rows = int((~wanted).sum()), rows[wanted]
    once = without_repeats(name, rows)
    message = (
        "Dieselbe Angabe steht zweimal mit verschiedenen Werten in der Datei, und nichts sagt, welcher gilt. "
        "Erwartet wird ein Wert je Gebiet und Zeitpunkt; bitte die Datei ohne weitere Aufteilung laden."
    )
    twice = row_keys(name, contradictions(name, rows))
    findings = [error(piece.file, message, value=key) for key in twice.head(LISTED)]
    return once, ignored, findings


def _is_held(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame], known: KnownData) -> pd.Series:
    """Whether the data folder holds values of the region in each row."""
    regions = {key for key in (*tables["gemeinden"]["AGS"], *known.scope.comparison) if known.scope.wants(key)}
    return rows["AGS"].isin(regions)


def _with_source(name: str, rows: pd.DataFrame, piece: Piece, origins: Mapping[str, Origin]) -> pd.DataFrame:
    """Say of every value where it comes from and since when, of an indicator who publishes it."""
    if name == "gemeinden":
        return rows
    origin = origins.get(piece.extract.source)
    if piece.url or URL not in rows.columns:
        rows = rows.assign(**{URL: piece.url or (origin.url if origin else None)})
    if name == "kennzahlen":
        publisher = origin.publisher_match if isinstance(origin, Dataset) else None
        return rows.assign(Herausgeber=publisher).astype("str")
    return rows.assign(**{FETCHED: piece.fetched.isoformat()}).astype("str")


def _corrections(
    steps: Sequence[Step], before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame], today: date
) -> pd.DataFrame:
    """One row per value that is another now, with the last file that said so."""
    parts = [pd.DataFrame(columns=data_dictionary.TABLES["berichtigungen"].headers)]
    for name in TABLES:
        changed = changed_cells(name, before[name], after[name])
        if changed.empty:
            continue
        reasons: dict[str, str] = {}
        for step in (step for step in steps if step.table == name):
            different = step.merge.cells[step.merge.cells["state"] == DIFFERENT]
            reason = f"amtliche Neufassung: {step.piece.extract.title}"
            reasons.update(dict.fromkeys(row_keys(name, different), reason))
        keys = row_keys(name, changed)
        parts.append(
            pd.DataFrame(
                {
                    "Tabelle": name,
                    "Kennung": keys,
                    "Spalte": changed["column"],
                    "Alt": changed["known"],
                    "Neu": changed["found"],
                    "Grund": keys.map(reasons),
                    "Datum": today.isoformat(),
                }
            ).sort_values(["Kennung", "Spalte"])
        )
    return pd.concat(parts, ignore_index=True)


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()
