"""The one door to DuckDB: questions against one published release, never anything else."""

import functools
import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from app.words import units
from config import settings

_SQL = Path(__file__).resolve().parent / "sql"
_LOG = logging.getLogger(__name__)
_RELEASE_ID = re.compile(r"[0-9a-f]{12}")
_PARAMETER = re.compile(r"\$(\w+)")
_SMALL = 64_000_000
"""Bytes of a release that is read by one thread."""
_BATCH = 8192
"""Rows that are read at once."""
_COLUMNS: dict[str, dict[str, bool]] = {}
"""Columns of each question that was sorted, and whether they hold text."""
_Joined = tuple[str, str, tuple[tuple[str, object], ...]]
"""A question, the column by which it is joined, and its parameters."""
_LOCK, _PREPARING = threading.Lock(), threading.Lock()
_KEEP_OPEN = 4
_SHAPE = """
select table_name, column_name, data_type from duckdb_columns() where not internal
union all
select function_name, cast(parameters as varchar), macro_definition from duckdb_functions() where not internal
"""
"""What questions rely on."""
_PREPARED: dict[frozenset[tuple[str, str, str]], str] = {}
"""What came of preparing all questions, by the shape of the release: it takes a tenth of a second and more."""
_DRAFT: ContextVar[Path | None] = ContextVar("draft", default=None)
"""Folder with the release of a draft that this run or request looks at."""
_GOOD: dict[Path, str] = {}
"""Release that was served last from each folder."""
_PROBLEMS: dict[Path, str] = {}
"""What is wrong with each folder now, so that the log names it once and not at every run."""


@dataclass(eq=False)
class _Release:
    """A release that is open."""

    connection: duckdb.DuckDBPyConnection
    built: float
    """When, in seconds since 1970."""
    problem: str | None = None
    """Why the questions of this program cannot be asked of it; empty when they can, None while nobody has tried."""


_OPEN: dict[Path, _Release] = {}


class NoReleaseError(RuntimeError):
    """No release can be read; the message says where one was looked for."""


class TooSlowError(RuntimeError):
    """A question takes longer than anybody waits."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds


@dataclass(frozen=True)
class ReleaseState:
    """The release to read from now."""

    release_id: str
    problem: str = ""
    """Why it may not be the one that is meant to be published; empty when all is well."""


def look_at(draft: Path | None) -> None:
    """From now on this run or request reads the release in the folder of a draft, or that of everybody."""
    _DRAFT.set(draft)


def is_draft() -> bool:
    """Whether this run or request looks at what is not published."""
    return _DRAFT.get() is not None


def _folder() -> Path:
    return _DRAFT.get() or settings().releases


def current_release() -> str:
    """Id of the release to read from now; a run asks once and keeps to it.

    Raises
    ------
    NoReleaseError
        When none can be read.
    """
    return release_state().release_id


def release_state() -> ReleaseState:
    """The release that ``CURRENT`` names, or the last good one when that cannot be read.

    The last good one is the one served before; after a restart the one that ``CURRENT.bak`` names; else the newest.

    Raises
    ------
    NoReleaseError
        When none can be read; it says what is wrong with ``CURRENT``.
    """
    folder = _folder()
    try:
        found = ReleaseState(_published(folder))
    except NoReleaseError as error:
        try:
            found = ReleaseState(_last_good(folder, error), str(error))
        except NoReleaseError:
            if _is_new(folder, str(error)):
                _LOG.error("%s; es lässt sich keine Veröffentlichung lesen", error)
            raise
    if _is_new(folder, found.problem):
        if found.problem:
            _LOG.error("%s; gezeigt wird weiter die Veröffentlichung %s", found.problem, found.release_id)
        else:
            _LOG.warning("%s: wieder in Ordnung, gezeigt wird die Veröffentlichung %s", folder, found.release_id)
    _GOOD[folder] = found.release_id
    return found


def _is_new(folder: Path, problem: str) -> bool:
    """Whether a folder has another problem than when it was asked last, or none any more; this one is remembered."""
    before, _PROBLEMS[folder] = _PROBLEMS.get(folder, ""), problem
    return problem != before


def log_unreadable(error: NoReleaseError) -> None:
    """Log why a release cannot be read; what is wrong with the published one was logged when it was noticed."""
    if str(error) != _PROBLEMS.get(_folder()):
        _LOG.error("no release to read: %s", error)


def _published(folder: Path) -> str:
    """Release that ``CURRENT`` names, open."""
    release_id = _named_in(folder / "CURRENT")
    try:
        if not _file(folder, release_id).is_file():
            raise NoReleaseError(
                f"{folder / 'CURRENT'}: Die Veröffentlichung {release_id}, auf die er zeigt, ist nicht da"
            )
        _expect_answers(_file(folder, release_id))
    except NoReleaseError:
        # It may have been taken back and removed since the pointer was read.
        if _named_in(folder / "CURRENT") == release_id:
            raise
        return _published(folder)
    return release_id


def _named_in(pointer: Path) -> str:
    try:
        release_id = pointer.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoReleaseError(
            f"{pointer}: keine lesbare Veröffentlichung; erwartet wird eine Zeile mit ihrer Kennung"
        ) from error
    if not _RELEASE_ID.fullmatch(release_id):
        raise NoReleaseError(f"{pointer}: „{release_id[:40]}“ gefunden, erwartet werden 12 Hexadezimalziffern")
    return release_id


def _last_good(folder: Path, error: NoReleaseError) -> str:
    for release_id in _candidates(folder):
        try:
            _expect_answers(_file(folder, release_id))
        except NoReleaseError:
            continue
        return release_id
    raise error


def _candidates(folder: Path) -> Iterator[str]:
    if folder in _GOOD:
        yield _GOOD[folder]
    with suppress(NoReleaseError):
        yield _named_in(folder / "CURRENT.bak")
    # One that was taken back is newer than the one to show: only when nothing tells that any more.
    with suppress(OSError):
        files = [path for path in folder.glob("*.duckdb") if _RELEASE_ID.fullmatch(path.stem)]
        yield from (path.stem for path in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True))


def kept_releases(current: str) -> list[str]:
    """The current release and those before it that are still there, the newest first: a newer one was taken back."""
    folder = _folder()
    built = {}
    for path in folder.glob("*.duckdb"):
        if _RELEASE_ID.fullmatch(path.stem):
            with suppress(FileNotFoundError):  # removed in this moment
                built[path.stem] = path.stat().st_mtime
    latest = built.get(current, 0.0)
    older = [name for name, when in built.items() if when <= latest and name != current]
    return [current, *sorted(older, key=lambda name: built[name], reverse=True)]


def has(release_id: str) -> bool:
    """Whether a release of that id, which may come from outside, is still there or open."""
    return bool(_RELEASE_ID.fullmatch(release_id)) and (file(release_id).is_file() or file(release_id) in _OPEN)


def built(release_id: str) -> float:
    """When a release was built, in seconds since 1970."""
    return _opened(file(release_id)).built


def file(release_id: str) -> Path:
    """The file of a release, for a process of its own that reads it."""
    return _file(_folder(), release_id)


@functools.lru_cache(maxsize=64)
def question(name: str) -> str:
    """Text of ``app/data/sql/<name>.sql``."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def read(
    name: str,
    release_id: str,
    parameters: Mapping[str, object],
    *,
    order: tuple[str, ...] = (),
    first: int = 0,
    most: int | None = None,
    joined: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """Answer of one named question; ``parameters`` may hold more than it asks for.

    With ``order`` (columns of the answer, ``-`` for downwards, unknown values last) and ``most`` only the rows from
    ``first`` on are fetched. Where the first of them is none of its own, it is one of the question ``joined``, which has
    one row for each value of a column (name of question and column), and the answer has that question's columns too.
    The frame is shared between all callers with the same arguments: it is read, never changed.
    """
    # All rows of a list are read once for a file, and keeping them would fill the memory.
    ask = _answer.__wrapped__ if order and most is None else _answer
    return ask(name, release_id, _given(name, parameters), order, first, most, _joined(joined, parameters))


