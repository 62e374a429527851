"""Commands for the office's workbook: give it out, take it in."""

import itertools
import re
from datetime import date, timedelta
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from etl.commands.difference_output import print_difference, save_page
from etl.commands.terminal import data_folder, day, fail, progress, say, say_next, screen_beside
from etl.commands.workbook_output import as_json, print_result
from etl.difference import import_difference
from etl.merging.conflict_list import DecisionList, ambiguous, conflict_list, read_decisions
from etl.merging.merge import MergeResult, merge
from etl.messages.german import counted
from etl.messages.refusals import RefusedError, UnreadableError, reason
from etl.reading.inputs import stand_folders
from etl.reading.whole_files import save_workbook, write_whole
from etl.workbook.marked_copy import marked_copy_path, save_marked_copy
from etl.workbook.style import style_of
from etl.workbook.template import template
from etl.workbook.workbook_file import open_workbook

app = typer.Typer()
LIST_NAME = re.compile(r"Konflikte-[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]+)?\.xlsx")
MOST_LISTED = 20
"""So many entries of a list are enough to see on a terminal what an import would change; the page has all."""


@app.command("template")
def write_template(
    out: Annotated[Path, typer.Argument(metavar="MAPPE.xlsx", help="Name der neuen Arbeitsmappe.")],
    force: Annotated[bool, typer.Option("--force", help="Eine Datei dieses Namens überschreiben.")] = False,
    municipality: Annotated[
        str,
        typer.Option(
            "--kommune",
            metavar="AGS",
            help="Nur der Teil dieser Kommune; gemeinsame Vorhaben sind für ihre Federführung offen.",
        ),
    ] = "",
) -> None:
    """Schreibt den jüngsten Stand als Arbeitsmappe für Excel."""
    if out.suffix.lower() != ".xlsx":
        fail(f"„{out}“ ist kein Name einer Arbeitsmappe. Erwartet wird ein Name, der auf .xlsx endet.")
    if out.exists() and not force:
        fail(f"„{out}“ gibt es schon. Bitte einen anderen Namen wählen oder mit --force überschreiben.")
    try:
        with progress(total=1) as step:
            step("Mappe zusammenstellen")
            save_workbook(template(data_folder(), municipality), out)
    except RefusedError as problem:
        fail(f"Keine Arbeitsmappe geschrieben. {problem}")
    except OSError as problem:
        fail(f"„{out}“ lässt sich nicht schreiben. {reason(problem)} Oder ist die Datei noch in Excel geöffnet?")
    say(f"Geschrieben: {out}")
    latest = max(stand_folders(data_folder()), default=date.min)
    # A day that has a Stand would be refused.
    next_day = max(date.today(), latest + timedelta(days=1))
    say_next("Ausgefüllt zurück? Dann prüfen", f"import {quote(str(out))} --stand {next_day} --check")


