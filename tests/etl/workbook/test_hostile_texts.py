"""Workbooks and letters made of a Stand in which every text wishes to be more: each text stands there as it is."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from etl.feedback.message import message
from etl.feedback.open_points import open_points
from etl.feedback.sheet import feedback_sheet
from etl.rules.validation import checked_inputs
from etl.workbook.sheets import SHEETS
from etl.workbook.template import template
from tests.hostile import MARK, hostile_release
from tests.once import once
from tests.small import STAND


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a release in which all texts are hostile."""
    folder, _ = once(tmp_path_factory, "hostile", hostile_release)
    return folder.parent / "data"


def texts(book: Any, path: Path) -> Iterator[str]:
    """The texts of tables in a workbook, read back; nothing in it calculates or leads anywhere."""
    book.save(path)
    for page in load_workbook(path).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell
                assert cell.hyperlink is None, cell
                if MARK in str(cell.value):
                    # Excel knows that it is text, and takes nothing away on the first edit.
                    assert cell.quotePrefix == str(cell.value).startswith(("=", "+", "-", "@")), cell
                    yield str(cell.value)


def test_a_template_gives_every_text_back(hostile: Path, tmp_path: Path) -> None:
    expected = set()
    for sheet in SHEETS:
        file = hostile / "raw" / "staende" / STAND.isoformat() / f"{sheet.file}.csv"
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as lines:
                expected |= {cell.strip() for row in csv.reader(lines) for cell in row if MARK in cell}
    found = set(texts(template(hostile), tmp_path / "x.xlsx"))
    assert found >= expected
    assert max(map(len, expected)) > 10_000


def test_who_is_asked_gets_texts_and_one_line_for_each_point(hostile: Path, tmp_path: Path) -> None:
    every = open_points(checked_inputs(hostile))
    assert len(every) > 1
    for asked in every:
        points = asked.points
        expected = {text for point in points for text in (point.project_title, point.milestone) if MARK in text}
        assert expected <= set(texts(feedback_sheet(asked, hostile), tmp_path / "x.xlsx"))
        lines = message(asked).splitlines()
        assert sum(line.startswith("- ") for line in lines) == len(points)
        assert [number for number, line in enumerate(lines) if line.startswith("Betreff:")] == [0]
