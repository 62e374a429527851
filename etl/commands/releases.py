"""Commands about what is published: list it, take it back, keep the folder small."""

from typing import Annotated

import typer
from rich.table import Table

from config import settings
from etl.commands.terminal import console, fail, progress, say
from etl.messages.german import counted, megabytes, number
from etl.messages.refusals import RefusedError
from etl.release import store

app = typer.Typer()


@app.command()
def releases() -> None:
    """Zeigt alle Veröffentlichungen, die neueste zuerst."""
    folder = settings().releases
    if not (found := store.stored_releases(folder)):
        say(f"In {folder} gibt es noch keine Veröffentlichung.")
        return
    try:
        published, trouble = store.current(folder), ""
    except RefusedError as problem:
        published, trouble = "", str(problem)
    else:
        if published not in (release.release_id for release in found if not release.problem):
            trouble = f"Die aktuelle Veröffentlichung {published} fehlt oder kann nicht gezeigt werden."
    table = Table(box=None, pad_edge=False)
    for heading in ("Kennung", "Stand", "Gebaut"):
        table.add_column(heading, no_wrap=True)
    for heading in ("Zeilen", "Größe"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Zustand")
    for release in found:
        table.add_row(
            release.release_id,
            f"{release.stand_date:%d.%m.%Y}" if release.stand_date else "–",
            f"{release.built:%d.%m.%Y %H:%M}",
            "–" if release.rows is None else number(release.rows, 0),
            megabytes(release.size),
            f"{'aktuell, ' if release.release_id == published else ''}{'unbrauchbar' if release.problem else 'lesbar'}",
        )
    console.print(table)
    for release in found:
        if release.problem:
            say(f"{release.release_id}: {release.problem}")
    if trouble:
        fail(f"{trouble} Abhilfe: „python -m etl rollback KENNUNG“ oder „python -m etl build“.")


@app.command()
def rollback(
    release_id: Annotated[str, typer.Argument(metavar="KENNUNG", help="Die Kennung oder ihr Anfang.")],
) -> None:
    """Macht eine frühere Veröffentlichung wieder zur aktuellen."""
    try:
        with progress(total=3) as step:
            release = store.rollback(settings().releases, release_id, step)
    except RefusedError as problem:
        fail(f"Nichts geändert. {problem}")
    say(f"Aktuell ist jetzt die Veröffentlichung {release.release_id}, Stand {release.stand_date:%d.%m.%Y}.")
    say("Der nächste Bau („python -m etl build“) macht wieder die neuesten Eingaben zur aktuellen Veröffentlichung.")


@app.command()
def gc(
    keep: Annotated[int, typer.Option(metavar="ANZAHL", min=0, help="So viele der neuesten bleiben.")] = 10,
) -> None:
    """Entfernt alte Veröffentlichungen; die aktuelle bleibt immer."""
    try:
        removed = store.remove_old_releases(settings().releases, keep)
    except RefusedError as problem:
        fail(f"Nichts entfernt. {problem}")
    for release_id in removed.releases:
        say(f"Entfernt: Veröffentlichung {release_id}")
    for name in removed.leftovers:
        say(f"Entfernt: Rest eines abgebrochenen Baus {name}")
    for release_id in removed.in_use:
        say(f"Bleibt: Veröffentlichung {release_id} ist noch geöffnet oder geschützt; bitte später noch einmal.")
    count = counted(len(removed.releases), "Veröffentlichung", "Veröffentlichungen")
    say(f"{count} entfernt, {megabytes(removed.freed)} frei.")
