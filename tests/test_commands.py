"""What is written is true: every command, file, address and setting that README and docs name exists."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.navigation import ENTRIES, OFFICE
from config import ROOT, Settings
from etl.cli import app

TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHELLS = {"sh", "bash", "shell", "console", "bat", ""}


def blocks(file: Path) -> list[str]:
    """Lines of all fenced shell blocks, without prompts and comments."""
    found = []
    for language, body in re.findall(
        r"^```(\w*)\n(.*?)^```", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        if language in SHELLS:
            found += [re.sub(r"\s+#.*|^[$>] ", "", line).strip() for line in body.splitlines()]
    return [line for line in found if line]


def spoken(file: Path) -> list[str]:
    """Commands in shell blocks and between backticks."""
    return blocks(file) + re.findall(
        r"`([^`\n]+)`", re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    )


def named(pattern: str) -> list[tuple[str, str]]:
    """File and first group of every hit in the commands of all texts."""
    hits = ((file.name, hit) for file in TEXTS for command in spoken(file) for hit in re.findall(pattern, command))
    return sorted(set(hits))


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


def test_the_readme_begins_with_two_commands() -> None:
    assert [shlex.split(line)[:2] for line in blocks(ROOT / "README.md")[:2]] == [["make", "run"], ["make", "test"]]


@pytest.mark.parametrize(("text", "target"), named(r"\bmake ([a-z][a-z-]*)"))
def test_every_make_target_that_is_named_exists(text: str, target: str) -> None:
    assert target in targets()


def test_every_make_target_is_explained_to_make_and_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert set(phony.split()) == targets()


@pytest.mark.parametrize("command", sorted({command for _, command in named(r"python3? -m etl ([a-z-]+)")}))
def test_every_command_of_the_etl_that_is_named_exists(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0, done.output
    assert "Aufruf" in done.output


@pytest.mark.parametrize(
    ("text", "file"), named(r"(?:streamlit run|pip install -r|-r|python3?) ([\w./\\-]+\.(?:py|txt))")
)
def test_every_file_of_a_command_exists(text: str, file: str) -> None:
    assert (ROOT / file.replace("\\", "/")).is_file()


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_every_link_inside_the_repository_leads_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8"))
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in inside if not (file.parent / link).exists()] == []


def test_every_file_in_the_readme_exists() -> None:
    # Between backticks: files with an ending and folders with a slash; built ones are not in the repository.
    names = [name for name in spoken(ROOT / "README.md") if re.fullmatch(r"[\w./-]+(\.(py|sql|toml|txt|md)|/)", name)]
    assert len(names) > 5
    built = {"releases/", "build/"}
    bases = (ROOT, ROOT / "data", ROOT / "data" / "raw")
    assert [
        n for n in names if n not in built and not n.startswith("/") and not any((b / n).exists() for b in bases)
    ] == []


def test_every_page_is_in_the_readme_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {address for address in re.findall(r"`/([a-z/]*)`", text) if not address.startswith("api")}
    assert pages == {entry.address for entry in (*ENTRIES, OFFICE)}


def test_every_setting_is_documented_with_what_it_does() -> None:
    text = "\n".join((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("operations", "office"))
    rows = dict(re.findall(r"^\| `(MONITOR_\w+)` \|(.*)\|$", text, re.MULTILINE))
    assert set(rows) == {f"MONITOR_{name.upper()}" for name in Settings.model_fields}
    assert all(len(row) > 20 for row in rows.values())


def test_every_setting_is_used() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("app", "etl", "tests", "benchmarks")
        for file in (ROOT / folder).rglob("*.py")
        if file != Path(__file__)
    )
    config = (ROOT / "config.py").read_text(encoding="utf-8")
    unused = [
        name
        for name in Settings.model_fields
        if f".{name}" not in code + config and f"MONITOR_{name.upper()}" not in code
    ]  # fmt: skip
    assert unused == []


def test_requirements_pin_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for file, wanted in (
        ("requirements.txt", project["project"]["dependencies"]),
        ("requirements-dev.txt", project["dependency-groups"]["dev"]),
    ):
        lines = [line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if re.match(r"[a-z]", line)]
        pinned = {re.split(r"[=\[ ;]", line)[0].lower() for line in lines}
        assert all("==" in line for line in lines)
        assert {re.split(r"[=\[ ;<>]", name)[0].lower() for name in wanted} <= pinned
        # pip installs nothing that is not one of the files that were there when the versions were pinned.
        entries = re.split(r"^(?=[a-z])", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert all("--hash=sha256:" in entry for entry in entries if entry)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MONITOR_RELEASES_DIR", raising=False)
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path))
    assert Settings().releases == tmp_path / "releases"
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "elsewhere"))
    assert Settings().releases == tmp_path / "elsewhere"