def stream(release_id: str, text: str, values: Mapping[str, object], *, seconds: float) -> pa.RecordBatchReader:
    """Rows of a question that ``app/data/published`` puts together, batch by batch: many of them fill no memory.

    Raises
    ------
    TooSlowError
        Now or while it is read, when DuckDB works longer than ``seconds`` for one batch.
    """
    cursor = _connection(release_id).cursor()
    with _limited(cursor, seconds):
        reader = cursor.sql(text, params=dict(values)).to_arrow_reader(_BATCH)
    return pa.RecordBatchReader.from_batches(reader.schema, _batches(reader, cursor, seconds))


def _batches(
    reader: pa.RecordBatchReader, cursor: duckdb.DuckDBPyConnection, seconds: float
) -> Iterator[pa.RecordBatch]:
    with cursor:
        while True:
            with _limited(cursor, seconds):
                batch = next(reader, None)
            if batch is None:
                return
            yield batch


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Stop what the cursor does when it takes longer."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        cursor.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield
    except Exception as error:
        if late.is_set():
            raise TooSlowError(seconds) from error
        raise
    finally:
        timer.cancel()


def count(name: str, release_id: str, parameters: Mapping[str, object]) -> int:
    """How many rows the answer has."""
    return _count(name, release_id, _given(name, parameters))


def _joined(joined: tuple[str, str] | None, parameters: Mapping[str, object]) -> _Joined | None:
    return joined and (*joined, _given(joined[0], parameters))


