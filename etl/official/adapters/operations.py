"""EU lists of operations (EFRE, ESF): one row per operation -> candidates that concern the district."""

import re
from collections.abc import Mapping
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.official.adapters.candidates import FOR_THE_OFFICE, amount, candidate_table, day, looks_like_a_person, plain
from etl.official.adapters.location import in_region, keys_in, names_in, place_key
from etl.official.formats.text_tables import Grid, beginnings, folded, grids, header_row, recognising
from etl.official.interface import Extract, Scope, UnreadableError

SOURCE = "efre"
NAME = "Listen der Vorhaben der EU-Fonds (EFRE, ESF)"

# How the folded headings begin. The wording differs between funds, periods and states; the first that fits counts.
FIELDS = {
    "recipient": (
        "name des begünstigten", "name der begünstigten", "name der des begünstigten", "name des der begünstigten",
        "name des zuwendungsempfängers", "begünstigte", "zuwendungsempfänger", "beneficiary",
    ),
    "title": (
        "bezeichnung des vorhabens", "name des vorhabens", "vorhabenbezeichnung", "vorhaben", "bezeichnung", "projekttitel",
        "operation name",
    ),
    "summary": ("zusammenfassung", "zweck", "kurzbeschreibung", "beschreibung", "operation summary"),
    "begin": (
        "durchführungs beginn", "durchführungsbeginn", "datum des beginns", "vorhabenbeginn", "startdatum",
        "projektbeginn", "laufzeit von", "beginn", "operation start",
    ),
    "end": (
        "durchführungs ende", "durchführungsende", "voraussichtliches", "datum des voraussichtlichen",
        "datum des tatsächlichen", "datum des abschlusses", "datum des endes", "vorhabenende",
        "enddatum", "projektende", "laufzeit bis", "ende", "operation end",
    ),
    "cost": (
        "bewilligte förderfähige", "gesamtkosten", "gesamtbetrag", "förderfähige gesamt", "gesamte förderfähige",
        "förderfähige ausgaben", "gesamtausgaben", "bewilligte gesamt",
        "total eligible", "total cost",
    ),
    "grant": (
        "zuwendung", "unionsbeitrag", "betrag der unionsunterstützung", "unionsunterstützung",
        "unionsbeteiligung", "eu beitrag", "eu beteiligung", "eu mittel",
    ),
    "rate": ("unions kofinanzierung", "kofinanzierungssatz", "satz der", "eu kofinanzierung", "union co financing"),
    "key": ("gebietskennziffer", "gemeindekennziffer", "gemeindeschlüssel", "ags"),
    "postcode": ("postleitzahl", "plz", "operation postcode", "ort des vorhabens plz"),
    "place": ("ort", "sitz des begünstigten", "standort", "durchführungsort", "location"),
    "fund": ("betroffener fonds", "fonds"),
    "category": ("bezeichnung der eu interventions", "bezeichnung der interventions", "bezeichnung der art", "art der intervention"),
    "year": ("jahr der bewilligung",),
}  # fmt: skip
NEEDED = ("recipient", "title")
WHERE = ("key", "postcode", "place")
STAND = re.compile(r"Stand:?\s*(\d{1,2}\.\d{1,2}\.\d{4})")


@recognising
def recognises(path: Path) -> bool:
    """Whether one of the first rows names beneficiaries, operations and where they are."""
    return any(header_row(grid.rows, _is_header) is not None for grid in beginnings(path))


def read(path: Path, scope: Scope) -> Extract:
    """Give one candidate per operation that lies in the district, is received there, or names one of its places.

    Raises UnreadableError when no sheet is a list of operations.
    """
    rows_read = 0
    rows: list[Mapping[str, object]] = []
    findings: list[Finding] = [warning(path.name, FOR_THE_OFFICE)]
    titles = []
    for grid in grids(path):
        if (at := header_row(grid.rows, _is_header)) is None:
            continue
        columns = _columns([folded(cell) for cell in grid.rows[at]])
        fund = _fund(path.name, grid, at, columns)
        titles.append(_title(grid, at, fund))
        for line, cells in zip(grid.lines[at + 1 :], grid.rows[at + 1 :], strict=True):
            row = {name: cells[column] if column < len(cells) else "" for name, column in columns.items()}
            if not _is_operation(row):
                continue
            rows_read += 1
            if (where := _where(row, scope)) is not None:
                candidate, found = _candidate(path.name, line, row, where, fund)
                rows.append(candidate)
                findings += found
    if not titles:
        raise UnreadableError(
            "Die Kopfzeile einer Liste der Vorhaben fehlt. Erwartet werden die Spalten „Name des Begünstigten“, "
            "„Bezeichnung des Vorhabens“ und eine mit dem Ort: „Gebietskennziffer“, „Postleitzahl“, „Standort“ oder „Sitz“."
        )
    persons = [str(row["Empfänger"]) for row in rows if looks_like_a_person(str(row["Empfänger"]))]
    if persons:
        message = f"Bei {len(persons)} Begünstigten sieht der Name nach einer Person aus. Er darf nicht veröffentlicht werden."
        findings.append(warning(path.name, message, column="Empfänger"))
    return Extract(SOURCE, "; ".join(titles), rows_read, candidates=candidate_table(rows), findings=tuple(findings))


