"""What region.toml and sources.toml say, for the commands around official files."""

from pathlib import Path
from typing import TypeVar

from etl.messages.refusals import InputError
from etl.reading.toml_files import Origin, Part, RegionFile, SourcesFile, read_toml

Model = TypeVar("Model", bound=Part)


def region_file(data_dir: Path) -> RegionFile:
    """Read region.toml. Raises InputError."""
    return _read(data_dir / "region.toml", RegionFile)


def origins(data_dir: Path) -> tuple[Origin, ...]:
    """Read everything in sources.toml that official files can come from. Raises InputError."""
    return _read(data_dir / "raw" / "sources.toml", SourcesFile).origins


def _read(path: Path, model: type[Model]) -> Model:
    found, findings = read_toml(path, path.name, model)
    if found is None:
        raise InputError(findings)
    return found
