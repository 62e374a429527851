"""What an import says on the terminal and to other programs. Decides nothing."""

import json
from textwrap import shorten
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.commands.output import printable
from etl.messages.german import counted
from etl.workbook.workbook_import import ImportResult

STYLES = {"error": "bold red", "warning": "yellow", "repaired": "green"}


def print_remarks(console: Console, result: ImportResult) -> None:
    """Print one row per remark, then how many there are of each kind."""
    table = Table(pad_edge=False)
    for heading in ("Art", "Zelle", "Spalte"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Gefunden", max_width=40, overflow="fold")
    table.add_column("Erwartet oder zu tun", overflow="fold")
    for remark in result.remarks:
        now = "" if remark.repaired_to is None else f" Jetzt: „{_short(remark.repaired_to)}“."
        cells = (remark.place, remark.column or "", _short(remark.value or ""), remark.message + now)
        table.add_row(Text(remark.label, STYLES[remark.severity]), *(Text(printable(cell)) for cell in cells))
    if result.remarks:
        console.print(table)
    warnings = counted(result.count("warning"), "Warnung", "Warnungen")
    repairs = counted(result.count("repaired"), "Reparatur", "Reparaturen")
    console.print(f"{result.count('error')} Fehler, {warnings}, {repairs}.", markup=False)


def as_json(result: ImportResult, file: str) -> str:
    """All remarks and what came of the workbook, for other programs."""
    content: dict[str, Any] = {
        "file": file,
        "stand": result.stand_date.isoformat(),
        "is_written": result.is_written,
        "error_count": result.count("error"),
        "warning_count": result.count("warning"),
        "repaired_count": result.count("repaired"),
        "remarks": [remark.as_record() for remark in result.remarks],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _short(text: str) -> str:
    return shorten(text, 120, placeholder=" …")
