"""A sheet with answers that came back, as the changes it means in the office's tables."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from data_dictionary import TABLES
from etl.feedback.open_points import is_asked
from etl.feedback.sheet import FEEDBACK, KEY, PLANNED, REACHED, REASON, REASONS
from etl.merging.hand_in import Edit, HandIn, is_same
from etl.reading.csv_file import parsed
from etl.workbook.cell import folded
from etl.workbook.contents import NO_NAMES, Content, KnownNames, Rows, content
from etl.workbook.grid import Grid, sheet_grid
from etl.workbook.parts import PROJECTS, Part
from etl.workbook.remarks import Remark, Severity
from etl.workbook.workbook_file import OpenWorkbook

MILESTONES = "meilensteine"
SHIFT_REASON, SHIFT_NOTE = "Grund der Verschiebung", "Erläuterung der Verschiebung"
OTHER_REASON = "Sonstiges"
ANSWERED = {
    "Erreicht": REACHED,
    "Aktuelle Planung": PLANNED,
    "Erstplanung": PLANNED,
    "Ende": PLANNED,
    SHIFT_REASON: REASON,
}
"""Column of the sheet in which the answer for a column of a table stands."""


@dataclass(frozen=True)
class Answer:
    """One filled row of the sheet."""

    row: int
    title: str
    """What the row says that it is about: the milestone, or the project where it names none."""
    key: str
    reached: str
    planned: str
    reason: str


def feedback_hand_in(book: OpenWorkbook, base: Mapping[str, Rows], own: Part) -> tuple[HandIn, list[Remark]]:
    """Read a sheet with answers; what cannot be taken into a table is told, so that somebody enters it."""
    pages = [page for page in book.values.worksheets if folded(page.title) == folded(FEEDBACK.title)]
    grid, remarks = sheet_grid(FEEDBACK, pages[0], book.formulas[pages[0].title]) if pages else (None, [])
    if grid is None:
        missing = f"Das Blatt „{FEEDBACK.title}“ mit seiner Kopfzeile fehlt. Erwartet wird es, wie es verschickt wurde."
        return HandIn(base, (), {}, {}, {}), [Remark("error", None, None, None, book.path.name, missing)]
    # The lines above the headers are ours.
    remarks = [remark for remark in remarks if "Über der Kopfzeile" not in remark.message]
    read = content(grid, KnownNames(NO_NAMES, frozenset(), {FEEDBACK.file: base[MILESTONES] | base[PROJECTS]}, {}))
    edits: list[Edit] = []
    places: dict[str, dict[str, int]] = {MILESTONES: {}, PROJECTS: {}}
    for answer in _answers(read):
        table = next((table for table in places if answer.key in base[table]), "")
        remarks += _remarks(answer, table, base.get(table, {}).get(answer.key, {}), grid)
        if table:
            places[table][answer.key] = answer.row
            lead = "" if is_asked(own, table, answer.key) else own.lock(table, answer.key)
            edits += (replace(edit, lead=lead) for edit in _edits(answer, table, base[table][answer.key]))
    contents = {table: replace(read, grid=_as_table(grid, table), rows={}, remarks=[]) for table in places}
    return HandIn(base, tuple(edits), contents, {}, places), [*remarks, *read.remarks]


def _answers(read: Content) -> Iterator[Answer]:
    table, _ = parsed(FEEDBACK.file, read.data.decode("utf-8"))
    frame = table.frame.reindex(columns=["Projekt", "Meilenstein", KEY, REACHED, PLANNED, REASON]).fillna("")
    for line, project, milestone, key, reached, planned, reason in frame.itertuples(name=None):
        if reached or planned or reason:
            yield Answer(read.rows[line], milestone or project, key, reached, planned, reason)


def _edits(answer: Answer, table: str, before: Mapping[str, str]) -> Iterator[Edit]:
    """What an answer changes in its row."""
    found: dict[str, str] = {}
    if table == PROJECTS:
        found = {"Ende": answer.planned} if answer.planned else {}
    else:
        if answer.reached:
            found |= {"Erreicht": answer.reached, "Status laut Quelle": "erreicht"}
        elif answer.planned:
            # The first date that anybody names is the first plan.
            has_plan = before.get("Erstplanung") or before.get("Aktuelle Planung")
            found["Aktuelle Planung" if has_plan else "Erstplanung"] = answer.planned
            if before.get("Status laut Quelle") == "unbekannt":
                found["Status laut Quelle"] = "geplant"
        if answer.reason:
            found |= _shift(answer.reason)
    for column, text in found.items():
        if not is_same(before.get(column, ""), text):
            yield Edit(table, answer.key, column, before.get(column, ""), text)


def _shift(text: str) -> dict[str, str]:
    """The reason for a shift as one of the list, and what is said beside it."""
    words = "|".join(map(re.escape, REASONS))
    found = re.fullmatch(rf"({words})(?:\s*[:;,–-]\s*(.*))?", text, re.IGNORECASE | re.DOTALL)
    if found is None:
        return {SHIFT_REASON: OTHER_REASON, SHIFT_NOTE: text}
    reason = next(known for known in REASONS if known.casefold() == found[1].casefold())
    return {SHIFT_REASON: reason} | ({SHIFT_NOTE: found[2]} if found[2] else {})


def _remarks(answer: Answer, table: str, before: Mapping[str, str], grid: Grid) -> Iterator[Remark]:
    def remark(severity: Severity, header: str, value: str, message: str) -> Remark:
        return Remark(severity, grid.title, grid.place(answer.row, header), header, value, message)

    if not table:
        yield remark(
            "error", KEY, answer.key, "Diese Kennung gibt es nicht. Erwartet wird die Zeile, wie sie verschickt wurde."
        )
    title = before.get("Meilenstein" if table == MILESTONES else "Titel", "")
    if table and folded(answer.title) != folded(title):
        message = (
            f"Die Zeile handelt von „{answer.title}“, ihre Kennung gehört zu „{title}“. Eine davon ist verrutscht. Erwartet "
            "wird die Zeile, wie sie verschickt wurde."
        )
        yield remark("error", KEY, answer.key, message)
    if table == MILESTONES and answer.reached and answer.planned:
        message = (
            f"Erreicht und neu geplant geht nicht zugleich. Erwartet wird nur eines von „{REACHED}“ und „{PLANNED}“."
        )
        yield remark("error", PLANNED, answer.planned, message)
    if table == PROJECTS and answer.reached:
        message = f"Bei einem Projekt wird das nicht gelesen. Sein Ende gehört in „{PLANNED}“; Meilensteine haben eigene Zeilen."
        yield remark("warning", REACHED, answer.reached, message)
    if table == PROJECTS and answer.reason:
        message = "Diese Auskunft gehört in keine Spalte der Tabellen. Bitte Geld oder Quelle mit der Mappe nachtragen."
        yield remark("warning", REASON, answer.reason, message)


def _as_table(grid: Grid, table: str) -> Grid:
    """The sheet as if it were that of a table, so that a finding about a cell is said where its answer stands."""
    letters = {column: grid.letters[header] for column, header in ANSWERED.items() if header in grid.letters}
    return replace(grid, sheet=TABLES[table], letters={KEY: grid.letters.get(KEY, "A"), **letters}, rows={})
