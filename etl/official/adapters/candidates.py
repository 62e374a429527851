"""Candidates: projects in public registers that the office may want to take up; never taken up on their own."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

import pandas as pd

from etl.official.adapters.table_adapter import Row
from etl.official.interface import Reading
from etl.reading.partial_dates import normalised_date

COLUMNS = (
    "Schon bekannt",
    "Bekannt als",
    "Warum",
    "In der Region als",
    "FKZ",
    "Titel",
    "Empfänger",
    "Empfänger-AGS",
    "Ausführende Stelle",
    "Ort der Durchführung (AGS)",
    "Fördergeber",
    "Ebene",
    "Programm",
    "Art",
    "Betrag (EUR)",
    "Beginn",
    "Ende",
    "Verbundprojekt",
    "Anmerkung",
    "Datei",
    "Zeile",
)
"""Named like the columns of foerderung.csv and projekte.csv where they hold the same."""

FOR_THE_OFFICE = (
    "Die Kandidaten sind nur zur Durchsicht in der Projektleitstelle. Übernommen wird nichts von allein, und "
    "Namen von Personen unter den Begünstigten dürfen nicht veröffentlicht werden."
)
PARTICLES = frozenset(
    {"von", "van", "vom", "zu", "zur", "der", "den", "de", "dr.", "dr", "prof.", "dipl.-ing.", "herr", "frau"}
)
_BODY = re.compile(
    r"[0-9&+/]|\b(gmbh|ggmbh|ag|ug|kg|kgaa|ohg|gbr|eg|e\.? ?v|mbh|se|inc|ltd|stadt|kreis\w*|gemeinde|land\w*|bund\w*|verein\w*|"
    r"verband|stiftung|institut\w*|akademie|zentrum|amt|werke?|betrieb\w*|agentur|haus|dienst\w*|service\w*|gruppe|"
    r"caritas\w*|diakonie\w*|awo|drk|vhs|team|consult\w*|beratung|technik|systeme?)\b|"
    r"(schule|hochschule|universität|verband|verein|zentrum|werk|werke|kammer|gesellschaft|schaft|institut|kolleg|hilfe|"
    r"bildung|förderung|amt|netz|haus|heim|klinik|kirche|gemeinde|betrieb|stelle|akademie|bau|handel)\b",
    re.IGNORECASE,
)


def candidate_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """One row per project of a register, all columns, texts; what the register does not say is empty."""
    frame = pd.DataFrame([{name: row.get(name) or "" for name in COLUMNS} for row in rows], columns=list(COLUMNS))
    return frame.astype("str")


def candidate(reading: Reading, row: Row, notes: Iterable[str], cells: Mapping[str, object]) -> dict[str, object]:
    """One project by the columns that every register has, and ``cells`` of this one."""
    return {
        "Titel": row["title"],
        "Empfänger": row["recipient"],
        "Beginn": normalised_date(row["begin"]),
        "Ende": normalised_date(row["end"]),
        "Anmerkung": "; ".join(notes),
        "Datei": reading.path.name,
        "Zeile": row.line,
    } | dict(cells)


def euros(reading: Reading, row: Row, name: str, column: str) -> Decimal | None:
    """The sum in a cell; None, and reported under its German name, where it is no amount."""
    try:
        return amount(row[name])
    except ValueError:
        message = "Das ist kein Betrag. Erwartet wird eine Summe in Euro wie 160.000,00."
        reading.warn(message, line=row.line, column=column, value=row[name])
        return None


def amount(text: str) -> Decimal | None:
    """One sum in euro from German or English notation; None where there is none.

    Raises ValueError when the text is no amount.
    """
    bare = re.sub(r"(€|EUR|Euro|\s|\u00a0)", "", text, flags=re.IGNORECASE)
    if not bare or bare in "-–":
        return None
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    try:
        return Decimal(bare).quantize(Decimal("0.01"))
    except InvalidOperation as problem:
        raise ValueError(f"no amount: {text!r}") from problem


def plain(value: Decimal | None) -> str:
    """An amount as it stands in foerderung.csv: decimal point, no cents where there are none."""
    return "" if value is None else f"{value:f}".removesuffix(".00")


def looks_like_a_person(name: str) -> bool:
    """Whether a beneficiary's name may be that of a natural person: two to four capitalised words, no kind of body."""
    words = [word for word in re.split(r"[\s,]+", name.strip()) if word and word.lower() not in PARTICLES]
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and _BODY.search(name) is None
