"""An office with a published Stand and one draft that is ready, made once and copied for each test."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl.office import drafts
from etl.office.office import Office
from etl.office.people import EDITOR, RELEASER, Person
from etl.release.build import build
from etl.workbook.template import template
from tests.stands import first_stand

ANNA = Person("https://login.example#anna", "Anna", frozenset({EDITOR}))
BERND = Person("https://login.example#bernd", "Bernd", frozenset({RELEASER}))
BOTH = Person("https://login.example#clara", "Clara", frozenset({EDITOR, RELEASER}))
NOBODY = Person("https://login.example#dieter", "Dieter", frozenset())
DAY = date(2026, 12, 31)


@dataclass(frozen=True)
class Made:
    """An office, a workbook with a new title of a project, and the draft made of it."""

    office: Office
    workbook: Path
    draft: drafts.Draft

    @property
    def seen(self) -> str:
        """The mark of the draft as it is now."""
        return drafts.mark(drafts.read(self.office.folder, self.draft.draft_id))

    def release(self, person: Person = BERND, reason: str = "Quartalsstand") -> None:
        self.office.release(person, self.draft.draft_id, self.seen, reason)


def edited_workbook(data_dir: Path, path: Path, title: str) -> Path:
    """A workbook of the latest Stand in which the first project has another title."""
    book = template(data_dir)
    book.save(path)
    book = load_workbook(path)
    book["Projekte"]["B2"] = title
    book.save(path)
    return path


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("office")
    data_dir = first_stand(folder)
    build(data_dir, folder / "releases")
    office = Office(folder / "office", data_dir, folder / "releases")
    workbook = edited_workbook(data_dir, folder / "Mappe.xlsx", "Neuer Titel")
    return Made(office, workbook, office.hand_in(ANNA, {"Mappe.xlsx": workbook}, DAY))


@pytest.fixture(scope="session")
def _published(_prepared: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    copied = _copy(_prepared, tmp_path_factory.mktemp("released"))
    copied.release()
    return copied


@pytest.fixture
def made(_prepared: Made, tmp_path: Path) -> Made:
    """An office for one test."""
    return _copy(_prepared, tmp_path)


@pytest.fixture
def released(_published: Made, tmp_path: Path) -> Made:
    """An office for one test, whose draft is released."""
    return _copy(_published, tmp_path / "released")


def _copy(made: Made, folder: Path) -> Made:
    root = shutil.copytree(made.workbook.parent, folder / "copy")
    office = Office(root / "office", root / "data", root / "releases")
    return replace(made, office=office, workbook=root / "Mappe.xlsx")
