"""What the Breitbandatlas calls its columns, sheets and files, and what we call them: all of it from data/mapping."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from etl.official.adapters.mapping import mapping
from etl.official.formats.text_tables import folded

SPEED = re.compile(r"(?P<name>.*?)(?:^| )(?:gtoe )?(?P<speed>\d{1,5})(?P<unit> mbits?(?: s)?| gbits?(?: s)?)?$")
YEAR_COLUMN = re.compile(r"(?P<name>.+ \d+|verf dsl) (?P<year>20[012]\d)$")
MONTH = re.compile(r"(?<!\d)(?P<month>0?[1-9]|1[0-2])[._/ -](?P<year>20\d\d)(?!\d)")
ISO_MONTH = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_ ]?(?P<month>0[1-9]|1[0-2])(?:[-_ ]?\d\d)?(?!\d)")
HALF_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d) ?(?P<half>mitte|ende|[12])(?!\d)")
HALF_YEAR_FIRST = re.compile(r"(?P<half>mitte|ende) ?(?:20)?(?P<year>\d\d)(?!\d)")
FIRST_HALF = {"mitte": "06", "1": "06", "ende": "12", "2": "12"}
DSL_ATLAS_YEARS = range(2005, 2009)
SENTENCE = 4
"""A heading of so many words tells what is counted, not over which technology."""
COPY = re.compile(r"\s*(\(\d{1,3}\)|-\s*Kopie.*|- Copy.*)$", re.IGNORECASE)
"""What a browser or a file manager puts behind the name of a second copy."""


@dataclass(frozen=True)
class Measure:
    """What one column gives: for whom, over which technology, from which speed (or on which kind of area)."""

    group: str
    technology: str
    feature: str
    year: str = ""
    """Only where the column itself names it."""


@dataclass(frozen=True)
class Target:
    """The indicator a measure belongs to; of several measures the one with the lowest rank is taken."""

    indicator_id: str
    note: str
    rank: int


@cache
def targets() -> dict[Measure, Target]:
    """Indicator by measure."""
    return {
        Measure(row["Gruppe"], row["Technik"], row["Merkmal"]): Target(row["Kennzahl-ID"], row["Anmerkung"], rank)
        for rank, row in enumerate(mapping("breitbandatlas"))
    }


@cache
def names(kind: str) -> dict[str, str]:
    """Our name by folded spelling, in the order of the mapping file."""
    rows = mapping("breitbandatlas_namen")
    return {row["Schreibweise"]: row["Name"] for row in rows if row["Art"] == kind}


def target(measure: Measure) -> Target | None:
    """The indicator a measure belongs to, whatever its year."""
    return targets().get(replace(measure, year=""))


def measure(heading: str, above: tuple[str, ...], group: str) -> Measure | None:
    """What a column gives, by its heading and those in merged cells above it; None where it is no measure."""
    heading = re.sub(r"(?<=\d)\.(?=\d{3}(\D|$))", "", heading)
    bare, year = folded(heading), ""
    if found := YEAR_COLUMN.fullmatch(bare):
        bare, year = found["name"], found["year"]
    for prefix, own_group in names("Gruppe").items():
        if bare.startswith(f"{prefix} ") and _parsed(bare.removeprefix(f"{prefix} "), above):
            bare, group = bare.removeprefix(f"{prefix} "), own_group
            break
    parsed = _parsed(bare, above)
    return Measure(group, *parsed, year=year) if parsed else None


def group_of(name: str) -> str | None:
    """Population group that a name of a file or sheet speaks of."""
    padded = f" {folded(name)} "
    return next((group for spelling, group in names("Gruppe").items() if f" {spelling} " in padded), None)


def period_of(name: str) -> str | None:
    """The half-year a name of a file or sheet speaks of, as „2019-06“; the year alone for the DSL-Atlas."""
    name = COPY.sub("", name)
    bare = folded(name)
    searches = ((ISO_MONTH, name), (HALF_YEAR, bare), (MONTH, bare), (HALF_YEAR_FIRST, bare))
    if found := next((found for form, text in searches if (found := form.search(text))), None):
        return _month(found)
    if known := next((period for start, period in names("Zeitpunkt").items() if bare.startswith(start)), None):
        return known
    years = {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", bare)} & set(DSL_ATLAS_YEARS)
    return str(years.pop()) if len(years) == 1 else None


def data_date(cell: str) -> str | None:
    """The month in a cell like „Datenstand: 12.2025“, „Festnetz: 12.2025“ or „12.2025“; that of mobile networks not."""
    bare = re.sub(r"(?i)\bmobilfunk:?\s*[\d.\-/ ]+", "", cell).strip()
    if not re.fullmatch(r"(?i)(daten)?stand\b.*|festnetz:?\s*\d.*|[\d.\-/ ]+", bare):
        return None
    found = ISO_MONTH.search(bare) or MONTH.search(bare)
    return _month(found) if found else None


def _month(found: re.Match[str]) -> str:
    """The month that a year with a month or a half of it names; all years are of this century."""
    parts = found.groupdict()
    month = FIRST_HALF[parts["half"]] if "half" in parts else parts["month"]
    return f"20{parts['year'][-2:]}-{month:>02}"


def _parsed(bare: str, above: tuple[str, ...]) -> tuple[str, str] | None:
    """Technology and speed; a technology that we have no name for keeps its own."""
    found = SPEED.fullmatch(bare)
    own, speed = (found["name"], int(found["speed"])) if found else (bare, None)
    if found and speed and "gbit" in (found["unit"] or ""):
        speed *= 1000
    own = re.sub(r"(^| )(ab|mind|mindestens|größer gleich)$", "", own).strip()
    parts = [folded(name) for name in above]
    candidates = [" ".join([*parts, own]).strip(), own]
    for words in candidates:
        for spelling in (words, " ".join(word for word in words.split() if word not in names("Füllwort"))):
            if spelling in names("Technik"):
                return names("Technik")[spelling], "" if speed is None else str(speed)
        if above:
            break
    if not own and (nearest := _nearest(parts)):
        return nearest, "" if speed is None else str(speed)
    has_speed = speed is not None and bool(found and (own or above))
    return (candidates[0], str(speed)) if has_speed else None


def _nearest(parts: Sequence[str]) -> str | None:
    """Our name of the technology in the lowest heading that names one; a wider heading above stands for no other."""
    if {word for part in parts for word in part.split()} & set(names("Kein Festnetz")):
        return None
    for part in reversed(parts):
        words = [word for word in part.split() if word not in names("Füllwort")]
        if known := names("Technik").get(part) or names("Technik").get(" ".join(words)):
            return known
        if 0 < len(words) < SENTENCE:
            return None
    return None
