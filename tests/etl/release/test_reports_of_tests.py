"""What the tests found: a whole report is condensed beside the releases, and everything else proves nothing."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.messages.refusals import UnreadableError
from etl.release import test_report
from etl.release.test_report import FILE, keep, whole_report

PROGRAM = "0123456789ab"
CASES = {
    ("tests.app.test_units", "test_zero_is_known"): "",
    ("tests.app.test_units", "test_a_number_can_be_read_back[light-/]"): "",
    ("tests.app.test_units", "test_a_number_can_be_read_back[a > <b>]"): "failure",
    ("tests.test_house", "test_the_server_asks_no_foreign_host"): "skipped",
    ("tests.test_house", "test_of_a_fixture_that_breaks"): "error",
    ("", "tests.test_house"): "skipped",
    ("tests.test_house", "<b>no name</b>"): "",
}


def report(
    folder: Path,
    cases: dict[tuple[str, str], str] | None = None,
    *,
    program: str = PROGRAM,
    collected: int | None = None,
    timestamp: str = "2026-11-29T20:39:28.346284+00:00",
    beside: str = "",
) -> Path:
    """A report as pytest writes it."""
    found = CASES if cases is None else cases
    names = {"program": program, "collected": str(len(found) if collected is None else collected)}
    said = "".join(f'<property name="{name}" value="{value}"/>' for name, value in names.items())
    parts = [
        f"<testcase classname={quoteattr(module)} name={quoteattr(name)} time='1'>"
        f"{f'<{ended} message=' + quoteattr('<b>') + '/>' if ended else ''}"
        f"{f'<properties>{said}</properties>' if number == 0 else ''}</testcase>"
        for number, ((module, name), ended) in enumerate(found.items())
    ]
    file = folder / "report.xml"
    file.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>{beside}<testsuites><testsuite name="pytest" timestamp="{timestamp}">'
        f"{''.join(parts)}</testsuite></testsuites>",
        "utf-8",
    )
    return file


def test_a_report_is_condensed_to_the_cases_of_each_test(tmp_path: Path) -> None:
    found = whole_report(report(tmp_path))
    assert (found.day, found.program) == (date(2026, 11, 29), PROGRAM)
    assert found.tests == {
        "tests/app/test_units.py::test_zero_is_known": {"passed": 1},
        "tests/app/test_units.py::test_a_number_can_be_read_back": {"passed": 1, "failed": 1},
        "tests/test_house.py::test_the_server_asks_no_foreign_host": {"skipped": 1},
        "tests/test_house.py::test_of_a_fixture_that_breaks": {"failed": 1},
    }
    assert found.summary == "Testlauf vom 29.11.2026: 2 Fälle bestanden, 2 nicht bestanden, 1 übersprungen."


@pytest.mark.parametrize("ends", [("", "<failure/>"), ("<failure/>", ""), ("<skipped/>", "<error/>", "")])
def test_of_a_case_that_stands_there_more_than_once_the_worst_end_counts(tmp_path: Path, ends: Sequence[str]) -> None:
    file = report(tmp_path, collected=len(CASES) + 1)
    case = "<testcase classname='tests.app.test_units' name='test_again'>"
    again = "".join(f"{case}{end}</testcase>" for end in ends)
    file.write_text(file.read_text("utf-8").replace("</testsuite>", f"{again}</testsuite>"), "utf-8")
    assert whole_report(file).tests["tests/app/test_units.py::test_again"] == {"failed": 1}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"collected": 8}, "kein ganzer Lauf"),  # broken off, or somebody has cut something out
        ({"program": ""}, "kein ganzer Lauf"),
        ({"program": "<script>"}, "als XML"),
        ({"cases": {}}, "kein Testlauf"),
        ({"timestamp": "gestern"}, "Tag des Laufs"),
        ({"beside": '<!DOCTYPE a [<!ENTITY b "c">]>'}, "als XML"),
        ({"beside": '<!DOCTYPE a SYSTEM "file:///etc/passwd">'}, "als XML"),
    ],
)
def test_what_is_no_whole_report_is_refused_with_a_sentence(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(UnreadableError, match=said) as refused:
        whole_report(report(tmp_path, **changed))  # type: ignore[arg-type]
    assert "make test" in str(refused.value)


def test_a_file_larger_than_any_report_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_report, "LARGEST", 100)
    with pytest.raises(UnreadableError, match="größer als jeder Testbericht"):
        whole_report(report(tmp_path))


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"<a", b"<html/>", "<a>ü</a>".encode("utf-16")[:-1], b"<a>" * 9])
def test_a_damaged_report_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(content)
    with pytest.raises(UnreadableError):
        whole_report(file)


def test_what_an_earlier_report_said_is_gone_where_there_is_no_new_one(tmp_path: Path) -> None:
    keep(whole_report(report(tmp_path)), tmp_path)
    assert json.loads((tmp_path / FILE).read_text("utf-8"))["day"] == "2026-11-29"
    keep(None, tmp_path)
    assert not (tmp_path / FILE).exists()


def test_a_build_keeps_what_the_report_says_and_its_release_stays_the_same(
    data_dir: Path, published_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = published_dir
    for name, value in {"DATA_DIR": data_dir, "RELEASES_DIR": releases, "TEST_REPORT": tmp_path / "report.xml"}.items():
        monkeypatch.setenv(f"MONITOR_{name}", str(value))
    for change, said, is_kept in (
        (lambda: report(tmp_path), "Testlauf vom 29.11.2026: 2 Fälle bestanden", True),
        (lambda: report(tmp_path, collected=9), "kein ganzer Lauf aller Tests", False),
        (lambda: (tmp_path / "report.xml").unlink(), "report.xml: Die Datei gibt es nicht.", False),
    ):
        change()
        done = CliRunner().invoke(app, ["build", "--yes"])
        assert done.exit_code == 0, done.output
        assert said in done.output
        assert (releases / FILE).exists() == is_kept
        assert len(list(releases.glob("*.duckdb"))) == 1
