"""Commands around official files: fetch them, read them, take their figures into a new Stand."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from etl.commands.terminal import console, data_folder, fail, say, transfers
from etl.german import quoted, suggestion
from etl.official import fetch as fetching
from etl.official.download import Client
from etl.official.lock import LockError
from etl.official.settings import SettingsError, origins
from etl.region import Origin
from etl.report import print_findings

app = typer.Typer()


@app.command()
def fetch(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="QUELLE …", help="Kennungen aus sources.toml.", show_default=False)
    ] = None,
) -> None:
    """Holt amtliche Dateien von den Adressen in sources.toml nach raw/official."""
    data_dir = data_folder()
    try:
        known = origins(data_dir)
        results = _fetched(data_dir, known, _chosen(known, sources or []))
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


def _chosen(known: Sequence[Origin], names: Sequence[str]) -> list[Origin]:
    """The sources that are named, or all."""
    by_name = {origin.id: origin for origin in known}
    if strange := [name for name in names if name not in by_name]:
        hints = "".join(suggestion(name, list(by_name)) for name in strange[:1])
        fail(f"In sources.toml gibt es keine Quelle {quoted(strange)}.{hints}")
    for name in names:
        if not by_name[name].download:
            say(f"{name}: Für diese Quelle steht in sources.toml keine Adresse ([[…download]]).")
    return [by_name[name] for name in dict.fromkeys(names)] or list(known)


def _fetched(data_dir: Path, known: Sequence[Origin], wanted: Sequence[Origin]) -> list[fetching.Result]:
    client, results = Client(fetching.hosts(known)), []
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
