"""Files that hold files: what lies in a ZIP or GZIP from outside, unpacked for as long as it is read."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from etl.official.adapters.recognition import UnknownFileError, adapter_for
from etl.reading.archives import inflate, opened, unpack

TABLES = {".csv", ".txt", ".asc", ".xls", ".xlsx"}
GZIP = b"\x1f\x8b"
DAMAGED = "Das Archiv ist beschädigt oder mit einem Kennwort gesichert. Bitte neu herunterladen oder auspacken."


@contextmanager
def members(path: Path, source: str | None = None) -> Iterator[list[tuple[str, Path]]]:
    """Name to show and path of every file to read: itself, what a GZIP holds, tables in a ZIP that is no kind of its own.

    Raises UnreadableError when an archive is damaged or unpacks to more than is sensible.
    """
    with TemporaryDirectory() as folder:
        if _begins(path, GZIP):
            inflated = Path(folder) / (path.stem if path.suffix.lower() == ".gz" else path.name)
            inflate(path, inflated)
            yield [(path.name, inflated)]
        elif _is_bundle(path, source):
            with opened(path, DAMAGED) as archive:
                infos = archive.infolist()
                tables = [info for info in infos if PurePosixPath(info.filename).suffix.lower() in TABLES]
                # The name is for people; the path is ours: no separator of any system, no drive.
                names = [PureWindowsPath(info.filename).name for info in tables]
                targets = [Path(folder) / str(number) / name for number, name in enumerate(names)]
                unpack(archive, zip(tables, targets, strict=True))
            yield [(f"{path.name}/{info.filename}", target) for info, target in zip(tables, targets, strict=True)]
        else:
            yield [(path.name, path)]


def _is_bundle(path: Path, source: str | None) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with opened(path, DAMAGED) as archive:
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
