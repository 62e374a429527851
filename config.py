"""Paths and settings from the environment (prefix MONITOR_); imports nothing of ours."""

import functools
import os
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
EMBEDDED = ROOT / "data"
"""The data folder that comes with the project; ``mapping`` in it holds spellings of official files, for every district."""


class Settings(BaseSettings):
    """What an operator can set; each field is one variable, ``data_dir`` is MONITOR_DATA_DIR."""

    model_config = SettingsConfigDict(env_prefix="MONITOR_")

    data_dir: Path = EMBEDDED
    """Folder with region.toml and raw/: one district."""
    releases_dir: Path | None = None
    """Where releases are published; by default the folder ``releases`` in ``data_dir``."""
    base_url: str = ""
    """Public address of the dashboard, for links that leave the house."""
    sql: bool = os.name == "posix"
    """Whether visitors can write queries; elsewhere the system has no limits for the processes that run them."""

    api_requests: int = 1200
    """Requests to ``/api/v1`` that one client may send in a minute."""

    @property
    def releases(self) -> Path:
        """Folder with ``<release_id>.duckdb`` files and the pointer ``CURRENT``."""
        return self.releases_dir or self.data_dir / "releases"


_VARIABLES = tuple(f"MONITOR_{name.upper()}" for name in Settings.model_fields)


def settings() -> Settings:
    """The settings that the environment holds now."""
    return _read(tuple(map(os.environ.get, _VARIABLES)))


@functools.lru_cache(maxsize=16)
def _read(_: tuple[str | None, ...]) -> Settings:
    # Asked for many times in every run; read again only when a variable has changed.
    return Settings()
