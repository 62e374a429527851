"""Official values against what is known: the value before, the parts of a whole, the size of the region, the calendar.

A value that may be right but is not what such a series does is a question to a person; one that cannot be is an error.
Both are asked of a file that is read in, and of a table of a Stand whoever wrote it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from etl.messages.findings import Finding, error, question_id, warning
from etl.messages.german import number
from etl.reading.inputs import Inputs
from etl.reading.partial_dates import is_possible, partial_date
from etl.rules.keyed_rows import is_comparable

PEOPLE, PEOPLE_WORD = "bevoelkerung", "Einwohner"
SERIES = (PEOPLE, "indikatoren")
"""Tables of values by day, which are compared with those before."""
SHARE = "_pct"
COUNT = "Anzahl"
CHARGING = "ev_"
"""How the ids of indicators of charging begin."""
STEP_PCT, STEP_PCT_A_YEAR = 4.0, 1.5
"""A population changes by less, also from one census to the next."""
FALL_POINTS, RISE_POINTS = 15.0, 50.0
"""A share falls by less; it rises by less in a district or a state, while a single municipality may be built up at once."""
LEAST, FALL, RISE, RISE_A_YEAR = 10, 0.7, 4.0, 2.0
"""Counts below say nothing; others fall to no less than this share, and rise to no more than so many times."""
PARTS_PCT, PARTS_POINTS = 0.1, 1.0
"""How far a whole may lie from its parts by rounding."""
ENOUGH = 8
"""So many different shares that are all met again on another day are no chance, nor are counts with so many digits."""
AT_LEAST = re.compile(r"(?P<whom>.+)_(?P<technology>[^_]+)_ge(?P<speed>\d+)_pct")
"""Id of a share of those who have at least so many Mbit/s over one technology, or over ``all``."""
ALL_TECHNOLOGIES = "all"
LISTED = 10
ANSWER = "Bitte in der Quelle nachsehen; stimmt es, geht es mit --confirm weiter."

Series = dict[tuple[str, str], dict[str, float]]
"""Values by what is counted (an indicator, or the population) and region: the value by last day of its period."""
Question = tuple[bool, str]
"""Whether a value that it is about would be taken, and what is odd."""


@dataclass(frozen=True)
class Values:
    """What one file says, beside what is known without it."""

    file: str
    found: Series
    taken: Series
    """Those of the values found that the new Stand would get."""
    known: Series
    names: Mapping[str, str]
    """Regions and indicators by key, for people."""
    district: str
    parts: Collection[str]
    """Keys of the district and of its municipalities."""
    breaks: Mapping[str, Collection[int]] = field(default_factory=dict)
    """Years in which the method changed, by indicator."""
    units: Mapping[str, str] = field(default_factory=dict)
    """What is counted in which unit."""

    def label(self, what: str, region: str, day: str) -> str:
        """What a value is, in German: place, figure and day."""
        place = f"{self.names[region]} ({region})" if region in self.names else region
        return f"{place}, {self.names.get(what, PEOPLE_WORD)}, {date.fromisoformat(day):%d.%m.%Y}"

    def is_taken(self, what: str, region: str, day: str) -> bool:
        """Whether the new Stand would get the value."""
        return day in self.taken.get((what, region), {})


def question(file: str, message: str, *, is_answered: bool) -> Finding:
    """What a person has to look at: an error until somebody has, then a warning."""
    return warning(file, message) if is_answered else error(file, f"{message} {ANSWER}")


def series(table: str, rows: pd.DataFrame) -> Series:
    """Values of a table by what is counted, region and last day of the period; what is no number or no day is left out."""
    what, day, value = (PEOPLE, "Stichtag", "Einwohner") if table == PEOPLE else ("", "Zeitpunkt", "Wert")
    names = [what] * len(rows) if what else rows["Kennzahl-ID"].tolist()
    numbers = pd.to_numeric(rows[value], errors="coerce")
    last = {text: partial_date(text).last.isoformat() for text in rows[day].dropna().unique() if is_possible(text)}
    found: Series = {}
    for name, region, text, one in zip(names, rows["AGS"], rows[day], numbers, strict=True):
        if pd.notna(one) and text in last:
            found.setdefault((name, region), {})[last[text]] = float(one)
    return found


def plausibility(values: Values, population: Series, today: date, *, confirmed: bool) -> Iterator[Finding]:
    """Everything odd about the values of one file.

    ``population`` are all known inhabitants.
    """
    errors = list(_impossible_values(values, population, today))
    questions = _unusual_values(values)
    for message in errors[:LISTED]:
        yield error(values.file, message)
    # What is not taken stops nothing and comes last.
    for is_taken, message in sorted(questions, key=lambda asked: not asked[0])[:LISTED]:
        yield question(values.file, message, is_answered=confirmed or not is_taken)
    if more := sum(max(0, len(odd) - LISTED) for odd in (questions, errors)):
        yield warning(values.file, f"Und {more} weitere ungewöhnliche Werte in dieser Datei.")


def value_questions(inputs: Inputs, before: date, after: date) -> Iterator[Finding]:
    """Ask about the values of a Stand that the one before had not, or otherwise; one question for a table."""
    both = ((table, inputs.table(before, table), inputs.table(after, table)) for table in SERIES)
    changed = [
        (table, old, new)
        for table, old, new in both
        if old.file != new.file and is_comparable(table, old) and is_comparable(table, new)
    ]
    if inputs.region is None or not changed:
        return
    places = {key: name for _, key, name in inputs.table(after, "gemeinden").rows("AGS", "Name")}
    regions = {entry.ags: entry.name for entry in inputs.region.comparison}
    indicators = inputs.table(after, "kennzahlen")
    names = regions | places | {key: name for _, key, name in indicators.rows("Kennzahl-ID", "Name")}
    years = {
        source.publisher_match: source.break_years for source in (inputs.sources.dataset if inputs.sources else ())
    }
    breaks = {key: years.get(publisher, ()) for _, key, publisher in indicators.rows("Kennzahl-ID", "Herausgeber")}
    for table, old, new in changed:
        known, now = series(table, old.frame), series(table, new.frame)
        found = {key: days for key, values in now.items() if (days := _fresh(values, known.get(key, {})))}
        values = Values(new.file, found, found, known, names, inputs.region.region.district_ags, places, breaks)
        if odd := [message for _, message in _unusual_values(values)]:
            more = f" Und {len(odd) - LISTED} weitere." if len(odd) > LISTED else ""
            told = f"Ungewöhnliche Werte: {' '.join(odd[:LISTED])}{more} Ist das so gemeint?"
            yield Finding("question", new.file, told, question=question_id(("values", table, *odd)))


def _fresh(values: Mapping[str, float], known: Mapping[str, float]) -> dict[str, float]:
    return {day: value for day, value in values.items() if known.get(day) != value}


def _unusual_values(values: Values) -> list[Question]:
    """Values that may be right but are not what such a series does."""
    together = {
        key: {**values.known.get(key, {}), **values.found.get(key, {})} for key in {**values.known, **values.found}
    }
    return [
        *_jump_questions(values, together),
        *_sum_questions(values, together),
        *_contained_questions(values),
        *_repeated_day_questions(values),
    ]


def _impossible_values(values: Values, population: Series, today: date) -> Iterator[str]:
    """Values that cannot be."""
    for (what, region), found in values.found.items():
        people = population.get((PEOPLE, region), {})
        for day, value in found.items():
            at = what, region, day
            if day > today.isoformat():
                yield f"{values.label(*at)}: Der Tag liegt in der Zukunft; eine Vorausberechnung ist keine Zählung."
            if why := impossible(what, values.units.get(what, ""), value, max(people.values(), default=None)):
                yield f"{values.label(*at)}: {_german(value)}. {why}"


def impossible(what: str, unit: str, value: float, people: float | None) -> str:
    """Why a value cannot be, in German; empty where it can. ``people`` are the most that ever lived there, if known."""
    if unit.startswith("%") and not 0 <= value <= 100:
        return f"Ein Anteil in „{unit}“ liegt zwischen 0 und 100."
    if unit == COUNT and (value < 0 or value % 1):
        return "Erwartet wird eine ganze Zahl ab 0, denn es ist eine Anzahl."
    if value < 0:
        return "Die Zahl darf nicht negativ sein."
    if unit == COUNT and what.startswith(CHARGING) and people and value > people:
        return f"Das sind mehr, als dort Menschen leben ({_german(people)}), und kann nicht sein."
    return ""


def _jump_questions(values: Values, together: Series) -> Iterator[Question]:
    """Ask about values that differ from another of their series more than usual."""
    for (what, region), found in values.found.items():
        for day, value in found.items():
            other = _other(together[what, region], values.known.get((what, region), {}), day)
            if other and (odd := _jump(values, (what, region, day), value, *other)):
                yield values.is_taken(what, region, day), odd


def _other(together: Mapping[str, float], known: Mapping[str, float], day: str) -> tuple[str, float] | None:
    """The value to compare with: the known one of the day, else the one before, else the first known one after."""
    if day in known:
        return day, known[day]
    if earlier := [when for when in together if when < day]:
        return max(earlier), together[max(earlier)]
    return (min(known), known[min(known)]) if known else None


def _jump(values: Values, at: tuple[str, str, str], value: float, other_day: str, other: float) -> str:
    """What is odd about a value beside another of its series, in German; empty where nothing is."""
    what, region, day = at
    first, last = sorted((day, other_day))
    years = (date.fromisoformat(last) - date.fromisoformat(first)).days / 365.25
    # Time runs forward: the earlier value is the one to start from.
    old, new = (other, value) if other_day <= day else (value, other)
    if what.endswith(SHARE):
        breaks = values.breaks.get(what, ())
        is_broken = any(date.fromisoformat(first).year < year <= date.fromisoformat(last).year for year in breaks)
        is_odd = not is_broken and (new < old - FALL_POINTS or (new > old + RISE_POINTS and len(region) < 8))
    elif what == PEOPLE:
        is_odd = abs(new - old) > (STEP_PCT + STEP_PCT_A_YEAR * years) / 100 * old
    else:
        is_odd = old >= LEAST and not FALL * old <= new <= old * RISE * RISE_A_YEAR**years
    if not is_odd:
        return ""
    when = "bekannt sind für diesen Tag" if other_day == day else f"am {date.fromisoformat(other_day):%d.%m.%Y}"
    return f"{values.label(*at)}: {_german(value)}, {when} {_german(other)}. So ändert sich diese Größe sonst nicht."


def _sum_questions(values: Values, together: Series) -> Iterator[Question]:
    """Compare a district with all its municipalities, and with the state and the country around it."""
    district, parts = values.district, sorted(values.parts)
    for what, day in sorted({(what, day) for (what, _), found in values.found.items() for day in found}):
        at = {region: together.get((what, region), {}).get(day) for region in (*parts, district, district[:2], "DG")}
        is_taken = any(values.is_taken(what, region, day) for region in at)
        whole, single = at[district], [value for part in parts if (value := at[part]) is not None]
        if whole is not None and single and len(single) == len(parts):
            if what.endswith(SHARE):
                low, high = min(single) - PARTS_POINTS, max(single) + PARTS_POINTS
                if not low <= whole <= high:
                    ends = [_german(end) for end in (min(single), max(single))]
                    told = f"die Kommunen liegen zwischen {' und '.join(ends)}"
                    if ends[0] == ends[1]:
                        told = f"jede Kommune liegt bei {ends[0]}"
                    yield is_taken, f"{values.label(what, district, day)}: {_german(whole)}, {told}."
            elif abs(sum(single) - whole) > max(PARTS_PCT / 100 * whole, 0.5):
                told = f"die Kommunen geben zusammen {_german(sum(single))}"
                yield is_taken, f"{values.label(what, district, day)}: {_german(whole)}, {told}."
        if what.endswith(SHARE):
            continue
        chain = [(part, district) for part in parts] + [(district, district[:2]), (district[:2], "DG")]
        for part, around in chain:
            smaller, larger = at[part], at[around]
            if smaller is not None and larger is not None and smaller > larger * (1 + PARTS_PCT / 100):
                told = f"mehr als {values.names.get(around, around)} mit {_german(larger)}"
                yield is_taken, f"{values.label(what, part, day)}: {_german(smaller)}, {told}."


def _contained_questions(values: Values) -> Iterator[Question]:
    """Ask where a file says that more have a higher speed than a lower one, or a speed over one technology than over all."""
    every = sorted({what for what, _ in values.found})
    wider = {what: [one for one in every if _contains(one, what)] for what in every}
    for (what, region), found in values.found.items():
        for day, value in found.items():
            shares = {one: values.found.get((one, region), {}).get(day) for one in wider[what]}
            others = {one: share for one, share in shares.items() if share is not None}
            if others and value > others[least := min(others, key=others.__getitem__)]:
                is_taken = any(values.is_taken(one, region, day) for one in (what, least))
                told = f"mehr als „{values.names.get(least, least)}“ mit {_german(others[least])}"
                told = f"{values.label(what, region, day)}: {_german(value)}, {told}. Das eine ist Teil des anderen"
                yield is_taken, f"{told}; vermutlich sind Spalten vertauscht oder verschoben."


def _contains(wider: str, narrower: str) -> bool:
    """Whether everybody whom one share counts is counted by another as well, as their ids say."""
    outer, inner = AT_LEAST.fullmatch(wider), AT_LEAST.fullmatch(narrower)
    return bool(
        outer
        and inner
        and wider != narrower
        and outer["whom"] == inner["whom"]
        and outer["technology"] in (ALL_TECHNOLOGIES, inner["technology"])
        and int(outer["speed"]) <= int(inner["speed"])
    )


def _repeated_day_questions(values: Values) -> Iterator[Question]:
    """Ask about a day whose new values are all those of another day: an edition under a wrong name or year."""
    equal: dict[tuple[str, str], set[tuple[bool, float]]] = {}
    counts, different = Counter[tuple[str, str]](), set[tuple[str, str]]()
    for (what, region), found in values.taken.items():
        for day, value in found.items():
            if what.endswith(SHARE) and value in (0, 100):
                continue
            for other, known in values.known.get((what, region), {}).items():
                if known != value:
                    different.add((day, other))
                elif day != other:
                    equal.setdefault((day, other), set()).add((what.endswith(SHARE), value))
                    counts[day, other] += 1
    for (day, other), same in sorted(equal.items()):
        if (day, other) not in different and sum(_weight(*value) for value in same) >= ENOUGH:
            days = f"vom {date.fromisoformat(day):%d.%m.%Y}", f"vom {date.fromisoformat(other):%d.%m.%Y}"
            told = f"Alle {counts[day, other]} Werte {days[0]} sind auch die {days[1]}"
            if counts[day, other] == 1:
                told = f"Der Wert {days[0]}, {_german(next(iter(same))[1])}, ist auch der {days[1]}"
            yield True, f"{told}. Vermutlich ist es dieselbe Ausgabe unter einem anderen Tag."


def _weight(is_share: bool, value: float) -> int:
    """How much it says that a value is met again: a share may stay as it is, a count with many digits hardly does."""
    return 1 if is_share else len(f"{value:.0f}")


def _german(value: float) -> str:
    return number(value, 0 if value == int(value) else 2)
