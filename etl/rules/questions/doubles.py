"""Questions about new and changed rows that say what another row says already, under another id."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.messages.german import counted
from etl.reading.money import AMOUNT
from etl.reading.partial_dates import normalised_date
from etl.rules.history import plain
from etl.rules.keyed_rows import Places
from etl.rules.questions.step import NAMED, Step

COMPARED = 100
"""Rows with the same amount and project, or the same title, that each of them is compared with."""
NEAR = Decimal("0.05")
"""Share by which a rounded amount and the exact one differ at most."""
_FROM_TWO = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
NUMBERS = {word: str(number) for number, word in enumerate(_FROM_TWO, start=2)}
LITTLE_WORDS = frozenset(
    (
        *("der", "die", "das", "des", "dem", "den", "ein", "eine", "in", "im", "an", "am", "auf"),
        *("für", "mit", "und", "von", "vom", "zu", "zum", "zur"),
    )
)
"""Words that a title says the same with or without."""
VISIT = re.compile(r"^https?://(?:www\.)?|#(?![/!]).*$|(?<=[?&])utm_\w+=[^&#]*&?", re.IGNORECASE)
"""What an address has besides the page that it leads to."""


@dataclass(frozen=True)
class Double:
    """How two rows of a table are known to say the same."""

    column: str
    """What tells what a row is about, in words."""
    groups: tuple[tuple[str, ...], ...]
    """Sets of columns that doubles have in common."""
    meanings: tuple[Callable[[str], str], ...]
    """Ways to read a text of these columns; in one of them doubles are equal."""
    agreements: Mapping[str, Callable[[str, str], bool]]
    """Columns in which two such rows must not say different things, and whether two texts do not."""


def double_questions(step: Step) -> Iterator[Finding]:
    """Ask about new and changed rows that say what another row says already."""
    if step.kind not in DOUBLES:
        return
    double, found = DOUBLES[step.kind], dict[str, str]()
    agreements = {name: agree for name, agree in double.agreements.items() if name in step.new.columns}
    for group in double.groups:
        if not set(group) <= set(step.new.columns):
            continue
        is_fresh = _is_fresh(step, group)
        for places in (places for meaning in double.meanings for places in _alike(step, group, is_fresh, meaning)):
            records = dict(zip(step.new.keys(places), step.new.cells(list(agreements), places), strict=True))
            first = list(records)[:COMPARED]
            for added in step.new.keys(places[is_fresh[places]]):
                if added not in found:
                    others = (key for key in first if key != added and found.get(key) != added)
                    known = next(
                        (key for key in others if _are_agreeing(agreements.values(), records[added], records[key])),
                        None,
                    )
                    if known is not None:
                        found[added] = known
    ending = "Ist es dasselbe, bitte eine der beiden Zeilen löschen. Oder sind es wirklich zwei?"
    if len(found) <= NAMED:
        for added, known in found.items():
            message = f"„{added}“ sagt dasselbe wie „{known}“ ({double.column}). {ending}"
            yield step.question("double", TABLES[step.kind].key[0], {added: known}, message)
    else:
        what = f"{counted(len(found), 'Zeile sagt', 'Zeilen sagen')} dasselbe wie eine andere"
        yield from step.ask("double", TABLES[step.kind].key[0], found, what, ending)


def _is_fresh(step: Step, group: Sequence[str]) -> npt.NDArray[np.bool_]:
    """For each row whether it is new or says something else in one of these columns."""
    changed = {key for name in group for key in step.changes.get(name, ())}
    return (step.places < 0) | step.new.index.isin(changed)


def _alike(
    step: Step, group: Sequence[str], is_fresh: npt.NDArray[np.bool_], meaning: Callable[[str], str]
) -> Iterator[Places]:
    """Places of rows that say the same in these columns, where one of them is new or changed.

    Of many rows few are left by each column, and only those are looked at in the next one.
    """
    places = np.arange(len(step.new))
    numbers = np.zeros(len(places), dtype=np.intp)
    for name in group:
        coded = step.new.columns[name].take(pa.array(places)).dictionary_encode()
        positions = coded.indices.to_numpy()
        meanings = np.array([meaning(text) for text in coded.dictionary.to_pylist()], dtype=object)
        folded, different = pd.factorize(meanings)
        numbers, _ = pd.factorize(numbers * len(different) + folded[positions])
        is_kept = (meanings != "")[positions] & (np.bincount(numbers) > 1)[numbers]
        is_kept &= (np.bincount(numbers, weights=is_fresh[places]) > 0)[numbers]
        places, numbers = places[is_kept], numbers[is_kept]
    if len(places):
        order = np.argsort(numbers, kind="stable")
        yield from np.split(places[order], np.flatnonzero(np.diff(numbers[order])) + 1)


def _are_agreeing(agreements: Iterable[Callable[[str, str], bool]], one: Sequence[str], other: Sequence[str]) -> bool:
    return all(agree(*texts) for agree, *texts in zip(agreements, one, other, strict=True))


def _says_no_less(one: str, other: str) -> bool:
    """Whether two texts say the same, one of them perhaps less."""
    one, other = (_folded(normalised_date(text)) for text in (one, other))
    return one in other or other in one


def _is_near(one: str, other: str) -> bool:
    """Whether two amounts can be the same, one of them rounded."""
    if not (AMOUNT.fullmatch(one) and AMOUNT.fullmatch(other)):
        return False
    smaller, larger = sorted((Decimal(one), Decimal(other)))
    return larger - smaller <= NEAR * larger


def _hold_both(one: str, other: str) -> bool:
    """Whether neither amount has replaced the other."""
    return "überholt" not in (one, other)


def _meaning(text: str) -> str:
    return _folded(plain(text))


def _words(text: str) -> str:
    """The words of a text in alphabetical order, numbers as digits, without little ones."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(sorted(NUMBERS.get(word, word) for word in words if word not in LITTLE_WORDS))


def _page(address: str) -> str:
    """An address without what leads to the same page."""
    return _folded(VISIT.sub("", address))


def _folded(text: str) -> str:
    """A text without case, blanks, dashes and quotes."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


DOUBLES = {
    # A row that was copied to begin a new one keeps what is longest.
    "projekte": Double("Titel oder Kurzbeschreibung", (("Titel",), ("Kurzbeschreibung",)), (_meaning, _words), {}),
    "foerderung": Double(
        "Betrag (EUR)",
        (
            ("Art", "Betrag (EUR)", "Projekt-ID"),
            ("Art", "Betrag (EUR)", "Empfänger"),
            # Of a copied project also the recipient may be spelled otherwise.
            ("Art", "Betrag (EUR)", "Quelle-ID"),
            ("Art", "Betrag (EUR)", "Bewilligt", "Fördergeber", "Programm"),
            # The exact amount beside the rounded one.
            ("Art", "Projekt-ID", "Empfänger"),
        ),
        (_meaning,),
        {
            **dict.fromkeys(("Fördergeber", "Programm", "Bewilligt"), _says_no_less),
            "Betrag (EUR)": _is_near,
            "Zählweise": _hold_both,
        },
    ),
    "meilensteine": Double(
        "Meilenstein",
        (("Projekt-ID", "Meilenstein"),),
        (_meaning, _words),
        dict.fromkeys(("Erstplanung", "Erreicht"), _says_no_less),
    ),
    "quellen": Double("URL", (("URL",),), (_page,), {}),
}
"""By table how doubles in it are known."""
