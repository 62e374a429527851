"""Fetching official files: whole and checked, or not at all, and from the named hosts only."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from urllib3.util import Retry

from etl.messages.refusals import RefusedError
from etl.official.adapters import recognition
from etl.official.download import fetch as fetching
from etl.official.download import http_client as downloading
from etl.official.download.addresses import addresses
from etl.official.download.fetch import FOLDER, add_manual_file
from etl.official.download.http_client import Client, DownloadError
from etl.official.download.lock import read_lock
from etl.reading.toml_files import Download, Origin
from tests.etl.official.fakes import Fake, probe
from tests.etl.official.server import (
    Content,
    Server,
    fails,
    leads_to,
    page,
    promises_too_much,
    running,
    says_no_length,
    says_too_little,
)

TODAY = date(2026, 11, 25)
BODY = probe(*(f"k;05978004;{year};{year}.5" for year in range(1900, 2100)))
RETRY = Retry(total=3, connect=1, status_forcelist=(429, 503), raise_on_status=False)
Fetch = Callable[..., list[fetching.Result]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(recognition, "ADAPTERS", (Fake(),))
    # Small files here, so that they too come in several pieces.
    monkeypatch.setattr(downloading, "BLOCK", 100)
    with running() as server:
        yield server


@pytest.fixture
def fetch(server: Server, tmp_path: Path) -> Fetch:
    """Fetch one file of a source from the server into an empty data folder."""

    def run(
        name: str = "a.csv", today: date = TODAY, hosts: frozenset[str] | None = None, **more: object
    ) -> list[fetching.Result]:
        wanted = Download.model_validate({"url": server.url(name), "kind": "csv", **more})
        origin = _origin(wanted)
        client = Client(hosts or fetching.hosts([origin]), RETRY, (1, 1))
        return list(fetching.fetch(tmp_path, [origin], client, today, lambda *_: None))

    return run


def _origin(*downloads: Download, key: str = "breitbandatlas") -> Origin:
    return Origin(id=key, title="T", publisher="P", licence="L", download=downloads)


def _files(folder: Path) -> dict[str, bytes]:
    """Everything in the data folder, apart from the lock of a running process."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_file_is_fetched_and_its_checksum_written_down(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    (result,) = fetch()
    assert result.state == "new"
    assert (tmp_path / "official" / "a.csv").read_bytes() == BODY
    entry = read_lock(tmp_path)["a.csv"]
    assert (entry.source, entry.url, entry.size, entry.fetched) == (
        "breitbandatlas",
        server.url("a.csv"),
        len(BODY),
        TODAY,
    )
    assert set(_files(tmp_path)) == {"official/a.csv", "sources.lock"}


