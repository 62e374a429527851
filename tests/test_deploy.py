"""What is copied to a server fits the program: settings, ports, paths, addresses, files of the container."""

import fnmatch
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from streamlit.config import get_config_options

from app.web.api import routes
from benchmarks.nginx import nginx_configuration
from config import ROOT, Settings
from etl.cli import COMMANDS
from etl.reading.inputs import input_files
from program import _files as program_files

DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TEXTS = {
    file.relative_to(DEPLOY).as_posix(): file.read_text(encoding="utf-8")
    for file in DEPLOY.rglob("*")
    if file.is_file()
}
NGINX, UNIT, CONTAINER = TEXTS["nginx.conf"], TEXTS["monitor@.service"], TEXTS["Containerfile"]
COMPOSE = yaml.safe_load(TEXTS["compose.yaml"])


def found(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


def copied() -> set[str]:
    """Files and folders of the repository that go into the container."""
    steps = [line.split()[1:-1] for line in CONTAINER.splitlines() if re.match(r"COPY (?!--from)", line)]
    return {source for step in steps for source in step} - {"wheels*"}


def test_every_file_of_the_folder_is_named_by_the_page_for_operators() -> None:
    assert [name for name in TEXTS if name not in OPERATIONS and f"{name.rpartition('/')[0]}/" not in OPERATIONS] == []


def test_all_that_a_release_is_made_from_is_copied_when_it_is_installed() -> None:
    (line,) = found(r"^ *cp -r (data/.*) /var/lib/monitor/unna$", OPERATIONS)
    sources = [ROOT / source for source in line.split()]
    assert [path for path in input_files(ROOT / "data") if not {path, *path.parents} & {*sources}] == []


def test_the_page_for_operators_names_no_file_that_there_is_not() -> None:
    named = found(r"\bdeploy/([\w@./-]*\w)", OPERATIONS)
    assert {name for name in named if not (DEPLOY / name).exists()} == set()


@pytest.mark.parametrize("text", [*TEXTS.values(), OPERATIONS], ids=[*TEXTS, "operations.md"])
def test_every_setting_is_one_of_ours_or_of_streamlit(text: str) -> None:
    ours = {f"MONITOR_{name.upper()}" for name in Settings.model_fields} | {"MONITOR_CHROMIUM"}
    streamlits = {
        f"STREAMLIT_{re.sub(r'(?=[A-Z])', '_', name.replace('.', '_')).upper()}" for name in get_config_options()
    }
    assert found(r"\bMONITOR_[A-Z_]*[A-Z]", text) <= ours
    assert found(r"\bSTREAMLIT_[A-Z_]*[A-Z]", text) <= streamlits


def test_the_ports_are_the_same_everywhere() -> None:
    behind_nginx = found(r"server 127\.0\.0\.1:(\d+)", NGINX)
    containers = [each["environment"] for name, each in COMPOSE["services"].items() if name.startswith("dashboard-")]
    assert {each["STREAMLIT_SERVER_PORT"] for each in containers} == behind_nginx
    assert found(r"STREAMLIT_SERVER_PORT=(\d+)", TEXTS["monitor.env"] + CONTAINER) <= behind_nginx
    assert found(r"http://127\.0\.0\.1:(\d+)/api/health", OPERATIONS) == behind_nginx
    assert found(r"^EXPOSE (\d+)", CONTAINER) <= behind_nginx


def test_every_path_on_the_server_is_explained_to_operators() -> None:
    own = r"(?<![\w:])(/(?:opt|etc|var/lib|var/cache|var/log|usr/share)/[\w@./-]*\w)"
    paths = found(own, "\n".join((NGINX, UNIT, TEXTS["monitor.env"], TEXTS["compose.yaml"])))
    # Inside of the program, and inside of a container.
    known = ("/opt/monitor/current/", "/etc/nginx/conf.d/default.conf")
    assert {path for path in paths if path not in OPERATIONS and not path.startswith(known)} == set()


def test_every_command_of_the_etl_that_operators_are_told_exists() -> None:
    told = found(r"(?:^ *|`|-- |run --rm |\S=\S+ )etl ([a-z][a-z-]*)", OPERATIONS + TEXTS["compose.yaml"])
    assert told
    assert told <= set(COMMANDS)


def test_the_version_is_named_where_containers_are_told_apart() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert COMPOSE["x-dashboard"]["image"] == f"smart-region-monitor:{version}"
    assert f"MONITOR_RELEASES_DIR=/data/releases/{version} " in CONTAINER


def test_nginx_treats_addresses_apart_that_the_dashboard_has() -> None:
    known = {getattr(route, "path", "") for route in routes()}
    assert all(any(path.startswith(f"/{begin}/") for path in known) for begin in ("api/skript", "api/areas"))
    assert "location ~ ^/(static|api/skript|api/areas)/" in NGINX
    assert "proxy_cache_use_stale error timeout;" in NGINX
    assert "$cookie_monitor_draft" in NGINX


def test_nginx_takes_every_file_that_the_dashboard_takes() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    (largest,) = found(r"client_max_body_size (\d+)m;", NGINX)
    assert int(largest) > server["maxUploadSize"]


def test_what_nginx_says_itself_is_german_and_asks_for_nothing_else() -> None:
    names = found(r"error_page [\d ]+/(\S+);", NGINX)
    assert names
    for name in names:
        page = TEXTS[f"error/{name}"]
        assert '<html lang="de">' in page
        assert not re.search(r"\b(?:src|href|url)\b", page)


def test_nginx_writes_down_nobodys_address_and_no_query() -> None:
    ((written),) = found(r"^log_format dashboard '(.*)';", NGINX)
    variables = {"time_iso8601", "request_id", "status", "request_method", "uri", "upstream_cache_status"}
    assert found(r"\$(\w+)", written) == variables
    assert found(r"\$\{(\w+)", written) == {"body_bytes_sent", "request_time"}


@pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    file = tmp_path / "nginx.conf"
    file.write_text(nginx_configuration(tmp_path, 8080, 8501), encoding="utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-c", str(file), "-e", str(tmp_path / "log")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_calls_the_service_well_protected() -> None:
    unit = str(DEPLOY / "monitor@.service")
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    # The program is where an operator puts it.
    assert [line for line in verified.stderr.splitlines() if "is not executable" not in line] == []
    # Exposure in tenths, of 100.
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold=15", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_container_holds_every_file_of_the_program() -> None:
    # Else its files say that it is another program than the one that was tested.
    parts = {path.relative_to(ROOT).parts[0] for path in program_files()} | {"data", "requirements.txt"}
    assert parts > {"app", "etl", "pages", ".streamlit", "program.py"}
    assert [part for part in parts if not any(fnmatch.fnmatch(part, each) for each in copied())] == []
    assert [each for each in copied() if not list(ROOT.glob(each))] == []


def test_what_the_container_is_built_from_is_let_through_and_nothing_of_a_house() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:].partition("/")[0] for line in lines if line.startswith("!")}
    assert copied() <= let_through
    assert {"data/releases", "data/office", "data/raw/official"} < set(lines)


def test_nobody_is_root_in_a_container() -> None:
    assert re.search(r"^USER (?!0|root)", CONTAINER, re.MULTILINE)
    assert found(r"^FROM (\S+)", CONTAINER) == {"docker.io/library/python:3.11.14-slim-bookworm"}
    for service in COMPOSE["services"].values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_containers_and_service_find_the_program_by_the_same_command() -> None:
    (command,) = found(r"^ExecStart=\S+/(streamlit .*)$", UNIT)
    assert f"CMD {str(command.split()).replace(chr(39), chr(34))}" in CONTAINER
    assert "pip install --no-cache-dir --disable-pip-version-check --require-hashes" in CONTAINER
    assert "/api/health" in CONTAINER
