"""The command that writes what to ask each municipality: a sheet to fill in and the text of an e-mail."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands.output import print_findings
from etl.commands.terminal import console, data_folder, fail, progress, say
from etl.feedback.message import message
from etl.feedback.open_points import open_points
from etl.feedback.sheet import feedback_sheet
from etl.messages.german import counted, quoted
from etl.messages.refusals import reason
from etl.reading.whole_files import save_workbook, write_whole
from etl.rules.validation import checked_inputs
from etl.workbook.parts import area_names

app = typer.Typer()


@app.command()
def feedback(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Ordner, in den die Bögen kommen.")],
    municipality: Annotated[str, typer.Option("--kommune", metavar="AGS", help="Nur der Bogen dieser Kommune.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Dateien dieses Namens überschreiben.")] = False,
) -> None:
    """Schreibt je Kommune einen Rückmeldebogen und den Text der E-Mail dazu."""
    data_dir = data_folder()
    with progress(total=2) as step:
        step("Eingaben lesen und prüfen")
        checked = checked_inputs(data_dir)
        if checked.errors:
            print_findings(console, checked.findings)
            fail("Gefragt wird erst, wenn die Eingaben keine Fehler haben.")
        names = area_names(checked.inputs)
        if municipality and municipality not in names:
            known = quoted(f"{key} {name}" for key, name in names.items())
            fail(f"Den Schlüssel „{municipality}“ gibt es hier nicht. Möglich sind {known}.")
        step("Offene Punkte suchen")
        every = [asked for asked in open_points(checked) if municipality in ("", asked.area_ags)]
    sheets = [folder / asked.file_name for asked in every]
    if not force and (
        there := [str(path) for path in [*sheets, *(path.with_suffix(".txt") for path in sheets)] if path.exists()]
    ):
        fail(f"Nichts geschrieben. Schon da: {quoted(there)}. Bitte einen anderen Ordner wählen oder --force angeben.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for asked, path in zip(every, sheets, strict=True):
            save_workbook(feedback_sheet(asked, data_dir), path)
            write_whole(path.with_suffix(".txt"), message(asked))
            said = (
                counted(asked.overdue_count + asked.silent_count, "Meilenstein", "Meilensteine"),
                counted(asked.incomplete_count, "Projekt", "Projekte"),
            )
            say(f"{asked.name}: {said[0]}, {said[1]} – {path}")
    except OSError as problem:
        fail(
            f"In „{folder}“ lässt sich nicht schreiben. {reason(problem)} Oder ist eine der Mappen noch in Excel geöffnet?"
        )
    if not every:
        say("Es gibt nichts zu fragen.")
        return
    say(
        "Der Text der E-Mail liegt je Bogen daneben (.txt). Was zurückkommt, liest der Import, auch mehrere auf einmal:"
    )
    say(f"  python -m etl import {folder}/Rueckmeldung-*.xlsx --stand TAG --check")
