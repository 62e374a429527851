"""The command that says what would change on the public page."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from config import settings
from etl.commands.difference_output import as_json, print_difference, save_page, save_record
from etl.commands.output import print_findings
from etl.commands.terminal import console, data_folder, day, fail, progress, say, say_next, screen_beside
from etl.difference import Question, as_record, difference
from etl.messages.german import quoted
from etl.reading.inputs import stand_folders
from etl.release import store
from etl.release.fingerprint import release_id
from etl.rules.validation import checked_inputs

app = typer.Typer()


@app.command()
def diff(
    before: Annotated[str | None, typer.Argument(metavar="VON", help="Ein Stand; sonst der veröffentlichte.")] = None,
    after: Annotated[str | None, typer.Argument(metavar="BIS", help="Ein späterer Stand; sonst der jüngste.")] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="DATEI", help="Auch als Seite zum Herumschicken schreiben.")
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(metavar="DATEI", help="Auch als JSON in diese Datei; - für die Standardausgabe."),
    ] = None,
) -> None:
    """Zeigt, was sich auf der öffentlichen Seite von einem Stand zum anderen ändert."""
    data_dir, screen = data_folder(), screen_beside(json)
    stands = list(stand_folders(data_dir))
    first, last = _chosen(stands, before, after)
    with progress(total=2, screen=screen) as step:
        step("Eingaben lesen und prüfen")
        checked = checked_inputs(data_dir)
        if checked.errors:
            print_findings(console, checked.findings)
            fail("Verglichen wird erst, wenn die Eingaben keine Fehler haben.")
        step("Stände vergleichen")
        # What is asked is about the step to the latest Stand.
        asked = checked.questions if last == stands[-1] else []
        questions = [Question(found.place, found.value or "", found.message) for found in asked]
        found = difference(checked, first, last, questions)
    print_difference(screen, found)
    say("", screen)
    if html:
        save_page(found, data_dir, html)
        say(f"Als Seite: {html}", screen)
    if json == "-":
        typer.echo(as_json(as_record(found)), nl=False)
    elif json:
        save_record(found, Path(json))
        say(f"Als JSON: {json}", screen)
    releases = settings().releases
    shown = store.published_stand(releases)
    is_edited = last == stands[-1] == shown and store.current(releases) != release_id(data_dir)
    if is_edited:
        say(
            "Seit der Veröffentlichung wurde etwas geändert, das zu keinem neuen Stand gehört, etwa region.toml, eine Datei in "
            "mapping oder das Programm. Was das ändert, zeigt dieser Vergleich nicht.",
            screen,
        )
    if is_edited or (last == stands[-1] and last != shown):
        say_next("Veröffentlichen", "build", screen)
    else:
        say_next("Was veröffentlicht ist", "releases", screen)


def _chosen(stands: list[date], before: str | None, after: str | None) -> tuple[date, date]:
    if len(stands) < 2:
        known = f" Es gibt nur den Stand vom {stands[0]:%d.%m.%Y}." if stands else ""
        fail(f"Zum Vergleichen braucht es zwei Stände.{known}")
    last = _known(stands, after) if after else stands[-1]
    first = _known(stands, before) if before else _published(stands, last)
    if first >= last:
        fail(f"Der erste Stand ({first:%d.%m.%Y}) muss vor dem zweiten ({last:%d.%m.%Y}) liegen.")
    return first, last


def _known(stands: list[date], text: str) -> date:
    found = day(text)
    if found not in stands:
        fail(f"Einen Stand vom {found:%d.%m.%Y} gibt es nicht. Möglich sind {quoted(str(stand) for stand in stands)}.")
    return found


def _published(stands: list[date], last: date) -> date:
    """The Stand that the public page shows now, if it is an earlier one; else the one before."""
    earlier = [stand for stand in stands if stand < last]
    if not earlier:
        fail(f"Vor dem Stand vom {last:%d.%m.%Y} gibt es keinen.")
    shown = store.published_stand(settings().releases)
    return shown if shown in earlier else earlier[-1]
