"""The sheets of a workbook as grids of cells under known headers; remarks on all that is not as the template made it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data_dictionary import Table
from etl.messages.german import quoted, suggestion
from etl.reading.inputs import OFFICE
from etl.workbook.cell import Cell, cleaned, folded
from etl.workbook.remarks import Remark, Severity
from etl.workbook.sheets import OWN, SHEETS
from etl.workbook.workbook_file import OpenWorkbook

COPY = re.compile(r"-tab(?:elle|le) 1$|^kopie( von)? | ?-? ?kopie$| ?\([0-9]+\)$|[ _][0-9]+$|(?<=[a-z])[0-9]+$")
HEADER_ROWS = 20
SUM = re.compile(r"(?:zwischen|gesamt|end)?summe|gesamt|insgesamt|ergebnis|(?:sub|grand )?total")
"""What a row is called that sums up those above it."""
MOST_OF_SUM = 3
"""So many cells such a row fills at most: its name, an amount, a count."""
OTHER_FILE = re.compile(r"\[[^\]]+\][^!,;()]*!|https?://|file:|IMPORTRANGE|WEBSERVICE", re.IGNORECASE)
"""What a formula has that takes its value from somewhere else."""
REDUCED = (
    "Ein Format, ein Filter oder eine andere Angabe der Mappe ist unvollständig. Gelesen sind alle Zellen; in der Kopie "
    "mit markierten Befunden fehlen Farben, Filter und Auswahllisten der Mappe."
)


@dataclass(frozen=True)
class Grid:
    """One table as it stands in its sheet: cells that hold something, by row and header."""

    sheet: Table
    title: str
    header_row: int
    letters: dict[str, str]
    rows: dict[int, dict[str, Cell]]
    broken: frozenset[tuple[int, str]]
    """Row and header of cells that have no value to read, which has been told."""

    def place(self, row: int | None, header: str | None) -> str:
        """Name of a cell; what has no row is said of the header, what has no column of the first one."""
        first = next(iter(self.letters.values()))
        return f"{self.letters.get(header or '', first)}{row or self.header_row}"


def grids(book: OpenWorkbook) -> tuple[dict[str, Grid], list[Remark]]:
    """Every table that is in the workbook, by its name, and what is to be said about sheets, headers and rows."""
    found, remarks = _tables(book.values.worksheets)
    if book.is_reduced:
        remarks.append(Remark("repaired", None, None, None, book.path.name, REDUCED))
    read = {}
    for sheet in SHEETS:
        if (page := found.get(sheet.file)) is not None:
            grid, about = sheet_grid(sheet, page, book.formulas[page.title])
            remarks += about
            if grid is not None:
                read[sheet.file] = grid
    return read, remarks


def _tables(pages: Sequence[Any]) -> tuple[dict[str, Worksheet], list[Remark]]:
    """The sheet of each table; doubles, strangers and gaps come back as remarks."""
    wanted = {folded(sheet.title): sheet for sheet in SHEETS}
    exact = [page for page in pages if folded(page.title) in wanted]
    copies = [page for page in pages if page not in exact and COPY.sub("", folded(page.title)) in wanted]
    found: dict[str, Worksheet] = {}
    remarks = []
    for page in [*exact, *copies]:
        sheet = wanted[COPY.sub("", folded(page.title)) if page in copies else folded(page.title)]
        if first := found.get(sheet.file):
            message = (
                f"Das Blatt sieht aus wie ein Doppel von „{first.title}“. Erwartet wird „{sheet.title}“ genau einmal; "
                "bitte das überzählige löschen."
            )
            remarks.append(Remark("error", page.title, "A1", None, page.title, message))
            continue
        found[sheet.file] = page
        if page.title != sheet.title:
            message = f"Das Blatt wurde als „{sheet.title}“ gelesen."
            remarks.append(Remark("repaired", page.title, "A1", None, page.title, message, sheet.title))
        if page.sheet_state != "visible":
            remarks.append(
                Remark("warning", page.title, "A1", None, None, "Das Blatt ist ausgeblendet; gelesen wird es.")
            )
    strangers = [page.title for page in pages if page not in [*exact, *copies] and page.title not in OWN]
    for title in strangers:
        message = "Dieses Blatt wird nicht gelesen." + suggestion(
            title, [sheet.title for sheet in SHEETS if sheet.file not in found]
        )
        remarks.append(Remark("warning", title, "A1", None, title, message))
    for sheet in SHEETS:
        if sheet.file not in found:
            message = f"Das Blatt „{sheet.title}“ fehlt." + suggestion(sheet.title, strangers)
            remarks.append(
                Remark("error" if sheet.file in OFFICE else "warning", None, None, None, sheet.title, message)
            )
    return found, remarks


def sheet_grid(sheet: Table, page: Worksheet, formulas: Worksheet) -> tuple[Grid | None, list[Remark]]:
    """One sheet as a grid, or None without the headers, and what is to be said of it."""
    cells = _filled(page)
    header_row = _header_row(sheet, cells)
    if header_row is None:
        message = f"Die Kopfzeile fehlt. Erwartet werden die Spalten {quoted(sheet.headers)}."
        return None, [Remark("error", page.title, "A1", None, None, message)]
    letters, remarks = _headers(sheet, page, header_row, cells)
    if above := [row for row in cells if row < header_row]:
        message = "Über der Kopfzeile steht etwas; gelesen wird erst ab der Kopfzeile."
        remarks.append(Remark("warning", page.title, f"A{above[0]}", None, None, message))
    rows: dict[int, dict[str, Cell]] = {}
    broken = set()
    names = {letter: name for name, letter in letters.items()}
    book: Any = page.parent
    first_day = book.epoch.date()
    formats: dict[int, str] = {}
    for row in sorted(row for row in cells if row > header_row):
        held = {}
        for column, cell in cells[row].items():
            name = names.get(get_column_letter(column))
            if name is None:
                continue
            value = None if cell.data_type == "e" else cell.value
            # Looking the format up for every cell would take longer than all else here.
            style = cell._style
            if (number_format := formats.get(style.numFmtId)) is None:
                number_format = formats[style.numFmtId] = cell.number_format
            held[name] = Cell(value, number_format, bool(style.quotePrefix), first_day)
            if cell.data_type == "e":
                broken.add((row, name))
                message = "Excel zeigt hier einen Fehler statt eines Wertes. Erwartet wird der Wert selbst."
                remarks.append(Remark("error", page.title, cell.coordinate, name, str(cell.value), message))
        if held:
            rows[row] = held
    for row in [row for row, held in rows.items() if _is_sum(sheet, held)]:
        first, cell = next(iter(rows.pop(row).items()))
        message = "Das sieht aus wie eine Summenzeile. Jede Zeile ist ein Eintrag; Summen bildet die Seite selbst. Bitte löschen."
        remarks.append(Remark("error", page.title, f"{letters[first]}{row}", first, cell.display_text, message))
    for row, name, remark in _formulas(page, formulas, header_row, names):
        remarks.append(remark)
        if remark.severity == "error":
            broken.add((row, name))
            rows.setdefault(row, {}).setdefault(name, Cell(None))
    rows = dict(sorted(rows.items()))
    for covered, remark in _merged(page, header_row, names):
        broken |= covered
        remarks.append(remark)
    grid = Grid(sheet, page.title, header_row, letters, rows, frozenset(broken))
    return grid, [*remarks, *_hidden(grid, page)]


def _is_sum(sheet: Table, held: dict[str, Cell]) -> bool:
    """Whether a row holds an amount, and beside it at most what such a sum is called."""
    amounts = {column.header for column in sheet.columns if column.kind == "amount"}
    others = [cell for name, cell in held.items() if name not in amounts]
    return len(held) <= MOST_OF_SUM and len(held) > len(others) and all(_is_sum_word(cell) for cell in others)


def _is_sum_word(cell: Cell) -> bool:
    return isinstance(cell.value, int) or bool(SUM.fullmatch(folded(cell.display_text).strip(":.")))


def _filled(page: Worksheet) -> dict[int, dict[int, Any]]:
    """Cells with something in them, by row and column."""
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    # Going through the rows would make every cell up to the last one, and a stray blank can stand in row 1,048,576.
    for (row, column), cell in sorted(page._cells.items()):
        value = cell.value
        if value is not None and (not isinstance(value, str) or value[:1].isalnum() or cleaned(Cell(value)).text):
            found[row][column] = cell
    return found


def _plain(header: str) -> str:
    return re.sub(r"[\W_]", "", folded(header))


def _header_row(sheet: Table, cells: dict[int, dict[int, Any]]) -> int | None:
    """The row among the first ones that names most of the columns."""
    wanted = {_plain(name) for name in sheet.headers}
    hits = {
        row: sum(_plain(str(cell.value)) in wanted for cell in cells[row].values()) for row in list(cells)[:HEADER_ROWS]
    }
    best = max(hits, key=lambda row: hits[row], default=None)
    return best if best is not None and 2 * hits[best] >= len(wanted) else None


def _headers(
    sheet: Table, page: Worksheet, header_row: int, cells: dict[int, dict[int, Any]]
) -> tuple[dict[str, str], list[Remark]]:
    wanted = {_plain(name): name for name in sheet.headers}
    letters: dict[str, str] = {}
    remarks: list[Remark] = []
    unknown = []
    for column, cell in cells[header_row].items():
        text, letter = str(cell.value), get_column_letter(column)
        name = wanted.get(_plain(text))
        if name is None:
            unknown.append((column, text))
        elif name in letters:
            message = f"Diese Spalte kommt mehrfach vor, schon in {letters[name]}{header_row}."
            remarks.append(Remark("error", page.title, f"{letter}{header_row}", name, text, message))
        else:
            letters[name] = letter
            if text != name:
                remarks.append(
                    Remark("repaired", page.title, f"{letter}{header_row}", name, text, "Überschrift angepasst.", name)
                )
    missing = [name for name in sheet.headers if name not in letters]
    for column, text in unknown:
        message = "Diese Spalte wird nicht gelesen." + suggestion(text, missing)
        remarks.append(Remark("warning", page.title, f"{get_column_letter(column)}{header_row}", None, text, message))
    headed = set(cells[header_row])
    nameless = {
        column: row for row in reversed(cells) if row > header_row for column in cells[row] if column not in headed
    }
    for column, row in sorted(nameless.items()):
        place = f"{get_column_letter(column)}{row}"
        message = "Die Spalte hat keine Überschrift und wird nicht gelesen."
        remarks.append(Remark("warning", page.title, place, None, str(cells[row][column].value), message))
    return letters, remarks


def _formulas(
    page: Worksheet, formulas: Worksheet, header_row: int, names: dict[str, str]
) -> Iterator[tuple[int, str, Remark]]:
    if formulas is page:
        return
    for (row, column), cell in sorted(formulas._cells.items()):
        name = names.get(get_column_letter(column))
        if cell.data_type != "f" or name is None or row <= header_row:
            continue
        value = page.cell(row, column)
        if value.data_type == "e":
            continue
        severity: Severity = "error" if value.value is None else "warning"
        written = str(getattr(cell.value, "text", cell.value))
        message = "Hier steht eine Formel; übernommen wird der Wert, den Excel zuletzt berechnet hat."
        if value.value is None:
            message = (
                "Die Formel hat keinen gespeicherten Wert. Bitte in Excel öffnen und speichern oder den Wert eintragen."
            )
        elif OTHER_FILE.search(written):
            message = (
                "Die Formel zeigt auf eine andere Datei; übernommen wird der Wert, den Excel dort zuletzt gelesen hat. "
                "Bitte den Wert selbst eintragen."
            )
        yield row, name, Remark(severity, page.title, cell.coordinate, name, written, message)


def _merged(page: Worksheet, header_row: int, names: dict[str, str]) -> Iterator[tuple[set[tuple[int, str]], Remark]]:
    """Merged cells of the table that hold something, and the cells below that lost their value to the first."""
    for block in sorted(page.merged_cells.ranges, key=lambda block: (block.min_row, block.min_col)):
        first: Any = page.cell(block.min_row, block.min_col)
        letters = [get_column_letter(column) for column in range(block.min_col, block.max_col + 1)]
        headers = [names[letter] for letter in letters if letter in names]
        if block.max_row < header_row or not headers or first.value is None:
            continue
        message = (
            f"Die Zellen {block.coord} sind verbunden; der Wert steht nur in der ersten. "
            "Bitte den Verbund aufheben und jede Zelle füllen."
        )
        own = (block.min_row, names.get(letters[0], ""))
        covered = {(row, header) for row in range(block.min_row, block.max_row + 1) for header in headers} - {own}
        yield (
            covered,
            Remark("error", page.title, first.coordinate, own[1] or None, Cell(first.value).display_text, message),
        )


def _hidden(grid: Grid, page: Worksheet) -> Iterator[Remark]:
    # Some programs give what is hidden no height or width.
    rows = [
        row
        for row in grid.rows
        if row in page.row_dimensions and (page.row_dimensions[row].hidden or page.row_dimensions[row].height == 0)
    ]
    if rows:
        message = f"Ausgeblendet oder weggefiltert, aber gelesen: {_runs(rows, 'Zeile', 'Zeilen')}."
        yield Remark("warning", grid.title, f"A{rows[0]}", None, None, message)
    for letter, dimension in page.column_dimensions.items():
        # One entry can stand for a run of columns.
        run = {get_column_letter(column) for column in range(dimension.min or 0, (dimension.max or -1) + 1)} | {letter}
        for header, at in grid.letters.items():
            if (dimension.hidden or dimension.width == 0) and at in run:
                message = "Die Spalte ist ausgeblendet; gelesen wird sie."
                yield Remark("warning", grid.title, f"{at}{grid.header_row}", header, header, message)


def _runs(rows: Iterable[int], one: str, many: str) -> str:
    """Numbers as a German list with runs drawn together."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"{one if texts == [str(runs[0][0])] else many} {', '.join(texts)}"
