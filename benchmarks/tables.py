"""Results as tables: on the terminal with rich, in docs/performance.md as Markdown."""

import math
import os
import platform
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

START, END = "<!-- measured by python -m benchmarks: start -->", "<!-- end -->"


@dataclass(frozen=True)
class Table:
    """One result: its title, its columns and rows of finished text; the first column names the row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The table in Markdown, numbers to the right."""
        lines = [f"### {self.title}", "", _line(self.columns), _line(["---", *["---:"] * (len(self.columns) - 1)])]
        return "\n".join([*lines, *map(_line, self.rows)])

    def rich(self) -> RichTable:
        """The table for a terminal."""
        table = RichTable(title=self.title, title_justify="left")
        for i, column in enumerate(self.columns):
            table.add_column(column, justify="right" if i else "left")
        for row in self.rows:
            table.add_row(*row)
        return table


def ms(seconds: float) -> str:
    """Milliseconds; a dash for what could not be measured."""
    return "–" if math.isnan(seconds) else f"{seconds * 1000:,.0f}" if seconds >= 0.0995 else f"{seconds * 1000:.1f}"


def median(times: Sequence[float]) -> float:
    """Median, nan of nothing."""
    return statistics.median(times) if times else math.nan


def percentile_95(times: Sequence[float]) -> float:
    """The time that 95 of 100 stay below, nan of nothing."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1] if times else math.nan


def circumstances(seconds: float, busy: float, *more: str) -> str:
    """Day, machine and versions of a run that took so long, and how ``busy`` the machine was before it."""
    packages = [f"{name} {version(name)}" for name in ("streamlit", "plotly", "duckdb", "pandas")]
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores ({platform.system()} {platform.machine()}), Python {platform.python_version()}, "
        f"{', '.join((*more, *packages))}; load average before the run {busy:.1f}; took {seconds:.0f} s."
    )


def report(console: Console, tables: Sequence[Table], heading: str, file: Path | None) -> None:
    """Print Markdown, or write it between the two marks of ``file`` (to all of it when there are none)."""
    text = "\n\n".join([heading, *(table.markdown() for table in tables)])
    if file is None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)
        return
    before, _, rest = (file.read_text(encoding="utf-8") if file.exists() else "").partition(START)
    after = rest.partition(END)[2]
    file.write_text(f"{before}{START}\n{text}\n{END}{after}" if rest else f"{text}\n", encoding="utf-8")
    console.print(f"Markdown: {file}")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
