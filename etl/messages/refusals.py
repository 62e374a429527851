"""What cannot be done and why, in German: a full disk, a folder that may only be read, somebody else at work."""

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.messages.findings import Finding, in_order
from etl.messages.german import megabytes

REASONS = {
    errno.ENOSPC: "Der Datenträger ist voll.",
    errno.EDQUOT: "Das zugeteilte Kontingent an Speicherplatz ist ausgeschöpft.",
    errno.EFBIG: "Eine Datei würde größer, als das System hier erlaubt.",
    errno.EROFS: "Der Datenträger lässt sich nur lesen.",
    errno.EACCES: "Das Recht zum Schreiben fehlt.",
    errno.EPERM: "Das Recht zum Schreiben fehlt.",
    errno.EEXIST: "„{name}“ ist eine Datei und kein Ordner.",
    errno.ENOENT: "Den Ordner gibt es nicht.",
    errno.ENOTDIR: "Auf dem Weg zu diesem Ordner liegt eine Datei.",
    errno.EISDIR: "„{name}“ ist ein Ordner und keine Datei. Bitte den Ordner entfernen.",
}
WHY_UNREADABLE = {
    errno.EACCES: "Das Recht zum Lesen fehlt.",
    errno.EPERM: "Das Recht zum Lesen fehlt.",
    errno.EISDIR: "Erwartet wird eine Datei, dort liegt ein Ordner.",
    errno.ENOTDIR: "Auf dem Weg dorthin liegt eine Datei, wo ein Ordner sein muss.",
}
RESTORE = "Bis der Betreiber {it} aus der Sicherung zurückgeholt hat, geht es hier nicht weiter."
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


class RefusedError(Exception):
    """What was asked for cannot be done; the message is German, and what readers see has not changed."""


class BusyError(RefusedError):
    """Somebody else is at work."""


class InputError(Exception):
    """Inputs have errors; ``findings`` names all that is wrong with them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = in_order(findings)[0]
        super().__init__(f"Die Eingaben haben Fehler. {first.place}: {first.message}")
        self.findings = findings


class UnreadableError(Exception):
    """A file cannot be read as what it was taken for; the message says in German what was found and expected."""

    def __init__(
        self, message: str, *, line: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        super().__init__(message)
        self.line, self.column, self.value = line, column, value


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Write into a folder; what the system refuses there is told in German.

    Raises RefusedError instead of the system's error, or DuckDB's about the same.
    """
    try:
        yield
    except (OSError, duckdb.Error) as problem:
        code = _code(problem)
        if code is None and isinstance(problem, duckdb.Error):
            raise
        why = reason(problem)
        if code in NO_SPACE:
            free = megabytes(shutil.disk_usage(folder).free)
            why += f" Frei sind {free}; alte Veröffentlichungen entfernt „python -m etl gc“."
        raise RefusedError(f"In {folder} kann nicht geschrieben werden: {why}") from problem


@contextmanager
def reading() -> Iterator[None]:
    """Read files that must be there; which of them cannot be read, and what is to be done, is told in German.

    Raises RefusedError instead of the system's error.
    """
    try:
        yield
    except OSError as problem:
        if problem.filename is None:
            raise
        path = Path(problem.filename)
        if problem.errno == errno.ENOENT:
            # Where a whole folder is missing nobody looks for one of its files.
            folder = next((folder for folder in reversed(path.parents) if not folder.exists()), None)
            what, it = (f"Der Ordner „{folder}“", "ihn") if folder else (f"Die Datei „{path}“", "sie")
            raise RefusedError(f"{what} fehlt. {RESTORE.format(it=it)}") from problem
        why = WHY_UNREADABLE.get(problem.errno or 0, f"Das System lässt es nicht zu ({problem.strerror}).")
        raise RefusedError(
            f"„{path}“ lässt sich nicht lesen. {why} Bis der Betreiber das geklärt hat, geht es hier nicht weiter."
        ) from problem


@contextmanager
def alone(folder: Path, busy: str, seconds: float = 0) -> Iterator[None]:
    """Work in a folder, which is made if there is none, while nobody else does.

    Raises BusyError with the sentence ``busy`` if somebody else does for longer than so many seconds; RefusedError if the
    folder cannot be written.
    """
    # The system frees the lock of a process that dies.
    lock = FileLock(folder / ".lock", timeout=seconds)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout:
            raise BusyError(busy) from None
    try:
        yield
    finally:
        lock.release()


def reason(problem: Exception) -> str:
    """Why the system refuses to write, in German; its own words only where there are no others."""
    # Of DuckDB's words all but the first line is understood by its makers alone.
    own_words = str(problem).partition("\n")[0]
    text = REASONS.get(_code(problem) or 0, f"Das System lässt es nicht zu ({own_words}).")
    return text.replace("{name}", _name(problem))


def _code(problem: Exception) -> int | None:
    """Number of the system's error; DuckDB passes on its text only."""
    if isinstance(problem, OSError):
        return problem.errno
    return next((code for code in REASONS if os.strerror(code) in str(problem)), None)


def _name(problem: Exception) -> str:
    """What could not be written: where a file gets another name, that one; DuckDB names it in quotation marks."""
    if isinstance(problem, OSError):
        return Path(problem.filename2 or problem.filename or "").name
    return Path(str(problem).partition('"')[2].partition('"')[0]).name
