"""What all commands share: the console, a way to fail, progress."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

from config import settings
from etl.commands.output import printable
from etl.messages.german import megabytes
from etl.reading.partial_dates import is_possible, partial_date

# Where nobody watches, nothing is wrapped to the width of a window.
console = Console(width=None if Console().is_terminal else 200, highlight=False)


def data_folder(path: Path | None = None) -> Path:
    """The data folder that is meant; ends the command when it does not exist."""
    found = path or settings().data_dir
    if not found.is_dir():
        fail(f"Den Ordner {found} gibt es nicht.")
    return found


def screen_beside(json: str | None) -> Console:
    """Where a command speaks to people: where its JSON goes to the standard output, nothing else does."""
    return Console(stderr=True, highlight=False) if json == "-" else console


def say(message: str, screen: Console | None = None) -> None:
    """Print one line, without wrapping it and without reading markup in it."""
    (screen or console).print(printable(message), markup=False, soft_wrap=True)


def say_next(purpose: str, call: str, screen: Console | None = None) -> None:
    """Print the next step as a line to copy; ``call`` without ``python -m etl``."""
    say(f"{purpose}:", screen)
    say(f"  python -m etl {call}", screen)


def agreed(questions: Sequence[str], *, is_confirmed: bool, instead: str) -> bool:
    """Whether somebody wants to go on whatever stands against it; asks where anybody can answer.

    ``is_confirmed``: the call said so. ``instead`` is how to say so where nobody can be asked; then the command ends.
    """
    if not questions or is_confirmed:
        return True
    for question in questions:
        say(question)
    if not (console.is_terminal and sys.stdin.isatty()):
        fail(f"Nichts geändert. Ist es so gemeint: {instead}")
    return str(typer.prompt("Trotzdem? ja oder nein", default="nein")).strip().casefold() in ("ja", "j")


def fail(message: str) -> NoReturn:
    """End the command with one sentence and exit code 1."""
    console.print(printable(message), style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def day(text: str) -> date:
    """The day that is meant by ``2026-11-23`` or ``23.11.2026``; ends the command when it is none."""
    if is_possible(text) and (found := partial_date(text)).precision == "day":
        return found.first
    fail(f"„{text}“ ist kein Tag. Erwartet wird ein Tag wie 2026-11-23 oder 23.11.2026.")


@contextmanager
def progress(total: int, screen: Console = console) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal, one line per step elsewhere."""
    if not screen.is_terminal:
        yield lambda text: screen.print(f"{text} …", markup=False, soft_wrap=True)
        return
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda text: bar.update(task, description=text, advance=1)


@contextmanager
def transfers() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show one bar per file on a terminal, with bytes there are and will be; elsewhere a line when a file begins."""
    if not console.is_terminal:
        begun: set[str] = set()

        def line(file: str, _there: int, total: int | None) -> None:
            if file not in begun:
                begun.add(file)
                size = f" ({megabytes(total)})" if total else ""
                say(f"{file}{size} …")

        yield line
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def bar(file: str, there: int, total: int | None) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(file)
            bars.update(tasks[file], completed=there, total=total)

        yield bar
