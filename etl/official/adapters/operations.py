"""EU lists of operations (EFRE, ESF): one row per operation -> candidates that concern the district."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Literal

from etl.official.adapters.candidates import (
    FOR_THE_OFFICE,
    Amounts,
    candidate,
    candidate_table,
    looks_like_a_person,
    plain,
    report_repeats,
)
from etl.official.adapters.location import keys_in, names_in, place_key
from etl.official.adapters.table_adapter import HEADINGS, Row, Table, headed_table, table_adapter
from etl.official.interface import Extract, Reading, Scope

COLUMNS = HEADINGS["efre"]
KINDS = {"cost": "Gesamtvolumen", "grant": "Zuwendung"}
PERCENT, MONEY = re.compile(r"%|prozent|v\.\s?h\.|satz", re.IGNORECASE), re.compile(r"€|\beuro?\b", re.IGNORECASE)
FACTS = ("begin", "end", "cost", "grant", "key", "postcode", "year")
STAND = re.compile(r"Stand:?\s*(\d{1,2}\.\d{1,2}\.\d{4})")


def _extract(reading: Reading, tables: list[Table]) -> Extract:
    """Give one candidate per operation that lies in the district, is received there, or names one of its places."""
    reading.warn(FOR_THE_OFFICE)
    titles, rows, rows_read = [], [], 0
    for found in tables:
        money = _money(reading, found)
        fund = _fund(f"{' '.join(found.above)} {reading.path.name} {found.grid.name}")
        stand = STAND.search(
            " ".join(" ".join(dict.fromkeys(filter(None, row))) for row in found.grid.rows[: found.at])
        )
        titles.append(f"Liste der Vorhaben{f' {fund}' if fund else ''}{f', Stand {stand[1]}' if stand else ''}")
        # Translated headings and footnotes have no beneficiary with a title, or no number.
        operations = [
            row
            for row in found.rows()
            if row["recipient"] and row["title"] and any(re.match(r"\W*\d", row[name]) for name in FACTS)
        ]
        rows_read += len(operations)
        for row in operations:
            where = _where(row, reading.scope)
            if where["In der Region als"]:
                rows.append(_candidate(reading, row, fund, money) | where)
    if persons := sum(looks_like_a_person(str(row["Empfänger"])) for row in rows):
        message = (
            f"Bei {persons} Begünstigten sieht der Name nach einer Person aus. Er darf nicht veröffentlicht werden."
        )
        reading.warn(message, column="Empfänger")
    table = candidate_table(rows)
    report_repeats(reading, table)
    return Extract("; ".join(titles), rows_read, candidates=table)


def _where(row: Row, scope: Scope) -> dict[str, object]:
    """In which way an operation concerns the district, if any, with the keys of the recipient's seat and of the place."""
    keys = [key for key in keys_in(row["key"]) if scope.is_inside(key)]
    seat = place_key(f"{row['postcode']} {row['place']}", scope)
    named = names_in(f"{row['recipient']} {row['title']} {row['summary']}", scope)
    roles = [
        *(["Gebietskennziffer"] if keys else []),
        *(["Ort des Begünstigten"] if seat else []),
        *([f"Name im Text: {', '.join(named)}"] if named else []),
    ]
    return {
        "In der Region als": "; ".join(roles),
        "Empfänger-AGS": seat,
        "Ort der Durchführung (AGS)": " ".join(keys),
    }


def _money(reading: Reading, table: Table) -> dict[str, Amounts]:
    """How a list writes its sums, by our name of the column; says whose money it is that is not the Union's."""
    money = {name: Amounts.of(table, name) for name in KINDS}
    for name, kind in KINDS.items():
        money[name].report(reading, kind)
    heading = money["grant"].heading
    if _giver(heading):
        message = (
            f"Die Spalte „{heading}“ nennt nicht das Geld der EU. Ob darin ein Anteil der EU steckt, sagt die Liste nicht; bitte "
            "vor einer Übernahme nachsehen."
        )
        reading.warn(message, column=heading)
    return money


