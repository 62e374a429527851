"""Amounts as people type them in German Excel; what can be read in two ways is refused."""

import re
from datetime import date, time, timedelta

from etl.reading.money import NUMBER
from etl.workbook.cell import DASHES, Cell, Reading, cleaned, displayed_otherwise, plain

CURRENCY = re.compile(r"^(?:€|EUR|Euro)\s*|\s*(?:€|EUR|Euro)$", re.IGNORECASE)
GROUPED = re.compile(r"-?[0-9]{1,3}(?:[ '’][0-9]{3})+(?=[,.]|$)")
THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
EXPECTED = "Erwartet werden Euro als Zahl wie 1.234,56."


def amount_reading(cell: Cell) -> Reading:
    """One amount as a decimal number with a dot, or why it is none."""
    if isinstance(cell.value, bool):
        return Reading(cell.display_text, problem=f"Das ist ein Wahrheitswert. {EXPECTED}")
    if isinstance(cell.value, date | time | timedelta):
        return Reading(
            cell.display_text, problem=f"Excel hat aus der Eingabe ein Datum oder eine Uhrzeit gemacht. {EXPECTED}"
        )
    if isinstance(cell.value, int | float):
        if other := displayed_otherwise(cell):
            return Reading(cell.display_text, problem=f"{other} {EXPECTED} Bitte den vollen Betrag in Euro eintragen.")
        return Reading(to_the_cent(plain(cell.value)))
    found = cleaned(cell)
    if found.problem or not found.text:
        return found
    typed = found.text.translate(DASHES)
    text = CURRENCY.sub("", typed).strip()
    if text != typed and THOUSANDS.fullmatch(text):
        # Euros have no tenths of a cent: beside a currency the dot can only part thousands.
        text = text.replace(".", "")
    if GROUPED.match(text):
        text = re.sub("[ '’]", "", text)
    match _form(text):
        case None:
            return found.refused(f"Das ist kein Betrag. {EXPECTED}")
        case "doubtful":
            whole, cents = re.sub("[.,]", "", text), text.replace(",", ".")
            return found.refused(
                f"Das kann {whole} Euro heißen oder {cents.replace('.', ',')} Euro. "
                "Bitte die Nachkommastellen ausschreiben, etwa 1.234,00."
            )
        case number:
            return found.repaired(to_the_cent(number), "Betrag als Zahl gelesen")


def _form(text: str) -> str | None:
    """The number with a dot before its decimals, "doubtful", or None when it is no number."""
    if re.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", text):
        return "doubtful"
    if NUMBER.fullmatch(text):
        return text
    # A dash instead of cents says that there are none.
    text = re.sub(r"(?<=[0-9]),--?$", ",00", text)
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text) or re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", text):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3}){2,}", text):
        return text.replace(".", "")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|-?[0-9]{1,3}(,[0-9]{3}){2,}", text):
        return text.replace(",", "")
    return None


def to_the_cent(number: str) -> str:
    """The same number with no decimals or with two; finer ones stay, so that the rules can refuse them."""
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals:0<2}" if decimals else whole
