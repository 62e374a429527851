"""Adding a Stand: the whole folder at once or not at all, and only when the data folder is sound with it."""

import csv
import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.messages.findings import Finding
from etl.messages.refusals import RefusedError, alone, writing
from etl.reading.inputs import ANSWERS, OFFICE, STAENDE, stand_folders
from etl.rules.validation import CheckedInputs, checked_inputs


@dataclass(frozen=True)
class Answer:
    """What somebody said to a question about a Stand."""

    question_id: str
    question: str
    answer: str
    day: date


Answering = Callable[[Sequence[Finding]], Sequence[Answer]]
"""Gives the answers to questions as far as there are any."""


def add_stand(
    data_dir: Path,
    stand_date: date,
    files: Mapping[str, bytes],
    *,
    answers: Answering = lambda questions: (),
    keep: bool = True,
) -> CheckedInputs:
    """Add a Stand made of ``files`` by name; the office's tables that are not among them stay as they were.

    Nothing is kept when the result has errors, or questions without an answer. ``answers`` is asked once, with all
    questions; what it gives is kept with the Stand.
    ``keep=False`` only tries and writes nothing into the data folder.

    Raises RefusedError if the day is not later than the latest Stand, another Stand is being added, or the folder cannot be
    written.
    """
    if not keep:
        _require_later(data_dir, stand_date)
        with TemporaryDirectory() as elsewhere:
            return _filled(data_dir, stand_date, files, answers, Path(elsewhere))
    with _exclusive_access(data_dir):
        return _added(data_dir, stand_date, files, answers)


def withdraw_stand(data_dir: Path, stand_date: date) -> Path:
    """Take the latest Stand out of the data folder; whether it was published is for the caller to know.

    Its folder stays under another name that no reader takes for a Stand, and is returned.

    Raises RefusedError if there is no such Stand, a later one builds on it, another Stand is being added, or the folder
    cannot be written.
    """
    stands = stand_folders(data_dir)
    if stand_date not in stands:
        known = ", ".join(f"{day:%d.%m.%Y}" for day in stands) or "keiner"
        raise RefusedError(f"Einen Stand vom {stand_date:%d.%m.%Y} gibt es nicht. Vorhanden: {known}.")
    if stand_date != max(stands):
        raise RefusedError(
            f"Auf dem Stand vom {stand_date:%d.%m.%Y} baut der vom {max(stands):%d.%m.%Y} auf. "
            "Zurückgezogen wird immer der jüngste zuerst."
        )
    with _exclusive_access(data_dir):
        names = (f".{stand_date}.zurueckgezogen-{count}" for count in itertools.count(1))
        folder = next(path for name in names if not (path := stands[stand_date].with_name(name)).exists())
        return stands[stand_date].rename(folder)


@contextmanager
def _exclusive_access(data_dir: Path) -> Iterator[None]:
    """Change the Stände while nobody else does. Raises RefusedError if somebody does, or the folder cannot be written."""
    raw = data_dir / "raw"
    with alone(raw, "Gerade wird schon ein Stand angelegt. Bitte warten, bis das fertig ist."), writing(raw):
        yield


def _added(data_dir: Path, stand_date: date, files: Mapping[str, bytes], answers: Answering) -> CheckedInputs:
    _require_later(data_dir, stand_date)
    # A hidden folder is no Stand: a reader sees the new one whole or not at all.
    folder = data_dir / "raw" / STAENDE / f".{stand_date}.neu"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        checked = _filled(data_dir, stand_date, files, answers, folder)
        if not checked.errors and not checked.questions:
            folder.rename(folder.with_name(stand_date.isoformat()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return checked


def _require_later(data_dir: Path, stand_date: date) -> None:
    latest = max(stand_folders(data_dir), default=None)
    if latest and stand_date <= latest:
        raise RefusedError(
            f"Der neue Stand ist vom {stand_date:%d.%m.%Y}; den jüngsten gibt es vom {latest:%d.%m.%Y}. "
            "Erwartet wird ein späterer Tag, denn ein veröffentlichter Stand wird nie geändert. War dieser noch nicht "
            f"veröffentlicht, zieht ihn „python -m etl withdraw {latest}“ zurück."
        )


def _filled(
    data_dir: Path, stand_date: date, files: Mapping[str, bytes], answers: Answering, folder: Path
) -> CheckedInputs:
    """The data folder checked together with this folder, filled from the latest Stand and ``files``."""
    stands = stand_folders(data_dir)
    if stands:
        for path in (stands[max(stands)] / f"{kind}.csv" for kind in OFFICE):
            if path.is_file():
                shutil.copyfile(path, folder / path.name)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    checked = checked_inputs(data_dir, {stand_date: folder})
    given = answers(checked.questions)
    _write_answers(folder / ANSWERS, given)
    answered = {found.question_id for found in given}
    return replace(
        checked,
        inputs=replace(checked.inputs, answered=checked.inputs.answered | answered),
        findings=[found for found in checked.findings if found.question not in answered],
    )


def _write_answers(path: Path, answers: Sequence[Answer]) -> None:
    """Write what was answered, one row each; no file when nothing was."""
    rows = [(found.question_id, found.question, found.answer, found.day.isoformat()) for found in answers]
    if rows:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("Kennung", "Frage", "Antwort", "Datum"), *rows])