@app.command("import")
def import_stand(
    files: Annotated[list[Path], typer.Argument(metavar="MAPPE.xlsx", help="Eine Arbeitsmappe oder mehrere.")],
    stand: Annotated[str, typer.Option(metavar="TAG", help="Tag des neuen Standes, etwa 2026-12-31.")],
    check: Annotated[bool, typer.Option("--check", help="Nur prüfen, nichts schreiben.")] = False,
    json: Annotated[
        str | None, typer.Option(metavar="DATEI", help="Befunde als JSON in diese Datei; - für die Standardausgabe.")
    ] = None,
    marked: Annotated[
        Path | None,
        typer.Option(
            metavar="DATEI.xlsx", help="Kopie der Mappe mit markierten Befunden. Ohne Angabe neben der Mappe."
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="DATEI.html", help="Was sich ändern würde, als Seite zum Herumschicken.")
    ] = None,
    decide: Annotated[
        Path | None,
        typer.Option(metavar="DATEI.xlsx", help="Ausgefüllte Liste der Konflikte aus einem früheren Import."),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KENNUNG=GRUND", help="Antwort auf eine Frage: Es ist so gemeint, und warum. Mehrfach möglich."
        ),
    ] = None,
) -> None:
    """Prüft eine oder mehrere Arbeitsmappen und macht daraus einen Stand."""
    data_dir, stand_date = data_folder(), day(stand)
    # Where all workbooks of a folder are named, the list that an earlier import left there is among them.
    lists = [path for path in files if LIST_NAME.fullmatch(path.name)]
    files = [path for path in files if path not in lists]
    if not files:
        fail("Das ist nur die Liste der Konflikte. Erwartet werden dazu die Mappen, zwischen denen sie bestehen.")
    _require_other_names(files, marked, json, report)
    screen = screen_beside(json)
    decisions, answers = _decisions([*lists, *([decide] if decide else [])]), _answers(answer or [])
    with progress(total=1, screen=screen) as step:
        step("Mappen lesen und prüfen")
        result = merge(files, data_dir, stand_date, decisions.marks, answers, is_trial=check)
    print_result(screen, result)
    change = None
    if check or report:
        with progress(total=1, screen=screen) as step:
            step("Mit dem Stand davor vergleichen")
            change = import_difference(result)
    if change:
        screen.print()
        print_difference(screen, change, MOST_LISTED)
        screen.print()
    notes = [*decisions.problems, *ambiguous(result.merged.conflicts, decisions.marks)]
    if report and change:
        save_page(change, data_dir, report)
        notes.append(f"Was sich ändern würde, als Seite: {report}")
    elif report:
        notes.append(
            "Keine Seite geschrieben: Was sich ändern würde, ist erst ohne Fehler bekannt, und nach einem früheren Stand."
        )
    if json is not None:
        notes += _write_json(json, as_json(result, change))
    if marked is None and check:
        if any(one.remarks and one.book for one in result.received):
            notes.append("Mit --marked DATEI entsteht dazu eine Kopie der Mappe, in der jede Fundstelle markiert ist.")
    else:
        notes += _write_copies(result, marked, data_dir)
    for note in [*notes, *_next_steps(result, files, data_dir, is_check=check)]:
        screen.print(note, markup=False, soft_wrap=True)
    if not result.is_sound:
        raise typer.Exit(1)


def _decisions(paths: list[Path]) -> DecisionList:
    """What lists of conflicts decide; ends the command when one is no such list."""
    found = []
    for path in paths:
        try:
            found.append(read_decisions(open_workbook(path)))
        except UnreadableError as problem:
            fail(f"{path}: {problem}")
    marks = frozenset(mark for one in found for mark in one.marks)
    return DecisionList(marks, tuple(problem for one in found for problem in one.problems))


def _answers(texts: list[str]) -> dict[str, str]:
    """Answers by the id of their question, as ``f-1234abcd=because``; ends the command when there is none."""
    pairs = [text.partition("=") for text in texts]
    for text, (key, _, why) in zip(texts, pairs, strict=True):
        if not key.strip() or not why.strip():
            fail(f"„{text}“ ist keine Antwort. Erwartet wird die Kennung der Frage und ein Grund: f-1234abcd=GRUND.")
    return {key.strip(): why.strip() for key, _, why in pairs}


def _write_copies(result: MergeResult, marked: Path | None, data_dir: Path) -> list[str]:
    """Write a copy with marks of every workbook of which there is something to say."""
    notes = []
    for one in result.received:
        if one.book is None or not (one.remarks or marked):
            continue
        target = marked or marked_copy_path(one.path)
        try:
            save_marked_copy(one.book, one.remarks, target, style_of(data_dir))
            notes.append(f"Kopie mit markierten Befunden: {target}")
        except OSError as problem:
            notes.append(f"Die Kopie {target} lässt sich nicht schreiben. {reason(problem)}")
    return notes


