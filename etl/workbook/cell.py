"""What one cell holds and how it is read: cleaned of blanks nobody sees, never guessed."""

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from etl.workbook.number_formats import display

Raw = str | int | float | bool | date | datetime | time | timedelta | None

INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    # Joins the parts of an emoji; elsewhere it is nothing but invisible.
    "|(?<![\U0001f000-\U0010ffff\ufe0f])\u200d"
)
BLANK = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
QUOTES = str.maketrans(
    dict.fromkeys("\u201e\u201c\u201d\u201f\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019\u201a\u00b4`", "'")
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# What Excel shows instead of a value, also as a text that was pasted.
ERRORS = re.compile(
    r"#(REF|VALUE|NAME|NUM|N/A|NULL|DIV/0|SPILL|CALC|BUSY|FIELD|BLOCKED|CONNECT|GETTING_DATA"
    r"|BEZUG|WERT|ZAHL|NV|ÜBERLAUF|KALK|FELD)[!?]?"
)


SHOWS_NOTHING = ";;;"
"""The format by which people hide what a cell holds."""


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the workbook."""

    value: Raw
    number_format: str = "General"
    is_quoted: bool = False
    """Whether Excel knows that it is text, whatever it starts with."""
    first_day: date = date(1899, 12, 30)
    """The day that the workbook counts as 0; some count from 1904."""

    @property
    def display_text(self) -> str:
        """The value as a German reads it."""
        match self.value:
            case datetime() as moment if moment.time() == time():
                return f"{moment:%d.%m.%Y}"
            case datetime() as moment:
                return f"{moment:%d.%m.%Y %H:%M}"
            case date() as day:
                return f"{day:%d.%m.%Y}"
            case timedelta() as span:
                minutes, seconds = divmod(round(span.total_seconds()), 60)
                return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
            case bool() as truth:
                return "WAHR" if truth else "FALSCH"
            case float() as number:
                return plain(number).replace(".", ",")
            case None:
                return ""
            case value:
                return str(value)


@dataclass(frozen=True)
class Reading:
    """The text of a cell for the table, what was repaired to get it, and what stands against it."""

    text: str
    repairs: tuple[str, ...] = ()
    problem: str | None = None

    def repaired(self, text: str, why: str) -> "Reading":
        """Give the next text and the reason for it, if it differs from this one."""
        return self if text == self.text else replace(self, text=text, repairs=(*self.repairs, why))

    def refused(self, problem: str) -> "Reading":
        """Keep the text as it was found and say what stands against it."""
        return replace(self, repairs=(), problem=problem)


def displayed_otherwise(cell: Cell) -> str:
    """One sentence with both values where a cell shows nothing or a number that means another one, else nothing."""
    if isinstance(cell.value, str) and cell.number_format.strip() == SHOWS_NOTHING and cell.value.strip():
        return f"Die Zelle zeigt nichts, gespeichert ist aber „{cell.display_text}“."
    shown = None
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        shown = display(cell.value, cell.number_format)
    if shown is None or shown.means_number:
        return ""
    return f"Die Zelle zeigt „{shown.text}“, gespeichert ist aber {cell.display_text}."


def plain(number: float) -> str:
    """A number as Excel shows it, in 15 digits and never as a power of ten."""
    text = f"{number:.15g}"
    return f"{number:.0f}" if "e+" in text else f"{number:.20f}".rstrip("0") if "e" in text else text


def cleaned(cell: Cell) -> Reading:
    """A text without stray, unbreakable and invisible blanks; every other value in the form Excel shows."""
    if not isinstance(cell.value, str):
        return Reading(plain(cell.value) if isinstance(cell.value, float) else cell.display_text)
    return _cleaned_text(cell.value, cell.is_quoted)


@functools.lru_cache(maxsize=1 << 16)
def _cleaned_text(found: str, is_quoted: bool) -> Reading:
    # Excel's way to write a carriage return into XML.
    text = found.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    reading = Reading(text).repaired(unicodedata.normalize("NFC", text), "Umlaute in übliche Form gebracht")
    reading = reading.repaired(INVISIBLE.sub("", reading.text), "unsichtbare Zeichen entfernt")
    reading = reading.repaired(BLANK.sub(" ", reading.text), "überzählige oder geschützte Leerzeichen ersetzt")
    reading = reading.repaired(reading.text.strip(), "Leerzeichen am Rand entfernt")
    if not is_quoted and re.match(r"'[=+\-@0-9]", reading.text):
        reading = reading.repaired(reading.text[1:], "Hochkomma am Anfang entfernt")
    if ERRORS.fullmatch(reading.text):
        return reading.refused("Excel zeigt hier einen Fehler statt eines Wertes. Erwartet wird der Wert selbst.")
    return reading


def folded(text: str) -> str:
    """A name without what people do not mean when they write it: case, kind of dash and quote, blanks."""
    text = unicodedata.normalize("NFKC", text).translate(DASHES).translate(QUOTES).casefold().translate(UMLAUTS)
    return re.sub(r"\s+", " ", INVISIBLE.sub("", text)).strip().replace(" - ", "-")
