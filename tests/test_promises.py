"""Every promise has tests that there are, and the report of a whole run says what it tried."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.words.promises import groups
from config import ROOT
from program import program_id
from tests.conftest import DESELECTED

PROMISES = [promise for group in groups().values() for promise in group]


def functions(file: Path) -> set[str]:
    """Names of the tests in a file, as pytest collects them."""
    return {
        node.name
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def named() -> Iterator[tuple[str, str]]:
    for promise in PROMISES:
        for name, _ in promise.tests:
            yield promise.says, name


def test_no_promise_is_without_a_test_and_none_stands_there_twice() -> None:
    assert [promise.says for promise in PROMISES if not promise.tests] == []
    said = [promise.says for promise in PROMISES]
    assert len(set(said)) == len(said) >= 12
    tried = [text for promise in PROMISES for _, text in promise.tests]
    assert [text for text in said + tried if not text.endswith(".") or len(text) < 15] == []


def test_every_test_of_a_promise_is_there() -> None:
    missing = []
    for says, name in named():
        file, _, function = name.partition("::")
        if not (ROOT / file).is_file() or function not in functions(ROOT / file):
            missing.append((says, name))
    assert missing == []


def test_a_whole_run_names_its_program_and_how_many_cases_there_are(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    # What is recorded here makes the report a whole one: etl/release/test_report.py takes no other.
    config = request.config
    is_whole = [Path(config.rootpath, place).resolve() for place in config.args] == [ROOT / "tests"]
    if is_whole and not config.stash.get(DESELECTED, 0):
        record_property("program", program_id())
        record_property("collected", len(request.session.items))
