"""The one door to DuckDB: named questions against one published release, never anything else."""

import functools
import re
import threading
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from config import settings

_SQL = Path(__file__).resolve().parent / "sql"
_PARAMETER = re.compile(r"\$(\w+)")
_LOCK = threading.Lock()
_OPEN: dict[Path, duckdb.DuckDBPyConnection] = {}
_KEEP_OPEN = 4


class NoReleaseError(RuntimeError):
    """No release can be read; the message says where one was looked for."""


def current_release() -> str:
    """Id of the release that ``CURRENT`` points to now.

    Raises
    ------
    NoReleaseError
        When the pointer is missing, or the file it names cannot be opened.
    """
    pointer = settings().releases / "CURRENT"
    try:
        release_id = pointer.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoReleaseError(
            f"{pointer}: keine lesbare Veröffentlichung; erwartet wird eine Zeile mit ihrer Kennung"
        ) from error
    if not re.fullmatch(r"[0-9a-f]{12}", release_id):
        raise NoReleaseError(f"{pointer}: „{release_id[:40]}“ gefunden, erwartet werden 12 Hexadezimalziffern")
    if not (settings().releases / f"{release_id}.duckdb").is_file():
        raise NoReleaseError(f"{pointer}: Die Veröffentlichung {release_id}, auf die er zeigt, ist nicht da")
    _connection(release_id)
    return release_id


@functools.lru_cache(maxsize=64)
def question(name: str) -> str:
    """Text of ``app/sql/<name>.sql``."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def read(name: str, release_id: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """Answer of one named question; ``parameters`` may hold more than it asks for.

    The frame is shared between all callers with the same arguments: it is read, never changed.
    """
    wanted = set(_PARAMETER.findall(question(name)))
    given = {
        key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items() if key in wanted
    }
    return _answer(name, release_id, tuple(sorted(given.items())))


@functools.lru_cache(maxsize=512)
def _answer(name: str, release_id: str, parameters: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    # A cursor per call: a connection shared by threads mixes their results up.
    with _connection(release_id).cursor() as cursor:
        return cursor.execute(question(name), values).df()


def _connection(release_id: str) -> duckdb.DuckDBPyConnection:
    path = settings().releases / f"{release_id}.duckdb"
    with _LOCK:
        if path not in _OPEN:
            try:
                _OPEN[path] = duckdb.connect(
                    path, read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
                )
            except duckdb.Error as error:
                raise NoReleaseError(f"{path}: die Veröffentlichung lässt sich nicht öffnen ({error})") from error
            for old in list(_OPEN)[:-_KEEP_OPEN]:
                _OPEN.pop(old)  # closed by the last cursor that still reads from it
        return _OPEN[path]
