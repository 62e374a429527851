"""Paths and settings from the environment (prefix MONITOR_); imports nothing of ours."""

import functools
import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

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
    test_report: Path = EMBEDDED / "test-report.xml"
    """What ``make test`` found, for the pages of promises and accessibility; a build reads it."""
    base_url: str = ""
    """Public address of the dashboard, for links that leave the house."""
    sql: bool = os.name == "posix"
    """Whether visitors can write queries; elsewhere the system has no limits for the processes that run them."""

    office_secrets: Path | None = None
    """A secrets.toml outside of the program with the provider that the project office logs in with; without it there is no
    ``/redaktion``."""
    office_dir: Path | None = None
    """Where drafts and log of the project office are kept; by default the folder ``office`` in ``data_dir``."""
    office_roles_claim: str = "roles"
    """The claim of the provider that names the roles of a person; ``realm_access.roles`` is one within another."""
    office_hours: float = 8.0
    """Hours after which somebody who has logged in has to do so again."""

    allowed_hosts: str = ""
    """Host names by which the dashboard may be asked for, with commas between them; ``*.example.org`` is any below one."""
    trusted_proxies: str = "127.0.0.1,::1"
    """Addresses and networks of proxies in front, whose word is taken for who asks and whether over TLS."""
    client_requests: int = 1200
    """Requests that one client may send in a minute; what takes more work counts as several."""
    client_sessions: int = 200
    """Pages that one client may have open at the same time."""
    metrics: str = ""
    """Addresses and networks that may read ``/api/metrics``, with commas between them; without any nobody may."""
    log_format: Literal["plain", "json"] = "plain"
    """How a line of the log is written."""

    @property
    def releases(self) -> Path:
        """Folder with ``<release_id>.duckdb`` files and the pointer ``CURRENT``."""
        return self.releases_dir or self.data_dir / "releases"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names by which the dashboard may be asked for; none when any may."""
        public = urlsplit(self.base_url).hostname
        return tuple(dict.fromkeys((*listed(self.allowed_hosts.lower()), *([public] if public else []))))

    @property
    def has_office(self) -> bool:
        """Whether there is an area for the project office."""
        return self.office_secrets is not None

    @property
    def office(self) -> Path:
        """Folder with drafts and log of the project office, which readers never read."""
        return self.office_dir or self.data_dir / "office"


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


_VARIABLES = tuple(f"MONITOR_{name.upper()}" for name in Settings.model_fields)


def settings() -> Settings:
    """The settings that the environment holds now."""
    return _read(tuple(map(os.environ.get, _VARIABLES)))


@functools.lru_cache(maxsize=16)
def _read(_: tuple[str | None, ...]) -> Settings:
    # Asked for many times in every run; read again only when a variable has changed.
    return Settings()
