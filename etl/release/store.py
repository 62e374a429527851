"""The folder of releases: which there are, which is the current one, and how that changes in one step."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from etl.messages.refusals import RefusedError, alone, writing
from etl.reading.whole_files import write_whole
from etl.release.verify import VerificationError, is_of_today, reverify

POINTER = "CURRENT"
# The same line again: after a restart it tells the dashboard what was published should CURRENT be damaged.
SECOND_POINTER = "CURRENT.bak"
RELEASE_ID = re.compile(r"[0-9a-f]{12}")
# Rows that were loaded; what input columns are called, and how the rest was derived, is no data.
ROWS = """
select coalesce(sum(estimated_size), 0)::bigint from duckdb_tables()
where has_primary_key and table_name not in ('derivation', 'input_column')
"""


@dataclass(frozen=True)
class StoredRelease:
    """One release of the folder."""

    release_id: str
    path: Path
    built: datetime
    size: int
    """Bytes."""
    stand_date: date | None = None
    rows: int | None = None
    """Rows of the tables as loaded, without what is derived from them."""
    problem: str = ""
    """Why it cannot be shown; empty when it can."""


@dataclass(frozen=True)
class Removal:
    """What a tidying took away and what it had to leave."""

    releases: list[str]
    leftovers: list[str]
    in_use: list[str]
    freed: int
    """Bytes."""


def stored_releases(folder: Path) -> list[StoredRelease]:
    """Every release of the folder, the newest first."""
    found = []
    for path in folder.glob("*.duckdb"):
        if RELEASE_ID.fullmatch(path.stem):
            with suppress(FileNotFoundError):  # removed by somebody else in this moment
                found.append(_stored(path))
    return sorted(found, key=lambda release: (release.built, release.release_id), reverse=True)


def current(folder: Path) -> str:
    """Id of the release that is published.

    Raises RefusedError if the pointer is missing or damaged.
    """
    pointer = folder / POINTER
    expected = "Erwartet wird eine Zeile mit der Kennung einer Veröffentlichung."
    try:
        text = pointer.read_text("ascii").strip()
    except FileNotFoundError:
        raise RefusedError(f"{pointer} fehlt. {expected}") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise RefusedError(f"{pointer} lässt sich nicht lesen. {expected}") from problem
    if not RELEASE_ID.fullmatch(text):
        raise RefusedError(f"In {pointer} steht „{text[:40]}“. {expected}")
    return text


def published_stand(folder: Path) -> date | None:
    """The latest Stand of the release that readers see; None when there is none that can be opened."""
    try:
        published = current(folder)
    except RefusedError:
        return None
    try:
        with duckdb.connect(folder / f"{published}.duckdb", read_only=True) as connection:
            ((stand_date,),) = connection.execute("select stand_date from release").fetchall()
    except (duckdb.Error, ValueError):
        return None
    return stand_date if isinstance(stand_date, date) else None


def releases_of_stand(folder: Path, stand_date: date) -> list[str]:
    """Ids of all releases that show a Stand, also those that the dashboard of today cannot show any more.

    Raises RefusedError if a release cannot be read: it may show the Stand.
    """
    found = []
    for release in stored_releases(folder):
        try:
            with duckdb.connect(release.path, read_only=True) as connection:
                (count,) = connection.execute(
                    "select count(*) from stand where stand_date = ?", [stand_date]
                ).fetchall()[0]
        except duckdb.Error:
            raise RefusedError(
                f"Die Veröffentlichung {release.release_id} lässt sich nicht lesen; vielleicht enthält sie den Stand vom "
                f"{stand_date:%d.%m.%Y}."
            ) from None
        if count:
            found.append(release.release_id)
    return found


@contextmanager
def exclusive_access(folder: Path) -> Iterator[None]:
    """Change the folder while nobody else does; leftovers are swept before and after.

    Raises BusyError if another build, rollback or gc is at work; RefusedError if the folder cannot be written.
    """
    with alone(folder, f"In {folder} ist schon ein anderer Befehl am Werk. Bitte warten, bis er fertig ist."):
        try:
            _sweep(folder)
            yield
        finally:
            # On a full disk half a release must not keep the room that others need.
            _sweep(folder)


def place(temporary: Path, path: Path) -> None:
    """Give a finished database its name; from then on it is a release."""
    with writing(path.parent):
        _sync(temporary)
        # The log of somebody who opened an earlier file of this name for writing does not belong to this one.
        _log(path).unlink(missing_ok=True)
        temporary.replace(path)
        _sync(path.parent)


def point_to(folder: Path, release_id: str) -> None:
    """Make a release the current one."""
    with writing(folder):
        for name in (POINTER, SECOND_POINTER):
            write_whole(folder / name, f"{release_id}\n")
        _sync(folder)


def publish(folder: Path, path: Path) -> None:
    """Make a release that was built elsewhere the current one of this folder; it is looked at as a whole before.

    Raises RefusedError if it is damaged, or somebody else is changing the folder; the current one stays.
    """
    with exclusive_access(folder):
        placed = folder / path.name
        if not placed.is_file() or _damage(placed):
            # A name that no reader takes for a release.
            temporary = placed.with_suffix(".tmp")
            with writing(folder):
                shutil.copyfile(path, temporary)
            if problem := _damage(temporary):
                raise RefusedError(f"Die Veröffentlichung {path.stem} kann nicht gezeigt werden. {problem}")
            place(temporary, placed)
        point_to(folder, path.stem)


def rollback(folder: Path, beginning: str, step: Callable[[str], None] = lambda text: None) -> StoredRelease:
    """Make an older release the current one, named by its id or the beginning of it.

    Raises RefusedError if there is no such release, several begin like that, or it cannot be shown; the current one
    stays.
    """
    _expect_releases(folder)
    with exclusive_access(folder):
        step("Veröffentlichungen lesen")
        known = stored_releases(folder)
        found = [release for release in known if release.release_id.startswith(beginning.strip().lower())]
        if len(found) != 1:
            what = "Mehrere Veröffentlichungen beginnen" if found else "Keine Veröffentlichung beginnt"
            raise RefusedError(f"{what} mit „{beginning}“. {_choice(found or known)}")
        (release,) = found
        step("Veröffentlichung nachprüfen")
        if problem := release.problem or _damage(release.path):
            choice = _choice([other for other in known if other != release])
            raise RefusedError(
                f"Die Veröffentlichung {release.release_id} kann nicht gezeigt werden. {problem} {choice}"
            )
        step("Umschalten")
        point_to(folder, release.release_id)
    return release


def remove_old_releases(folder: Path, keep: int) -> Removal:
    """Remove all releases but the current one and the ``keep`` newest that can be shown.

    Raises RefusedError if the current release is not known or cannot be shown: another one may be in use then. Nothing
    is removed.
    """
    _expect_releases(folder)
    leftovers = _leftovers(folder)
    freed = sum(map(_size, leftovers))
    kept, gone, in_use = 0, list[str](), list[str]()
    with exclusive_access(folder), writing(folder):
        published, known = current(folder), stored_releases(folder)
        if published not in (release.release_id for release in known if not release.problem):
            raise RefusedError(
                f"Die aktuelle Veröffentlichung {published} fehlt oder lässt sich nicht öffnen. {_choice(known)}"
            )
        for release in known:
            if kept < keep or release.release_id == published:
                kept += not release.problem
                continue
            try:
                release.path.unlink()
                _log(release.path).unlink(missing_ok=True)
            except PermissionError:
                # Windows keeps a file that a dashboard has open.
                in_use.append(release.release_id)
            else:
                gone.append(release.release_id)
                freed += release.size
    return Removal(gone, [path.name for path in leftovers], in_use, freed)


def _stored(path: Path) -> StoredRelease:
    status = path.stat()
    built, size = datetime.fromtimestamp(status.st_mtime), status.st_size
    try:
        with duckdb.connect(path, read_only=True) as connection:
            ((name, stand_date),) = connection.execute("select release_id, stand_date from release").fetchall()
            ((rows,),) = connection.execute(ROWS).fetchall()
            problem = ""
            if name != path.stem:
                problem = f"Die Datei enthält die Veröffentlichung {name}."
            elif not is_of_today(connection):
                problem = "Sie stammt von einer anderen Fassung des Programms, deren Tabellen anders aussehen."
    except (duckdb.Error, ValueError):
        return StoredRelease(path.stem, path, built, size, problem="Sie lässt sich nicht öffnen.")
    return StoredRelease(path.stem, path, built, size, stand_date, rows, problem)


def _damage(path: Path) -> str:
    """What a look at every value of a release finds; empty when it is whole."""
    try:
        with duckdb.connect(path, read_only=True) as connection:
            reverify(connection)
    except duckdb.Error:
        return "Sie ist beschädigt."
    except VerificationError as error:
        return f"Sie ist beschädigt ({error})."
    return ""


def _choice(releases: list[StoredRelease]) -> str:
    """One sentence with the releases that can be taken."""
    usable = [release for release in releases if not release.problem]
    names = [f"{release.release_id} (Stand {release.stand_date:%d.%m.%Y})" for release in usable]
    return f"Möglich: {', '.join(names)}." if names else "Es gibt keine andere, die gezeigt werden kann."


def _expect_releases(folder: Path) -> None:
    if not folder.is_dir():
        raise RefusedError(f"Den Ordner {folder} gibt es nicht; noch ist nichts veröffentlicht.")


def _leftovers(folder: Path) -> list[Path]:
    # Under the lock every temporary file is one of a process that died; of a large build DuckDB leaves a folder, too.
    return sorted(folder.glob("*.tmp*"))


def _sweep(folder: Path) -> None:
    with writing(folder):
        for leftover in _leftovers(folder):
            if leftover.is_dir():
                shutil.rmtree(leftover)
            else:
                leftover.unlink()


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")))


def _log(path: Path) -> Path:
    """DuckDB's log beside a database."""
    return path.with_name(f"{path.name}.wal")


def _sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, even should the power fail now."""
    if path.is_dir() and os.name == "nt":
        return  # Windows knows no such thing for folders.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