def _candidate(reading: Reading, row: Row, fund: str, money: Mapping[str, Amounts]) -> dict[str, object]:
    words = {"year": "Jahr der Bewilligung", "place": "Ort", "key": "Gebietskennziffer"}
    notes = [f"{word}: {row[name]}" for name, word in words.items() if row[name]]
    name = "cost" if row["cost"] else "grant"
    kind, rate = KINDS[name], row["rate"]
    is_share = name == "grant" and _share(money["grant"], row["grant"])
    euro = None if is_share else money[name].euros(reading, row, kind)
    if is_share == "sure":
        rate = row[name]
    elif is_share:
        notes.append(f"Betrag oder Anteil der EU: {row[name]}")
        message = (
            "Ob das ein Betrag in Euro ist oder der Anteil der EU in Prozent, sagt die Spalte nicht: Alle ihre Zahlen liegen bis "
            "100, ohne Zeichen. Der Betrag bleibt leer; bitte in der Quelle nachsehen."
        )
        reading.warn(message, line=row.line, column=money["grant"].heading, value=row[name])
    if rate:
        notes.append(f"Anteil der EU: {rate}")
    if looks_like_a_person(row["recipient"]):
        notes.append("Der Name sieht nach einer Person aus: nicht veröffentlichen")
    fund = row["fund"] or fund
    giver = _giver(money["grant"].heading) if name == "grant" else ""
    if giver:
        notes.append(f"aus einer Liste der Vorhaben{f' {fund}' if fund else ''}, Spalte „{money['grant'].heading}“")
    cells = {
        "Fördergeber": giver or (f"EU ({fund})" if fund else "EU"),
        "Ebene": giver.split()[0] if giver else "EU",
        "Programm": row["category"],
        "Art": kind if euro is not None else "",
        "Betrag (EUR)": plain(euro),
    }
    return candidate(reading, row, notes, cells)


def _giver(heading: str) -> str:
    """Who gives the money of a column that names another giver than the Union: „Land“, „Bund“; empty for the Union."""
    if found := re.search(
        r"\bdes Landes\b\s*([^\W\d_][\w-]*)?|\bLandes(?:mittel|anteil|zuwendung)", heading, re.IGNORECASE
    ):
        return f"Land {found[1]}" if found[1] else "Land"
    return "Bund" if re.search(r"\bdes Bundes\b|\bBundes(?:mittel|anteil|zuwendung)", heading, re.IGNORECASE) else ""


def _share(grants: Amounts, text: str) -> Literal["", "sure", "maybe"]:
    """Whether a cell holds the share of the Union in percent, which some states give where others give a sum."""
    if not text:
        return ""
    if "%" in text or PERCENT.search(grants.heading):
        return "sure"
    is_plain = all(re.fullmatch(r"\d{1,2}([.,]\d+)?|100([.,]0+)?", filled) for filled in grants.texts if filled)
    return "maybe" if is_plain and not MONEY.search(grants.heading) else ""


def _fund(text: str) -> str:
    """Which fund a list is about, by its title and its names."""
    for fund, words in {"EFRE": r"EFRE|ERDF|FEDER", "ESF": r"ESF", "JTF": r"JTF"}.items():
        if re.search(rf"(?<![A-Za-z])({words})(?![A-Za-z])", text, re.IGNORECASE):
            return fund
    return ""


ADAPTER = table_adapter(
    "efre",
    "Listen der Vorhaben der EU-Fonds (EFRE, ESF)",
    partial(headed_table, spellings=COLUMNS, needed=("recipient", "title"), one_of=("key", "postcode", "place")),
    "Die Kopfzeile einer Liste der Vorhaben fehlt. Erwartet werden die Spalten „Name des Begünstigten“, "
    "„Bezeichnung des Vorhabens“ und eine mit dem Ort: „Gebietskennziffer“, „Postleitzahl“, „Standort“ oder „Sitz“.",
    _extract,
)
