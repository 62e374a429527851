"""What the command line prints about official files: what is in them, what is new, what differs. Decides nothing."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from etl.commands.output import printable
from etl.messages.german import number
from etl.official.ingest.ingest import Ingest, Piece
from etl.official.ingest.known_data import KnownData
from etl.official.ingest.merge import DIFFERENT, NEW, ROUNDED, SAME
from etl.tables.keys import KEYS, row_keys

STATES = (NEW, SAME, ROUNDED, DIFFERENT)
BORDERS = "grenzen"
AREAS = {ROUNDED: "gleich, nur anders vereinfacht", DIFFERENT: DIFFERENT}


def print_ingest(console: Console, pieces: Sequence[Piece], result: Ingest, known: KnownData, *, accept: bool) -> None:
    """Print one row per file and table, then every value that differs from the known one."""
    for piece in pieces:
        rows = number(piece.extract.rows_read, 0)
        told = f"{piece.file}: {piece.extract.title}; Zeilen in der Datei: {rows}"
        if piece.extract.candidates is not None:
            told += f", davon Kandidaten aus der Region: {number(len(piece.extract.candidates), 0)}"
        console.print(printable(told), markup=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False)
    table.add_column("Datei", overflow="fold")
    table.add_column("Tabelle", no_wrap=True)
    for heading in ("Werte", *STATES, "übergangen"):
        table.add_column(heading, justify="right", no_wrap=True)
    for step in result.steps:
        counts = [step.merge.count(state) for state in STATES]
        table.add_row(
            step.piece.file, step.table, *(number(count, 0) for count in (sum(counts), *counts, step.ignored))
        )
    for piece, compared in result.borders:
        counts = [int((compared.areas["state"] == state).sum()) for state in STATES]
        table.add_row(piece.file, BORDERS, *(number(count, 0) for count in (sum(counts), *counts, 0)))
    if table.row_count:
        console.print(table)
    kept = "der amtliche Wert gilt" if accept else "der bekannte Wert bleibt"
    for line in [*_values(result, known, kept), *_areas(result, known, accept=accept)]:
        console.print(printable(line), markup=False, soft_wrap=True)


def _values(result: Ingest, known: KnownData, kept: str) -> Iterator[str]:
    names = dict(known.scope.municipalities)
    titles = dict(zip(known.tables["kennzahlen"]["Kennzahl-ID"], known.tables["kennzahlen"]["Name"], strict=True))
    for step in result.steps:
        key = KEYS[step.table]
        different = step.merge.cells[step.merge.cells["state"] == DIFFERENT]
        # Where two new files contradict each other nothing is known, and a finding asks which is right.
        is_disputed = row_keys(step.table, different).isin(row_keys(step.table, step.disputed))
        for row in different[~is_disputed].to_dict("records"):
            parts = [str(row[column]) for column in key if column != "AGS"]
            parts = [f"{titles[part]} ({part})" if part in titles else part for part in parts]
            place = f"{names.get(row['AGS'], '')} {row['AGS']}".strip()
            what = ", ".join([step.piece.file, place, *parts, row["column"]])
            yield f"Abweichend: {what}: bekannt „{row['known']}“, amtlich „{row['found']}“; {kept}."


def _areas(result: Ingest, known: KnownData, *, accept: bool) -> Iterator[str]:
    names = dict(known.scope.municipalities)
    for piece, compared in result.borders:
        for row in compared.areas[compared.areas["state"].isin([ROUNDED, DIFFERENT])].to_dict("records"):
            share = f"{number(row['apart_pct'])} % der bekannten und der neuen Fläche zusammen decken sich nicht"
            yield f"{piece.file}, {row['name']} {row['ags']}: {share} ({AREAS[row['state']]})."
        if compared.lacking:
            lacking = ", ".join(f"{names.get(ags, '')} {ags}".strip() for ags in compared.lacking)
            yield f"{piece.file}: Es fehlt die Fläche von {lacking}; Grenzen werden nur vollständig übernommen."
        elif compared.taken is not None:
            yield "Die Grenzen sind neu: Titel, Stand und Quellenvermerk in sources.toml bitte von Hand anpassen."
        elif not accept and compared.areas["state"].isin([NEW, DIFFERENT]).any():
            yield f"{piece.file}: Die bekannten Grenzen bleiben; mit --accept gelten die amtlichen."
