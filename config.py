"""Paths and settings from the environment (prefix MONITOR_); imports nothing of ours."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """What an operator can set; each field is one variable, ``data_dir`` is MONITOR_DATA_DIR."""

    model_config = SettingsConfigDict(env_prefix="MONITOR_")

    data_dir: Path = ROOT / "data"
    """Folder with region.toml and raw/: one district."""
    releases_dir: Path | None = None
    """Where releases are published; by default the folder ``releases`` in ``data_dir``."""
    base_url: str = ""
    """Public address of the dashboard, for links that leave the house."""
    chromium: str = ""
    """Path of the Chromium that the browser tests and the benchmark use."""

    @property
    def releases(self) -> Path:
        """Folder with ``<release_id>.duckdb`` files and the pointer ``CURRENT``."""
        return self.releases_dir or self.data_dir / "releases"


def settings() -> Settings:
    """Read the settings from the environment now."""
    return Settings()