def _write_conflicts(result: MergeResult, beside: Path, data_dir: Path) -> list[str]:
    """Write the list of conflicts beside the first workbook, never over one that somebody has filled in."""
    names = itertools.chain([""], (f"-{count}" for count in itertools.count(2)))
    paths = (beside.with_name(f"Konflikte-{result.stand_date}{name}.xlsx") for name in names)
    target = next(path for path in paths if not path.exists())
    try:
        save_workbook(conflict_list(result.merged.conflicts, result.names, result.latest, style_of(data_dir)), target)
    except OSError as problem:
        return [f"Die Liste der Konflikte lässt sich nicht in {target} schreiben. {reason(problem)}"]
    return [
        f"Liste der Konflikte: {target}",
        "In der Spalte „Gilt“ bei jedem Konflikt ein x neben den Wert setzen, der gilt, speichern, dann:",
        f"  {_call(result)} --decide {quote(str(target))}",
    ]


def _require_other_names(files: list[Path], marked: Path | None, json: str | None, report: Path | None) -> None:
    """End the command when what it writes would take the place of what it reads, or one of the other."""
    if marked is not None and marked.suffix.lower() != ".xlsx":
        fail(f"„{marked}“ ist kein Name einer Arbeitsmappe. Erwartet wird ein Name, der auf .xlsx endet.")
    if marked is not None and len(files) > 1:
        fail("--marked nennt eine Kopie, hier sind es mehrere Mappen. Ohne --marked liegt die Kopie neben jeder Mappe.")
    taken = dict.fromkeys((file.resolve() for file in files), "die Mappe selbst")
    written = Path(json) if json and json != "-" else None
    for path, what in ((marked, "die Kopie"), (written, "die Befunde"), (report, "die Seite")):
        if path is not None:
            if other := taken.get(path.resolve()):
                fail(f"„{path}“ ist {other}. Erwartet wird ein anderer Name für {what}.")
            taken[path.resolve()] = "schon die Datei der Befunde" if path is written else f"schon {what}"


def _write_json(target: str, content: str) -> list[str]:
    if target == "-":
        typer.echo(content, nl=False)
        return []
    try:
        write_whole(Path(target), content)
    except OSError as problem:
        return [f"Die Befunde lassen sich nicht in {target} schreiben. {reason(problem)}"]
    return [f"Befunde als JSON: {target}"]


def _next_steps(result: MergeResult, files: list[Path], data_dir: Path, *, is_check: bool) -> list[str]:
    day = f"{result.stand_date:%d.%m.%Y}"
    steps = []
    if count := len(result.merged.open_conflicts):
        decide = counted(count, "Konflikt ist", "Konflikte sind")
        steps = [f"Kein neuer Stand: {decide} zu entscheiden. An den Daten ist nichts geändert."]
        steps += (
            ["Ohne --check entsteht dazu eine Liste zum Ausfüllen."]
            if is_check
            else _write_conflicts(result, files[0], data_dir)
        )
    if result.count("error"):
        return [*steps, "Kein neuer Stand; an den Daten und der Veröffentlichung ist nichts geändert."]
    if asked := dict.fromkeys(remark.question for remark in result.all_remarks if remark.question):
        answers = " ".join(f"--answer {key}=GRUND" for key in asked)
        steps += [
            f"Kein neuer Stand: {counted(len(asked), 'Frage ist', 'Fragen sind')} offen. Ist es so gemeint, bitte sagen, warum: "
            "in der Kopie im Blatt „Befunde“, Spalte „Antwort“, und die Kopie einlesen, oder so:",
            f"  {_call(result)} {answers}",
        ]
    if steps:
        return steps
    if is_check:
        return ["Keine Fehler. Nur geprüft, nichts geschrieben. Den Stand anlegen:", f"  {_call(result)}"]
    return [
        f"Neuer Stand vom {day} angelegt. Veröffentlicht ist er noch nicht.",
        "  python -m etl diff     zeigt, was sich auf der öffentlichen Seite ändern würde",
        "  python -m etl build    veröffentlicht",
    ]


def _call(result: MergeResult) -> str:
    """The line that takes the same workbooks in again."""
    files = " ".join(quote(str(one.path)) for one in result.received)
    return f"python -m etl import {files} --stand {result.stand_date}"
