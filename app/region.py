"""Which district this is: region.toml of the data folder, for names and contacts on screen."""

import functools
import tomllib
from pathlib import Path
from types import SimpleNamespace

from config import settings


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: float) -> SimpleNamespace:
    # Read again when the file has changed: a corrected imprint shows at the next click.
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return SimpleNamespace(
        **{
            name: SimpleNamespace(**part) if isinstance(part, dict) else [SimpleNamespace(**entry) for entry in part]
            for name, part in content.items()
        }
    )


def region() -> SimpleNamespace:
    """The tables of region.toml as attributes: ``region().operator.name``; empty text means not filled in."""
    path = settings().data_dir / "region.toml"
    return _read(path, path.stat().st_mtime)


def logo() -> Path | None:
    """The logo's file, if the region has one."""
    name = region().region.logo
    return settings().data_dir / name if name else None
