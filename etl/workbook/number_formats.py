"""What a number format shows of a number: its digits, scale, per cent and words, as a German reads them."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from etl.messages.german import number

PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<blank>_.)|(?P<fill>\*.)'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]|(?P<end>;)|(?P<general>General|Standard)|(?P<other>.)",
    re.DOTALL,
)
CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]+)")
DIGITS = "0#?"
EURO = re.compile(r"€|EURO?\b", re.IGNORECASE)
PLAIN = {"", "General", "@", "0", "#"}


@dataclass(frozen=True)
class Display:
    """A number as a cell shows it."""

    text: str
    means_number: bool
    """Whether the digits mean the number that is stored, in its unit or in euros: no scale, no per cent, no words."""
    is_rounded: bool


@dataclass
class _Section:
    """One part of a format: signs of digits, words before and after them, condition for its use."""

    digits: str = ""
    before: str = ""
    after: str = ""
    condition: str = ""
    is_general: bool = False

    def add(self, text: str) -> None:
        """Add a word where it stands."""
        if self.digits or self.is_general:
            self.after += text
        else:
            self.before += text


def display(value: float, number_format: str) -> Display | None:
    """How a cell with this format shows a number; None where it shows the number itself."""
    if number_format in PLAIN:
        return None
    section, is_negative = _section(value, _sections(number_format))
    if "/" in section.digits:
        return None
    exact = Decimal(f"{abs(value) if is_negative else value:.15g}")
    percents = (section.before + section.after).count("%")
    body, scale = _without_scale(section.digits)
    shown = exact * 100**percents / 1000**scale
    rounded, digits = (exact, f"{exact:f}".replace(".", ",")) if section.is_general else _digits(shown, body)
    text = f"{section.before}{digits}{section.after}".strip()
    words = EURO.sub("", section.before + section.after).strip()
    if words == "-" and (value == 0 or is_negative):
        # An accountant's format has a dash for zero, and its own sign for what is negative.
        words = ""
    has_digits = bool(section.digits) or section.is_general or value == 0
    return Display(text, has_digits and not words and not scale, rounded != shown)


def _sections(number_format: str) -> list[_Section]:
    found = [_Section()]
    for part in PART.finditer(number_format):
        section = found[-1]
        match part.lastgroup:
            case "end":
                found.append(_Section())
            case "quoted" | "escaped" | "currency":
                section.add(part[part.lastgroup])
            case "blank":
                section.add(" ")
            case "fill":
                pass
            case "general":
                section.is_general = True
            case "bracket":
                section.condition = part["bracket"] if CONDITION.fullmatch(part["bracket"]) else section.condition
            case _ if part["other"] in DIGITS or (section.digits and part["other"] in ",.E+/"):
                section.digits += part["other"]
            case _:
                section.add(part["other"])
    return found


def _section(value: float, sections: list[_Section]) -> tuple[_Section, bool]:
    """The part that is used for a number, and whether it is the one for negative numbers, which shows no sign itself."""
    if any(section.condition for section in sections):
        chosen = next((section for section in sections if _holds(value, section.condition)), sections[-1])
        return chosen, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(value: float, condition: str) -> bool:
    if not condition:
        return True
    found = CONDITION.fullmatch(condition)
    limit = float(found["limit"]) if found else 0.0
    signs = {"<": value < limit, ">": value > limit, "<=": value <= limit, ">=": value >= limit}
    return (signs | {"=": value == limit, "<>": value != limit})[found["sign"] if found else "="]


def _without_scale(digits: str) -> tuple[str, int]:
    """The signs of digits without the commas behind the last one, each of which leaves out three digits."""
    whole, dot, decimals = digits.partition(".")
    bare = [part.rstrip(",") for part in (whole, decimals)]
    return bare[0] + dot + bare[1], len(whole) + len(decimals) - sum(map(len, bare))


def _digits(value: Decimal, body: str) -> tuple[Decimal, str]:
    """The number as these signs round it, and its text."""
    whole, _, decimals = body.partition(".")
    if "E" in body:
        text = f"{value:.{sum(sign in DIGITS for sign in decimals.partition('E')[0])}E}"
        return Decimal(text), text.replace(".", ",")
    if not body:
        return value, ""
    places = sum(sign in DIGITS for sign in decimals)
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = number(rounded, places)
    if "," not in whole:
        text = text.replace(".", "")
    least = whole.count("0")
    if "," not in whole and least > 1:
        front, comma, back = text.partition(",")
        text = front.zfill(least) + comma + back
    return rounded, text
