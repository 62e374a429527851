"""What a human and Excel do to a workbook, each with the one remark it must cause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from tests.etl.workbook.places import at, letter, place

Edit = Callable[[Any], Any]


@dataclass(frozen=True)
class Mistake:
    """One change of a workbook and what must be said about it."""

    name: str
    edit: Edit
    place: str
    severity: str
    text: str
    now: str | None = None
    """What the cell was repaired to."""


def put(sheet: str, column: str | int, row: int, value: object, number_format: str | None = None) -> Edit:
    """Set one cell; a text stays what it is, also one that starts with =."""

    def edit(book: Any) -> None:
        found = book[sheet][at(sheet, column, row)]
        found.value = value
        if number_format:
            found.number_format = number_format

    return edit


def error(
    name: str, sheet: str, column: str, row: int, value: object, text: str, number_format: str | None = None
) -> Mistake:
    """What is typed into one cell and cannot be taken."""
    return Mistake(name, put(sheet, column, row, value, number_format), place(sheet, column, row), "error", text)


def warning(
    name: str, sheet: str, column: str, row: int, value: object, text: str, number_format: str | None = None
) -> Mistake:
    """What is typed into one cell and should be looked at."""
    return Mistake(name, put(sheet, column, row, value, number_format), place(sheet, column, row), "warning", text)


def repair(
    name: str, sheet: str, column: str, row: int, value: object, text: str, now: str, number_format: str | None = None
) -> Mistake:
    """What is typed into one cell and put right."""
    return Mistake(
        name, put(sheet, column, row, value, number_format), place(sheet, column, row), "repaired", text, now
    )


def do(action: Callable[[Any], Any]) -> Edit:
    """Any other change."""
    return action


def hide_row(sheet: str, *rows: int) -> Edit:
    def edit(book: Any) -> None:
        for row in rows:
            book[sheet].row_dimensions[row].hidden = True

    return edit


def hide_column(sheet: str, column: str) -> Edit:
    def edit(book: Any) -> None:
        book[sheet].column_dimensions[letter(sheet, column)].hidden = True

    return edit


def merge(sheet: str, cells: str) -> Edit:
    return lambda book: book[sheet].merge_cells(cells)


def copy(sheet: str) -> Edit:
    def edit(book: Any) -> None:
        book.copy_worksheet(book[sheet]).title = f"{sheet} (2)"

    return edit


def add_sheet(title: str) -> Edit:
    return lambda book: book.create_sheet(title)


MERGED = f"{at('Meilensteine', 'Meilenstein', 5)}:{at('Meilensteine', 'Meilenstein', 6)}"
ERRORS = [
    error("ambiguous thousands", "Förderung", "Betrag (EUR)", 3, "1.234", "1234 Euro heißen oder 1,234"),
    error("amount in words", "Förderung", "Betrag (EUR)", 4, "5,6 Mio. €", "kein Betrag"),
    error("negative amount", "Förderung", "Betrag (EUR)", 5, -5, "nicht negativ"),
    error("finer than a cent", "Förderung", "Betrag (EUR)", 6, 12.345, "feiner als ein Cent"),
    error("broken reference", "Förderung", "Betrag (EUR)", 7, "#REF!", "Fehler statt eines Wertes"),
    error("German broken reference as text", "Projekte", "Titel", 3, "#BEZUG!", "Fehler statt"),
    error("amount became a date", "Förderung", "Betrag (EUR)", 8, datetime(2026, 5, 1), "ein Datum oder"),
    error("unknown way of counting", "Förderung", "Zählweise", 9, "gezählt", "Erlaubt sind „zählt“"),
    error("formula without value", "Förderung", "Betrag (EUR)", 10, "=1+1", "keinen gespeicherten Wert"),
    error("unknown project", "Förderung", "Projekt-ID", 11, "gibt-es-nicht", "im Blatt „Projekte“"),
    error("unknown source", "Meilensteine", "Quelle-ID", 3, "q-nein", "im Blatt „Quellen“"),
    error("month or day", "Projekte", "Beginn", 4, "01/02/2023", "nicht zu unterscheiden"),
    error("two-digit year", "Projekte", "Beginn", 5, "17.05.23", "nur zwei Ziffern"),
    error("no such day", "Projekte", "Status vom", 6, "31.02.2023", "kein Datum"),
    error("serial number", "Projekte", "Status vom", 7, 45063, "17.05.2023", number_format="General"),
    error(
        "day shown as month", "Projekte", "Status vom", 8, datetime(2023, 5, 17), "nur Monat", number_format="mmm yy"
    ),
    error("time of day", "Projekte", "Status vom", 9, time(12, 30), "kein Datum", number_format="hh:mm"),
    error("keys became a number", "Projekte", "Kommunen (AGS)", 10, 5978004.05978008, "Zahl gemacht"),
    error("unknown municipality", "Projekte", "Kommunen (AGS)", 11, "05978999", "05978004 (Bergkamen)"),
    error("unknown field of action", "Projekte", "Handlungsfeld", 12, "Digitales", "Handlungsfeld"),
    error("needed cell is empty", "Projekte", "Kurzbeschreibung", 13, None, "muss aber gefüllt sein"),
    error("key twice", "Quellen", "Quelle-ID", 5, "q-d5e31e5d", "schon in Zeile 2"),
    error("column twice", "Quellen", 3, 1, "Titel", "kommt mehrfach vor, schon in"),
    error("no address", "Quellen", "URL", 6, "www.unna.de", "keine Adresse"),
    error("hidden text", "Quellen", "Herausgeber", 9, "Geheim", "zeigt nichts", number_format=";;;"),
    error("true instead of text", "Quellen", "Titel", 7, True, "Wahrheitswert"),
    Mistake(
        "merged cells",
        merge("Meilensteine", MERGED),
        place("Meilensteine", "Meilenstein", 5),
        "error",
        f"{MERGED} sind verbunden",
    ),
    Mistake("sheet twice", copy("Projekte"), "Projekte (2)!A1", "error", "Doppel von „Projekte“"),
    error("changed first plan", "Meilensteine", "Erstplanung", 50, "2031", "Berichtigung"),
    error("reached after the Stand", "Meilensteine", "Erreicht", 7, datetime(2027, 5, 17), "nach dem Stand"),
]
REPAIRS = [
    repair(
        "lost zero", "Förderung", "Empfänger-AGS", 20, 5978028, "führende Null", "05978028", number_format="General"
    ),
    repair("lost zero in a text", "Projekte", "Kommunen (AGS)", 20, "5978004", "führende Null", "05978004"),
    repair(
        "keys with commas and decimals",
        "Projekte",
        "Kommunen (AGS)",
        21,
        "5978004.0, 05978008",
        "Trennzeichen",
        "05978004 05978008",
    ),
    repair("wrong case", "Förderung", "Zählweise", 2, "Zählt ", "Schreibweise", "zählt"),
    repair(
        "no-break space",
        "Projekte",
        "Handlungsfeld",
        22,
        "Digitale\u00a0Verwaltung",
        "Leerzeichen",
        "Digitale Verwaltung",
    ),
    repair("zero-width space", "Projekte", "Titel", 23, "Ein\u200b Titel", "unsichtbare", "Ein Titel"),
    repair("German date", "Projekte", "Status vom", 24, "17.05.2023", "Datum", "2023-05-17"),
    repair("spelled month", "Projekte", "Status vom", 25, "Mai 2023", "Datum", "2023-05"),
    repair("time part", "Projekte", "Status vom", 26, datetime(2023, 5, 17, 9, 30), "Uhrzeit", "2023-05-17"),
    repair("year became a day", "Projekte", "Status vom", 27, datetime(1905, 7, 15), "Jahreszahl", "2023"),
    repair("long dash in a key", "Förderung", "Projekt-ID", 3, "dos–2030", "Schreibweise", "dos-2030"),
    repair("header in lower case", "Förderung", "Betrag (EUR)", 1, " betrag  (eur) ", "Überschrift", "Betrag (EUR)"),
]
WARNINGS = [
    Mistake("hidden row", hide_row("Projekte", 30), "Projekte!A30", "warning", "Zeile 30"),
    Mistake("hidden rows", hide_row("Meilensteine", 30, 31, 33), "Meilensteine!A30", "warning", "Zeilen 30–31, 33"),
    Mistake(
        "hidden sheet",
        do(lambda book: setattr(book["Berichtigungen"], "sheet_state", "hidden")),
        "Berichtigungen!A1",
        "warning",
        "Blatt ist ausgeblendet",
    ),
    Mistake(
        "hidden column",
        hide_column("Projekte", "Kurzbeschreibung"),
        place("Projekte", "Kurzbeschreibung", 1),
        "warning",
        "ausgeblendet",
    ),
    Mistake("unknown sheet", add_sheet("Notizen"), "Notizen!A1", "warning", "nicht gelesen"),
    Mistake("unknown column", put("Quellen", 1, 1, "Notiz"), place("Quellen", 1, 1), "warning", "nicht gelesen"),
    Mistake("column without header", put("Quellen", 2, 9, "x"), place("Quellen", 2, 9), "warning", "keine Überschrift"),
    warning(
        "first of a month",
        "Projekte",
        "Status vom",
        28,
        datetime(2023, 5, 1),
        "Erste des Monats",
        number_format="DD.MM.YYYY",
    ),
]
# Last, because the others know the sheet by its own name.
REPAIRS_LAST = [
    Mistake(
        "sheet in lower case",
        do(lambda book: setattr(book["Quellen"], "title", "quellen ")),
        "quellen !A1",
        "repaired",
        "„Quellen“",
        "Quellen",
    ),
]
MISTAKES = [*ERRORS, *REPAIRS, *WARNINGS, *REPAIRS_LAST]
