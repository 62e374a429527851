"""What an operator sets: a wrong value ends every start with a sentence, an empty one means the default."""

import os
import re
import subprocess
import sys

import pytest

from config import EXPECTED, ROOT, Settings, settings

WRONG = {
    "data_dir": ["nirgends", "README.md", "x" * 5000],
    "releases_dir": ["README.md"],
    "test_report": ["data"],
    "base_url": [
        *["monitor.example.org", "//monitor.example.org", "https://", "https:monitor.example.org", "ftp://example.org"],
        *[
            "https://monitor.example.org:viele",
            "https://monitor.example.org:99999",
            "https://[::1",
            "https://a b.example",
        ],
        *[
            "https://ich@example.org",
            "https://bürger.example",
            "https://example.org?a=1",
            "https://example.org#a",
            "nein",
        ],
    ],
    "sql": ["nein", "2"],
    "office_secrets": ["data"],
    "office_dir": ["README.md"],
    "office_roles_claim": [".", "realm_access.", "a..b"],
    "office_hours": ["acht", "0", "-1", "nan", "inf", "8,5"],
    "allowed_hosts": [
        "https://example.org",
        "example.org:8501",
        "a.example, b c",
        "*",
        "bürger.example",
        "example.org.",
    ],
    "trusted_proxies": ["nginx", "*", "10.0.0.300", "10.0.0.0/33", "127.0.0.1, nginx", "127.0.0.1;10.0.0.1"],
    "client_requests": ["viele", "0", "-5", "1.5"],
    "client_sessions": ["viele", "0", "-5", "1.5"],
    "metrics": ["alle", "localhost", "10.0.0.0/33"],
    "log_format": ["xml", "JSON"],
}
RIGHT = {
    "data_dir": ["data"],
    "releases_dir": ["releases/unna", "data/releases"],
    "test_report": ["nirgends.xml", "README.md"],
    "base_url": [
        *["https://monitor.example.org", "http://localhost:8501/", "https://Monitor.example.org/kreis/unna"],
        *["http://[::1]:8501", "https://xn--brger-kva.example", "http://dashboard_1"],
    ],
    "sql": ["on", "off", "true", "0"],
    "office_secrets": ["/etc/monitor/secrets.toml"],
    "office_dir": ["office"],
    "office_roles_claim": ["roles", "realm_access.roles"],
    "office_hours": ["8", "0.5"],
    "allowed_hosts": ["monitor.example.org", "*.example.org, inside, 10.0.0.7,::1"],
    "trusted_proxies": ["127.0.0.1", "10.1.0.0/16, fd00::/8", "10.1.2.3/16"],
    "client_requests": ["1", "5000"],
    "client_sessions": ["1"],
    "metrics": ["127.0.0.1, 10.1.0.0/16"],
    "log_format": ["plain", "json"],
}
SERVER = ["streamlit", "run", "dashboard.py", "--server.port=8733", "--server.address=127.0.0.1"]


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MONITOR_{name.upper()}", raising=False)


def test_every_setting_is_tried() -> None:
    assert set(EXPECTED) == set(WRONG) == set(RIGHT) == set(Settings.model_fields)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"MONITOR_{name.upper()}", value)
    with pytest.raises(SystemExit) as ended:
        settings()
    expected = EXPECTED[name][0]
    assert ended.value.code == (
        f"MONITOR_{name.upper()} ist „{value}“, erwartet wird {expected}; bitte berichtigen oder weglassen."
    )


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_a_right_value_is_taken(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"MONITOR_{name.upper()}", value)
    settings()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_what_is_empty_means_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"MONITOR_{name.upper()}", "")
    assert settings() == Settings.model_construct()


@pytest.mark.parametrize(
    "name",
    [
        *(
            "base_url",
            "allowed_hosts",
            "trusted_proxies",
            "client_requests",
            "client_sessions",
            "metrics",
            "log_format",
        ),
        *("office_roles_claim", "office_hours"),
    ],
)
def test_a_default_is_the_one_that_an_operator_reads(name: str) -> None:
    text = "".join((ROOT / "docs" / file).read_text("utf-8") for file in ("operations.md", "office.md"))
    (told,) = re.findall(rf"^\| `MONITOR_{name.upper()}` \| `?(.*?)`? \|", text, re.MULTILINE)
    assert told == (str(getattr(Settings.model_construct(), name)).removesuffix(".0") or "empty")


def test_each_wrong_value_has_its_line_and_breaks_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_SQL", "off\r")
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", "0")
    monkeypatch.setenv("MONITOR_LOG_FORMAT", "x\ny")
    with pytest.raises(SystemExit) as ended:
        settings()
    assert str(ended.value.code).splitlines() == [
        "MONITOR_SQL ist „off�“, erwartet wird „on“ oder „off“; bitte berichtigen oder weglassen.",
        "MONITOR_CLIENT_REQUESTS ist „0“, erwartet wird eine ganze Zahl ab 1; bitte berichtigen oder weglassen.",
        "MONITOR_LOG_FORMAT ist „x�y“, erwartet wird „plain“ oder „json“; bitte berichtigen oder weglassen.",
    ]


@pytest.mark.parametrize("call", [SERVER, ["etl", "releases"], ["etl", "new-region"], ["app.surfaces.folder"]])
def test_neither_server_nor_command_starts_with_a_wrong_value(call: list[str]) -> None:
    done = ended(call, MONITOR_BASE_URL="monitor.example.org")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "MONITOR_BASE_URL ist „monitor.example.org“, erwartet wird eine Adresse wie https://monitor.example.org "
        "(Umlaute im Namen als xn--…); bitte berichtigen oder weglassen.\n",
    )


def test_the_server_says_what_is_wrong_with_the_secrets_of_the_office() -> None:
    done = ended(SERVER, MONITOR_OFFICE_SECRETS="/nirgends.toml")
    assert (done.returncode, done.stderr) == (
        1,
        "MONITOR_OFFICE_SECRETS: /nirgends.toml fehlt oder lässt sich nicht lesen. Bitte Pfad und Rechte prüfen.\n",
    )


def ended(call: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", *call], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


def test_names_of_hosts_count_in_small_letters_and_folders_lie_in_that_of_the_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = {
        "ALLOWED_HOSTS": "Monitor.Example.org",
        "BASE_URL": "https://Unna.example",
        "DATA_DIR": str(ROOT / "docs"),
    }
    for name, value in values.items():
        monkeypatch.setenv(f"MONITOR_{name}", value)
    for name in ("OFFICE_DIR", "RELEASES_DIR"):
        monkeypatch.delenv(f"MONITOR_{name}", raising=False)
    found = settings()
    assert found.hosts == ("monitor.example.org", "unna.example")
    assert (found.office, found.releases) == (ROOT / "docs" / "office", ROOT / "docs" / "releases")
