"""Förderkatalog des Bundes: the export of a search -> candidates whose recipient or executing body is in the district."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.official.adapters.candidates import FOR_THE_OFFICE, amount, candidate_table, day, plain
from etl.official.adapters.location import in_region
from etl.official.formats.text_tables import Grid, beginnings, folded, grids, header_row, recognising, region_key
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "foerderkatalog"
NAME = "Förderkatalog des Bundes (Ausgabe als Textdatei)"

# How the folded headings begin, in the export of today and in the older one.
FIELDS = {
    "fkz": ("fkz",),
    "ministry": ("ressort",),
    "recipient": ("förderempfänger", "zuwendungsempfänger"),
    "executing": ("ausführende stelle",),
    "title": ("thema",),
    "plan": ("klartext leistungsplan",),
    "begin": ("laufzeit von",),
    "end": ("laufzeit bis",),
    "amount": ("förder auftragssumme", "fördersumme", "auftragssumme"),
    "profile": ("förderprofil",),
    "joint": ("verbundprojekt", "projekt"),
    "kind": ("förderart",),
}
MUNICIPALITY = "gemeindekennziffer"
# What Excel makes of a reference number like 03E1234.
BROKEN_REFERENCE = re.compile(r"\d+([.,]\d+)?E[+-]\d+", re.IGNORECASE)
BOOKED_TOGETHER = re.compile(r"Sammelvorhaben|nur zum Zweck der Auszahlung", re.IGNORECASE)
HITS = re.compile(r"([0-9][0-9.]*) ?_?Treffer", re.IGNORECASE)


@recognising
def recognises(path: Path) -> bool:
    """Whether one of the first rows is the header of the export."""
    return any(header_row(grid.rows, _is_header) is not None for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Give one candidate per project whose recipient or executing body has a key of the district.

    Raises UnreadableError when the file is no export of the Förderkatalog.
    """
    for grid in grids(path):
        if (at := header_row(grid.rows, _is_header)) is not None:
            return _extract(path.name, grid, at, scope)
    raise UnreadableError(
        "Die Kopfzeile des Förderkatalogs fehlt. Erwartet werden die Spalten „FKZ“, „Thema“ und zweimal „Gemeindekennziffer“."
    )


def _extract(file: str, grid: Grid, at: int, scope: Scope) -> Extract:
    header = [folded(cell) for cell in grid.rows[at]]
    columns, width = _columns(header), max(at for at, name in enumerate(header, start=1) if name)
    findings: list[Finding] = [warning(file, FOR_THE_OFFICE)]
    rows: list[Mapping[str, object]] = []
    rows_read = 0
    for line, cells in zip(grid.lines[at + 1 :], grid.rows[at + 1 :], strict=True):
        if sum(map(bool, cells)) < 2:
            continue
        rows_read += 1
        if len(cells) < max(columns.values()) + 1:
            message = f"Die Zeile hat {len(cells)} statt {len(header)} Felder; sie ist vermutlich abgeschnitten und fehlt hier."
            findings.append(warning(file, message, line=line))
            continue
        row = {name: cells[column] for name, column in columns.items()}
        if any(cells[width:]):
            message = f"Die Zeile hat mehr Felder als die Kopfzeile ({width}); die Angaben sind vermutlich verschoben."
            findings.append(warning(file, message, line=line))
        if (role := _role(row, scope)) is not None:
            candidate, found = _candidate(file, line, row, role)
            rows.append(candidate)
            findings += found
    findings += _truncation(file, grid.rows[:at] + grid.rows[at + 1 :], rows_read)
    return Extract(
        SOURCE, "Förderkatalog des Bundes", rows_read, candidates=candidate_table(rows), findings=tuple(findings)
    )


def _is_header(cells: list[str]) -> bool:
    return "fkz" in cells and MUNICIPALITY in cells and any(cell.startswith("thema") for cell in cells)


