"""Commands that check the inputs and publish them."""

from pathlib import Path
from typing import Annotated

import duckdb
import typer

from config import settings
from etl.commands.output import print_findings, print_release
from etl.commands.terminal import agreed, console, data_folder, fail, progress, say, say_next
from etl.messages.refusals import InputError, RefusedError, UnreadableError
from etl.reading.inputs import stand_folders
from etl.release import build as release
from etl.release import store, test_report
from etl.release.day_questions import day_questions
from etl.release.verify import VerificationError
from etl.rules.validation import checked_inputs

app = typer.Typer()

_UNTESTED = "Auf der Seite der Versprechen steht „noch nicht geprüft“."


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(metavar="ORDNER", help="Ordner mit region.toml und raw/.")] = None,
) -> None:
    """Prüft alle Eingaben, veröffentlicht nichts."""
    data_dir = data_folder(path)
    with progress(total=1) as step:
        step("Eingaben lesen und prüfen")
        checked = checked_inputs(data_dir)
    print_findings(console, checked.findings)
    if checked.errors:
        say_next("Wenn die Fehler behoben sind", f"check {path}" if path else "check")
        raise typer.Exit(1)
    if path is None:
        stands, published = list(checked.inputs.stands), store.published_stand(settings().releases)
        if len(stands) > 1 and published != stands[-1]:
            say_next("Was sich auf der öffentlichen Seite ändern würde", "diff")
        else:
            say_next("Veröffentlichen", "build")


@app.command()
def build(
    yes: Annotated[
        bool, typer.Option("--yes", help="Nicht fragen, auch wenn der Stand in der Zukunft liegt oder älter ist.")
    ] = False,
) -> None:
    """Prüft alle Eingaben, baut und veröffentlicht."""
    data_dir, releases_dir = data_folder(), settings().releases
    latest = max(stand_folders(data_dir), default=None)
    questions = list(day_questions(latest, releases_dir)) if latest else []
    if not agreed(questions, is_confirmed=yes, instead="python -m etl build --yes"):
        fail("Nichts veröffentlicht; die bisherige Veröffentlichung bleibt.")
    try:
        with progress(total=release.STEPS) as step:
            published = release.build(data_dir, releases_dir, step)
    except InputError as problem:
        print_findings(console, problem.findings)
        fail("Nichts veröffentlicht; die bisherige Veröffentlichung bleibt.")
    except RefusedError as problem:
        fail(f"Nichts veröffentlicht; die bisherige Veröffentlichung bleibt. {problem}")
    except (VerificationError, duckdb.Error) as problem:
        fail(
            "Nichts veröffentlicht; die bisherige Veröffentlichung bleibt. Das Ergebnis stimmt nicht mit den Eingaben überein: "
            f"{problem}"
        )
    print_findings(console, published.checked.findings)
    print_release(console, published)
    _keep_test_results(settings().test_report, releases_dir)
    say_next("Alle Veröffentlichungen, auch zum Zurücknehmen", "releases")


def _keep_test_results(report: Path, releases_dir: Path) -> None:
    """Bring what the last run of the tests found onto the page of promises; what is published stands without it, too."""
    found = None
    if report.is_file():
        try:
            found = test_report.whole_report(report)
            say(found.summary)
        except UnreadableError as problem:
            say(f"Warnung {report}: {problem} {_UNTESTED}")
    elif "test_report" in settings().model_fields_set:
        say(f"Warnung {report}: Die Datei gibt es nicht. {test_report.EXPECTED} {_UNTESTED}")
    try:
        test_report.keep(found, releases_dir)
    except RefusedError as problem:
        fail(f"Veröffentlicht, aber das Ergebnis der Tests nicht: {problem}")
