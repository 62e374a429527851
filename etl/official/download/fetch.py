"""Official files from their addresses in sources.toml, or by hand, into raw/official: whole and checked, or not at all."""

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from etl.messages.german import megabytes
from etl.messages.refusals import UnreadableError, alone
from etl.official.adapters.recognition import UnknownFileError, adapter_for, first_bytes
from etl.official.download.addresses import addresses
from etl.official.download.http_client import Client, DownloadError, MissingError, UnreachableError, download, forget
from etl.official.download.lock import Entries, Entry, read_lock, write_lock
from etl.official.download.members import members
from etl.reading.toml_files import Download, Origin
from etl.reading.whole_files import checksum

FOLDER = "official"
WAIT_SECONDS = 60
Report = Callable[[str, int, int | None], None]
"""File name, bytes there are, bytes there will be."""


@dataclass(frozen=True)
class Result:
    """What became of one entry of sources.toml."""

    source: str
    file: str
    state: Literal["new", "unchanged", "failed", "unreachable", "by_hand"]
    text: str
    """What happened, in German."""


@dataclass
class _Run:
    raw: Path
    client: Client
    today: date
    report: Report
    entries: Entries
    unreachable: set[str]


def fetch(raw: Path, origins: Sequence[Origin], client: Client, today: date, report: Report) -> Iterator[Result]:
    """Fetch every file of these sources, one result per entry as soon as it is known.

    A file is put in its place, and the lock written, only after it has been checked. Raises RefusedError.
    """
    with _locked(raw) as entries:
        run = _Run(raw, client, today, report, entries, set())
        for origin in origins:
            for wanted in origin.download:
                yield _result(run, origin.id, wanted)


def add_manual_file(raw: Path, path: Path, source: str, today: date) -> None:
    """Copy a file that somebody brought into raw/official and write down what it is, unless its bytes are there already.

    Raises RefusedError.
    """
    with _locked(raw, WAIT_SECONDS) as entries:
        found = checksum(path)
        if any(entry.sha256 == found for entry in entries.values()):
            return
        # What was fetched under this name is another file and keeps it.
        name = path.name if path.name not in entries else f"{path.stem}-{found[:8]}{path.suffix}"
        target = raw / FOLDER / name
        if path.resolve() != target.resolve():
            temporary = target.with_name(f".{name}.tmp")
            shutil.copyfile(path, temporary)
            temporary.replace(target)
        entries[name] = Entry(source=source, sha256=found, size=path.stat().st_size, fetched=today)
        write_lock(raw, entries)


@contextmanager
def _locked(raw: Path, seconds: float = 0) -> Iterator[Entries]:
    """Give what is known of the files in raw/official, while nobody else writes there. Raises RefusedError."""
    with alone(raw / FOLDER, "Es werden schon amtliche Dateien geholt. Bitte warten, bis das fertig ist.", seconds):
        yield read_lock(raw)


def hosts(origins: Sequence[Origin]) -> frozenset[str]:
    """Return the only hosts that are ever asked."""
    return frozenset(urlsplit(wanted.url).netloc for origin in origins for wanted in origin.download if wanted.url)


def _result(run: _Run, source: str, wanted: Download) -> Result:
    if wanted.url is None:
        return Result(source, "", "by_hand", str(wanted.by_hand))
    host, tried = urlsplit(wanted.url).netloc, []
    try:
        for url in addresses(wanted, run.today):
            if host in run.unreachable:
                return Result(source, _name(url), "unreachable", f"Keine Verbindung zu {host}.")
            tried.append(_name(url))
            with suppress(MissingError):
                return _fetched(run, source, url, wanted)
    except UnreachableError as problem:
        run.unreachable.add(problem.host)
        return Result(source, tried[-1], "unreachable", str(problem))
    except (DownloadError, UnreadableError) as problem:
        return Result(source, tried[-1], "failed", str(problem))
    names = tried[0] if len(tried) == 1 else f"{tried[0]} bis {tried[-1]}, {len(tried)} Namen"
    return Result(source, "", "failed", f"Bei {host} liegt keine solche Datei (versucht: {names}).")


def _fetched(run: _Run, source: str, url: str, wanted: Download) -> Result:
    """Fetch one address. Raises DownloadError or UnreadableError; the file in place is then untouched."""
    name = _name(url)
    # Under its own name, so that what looks at the ending sees the right one.
    target, part = run.raw / FOLDER / name, run.raw / FOLDER / ".part" / name
    known = run.entries.get(name)
    if known and not (target.is_file() and known.url == url and checksum(target) == known.sha256):
        known = None
    answer = download(run.client, url, part, wanted.max_mb, lambda there, total: run.report(name, there, total), known)
    if answer.is_unchanged or (known and checksum(part) == known.sha256):
        forget(part)
        return Result(source, name, "unchanged", "unverändert")
    try:
        _require(part, source, str(wanted.kind))
    except UnreadableError:
        forget(part)
        raise
    entry = Entry(
        source=source,
        url=url,
        sha256=checksum(part),
        size=part.stat().st_size,
        fetched=run.today,
        etag=answer.etag,
        last_modified=answer.last_modified,
    )
    # The file first: a lock that does not fit it yet makes the next run fetch it again, and nothing else.
    part.replace(target)
    forget(part)
    run.entries[name] = entry
    write_lock(run.raw, run.entries)
    return Result(source, name, "new", f"neu, {megabytes(entry.size)}")


def _require(path: Path, source: str, kind: str) -> None:
    """Raise UnreadableError when what came is not the kind of file that was asked for."""
    if not _is_kind(path, kind):
        raise UnreadableError(f"Statt einer Datei der Art {kind.upper()} kam etwas anderes. {first_bytes(path)}")
    with members(path, source) as files:
        for _, member in files:
            with suppress(UnknownFileError):
                adapter_for(member, source)
                return
    raise UnreadableError(f"Die Datei sieht anders aus als erwartet und wird nicht übernommen. {first_bytes(path)}")


def _is_kind(path: Path, kind: str) -> bool:
    with path.open("rb") as file:
        start = file.read(4096)
    if kind in ("zip", "xlsx"):
        return zipfile.is_zipfile(path)
    if kind == "xls":
        return start.startswith(b"\xd0\xcf\x11\xe0")
    return (
        bool(start) and b"\0" not in start and not start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml"))
    )


def _name(url: str) -> str:
    return Path(unquote(urlsplit(url).path)).name
