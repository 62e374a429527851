"""The sheet to fill in: what is open about each milestone and project, and three columns for the answer."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data_dictionary import TABLES, Column, Table
from etl.feedback.open_points import OpenPoints
from etl.release.fingerprint import stand_id
from etl.workbook.base import Base, add_property
from etl.workbook.style import TEXT_FORMAT, TOP, WRAPPED, height, style_of
from etl.workbook.writing import set_print, write_headers, write_text, write_value

KEY, REACHED, PLANNED, REASON = "Kennung", "Erreicht am", "Neuer Termin", "Grund"
FEEDBACK = Table(
    "rueckmeldung",
    "",
    "Rückmeldung",
    (KEY,),
    (
        Column("Projekt", "", "text", "Titel des Projekts.", may_be_empty=True),
        Column("Meilenstein", "", "text", "Worum es geht; leer, wenn dem Projekt etwas fehlt.", may_be_empty=True),
        Column("Geplant war", "", "text", "Termin laut Stand.", may_be_empty=True),
        Column("Was offen ist", "", "text", "Warum gefragt wird.", may_be_empty=True),
        Column(KEY, "", "key", "Kennung des Meilensteins oder Projekts."),
        Column(REACHED, "", "date", "Wann der Meilenstein erreicht wurde.", may_be_empty=True),
        Column(PLANNED, "", "date", "Neuer Termin des Meilensteins, Ende des Projekts.", may_be_empty=True),
        Column(REASON, "", "text", "Warum sich der Termin verschiebt, oder was fehlt.", may_be_empty=True),
    ),
)
WIDTHS = (40, 50, 15, 22, 26, 17, 17, 45)
ANSWERS = (REACHED, PLANNED, REASON)
HINT = (
    "Bitte die drei Spalten „Erreicht am“, „Neuer Termin“ und „Grund“ ausfüllen, speichern und zurückschicken. Datum: "
    "17.05.2027, 2027-05, 2027-Q3 oder 2027; was nicht bekannt ist, bleibt leer."
)
REASONS = next(column.choices for column in TABLES["meilensteine"].columns if column.header == "Grund der Verschiebung")
HEADER_ROW = 4


def feedback_sheet(asked: OpenPoints, data_dir: Path) -> Workbook:
    """The workbook of one municipality, with one sheet, made from the latest Stand of this data folder."""
    book, style = Workbook(), style_of(data_dir)
    page: Any = book.active
    page.title = FEEDBACK.title
    base = Base(asked.stand_date, stand_id(data_dir, asked.stand_date), asked.area_ags, is_feedback=True)
    write_text(page["A1"], f"Rückmeldung: {asked.name} – {asked.title}")
    page["A1"].font = style.title
    write_text(page["A2"], HINT)
    write_text(page["A3"], str(base))
    for row in range(1, HEADER_ROW):
        page.cell(row, 1).alignment = TOP
    write_headers(page, HEADER_ROW, dict(zip(FEEDBACK.headers, WIDTHS, strict=True)), style)
    for row, point in enumerate(asked.points, start=HEADER_ROW + 1):
        texts = (point.project_title, point.milestone, point.planned, point.why, point.key, "", "", "")
        for position, (column, text) in enumerate(zip(FEEDBACK.columns, texts, strict=True), start=1):
            cell = page.cell(row, position)
            write_value(cell, column, text)
            cell.alignment, cell.border, cell.number_format = WRAPPED, style.line, TEXT_FORMAT
            is_answer = column.header in ANSWERS and not (column.header == REACHED and not point.milestone)
            cell.protection = Protection(locked=not is_answer)
            if not is_answer:
                cell.fill = style.quiet
        page.row_dimensions[row].height = height(zip(texts, WIDTHS, strict=True))
    _finish(page, HEADER_ROW + len(asked.points))
    add_property(book, base)
    return book


def _finish(page: Any, last: int) -> None:
    letter = get_column_letter(len(FEEDBACK.columns))
    # The reasons are offered; a sentence may stand there as well.
    offered = DataValidation("list", formula1='"' + ",".join(REASONS) + '"', allow_blank=True, showErrorMessage=False)
    offered.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
    page.add_data_validation(offered)
    page.freeze_panes = f"A{HEADER_ROW + 1}"
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    set_print(page)
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
