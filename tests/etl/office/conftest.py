"""An office with a published Stand and one draft that is ready, made once and copied for each test."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl.office import audit_log, drafts
from etl.office.office import Office
from etl.office.people import EDITOR, RELEASER, Person
from etl.reading.inputs import stand_folders
from etl.release.build import build
from etl.workbook.template import template
from tests.once import once
from tests.stands import FEW, first_stand

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


def stands(made: Made) -> list[date]:
    """Days of the Stände in the data folder."""
    return list(stand_folders(made.office.data_dir))


def actions(made: Made) -> list[str]:
    """What the log says was done."""
    return [entry["action"] for entry in audit_log.entries(made.office.folder)]


def state(made: Made) -> str:
    """What has become of the draft."""
    return drafts.read(made.office.folder, made.draft.draft_id).state


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
    def make(folder: Path) -> Made:
        data_dir = first_stand(folder, FEW)
        build(data_dir, folder / "releases")
        office = Office(folder / "office", data_dir, folder / "releases")
        workbook = edited_workbook(data_dir, folder / "Mappe.xlsx", "Neuer Titel")
        return Made(office, workbook, office.hand_in(ANNA, {"Mappe.xlsx": workbook}, DAY))

    return once(tmp_path_factory, "office-prepared", make)


@pytest.fixture(scope="session")
def _published(_prepared: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    def make(folder: Path) -> Made:
        copied = _copy(_prepared, folder)
        copied.release()
        return copied

    return once(tmp_path_factory, "office-released", make)


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