def test_what_has_not_changed_is_not_fetched_again(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    fetch()
    before = _files(tmp_path)
    (result,) = fetch(today=date(2027, 1, 1))
    assert result.state == "unchanged"
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
    assert _files(tmp_path) == before


def test_a_file_that_is_gone_or_changed_is_fetched_again(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    fetch()
    path = tmp_path / "official" / "a.csv"
    path.unlink()
    (result,) = fetch()
    assert (result.state, path.read_bytes()) == ("new", BODY)
    path.write_bytes(BODY[:-1])
    fetch()
    assert path.read_bytes() == BODY


def test_the_same_bytes_under_a_new_etag_are_unchanged(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY, '"1"'), Content(BODY, '"2"')]
    fetch()
    before = _files(tmp_path)
    assert [result.state for result in fetch(today=date(2027, 1, 1))] == ["unchanged"]
    assert _files(tmp_path) == before


def test_a_server_without_etags_is_asked_by_the_day_of_the_last_change(server: Server, fetch: Fetch) -> None:
    day = "Wed, 25 Nov 2026 08:00:00 GMT"
    server.answers["/a.csv"] = [
        lambda handler: handler.answer(
            304 if handler.headers["If-Modified-Since"] == day else 200, BODY, Last_Modified=day
        )
    ]
    assert [result.state for result in [*fetch(), *fetch()]] == ["new", "unchanged"]


def test_what_is_left_of_a_file_that_has_become_shorter_is_fetched_anew(
    server: Server, fetch: Fetch, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [Content(BODY, breaks_after=[700]), fails(416), Content(BODY)]
    assert [result.state for result in fetch()] == ["new"]
    assert (tmp_path / "official" / "a.csv").read_bytes() == BODY


def test_a_file_that_somebody_changed_here_is_fetched_again(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    fetch()
    (tmp_path / "official" / "a.csv").write_bytes(b"changed")
    assert [result.state for result in fetch()] == ["new"]
    assert (tmp_path / "official" / "a.csv").read_bytes() == BODY


def test_a_broken_connection_is_taken_up_where_it_broke(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY, breaks_after=[1000, 500])]
    assert [result.state for result in fetch()] == ["new"]
    assert (tmp_path / "official" / "a.csv").read_bytes() == BODY
    assert [headers.get("Range") for _, headers in server.asked] == [None, "bytes=1000-", "bytes=1500-"]


def test_the_next_call_goes_on_with_what_the_last_one_left(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    content = Content(BODY, breaks_after=[700, 0, 0, 0])
    server.answers["/a.csv"] = [content]
    (result,) = fetch()
    assert result.state == "failed"
    assert "setzt fort" in result.text
    assert not (tmp_path / "official" / "a.csv").exists()
    server.asked.clear()
    assert [result.state for result in fetch()] == ["new"]
    assert [headers.get("Range") for _, headers in server.asked] == ["bytes=700-"]
    assert (tmp_path / "official" / "a.csv").read_bytes() == BODY


def test_the_rest_of_another_version_is_never_glued_on(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    newer = BODY.replace(b"1950.5", b"1950.7")
    server.answers["/a.csv"] = [Content(BODY, '"1"', breaks_after=[700]), Content(newer, '"2"')]
    assert [result.state for result in fetch()] == ["new"]
    assert (tmp_path / "official" / "a.csv").read_bytes() == newer


def test_a_server_that_is_busy_twice_is_asked_again(server: Server, fetch: Fetch) -> None:
    server.answers["/a.csv"] = [fails(503), fails(503), Content(BODY)]
    assert [result.state for result in fetch()] == ["new"]
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page, "Internetseite (HTML)"),
        (promises_too_much(BODY), "bricht immer wieder ab"),
        (fails(503), "Fehler 503"),
        (fails(403), "Fehler 403"),
        (fails(404), "liegt keine solche Datei"),
        (leads_to("http://127.0.0.2:9/a.csv"), "steht nicht in sources.toml"),
        (leads_to("/a.csv"), "mehr als 5-mal"),
        (Content(b"", "2"), "Sie ist leer"),
        (Content(b"Etwas;anderes\n", "2"), "beginnt mit „Etwas;anderes“"),
        (Content(b"Probe;indikatoren\0\1\2", "2"), "kam etwas anderes"),
        (
            lambda handler: handler.answer(200, gzip.compress(BODY), Content_Encoding="gzip"),
            "Es kamen 4.649 statt",
        ),
    ],
)
def test_a_bad_answer_leaves_the_file_that_is_there(
    server: Server, fetch: Fetch, tmp_path: Path, answer: Callable[..., None], words: str
) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    fetch()
    before = _files(tmp_path)
    server.answers["/a.csv"] = [answer]
    (result,) = fetch()
    assert result.state == "failed"
    assert words in result.text
    after = _files(tmp_path)
    # What is too short is not what a next call could go on with.
    assert "Es kamen" not in words or set(after) == set(before)
    left = {name: content for name, content in after.items() if name in before}
    assert left == before


def test_a_table_cut_off_by_a_wrong_length_is_no_longer_than_it_says(
    server: Server, fetch: Fetch, tmp_path: Path
) -> None:
    server.answers["/a.zip"] = [says_too_little(_zip({"a.csv": BODY}))]
    (result,) = fetch("a.zip", kind="zip")
    assert result.state == "failed"
    assert not (tmp_path / "official" / "a.zip").exists()


@pytest.mark.parametrize(
    "answer",
    [
        # Already by what the server says, and by what comes where it says nothing.
        lambda handler: handler.answer(200, BODY, Content_Length="1000001", Connection="close"),
        says_no_length(BODY + b"x" * 1_000_000),
    ],
)
def test_a_file_beyond_its_limit_is_refused(
    answer: Callable[..., None], server: Server, fetch: Fetch, tmp_path: Path
) -> None:
    server.answers["/a.csv"] = [answer]
    (result,) = fetch(max_mb=1)
    assert "größer als 1 MB" in result.text
    assert _files(tmp_path) == {}


def test_a_zip_counts_when_a_table_in_it_is_known(server: Server, fetch: Fetch) -> None:
    server.answers["/a.zip"] = [Content(_zip({"liesmich.txt": b"Hallo", "daten/a.csv": BODY}))]
    server.answers["/b.zip"] = [Content(_zip({"liesmich.txt": b"Hallo"}))]
    assert [result.state for result in fetch("a.zip", kind="zip")] == ["new"]
    assert [result.state for result in fetch("b.zip", kind="zip")] == ["failed"]
    server.answers["/c.xls"] = [Content(BODY)]
    (result,) = fetch("c.xls", kind="xls")
    assert (result.state, "Statt einer Datei der Art XLS kam etwas anderes" in result.text) == ("failed", True)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://{host}/a.csv", "Die verschlüsselte Verbindung zu {host} kommt nicht zustande"),
        ("http://.{host}/a.csv", "Die Adresse http://.{host}/a.csv lässt sich nicht abrufen"),
    ],
)
def test_an_address_that_cannot_be_asked_is_told(server: Server, url: str, said: str) -> None:
    client = Client(frozenset(), Retry(0))
    refused = pytest.raises(DownloadError, match=re.escape(said.format(host=server.host)))
    with refused, client.get(url.format(host=server.host), {}):
        pass


