"""The command that writes what to ask each municipality: a sheet to fill in and the text of an e-mail."""

import re
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
from etl.release.fingerprint import stand_id
from etl.rules.validation import checked_inputs
from etl.workbook.parts import area_names
from etl.workbook.style import style_of

app = typer.Typer()


@app.command()
def feedback(
    folder: Annotated[
        Path, typer.Argument(metavar="ORDNER", help="Ordner, in den die Bögen kommen.", show_default=False)
    ],
    municipality: Annotated[
        str, typer.Option("--kommune", metavar="AGS", help="Nur der Bogen dieser Kommune.", show_default=False)
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Dateien dieses Namens überschreiben.")] = False,
) -> None:
    """Schreibt je Kommune einen Rückmeldebogen und den Text der E-Mail dazu."""
    data_dir = data_folder()
    with progress(total=2) as step:
        step("Eingaben lesen und prüfen")
        checked = checked_inputs(data_dir)
        if checked.errors or checked.inputs.region is None:
            print_findings(console, checked.findings)
            fail("Gefragt wird erst, wenn die Eingaben keine Fehler haben.")
        names = area_names(checked.inputs)
        if municipality and municipality not in names:
            known = quoted(f"{key} {name}" for key, name in names.items())
            fail(f"Den Schlüssel „{municipality}“ gibt es hier nicht. Möglich sind {known}.")
        step("Offene Punkte suchen")
        asked = [found for found in open_points(checked) if municipality in ("", found.area_ags)]
    title, sender = checked.inputs.region.region.title, checked.inputs.region.operator.name
    files = {found.area_ags: folder / f"Rueckmeldung-{_file_name(found.name)}.xlsx" for found in asked}
    texts = {area_ags: path.with_suffix(".txt") for area_ags, path in files.items()}
    if not force and (there := [str(path) for path in [*files.values(), *texts.values()] if path.exists()]):
        fail(f"Nichts geschrieben. Schon da: {quoted(there)}. Bitte einen anderen Ordner wählen oder --force angeben.")
    style, base_id = style_of(data_dir), stand_id(data_dir, max(checked.inputs.stands))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for found in asked:
            path = files[found.area_ags]
            feedback_sheet(found, base_id, title, style).save(path)
            texts[found.area_ags].write_text(message(found, path.name, title, sender), "utf-8")
            milestones = sum(bool(point.milestone) for point in found.points)
            said = (
                counted(milestones, "Meilenstein", "Meilensteine"),
                counted(len(found.points) - milestones, "Projekt", "Projekte"),
            )
            say(f"{found.name}: {said[0]}, {said[1]} – {path}")
    except OSError as problem:
        fail(
            f"In „{folder}“ lässt sich nicht schreiben. {reason(problem)} Oder ist eine der Mappen noch in Excel geöffnet?"
        )
    if not asked:
        say("Es gibt nichts zu fragen.")
        return
    say(
        "Der Text der E-Mail liegt je Bogen daneben (.txt). Was zurückkommt, liest der Import, auch mehrere auf einmal:"
    )
    say(f"  python -m etl import {folder}/Rueckmeldung-*.xlsx --stand TAG --check")


def _file_name(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name)
