"""The command line of the project office and the operator, in German."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from config import settings
from etl import release
from etl.report import print_findings, print_release
from etl.validation import validated
from etl.verify import VerificationError

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
# Where nobody watches, nothing is wrapped to the width of a window.
console = Console(width=None if Console().is_terminal else 200, highlight=False)


@app.callback()
def main() -> None:
    """Von den Tabellen der Projektleitstelle zur Veröffentlichung."""


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="Ordner mit region.toml und raw/.", show_default=False)] = None,
) -> None:
    """Prüft alle Eingaben, veröffentlicht nichts."""
    data_dir = _data_dir(path)
    with _progress(total=1) as step:
        step("Eingaben lesen und prüfen")
        checked = validated(data_dir)
    print_findings(console, checked.findings)
    if checked.errors:
        raise typer.Exit(1)


@app.command()
def build() -> None:
    """Prüft alle Eingaben, baut und veröffentlicht."""
    data_dir, releases_dir = _data_dir(None), settings().releases
    try:
        with _progress(total=release.STEPS) as step:
            published = release.build(data_dir, releases_dir, step)
    except release.InputError as problem:
        print_findings(console, problem.checked.findings)
        _fail("Nichts veröffentlicht; die bisherige Veröffentlichung bleibt.")
    except release.BusyError:
        _fail(f"In {releases_dir} läuft schon ein anderer Bau. Bitte warten, bis er fertig ist.")
    except (VerificationError, duckdb.Error) as problem:
        _fail(f"Nichts veröffentlicht: Das Ergebnis stimmt nicht mit den Eingaben überein. {problem}")
    except OSError as problem:
        _fail(f"Nichts veröffentlicht: In {releases_dir} kann nicht geschrieben werden. {problem}")
    print_findings(console, published.checked.findings)
    print_release(console, published)


def _data_dir(path: Path | None) -> Path:
    data_dir = path or settings().data_dir
    if not data_dir.is_dir():
        _fail(f"Den Ordner {data_dir} gibt es nicht.")
    return data_dir


def _fail(message: str) -> NoReturn:
    console.print(message, style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


@contextmanager
def _progress(total: int) -> Iterator[release.Step]:
    """Show a bar on a terminal, one line per step elsewhere."""
    if not console.is_terminal:
        yield lambda text: console.print(f"{text} …")
        return
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda text: progress.update(task, description=text, advance=1)
