"""Commands that check the inputs and publish them."""

from pathlib import Path
from typing import Annotated

import duckdb
import typer

from config import settings
from etl.commands.output import print_findings, print_release
from etl.commands.terminal import console, data_folder, fail, progress
from etl.messages.refusals import RefusedError
from etl.release import build as release
from etl.release.verify import VerificationError
from etl.rules.validation import checked_inputs

app = typer.Typer()


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(metavar="ORDNER", help="Ordner mit region.toml und raw/.", show_default=False)
    ] = None,
) -> None:
    """Prüft alle Eingaben, veröffentlicht nichts."""
    data_dir = data_folder(path)
    with progress(total=1) as step:
        step("Eingaben lesen und prüfen")
        checked = checked_inputs(data_dir)
    print_findings(console, checked.findings)
    if checked.errors:
        raise typer.Exit(1)


@app.command()
def build() -> None:
    """Prüft alle Eingaben, baut und veröffentlicht."""
    data_dir, releases_dir = data_folder(), settings().releases
    try:
        with progress(total=release.STEPS) as step:
            published = release.build(data_dir, releases_dir, step)
    except release.InputError as problem:
        print_findings(console, problem.checked.findings)
        fail("Nichts veröffentlicht; die bisherige Veröffentlichung bleibt.")
    except RefusedError as problem:
        fail(f"Nichts veröffentlicht; die bisherige Veröffentlichung bleibt. {problem}")
    except (VerificationError, duckdb.Error) as problem:
        fail(f"Nichts veröffentlicht: Das Ergebnis stimmt nicht mit den Eingaben überein. {problem}")
    except OSError as problem:
        fail(f"Nichts veröffentlicht: {problem.filename or 'Eine Datei'} lässt sich nicht lesen.")
    print_findings(console, published.checked.findings)
    print_release(console, published)
