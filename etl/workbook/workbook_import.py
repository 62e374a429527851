"""Taking in a workbook: read, repair, check as a whole, and only then make a Stand of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from etl.messages.findings import Finding
from etl.reading.inputs import CORRECTIONS, STAENDE, Inputs, read_inputs
from etl.release.stands import StandError, add_stand
from etl.rules.validation import CheckedInputs
from etl.workbook.contents import Content, content, known_names
from etl.workbook.grid import grids
from etl.workbook.remarks import Remark, in_order
from etl.workbook.sheets import SHEETS
from etl.workbook.workbook_file import OpenWorkbook

REFORMATTED = {
    sheet.file: {column.header for column in sheet.columns if column.kind == "amount" or column.is_date}
    for sheet in SHEETS
}
"""Columns of a table in which the workbook shows a value otherwise than the file."""


@dataclass(frozen=True)
class ImportResult:
    """What came of a workbook."""

    stand_date: date
    remarks: list[Remark]
    is_written: bool
    """Whether it became a Stand."""
    checked: CheckedInputs | None = None
    """The data folder as it is with the new Stand; None when there is nothing to read or the day cannot be."""

    def count(self, severity: str) -> int:
        """How many remarks of this kind there are."""
        return sum(remark.severity == severity for remark in self.remarks)


def import_workbook(book: OpenWorkbook, data_dir: Path, stand_date: date, *, is_trial: bool = False) -> ImportResult:
    """Check a workbook against a data folder and add it as a new Stand unless there is an error or it is a trial."""
    inputs, _ = read_inputs(data_dir)
    contents, remarks = read_contents(book, inputs)
    files = {f"{table}.csv": found.data for table, found in contents.items() if table != CORRECTIONS or found.rows}
    is_kept = not is_trial and not has_errors(remarks)
    addition = added_stand(data_dir, stand_date, files, inputs, keep=is_kept)
    remarks += [*addition.remarks, *sheet_remarks(addition.findings, addition.folder, contents)]
    return ImportResult(
        stand_date, in_order(without_echoes(remarks), book.formulas.sheetnames), addition.is_written, addition.checked
    )


def read_contents(book: OpenWorkbook, inputs: Inputs) -> tuple[dict[str, Content], list[Remark]]:
    """Every table of a workbook, by name, and what is to be said of its sheets and cells."""
    read, remarks = grids(book)
    names = known_names(inputs, read)
    contents = {table: content(grid, names) for table, grid in read.items()}
    return contents, [*remarks, *(remark for found in contents.values() for remark in found.remarks)]


@dataclass(frozen=True)
class Addition:
    """What came of adding a Stand."""

    findings: Sequence[Finding]
    folder: str
    """How the paths of the files begin that the findings are about."""
    remarks: list[Remark]
    is_written: bool
    checked: CheckedInputs | None = None
    """The data folder as it is with the Stand; None when the day cannot be."""


def added_stand(
    data_dir: Path, stand_date: date, files: Mapping[str, bytes], inputs: Inputs, *, keep: bool
) -> Addition:
    """Add a Stand unless the rules find an error or only a trial is wanted; a day that cannot be is said beside all else."""
    day, remarks = stand_date, []
    try:
        checked = add_stand(data_dir, stand_date, files, keep=keep)
    except StandError as problem:
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
        is_written=keep and not checked.errors,
        checked=checked if day == stand_date else None,
    )


def has_errors(remarks: Iterable[Remark]) -> bool:
    """Whether one of the remarks stops the import."""
    return any(remark.severity == "error" for remark in remarks)


def unreadable_file(path: Path, stand_date: date, why: str) -> ImportResult:
    """What is to be said of a file that is no workbook one could read."""
    return ImportResult(stand_date, [Remark("error", None, None, None, path.name, why)], is_written=False)


def sheet_remarks(findings: Iterable[Finding], folder: str, contents: Mapping[str, Content]) -> Iterator[Remark]:
    """Findings of the rules, said of sheet and cell; warnings about other files are left to the check of everything."""
    for found in findings:
        table = found.file.removeprefix(folder).removesuffix(".csv")
        if found.file.startswith(folder) and table in contents:
            within = contents[table]
            if (within.rows.get(found.line or 0), found.column) not in within.grid.broken:
                yield _in_sheet(found, within)
        elif found.severity == "error":
            yield Remark("error", None, None, found.column, found.value, f"{found.place}: {_in_words(found.message)}")


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
    return Remark(found.severity, grid.title, place, found.column, value, _in_words(message))


def _in_words(message: str) -> str:
    """A message with names of sheets where the rules speak of files."""
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
        if remark.place not in first or remark is first[remark.place] or remark.severity == "warning"
    ]
