"""Which district this is: region.toml of the data folder, for names and contacts on screen."""

import functools
import tomllib
from pathlib import Path
from types import SimpleNamespace

from config import settings


class _Part(SimpleNamespace):
    """A table of the file; a key that is not there is as good as one that is empty."""

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return ""


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: float) -> SimpleNamespace:
    # Read again when the file has changed: a corrected imprint shows at the next click.
    content = {"law": {}, "open_data": {}, "conflict": []} | tomllib.loads(path.read_text(encoding="utf-8-sig"))
    return SimpleNamespace(
        **{
            name: _Part(**part) if isinstance(part, dict) else [_Part(**entry) for entry in part]
            for name, part in content.items()
        }
    )


_LATEST: dict[Path, SimpleNamespace] = {}


def region() -> SimpleNamespace:
    """The tables of region.toml as attributes: ``region().operator.name``; empty text means not filled in.

    While the file is missing or damaged it is what it was.
    """
    path = settings().data_dir / "region.toml"
    try:
        _LATEST[path] = _read(path, path.stat().st_mtime)
    except (OSError, ValueError):
        if path not in _LATEST:
            raise
    return _LATEST[path]


def office() -> str:
    """Who answers for the contents: the project office, else the operator, else the region by its name."""
    place = region()
    return str(place.operator.office or place.operator.name or place.region.name)


def logo() -> Path | None:
    """The logo's file, if the region has one."""
    name = region().region.logo
    path = settings().data_dir / name
    return path if name and path.is_file() else None
