"""Taking in a workbook: read, repair, check as a whole, and only then make a Stand of it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from etl.messages.findings import Finding, question_id
from etl.messages.german import number
from etl.messages.refusals import RefusedError
from etl.reading.inputs import CORRECTIONS, STAENDE, Inputs, read_inputs
from etl.release.stands import Answer, add_stand
from etl.rules.validation import CheckedInputs
from etl.workbook.answers import confirmed, given_answers, with_refusals
from etl.workbook.contents import Content, content, known_names
from etl.workbook.grid import Grid, grids
from etl.workbook.marks import mark_remarks
from etl.workbook.remarks import Remark, in_order
from etl.workbook.sheets import SHEETS
from etl.workbook.workbook_file import OpenWorkbook

REFORMATTED = {
    sheet.file: {column.header for column in sheet.columns if column.kind == "amount" or column.is_date}
    for sheet in SHEETS
}
"""Columns of a table in which the workbook shows a value otherwise than the file."""


TELL_OPERATOR = (
    "Ist ein bekannter Name gemeint, bitte so schreiben wie in den anderen Zeilen; sonst dem Betreiber sagen, unter welchem "
    "Namen sie zählen soll. Er trägt sie dort ein."
)
"""Said of a spelling instead of a line to add: who fills in a workbook cannot reach the file."""
DAYS_AHEAD = 92
"""A Stand is prepared for the end of a month or a quarter, hardly further ahead."""


@dataclass(frozen=True)
class Addition:
    """What came of adding a Stand."""

    findings: Sequence[Finding]
    folder: str
    """How the paths of the files begin that the findings are about."""
    remarks: list[Remark]
    """What there is to say beside them."""
    is_written: bool
    checked: CheckedInputs | None = None
    """The data folder as it is with the Stand; None when the day cannot be."""
    answers: tuple[Answer, ...] = ()
    """Questions that have an answer."""


def import_workbook(
    book: OpenWorkbook,
    data_dir: Path,
    stand_date: date,
    answers: Mapping[str, str] | None = None,
    *,
    is_trial: bool = False,
    today: date | None = None,
) -> Addition:
    """Check a workbook against a data folder and add it as a new Stand unless something stands against it.

    That is an error, a question without an answer, or that it is a trial. ``answers`` are by the id of the question; those
    that stand in the workbook count as well. The remarks are all that there is to say.
    """
    inputs, _ = read_inputs(data_dir)
    given = given_answers([book], answers)
    confirming = confirmed(given)
    contents, remarks = read_contents(book, inputs)
    files = {f"{table}.csv": found.data for table, found in contents.items() if table != CORRECTIONS or found.rows}
    is_kept = not is_trial and not has_errors(remarks)
    addition = added_stand(data_dir, stand_date, files, inputs, remarks, confirming, keep=is_kept, today=today)
    remarks = [*without_answered(remarks, confirming), *addition.remarks]
    remarks += sheet_remarks(addition.findings, addition.folder, contents)
    remarks = with_refusals(without_echoes(remarks), given)
    return replace(addition, remarks=in_order(remarks, book.formulas.sheetnames))


def read_contents(book: OpenWorkbook, inputs: Inputs) -> tuple[dict[str, Content], list[Remark]]:
    """Every table of a workbook, by name, and what is to be said of its sheets and cells."""
    read, remarks = grids(book)
    for table, grid in read.items():
        read[table], about = _without_struck_parts(grid, book)
        remarks += about
    names = known_names(inputs, read)
    contents = {table: content(grid, names) for table, grid in read.items()}
    return contents, [*remarks, *(remark for found in contents.values() for remark in found.remarks)]


def _without_struck_parts(grid: Grid, book: OpenWorkbook) -> tuple[Grid, list[Remark]]:
    """The grid without values of which only a part is meant, and what is said of cells beside their values."""
    marks = list(mark_remarks(grid, book.formulas))
    broken = grid.broken.union(*(cells for cells, _ in marks))
    return replace(grid, broken=broken), [remark for _, remark in marks]


def added_stand(
    data_dir: Path,
    stand_date: date,
    files: Mapping[str, bytes],
    inputs: Inputs,
    remarks_of_cells: Iterable[Remark],
    answers: Mapping[str, str],
    *,
    keep: bool,
    today: date | None = None,
) -> Addition:
    """Add a Stand unless the rules find an error, a question is open or only a trial is wanted.

    A day that cannot be is said beside all else. Questions about cells are among their remarks; answers are by question.
    """
    day, today = stand_date, today or date.today()
    about_day = list(_questions_of_day(stand_date, max([today, *inputs.stands])))
    asked = {remark.question: remark.message for remark in (*remarks_of_cells, *about_day) if remark.question}
    keep = keep and set(asked) <= set(answers)
    remarks = without_answered(about_day, answers)
    kept: tuple[Answer, ...] = ()

    def answered(questions: Sequence[Finding]) -> tuple[Answer, ...]:
        asked.update({found.question: found.message for found in questions})
        return tuple(Answer(key, asked[key], text, today) for key, text in answers.items() if key in asked)

    try:
        checked = add_stand(data_dir, stand_date, files, answers=answered, keep=keep)
        kept = answered(checked.questions)
        remarks += _pointless(answers, asked)
    except RefusedError as problem:
        remarks.append(Remark("error", None, None, None, stand_date.isoformat(), str(problem)))
        if not inputs.stands or stand_date > max(inputs.stands):
            return Addition([], "", remarks, is_written=False)
        # The day alone is wrong; what else there is to say shows on any day that is possible.
        day, keep = max(inputs.stands) + timedelta(days=1), False
        checked = add_stand(data_dir, day, files, keep=False)
    return Addition(
        checked.findings,
        f"{STAENDE}/{day}/",
        remarks,
        is_written=keep and not checked.errors and not checked.questions,
        checked=checked if day == stand_date else None,
        answers=kept,
    )


def _questions_of_day(stand_date: date, latest: date) -> Iterator[Remark]:
    """Ask about a Stand that lies long after today and after the latest Stand: most likely a slip."""
    ahead = (stand_date - latest).days
    if ahead > DAYS_AHEAD:
        message = f"Der neue Stand läge {number(ahead, 0)} Tage in der Zukunft. Ist der Tag richtig?"
        key = question_id(("stand-ahead", stand_date.isoformat()))
        yield Remark("question", None, None, None, stand_date.isoformat(), message, question=key)


def _pointless(answers: Mapping[str, str], asked: Collection[str]) -> Iterator[Remark]:
    """Tell of answers to what is not asked, or not any more since something changed."""
    for key, text in answers.items():
        if key not in asked:
            yield Remark("warning", None, None, None, text, f"Die Antwort gilt der Frage {key}, die sich nicht stellt.")


def without_answered(remarks: Iterable[Remark], answers: Collection[str]) -> list[Remark]:
    """The remarks without questions that have an answer."""
    return [remark for remark in remarks if remark.question not in answers]


def has_errors(remarks: Iterable[Remark]) -> bool:
    """Whether one of the remarks stops the import."""
    return any(remark.severity == "error" for remark in remarks)


def sheet_remarks(findings: Iterable[Finding], folder: str, contents: Mapping[str, Content]) -> Iterator[Remark]:
    """Findings of the rules, said of sheet and cell; warnings about other files are left to the check of everything."""
    for found in findings:
        table = found.file.removeprefix(folder).removesuffix(".csv")
        if found.file.startswith(folder) and table in contents:
            within = contents[table]
            if (within.rows.get(found.line or 0), found.column) not in within.grid.broken:
                yield _in_sheet(found, within)
        elif found.severity in ("error", "question"):
            message = f"{found.place}: {_in_words(found.message)}"
            yield Remark(found.severity, None, None, found.column, found.value, message, question=found.question)


def _in_sheet(found: Finding, within: Content) -> Remark:
    def row(line: str) -> str:
        return str(within.rows.get(int(line), within.grid.header_row))

    grid = within.grid
    column = next((name for name in (found.column or "").split(", ") if name in grid.letters), None)
    message = re.sub(r"(?<=Zeile )[0-9]+", lambda hit: row(hit[0]), found.message)
    place = grid.place(within.rows.get(found.line) if found.line else None, column)
    value = found.value
    if column in REFORMATTED[grid.sheet.file] and (
        cell := grid.rows.get(within.rows.get(found.line or 0, 0), {}).get(column)
    ):
        value = cell.display_text
    return Remark(found.severity, grid.title, place, found.column, value, _in_words(message), question=found.question)


def _in_words(message: str) -> str:
    """A message with names of sheets where the rules speak of files, and with what can be done without the data folder."""
    message = re.sub("Bitte dort eine Zeile ergänzen: .*", TELL_OPERATOR, message)
    titles = {sheet.file: sheet.title for sheet in SHEETS}
    return re.sub(
        rf"(gehört )?in ({'|'.join(titles)})\.csv",
        lambda hit: f"{'gehört ins' if hit[1] else 'im'} Blatt „{titles[hit[2]]}“",
        message,
    )


def without_echoes(remarks: list[Remark]) -> list[Remark]:
    """Leave out what the rules say of a cell that could not be read anyway, and repairs that did not help."""
    first: dict[str, Remark] = {}
    for remark in remarks:
        if remark.severity == "error" and remark.cell and remark.column:
            first.setdefault(remark.place, remark)
    return [
        remark
        for remark in remarks
        if remark.place not in first or remark is first[remark.place] or remark.severity in ("question", "warning")
    ]
