"""Questions about single cells that are new or different: dates, texts, amounts and areas that can hardly be right."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice, pairwise

import numpy as np

from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.messages.german import number
from etl.reading.inputs import Inputs
from etl.reading.money import AMOUNT
from etl.reading.partial_dates import is_possible, partial_date
from etl.reading.text_columns import different
from etl.rules.cross_checks import AREAS, is_elsewhere
from etl.rules.detail_checks import PAID_OUT, PAID_OUT_ON
from etl.rules.keyed_rows import records
from etl.rules.questions.step import MEANT, Step

PAST_DATES = {"foerderung": ("Bewilligt", PAID_OUT_ON), "quellen": ("Veröffentlicht",), "projekte": ("Status vom",)}
"""Dates of what has happened already; that a milestone is reached after the Stand is an error."""
FIRST_YEAR, YEARS_AHEAD = 1990, 15
"""Dates outside are most likely a slip."""
SMALLEST = 100
"""Euros of the smallest amount, however small the known ones are."""
TIMES_SMALLER = 100
"""How many times smaller than the smallest known amount of its kind a new one may be; one larger than all is asked about."""
DRAGGED = 4
"""From how many cells on a series that counts up is no chance."""
MOJIBAKE = re.compile("[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd|(?<=[a-zäöüß])\\?(?=[a-zäöüß])")
"""Letters of UTF-8 read as another encoding, or lost in one."""
ESCAPES = re.compile(r"\\u[0-9a-fA-F]{4}|_x[0-9a-fA-F]{4}_|&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,4});")
REMOVAL = re.compile(
    r"\bbitte\b.{0,30}\b(?:streichen|gestrichen|l[öo]e?schen|entfernen|rausnehmen)\b"
    r"|^(?:streichen|l[öo]e?schen|entfernen|entf[äa]e?llt|gestrichen|gel[öo]e?scht|kann weg|raus)[.!]*$",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"^(?:(?-i:x+)|n\.? ?n\.?|n/a|todo|tba|[\W_]+)$|\b(?:tbd|(?-i:XXX+)|lorem ipsum)\b|\?{3}|^(?:bitte )?noch kl[äa]e?ren\b",
    re.IGNORECASE,
)
"""What is written where a text is still to come."""
SEARCH = re.compile(
    r"^https?://(?:www\.)?(?:google|bing|duckduckgo|ecosia|startpage|qwant)\.[a-z.]+(?:[/?#]|$)", re.IGNORECASE
)
BARE_HOST = re.compile(r"^https?://[^/?#\s]+\.[^/?#\s]+/?$")
"""A host without a dot is an error already."""
WORD = re.compile(r"[^\W\d_]+")
OTHER_THAN_LATIN = re.compile("[^\\W\\d_\u0000-\u024f\u1e00-\u1eff]")


def date_questions(step: Step, stand_date: date) -> Iterator[Finding]:
    """Ask about dates of what has happened that lie after the Stand, and about dates far from it."""
    for column in (found for found in TABLES[step.kind].columns if found.is_date):
        fresh = {key: text for key, text in step.fresh(column.header).items() if is_possible(text)}
        future = {}
        if column.header in PAST_DATES.get(step.kind, ()):
            future = {key: text for key, text in fresh.items() if partial_date(text).first > stand_date}
        yield from step.ask("future", column.header, future, f"Das liegt nach dem Stand vom {stand_date:%d.%m.%Y}")
        years = range(FIRST_YEAR, stand_date.year + YEARS_AHEAD + 1)
        far = {
            key: text for key, text in fresh.items() if partial_date(text).first.year not in years and key not in future
        }
        what = f"Das liegt außerhalb der Jahre {years[0]} bis {years[-1]}"
        yield from step.ask("far-date", column.header, far, what)


def correction_questions(step: Step, before: date | None, after: date, today: date) -> Iterator[Finding]:
    """Ask about corrections of a day that is still to come, or before the Stand that still had what they correct."""
    # A Stand of an earlier day may be corrected today, and one of a later day is made in good time.
    last_day, first_day = max(after, today), min(before or date.min, today)
    days = {key: partial_date(text) for key, text in step.fresh("Datum").items() if is_possible(text)}
    ending = f"Erwartet wird der Tag, an dem berichtigt wurde; er wird veröffentlicht. {MEANT}"
    future = {key: f"{day.first:%d.%m.%Y}" for key, day in days.items() if day.first > last_day}
    yield from step.ask("future-correction", "Datum", future, "Dieser Tag kommt erst noch", ending)
    if before:
        early = {key: f"{day.last:%d.%m.%Y}" for key, day in days.items() if day.last < first_day}
        what = f"Im Stand vom {before:%d.%m.%Y} stand noch, was hier an einem Tag davor berichtigt wurde"
        yield from step.ask("early-correction", "Datum", early, what, ending)


def reached_questions(step: Step, stand_date: date) -> Iterator[Finding]:
    """Ask about milestones that become reached without a day although their plan lies after the Stand."""
    states = step.fresh("Status laut Quelle")
    places = np.flatnonzero(step.new.index.isin([key for key, state in states.items() if state == "erreicht"]))
    early = {}
    for key, row in records(step.new, places).items():
        plan = row.get("Aktuelle Planung") or row.get("Erstplanung", "")
        if is_possible(plan) and partial_date(plan).first > stand_date and not row.get("Erreicht"):
            early[key] = f"erreicht, geplant {plan}"
    what = f"Das ist ohne Tag als erreicht gemeldet, geplant ist es aber erst nach dem Stand vom {stand_date:%d.%m.%Y}"
    ending = "Ist es wirklich schon erreicht? Dann bitte in „Erreicht“ den Tag eintragen."
    yield from step.ask("early", "Status laut Quelle", early, what, ending)


def passed_plan_questions(step: Step, stand_date: date) -> Iterator[Finding]:
    """Ask about milestones that are planned for another time, which is over already, and are not reached."""
    changed = [step.changes.get(column, {}) for column in ("Aktuelle Planung", "Erstplanung")]
    places = np.flatnonzero(step.new.index.isin([key for cells in changed for key in cells]))
    passed = {}
    for key, row in records(step.new, places).items():
        # Without another plan the first one holds.
        plan, cells = row.get("Aktuelle Planung", ""), changed[0]
        if not plan:
            plan, cells = row.get("Erstplanung", ""), changed[1]
        is_over = key in cells and is_possible(plan) and partial_date(plan).last < stand_date
        if is_over and row.get("Status laut Quelle") != "erreicht":
            passed[key] = plan
    what = f"Dieser Termin ist neu und vor dem Stand vom {stand_date:%d.%m.%Y} schon vorbei, erreicht ist es aber nicht"
    yield from step.ask("passed-plan", "Aktuelle Planung", passed, what)


def late_plan_questions(step: Step) -> Iterator[Finding]:
    """Ask about first plans that are entered for milestones that were reached already."""
    states = dict(zip(step.old.index, step.old.column("Status laut Quelle"), strict=True))
    late = {
        key: new
        for key, (old, new) in step.changes.get("Erstplanung", {}).items()
        if old == "" and states[key] == "erreicht"
    }
    what = f"Diese erste Planung ist neu, erreicht war das aber schon {step.seen}"
    yield from step.ask("late-plan", "Erstplanung", late, what, f"Nannte eine Quelle den Termin vorher? {MEANT}")


def text_questions(step: Step) -> Iterator[Finding]:
    """Ask about texts with letters of a wrong encoding or another script, and with a wish or nothing instead of a value.

    Of addresses ask about those that lead to no page of their own.
    """
    for column in TABLES[step.kind].columns:
        rules = ADDRESS_RULES if column.kind == "url" else TEXT_RULES
        is_named = column.kind != "key" and column.header in TABLES[step.kind].key
        # The row of a correction is named by texts that stand in other tables.
        if is_named or column.kind not in ("text", "key", "reference", "url"):
            continue
        if column.kind == "key":
            fresh = {key: key for key in step.new.keys(np.flatnonzero(step.places < 0))}
        else:
            fresh = step.fresh(column.header)
        different = dict.fromkeys(fresh.values())
        for name, (finds, what) in rules.items():
            odd = set(filter(finds, different))
            if odd:
                hits = {key: text for key, text in fresh.items() if text in odd}
                yield from step.ask(name, column.header, hits, what, "Bitte berichtigen. Oder ist das so gemeint?")


def _known(step: Step, column: str) -> list[str]:
    """The texts that the Stand before had in a column."""
    return different(step.old.columns[column]) if column in step.old.columns else []


def _mixed_script(text: str) -> bool:
    """Whether a word has letters of more than one of the scripts that look alike."""
    if not OTHER_THAN_LATIN.search(text):
        return False
    scripts = (
        {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter not in "µ"}
        for word in WORD.findall(text)
        if not word.isascii()
    )
    return any(len(found & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "FULLWIDTH"}) > 1 for found in scripts)


TEXT_RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "encoding": (MOJIBAKE.search, "Hier sind Buchstaben falsch umgesetzt oder verloren"),
    "escape": (ESCAPES.search, "Hier steht eine Umschreibung statt des Zeichens"),
    "script": (_mixed_script, "Hier stehen in einem Wort Buchstaben verschiedener Schriften, die gleich aussehen"),
    "removal": (REMOVAL.search, "Hier steht eine Bitte statt einer Angabe"),
    "placeholder": (PLACEHOLDER.search, "Hier steht ein Platzhalter statt einer Angabe"),
}
ADDRESS_RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "search": (SEARCH.search, "Diese Adresse führt zu einer Suchmaschine statt zu der Seite, auf der es steht"),
    "bare-host": (BARE_HOST.search, "Diese Adresse führt zu einer Startseite statt zu der Seite, auf der es steht"),
}
"""What finds a text or an address that can hardly be meant so, and how it is asked about."""


def series_questions(step: Step) -> Iterator[Finding]:
    """Ask about days and amounts that count up by one from row to row, as when a cell is dragged down."""
    for column in (found for found in TABLES[step.kind].columns if found.is_date or found.kind == "amount"):
        numbers, fresh = {}, step.fresh(column.header)
        for key, text in fresh.items():
            if column.kind == "amount" and AMOUNT.fullmatch(text):
                numbers[key] = Decimal(text)
            elif column.is_date and is_possible(text) and partial_date(text).precision == "day":
                numbers[key] = Decimal(partial_date(text).first.toordinal())
        runs: list[list[str]] = [[key] for key in islice(numbers, 1)]
        for before, key in pairwise(numbers):
            if numbers[key] - numbers[before] == 1:
                runs[-1].append(key)
            else:
                runs.append([key])
        shown = {key: fresh[key] for run in runs if len(run) >= DRAGGED for key in run}
        what = "Diese Angaben zählen von Zeile zu Zeile um eins weiter, wie beim Ziehen einer Zelle nach unten"
        yield from step.ask("dragged", column.header, shown, what)


def amount_questions(step: Step) -> Iterator[Finding]:
    """Ask about amounts far smaller than all known ones of their kind, or larger than these; where none is known, than all.

    What is paid out can be a small part, and is only never next to nothing.
    """
    known: dict[str, list[Decimal]] = defaultdict(list)
    for kind, text in zip(step.old.column("Art"), step.old.column("Betrag (EUR)"), strict=True):
        if AMOUNT.fullmatch(text):
            known[kind].append(Decimal(text))
    every = [amount for amounts in known.values() for amount in amounts]
    kinds = dict(zip(step.new.index, step.new.column("Art"), strict=True))
    what = f"So kleine oder große Beträge gab es {step.seen} nicht"
    for column in ("Betrag (EUR)", PAID_OUT):
        unlikely = {}
        fresh = {key: Decimal(text) for key, text in step.fresh(column).items() if AMOUNT.fullmatch(text)}
        for key, amount in fresh.items():
            amounts = known.get(kinds[key], every)
            smallest, largest = (min(amounts), max(amounts)) if amounts else (amount, amount)
            is_unlike_all = amount * TIMES_SMALLER < smallest or amount > largest
            if amount < SMALLEST or (is_unlike_all and column != PAID_OUT):
                unlikely[key] = f"{number(amount)} €"
        yield from step.ask("amount", column, unlikely, what, f"Sind es Euro? {MEANT}")


def level_questions(step: Step, spelled: Mapping[str, str]) -> Iterator[Finding]:
    """Ask about funders on another level than in all other rows, of this Stand and earlier ones.

    ``spelled`` gives one name to each funder that is spelled in several ways.
    """
    funder, level = "Fördergeber", "Ebene"
    fresh = step.fresh(funder) | step.fresh(level)
    known: dict[str, set[str]] = defaultdict(set)
    added: dict[str, set[str]] = defaultdict(set)
    found = {}
    for rows in (step.old, *step.earlier.values(), step.new):
        for key, name, text in zip(rows.index, rows.column(funder), rows.column(level), strict=True):
            is_added = rows is step.new and key in fresh
            (added if is_added else known)[spelled.get(name, name)].add(text)
            if is_added and name and text:
                found[str(key)] = (name, text)
    other = {}
    for key, (name, text) in found.items():
        # Where a funder is new its rows are compared with each other.
        levels = known.get(spelled.get(name, name)) or added[spelled.get(name, name)] - {text}
        if levels and text not in levels:
            other[key] = f"{name}: {text}, sonst {' oder '.join(sorted(levels))}"
    ending = f"Danach wird das Geld auf der öffentlichen Seite geordnet. Bitte beide Spalten prüfen. {MEANT}"
    yield from step.ask("level", level, other, "Dieser Fördergeber hat sonst eine andere Ebene", ending)


def area_questions(step: Step, inputs: Inputs) -> Iterator[Finding]:
    """Ask about areas outside the district that no Stand and no list of ours has named."""
    if inputs.region is None:
        return
    district = inputs.region.region.district_ags
    known = {entry.ags for entry in inputs.region.comparison}
    known.update(key for cell in _known(step, AREAS) for key in cell.split())
    strange = {}
    for row, cell in step.fresh(AREAS).items():
        if keys := [key for key in cell.split() if key not in known and is_elsewhere(key, district)]:
            strange[row] = " ".join(keys)
    what = "Diese Gebiete außerhalb des Kreises kennt hier noch niemand"
    yield from step.ask("area", AREAS, strange, what, "Gibt es sie, und sind sie beteiligt?")
