"""Paths and settings from the environment (prefix MONITOR_); imports nothing of ours."""

import functools
import ipaddress
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
EMBEDDED = ROOT / "data"
"""The data folder that comes with the project; ``mapping`` in it holds spellings of official files, for every district."""


class Settings(BaseSettings):
    """What an operator can set; each field is one variable, ``data_dir`` is MONITOR_DATA_DIR.

    A variable that is empty means the default, like one that is not set. What is expected of each: ``EXPECTED``.
    """

    model_config = SettingsConfigDict(env_prefix="MONITOR_", env_ignore_empty=True, validate_default=False)

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

    @field_validator("*")
    @classmethod
    def _as_expected(cls, value: Any, info: ValidationInfo) -> Any:
        _, is_right = EXPECTED[str(info.field_name)]
        try:
            if is_right(value):
                return value
        except OSError as problem:
            raise ValueError from problem
        raise ValueError


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _is_public_address(text: str) -> bool:
    parts = urlsplit(text)
    # What is no port raises an error here.
    host = parts.netloc.lower().removesuffix(f":{parts.port}")
    is_bare = not (parts.query or parts.fragment or re.search(r"\s", text))
    return parts.scheme in ("http", "https") and is_bare and bool(re.fullmatch(rf"{_NAME}|\[[0-9a-f:.]+\]", host))


def _are_hosts(text: str) -> bool:
    return all(re.fullmatch(rf"(\*\.)?{_NAME}|[0-9a-f:.]+", host) for host in listed(text.lower()))


def _are_networks(text: str) -> bool:
    # What is neither an address nor a network raises an error.
    return all(ipaddress.ip_network(part, strict=False) for part in listed(text))


def _is_no_file(path: Path) -> bool:
    return not path.is_file()


def _is_no_folder(path: Path) -> bool:
    return not path.is_dir()


_NAME = r"[a-z0-9_-]+(\.[a-z0-9_-]+)*"
"""Of a host as browsers send it: other letters are written ``xn--…``."""
_NETWORKS = "eine IP-Adresse oder ein Netz wie 10.1.0.0/16, mehrere mit Kommas dazwischen"

EXPECTED: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "data_dir": ("ein vorhandener Ordner mit region.toml und raw/", Path.is_dir),
    "releases_dir": ("ein Ordner und keine Datei", _is_no_file),
    "test_report": ("eine Datei und kein Ordner", _is_no_folder),
    "base_url": ("eine Adresse wie https://monitor.example.org (Umlaute im Namen als xn--…)", _is_public_address),
    "sql": ("„on“ oder „off“", lambda _: True),
    "office_secrets": ("eine Datei und kein Ordner", _is_no_folder),
    "office_dir": ("ein Ordner und keine Datei", _is_no_file),
    "office_roles_claim": ("ein Name wie roles oder realm_access.roles", lambda name: all(name.split("."))),
    "office_hours": ("eine Zahl über 0 wie 8 oder 0.5", lambda hours: 0 < hours < math.inf),
    "allowed_hosts": (
        "ein Name ohne https:// und Port wie monitor.example.org, mehrere mit Kommas dazwischen",
        _are_hosts,
    ),
    "trusted_proxies": (_NETWORKS, _are_networks),
    "client_requests": ("eine ganze Zahl ab 1", lambda count: count >= 1),
    "client_sessions": ("eine ganze Zahl ab 1", lambda count: count >= 1),
    "metrics": (_NETWORKS, _are_networks),
    "log_format": ("„plain“ oder „json“", lambda _: True),
}
"""What an operator may write for each setting: in words, and whether a value of its type is that."""

_VARIABLES = tuple(f"MONITOR_{name.upper()}" for name in Settings.model_fields)


def settings() -> Settings:
    """The settings that the environment holds now.

    A wrong value ends the program or the command (SystemExit) with one German sentence for each, and no traceback.
    """
    return _read(tuple(map(os.environ.get, _VARIABLES)))


@functools.lru_cache(maxsize=16)
def _read(_: tuple[str | None, ...]) -> Settings:
    # Asked for many times in every run; read again only when a variable has changed.
    try:
        return Settings()
    except ValidationError as problem:
        # One of a choice of types has several errors.
        wrong = {str(error["loc"][0]): str(error["input"]) for error in problem.errors()}
        raise SystemExit("\n".join(_sentence(name, value) for name, value in wrong.items())) from None


def _sentence(name: str, value: str) -> str:
    found = "".join(letter if letter.isprintable() else "�" for letter in value)
    words, _ = EXPECTED[name]
    return f"MONITOR_{name.upper()} ist „{found}“, erwartet wird {words}; bitte berichtigen oder weglassen."
