"""The command line says in German what was found and ends with the right code."""

import importlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from filelock import FileLock
from rich.console import Console
from typer.testing import CliRunner, Result

from config import ROOT
from etl.cli import COMMANDS as MODULE_OF
from etl.cli import app
from etl.commands import terminal
from etl.commands.german_help import german
from tests.etl.defects import DEFECTS, STAND, cell


@pytest.fixture
def releases_dir(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set the copied data folder and a folder for releases as the operator would."""
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "releases"))
    return tmp_path / "releases"


def run(*arguments: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(app, arguments)


def test_build_with_an_error_names_it_and_publishes_nothing(releases_dir: Path, data_dir: Path) -> None:
    DEFECTS[0].apply(data_dir)
    result = run("build")
    assert result.exit_code == 1
    assert "projekte.csv, Zeile 4, Spalte „Kommunen (AGS)“: „05978999“" in result.output
    assert "1 Fehler, " in result.output
    assert "Nichts veröffentlicht" in result.output
    assert not (releases_dir / "CURRENT").exists()


def test_a_stand_of_the_future_or_before_the_released_one_is_asked_about(
    releases_dir: Path, data_dir: Path, release_dir: Path
) -> None:
    shutil.copytree(release_dir, releases_dir)
    staende = data_dir / "raw/staende"
    for day, words in (("2100-01-31", "liegt in der Zukunft"), ("2020-01-31", "hier ist der jüngste älter")):
        next(staende.iterdir()).rename(staende / day)
        published = (releases_dir / "CURRENT").read_text()
        result = run("build")
        assert result.exit_code == 1
        assert words in result.output
        assert "python -m etl build --yes" in result.output
        assert (releases_dir / "CURRENT").read_text() == published
    # What was reached since then is an error of its own.
    assert "python -m etl build --yes" not in run("build", "--yes").output


def test_build_waits_for_nobody(releases_dir: Path) -> None:
    releases_dir.mkdir()
    with FileLock(releases_dir / ".lock"):
        result = run("build")
    assert result.exit_code == 1
    assert "ist schon ein anderer Befehl am Werk" in result.output


def test_check_takes_a_folder_and_nothing_that_stands_in_its_tables_commands_the_terminal(data_dir: Path) -> None:
    cell(0, "Handlungsfeld", "\x1b]0;Titel\x07\x1b[2J")(data_dir / "raw" / STAND / "projekte.csv")
    result = run("check", str(data_dir))
    assert result.exit_code == 1
    assert "␣]0;Titel␣␣[2J" in result.output
    assert "\x1b" not in result.output


def test_check_publishes_nothing(releases_dir: Path) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "0 Fehler, " in result.output
    assert result.output.endswith("\n  python -m etl build\n")
    # What is built is the own folder, so that of another one nothing is next.
    assert "python -m etl" not in run("check", str(ROOT / "data")).output
    assert not releases_dir.exists()


@pytest.mark.parametrize(("published", "command"), [("embedded", "build"), ("release", "diff")])
def test_check_leads_to_what_would_change_while_the_latest_stand_is_not_published(
    published: str, command: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(ROOT / "data"))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(request.getfixturevalue(published).path.parent))
    assert run("check").output.endswith(f"\n  python -m etl {command}\n")


def test_check_of_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "x"))
    assert result.exit_code == 1
    assert "gibt es nicht" in result.output


COMMANDS = [
    "template",
    "import",
    "withdraw",
    "diff",
    "check",
    "build",
    "releases",
    "rollback",
    "gc",
    "fetch",
    "ingest",
    "new-region",
]
ENGLISH = re.compile(
    r"usage|options|argument|command\b|required|default|missing|invalid|value|error|such|show|try|should|<\w+>",
    re.IGNORECASE,
)


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_german(command: str | None) -> None:
    result = run(*([command] if command else []), "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Aufruf: ")
    assert ENGLISH.search(result.output) is None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("import", "Es fehlt die Angabe MAPPE.xlsx."),
        ("import x.xlsx", "Es fehlt die Option --stand."),
        ("template a.xlsx b.xlsx", "Zu viel angegeben: b.xlsx."),
        ("rollback", "Es fehlt die Angabe KENNUNG."),
        ("gc --keep zehn", "Nach --keep wird eine ganze Zahl erwartet."),
        ("gc --keep -1", "Nach --keep wird eine Zahl ab 0 erwartet."),
        ("diff --htm x", "Die Option --htm gibt es hier nicht. Gemeint ist vielleicht --html"),
        ("gc --hold", "Die Option --hold gibt es hier nicht."),
        ("diff --html", "Nach --html fehlt der Wert."),
        ("template --force=1", "Nach --force steht kein Wert."),
        ("releses", "Den Befehl „releses“ gibt es nicht. Gemeint ist vielleicht „releases“."),
        ("xyz", "Den Befehl „xyz“ gibt es nicht."),
    ],
)
def test_a_wrong_call_is_answered_in_german(call: str, said: str) -> None:
    result = run(*call.split())
    assert result.exit_code == 2
    assert result.output.startswith(said)
    assert ENGLISH.search(result.output.replace(call, "")) is None


def test_a_complaint_that_nobody_has_translated_is_no_english() -> None:
    assert german("Something of a later version went wrong.") == "Dieser Aufruf ist nicht zu verstehen."


@pytest.mark.parametrize(
    "call",
    [
        ("withdraw", "{}"),
        ("import", "{}.xlsx", "--stand", "2026-12-01"),
        ("import", "{}.xlsx", "{}2.xlsx", "--stand", "2026-12-01"),
        ("ingest", "{}"),
        ("{}",),
        ("gc", "--{}"),
    ],
    ids=" ".join,
)
def test_no_name_steers_the_terminal(call: tuple[str, ...], releases_dir: Path) -> None:
    result = run(*(part.format("\x1b[31mrot\x07") for part in call))
    assert result.exit_code
    assert "[31mrot" in result.output
    assert not set(result.output) & {"\x1b", "\x07"}


def test_a_call_without_a_command_shows_the_help() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Befehle:" in result.output


def test_every_command_is_found_in_its_module_and_none_is_forgotten() -> None:
    modules = [path.stem for path in (ROOT / "etl" / "commands").glob("*.py")]
    found = {
        name: module
        for module in modules
        if hasattr(imported := importlib.import_module(f"etl.commands.{module}"), "app")
        for name in typer.main.get_group(imported.app).commands
    }
    assert found == MODULE_OF


@pytest.mark.parametrize("is_terminal", [True, False])
def test_what_takes_long_is_shown_by_bars_on_a_terminal_and_by_lines_elsewhere(
    is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Console(file=io.StringIO(), force_terminal=is_terminal, width=120)
    monkeypatch.setattr(terminal, "console", screen)
    with terminal.progress(total=2, screen=screen) as step:
        step("Lesen")
        step("Schreiben")
    with terminal.transfers() as file:
        file("amtlich.csv", 500_000, 2_000_000)
        file("amtlich.csv", 2_000_000, 2_000_000)
        file("ohne.csv", 1, None)
    shown = screen.file.getvalue()
    lines = ["Lesen …", "Schreiben …", "amtlich.csv (2,0 MB) …", "ohne.csv …"]
    assert (shown.splitlines() == lines) != is_terminal
    assert all(text in shown for text in ("Schreiben", "amtlich.csv", "ohne.csv"))
    # A bar fills, and leaves nothing behind.
    assert ("2.0/2.0 MB" in shown) == is_terminal


def test_a_build_imports_no_library_that_only_other_commands_need() -> None:
    code = "import sys, etl.cli, etl.commands.publish; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "etl.release.build" in imported
    assert imported.isdisjoint({"openpyxl", "requests", "jinja2", "python_calamine"})
