"""Names out of a list, keys of rows and official keys of municipalities, as people type and Excel changes them."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from functools import cached_property

from etl.workbook.cell import DASHES, Cell, Reading, cleaned, folded, plain
from etl.workbook.number_formats import display


class Spellings:
    """Names that a cell may hold, each found however it is written."""

    def __init__(self, names: Iterable[str]) -> None:
        """Know these names."""
        self._names = frozenset(names)

    def __contains__(self, text: str) -> bool:
        """Whether a text is one of the names as it is."""
        return text in self._names

    def meant(self, text: str) -> str | None:
        """The name that a text means; None where it means none, or one of several."""
        found = self._by_folded.get(folded(text), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        # A workbook asks for tens of thousands of new keys: going through all names for each would take longest of all.
        found: dict[str, list[str]] = {}
        for name in self._names:
            found.setdefault(folded(name), []).append(name)
        return found


def text_reading(cell: Cell) -> Reading:
    """Free text; of other values only what Excel shows without any doubt."""
    match cell.value:
        case bool():
            return Reading(cell.display_text, problem="Das ist ein Wahrheitswert. Erwartet wird ein Text.")
        case float() as number if not number.is_integer():
            return Reading(
                cell.display_text,
                problem="Das ist eine Kommazahl. Erwartet wird ein Text; bitte die Zelle als Text formatieren.",
            )
        case datetime() as moment if moment.time() == time():
            return Reading(cell.display_text, repairs=("Datum als Text übernommen",))
        case int() as number if (shown := display(number, cell.number_format)) and shown.text.strip("0123456789") == "":
            return Reading(plain(number)).repaired(shown.text, "Nullen am Anfang wie angezeigt")
        case date() | time():
            return Reading(cell.display_text, problem="Das ist ein Zeitpunkt. Erwartet wird ein Text.")
        case _:
            return cleaned(cell)


def name_reading(cell: Cell, known: Spellings) -> Reading:
    """One of the known names, however it is written; an unknown one stays for the rules to report."""
    found = text_reading(cell)
    if found.problem or not found.text or found.text in known:
        return found
    meant = known.meant(found.text)
    return found if meant is None else found.repaired(meant, "Schreibweise angepasst")


def key_reading(cell: Cell, known: Spellings) -> Reading:
    """The key of a row: as the Stand before spells it, else with plain dashes and without blanks around."""
    found = name_reading(cell, known)
    if found.problem or found.text in known:
        return found
    return found.repaired(found.text.translate(DASHES), "Strich vereinheitlicht")


def areas_reading(cell: Cell, known: Collection[str]) -> Reading:
    """Official keys with one blank between them; a lost leading zero comes back when the key is then known."""
    if isinstance(cell.value, bool | date | time):
        return Reading(
            cell.display_text, problem="Das ist kein amtlicher Schlüssel. Erwartet werden acht Ziffern wie 01234567."
        )
    if isinstance(cell.value, float) and not cell.value.is_integer():
        return Reading(
            cell.display_text,
            problem="Excel hat aus mehreren Schlüsseln eine Zahl gemacht. "
            "Erwartet werden Schlüssel als Text, mit Leerzeichen getrennt.",
        )
    found = Reading(plain(cell.value)) if isinstance(cell.value, int | float) else cleaned(cell)
    if found.problem or not found.text:
        return found
    keys = [key for key in re.split(r"[\s,;/|+&]+", found.text) if key]
    found = found.repaired(" ".join(keys), "Trennzeichen vereinheitlicht")
    found = found.repaired(" ".join(_without_decimals(key, known) for key in keys), "Nachkommastelle entfernt")
    keys = [f"0{key}" if f"0{key}" in known else key for key in found.text.split(" ")]
    return found.repaired(" ".join(keys), "führende Null ergänzt")


def _without_decimals(key: str, known: Collection[str]) -> str:
    whole = re.sub(r"(?<=[0-9])\.0+$", "", key)
    grouped = whole.replace(".", "")
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", whole) and {grouped, f"0{grouped}"} & set(known):
        return grouped
    return whole