def _is_header(cells: list[str]) -> bool:
    found = _columns(cells)
    return all(name in found for name in NEEDED) and any(name in found for name in WHERE)


def _columns(header: list[str]) -> dict[str, int]:
    """Position by field; a column serves one field."""
    columns: dict[str, int] = {}
    for name, beginnings_ in FIELDS.items():
        for beginning in beginnings_:
            found = [at for at, cell in enumerate(header) if cell.startswith(beginning) and at not in columns.values()]
            if found:
                columns[name] = found[0]
                break
    return columns


def _is_operation(row: Mapping[str, str]) -> bool:
    """Tell operations from translated headings and footnotes: they have a beneficiary and at least one number."""
    if not row["recipient"] or not row["title"]:
        return False
    facts = ("begin", "end", "cost", "grant", "key", "postcode", "year")
    return any(re.match(r"\s*\d", row.get(name, "")) for name in facts)


def _where(row: Mapping[str, str], scope: Scope) -> tuple[str, str, str] | None:
    """In which way an operation concerns the district, key of the recipient's seat, key of the place."""
    keys = [key for key in keys_in(row.get("key", "")) if in_region(key, scope)]
    seat = place_key(f"{row.get('postcode', '')} {row.get('place', '')}", scope)
    named = names_in(" ".join(row.get(name, "") for name in ("recipient", "title", "summary")), scope)
    roles = [
        *(["Gebietskennziffer"] if keys else []),
        *(["Ort des Begünstigten"] if seat else []),
        *([f"Name im Text: {', '.join(named)}"] if named else []),
    ]
    return ("; ".join(roles), seat, " ".join(keys)) if roles else None


def _candidate(
    file: str, line: int, row: Mapping[str, str], where: tuple[str, str, str], fund: str
) -> tuple[dict[str, object], list[Finding]]:
    findings = []
    role, seat, keys = where
    notes = [
        f"{word}: {row[name]}" for name, word in (("year", "Jahr der Bewilligung"), ("place", "Ort")) if row.get(name)
    ]
    notes += [f"Gebietskennziffer: {row['key']}"] if row.get("key") else []
    kind, column = ("Gesamtvolumen", "cost") if row.get("cost") else ("Zuwendung", "grant")
    rate = row.get("rate") or ""
    euro = None
    try:
        euro = amount(row.get(column, ""))
        if kind == "Zuwendung" and euro is not None and euro <= 100:
            # Some states give the share of the Union in percent where others give a sum.
            euro, rate = None, row[column]
    except ValueError:
        message = "Das ist kein Betrag. Erwartet wird eine Summe in Euro."
        findings.append(warning(file, message, line=line, column=kind, value=row[column]))
    if rate:
        notes.append(f"Anteil der EU: {rate}")
    if looks_like_a_person(row["recipient"]):
        notes.append("Der Name sieht nach einer Person aus: nicht veröffentlichen")
    return {
        "In der Region als": role,
        "Titel": row["title"],
        "Empfänger": row["recipient"],
        "Empfänger-AGS": seat,
        "Ort der Durchführung (AGS)": keys,
        "Fördergeber": f"EU ({row.get('fund') or fund})" if row.get("fund") or fund else "EU",
        "Ebene": "EU",
        "Programm": row.get("category"),
        "Art": kind if euro is not None else "",
        "Betrag (EUR)": plain(euro),
        "Beginn": day(row.get("begin", "")),
        "Ende": day(row.get("end", "")),
        "Anmerkung": "; ".join(notes),
        "Datei": file,
        "Zeile": line,
    }, findings


def _fund(file: str, grid: Grid, at: int, columns: Mapping[str, int]) -> str:
    """Which fund the list is about, by its title, its name, or its columns."""
    title = " ".join(" ".join(cells) for cells in grid.rows[:at]) + f" {file} {grid.name}"
    for fund, words in {"EFRE": r"EFRE|ERDF|FEDER", "ESF": r"ESF", "JTF": r"JTF"}.items():
        if re.search(rf"(?<![A-Za-z])({words})(?![A-Za-z])", title, re.IGNORECASE):
            return fund
    return ""


def _title(grid: Grid, at: int, fund: str) -> str:
    above = " ".join(" ".join(dict.fromkeys(filter(None, cells))) for cells in grid.rows[:at])
    stand = STAND.search(above)
    return f"Liste der Vorhaben{f' {fund}' if fund else ''}{f', Stand {stand[1]}' if stand else ''}"
