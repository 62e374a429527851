"""Files that hold files: what lies in a ZIP or GZIP from outside, unpacked within limits."""

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from etl.messages.refusals import UnreadableError
from etl.official.adapters.recognition import UnknownFileError, adapter_for

MEMBERS = 500
BYTES = 2_000_000_000
TABLES = {".csv", ".txt", ".asc", ".xls", ".xlsx"}
CHUNK = 1 << 22
GZIP = b"\x1f\x8b"


@contextmanager
def members(path: Path, source: str | None = None) -> Iterator[list[tuple[str, Path]]]:
    """Name to show and path of every file to read: itself, what a GZIP holds, tables in a ZIP that is no kind of its own.

    Raises UnreadableError when an archive is damaged or unpacks to more than is sensible.
    """
    if _begins(path, GZIP):
        with TemporaryDirectory() as folder:
            yield [(path.name, _inflated(path, Path(folder)))]
        return
    if not _is_bundle(path, source):
        yield [(path.name, path)]
        return
    with TemporaryDirectory() as folder:
        yield _unpacked(path, Path(folder))


def _is_bundle(path: Path, source: str | None) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        if "[Content_Types].xml" in archive.namelist():
            return False
    try:
        adapter_for(path, source)
    except UnknownFileError:
        return True
    return False


def _begins(path: Path, start: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(start)) == start


def _inflated(path: Path, folder: Path) -> Path:
    target = folder / (path.stem if path.suffix.lower() == ".gz" else path.name)
    size = 0
    try:
        with gzip.open(path) as content, target.open("wb") as file:
            while chunk := content.read(CHUNK):
                size += len(chunk)
                if size > BYTES:
                    raise UnreadableError(f"Die Datei entpackt sich auf mehr als {BYTES // 10**6} MB. Bitte auspacken.")
                file.write(chunk)
    except (OSError, EOFError, zlib.error) as problem:
        raise UnreadableError("Die gepackte Datei (GZIP) ist beschädigt. Bitte neu herunterladen.") from problem
    return target


def _unpacked(path: Path, folder: Path) -> list[tuple[str, Path]]:
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [info for info in archive.infolist() if PurePosixPath(info.filename).suffix.lower() in TABLES]
            if len(tables) > MEMBERS or sum(info.file_size for info in tables) > BYTES:
                raise UnreadableError(
                    f"Das Archiv enthält {len(tables)} Tabellen mit zusammen {sum(i.file_size for i in tables) // 10**6} MB; "
                    f"erlaubt sind {MEMBERS} mit {BYTES // 10**6} MB. Bitte auspacken und einzeln einlesen."
                )
            found = []
            for number, info in enumerate(tables):
                # The name is for people; the path is ours, whatever the archive says: no separator of any system, no
                # drive. The size was checked above: zipfile stops at the size that the archive's directory names.
                target = folder / str(number) / PureWindowsPath(info.filename).name
                target.parent.mkdir()
                with archive.open(info) as content, target.open("wb") as file:
                    shutil.copyfileobj(content, file)
                found.append((f"{path.name}/{info.filename}", target))
            return found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as problem:
        raise UnreadableError(
            "Das Archiv ist beschädigt oder mit einem Kennwort gesichert. Bitte neu herunterladen oder auspacken."
        ) from problem
