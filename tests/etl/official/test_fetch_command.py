"""The command that fetches: what it says, how it ends, and one command from the official address to a new Stand."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config import ROOT
from etl.cli import app
from etl.official.adapters import recognition
from etl.official.download import fetch as fetching
from etl.official.ingest.settings import origins
from tests.etl.official.fakes import Fake, probe
from tests.etl.official.server import Content, Handler, Server, page, running

BODY = probe("ev_charging_points;05978004;2025-12-31;99")


@pytest.fixture
def server(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve the only download of the copied data folder."""
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    monkeypatch.setattr(recognition, "ADAPTERS", (Fake(source="ladesaeulen"),))
    sources = data_dir / "raw" / "sources.toml"
    text = re.sub(r"\[\[dataset\.download\]\]\n(?:[^\[\n].*\n|\n)*", "", sources.read_text(encoding="utf-8"))
    with running() as server:
        download = f'\n[[dataset.download]]\nurl = "{server.url("a.csv")}"\nkind = "csv"\n'
        entry = re.compile(r'^id = "ladesaeulen"\n(?:[^\[\n].*\n)*', re.MULTILINE)
        sources.write_text(entry.sub(lambda found: found[0] + download, text), encoding="utf-8")
        yield server


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["fetch", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def files(data_dir: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in data_dir.rglob("*") if path.is_file() and path.name != ".lock"}


def test_one_command_leads_from_the_address_to_a_new_stand(server: Server, data_dir: Path) -> None:
    server.answers["/a.csv"] = [Content(BODY)]
    result = run("ladesaeulen", "--stand", "2026-12-01")
    assert result.exit_code == 0, result.output
    assert "1 neu, 0 unverändert." in result.output
    assert "Stand 01.12.2026 angelegt, neu darin: indikatoren.csv." in result.output
    table = (data_dir / "raw" / "staende" / "2026-12-01" / "indikatoren.csv").read_text(encoding="utf-8")
    assert f"ev_charging_points,05978004,2025-12-31,99,,{server.url('a.csv')}," in table
    again = run("ladesaeulen", "--stand", "2026-12-02")
    assert again.exit_code == 0
    assert "0 neu, 1 unverändert." in again.output
    assert "Nichts Neues" in again.output


def test_without_a_network_the_command_names_host_and_sources_and_changes_nothing(
    server: Server, data_dir: Path
) -> None:
    server.shutdown()
    server.server_close()
    before = files(data_dir)
    result = run("--stand", "2026-12-01")
    assert result.exit_code == 1
    assert f"Keine Verbindung zu {server.host}." in result.output
    assert "Ohne Verbindung nicht geholt: ladesaeulen. Nichts wurde verändert." in result.output
    assert files(data_dir) == before


def test_a_page_instead_of_a_file_ends_with_an_error(server: Server, data_dir: Path) -> None:
    server.answers["/a.csv"] = [page]
    before = files(data_dir)
    result = run("ladesaeulen")
    assert result.exit_code == 1
    assert "Internetseite (HTML)" in result.output
    assert "Nicht geholt: ladesaeulen." in result.output
    assert files(data_dir) == before


def test_a_killed_fetch_leaves_no_half_file_and_the_next_one_goes_on(server: Server, data_dir: Path) -> None:
    body = probe(*(f"ev_charging_points;05978004;{year}-12-31;99" for year in range(1900, 6000)))
    reached = threading.Event()

    def half(handler: Handler) -> None:
        handler.answer(200, body[: len(body) // 2], Content_Length=str(len(body)), ETag='"1"')
        reached.set()
        time.sleep(30)

    server.answers["/a.csv"] = [half, Content(body)]
    command = [sys.executable, "-m", "etl", "fetch", "ladesaeulen"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        assert reached.wait(30)
        part = data_dir / "raw" / "official" / ".part" / "a.csv"
        deadline = time.monotonic() + 10
        while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.kill()
    assert not (data_dir / "raw" / "official" / "a.csv").exists()
    assert not (data_dir / "raw" / "sources.lock").exists()
    assert run("ladesaeulen").exit_code == 0
    assert server.asked[-1][1]["Range"].startswith("bytes=")
    assert (data_dir / "raw" / "official" / "a.csv").read_bytes() == body


def test_a_source_that_must_be_fetched_by_hand_says_how(server: Server) -> None:
    result = run("foerderkatalog")
    assert result.exit_code == 0
    assert "Ausgabe als Textdatei" in result.output
    assert "python -m etl ingest" in result.output
    assert server.asked == []


def test_an_unknown_source_is_told_with_the_closest_name(server: Server) -> None:
    result = run("ladesaeule")
    assert result.exit_code == 1
    assert "keine Quelle „ladesaeule“. Gemeint ist vielleicht „ladesaeulen“." in result.output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "csv"', 'kind = "pdf"', "Erlaubt ist nur"),
        ('kind = "csv"', "", "gehört „kind“"),
        ('kind = "csv"', 'kind = "csv"\nby_hand = "x"', "entweder „url“"),
        ("/a.csv", "/", "eine Adresse, die mit https:// beginnt"),
        ("/a.csv", "/a_{YYYY}.csv", "braucht „published“"),
    ],
)
def test_a_mistake_in_the_addresses_is_told(server: Server, data_dir: Path, old: str, new: str, words: str) -> None:
    sources = data_dir / "raw" / "sources.toml"
    sources.write_text(sources.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert words in result.output
    assert server.asked == []


def test_a_day_that_is_none_is_told(server: Server) -> None:
    result = run("ladesaeulen", "--stand", "morgen")
    assert result.exit_code == 1
    assert "„morgen“ ist kein Tag." in result.output
    assert server.asked == []


def test_every_kind_of_file_belongs_to_an_embedded_source() -> None:
    assert {adapter.source for adapter in recognition.ADAPTERS} <= {origin.id for origin in origins(ROOT / "data")}


def test_the_embedded_sources_are_encrypted_and_every_one_can_be_had() -> None:
    known = origins(ROOT / "data")
    assert all(
        str(download.url).startswith("https://") for origin in known for download in origin.download if download.url
    )
    assert fetching.hosts(known)
    assert all(fetching.hosts(known))
    assert {origin.id for origin in known if not origin.download} == {"projekte"}
