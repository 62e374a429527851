"""From the grid of a sheet to the table it means: every cell read by the kind of its column."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, cached_property, partial

import data_dictionary
from data_dictionary import TABLES, Column, Kind
from etl.messages.findings import question_id
from etl.reading.csv_file import Table
from etl.reading.inputs import OFFICE, Inputs
from etl.reading.money import AMOUNT, NUMBER
from etl.reading.partial_dates import normalised_date
from etl.tables.keys import KEYS
from etl.workbook.amounts import amount_reading
from etl.workbook.cell import Cell, Reading, displayed_otherwise
from etl.workbook.dates import date_reading, displayed_precision, hides_year
from etl.workbook.grid import Grid
from etl.workbook.names import Spellings, areas_reading, key_reading, name_reading, text_reading
from etl.workbook.number_formats import display
from etl.workbook.remarks import Remark, Severity
from etl.workbook.sheets import SHEETS, key_of, known_headers, places

Rows = dict[str, dict[str, str]]
"""Rows of a table by key; each has the texts of its columns by header."""
NO_NAMES = Spellings(())


@dataclass(frozen=True)
class KnownNames:
    """What the data folder and the workbook together know: names a cell may hold, and the Stand before."""

    fields: Spellings
    areas: frozenset[str]
    before: Mapping[str, Rows]
    keys: Mapping[str, Spellings]
    """Keys that other tables may refer to, by table."""

    @cached_property
    def former_keys(self) -> Mapping[str, Spellings]:
        """Keys of the Stand before, by table."""
        return {table: Spellings(rows) for table, rows in self.before.items()}


@dataclass(frozen=True)
class Content:
    """One table as CSV, with the way back to its sheet."""

    grid: Grid
    data: bytes
    rows: dict[int, int]
    """Row of the sheet by line of the CSV."""
    remarks: list[Remark]


def known_names(inputs: Inputs, read: Mapping[str, Grid]) -> KnownNames:
    """Gather the names of a data folder and the keys of a workbook."""
    before = office_tables(inputs, max(inputs.stands, default=None))
    keys = {table: Spellings(rows) for table, rows in before.items()}
    for table, former in keys.items():
        if grid := read.get(table):
            cells = (row[name] for row in grid.rows.values() for name in KEYS[table] if name in row)
            keys[table] = Spellings(key_reading(cell, former).text for cell in cells)
    region = inputs.region
    return KnownNames(
        Spellings(field.name for field in region.field_of_action) if region else NO_NAMES,
        frozenset(places(inputs).known("AGS") or ()) | {entry.ags for entry in (region.comparison if region else ())},
        before,
        keys,
    )


def rows_by_key(table: Table, key: str) -> Rows:
    """The rows of a table by their key, empty cells as empty texts; of rows with the same key the first."""
    if key not in table.frame:
        return {}
    rows: Rows = {}
    for record in table.frame.astype(object).where(table.frame.notna(), "").to_dict("records"):
        rows.setdefault(record[key], {str(header): text for header, text in record.items()})
    return rows


def office_tables(inputs: Inputs, stand_date: date | None) -> dict[str, Rows]:
    """The office's tables of a Stand; without one none has a row."""
    return {kind: rows_by_key(inputs.table(stand_date, kind), KEYS[kind][0]) if stand_date else {} for kind in OFFICE}


def content(grid: Grid, names: KnownNames) -> Content:
    """Read a whole grid; cells that cannot be read keep what was found, so that the rules see them too."""
    remarks: list[Remark] = []
    key = key_of(grid.sheet)
    # The key comes first: what the Stand before had under it decides how an unchanged value is spelled.
    columns = sorted(grid.sheet.columns, key=lambda column: column.header != key)
    found = {row: _row(grid, row, cells, columns, names, remarks) for row, cells in grid.rows.items()}
    headers = [header for header in file_headers(grid.sheet, found.values()) if header in grid.letters]
    data, lines = csv_text(headers, found.values())
    return Content(grid, data, dict(zip(lines, found, strict=True)), remarks)


def file_headers(table: data_dictionary.Table, rows: Collection[Mapping[str, str]]) -> list[str]:
    """The columns of a file: all but those that it may lack and nobody fills."""
    return [
        column.header
        for column in table.columns
        if not column.may_be_absent or any(row.get(column.header) for row in rows)
    ]


