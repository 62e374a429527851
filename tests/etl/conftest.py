"""A copy of the embedded data that a test may break."""

import shutil
from pathlib import Path

import pytest

from config import ROOT


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Give each test its own copy of the data folder, without releases."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("releases")))
