"""Commands around official files: fetch them, read them, take their figures into a new Stand."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from etl.commands.official_output import print_ingest
from etl.commands.output import print_findings
from etl.commands.terminal import console, data_folder, day, fail, progress, say, say_next, transfers
from etl.messages.findings import Finding, in_order
from etl.messages.german import quoted, suggestion
from etl.messages.refusals import InputError, RefusedError, writing
from etl.official.download import fetch as fetching
from etl.official.download.http_client import Client
from etl.official.download.lock import read_lock
from etl.official.ingest import ingest as ingesting
from etl.official.ingest.candidate_files import candidate_files
from etl.official.ingest.known_data import known_data
from etl.official.ingest.settings import origins
from etl.reading.toml_files import Origin
from etl.release.stands import Answer, add_stand

app = typer.Typer()

StandOption = Annotated[str | None, typer.Option(metavar="TAG", help="Neuer Stand, in den die Werte kommen.")]
AcceptOption = Annotated[
    bool, typer.Option("--accept", help="Abweichende Werte übernehmen und als Berichtigung vermerken.")
]
ConfirmOption = Annotated[
    bool, typer.Option("--confirm", help="Ungewöhnliche Werte übernehmen, nach denen gefragt wurde und die stimmen.")
]


@app.command()
def fetch(
    sources: Annotated[list[str] | None, typer.Argument(metavar="QUELLE …", help="Kennungen aus sources.toml.")] = None,
    stand: StandOption = None,
    accept: AcceptOption = False,
    confirm: ConfirmOption = False,
) -> None:
    """Holt amtliche Dateien von den Adressen in sources.toml; mit --stand auch gleich in einen neuen Stand."""
    data_dir = data_folder()
    stand_date = day(stand) if stand else None
    raw = data_dir / "raw"
    with _german_errors(raw):
        every = origins(data_dir)
        wanted = _chosen(every, sources or [])
        results = _fetched(raw, every, wanted)
        _close(results)
        if stand_date:
            names = {origin.id for origin in wanted}
            files = [raw / fetching.FOLDER / name for name, entry in read_lock(raw).items() if entry.source in names]
            _ingest(data_dir, files, stand_date, accept=accept, confirm=confirm)


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="DATEI …", help="Amtliche Dateien, auch als ZIP.")],
    stand: StandOption = None,
    source: Annotated[
        str | None, typer.Option(metavar="QUELLE", help="Was die Dateien sind, wenn es nicht klar ist.")
    ] = None,
    accept: AcceptOption = False,
    confirm: ConfirmOption = False,
    out: Annotated[
        Path | None, typer.Option(metavar="ORDNER", help="Wohin Listen von Kandidaten kommen; sonst neben die Datei.")
    ] = None,
) -> None:
    """Liest amtliche Dateien, zeigt Neues und Abweichendes und legt mit --stand daraus einen neuen Stand an."""
    data_dir = data_folder()
    stand_date = day(stand) if stand else None
    with _german_errors(data_dir / "raw"):
        _ingest(data_dir, files, stand_date, accept=accept, confirm=confirm, source=source, out=out)


@contextmanager
def _german_errors(folder: Path) -> Iterator[None]:
    """End the command with a German message for everything that a person can mend."""
    try:
        with writing(folder):
            yield
    except InputError as problem:
        print_findings(console, problem.findings)
        raise typer.Exit(1) from problem
    except RefusedError as problem:
        fail(str(problem))


def _ingest(
    data_dir: Path,
    files: Sequence[Path],
    stand_date: date | None,
    *,
    accept: bool,
    confirm: bool,
    source: str | None = None,
    out: Path | None = None,
) -> None:
    today, raw = date.today(), data_dir / "raw"
    now = known_data(data_dir)
    with progress(total=1) as step:
        step("Amtliche Dateien lesen")
        pieces, problems = ingesting.read(files, now, read_lock(raw), today, source)
    by_id = {origin.id: origin for origin in origins(data_dir)}
    result = ingesting.ingest(pieces, now, by_id, today, accept=accept, confirm=confirm)
    print_ingest(console, pieces, result, now, accept=accept)
    for path in candidate_files(pieces, data_dir, out, today):
        say(f"Kandidaten zum Durchsehen: {path}")
    findings = in_order([*problems, *result.findings])
    print_findings(console, findings)
    if any(finding.severity == "error" for finding in findings):
        fail("Nichts übernommen.")
    if not result.steps and not result.borders:
        return
    if not result.files:
        say("Nichts Neues: Alles, was übernommen werden kann, ist schon bekannt. Kein neuer Stand.")
    elif stand_date is None:
        say(f"Nichts geschrieben. Mit --stand TAG kommt daraus in einen neuen Stand: {', '.join(result.files)}.")
    else:
        # Of an archive with many tables one copy is enough. Kept first: a Stand whose files cannot be kept is not made.
        for path, source_id in dict.fromkeys((piece.path, piece.extract.source) for piece in pieces):
            fetching.add_manual_file(raw, path, source_id, today)
        _add(data_dir, stand_date, result.files, confirm=confirm)


def _add(data_dir: Path, stand_date: date, files: Mapping[str, bytes], *, confirm: bool) -> None:
    """Make a new Stand of what is new; ends the command when the data folder is not sound with it.

    With ``confirm`` every question about its values is answered, and the answers stay with the Stand.
    """

    def answers(questions: Sequence[Finding]) -> list[Answer]:
        return [
            Answer(one.question, one.message, "Mit --confirm bestätigt", date.today()) for one in questions if confirm
        ]

    checked = add_stand(data_dir, stand_date, files, answers=answers)
    if stopping := [*checked.errors, *checked.questions]:
        print_findings(console, stopping)
        why = "Mit diesen Werten hätte der Datenordner Fehler."
        if not checked.errors:
            why = "Bitte in der Quelle nachsehen; stimmt es, geht es mit --confirm weiter."
        fail(f"Kein neuer Stand: {why}")
    say(f"Stand {stand_date:%d.%m.%Y} angelegt, neu darin: {', '.join(files)}.")
    say_next("Was sich auf der öffentlichen Seite ändern würde", "diff")


def _chosen(every: Sequence[Origin], names: Sequence[str]) -> list[Origin]:
    """The sources that are named, or all."""
    by_name = {origin.id: origin for origin in every}
    if strange := [name for name in names if name not in by_name]:
        hint = suggestion(strange[0], list(by_name))
        fail(f"In sources.toml gibt es keine Quelle {quoted(strange)}.{hint}")
    for name in names:
        if not by_name[name].download:
            say(f"{name}: Für diese Quelle steht in sources.toml keine Adresse unter [[dataset.download]].")
    return [by_name[name] for name in dict.fromkeys(names)] or list(every)


def _fetched(raw: Path, every: Sequence[Origin], wanted: Sequence[Origin]) -> list[fetching.Result]:
    client, results = Client(fetching.hosts(every)), []
    with transfers() as report:
        for result in fetching.fetch(raw, wanted, client, date.today(), report):
            results.append(result)
            say(": ".join(part for part in (result.source, result.file, result.text) if part))
    return results


def _close(results: Sequence[fetching.Result]) -> None:
    """Sum up; ends the command when something that was wanted did not come."""

    def of(state: str) -> list[str]:
        return [result.source for result in results if result.state == state]

    if of("by_hand"):
        say("Von Hand geholte Dateien liest „python -m etl ingest DATEI“ ein.")
    if lost := dict.fromkeys(of("unreachable")):
        rest = "Was neu war, ist geholt." if of("new") else "Nichts wurde verändert."
        fail(f"Ohne Verbindung nicht geholt: {', '.join(lost)}. {rest} Bitte Netz prüfen und noch einmal aufrufen.")
    if failed := of("failed"):
        fail(f"Nicht geholt: {', '.join(dict.fromkeys(failed))}. Was davon schon da war, ist unverändert.")
    say(f"{len(of('new'))} neu, {len(of('unchanged'))} unverändert.")
