"""What each column of an input table may hold: checks by the kind of the column, on the texts as they stand in the file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import typeface
from data_dictionary import TABLES, Column, Kind
from etl.messages.findings import Finding, error, warning
from etl.messages.german import quoted, suggestion
from etl.reading.csv_file import Table
from etl.reading.inputs import OFFICE
from etl.reading.money import NUMBER
from etl.reading.partial_dates import YEARS, has_form, is_possible, partial_date
from etl.reading.steering import steering
from etl.reading.text_columns import different

LOCAL_HOSTS = (".localhost", ".local", ".internal", ".intern", ".lan", ".home.arpa", ".localdomain")
"""Ends of names that are known within one network alone."""


@dataclass(frozen=True)
class Check:
    """A rule for the text of a cell, and what is said of a cell that breaks it."""

    passes: Callable[[str], object]
    message: str


def matching(pattern: str, message: str) -> Check:
    """Every value has this form from its first to its last character."""
    return Check(re.compile(pattern, re.DOTALL).fullmatch, message)


def unlike(pattern: str, message: str) -> Check:
    """No value has this form."""
    form = re.compile(pattern, re.DOTALL)
    return Check(lambda text: form.fullmatch(text) is None, message)


def one_of(names: tuple[str, ...]) -> Check:
    """Every value is one of these names."""
    message = f"Diesen Namen gibt es hier nicht. Erlaubt sind {quoted(names)}."
    return Check(names.__contains__, message)


def between(low: int, high: int) -> Check:
    """Every number lies in this range; what is no number is for another check to report."""
    return Check(
        lambda text: NUMBER.fullmatch(text) is None or low <= float(text) <= high,
        f"Die Zahl muss zwischen {low} und {high} liegen.",
    )


IS_NUMBER = matching(NUMBER.pattern, "Das ist keine Zahl. Erwartet wird eine Zahl mit Punkt statt Komma wie 12.5.")
IS_WHOLE = matching(r"-?[0-9]{1,9}", "Das ist keine ganze Zahl. Erwartet wird eine Anzahl ohne Trennzeichen wie 49143.")
IS_NOT_NEGATIVE = unlike("-[0-9].*", "Die Zahl darf nicht negativ sein.")
IS_AMOUNT = matching(
    NUMBER.pattern,
    "Das ist kein Betrag. Erwartet werden Euro als Zahl mit Dezimalpunkt, ohne Tausenderpunkt und ohne Währung, etwa 962351.70.",
)
IS_TO_THE_CENT = unlike(
    r"-?[0-9]+\.[0-9]{3,}",
    "Der Betrag ist feiner als ein Cent. Erwartet werden höchstens zwei Nachkommastellen.",
)
IS_NOT_TOO_LARGE = unlike(r"-?[0-9]{13,}(\..*)?", "Der Betrag hat mehr als zwölf Stellen vor dem Komma.")
IS_URL = matching(
    "https?://[^ ]+",
    "Das ist keine Adresse. Erwartet wird ein Link ohne Leerzeichen, der mit https:// oder http:// beginnt.",
)
IS_PUBLIC_URL = Check(
    lambda text: " " in text or not text.startswith(("http://", "https://")) or _has_public_host(text),
    "Diese Adresse kann niemand von außen öffnen. Erwartet wird eine öffentliche Adresse wie https://www.example.org/seite.",
)
IS_MUNICIPALITY_KEY = matching(
    r"[0-9]{8}",
    "Das ist kein amtlicher Gemeindeschlüssel. Erwartet werden acht Ziffern mit führender Null wie 01234567; "
    "Excel lässt die Null weg, wenn die Spalte nicht als Text formatiert ist.",
)
IS_DATE = Check(
    has_form,
    "Das ist kein Datum. Erwartet wird 2023, 2023-Q3, 2023-05, 2023-05-17 oder 17.05.2023.",
)
IS_POSSIBLE = Check(
    lambda text: not has_form(text) or is_possible(text),
    f"Dieses Datum gibt es nicht. Bitte Tag, Monat, Quartal und Jahr prüfen; Jahre gehen von {YEARS[0]} bis {YEARS[-1]}.",
)
IS_DAY = Check(
    lambda text: not is_possible(text) or partial_date(text).precision == "day",
    "Erwartet wird ein genauer Tag wie 2024-12-31.",
)
CHECKS: dict[Kind, tuple[Check, ...]] = {
    "url": (IS_URL,),
    "date": (IS_DATE, IS_POSSIBLE),
    "day": (IS_DATE, IS_POSSIBLE, IS_DAY),
    "amount": (IS_AMOUNT, IS_NOT_NEGATIVE, IS_TO_THE_CENT, IS_NOT_TOO_LARGE),
    "count": (IS_WHOLE, IS_NOT_NEGATIVE),
    "number": (IS_NUMBER, IS_NOT_NEGATIVE),
    "decimal": (IS_NUMBER, IS_NOT_NEGATIVE),
    "municipality": (IS_MUNICIPALITY_KEY,),
    "latitude": (IS_NUMBER, between(47, 56)),
    "longitude": (IS_NUMBER, between(5, 16)),
}


def column_findings(kind: str, table: Table) -> list[Finding]:
    """One finding per column that is missing or unknown and per cell that breaks a rule of its column."""
    headers = TABLES[kind].headers
    findings = [
        warning(table.file, "Diese Spalte wird nicht gelesen." + suggestion(header, headers), line=1, column=header)
        for header in table.columns
        if header not in headers
    ]
    for column in TABLES[kind].columns:
        if column.header in table.columns:
            findings += _cell_findings(table, column)
            # Official values name the address that they were fetched from.
            if column.kind == "url" and kind in OFFICE:
                findings += _breaches(table, column, IS_PUBLIC_URL)
        elif not column.may_be_absent:
            message = f"Die Spalte fehlt. Erwartet werden {quoted(headers)}."
            findings.append(error(table.file, message, line=1, column=column.header))
    return findings


def _cell_findings(table: Table, column: Column) -> Iterator[Finding]:
    file, header, texts = table.file, column.header, table.columns[column.header]
    if column.is_needed and texts.null_count:
        for line in table.lines_without(header):
            yield error(file, "Das Feld ist leer, muss aber gefüllt sein.", line=line, column=header)
    known = different(texts)
    letters = "".join(known)
    if steering(letters):
        for line, value in table.cells(header, list(filter(steering, known))):
            yield error(file, steering(value), line=line, column=header, value=value)
    if column.kind == "text" and not typeface.letters().issuperset(letters):
        for line, value in table.cells(header, list(filter(typeface.missing, known))):
            yield warning(file, _lacking(typeface.missing(value)), line=line, column=header, value=value)
    for check in (*CHECKS.get(column.kind, ()), *([one_of(column.choices)] if column.choices else [])):
        yield from _breaches(table, column, check)


def _breaches(table: Table, column: Column, check: Check) -> Iterator[Finding]:
    for line, value in table.breaches(column.header, check.passes):
        yield error(table.file, check.message, line=line, column=column.header, value=value)


def _has_public_host(url: str) -> bool:
    """Whether an address names a host that everybody can reach, by a full name or a public number."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith(LOCAL_HOSTS)


def _lacking(letters: str) -> str:
    named = ", ".join(f"„{letter}“ (U+{ord(letter):04X})" for letter in letters)
    return f"Die Schrift von Bildern und Sitzungsmappe hat diese Zeichen nicht: {named}. Dort steht „{typeface.INSTEAD}“ oder der Buchstabe ohne sein Zeichen."
