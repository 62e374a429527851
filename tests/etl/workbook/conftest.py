"""A data folder to break and a workbook made from it, as the office would get it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from etl.workbook.template import template
from etl.workbook.workbook_file import open_workbook
from etl.workbook.workbook_import import Addition, import_workbook
from tests.stands import first_stand

STAND = date(2026, 12, 31)
BEFORE = date(2026, 11, 23)


def with_kinds(data_dir: Path) -> Path:
    """The folder with a kind for each milestone of its Stand, so that nothing is left to say of it."""
    path = data_dir / "raw" / "staende" / str(BEFORE) / "meilensteine.csv"
    pd.read_csv(path, dtype="str").assign(Art="Ereignis").to_csv(path, index=False)
    return data_dir


@pytest.fixture
def data_dir(data_dir: Path) -> Path:
    """A copy of the data folder of the first Stand, with kinds of milestones."""
    return with_kinds(data_dir)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template of the first Stand that nobody has touched."""
    path = tmp_path_factory.mktemp("template") / "Mappe.xlsx"
    template(with_kinds(first_stand(path.parent))).save(path)
    return path


@pytest.fixture
def edited(fresh: Path, tmp_path: Path) -> Callable[..., Path]:
    """Change a fresh template and save it under another name."""

    def edit(*changes: Callable[[Any], Any], name: str = "Mappe.xlsx") -> Path:
        book = load_workbook(fresh)
        for change in changes:
            change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return edit


@pytest.fixture
def take(data_dir: Path) -> Callable[..., Addition]:
    """Take in a workbook into the copied data folder."""

    def take_in(path: Path, *, is_trial: bool = True, stand_date: date = STAND) -> Addition:
        return import_workbook(open_workbook(path), data_dir, stand_date, is_trial=is_trial)

    return take_in
