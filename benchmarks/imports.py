"""Taking in a workbook of the office: about as large as it is, and with many more rows than ten municipalities will ever have."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks import build
from benchmarks.build import Build
from benchmarks.server import environment
from benchmarks.tables import Table
from config import ROOT
from data_dictionary import TABLES
from etl.reading.inputs import OFFICE, read_inputs, stand_folders
from etl.workbook.template import template
from etl.workbook.writing import write_value

DISTINGUISHED = {"foerderung": "Betrag (EUR)", "meilensteine": "Meilenstein"}
"""Tables that grow, and the column in which a copy of a row differs from it."""


@dataclass(frozen=True)
class Import:
    """One import of a workbook with so many rows: checked alone, and made a Stand."""

    rows: int
    checked: Build
    written: Build


def measured(folder: Path, rows: int) -> Import:
    """Import one workbook into a copy of the embedded data folder, below ``folder``."""
    data, workbook = folder / f"data-{rows}", folder / f"{rows}.xlsx"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("releases"))
    write_workbook(data, rows, workbook)
    command = ["etl", "import", str(workbook), "--stand", str(max(stand_folders(data)) + timedelta(days=1))]
    variables = environment(folder / "releases") | {"MONITOR_DATA_DIR": str(data)}
    return Import(rows, build.measured([*command, "--check"], variables), build.measured(command, variables))


def table(found: list[Import]) -> Table:
    """Time and memory of each import."""
    runs = [
        (one.rows, call, run)
        for one in found
        for call, run in (("import --check", one.checked), ("import", one.written))
    ]
    return Table(
        "Import of a workbook",
        ("call", "rows", "s", "CPU s", "peak memory MB"),
        tuple(
            (f"`{call}`", f"{rows:,}", f"{run.seconds:.1f}", f"{run.cpu_seconds:.1f}", f"{run.peak_mb:,.0f}")
            for rows, call, run in runs
        ),
    )


def write_workbook(data_dir: Path, rows: int, path: Path) -> None:
    """Write the workbook of the latest Stand with copies of its sums and milestones, half each, until it has so many rows."""
    book, (inputs, _) = template(data_dir), read_inputs(data_dir)
    latest = max(inputs.stands)
    lacking = rows - sum(len(inputs.table(latest, kind).frame) for kind in OFFICE)
    for part, (kind, column) in enumerate(DISTINGUISHED.items()):
        table, page = TABLES[kind], book[TABLES[kind].title]
        held = inputs.table(latest, kind).frame.fillna("").to_dict("records")
        for number, row in enumerate(islice(cycle(held), (lacking + part) // 2), start=1):
            texts = row | {table.key[0]: f"{row[table.key[0]]}-{number}", column: _other(row[column], number)}
            for position, known in enumerate(table.columns, start=1):
                cell: Any = page.cell(len(held) + 1 + number, position)
                write_value(cell, known, str(texts.get(known.header, "")))
    book.save(path)


def _other(text: str, number: int) -> str:
    return str(Decimal(text) + number) if text.replace(".", "").isdigit() else f"{text} ({number})"
