"""What all tests share: releases of the embedded data, built once by the real build, and data to break."""

import gc
import logging
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import hypothesis
import pytest

from config import ROOT, settings
from etl.release.build import Release, build
from tests.once import once
from tests.stands import first_stand, two_stands

# Imported libraries and collected tests stay to the end: looking for what is no longer needed among them is in vain.
gc.disable()

# What the run before this one has found is no input of a test.
os.environ["MONITOR_TEST_REPORT"] = str(ROOT / "tests" / "no-report.xml")

# How long an example takes says nothing about what it promises, and each run draws others.
hypothesis.settings.register_profile("tests", deadline=None, max_examples=50)
hypothesis.settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--kills 100`` and ``--pictures`` do more than there is time for in every run."""
    parser.addoption("--kills", type=int, default=1, help="how many builds are killed while readers read")
    parser.addoption("--pictures", action="store_true", help="draw every exhibit in every format and kind of file")


DESELECTED = pytest.StashKey[int]()
"""How many of the collected tests somebody has left out."""


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Count them: a run without some tests is no whole one."""
    stash = items[0].config.stash
    stash[DESELECTED] = stash.get(DESELECTED, 0) + len(items)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that at the end no worker waits for another: the browser, and there the office."""
    in_browser = Path(__file__).parent / "in_browser"
    items.sort(key=lambda item: (item.path.parent != in_browser, item.path.name != "test_office.py"))


def pytest_collection_finish() -> None:
    """Spare each test what pytest and Python do for every logger and every object that is there before the first one.

    Of loggers that hand nothing on, and Streamlit has 63, pytest takes hold one by one, three times a test. Looking for what
    is no longer needed took 7 % of the time.
    """
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.propagate = True
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def closed_releases() -> Iterator[None]:
    """Let the app close, after each test, the releases that other tests open for themselves.

    DuckDB opens a file only once in a process in two ways, and which test comes next on a worker is not known.
    """
    yield
    if db := sys.modules.get("app.data.db"):
        for path in [path for path in db._OPEN if path.parent != settings().releases]:
            del db._OPEN[path]


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of all embedded data."""
    return once(tmp_path_factory, "embedded", lambda folder: build(ROOT / "data", folder))


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the first embedded Stand, whose figures stay as they are whatever is added."""
    return once(tmp_path_factory, "first", lambda folder: build(first_stand(folder), folder / "releases"))


@pytest.fixture(scope="session")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a release with a second Stand, in which an amount and a population were corrected; it is only read."""
    return once(tmp_path_factory, "corrected", two_stands)


@pytest.fixture(scope="session")
def release_dir(release: Release) -> Path:
    """Folder with the release of the first Stand and the pointer CURRENT."""
    return release.path.parent


@pytest.fixture
def published_dir(release: Release, tmp_path: Path) -> Path:
    """Give each test its own folder in which the release of the first Stand is published."""
    folder = tmp_path / "releases"
    folder.mkdir()
    shutil.copy(release.path, folder)
    shutil.copy(release.path.with_name("CURRENT"), folder)
    return folder


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Give each test its own copy of the data folder with the first Stand, without releases."""
    return first_stand(tmp_path)
