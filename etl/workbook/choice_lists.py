"""Lists to choose from, and what Excel itself refuses or explains while somebody types."""

import re

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_dictionary import TABLES, Column, Table
from etl.reading.inputs import Inputs
from etl.workbook.cell import folded
from etl.workbook.help_texts import expected
from etl.workbook.sheets import LISTS, SHEETS, known_headers, places
from etl.workbook.writing import write_text

LISTED_ROWS = 20_000
"""Rows of a sheet that lists, checks and lines reach to."""
MOST_PROMPT = 255
HINTED = {"key", "date", "day", "areas", "area", "amount", "former"}


def add_lists(book: Workbook, inputs: Inputs) -> None:
    """Add a sheet that nobody sees with every list, and a name for each."""
    page = book.create_sheet(LISTS)
    page.sheet_state = "veryHidden"
    names = {_list_name(sheet, column): _values(column, inputs) for sheet in SHEETS for column in sheet.columns}
    for position, (name, values) in enumerate(((name, values) for name, values in names.items() if values), start=1):
        letter = get_column_letter(position)
        for row, value in enumerate((name, *values), start=1):
            write_text(page.cell(row, position), value)
        reference = f"{LISTS}!${letter}$2:${letter}${len(values) + 1}"
        book.defined_names[name] = DefinedName(name, attr_text=reference)
    for column in (column for sheet in SHEETS for column in sheet.columns if column.refers_to):
        owner = TABLES[column.refers_to]
        letter = get_column_letter(owner.headers.index(owner.key[0]) + 1)
        cells = f"{owner.title}!${letter}$2:${letter}${LISTED_ROWS}"
        # As long as the sheet it comes from, also when that has grown.
        growing = f"{owner.title}!${letter}$2:INDEX({cells},MAX(1,COUNTA({cells})))"
        name = _name(column.header)
        book.defined_names[name] = DefinedName(name, attr_text=growing)


def add_validation(page: Worksheet, sheet: Table) -> None:
    """Add to every column what it may hold: a list, a rule or a hint."""
    for position, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(position)
        rule = _rule(page, sheet, column, f"{letter}2", f"${letter}$2:${letter}${LISTED_ROWS}")
        if rule is None:
            continue
        rule.allow_blank = True
        rule.showErrorMessage, rule.showInputMessage = True, column.kind in HINTED
        rule.errorTitle = rule.promptTitle = column.header[:32]
        hint = expected(column)
        rule.error = f"Erwartet wird: {hint}"[:MOST_PROMPT]
        if column.kind in HINTED:
            rule.prompt = f"{column.meaning} Erwartet wird: {hint}"[:MOST_PROMPT]
        rule.add(f"{letter}2:{letter}{LISTED_ROWS}")
        page.add_data_validation(rule)


def _rule(page: Worksheet, sheet: Table, column: Column, first: str, cells: str) -> DataValidation | None:
    match column.kind:
        case "choice" | "column" | "field":
            return DataValidation("list", formula1=_list_name(sheet, column))
        case "reference":
            return DataValidation("list", formula1=_name(column.header))
        case "area":
            # A recipient may have its seat elsewhere.
            return DataValidation("list", formula1=_list_name(sheet, column), errorStyle="warning")
        case "key":
            return DataValidation("custom", formula1=f"COUNTIF({cells},{first})=1")
        case "amount":
            return DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
        case kind if kind in HINTED:
            return DataValidation()
    return None


def _values(column: Column, inputs: Inputs) -> list[str]:
    """What a list offers; nothing for a column without a list of its own."""
    region = inputs.region
    if column.kind == "field":
        return [field.name for field in region.field_of_action] if region else []
    if column.kind == "area":
        own = places(inputs).known("AGS") or []
        return [*own, *(entry.ags for entry in region.comparison if entry.level == "district")] if region else own
    if column.kind == "column":
        return known_headers()
    return list(column.choices)


def _list_name(sheet: Table, column: Column) -> str:
    return _name(f"{sheet.file} {column.header}")


def _name(text: str) -> str:
    return "Liste_" + re.sub(r"\W+", "_", folded(text)).strip("_")