def _given(name: str, parameters: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    wanted = set(_PARAMETER.findall(question(name)))
    given = {
        key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items() if key in wanted
    }
    return tuple(sorted(given.items()))


@functools.lru_cache(maxsize=512)
def _answer(
    name: str,
    release_id: str,
    parameters: tuple[tuple[str, object], ...],
    order: tuple[str, ...] = (),
    first: int = 0,
    most: int | None = None,
    joined: _Joined | None = None,
) -> pd.DataFrame:
    text, values = question(name), _values(parameters)
    if order:
        columns = _columns(name, release_id, parameters)
        if joined and order[0].removeprefix("-") not in columns:
            other, shared, more = joined
            text = f"from ({_bare(text)}) left join ({_bare(question(other))}) using ({shared})"
            columns, values = columns | _columns(other, release_id, more), values | _values(more)
        keys = ", ".join((_in_words(order[0], columns), *map(_sorted, order)))
        text = f"from ({_bare(text)}) order by {keys} limit $row_limit offset $row_offset"
        values |= {"row_limit": most, "row_offset": first}
    # A cursor per call: a connection shared by threads mixes their results up.
    with _connection(release_id).cursor() as cursor:
        return cursor.execute(text, values).df()


def _bare(text: str) -> str:
    return text.rstrip().removesuffix(";")


@functools.lru_cache(maxsize=512)
def _count(name: str, release_id: str, parameters: tuple[tuple[str, object], ...]) -> int:
    with _connection(release_id).cursor() as cursor:
        return len(cursor.sql(question(name), params=_values(parameters)))


def _values(parameters: tuple[tuple[str, object], ...]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}


def _columns(name: str, release_id: str, parameters: tuple[tuple[str, object], ...]) -> dict[str, bool]:
    """The columns of a question, and whether they hold text."""
    # Asking for types costs as much as a small question; they are the same for every selection.
    if name not in _COLUMNS:
        with _connection(release_id).cursor() as cursor:
            rows = cursor.sql(question(name), params=_values(parameters))
            texts = [kind == duckdb.sqltypes.VARCHAR for kind in rows.types]
            _COLUMNS[name] = dict(zip(rows.columns, texts, strict=True))
    return _COLUMNS[name]


def _in_words(column: str, columns: Mapping[str, bool]) -> str:
    """What the eye looks for first: words as in a dictionary, „Ä“ beside „a“, partial dates in the order of time.

    It may come from outside, so it must be one of the question's own columns.
    """
    name = column.removeprefix("-")
    if name in units.PARTIAL_DATES:
        return _sorted(column, units.time_order("{}"))
    return _sorted(column, "strip_accents(lower({}))" if columns[name] else "{}")


def _sorted(column: str, key: str = "{}") -> str:
    # In quotation marks: „end“ is a column, and a word of SQL.
    name = f'"{column.removeprefix("-")}"'
    return f"{key.format(name)} {'desc' if column.startswith('-') else 'asc'} nulls last"


def _options(path: Path) -> dict[str, str | bool | int | float | list[str]]:
    """Locked, and without a way out; a small release is read by one thread: handing work over costs more than it saves."""
    locked: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    return locked | ({"threads": "1"} if path.stat().st_size < _SMALL else {})


def _file(folder: Path, release_id: str) -> Path:
    return folder / f"{release_id}.duckdb"


def _connection(release_id: str) -> duckdb.DuckDBPyConnection:
    return _opened(file(release_id)).connection


def _opened(path: Path) -> _Release:
    """A release, which is one only when it names itself as its file does."""
    with _LOCK:
        # Taken out and put back: the one that was not asked for longest stands first.
        release = _OPEN.pop(path, None)
        if release is None:
            try:
                connection = duckdb.connect(path, read_only=True, config=_options(path))
                names = connection.execute("select release_id from release").fetchall()
                release = _Release(connection, path.stat().st_mtime)
            except (duckdb.Error, OSError) as error:
                raise NoReleaseError(f"{path}: die Veröffentlichung lässt sich nicht öffnen ({error})") from error
            if names != [(path.stem,)]:
                raise NoReleaseError(f"{path}: die Datei enthält eine andere Veröffentlichung")
        _OPEN[path] = release
        for old in list(_OPEN)[:-_KEEP_OPEN]:
            _OPEN.pop(old)  # closed by the last cursor that still reads from it
        return release


def _expect_answers(path: Path) -> None:
    """Open a release that is to be shown: one of another version of the program would break page by page.

    Raises
    ------
    NoReleaseError
        When it cannot be opened, or one of the questions cannot be asked of it.
    """
    release = _opened(path)
    try:
        with _PREPARING:
            if release.problem is None:
                with release.connection.cursor() as cursor:
                    release.problem = _problem(cursor)
    except duckdb.Error as error:
        raise NoReleaseError(f"{path}: die Veröffentlichung lässt sich nicht lesen ({error})") from error
    if release.problem:
        raise NoReleaseError(f"{path}: {release.problem}")


def _problem(cursor: duckdb.DuckDBPyConnection) -> str:
    """Why not all questions can be asked of a release; empty when they can."""
    shape = frozenset(cursor.execute(_SHAPE).fetchall())
    if shape not in _PREPARED:
        _PREPARED[shape] = next(_refused(cursor), "")
    return _PREPARED[shape]


def _refused(cursor: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for name in sorted(path.stem for path in _SQL.glob("*.sql")):
        text = f"prepare question as {_bare(question(name))}"
        try:
            cursor.execute(text)
        except duckdb.ProgrammingError as error:
            said = str(error).partition("\n")[0]
            yield f"Die Veröffentlichung stammt von einer anderen Fassung des Programms; {name}: {said}"