def test_a_redirect_stays_encrypted() -> None:
    hosts = frozenset({"amt.example"})
    with pytest.raises(DownloadError, match=r"^amt\.example leitet auf eine unverschlüsselte Adresse weiter\.$"):
        downloading._next("https://amt.example/a.csv", "http://amt.example/a.csv", hosts)
    assert downloading._next("http://amt.example/a.csv", "/b.csv", hosts) == "http://amt.example/b.csv"


def test_a_redirect_within_the_named_hosts_is_followed(server: Server, fetch: Fetch) -> None:
    server.answers["/a.csv"] = [leads_to("/b.csv")]
    server.answers["/b.csv"] = [Content(BODY)]
    assert [result.state for result in fetch()] == ["new"]


@pytest.mark.parametrize(("count", "state"), [(5, "new"), (6, "failed")])
def test_a_redirect_is_followed_five_times(server: Server, fetch: Fetch, count: int, state: str) -> None:
    server.answers["/a.csv"] = [leads_to("/r1.csv")]
    for number in range(1, count):
        server.answers[f"/r{number}.csv"] = [leads_to(f"/r{number + 1}.csv")]
    server.answers[f"/r{count}.csv"] = [Content(BODY)]
    (result,) = fetch()
    assert result.state == state
    assert state == "new" or "leitet mehr als 5-mal weiter" in result.text


def test_the_latest_dated_file_is_found(server: Server, fetch: Fetch) -> None:
    server.answers["/r_2026-11-23.csv"] = [Content(BODY)]
    (result,) = fetch("r_{YYYY}-{MM}-{DD}.csv", published="day", attempts=10)
    assert (result.state, result.file) == ("new", "r_2026-11-23.csv")
    assert server.paths() == ["/r_2026-11-25.csv", "/r_2026-11-24.csv", "/r_2026-11-23.csv"]


def test_what_was_tried_is_told_when_no_dated_file_is_there(fetch: Fetch) -> None:
    (result,) = fetch("r_{YYYY}-{MM}-{DD}.csv", published="day", attempts=3)
    assert "r_2026-11-25.csv bis r_2026-11-23.csv, 3 Namen" in result.text


@pytest.mark.parametrize(
    ("published", "today", "expected"),
    [
        ("half-year", date(2026, 11, 25), ["06_2026", "12_2025", "06_2025"]),
        ("half-year", date(2026, 6, 1), ["06_2026", "12_2025", "06_2025"]),
        ("half-year", date(2026, 5, 31), ["12_2025", "06_2025", "12_2024"]),
        ("half-year", date(2026, 12, 31), ["12_2026", "06_2026", "12_2025"]),
        ("month", date(2026, 2, 28), ["02_2026", "01_2026", "12_2025"]),
    ],
)
def test_months_are_tried_backwards(published: str, today: date, expected: list[str]) -> None:
    wanted = Download.model_validate(
        {"url": "https://x.de/{MM}_{YYYY}", "kind": "csv", "published": published, "attempts": 3}
    )
    assert [url.rsplit("/", 1)[1] for url in addresses(wanted, today)] == expected


def test_without_a_network_each_host_is_tried_once_and_nothing_changes(tmp_path: Path) -> None:
    with running() as server:
        closed = server.url("")
    downloads = [Download(url=f"{closed}{name}", kind="csv") for name in ("a.csv", "b.csv")]
    origin = _origin(*downloads)
    results = list(fetching.fetch(tmp_path, [origin], Client(fetching.hosts([origin]), RETRY), TODAY, lambda *_: None))
    assert [result.state for result in results] == ["unreachable", "unreachable"]
    assert "Keine Verbindung zu 127.0.0.1" in results[0].text
    assert _files(tmp_path) == {}


def test_two_fetches_at_once_are_refused(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    origin = _origin(Download(url=server.url("a.csv"), kind="csv"))
    client = Client(fetching.hosts([origin]), RETRY)
    first = fetching.fetch(tmp_path, [origin, origin], client, TODAY, lambda *_: None)
    next(first)
    with pytest.raises(RefusedError, match="schon amtliche Dateien"):
        list(fetching.fetch(tmp_path, [origin], client, TODAY, lambda *_: None))
    first.close()


def test_the_lock_is_the_same_in_whatever_order_files_come(server: Server, fetch: Fetch, tmp_path: Path) -> None:
    server.answers |= {"/a.csv": [Content(BODY)], "/b.csv": [Content(BODY)]}
    fetch("b.csv")
    fetch("a.csv")
    assert list(json.loads((tmp_path / "sources.lock").read_text())) == ["a.csv", "b.csv"]


def test_a_file_that_somebody_put_beside_the_fetched_ones_stays_there_and_is_written_down(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / "register.csv"
    path.parent.mkdir()
    path.write_bytes(b"AGS\n")
    add_manual_file(tmp_path, path, "ladesaeulen", date(2026, 11, 25))
    assert path.read_bytes() == b"AGS\n"
    assert read_lock(tmp_path)["register.csv"].size == 4


def test_a_broken_lock_is_told_and_not_overwritten(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "sources.lock").write_text("{")
    with pytest.raises(RefusedError, match="beschädigt"):
        fetch()
    assert (tmp_path / "sources.lock").read_text() == "{"


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
