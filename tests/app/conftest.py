"""What the tests of the app share: the release of the first Stand, and the selection of all of it."""

import csv
import functools
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from app.data import db, queries
from app.data.selection import Selection
from config import ROOT
from tests.hostile import hostile_release
from tests.once import once
from tests.stands import OLD

RAW = ROOT / "data" / "raw"
STAND = OLD.isoformat()


@pytest.fixture(scope="session", autouse=True)
def published(release_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let the app read the release of the first Stand.

    It is a copy: the app keeps its files open, and DuckDB opens a file only once in a process in two ways.
    """
    folder = tmp_path_factory.mktemp("app") / "releases"
    shutil.copytree(release_dir, folder, ignore=shutil.ignore_patterns(".lock"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Let Streamlit not look for components in the installed packages: none has any, and it takes half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="session")
def everything(published: Path) -> Selection:
    """The latest Stand without any filter."""
    release_id = db.current_release()
    return Selection(release_id, queries.release(release_id).stand_date.date())


@pytest.fixture
def own_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep answers of made-up releases and questions apart from those that other tests ask for again."""
    monkeypatch.setattr(db, "_answer", functools.lru_cache(maxsize=512)(db._answer.__wrapped__))


@pytest.fixture
def cleared_caches() -> Iterator[None]:
    """For a test that replaces words or answers: it sees nothing that was made before, and leaves nothing made of them."""
    _clear_caches()
    yield
    _clear_caches()


def _clear_caches() -> None:
    for module in [module for name, module in sys.modules.items() if name.startswith("app.")]:
        for found in vars(module).values():
            if isinstance(found, functools._lru_cache_wrapper) and found is not db._answer:
                found.cache_clear()


@pytest.fixture
def corrected_selection(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> Selection:
    """The second Stand of a release in which an amount and a population were corrected."""
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(corrected))
    release_id = db.current_release()
    return Selection(release_id, queries.release(release_id).stand_date.date())


@functools.cache
def reference(name: str) -> list[dict[str, str]]:
    """Rows of one table of reference as the latest Stand has it, read without any code of ours."""
    own = RAW / "staende" / STAND / f"{name}.csv"
    with (own if own.exists() else RAW / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def raw(name: str) -> list[dict[str, str]]:
    """Rows of one table of the latest Stand, read without any code of ours."""
    with (RAW / "staende" / STAND / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """The texts of the columns of a release in which all are hostile; it is the one that is read."""
    folder, written = once(tmp_path_factory, "hostile", hostile_release)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(folder))
        yield written


@pytest.fixture(scope="module")
def all_of_it(hostile: dict[str, list[str]]) -> Selection:
    release_id = db.current_release()
    return Selection(release_id, queries.release(release_id).stand_date.date())
