"""What a human and Excel do to a workbook, each with the one remark it must cause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

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


def put(sheet: str, place: str, value: object, number_format: str | None = None) -> Edit:
    """Set one cell; a text stays what it is, also one that starts with =."""

    def edit(book: Any) -> None:
        cell = book[sheet][place]
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return edit


def do(action: Callable[[Any], Any]) -> Edit:
    """Any other change."""
    return action


def hide_row(sheet: str, row: int) -> Edit:
    def edit(book: Any) -> None:
        book[sheet].row_dimensions[row].hidden = True

    return edit


def hide_column(sheet: str, letter: str) -> Edit:
    def edit(book: Any) -> None:
        book[sheet].column_dimensions[letter].hidden = True

    return edit


def merge(sheet: str, cells: str) -> Edit:
    return lambda book: book[sheet].merge_cells(cells)


def copy(sheet: str) -> Edit:
    def edit(book: Any) -> None:
        book.copy_worksheet(book[sheet]).title = f"{sheet} (2)"

    return edit


def add_sheet(title: str) -> Edit:
    return lambda book: book.create_sheet(title)


ERRORS = [
    Mistake(
        "ambiguous thousands", put("Förderung", "I3", "1.234"), "Förderung!I3", "error", "1234 Euro heißen oder 1,234"
    ),
    Mistake("amount in words", put("Förderung", "I4", "5,6 Mio. €"), "Förderung!I4", "error", "kein Betrag"),
    Mistake("negative amount", put("Förderung", "I5", -5), "Förderung!I5", "error", "nicht negativ"),
    Mistake("finer than a cent", put("Förderung", "I6", 12.345), "Förderung!I6", "error", "feiner als ein Cent"),
    Mistake("broken reference", put("Förderung", "I7", "#REF!"), "Förderung!I7", "error", "Fehler statt eines Wertes"),
    Mistake(
        "German broken reference as text", put("Projekte", "B3", "#BEZUG!"), "Projekte!B3", "error", "Fehler statt"
    ),
    Mistake(
        "amount became a date", put("Förderung", "I8", datetime(2026, 5, 1)), "Förderung!I8", "error", "ein Datum oder"
    ),
    Mistake(
        "unknown way of counting", put("Förderung", "J9", "gezählt"), "Förderung!J9", "error", "Erlaubt sind „zählt“"
    ),
    Mistake(
        "formula without value", put("Förderung", "I10", "=1+1"), "Förderung!I10", "error", "keinen gespeicherten Wert"
    ),
    Mistake(
        "unknown project", put("Förderung", "B11", "gibt-es-nicht"), "Förderung!B11", "error", "im Blatt „Projekte“"
    ),
    Mistake("unknown source", put("Meilensteine", "H3", "q-nein"), "Meilensteine!H3", "error", "im Blatt „Quellen“"),
    Mistake("month or day", put("Projekte", "H4", "01/02/2023"), "Projekte!H4", "error", "nicht zu unterscheiden"),
    Mistake("two-digit year", put("Projekte", "H5", "17.05.23"), "Projekte!H5", "error", "nur zwei Ziffern"),
    Mistake("no such day", put("Projekte", "K6", "31.02.2023"), "Projekte!K6", "error", "kein Datum"),
    Mistake("serial number", put("Projekte", "K7", 45063, "General"), "Projekte!K7", "error", "17.05.2023"),
    Mistake(
        "day shown as month",
        put("Projekte", "K8", datetime(2023, 5, 17), "mmm yy"),
        "Projekte!K8",
        "error",
        "nur Monat",
    ),
    Mistake("time of day", put("Projekte", "K9", time(12, 30), "hh:mm"), "Projekte!K9", "error", "kein Datum"),
    Mistake("keys became a number", put("Projekte", "E10", 5978004.05978008), "Projekte!E10", "error", "Zahl gemacht"),
    Mistake(
        "unknown municipality", put("Projekte", "E11", "05978999"), "Projekte!E11", "error", "05978004 (Bergkamen)"
    ),
    Mistake("unknown field of action", put("Projekte", "F12", "Digitales"), "Projekte!F12", "error", "Handlungsfeld"),
    Mistake("needed cell is empty", put("Projekte", "C13", None), "Projekte!C13", "error", "muss aber gefüllt sein"),
    Mistake("key twice", put("Quellen", "A5", "q-d5e31e5d"), "Quellen!A5", "error", "schon in Zeile 2"),
    Mistake("no address", put("Quellen", "E6", "www.unna.de"), "Quellen!E6", "error", "keine Adresse"),
    Mistake("true instead of text", put("Quellen", "C7", True), "Quellen!C7", "error", "Wahrheitswert"),
    Mistake("merged cells", merge("Meilensteine", "C5:C6"), "Meilensteine!C5", "error", "C5:C6 sind verbunden"),
    Mistake("sheet twice", copy("Projekte"), "Projekte (2)!A1", "error", "Doppel von „Projekte“"),
    Mistake("changed first plan", put("Meilensteine", "D50", "2031"), "Meilensteine!D50", "error", "Berichtigung"),
    Mistake(
        "reached after the Stand",
        put("Meilensteine", "F7", datetime(2027, 5, 17)),
        "Meilensteine!F7",
        "error",
        "nach dem Stand",
    ),
]
REPAIRS = [
    Mistake(
        "lost zero",
        put("Förderung", "D20", 5978028, "General"),
        "Förderung!D20",
        "repaired",
        "führende Null",
        "05978028",
    ),
    Mistake(
        "lost zero in a text",
        put("Projekte", "E20", "5978028"),
        "Projekte!E20",
        "repaired",
        "führende Null",
        "05978028",
    ),
    Mistake(
        "keys with commas and decimals",
        put("Projekte", "E21", "5978004.0, 05978008"),
        "Projekte!E21",
        "repaired",
        "Trennzeichen",
        "05978004 05978008",
    ),
    Mistake("wrong case", put("Förderung", "J2", "Zählt "), "Förderung!J2", "repaired", "Schreibweise", "zählt"),
    Mistake(
        "no-break space",
        put("Projekte", "F22", "Digitale\u00a0Verwaltung"),
        "Projekte!F22",
        "repaired",
        "Leerzeichen",
        "Digitale Verwaltung",
    ),
    Mistake(
        "zero-width space",
        put("Projekte", "B23", "Ein\u200b Titel"),
        "Projekte!B23",
        "repaired",
        "unsichtbare",
        "Ein Titel",
    ),
    Mistake("German date", put("Projekte", "K24", "17.05.2023"), "Projekte!K24", "repaired", "Datum", "2023-05-17"),
    Mistake("spelled month", put("Projekte", "K25", "Mai 2023"), "Projekte!K25", "repaired", "Datum", "2023-05"),
    Mistake(
        "time part",
        put("Projekte", "K26", datetime(2023, 5, 17, 9, 30)),
        "Projekte!K26",
        "repaired",
        "Uhrzeit",
        "2023-05-17",
    ),
    Mistake(
        "year became a day",
        put("Projekte", "K27", datetime(1905, 7, 15)),
        "Projekte!K27",
        "repaired",
        "Jahreszahl",
        "2023",
    ),
    Mistake(
        "long dash in a key", put("Förderung", "B3", "dos–2030"), "Förderung!B3", "repaired", "Schreibweise", "dos-2030"
    ),
    Mistake(
        "header in lower case",
        put("Förderung", "I1", " betrag  (eur) "),
        "Förderung!I1",
        "repaired",
        "Überschrift",
        "Betrag (EUR)",
    ),
]
WARNINGS = [
    Mistake("hidden row", hide_row("Projekte", 30), "Projekte!A30", "warning", "Zeile 30"),
    Mistake("hidden column", hide_column("Projekte", "C"), "Projekte!C1", "warning", "ausgeblendet"),
    Mistake("unknown sheet", add_sheet("Notizen"), "Notizen!A1", "warning", "nicht gelesen"),
    Mistake("unknown column", put("Quellen", "F1", "Notiz"), "Quellen!F1", "warning", "nicht gelesen"),
    Mistake("column without header", put("Quellen", "G9", "x"), "Quellen!G9", "warning", "keine Überschrift"),
    Mistake(
        "first of a month",
        put("Projekte", "K28", datetime(2023, 5, 1), "DD.MM.YYYY"),
        "Projekte!K28",
        "warning",
        "Erste des Monats",
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
