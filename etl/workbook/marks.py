"""What people say of cells beside their values: letters struck through and comments. Nothing of it is read as a value."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter

from etl.messages.findings import question_id
from etl.workbook.cell import Cell, cleaned
from etl.workbook.grid import Grid
from etl.workbook.marked_copy import AUTHOR, FORMER_COMMENT
from etl.workbook.remarks import Remark
from etl.workbook.sheets import key_of

WISH = re.compile(
    r"streich|gestrichen|l[öo]e?sch|entf(?:ern|[äa]e?ll|all)|\braus\b|\bweg\b|falsch|stimmt nicht|nicht mehr|doppelt|ung[üu]e?ltig"
    r"|[üu]e?berholt|veraltet|nicht ver[öo]e?ffentlich|vertraulich|storn|zur[üu]e?ck|abgelehnt|widerruf|korrigier|[äa]e?nder"
    r"|pr[üu]e?f|kl[äa]e?r|unklar|\?",
    re.IGNORECASE,
)
"""Words of comments that want something done."""
THREADED = re.compile(r"^\[Threaded comment\].*?(?:Comment|Kommentar):\s*", re.DOTALL)
"""What Excel writes before the text of its newer comments, for programs that know only the older ones."""


def mark_remarks(grid: Grid, book: Any) -> Iterator[tuple[set[tuple[int, str]], Remark]]:
    """Ask about what is struck through and about comments; with the cells of which only a part is struck through."""
    names = {letter: name for name, letter in grid.letters.items()}
    # Looking a font up for every cell would take longer than reading the workbook.
    struck_fonts = {number for number, font in enumerate(book._fonts) if font.strike}
    struck: dict[int, list[str]] = {}
    unread: list[str] = []
    for (row, column), cell in sorted(book[grid.title]._cells.items()):
        is_struck = cell._style.fontId in struck_fonts
        if not is_struck and cell.comment is None and not isinstance(cell.value, CellRichText):
            continue
        name = names.get(get_column_letter(column))
        if cell.comment is not None and (comment := _comment(cell)):
            if WISH.search(comment):
                yield set(), _wish_remark(grid, cell, name, comment)
            else:
                unread.append(f"{cell.coordinate} („{comment}“)")
        if name is None or name not in grid.rows.get(row, {}):
            continue
        gone, text = _struck_text(cell.value, is_struck=is_struck)
        if gone and gone != text:
            message = f"Ein Teil ist durchgestrichen („{gone}“); gespeichert ist „{text}“. Bitte das Durchgestrichene löschen."
            yield {(row, name)}, Remark("error", grid.title, cell.coordinate, name, text, message)
        elif gone:
            struck.setdefault(row, []).append(name)
    for row, columns in struck.items():
        for remark in _struck_remarks(grid, row, columns):
            yield set(), remark
    if unread:
        message = f"Kommentare im Blatt „{grid.title}“ werden nicht gelesen: {', '.join(unread)}."
        yield set(), Remark("warning", None, None, None, None, message)


def _struck_text(value: Any, *, is_struck: bool) -> tuple[str, str]:
    """What of a cell is struck through, and all of it."""
    if not isinstance(value, CellRichText):
        text = str(value).strip()
        return (text if is_struck else ""), text
    runs = [(str(run), bool(run.font.strike) if isinstance(run, TextBlock) else is_struck) for run in value]
    return "".join(text for text, is_gone in runs if is_gone).strip(), "".join(text for text, _ in runs).strip()


def _struck_remarks(grid: Grid, row: int, columns: list[str]) -> Iterator[Remark]:
    cells, key = grid.rows[row], key_of(grid.sheet)
    if key in columns or 2 * len(columns) >= len(cells):
        message = "Die Zeile ist durchgestrichen. Soll sie entfallen, bitte löschen. Oder soll sie bleiben?"
        yield _question(grid, row, key or columns[0], "struck-row", message)
    else:
        for column in columns:
            message = "Die Zelle ist durchgestrichen. Soll der Wert entfallen, bitte löschen. Oder soll er bleiben?"
            yield _question(grid, row, column, "struck-cell", message)


def _question(grid: Grid, row: int, column: str, name: str, message: str) -> Remark:
    texts = {header: cell.display_text for header, cell in grid.rows.get(row, {}).items()}
    basis = (
        name,
        grid.sheet.file,
        texts.get(key_of(grid.sheet) or "", str(row)),
        column,
        texts.get(column, ""),
        message,
    )
    place = grid.place(row, column)
    return Remark("question", grid.title, place, column, texts.get(column), message, question=question_id(basis))


def _comment(cell: Any) -> str:
    """What somebody else than us wrote about a cell, as one line."""
    text = str(cell.comment.text or "")
    if cell.comment.author == AUTHOR:
        text = text.partition(FORMER_COMMENT)[2]
    return " ".join(cleaned(Cell(THREADED.sub("", text))).text.split())


def _wish_remark(grid: Grid, cell: Any, name: str | None, comment: str) -> Remark:
    message = (
        f"Dazu steht ein Kommentar: „{comment}“. Bitte ausführen und den Kommentar löschen. Oder soll alles bleiben?"
    )
    return replace(_question(grid, cell.row, name or "", "comment", message), cell=cell.coordinate, column=name)
