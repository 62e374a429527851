"""Commands for the office's workbook: give it out, take it in."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from etl.commands.terminal import console, data_folder, day, fail, say
from etl.commands.workbook_output import as_json, print_remarks
from etl.messages.refusals import UnreadableError, reason
from etl.workbook.marked_copy import marked_copy_path, save_marked_copy
from etl.workbook.style import style_of
from etl.workbook.template import TemplateError, template
from etl.workbook.workbook_file import open_workbook
from etl.workbook.workbook_import import ImportResult, import_workbook, unreadable_file

app = typer.Typer()


@app.command("template")
def write_template(
    out: Annotated[Path, typer.Argument(metavar="MAPPE.xlsx", help="Name der neuen Arbeitsmappe.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Eine Datei dieses Namens überschreiben.")] = False,
) -> None:
    """Schreibt den jüngsten Stand als Arbeitsmappe für Excel."""
    if out.suffix.lower() != ".xlsx":
        fail(f"„{out}“ ist kein Name einer Arbeitsmappe. Erwartet wird ein Name, der auf .xlsx endet.")
    if out.exists() and not force:
        fail(f"„{out}“ gibt es schon. Bitte einen anderen Namen wählen oder mit --force überschreiben.")
    try:
        template(data_folder()).save(out)
    except TemplateError as problem:
        fail(f"Keine Arbeitsmappe geschrieben. {problem}")
    except OSError as problem:
        fail(f"„{out}“ lässt sich nicht schreiben. {reason(problem)} Oder ist die Datei noch in Excel geöffnet?")
    say(f"Geschrieben: {out}")
    say(f"Danach prüfen: python -m etl import {out} --stand {date.today()} --check")


@app.command("import")
def import_stand(
    file: Annotated[Path, typer.Argument(metavar="MAPPE.xlsx", help="Die Arbeitsmappe.", show_default=False)],
    stand: Annotated[
        str, typer.Option(metavar="TAG", help="Tag des neuen Standes, etwa 2026-12-31.", show_default=False)
    ],
    check: Annotated[bool, typer.Option("--check", help="Nur prüfen, nichts schreiben.")] = False,
    json: Annotated[
        str | None,
        typer.Option(
            metavar="DATEI", help="Befunde als JSON in diese Datei; - für die Standardausgabe.", show_default=False
        ),
    ] = None,
    marked: Annotated[
        Path | None,
        typer.Option(
            metavar="DATEI.xlsx",
            help="Kopie der Mappe mit markierten Befunden. Ohne Angabe neben der Mappe.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Prüft eine Arbeitsmappe und macht daraus einen Stand."""
    data_dir, stand_date = data_folder(), day(stand)
    _require_other_names(file, marked, json)
    # Where JSON goes to the standard output, nothing else does.
    screen = Console(stderr=True, highlight=False) if json == "-" else console
    book = None
    try:
        book = open_workbook(file)
        result = import_workbook(book, data_dir, stand_date, is_trial=check)
    except UnreadableError as problem:
        result = unreadable_file(file, stand_date, str(problem))
    except OSError as problem:
        fail(f"In {data_dir} lässt sich nicht schreiben; nichts ist geändert. {reason(problem)}")
    print_remarks(screen, result)
    target = marked or (None if check or book is None else marked_copy_path(file))
    notes = []
    if json is not None:
        notes += _write_json(json, as_json(result, file.name))
    if book is not None and target is not None and (result.remarks or marked):
        try:
            save_marked_copy(book, result.remarks, target, style_of(data_dir))
            notes.append(f"Kopie mit markierten Befunden: {target}")
        except OSError as problem:
            notes.append(f"Die Kopie {target} lässt sich nicht schreiben. {reason(problem)}")
    elif result.remarks and book is not None:
        notes.append("Mit --marked DATEI entsteht dazu eine Kopie der Mappe, in der jede Fundstelle markiert ist.")
    for note in [*notes, *_next_steps(result, file, is_check=check)]:
        screen.print(note, markup=False, soft_wrap=True)
    if result.count("error"):
        raise typer.Exit(1)


def _require_other_names(file: Path, marked: Path | None, json: str | None) -> None:
    """End the command when what it writes would take the place of what it reads, or one of the other."""
    if marked is not None and marked.suffix.lower() != ".xlsx":
        fail(f"„{marked}“ ist kein Name einer Arbeitsmappe. Erwartet wird ein Name, der auf .xlsx endet.")
    taken = {file.resolve(): "die Mappe selbst"}
    if marked is not None and marked.resolve() in taken:
        fail(f"„{marked}“ ist die Mappe selbst. Erwartet wird ein anderer Name für die Kopie.")
    if marked is not None:
        taken[marked.resolve()] = "schon die Kopie"
    if json not in (None, "-") and (other := taken.get(Path(str(json)).resolve())):
        fail(f"„{json}“ ist {other}. Erwartet wird ein anderer Name für die Befunde.")


def _write_json(target: str, content: str) -> list[str]:
    if target == "-":
        typer.echo(content, nl=False)
        return []
    try:
        Path(target).write_text(content, encoding="utf-8")
    except OSError as problem:
        return [f"Die Befunde lassen sich nicht in {target} schreiben. {reason(problem)}"]
    return [f"Befunde als JSON: {target}"]


def _next_steps(result: ImportResult, file: Path, *, is_check: bool) -> list[str]:
    day = f"{result.stand_date:%d.%m.%Y}"
    if result.count("error"):
        return ["Kein neuer Stand; an den Daten und der Veröffentlichung ist nichts geändert."]
    if is_check:
        return [
            "Keine Fehler. Nur geprüft, nichts geschrieben. Den Stand anlegen:",
            f"  python -m etl import {file} --stand {result.stand_date}",
        ]
    return [
        f"Neuer Stand vom {day} angelegt. Veröffentlicht ist er noch nicht.",
        "  python -m etl diff     zeigt, was sich auf der öffentlichen Seite ändern würde",
        "  python -m etl build    veröffentlicht",
    ]
