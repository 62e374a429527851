"""The help sheet: how to work with the workbook, and what every column means and may hold."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.reading.inputs import Inputs
from etl.workbook.base import Base
from etl.workbook.help_texts import LOCKED, STEPS, expected
from etl.workbook.parts import area_names
from etl.workbook.sheets import HELP, SHEETS, places
from etl.workbook.style import TOP, WRAPPED, Style, height
from etl.workbook.writing import set_print, write_headers, write_row, write_text

WIDTHS = (17, 24, 60, 60, 10)


def add_help(book: Workbook, inputs: Inputs, base: Base | None, style: Style) -> None:
    """Add the help as the first sheet."""
    page: Worksheet = book.create_sheet(HELP, 0)
    page.sheet_view.showGridLines = False
    latest = max(inputs.stands, default=None)
    region = inputs.region
    assert region is not None
    row = _heading(page, 1, f"Arbeitsmappe: {region.region.title}", style, is_title=True)
    write_text(page.cell(row, 1), f"Stand der Daten: {latest:%d.%m.%Y}" if latest else "Noch ohne Stand")
    page.cell(row, 1).alignment = TOP
    for line in _about(base, area_names(inputs)) if base else ():
        row += 1
        write_text(page.cell(row, 1), line)
        page.cell(row, 1).alignment = TOP
    row = _heading(page, row + 2, "So geht es", style)
    for count, step in enumerate(STEPS, start=1):
        write_text(page.cell(row, 1), f"{count}.  {step}")
        page.cell(row, 1).alignment = WRAPPED
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(WIDTHS))
        page.row_dimensions[row].height = height([(step, sum(WIDTHS))])
        row += 1
    row = _heading(page, row + 1, "Was in welche Spalte gehört", style)
    row = _table(
        page,
        row,
        ("Blatt", "Spalte", "Was sie bedeutet", "Was hineingehört", "Pflicht"),
        (
            (sheet.title, column.header, column.meaning, expected(column), "ja" if column.is_needed else "")
            for sheet in SHEETS
            for column in sheet.columns
        ),
        style,
    )
    row = _heading(page, row + 1, "Amtliche Schlüssel", style)
    own = [(key, name) for _, key, name in places(inputs).rows("AGS", "Name")]
    others = [(entry.ags, entry.name) for entry in region.comparison if entry.level in ("district", "neighbour")]
    _table(page, row, ("Schlüssel", "Name"), [*own, *others], style)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    set_print(page)
    book.active = 0


def _about(base: Base, names: Mapping[str, str]) -> Iterator[str]:
    """What the workbook was made from, and whose part it is."""
    yield str(base)
    if base.area_ags:
        yield f"Teil: {names[base.area_ags]}. {LOCKED}"


def _heading(page: Worksheet, row: int, text: str, style: Style, *, is_title: bool = False) -> int:
    cell: Any = page.cell(row, 1)
    write_text(cell, text)
    cell.font = style.title if is_title else style.subtitle
    cell.alignment = TOP
    page.row_dimensions[row].height = 30 if is_title else 22
    return row + 1


def _table(page: Worksheet, row: int, headers: tuple[str, ...], rows: Iterable[tuple[str, ...]], style: Style) -> int:
    write_headers(page, row, dict(zip(headers, WIDTHS, strict=False)), style)
    page.row_dimensions[row].height = 24
    for texts in rows:
        row += 1
        write_row(page, row, texts, WIDTHS, style)
    return row + 1
