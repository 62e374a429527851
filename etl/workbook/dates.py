"""Dates as people type them and as Excel keeps them, never made more precise than they were shown."""

import re
from datetime import date, datetime, time, timedelta

from etl.reading.partial_dates import YEARS, is_possible, partial_date
from etl.workbook.cell import DASHES, Cell, Reading, cleaned

EXPECTED = "Erwartet wird 2023, 2023-Q3, 2023-05 oder 17.05.2023."
MONTHS = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"]
MONTH = (
    r"(?P<name>jan(?:uar)?|jän(?:ner)?|feb(?:ruar)?|märz?|maerz|mrz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)\.?"
)
SPELLED = re.compile(rf"(?:(?P<day>[0-9]{{1,2}})\.\s*)?{MONTH}\s+(?P<year>[0-9]{{4}})", re.IGNORECASE)
QUARTER = re.compile(
    r"(?P<year>[0-9]{4})\s*[-/ ]?\s*Q\s*(?P<quarter>[1-4])"
    r"|Q\s*(?P<quarter_first>[1-4])\s*[-/ ]?\s*(?P<year_last>[0-9]{4})"
    r"|(?P<number>[1-4])\.\s*Quartal\s+(?P<year_of>[0-9]{4})",
    re.IGNORECASE,
)
ISO_TIME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})[T ][0-9]{2}:[0-9]{2}.*")
GERMAN_LETTERS = str.maketrans("tj", "dy")
SLASHES = re.compile(r"(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})/(?P<year>[0-9]{4})")


def date_reading(cell: Cell) -> Reading:
    """One date as precise as it was meant, or why it is none."""
    match cell.value:
        case bool() | time() | timedelta():
            return Reading(cell.display_text, problem=f"Das ist kein Datum. {EXPECTED}")
        case datetime() as moment:
            return _from_moment(cell, moment)
        case date() as day:
            return _from_moment(cell, datetime.combine(day, time()))
        case int() | float() as number:
            return _from_number(cell, number)
        case _:
            found = cleaned(cell)
            return found if found.problem or not found.text else _from_text(found)


def _from_moment(cell: Cell, moment: datetime) -> Reading:
    day, shown = moment.date(), Reading(cell.display_text)
    if (serial := (day - cell.first_day).days) in YEARS:
        return shown.repaired(str(serial), "Excel hatte aus der Jahreszahl einen Tag gemacht")
    if not displayed_parts(cell.number_format) & set("dmy"):
        return shown.refused(f"Die Zelle zeigt nur eine Uhrzeit, enthält aber den {day:%d.%m.%Y}. {EXPECTED}")
    precision = displayed_precision(cell.number_format)
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[precision]
    if first != day:
        return shown.refused(
            f"Die Zelle zeigt nur Monat oder Jahr, enthält aber den {day:%d.%m.%Y}. Bitte als Text eingeben. {EXPECTED}"
        )
    if precision != "day":
        return Reading(day.isoformat()[: 7 if precision == "month" else 4])
    if moment.time() != time():
        return shown.repaired(day.isoformat(), "Uhrzeit weggelassen")
    return Reading(day.isoformat())


def displayed_parts(number_format: str) -> set[str]:
    """What of a moment a number format shows: day, month, year, hour as the letters d, m, y and h."""
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", number_format).lower().split(";")[0]
    # Beside hours or seconds an m means minutes.
    without_minutes = re.sub(r"(?<=h)([^dmy]*)m+|m+(?=[^dmyh]*s)", r"\1", letters)
    found = {sign for sign in "dmyh" if sign in without_minutes.translate(GERMAN_LETTERS)}
    return found or set("dmy")


def displayed_precision(number_format: str) -> str:
    """What of a date a number format shows: day, month or year."""
    parts = displayed_parts(number_format)
    return "day" if "d" in parts else "month" if "m" in parts else "year" if "y" in parts else "day"


def hides_year(cell: Cell) -> bool:
    """Whether a cell shows a day or a month without its year, which Excel adds by itself when somebody types 17.5."""
    is_moment = isinstance(cell.value, date)
    return is_moment and "y" not in displayed_parts(cell.number_format)


def _from_number(cell: Cell, number: float) -> Reading:
    shown = Reading(cell.display_text)
    if number in YEARS:
        return Reading(str(int(number)))
    # Days of the years in which such programmes run, as Excel counts them.
    if 30_000 < number < 60_000 and number == int(number):
        day = cell.first_day + timedelta(days=int(number))
        return shown.refused(f"Das ist eine Zahl; als Datum wäre sie der {day:%d.%m.%Y}. {EXPECTED}")
    return shown.refused(f"Das ist kein Datum. {EXPECTED}")


def _from_text(found: Reading) -> Reading:
    text = found.text.translate(DASHES)
    if is_possible(text):
        return found.repaired(partial_date(text).text, "Datum vereinheitlicht")
    if written := SPELLED.fullmatch(text):
        month = _month(written["name"])
        text = f"{written['day']}.{month}.{written['year']}" if written["day"] else f"{written['year']}-{month:02}"
    elif written := QUARTER.fullmatch(text):
        quarter = written["quarter"] or written["quarter_first"] or written["number"]
        text = f"{written['year'] or written['year_last'] or written['year_of']}-Q{quarter}"
    elif written := re.fullmatch(r"([0-9]{1,2})[./]([0-9]{4})", text):
        text = f"{written[2]}-{int(written[1]):02}"
    elif written := re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})", text):
        text = f"{written[1]}-{int(written[2]):02}"
    elif written := re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})", text):
        text = f"{written[1]}-{int(written[2]):02}-{int(written[3]):02}"
    elif written := ISO_TIME.fullmatch(text):
        text = written["day"]
    elif written := SLASHES.fullmatch(text):
        first, second = int(written["first"]), int(written["second"])
        if first <= 12 and second <= 12 and first != second:
            return found.refused(f"Tag und Monat sind nicht zu unterscheiden. {EXPECTED}")
        day, month = (first, second) if second <= 12 else (second, first)
        text = f"{day}.{month}.{written['year']}"
    elif re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}", text):
        return found.refused(f"Das Jahr hat nur zwei Ziffern. {EXPECTED}")
    else:
        text = text.removesuffix(".0")
    if is_possible(text):
        return found.repaired(partial_date(text).text, "Datum vereinheitlicht")
    return found.refused(f"Das ist kein Datum, das es gibt. {EXPECTED}")


def _month(name: str) -> int:
    start = name.lower().replace("ae", "ä").replace("mrz", "mär").replace("jän", "jan")[:3]
    return MONTHS.index(start) + 1
