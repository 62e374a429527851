"""The command that writes the meeting folder; the dashboard's own program makes it, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from config import ROOT
from etl.commands.terminal import day, fail, say
from etl.messages.refusals import reason
from etl.reading.whole_files import write_whole

app = typer.Typer()


@app.command()
def report(
    out: Annotated[Path, typer.Argument(metavar="MAPPE.pdf", help="Name der neuen Datei.")],
    municipality: Annotated[
        str, typer.Option("--kommune", metavar="AGS", help="Schlüssel der Kommune; sonst der ganze Kreis.")
    ] = "",
    stand: Annotated[str, typer.Option(metavar="TAG", help="Ein Stand; sonst der jüngste.")] = "",
) -> None:
    """Schreibt die Sitzungsmappe als barrierefreies PDF, wie sie auch das Dashboard herausgibt."""
    if out.suffix.lower() != ".pdf":
        fail(f"„{out}“ ist kein Name einer Mappe. Erwartet wird ein Name, der auf .pdf endet.")
    asked = ["--kommune", municipality, "--stand", f"{day(stand)}" if stand else ""]
    made = subprocess.run(
        [sys.executable, "-P", "-m", "app.surfaces.folder", *asked],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        said = made.stderr.decode(errors="replace").strip()
        # What the program says by itself is one German sentence; anything else it did not foresee.
        known = said if made.returncode == 1 and "Traceback" not in said else f"Das Programm brach ab.\n{said}"
        fail(f"Keine Mappe geschrieben. {known}")
    try:
        write_whole(out, made.stdout)
    except OSError as problem:
        fail(f"„{out}“ lässt sich nicht schreiben. {reason(problem)}")
    say(f"Geschrieben: {out}")
