"""Questions about new rows that say what another row says already, under another id."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.messages.german import counted
from etl.reading.partial_dates import normalised_date
from etl.rules.history import plain
from etl.rules.keyed_rows import Places
from etl.rules.questions.step import NAMED, Step

COMPARED = 100
"""Rows with the same amount and project, or the same title, that each of them is compared with."""


def double_questions(step: Step) -> Iterator[Finding]:
    """Ask about new rows that say what another row says already."""
    column, groups, more = DOUBLES.get(step.kind, ("", (), ()))
    found: dict[str, str] = {}
    compared = [name for name in more if name in step.new.columns]
    for group in groups:
        if not set(group) <= set(step.new.columns):
            continue
        for places in _alike(step, group):
            records = dict(zip(step.new.keys(places), step.new.cells(compared, places), strict=True))
            first = list(records)[:COMPARED]
            for added in records:
                if added not in step.old.index and added not in found:
                    others = (key for key in first if key != added and found.get(key) != added)
                    known = next((key for key in others if all(map(_agree, records[added], records[key]))), None)
                    if known is not None:
                        found[added] = known
    ending = "Ist es dasselbe, bitte eine der beiden Zeilen löschen. Oder sind es wirklich zwei?"
    if len(found) <= NAMED:
        for added, known in found.items():
            message = f"„{added}“ sagt dasselbe wie „{known}“ ({column}). {ending}"
            yield step.question("double", TABLES[step.kind].key[0], {added: known}, message)
    else:
        what = f"{counted(len(found), 'Zeile sagt', 'Zeilen sagen')} dasselbe wie eine andere"
        yield from step.ask("double", TABLES[step.kind].key[0], found, what, ending)


def _alike(step: Step, group: Sequence[str]) -> Iterator[Places]:
    """Places of rows that say the same in these columns, where one of them is new.

    Of many rows few are left by each column, and only those are looked at in the next one.
    """
    places, is_new = np.arange(len(step.new)), step.places < 0
    numbers = np.zeros(len(places), dtype=np.intp)
    for name in group:
        coded = step.new.columns[name].take(pa.array(places)).dictionary_encode()
        positions = coded.indices.to_numpy()
        meanings = np.array([_folded(plain(text)) for text in coded.dictionary.to_pylist()], dtype=object)
        folded, different = pd.factorize(meanings)
        numbers, _ = pd.factorize(numbers * len(different) + folded[positions])
        is_kept = (meanings != "")[positions] & (np.bincount(numbers) > 1)[numbers]
        is_kept &= (np.bincount(numbers, weights=is_new) > 0)[numbers]
        places, is_new, numbers = places[is_kept], is_new[is_kept], numbers[is_kept]
    if len(places):
        order = np.argsort(numbers, kind="stable")
        yield from np.split(places[order], np.flatnonzero(np.diff(numbers[order])) + 1)


DOUBLES: dict[str, tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    # A row that was copied to begin a new one keeps what is longest.
    "projekte": ("Titel oder Kurzbeschreibung", (("Titel",), ("Kurzbeschreibung",)), ()),
    "foerderung": (
        "Betrag (EUR)",
        (
            ("Art", "Betrag (EUR)", "Projekt-ID"),
            ("Art", "Betrag (EUR)", "Empfänger"),
            # Of a copied project also the recipient may be spelled otherwise.
            ("Art", "Betrag (EUR)", "Quelle-ID"),
            ("Art", "Betrag (EUR)", "Bewilligt", "Fördergeber", "Programm"),
        ),
        ("Fördergeber", "Programm", "Bewilligt"),
    ),
    "meilensteine": ("Meilenstein", (("Projekt-ID", "Meilenstein"),), ("Erstplanung", "Erreicht")),
    "quellen": ("URL", (("URL",),), ()),
}
"""By table: what tells what a row is about, sets of columns that doubles have in common, and columns in which two such
rows must not say different things."""


def _agree(one: str, other: str) -> bool:
    """Whether two texts say the same, one of them perhaps less."""
    one, other = (_folded(normalised_date(text)) for text in (one, other))
    return one in other or other in one


def _folded(text: str) -> str:
    """A text without case, blanks, dashes and quotes."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())
