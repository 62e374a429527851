"""The command that makes the data folder of another district."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from etl.commands.output import print_findings
from etl.commands.terminal import console, day, fail, progress, say
from etl.messages.german import counted
from etl.messages.refusals import InputError, RefusedError
from etl.new_region.data_folder import Plan
from etl.new_region.data_folder import new_region as made

app = typer.Typer()


@app.command("new-region")
def new_region(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Neuer Ordner, der entstehen soll.")],
    prefix: Annotated[
        str, typer.Option(metavar="SCHLÜSSEL", help="Kreisschlüssel, mit dem alle Gemeindeschlüssel beginnen: 01234.")
    ],
    boundaries: Annotated[
        Path, typer.Option(metavar="DATEI", help="Amtliche Gemeindegrenzen (GeoPackage, Shapefile, GeoJSON, ZIP).")
    ],
    population: Annotated[
        Path, typer.Option(metavar="DATEI", help="Amtliche Einwohnerzahlen und Flächen der Gemeinden.")
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help="Name des Kreises, wie er in Überschriften steht.")] = "",
    state: Annotated[
        str, typer.Option(metavar="NAME", help="Name des Landes, wenn er anders lauten soll als der amtliche.")
    ] = "",
    stand: Annotated[
        str, typer.Option(metavar="TAG", help="Tag des ersten Standes, etwa 2026-11-23; sonst heute.")
    ] = "",
) -> None:
    """Legt aus amtlichen Dateien den Datenordner eines anderen Kreises an, noch ohne Projekte."""
    plan = Plan(
        folder,
        _prefix(prefix),
        _file(boundaries),
        _file(population),
        name.strip(),
        state.strip(),
        day(stand) if stand else date.today(),
    )
    try:
        with progress(total=1) as step:
            step("Amtliche Dateien lesen und Ordner anlegen")
            region = made(plan)
    except InputError as problem:
        print_findings(console, problem.findings)
        fail(f"Aus diesen Dateien entsteht kein gültiger Datenordner. {folder} wurde nicht angelegt.")
    except RefusedError as problem:
        fail(f"{problem}")
    for extract in region.extracts:
        say(f"Gelesen: {extract.title} ({counted(extract.rows_read, 'Zeile', 'Zeilen')}).")
    print_findings(
        console, [*(found for extract in region.extracts for found in extract.findings), *region.checked.findings]
    )
    for hint in region.hints:
        say(f"Hinweis: {hint}")
    count = len(region.checked.inputs.table(plan.stand, "gemeinden").frame)
    places = "einer Kommune" if count == 1 else f"{count} Kommunen"
    say(f"Angelegt: {folder} mit {places} und dem Stand {plan.stand:%d.%m.%Y}.")
    say(f"So geht es weiter: MONITOR_DATA_DIR={folder} make run")


def _prefix(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) in (2, 3, 5)):
        fail(f"„{text}“ ist kein Kreisschlüssel. Erwartet werden fünf Ziffern mit führender Null wie 01234.")
    return text


def _file(path: Path) -> Path:
    if not path.is_file():
        fail(f"Die Datei {path} gibt es nicht.")
    return path
