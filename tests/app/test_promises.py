"""Promises are shown with what the last run of the tests found, and without a run of this program none is called held."""

import asyncio
import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import program
from app.data import test_results as kept_results
from app.data.test_results import TestResults
from app.navigation import entry
from app.sentences import plain, promises
from app.web import first_view
from app.words.promises import groups
from etl.release.test_report import FILE
from program import program_id
from tests.app.test_pages import components, opened

DAY = dt.date(2026, 11, 29)
ALL = [promise for group in groups().values() for promise in group]
PASSED = {name: {"passed": 3} for promise in ALL for name, _ in promise.tests}
FIRST = ALL[0].tests[0][0]


def results(program: str = "", **changes: dict[str, int]) -> TestResults:
    """A run in which everything passed but the first test of the first promise, where something is said of it."""
    tests = dict(PASSED)
    if "first" in changes:
        tests[FIRST] = changes["first"]
    return TestResults(DAY, program or program_id(), tests)


@pytest.fixture
def kept(published_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that a build keeps beside the releases; at first there is none."""
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(published_dir))
    yield published_dir / FILE


def everything_said(test: AppTest) -> str:
    said = [*(part["html"] for part in components(test, "html")), *(str(found.value) for found in test.markdown)]
    return " ".join(said).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("first", "state", "said"),
    [
        ({"passed": 2}, "held", "✓ bestanden in 2 Fällen"),
        ({"passed": 2, "skipped": 1}, "partly", "○ übersprungen in einem Fall"),
        ({"passed": 2, "skipped": 1, "failed": 1}, "broken", "✗ nicht bestanden in einem Fall"),
        ({}, "partly", "○ noch nicht geprüft"),
    ],
)
def test_a_promise_is_held_only_when_every_case_of_every_test_passed(
    first: dict[str, int], state: promises.State, said: str
) -> None:
    found = promises.promises_of(next(iter(groups())), results(first=first))[0]
    assert (found.state, found.tests[0].result) == (state, said)
    assert "29.11.2026" in found.result


def test_the_same_files_are_the_same_program_in_whatever_order_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [*program._files()]
    monkeypatch.setattr(program, "_files", lambda: reversed(files))
    assert program.program_id.__wrapped__() == program_id()


@pytest.mark.parametrize("run", [TestResults(), results("0123456789ab"), TestResults(DAY, program_id(), {})])
def test_without_a_run_of_this_program_nothing_is_called_held(run: TestResults) -> None:
    assert promises.counts(run) == {"untested": len(ALL)}
    said = " ".join(found.result for group in groups() for found in promises.promises_of(group, run))
    assert "✓" not in said
    assert "29.11.2026" not in said


def test_of_another_program_the_day_is_told_and_that_it_proves_nothing() -> None:
    assert "29.11.2026" in promises.run_sentence(results("0123456789ab"))
    assert "noch nicht geprüft" in promises.run_sentence(results("0123456789ab"))
    assert "noch nicht geprüft" in promises.run_sentence(TestResults())
    assert promises.run_sentence(results()).startswith("Letzter Testlauf am 29.11.2026")


def test_figures_count_every_promise_once() -> None:
    for run in (results(), results(first={"failed": 1}), results(first={})):
        held, broken, untested, _ = promises.figures(run)
        assert sum(int(figure.value) for figure in (held, broken, untested)) == len(ALL)
        assert str(len(ALL)) in held.text


def test_plain_words_say_how_many_are_held() -> None:
    said = plain.promises(results(first={"failed": 1}))
    assert f"Von {len(ALL)} Versprechen halten wir {len(ALL) - 1}." in said
    assert "Eines halten wir nicht." in said
    assert "Eines ist nicht ganz geprüft." in plain.promises(results(first={}))
    assert len(plain.promises(TestResults())) == 3


def test_both_pages_show_what_a_build_has_kept(kept: Path) -> None:
    for key, expected in (("promises", ALL), ("accessibility", groups()["everybody"])):
        kept.unlink(missing_ok=True)
        said = everything_said(opened(key))
        assert said.count("○ noch nicht geprüft</p>") == len(expected)
        assert "✓" not in said

        run = results(first={"failed": 1})
        kept.write_text(json.dumps({"day": "2026-11-29", "program": run.program, "tests": run.tests}), "utf-8")
        said = everything_said(opened(key))
        assert said.count("✓ gehalten") == len(expected) - (key == "promises")
        assert said.count("✗ nicht gehalten") == (key == "promises")
        for promise in expected:
            assert promise.says in said
            assert all(name in said for name, _ in promise.tests)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"day": "gestern", "program": "", "tests": {}}', "\x00"])
def test_what_is_kept_and_damaged_proves_nothing(kept: Path, content: str) -> None:
    kept.write_text(content, "utf-8")
    assert kept_results.test_results() == TestResults()


def test_a_first_view_is_made_anew_when_the_tests_ran_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    async def make(key: object, *_: object) -> None:
        made.append(key)

    monkeypatch.setattr(first_view, "_make", make)
    for content in ("", "{}"):
        kept.write_text(content, "utf-8")
        os.utime(kept, ns=(len(made), len(made)))
        asyncio.run(first_view.first_view(entry("promises"), ""))
    assert len(set(made)) == 2
