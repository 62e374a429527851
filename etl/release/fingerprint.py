"""Ids made from contents: of a release from its inputs and rules, of a Stand from the office's tables alone."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from etl.messages.refusals import reading
from etl.reading.inputs import OFFICE, input_files, stand_folders

ETL = Path(__file__).parent.parent
TEXTS = {".py", ".sql", ".toml"}


def release_id(data_dir: Path) -> str:
    """First 12 hex digits of a SHA-256 over names and bytes of everything a release is made from.

    Raises RefusedError if a file of it cannot be read.
    """
    with reading():
        files = {path.relative_to(data_dir).as_posix(): path for path in input_files(data_dir)}
        files |= {path.relative_to(ETL.parent).as_posix(): path for path in _rules()}
        return _id(files)


def stand_id(data_dir: Path, stand_date: date) -> str:
    """First 12 hex digits of a SHA-256 over the office's tables of a Stand: another program leaves them what they are.

    Empty when there is no such Stand.
    """
    folder = stand_folders(data_dir).get(stand_date)
    if folder is None:
        return ""
    return _id({kind: path for kind in OFFICE if (path := folder / f"{kind}.csv").is_file()})


def _id(files: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        if path.suffix in TEXTS:
            # Git may write these with other line ends on another machine.
            data = data.replace(b"\r\n", b"\n")
        digest.update(f"{name}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()[:12]


def _rules() -> Iterable[Path]:
    files = (path for kind in TEXTS for path in ETL.rglob(f"*{kind}"))
    return [*files, *ETL.parent.glob("data_dictionary.*")]
