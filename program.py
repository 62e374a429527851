"""Which version of the program this is, by its files alone: what was tested is told apart from what runs now.

Imports nothing of ours.
"""

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parent
_FOLDERS = ("app", "etl", "pages", ".streamlit")
_BESIDE = ("*.py", "*.toml", "requirements.txt")


@functools.cache
def program_id() -> str:
    """First 12 hex digits of a SHA-256 over names and bytes of everything that the program is made of."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        # Git may write line ends otherwise on another machine.
        data = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(_ROOT).as_posix()}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()[:12]


def _files() -> Iterator[Path]:
    for pattern in _BESIDE:
        yield from _ROOT.glob(pattern)
    for folder in _FOLDERS:
        for path in (_ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc" and path.name != "secrets.toml":
                yield path
