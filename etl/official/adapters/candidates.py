"""Candidates: projects in public registers that the office may want to take up; never taken up on their own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

import pandas as pd

from etl.messages.german import number
from etl.official.adapters.table_adapter import Row, Table
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
GERMAN = re.compile(r"-?(\d{1,3}(\.\d{3})+,\d+|\d+,(\d{1,2}|\d{4,})|\d{4,},\d+|\d{1,3}(\.\d{3}){2,})")
ENGLISH = re.compile(r"-?(\d{1,3}(,\d{3})+\.\d+|\d+\.(\d{1,2}|\d{4,})|\d{4,}\.\d+|\d{1,3}(,\d{3}){2,})")
COMMA, POINT = re.compile(r"-?\d{1,3},\d{3}"), re.compile(r"-?\d{1,3}\.\d{3}")
AMBIGUOUS = re.compile(rf"{COMMA.pattern}|{POINT.pattern}")
OTHER_UNIT = re.compile(
    r"\b(?:T€|TEUR|Tsd\.?|Tausend|1[ .]?000|Mio\.?|Millionen|USD|GBP|CHF|DM)(?!\w)|\$|£", re.IGNORECASE
)
"""Units in a heading that are not euros."""
Notation = Literal["", "de", "en", "mixed"]
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


def report_repeats(reading: Reading, table: pd.DataFrame) -> None:
    """Report candidates that say the same as an earlier row; whether they are one project, only the office can tell."""
    again = table[table.drop(columns="Zeile").duplicated()]
    if len(again):
        message = f"Zeilen, die dasselbe sagen wie eine frühere: {len(again)}. Ein Vorhaben zählt nur einmal; bitte nachsehen."
        reading.warn(message, line=int(again["Zeile"].iloc[0]))


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


@dataclass(frozen=True)
class Amounts:
    """The sums in one column, which are all written alike."""

    name: str
    """Ours, of the column."""
    heading: str
    """As it stands in the file."""
    notation: Notation
    texts: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, name: str) -> "Amounts":
        """How the column of a table is written; one that the table lacks has no sums."""
        at = table.columns.get(name)
        texts = tuple(row[name] for row in table.rows())
        return cls(name, "" if at is None else table.headings[at], notation(texts), texts)

    def euros(self, reading: Reading, row: Row, column: str) -> Decimal | None:
        """The sum in a cell; None, and reported under its German name, where it is none, or not clearly one in euros."""
        text = row[self.name]
        if (unit := OTHER_UNIT.search(self.heading)) and text:
            message = f"Die Spalte „{self.heading}“ gibt keine Beträge in Euro an, sondern in „{unit[0]}“. Der Betrag bleibt leer."
            reading.warn(message, line=row.line, column=column, value=text)
            return None
        try:
            return amount(text, self.notation)
        except ValueError:
            message = "Das ist kein Betrag. Erwartet wird eine Summe in Euro wie 160.000,00."
            if AMBIGUOUS.fullmatch(_bare(text)):
                message = (
                    "Ob hier Komma und Punkt Tausender trennen oder Cent, sagt die Spalte nicht; der Betrag bleibt leer. "
                    "Bitte in der Quelle nachsehen. Erwartet wird eine Summe in Euro wie 160.000,00."
                )
            reading.warn(message, line=row.line, column=column, value=text)
            return None

    def report(self, reading: Reading, column: str) -> None:
        """Report sums like „29,275“, which are 29.275 € only because euros have no three decimals."""
        if found := next((text for text in self.texts if self.notation == "" and COMMA.fullmatch(_bare(text))), ""):
            message = (
                f"Beträge wie „{found}“ sind als amerikanische Schreibweise gelesen, mit einem Komma zwischen Tausendern: "
                f"{number(amount(found) or 0)} €. Bitte mit der Quelle vergleichen."
            )
            reading.warn(message, column=column, value=found)


def notation(texts: Iterable[str]) -> Notation:
    """How a column writes its sums, by those that can be read in one way only; empty where none says so."""
    every = [_bare(text) for text in texts]
    is_german, is_english = (any(form.fullmatch(text) for text in every) for form in (GERMAN, ENGLISH))
    if is_german and is_english:
        return "mixed"
    if is_german or is_english:
        return "de" if is_german else "en"
    is_mixed = any(COMMA.fullmatch(text) for text in every) and any(POINT.fullmatch(text) for text in every)
    return "mixed" if is_mixed else ""


def amount(text: str, written: Notation = "") -> Decimal | None:
    """One sum in euro from German or English notation; None where there is none.

    Three digits behind the only sign are thousands, unless the column says otherwise: sums have no three decimals.
    Raises ValueError when the text is no amount, or may be two.
    """
    bare = _bare(text)
    if not bare or bare in "-–":
        return None
    if AMBIGUOUS.fullmatch(bare) and (written == "mixed" or (written == "de" and "," in bare)):
        raise ValueError(f"ambiguous: {text!r}")
    if GERMAN.fullmatch(bare) or (POINT.fullmatch(bare) and written != "en"):
        bare = bare.replace(".", "").replace(",", ".")
    elif ENGLISH.fullmatch(bare) or COMMA.fullmatch(bare):
        bare = bare.replace(",", "")
    try:
        return Decimal(bare).quantize(Decimal("0.01"))
    except InvalidOperation as problem:
        raise ValueError(f"no amount: {text!r}") from problem


def _bare(text: str) -> str:
    """A sum without its currency and blanks."""
    return re.sub(r"(€|EUR|Euro|\s|\u00a0)", "", text, flags=re.IGNORECASE)


def plain(value: Decimal | None) -> str:
    """An amount as it stands in foerderung.csv: decimal point, no cents where there are none."""
    return "" if value is None else f"{value:f}".removesuffix(".00")


def looks_like_a_person(name: str) -> bool:
    """Whether a beneficiary's name may be that of a natural person: two to four capitalised words, no kind of body."""
    words = [word for word in re.split(r"[\s,]+", name.strip()) if word and word.lower() not in PARTICLES]
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and _BODY.search(name) is None
