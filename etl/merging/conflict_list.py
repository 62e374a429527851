"""The list of conflicts as a workbook: a row for every value, and a column in which a person says which one holds."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_dictionary import TABLES
from etl.merging.three_way import Conflict, Option
from etl.messages.refusals import UnreadableError
from etl.workbook.cell import Cell, cleaned
from etl.workbook.style import TEXT_FORMAT, Style
from etl.workbook.workbook_file import OpenWorkbook
from etl.workbook.writing import set_print, write_headers, write_row, write_text

TITLE = "Konflikte"
HOLDS, MARK = "Gilt", "Kennzeichen"
HEADERS = {
    "Nr.": 6,
    "Tabelle": 16,
    "Kennung": 28,
    "Bezeichnung": 40,
    "Spalte": 20,
    "In der Vorlage": 28,
    "Wert": 40,
    "Von": 40,
    "Warum": 34,
    HOLDS: 8,
    MARK: 16,
}
HINT = (
    "Bei jedem Konflikt in der Spalte „Gilt“ genau ein x setzen, speichern und den Import mit --decide und dem Namen "
    "dieser Datei wiederholen."
)
EMPTY, WHOLE_ROW = "(leer)", "ganze Zeile"


@dataclass(frozen=True)
class DecisionList:
    """What a person has chosen, and what is not clear about it."""

    marks: frozenset[str]
    problems: tuple[str, ...]


def rows(conflicts: Sequence[Conflict], names: Sequence[str], stand: date | None) -> Iterator[tuple[str, ...]]:
    """One row for each value of each conflict; names are those of the workbooks, the Stand is what is there now."""
    for number, conflict in enumerate(conflicts, start=1):
        table, key, _ = conflict.place
        for position, option in enumerate(conflict.options):
            yield (
                str(number),
                TABLES[table].title,
                key,
                conflict.title,
                column_words(conflict),
                conflict.base or EMPTY,
                option.value or EMPTY,
                holders(option, names, stand),
                f"Das ändert: {conflict.lead}" if conflict.lead else "Beide Seiten haben geändert",
                "x" if position == conflict.chosen else "",
                option.mark,
            )


def column_words(conflict: Conflict) -> str:
    """Which column a conflict is about, and which others are decided with it."""
    named = conflict.place[2] or WHOLE_ROW
    return f"{named} (damit auch: {', '.join(conflict.with_it)})" if conflict.with_it else named


def ambiguous(conflicts: Sequence[Conflict], marks: Collection[str]) -> Iterator[str]:
    """Each conflict of which several values shall hold, as a sentence."""
    for conflict in conflicts:
        if sum(option.mark in marks for option in conflict.options) > 1:
            table, key, _ = conflict.place
            about = ", ".join(filter(None, (TABLES[table].title, key, conflict.title, column_words(conflict))))
            yield (
                f"Bei einem Konflikt ({about}) steht in der Spalte „{HOLDS}“ mehr als ein x. Erwartet wird genau eines; "
                "entschieden ist so nichts."
            )


def holders(option: Option, names: Sequence[str], stand: date | None) -> str:
    """Who says so: the Stand, workbooks, or both."""
    there = [f"jetzt im Stand vom {stand:%d.%m.%Y}" if stand else "jetzt"] if option.is_there else []
    return "; ".join([*there, *(names[number] for number in option.hand_ins)])


def conflict_list(conflicts: Sequence[Conflict], names: Sequence[str], stand: date | None, style: Style) -> Workbook:
    """The list as a workbook; what is decided already has its x."""
    book = Workbook()
    page: Any = book.active
    page.title = TITLE
    write_text(page.cell(1, 1), HINT)
    write_headers(page, 2, HEADERS, style)
    row = 2
    for row, texts in enumerate(rows(conflicts, names, stand), start=3):
        write_row(page, row, texts, HEADERS.values(), style)
        for cell in page[row]:
            cell.number_format = TEXT_FORMAT
            if int(texts[0]) % 2:
                cell.fill = style.quiet
    _finish(page, row)
    return book


def _finish(page: Worksheet, last: int) -> None:
    letters = {header: chr(ord("A") + position) for position, header in enumerate(HEADERS)}
    rule = DataValidation("list", formula1='"x"', allow_blank=True)
    rule.add(f"{letters[HOLDS]}3:{letters[HOLDS]}{max(last, 3)}")
    page.add_data_validation(rule)
    page.freeze_panes = "A3"
    page.auto_filter.ref = f"A2:{letters[MARK]}{max(last, 3)}"
    set_print(page)


def read_decisions(book: OpenWorkbook) -> DecisionList:
    """What a person has chosen in a list of conflicts.

    Raises UnreadableError if the workbook holds no such list.
    """
    pages: list[Any] = book.values.worksheets
    for page in pages:
        lines = [[cleaned(Cell(value)).text for value in line] for line in page.iter_rows(values_only=True)]
        header = next((line for line in lines if {HOLDS, MARK} <= set(line)), None)
        if header is not None:
            return _decisions(lines[lines.index(header) + 1 :], header.index(HOLDS), header.index(MARK))
    raise UnreadableError(
        f"Das ist keine Liste von Konflikten. Erwartet wird die Mappe, die der Import schreibt, mit den Spalten „{HOLDS}“ "
        f"und „{MARK}“."
    )


def _decisions(lines: Sequence[Sequence[str]], holds: int, mark: int) -> DecisionList:
    marks, problems = set(), []
    for line in lines:
        if not line[holds]:
            continue
        if line[holds].casefold() == "x" and line[mark]:
            marks.add(line[mark])
        else:
            problems.append(
                f"In der Spalte „{HOLDS}“ steht „{line[holds]}“. Erwartet wird ein x neben dem Wert, der gilt."
            )
    return DecisionList(frozenset(marks), tuple(problems))
