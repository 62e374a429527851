"""Förderkatalog des Bundes: the export of a search -> candidates whose recipient or executing body is in the district."""

import re
from dataclasses import replace
from functools import partial

from etl.messages.refusals import UnreadableError
from etl.official.adapters.candidates import FOR_THE_OFFICE, Amounts, candidate, candidate_table, plain, report_repeats
from etl.official.adapters.table_adapter import HEADINGS, Row, Table, headed_table, table_adapter
from etl.official.formats.text_tables import folded, region_key
from etl.official.interface import Extract, Reading

COLUMNS, OPTIONAL = HEADINGS["foerderkatalog"], HEADINGS["foerderkatalog-more"]
KEY = "gemeindekennziffer"
BODIES = {"recipient": "Empfänger", "executing": "Ausführende Stelle"}
# What Excel makes of a reference number like 03E1234.
BROKEN_REFERENCE = re.compile(r"\d+([.,]\d+)?E[+-]\d+", re.IGNORECASE)
BOOKED_TOGETHER = re.compile(r"Sammelvorhaben|nur zum Zweck der Auszahlung", re.IGNORECASE)
HITS = re.compile(r"([0-9][0-9.]*) ?_?Treffer", re.IGNORECASE)


def _extract(reading: Reading, tables: list[Table]) -> Extract:
    """Give one candidate per project whose recipient or executing body has a key of the district."""
    found = tables[0]
    headings = [folded(heading) for heading in found.headings]
    found = replace(found, columns=found.columns | _keys(found, headings))
    last, width = max(found.columns.values()), max(at for at, name in enumerate(headings, start=1) if name)
    reading.warn(FOR_THE_OFFICE)
    rows, rows_read, amounts = [], 0, Amounts.of(found, "amount")
    amounts.report(reading, "Fördersumme")
    for row in found.rows():
        if sum(map(bool, row.cells)) < 2:
            continue
        rows_read += 1
        if len(row.cells) <= last:
            message = f"Die Zeile hat {len(row.cells)} statt {len(headings)} Felder; sie ist vermutlich abgeschnitten und fehlt hier."
            reading.warn(message, line=row.line)
            continue
        if any(row.cells[width:]):
            message = f"Die Zeile hat mehr Felder als die Kopfzeile ({width}); die Angaben sind vermutlich verschoben."
            reading.warn(message, line=row.line)
        keys = {body: region_key(row[f"{body}_ags"]) for body in BODIES}
        if roles := [role for body, role in BODIES.items() if reading.scope.is_inside(keys[body])]:
            rows.append(_candidate(reading, row, keys, amounts) | {"In der Region als": " und ".join(roles)})
    _require_all_hits(reading, found, rows_read)
    table = candidate_table(rows)
    report_repeats(reading, table)
    return Extract("Förderkatalog des Bundes", rows_read, candidates=table)


def _keys(found: Table, headings: list[str]) -> dict[str, int]:
    """Positions of both keys: the recipient's follows the recipient, that of the executing body the executing body."""
    if lacking := [spellings[0].rstrip("*") for name, spellings in COLUMNS.items() if name not in found.columns]:
        raise UnreadableError(
            f"Im Förderkatalog fehlt die Spalte „{lacking[0]}“. Gefunden wurden: {', '.join(headings)}."
        )
    keys = [at for at, name in enumerate(headings) if name.startswith(KEY)]
    after = {body: [at for at in keys if at > found.columns[body]] for body in BODIES}
    if not all(after.values()):
        raise UnreadableError(
            "Im Förderkatalog fehlt eine der beiden Spalten „Gemeindekennziffer“. Erwartet wird je eine für Empfänger und ausführende Stelle."
        )
    return {f"{body}_ags": at for body, (at, *_) in after.items()}


def _candidate(reading: Reading, row: Row, keys: dict[str, str], amounts: Amounts) -> dict[str, object]:
    notes = [f"{word}: {row[name]}" for name, word in (("profile", "Förderprofil"), ("kind", "Förderart")) if row[name]]
    euro = amounts.euros(reading, row, "Fördersumme")
    if euro == 0:
        euro = None
        notes.append("Betrag nicht veröffentlicht (im Katalog 0,00 EUR)")
    if BOOKED_TOGETHER.search(row["title"]):
        notes.append("Sammelbuchung, kein eigenes Vorhaben")
    if BROKEN_REFERENCE.fullmatch(row["fkz"]):
        message = "Excel hat aus diesem Förderkennzeichen eine Zahl gemacht. Bitte die Datei ungeöffnet verwenden."
        reading.warn(message, line=row.line, column="FKZ", value=row["fkz"])
    cells = {
        "FKZ": row["fkz"],
        "Empfänger-AGS": keys["recipient"],
        "Ausführende Stelle": row["executing"],
        "Ort der Durchführung (AGS)": keys["executing"],
        "Fördergeber": f"Bund ({row['ministry']})" if row["ministry"] else "Bund",
        "Ebene": "Bund",
        "Programm": row["plan"] or row["profile"],
        "Art": "Zuwendung",
        "Betrag (EUR)": plain(euro),
        "Verbundprojekt": row["joint"],
    }
    return candidate(reading, row, notes, cells)


def _require_all_hits(reading: Reading, found: Table, rows_read: int) -> None:
    """Report an export with fewer rows than hits: the page of the search says how many there are."""
    others = [cells for at, cells in enumerate(found.grid.rows) if at != found.at and sum(map(bool, cells)) < 2]
    for hits in HITS.findall("\n".join([reading.path.name, *(" ".join(cells) for cells in others)])):
        if (expected := int(hits.replace(".", ""))) != rows_read:
            message = (
                f"Die Suche nennt {expected} Treffer, die Datei enthält {rows_read} Vorhaben. "
                "Die Ausgabe ist vermutlich abgeschnitten; bitte die Suche in Teilen ausgeben."
            )
            reading.warn(message)


ADAPTER = table_adapter(
    "foerderkatalog",
    "Förderkatalog des Bundes (Ausgabe als Textdatei)",
    partial(headed_table, spellings=COLUMNS | OPTIONAL | {"key": (KEY,)}, needed=("fkz", "title", "key")),
    "Die Kopfzeile des Förderkatalogs fehlt. Erwartet werden die Spalten „FKZ“, „Thema“ und zweimal „Gemeindekennziffer“.",
    _extract,
    reports_cuts=True,
)
