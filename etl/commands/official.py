"""Commands around official files: fetch them, read them, take their figures into a new Stand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from etl.commands.terminal import console, data_folder, fail, say, transfers
from etl.findings import in_order
from etl.german import quoted, suggestion
from etl.official import fetch as fetching
from etl.official import ingest as ingesting
from etl.official.candidate_files import candidate_files
from etl.official.download import Client
from etl.official.keep import keep
from etl.official.lock import LockError, read_lock
from etl.official.report import print_ingest
from etl.official.scope import known
from etl.official.settings import SettingsError, origins
from etl.region import Origin
from etl.report import print_findings
from etl.stands import StandError, add_stand

app = typer.Typer()
DAYS = ("%Y-%m-%d", "%d.%m.%Y")


@app.command()
def fetch(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="QUELLE …", help="Kennungen aus sources.toml.", show_default=False)
    ] = None,
) -> None:
    """Holt amtliche Dateien von den Adressen in sources.toml nach raw/official."""
    data_dir = data_folder()
    try:
        sources_file = origins(data_dir)
        results = _fetched(data_dir, sources_file, _chosen(sources_file, sources or []))
    except SettingsError as problem:
        print_findings(console, problem.findings)
        raise typer.Exit(1) from problem
    except LockError as problem:
        fail(str(problem))
    except fetching.BusyError:
        fail("Es werden schon amtliche Dateien geholt. Bitte warten, bis das fertig ist.")
    except OSError as problem:
        fail(f"Kann nicht geschrieben werden: {problem}. Dateien, die schon da waren, sind unverändert.")
    _close(results)


@app.command()
def ingest(
    files: Annotated[
        list[Path], typer.Argument(metavar="DATEI …", help="Amtliche Dateien, auch als ZIP.", exists=True)
    ],
    stand: Annotated[
        datetime | None, typer.Option(formats=list(DAYS), metavar="TAG", help="Neuer Stand, in den die Werte kommen.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="QUELLE", help="Was die Dateien sind, wenn es nicht klar ist.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Abweichende Werte übernehmen und als Berichtigung vermerken.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="ORDNER", help="Wohin Listen von Kandidaten kommen.", file_okay=False)
    ] = None,
) -> None:
    """Liest amtliche Dateien, zeigt Neues und Abweichendes und legt mit --stand daraus einen neuen Stand an."""
    data_dir, today = data_folder(), date.today()
    try:
        now = known(data_dir)
        reading = ingesting.read(files, now, read_lock(data_dir / "raw"), today, source)
        urls = {origin.id: origin.url for origin in origins(data_dir) if origin.url}
        result = ingesting.ingest(reading.pieces, now, urls, today, accept=accept)
        print_ingest(console, reading.pieces, result, now, accept=accept)
        for path in candidate_files(reading.pieces, data_dir, out, today):
            say(f"Kandidaten zum Durchsehen: {path}")
        findings = in_order([*reading.findings, *result.findings])
        print_findings(console, findings)
        if any(finding.severity == "error" for finding in findings):
            fail("Nichts übernommen.")
        _into_stand(data_dir, stand, result.files)
        if stand and result.files:
            for piece in reading.pieces:
                keep(data_dir / "raw", piece.path, piece.extract.source, today)
    except SettingsError as problem:
        print_findings(console, problem.findings)
        raise typer.Exit(1) from problem
    except (LockError, StandError) as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"Kann nicht geschrieben werden: {problem}")


def _into_stand(data_dir: Path, stand: datetime | None, files: Mapping[str, bytes]) -> None:
    """Make a new Stand of what is new; ends the command when the data folder is not sound with it."""
    if not files:
        say("Nichts Neues: Alles, was übernommen werden kann, ist schon bekannt. Kein neuer Stand.")
    elif stand is None:
        say(f"Nichts geschrieben. Mit --stand TAG kommt daraus in einen neuen Stand: {', '.join(files)}.")
    else:
        checked = add_stand(data_dir, stand.date(), files)
        if checked.errors:
            print_findings(console, checked.errors)
            fail("Kein neuer Stand: Mit diesen Werten ist der Datenordner fehlerhaft.")
        say(
            f"Stand {stand:%d.%m.%Y} angelegt, neu darin: {', '.join(files)}. Veröffentlicht wird mit „python -m etl build“."
        )


def _chosen(all_sources: Sequence[Origin], names: Sequence[str]) -> list[Origin]:
    """The sources that are named, or all."""
    by_name = {origin.id: origin for origin in all_sources}
    if strange := [name for name in names if name not in by_name]:
        hints = "".join(suggestion(name, list(by_name)) for name in strange[:1])
        fail(f"In sources.toml gibt es keine Quelle {quoted(strange)}.{hints}")
    for name in names:
        if not by_name[name].download:
            say(f"{name}: Für diese Quelle steht in sources.toml keine Adresse ([[…download]]).")
    return [by_name[name] for name in dict.fromkeys(names)] or list(all_sources)


def _fetched(data_dir: Path, all_sources: Sequence[Origin], wanted: Sequence[Origin]) -> list[fetching.Result]:
    client, results = Client(fetching.hosts(all_sources)), []
    with transfers() as report:
        for result in fetching.fetch(data_dir / "raw", wanted, client, date.today(), report):
            results.append(result)
            say(": ".join(part for part in (result.source, result.file, result.text) if part))
    return results


def _close(results: Sequence[fetching.Result]) -> None:
    """Sum up; exit code 1 when something that was wanted did not come."""
    count = {
        state: sum(result.state == state for result in results)
        for state in ("new", "unchanged", "failed", "unreachable", "by_hand")
    }
    if count["by_hand"]:
        say("Von Hand geholte Dateien liest „python -m etl ingest DATEI“ ein.")
    if count["unreachable"]:
        lost = dict.fromkeys(result.source for result in results if result.state == "unreachable")
        rest = "Nichts wurde verändert." if not count["new"] else "Die übrigen Dateien sind geholt."
        fail(
            f"Ohne Verbindung nicht geholt: {', '.join(lost)}. {rest} Bitte Netz und Proxy prüfen und noch einmal aufrufen."
        )
    if count["failed"]:
        fail(f"{count['failed']} Datei(en) nicht geholt; was davon schon da war, ist unverändert.")
    say(f"{count['new']} neu, {count['unchanged']} unverändert.")
