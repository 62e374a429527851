"""The release id: the same inputs and rules give the same id, on every machine."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from etl.reading.inputs import input_files

ETL = Path(__file__).parent.parent
TEXTS = {".py", ".sql", ".toml"}


def release_id(data_dir: Path) -> str:
    """First 12 hex digits of a SHA-256 over names and bytes of everything a release is made from."""
    files = {path.relative_to(data_dir).as_posix(): path for path in input_files(data_dir)}
    files |= {path.relative_to(ETL.parent).as_posix(): path for path in _rules()}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        if path.suffix in TEXTS:
            # Git may write these with other line ends on another machine.
            data = data.replace(b"\r\n", b"\n")
        digest.update(f"{name}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()[:12]


def _rules() -> Iterable[Path]:
    return [*ETL.rglob("*.py"), *ETL.rglob("*.sql"), *ETL.parent.glob("data_dictionary.*")]