def csv_text(headers: list[str], rows: Iterable[Mapping[str, str]]) -> tuple[bytes, list[int]]:
    """Rows as a CSV file, and the line in which each begins."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    line, lines = 2, []
    for row in rows:
        record = [row.get(header, "") for header in headers]
        writer.writerow(record)
        lines.append(line)
        line += 1 + sum(cell.count("\n") for cell in record)
    return text.getvalue().encode("utf-8"), lines


def _row(
    grid: Grid,
    row: int,
    cells: dict[str, Cell],
    columns: Sequence[Column],
    names: KnownNames,
    remarks: list[Remark],
) -> dict[str, str]:
    texts: dict[str, str] = {}
    key, rows_before = key_of(grid.sheet), names.before.get(grid.sheet.file, {})
    for column in columns:
        cell = cells.get(column.header)
        if cell is None or (row, column.header) in grid.broken:
            continue
        before = rows_before.get(texts.get(key or "", ""), {})
        kind = _former(texts) if column.kind == "former" else column.kind
        reading = _reading(grid.sheet.file, column, kind, cell, names)
        as_before = before.get(column.header, "")
        remark = partial(_remark, grid, row, column.header, cell)
        if reading.problem:
            remarks.append(remark("error", reading.problem))
        elif reading.repairs and reading.text:
            why = ", ".join(reading.repairs)
            remarks.append(remark("repaired", why[0].upper() + why[1:] + ".", reading.text))
        elif kind in ("date", "day") and hides_year(cell) and reading.text != as_before:
            message = f"Die Zelle zeigt kein Jahr; gespeichert ist {reading.text}. Excel ergänzt von selbst das laufende Jahr. Stimmt es?"
            basis = ("hidden-year", grid.sheet.file, texts.get(key or "", ""), column.header, reading.text)
            remarks.append(remark("question", message, question=question_id(basis)))
        elif (
            kind == "amount"
            and AMOUNT.fullmatch(reading.text)
            and reading.text != as_before
            and (rounded := _rounded(cell))
        ):
            message = f"Die Zelle zeigt gerundet „{rounded}“; übernommen wird {cell.display_text}."
            remarks.append(remark("warning", message))
        elif kind == "date" and _is_first_of_a_month(cell) and reading.text != as_before:
            message = (
                "Ist wirklich der Erste des Monats gemeint? Aus „2023-05“ macht Excel in einem Datumsfeld einen Tag."
            )
            remarks.append(remark("warning", message))
        elif kind == "key" and _is_unusual(reading.text) and reading.text not in names.before.get(grid.sheet.file, {}):
            message = (
                "Eine neue Kennung besteht aus Kleinbuchstaben, Ziffern und Bindestrichen, denn sie steht in Links."
            )
            remarks.append(remark("warning", message))
        texts[column.header] = as_before if _is_same(kind, reading.text, as_before) else reading.text
    return texts


def _remark(
    grid: Grid,
    row: int,
    header: str,
    cell: Cell,
    severity: Severity,
    message: str,
    repaired_to: str | None = None,
    question: str = "",
) -> Remark:
    place = grid.place(row, header)
    return Remark(severity, grid.title, place, header, cell.display_text, message, repaired_to, question)


def _rounded(cell: Cell) -> str:
    """What a cell shows of an amount that has more digits; empty when it shows all."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        shown = display(cell.value, cell.number_format)
        return shown.text if shown and shown.is_rounded else ""
    return ""


def _reading(table: str, column: Column, kind: Kind, cell: Cell, names: KnownNames) -> Reading:
    if kind != "amount" and (other := displayed_otherwise(cell)):
        return Reading(cell.display_text, problem=f"{other} Bitte eingeben, was gemeint ist.")
    match kind:
        case "key":
            return key_reading(cell, names.former_keys.get(table, NO_NAMES))
        case "reference":
            return name_reading(cell, names.keys[column.refers_to])
        case "field":
            return name_reading(cell, names.fields)
        case "choice":
            return name_reading(cell, _choices(column.choices))
        case "column":
            return name_reading(cell, _choices(tuple(known_headers())))
        case "areas" | "area":
            return areas_reading(cell, names.areas)
        case "date" | "day":
            return date_reading(cell)
        case "amount":
            return amount_reading(cell)
        case _:
            return text_reading(cell)


@cache
def _choices(names: tuple[str, ...]) -> Spellings:
    return Spellings(names)


def _former(texts: Mapping[str, str]) -> Kind:
    """Kind of the value that a correction speaks of."""
    table = TABLES.get(texts.get("Tabelle", ""))
    kinds = {column.header: column.kind for column in table.columns} if table in SHEETS else {}
    kind = kinds.get(texts.get("Spalte", ""), "text")
    return kind if kind in ("date", "day", "amount", "areas", "area") else "text"


def _is_same(kind: Kind, text: str, before: str) -> bool:
    """Whether two spellings mean the same value."""
    if kind == "amount" and NUMBER.fullmatch(text) and NUMBER.fullmatch(before):
        return Decimal(text) == Decimal(before)
    return kind in ("date", "day") and normalised_date(text) == normalised_date(before)


def _is_unusual(key: str) -> bool:
    return key != "" and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) is None


def _is_first_of_a_month(cell: Cell) -> bool:
    value = cell.value
    is_day = isinstance(value, datetime) and value.time() == time() and displayed_precision(cell.number_format) == "day"
    return is_day and isinstance(value, datetime) and value.day == 1
