"""What the office sends to the municipalities, made from the latest Stand: sheets that ask, and parts of the workbook."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from etl.feedback.message import message
from etl.feedback.open_points import OpenPoints, file_stem
from etl.feedback.open_points import open_points as all_open_points
from etl.feedback.sheet import feedback_sheet
from etl.messages.refusals import RefusedError
from etl.reading.inputs import read_inputs
from etl.rules.validation import CheckedInputs, checked_inputs
from etl.workbook.parts import area_names
from etl.workbook.template import template


def open_points(data_dir: Path) -> dict[str, Any]:
    """How much is open at every place that has a part, and the text of the e-mail that asks about it.

    Raises RefusedError if the inputs have errors.
    """
    checked = _checked(data_dir)
    asked = {found.area_ags: found for found in all_open_points(checked)}
    return {
        "stand": max(checked.inputs.stands).isoformat(),
        "places": [
            {"area_ags": area_ags, "name": name, **_counts(asked.get(area_ags))}
            for area_ags, name in area_names(checked.inputs).items()
        ],
    }


def feedback_workbook(data_dir: Path, area_ags: str) -> tuple[str, Workbook]:
    """File name and workbook that asks one place.

    Raises RefusedError if the inputs have errors, or nothing is open there.
    """
    for asked in all_open_points(_checked(data_dir)):
        if asked.area_ags == area_ags:
            return asked.file_name, feedback_sheet(asked, data_dir)
    raise RefusedError("Dort gibt es nichts zu fragen.")


def part_workbook(data_dir: Path, area_ags: str) -> tuple[str, Workbook]:
    """File name and workbook with the part of one place.

    Raises RefusedError if nobody has this key, or the Stand cannot become a workbook.
    """
    inputs, _ = read_inputs(data_dir)
    book = template(data_dir, area_ags)
    return f"{file_stem(area_names(inputs)[area_ags])}-{max(inputs.stands)}.xlsx", book


def _checked(data_dir: Path) -> CheckedInputs:
    checked = checked_inputs(data_dir)
    if checked.errors:
        raise RefusedError("Gefragt wird erst, wenn die Eingaben keine Fehler haben. Bitte mit dem Betreiber klären.")
    return checked


def _counts(asked: OpenPoints | None) -> dict[str, Any]:
    if asked is None:
        return {"overdue": 0, "silent": 0, "incomplete": 0, "message": ""}
    counts = {"overdue": asked.overdue_count, "silent": asked.silent_count, "incomplete": asked.incomplete_count}
    return {**counts, "message": message(asked)}
