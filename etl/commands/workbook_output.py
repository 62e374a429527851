"""What an import says on the terminal and to other programs. Decides nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from textwrap import shorten
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.commands.difference_output import as_json as json_text
from etl.commands.output import printable
from etl.difference import Difference, as_record
from etl.merging.conflict_list import HEADERS, rows
from etl.merging.hand_in_state import hand_in_states
from etl.merging.merge import MergeResult
from etl.messages.german import counted
from etl.workbook.remarks import Remark

STYLES = {"error": "bold red", "question": "bold magenta", "warning": "yellow", "repaired": "green"}


def print_result(console: Console, result: MergeResult) -> None:
    """Print what is to be said of each workbook, the conflicts, then how many remarks there are of each kind."""
    for one in result.received:
        if len(result.received) > 1 or (one.base and one.base.stand_date != result.latest):
            day = f"{one.base.stand_date:%d.%m.%Y}" if one.base else ""
            base = f", gemacht aus dem Stand vom {day}; übernommen ist nur, was sie daran ändert" if one.base else ""
            console.print(printable(f"{one.path.name}{base}"), markup=False, soft_wrap=True)
        _print_remarks(console, one.remarks)
    _print_remarks(console, result.remarks)
    if result.merged.conflicts:
        console.print(_conflict_table(result))
    if any(one.base and one.base.area_ags for one in result.received):
        console.print(_state_table(result))
    warnings = counted(result.count("warning"), "Warnung", "Warnungen")
    repairs = counted(result.count("repaired"), "Reparatur", "Reparaturen")
    asked = f"{counted(result.count('question'), 'Frage', 'Fragen')}, " if result.count("question") else ""
    console.print(f"{result.count('error')} Fehler, {asked}{warnings}, {repairs}.", markup=False)


def _print_remarks(console: Console, remarks: Sequence[Remark]) -> None:
    """Print one row per remark."""
    table = Table(pad_edge=False)
    for heading in ("Art", "Zelle", "Spalte"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Gefunden", max_width=40, overflow="fold")
    table.add_column("Erwartet oder zu tun", overflow="fold")
    for remark in remarks:
        now = "" if remark.repaired_to is None else f" Jetzt: „{_short(remark.repaired_to)}“."
        now += f" (Frage {remark.question})" if remark.question else ""
        cells = (remark.place, remark.column or "", _short(remark.value or ""), remark.message + now)
        table.add_row(Text(remark.label, STYLES[remark.severity]), *(Text(printable(cell)) for cell in cells))
    if remarks:
        console.print(table)


def _conflict_table(result: MergeResult) -> Table:
    """One row for each value of each conflict, without the marks that machines need."""
    table = Table(title="Konflikte", title_justify="left", pad_edge=False)
    for heading in list(HEADERS)[:-1]:
        table.add_column(heading, overflow="fold")
    for cells in rows(result.merged.conflicts, result.names, result.latest):
        table.add_row(*(Text(printable(_short(cell))) for cell in cells[:-1]))
    return table


def _state_table(result: MergeResult) -> Table:
    """One row for each place: whether it has handed in, and how much it changes."""
    table = Table(title="Wer hat gemeldet?", title_justify="left", pad_edge=False)
    table.add_column("Stelle")
    table.add_column("Mappe", overflow="fold")
    for heading in ("Zellen geändert", "Zeilen neu", "Zeilen entfallen", "Konflikte"):
        table.add_column(heading, justify="right")
    for state in hand_in_states(result):
        counts = (state.changed_count, state.new_count, state.gone_count, state.conflict_count)
        files = ", ".join(state.files) or "nichts eingegangen"
        table.add_row(
            *(Text(printable(text)) for text in (state.name, files)), *map(str, counts if state.files else ())
        )
    return table


def as_json(result: MergeResult, change: Difference | None = None) -> str:
    """All remarks and conflicts, what came of the workbooks and what would change, for other programs."""
    several = len(result.received) > 1
    told = [({"file": one.path.name} if several else {}, remark) for one in result.received for remark in one.remarks]
    content: dict[str, Any] = {
        **({"files": result.names} if several else {"file": result.names[0]}),
        "stand": result.stand_date.isoformat(),
        "is_written": result.is_written,
        "error_count": result.count("error"),
        "question_count": result.count("question"),
        "warning_count": result.count("warning"),
        "repaired_count": result.count("repaired"),
        "remarks": [
            *(remark.as_record() for remark in result.remarks),
            *({**named, **remark.as_record()} for named, remark in told),
        ],
        "hand_ins": [asdict(state) for state in hand_in_states(result)],
        "conflicts": [
            dict(zip(HEADERS, cells, strict=True))
            for cells in rows(result.merged.conflicts, result.names, result.latest)
        ],
        "change": as_record(change) if change else None,
    }
    return json_text(content)


def _short(text: str) -> str:
    return shorten(text, 120, placeholder=" …")