def _columns(header: list[str]) -> dict[str, int]:
    """Position by field. The key of the recipient follows the recipient, that of the executing body the executing body."""
    columns: dict[str, int] = {}
    for field, beginnings_ in FIELDS.items():
        found = [at for at, name in enumerate(header) if name.startswith(beginnings_)]
        if not found:
            if field in ("profile", "joint", "kind", "plan", "ministry"):
                continue
            raise UnreadableError(
                f"Im Förderkatalog fehlt die Spalte „{beginnings_[0]}“. Gefunden wurden: {', '.join(header)}."
            )
        columns[field] = found[0]
    keys = [at for at, name in enumerate(header) if name.startswith(MUNICIPALITY)]
    for field, body in (("recipient_ags", "recipient"), ("executing_ags", "executing")):
        after = [at for at in keys if at > columns[body]]
        if not after:
            raise UnreadableError("Im Förderkatalog fehlt eine der beiden Spalten „Gemeindekennziffer“.")
        columns[field] = after[0]
    return columns


def _role(row: dict[str, str], scope: Scope) -> str | None:
    """Which of the two bodies sits in the district; brings both keys into form."""
    roles = []
    for field, role in (("recipient_ags", "Empfänger"), ("executing_ags", "Ausführende Stelle")):
        row[field] = region_key(row[field])
        if in_region(row[field], scope):
            roles.append(role)
    return " und ".join(roles) or None


def _candidate(file: str, line: int, row: Mapping[str, str], role: str) -> tuple[dict[str, object], list[Finding]]:
    findings = []
    notes = [
        f"{word}: {row[field]}"
        for field, word in (("profile", "Förderprofil"), ("kind", "Förderart"))
        if row.get(field)
    ]
    try:
        euro = amount(row["amount"])
    except ValueError:
        euro = None
        message = "Das ist kein Betrag. Erwartet wird eine Summe wie 160.000,00."
        findings.append(warning(file, message, line=line, column="Fördersumme", value=row["amount"]))
    if euro is not None and euro == 0:
        euro = None
        notes.append("Betrag nicht veröffentlicht (im Katalog 0,00 EUR)")
    if BOOKED_TOGETHER.search(row["title"]):
        notes.append("Sammelbuchung, kein eigenes Vorhaben")
    if BROKEN_REFERENCE.fullmatch(row["fkz"]):
        message = "Excel hat aus diesem Förderkennzeichen eine Zahl gemacht. Bitte die Datei ungeöffnet verwenden."
        findings.append(warning(file, message, line=line, column="FKZ", value=row["fkz"]))
    return {
        "In der Region als": role,
        "FKZ": row["fkz"],
        "Titel": row["title"],
        "Empfänger": row["recipient"],
        "Empfänger-AGS": row["recipient_ags"],
        "Ausführende Stelle": row["executing"],
        "Ort der Durchführung (AGS)": row["executing_ags"],
        "Fördergeber": f"Bund ({row['ministry']})" if row.get("ministry") else "Bund",
        "Ebene": "Bund",
        "Programm": row.get("plan") or row.get("profile"),
        "Art": "Zuwendung",
        "Betrag (EUR)": plain(euro),
        "Beginn": day(row["begin"]),
        "Ende": day(row["end"]),
        "Verbundprojekt": row.get("joint"),
        "Anmerkung": "; ".join(notes),
        "Datei": file,
        "Zeile": line,
    }, findings


def _truncation(file: str, others: list[list[str]], rows_read: int) -> Iterator[Finding]:
    """The page of the search says how many hits there are; an export with fewer rows is cut off."""
    texts = [file, *(" ".join(cells) for cells in others if sum(map(bool, cells)) < 2)]
    for hits in HITS.findall("\n".join(texts)):
        if (expected := int(hits.replace(".", ""))) != rows_read:
            message = (
                f"Die Suche nennt {expected} Treffer, die Datei enthält {rows_read} Vorhaben. "
                "Die Ausgabe ist vermutlich abgeschnitten; bitte die Suche in Teilen ausgeben."
            )
            yield warning(file, message)
