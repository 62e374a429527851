"""A build that is killed at any moment is never seen by a reader."""

import sys
import types
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("processes are forked and killed by signal", allow_module_level=True)

from tests.etl.release.kills import killed


def test_no_reader_notices_that_builds_are_killed(
    data_dir: Path, tmp_path: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Streamlit's AppTest leaves its script as the main module, and every new process would begin by running it.
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
    report = killed(data_dir, tmp_path / "releases", pytestconfig.getoption("kills"))
    print(report)
    assert report.kills.total() == pytestconfig.getoption("kills")
    assert report.errors == []
    assert report.mixed == []
    assert report.runs > report.kills.total()
    # How many a reader comes by depends on how fast it reads beside the builds.
    assert report.releases > 1
