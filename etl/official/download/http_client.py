"""One file over HTTP: resumed, retried, limited in size, from known hosts only. Knows nothing of what the file means."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, ProtocolError
from urllib3.util import Retry

from etl.messages.german import megabytes, number
from etl.official.download.lock import Entry

Progress = Callable[[int, int | None], None]
"""Bytes there are, and bytes there will be if the server says so."""

CONNECT_SECONDS, READ_SECONDS = 10, 60
REDIRECTS = 5
BLOCK = 1 << 14
MEGABYTE = 1_000_000
BUSY = (429, 500, 502, 503, 504)
RETRY = Retry(
    total=5,
    connect=2,
    backoff_factor=1,
    backoff_max=30,
    backoff_jitter=0.5,
    retry_after_max=60,
    status_forcelist=BUSY,
    allowed_methods=("GET",),
    raise_on_status=False,
)


class DownloadError(Exception):
    """A file was not fetched; the message says in German why."""


class UnreachableError(DownloadError):
    """A host gives no answer at all."""

    def __init__(self, host: str) -> None:
        super().__init__(f"Keine Verbindung zu {host}.")
        self.host = host


class MissingError(DownloadError):
    """There is no file at this address."""


@dataclass(frozen=True)
class Answer:
    """What the server said about the file that was fetched."""

    is_unchanged: bool = False
    """The file is the one that is known; nothing was transferred."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Client:
    """A session that asks known hosts only."""

    hosts: frozenset[str]
    """Host and, where it is not the usual one, port."""
    retry: Retry = RETRY
    timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS)
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=self.retry))
        # A packed answer has no lengths and no ranges that belong to the file.
        self.session.headers.update({"Accept-Encoding": "identity", "User-Agent": "smart-region-monitor"})

    @contextmanager
    def get(self, url: str, headers: dict[str, str]) -> Iterator[requests.Response]:
        """Ask for one address and follow where it leads, as long as that is a known host. Raises DownloadError."""
        for _ in range(REDIRECTS + 1):
            with self._ask(url, headers) as response:
                if not response.is_redirect:
                    yield response
                    return
                url = _next(url, response.headers["Location"], self.hosts)
        raise DownloadError(f"Die Adresse leitet mehr als {REDIRECTS}-mal weiter.")

    def _ask(self, url: str, headers: dict[str, str]) -> requests.Response:
        host = urlsplit(url).netloc
        try:
            return self.session.get(url, headers=headers, stream=True, timeout=self.timeout, allow_redirects=False)
        except requests.exceptions.SSLError as problem:
            raise DownloadError(f"Die verschlüsselte Verbindung zu {host} kommt nicht zustande: {problem}") from problem
        except requests.exceptions.ConnectionError as problem:
            raise UnreachableError(host) from problem
        except requests.exceptions.RequestException as problem:
            raise DownloadError(f"Die Adresse {url} lässt sich nicht abrufen: {problem}") from problem


def download(
    client: Client, url: str, part: Path, limit_mb: int, report: Progress, known: Entry | None = None
) -> Answer:
    """Fetch one file into ``part``; what an earlier attempt left there is gone on with, if the server can.

    With ``known`` the server is asked whether the file has changed since. Raises DownloadError; after that ``part``
    holds what can be gone on with, or nothing.
    """
    retry = client.retry
    while True:
        try:
            return _attempt(client, url, part, limit_mb, report, known)
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError) as problem:
            host = urlsplit(url).netloc
            try:
                retry = retry.increment("GET", url, error=ProtocolError(str(problem)))
            except MaxRetryError:
                there = megabytes(part.stat().st_size if part.exists() else 0)
                raise DownloadError(
                    f"Die Verbindung zu {host} bricht immer wieder ab; {there} sind da, der nächste Aufruf setzt fort."
                ) from problem
            retry.sleep()


def _attempt(client: Client, url: str, part: Path, limit_mb: int, report: Progress, known: Entry | None) -> Answer:
    there, validator = _left(part, url)
    headers = {}
    if there and validator:
        headers = {"Range": f"bytes={there}-", "If-Range": validator}
    elif known and known.etag:
        headers = {"If-None-Match": known.etag}
    elif known and known.last_modified:
        headers = {"If-Modified-Since": known.last_modified}
    with client.get(url, headers) as response:
        match response.status_code:
            case 304:
                return Answer(is_unchanged=True)
            case 404 | 410:
                raise MissingError("Unter dieser Adresse liegt keine Datei.")
            case 416 if "Range" in headers:
                forget(part)
                return _attempt(client, url, part, limit_mb, report, known)
            case 206 if response.headers.get("Content-Range", "").startswith(f"bytes {there}-"):
                mode = "ab"
            case 200:
                there, mode = 0, "wb"
            case code:
                raise DownloadError(f"{urlsplit(url).netloc} antwortet mit dem Fehler {code}.")
        _receive(response, url, part, mode, there, limit_mb, report)
        return Answer(etag=response.headers.get("ETag"), last_modified=response.headers.get("Last-Modified"))


def _receive(
    response: requests.Response, url: str, part: Path, mode: str, there: int, limit_mb: int, report: Progress
) -> None:
    length = response.headers.get("Content-Length", "")
    total = there + int(length) if length.isdigit() else None
    _require_small(part, total or 0, limit_mb)
    part.parent.mkdir(parents=True, exist_ok=True)
    # A weak ETag does not promise the same bytes.
    etag = response.headers.get("ETag", "")
    validator = etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified")
    _note(part).write_text(json.dumps({"url": url, "validator": validator}), "utf-8")
    with part.open(mode) as file:
        for block in response.iter_content(BLOCK):
            file.write(block)
            there += len(block)
            _require_small(part, there, limit_mb)
            report(there, total)
        file.flush()
        os.fsync(file.fileno())
    if total is not None and there != total:
        forget(part)
        raise DownloadError(f"Es kamen {number(there, 0)} statt {number(total, 0)} Bytes.")


def forget(part: Path) -> None:
    """Remove what was fetched of a file."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _left(part: Path, url: str) -> tuple[int, str | None]:
    """Bytes an earlier attempt left of this address, and what tells whether the rest still belongs to them."""
    try:
        note = json.loads(_note(part).read_bytes())
        return (part.stat().st_size, note["validator"]) if note["url"] == url else (0, None)
    except (OSError, ValueError, KeyError, TypeError):
        return 0, None


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _require_small(part: Path, size: int, limit_mb: int) -> None:
    if size > limit_mb * MEGABYTE:
        forget(part)
        raise DownloadError(
            f"Die Datei ist größer als {limit_mb} MB. Ist das richtig, „max_mb“ in sources.toml erhöhen."
        )


def _next(url: str, location: str, hosts: frozenset[str]) -> str:
    """Where a redirect leads. Raises DownloadError when that is a host nobody has named, or no longer encrypted."""
    target = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(target)
    if new.netloc not in hosts or new.scheme not in ("http", "https"):
        raise DownloadError(
            f"{old.netloc} leitet auf {new.netloc or target} weiter; dieser Rechner steht nicht in sources.toml."
        )
    if old.scheme == "https" and new.scheme != "https":
        raise DownloadError(f"{old.netloc} leitet auf eine unverschlüsselte Adresse weiter.")
    return target
