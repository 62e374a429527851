"""The workbook for the office, or for one municipality: the latest Stand, one sheet per table, with formats, lists, protection and help."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data_dictionary import Column, Table
from etl.messages.german import number, quoted
from etl.messages.refusals import RefusedError
from etl.reading import csv_file
from etl.reading.inputs import CORRECTIONS, Inputs, read_inputs
from etl.release.fingerprint import stand_id
from etl.workbook.base import Base, add_property
from etl.workbook.choice_lists import LISTED_ROWS, add_lists, add_validation
from etl.workbook.contents import office_tables
from etl.workbook.help_sheet import add_help
from etl.workbook.parts import Part, area_names, part
from etl.workbook.sheets import SHEETS
from etl.workbook.style import EURO_FORMAT, MIDDLE, RIGHT, TEXT_FORMAT, TOP, WRAPPED, Style, height, style_of
from etl.workbook.writing import set_print, write_text, write_value

LONGEST = 32_767
"""Characters that Excel can hold in one cell."""
NARROWEST, WIDEST = 13, 50
WIDTHS = {"date": 15, "day": 15, "amount": 20, "area": 17, "areas": 22}
UNLOCKED = Protection(locked=False)


def template(data_dir: Path, area_ags: str = "") -> Workbook:
    """The latest Stand of a data folder as a workbook; without any Stand its sheets are empty.

    Parameters
    ----------
    data_dir
        The data folder.
    area_ags
        Official key of the municipality, or the district, whose part alone is wanted.

    Raises RefusedError if a table of the latest Stand cannot be read, a text cannot stand in a cell, or nobody has
    this official key.
    """
    inputs, findings = read_inputs(data_dir)
    latest = max(inputs.stands, default=None)
    own = {"region.toml"} | (set(inputs.stands[latest].values()) if latest else set())
    for found in findings:
        if found.severity == "error" and found.file in own:
            raise RefusedError(f"{found.place}: {found.message}")
    own_part = _part(inputs, area_ags) if area_ags else None
    book, style = Workbook(), style_of(data_dir)
    for page in book.worksheets:
        book.remove(page)
    for sheet in SHEETS:
        # Corrections explain the step to one Stand; the next one starts without any.
        table = inputs.table(latest, sheet.file) if latest and sheet.file != CORRECTIONS else None
        _add_sheet(book, sheet, table, own_part.rows[sheet.file] if own_part and table else None, style)
    add_lists(book, inputs)
    for sheet in SHEETS:
        add_validation(book[sheet.title], sheet)
    base = Base(latest, stand_id(data_dir, latest), area_ags) if latest else None
    add_help(book, inputs, base, style)
    _sign(book, inputs, base)
    return book


def _part(inputs: Inputs, area_ags: str) -> Part:
    names = area_names(inputs)
    if area_ags not in names:
        known = quoted(f"{key} {name}" for key, name in names.items())
        raise RefusedError(f"Den Schlüssel „{area_ags}“ gibt es hier nicht. Möglich sind {known}.")
    if not inputs.stands:
        raise RefusedError("Ohne einen Stand gibt es keinen Teil davon. Erwartet wird ein Datenordner mit einem Stand.")
    return part(office_tables(inputs, max(inputs.stands)), names, area_ags)


def _add_sheet(
    book: Workbook, sheet: Table, table: csv_file.Table | None, leads: Mapping[str, str] | None, style: Style
) -> None:
    """Add the sheet of a table; with ``leads`` its rows alone, and locked where somebody else leads them."""
    page: Worksheet = book.create_sheet(sheet.title)
    frame = table.frame.fillna("") if table else None
    locked = {row for row, lead in enumerate((leads or {}).values(), start=2) if lead}
    if frame is not None and leads is not None:
        frame = frame.set_index(sheet.key[0], drop=False).loc[list(leads)]
    length = 0 if frame is None else len(frame)
    for position, column in enumerate(sheet.columns, start=1):
        header = page.cell(1, position)
        write_text(header, column.header)
        header.font, header.fill = style.header
        header.alignment = MIDDLE
        texts = frame[column.header].tolist() if frame is not None and column.header in frame.columns else []
        _set_column(page, position, column, texts)
        for row, text in enumerate(texts, start=2):
            _require_possible(sheet, row, column, text)
            cell = page.cell(row, position)
            cell.number_format, cell.alignment = _format(column), _alignment(column)
            cell.protection = Protection(locked=column.kind == "key" or row in locked)
            if cell.protection.locked:
                cell.fill = style.quiet
            write_value(cell, column, text)
    last = get_column_letter(len(sheet.columns))
    widths = [
        page.column_dimensions[get_column_letter(position)].width for position in range(1, len(sheet.columns) + 1)
    ]
    if frame is not None:
        for row, held in enumerate(
            frame.reindex(columns=sheet.headers, fill_value="").itertuples(index=False), start=2
        ):
            page.row_dimensions[row].height = height(zip(held, widths, strict=True))
    page.row_dimensions[1].height = 32
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{last}{max(length + 1, 2)}"
    # A line under every row that holds something, also under those that come later.
    rule = Rule("expression", dxf=DifferentialStyle(border=style.line), formula=[f"COUNTA($A2:${last}2)>0"])
    page.conditional_formatting.add(f"A2:{last}{LISTED_ROWS}", rule)
    _protect(page)
    set_print(page, paper=8)
    page.print_title_rows = "1:1"


def _set_column(page: Worksheet, position: int, column: Column, texts: list[str]) -> None:
    """Give the whole column, also its rows to come, width, format and freedom to be edited."""
    whole = page.column_dimensions[get_column_letter(position)]
    longest = max((len(text) for text in (column.header, *texts)), default=0)
    whole.width = WIDTHS.get(column.kind) or min(max(longest + 4, len(column.header) + 6, NARROWEST), WIDEST)
    whole.number_format, whole.alignment, whole.protection = _format(column), _alignment(column), UNLOCKED


def _format(column: Column) -> str:
    # An empty date cell is text, or Excel would make the 1st of May of 2023-05 and a day in 1905 of 2023.
    return EURO_FORMAT if column.kind == "amount" else TEXT_FORMAT


def _alignment(column: Column) -> Alignment:
    if column.kind == "amount":
        return RIGHT
    return WRAPPED if column.kind in ("text", "areas", "url", "former", "field") else TOP


def _protect(page: Worksheet) -> None:
    """Protect what is locked, without a password; all else that Excel can allow on a protected sheet is allowed."""
    protection = page.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.insertRows = protection.deleteRows = protection.insertHyperlinks = False
    protection.sort = protection.autoFilter = False


def _require_possible(sheet: Table, row: int, column: Column, text: str) -> None:
    place = f"{sheet.title}, Zeile {row}, Spalte „{column.header}“"
    if len(text) > LONGEST:
        raise RefusedError(f"{place}: Der Text ist länger als die {number(LONGEST, 0)} Zeichen, die Excel fasst.")
    if ILLEGAL_CHARACTERS_RE.search(text):
        raise RefusedError(f"{place}: Der Text enthält ein Steuerzeichen, das in keiner Excel-Zelle stehen kann.")


def _sign(book: Workbook, inputs: Inputs, base: Base | None) -> None:
    if base:
        add_property(book, base)
    assert inputs.region is not None
    book.properties.creator = inputs.region.operator.name
    book.properties.title = inputs.region.region.title
    book.properties.language = "de-DE"
