"""Which candidates the office's tables hold already: by reference number, by recipient and amount, by title."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from etl.messages.german import number
from etl.official.adapters.candidates import amount
from etl.official.formats.text_tables import folded

SIMILAR = 0.85
SHORTEST_REFERENCE = 6
MOST_REASONS = 3
MARKS = ["Schon bekannt", "Bekannt als", "Warum"]
# Words that stand before a name and say nothing about whose it is.
FORMS = frozenset({"stadt", "kreisstadt", "gemeinde", "hansestadt", "große", "kreisangehörige", "der", "die"})


@dataclass
class Holdings:
    """What the office's tables hold, by what a candidate can be recognised by."""

    references: dict[str, str] = field(default_factory=dict)
    """Text of a row without blanks, by the place of the row."""
    amounts: dict[int, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Place, recipient, key of the recipient, by whole euros."""
    titles: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Title and its words by place."""
    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def marked_as_known(candidates: pd.DataFrame, projects: pd.DataFrame, funding: pd.DataFrame) -> pd.DataFrame:
    """Fill ``Schon bekannt`` (ja, vielleicht, nein), ``Bekannt als`` and ``Warum`` of every candidate.

    ``projects`` and ``funding`` are the office's tables with the columns of projekte.csv and foerderung.csv, texts.
    """
    holdings = _holdings(projects, funding)
    rows = [{str(name): str(cell) for name, cell in row.items()} for row in candidates.to_dict("records")]
    marks = pd.DataFrame([_mark(row, holdings) for row in rows], columns=MARKS, index=candidates.index, dtype="str")
    return candidates.assign(**marks)


def _holdings(projects: pd.DataFrame, funding: pd.DataFrame) -> Holdings:
    holdings = Holdings()
    for name, key, table in (("projekte.csv", "Projekt-ID", projects), ("foerderung.csv", "Förder-ID", funding)):
        for row in table.fillna("").astype("str").to_dict("records"):
            place = f"{name}, {row.get(key, '')}"
            holdings.references[place] = _without_blanks(" ".join(str(cell) for cell in row.values()))
            if title := str(row.get("Titel", "")):
                words = frozenset(folded(title).split())
                holdings.titles[place] = title, words
                for word in words:
                    holdings.by_word[word].append(place)
            if (euro := _euro(str(row.get("Betrag (EUR)", "")))) is not None:
                entry = place, str(row.get("Empfänger", "")), str(row.get("Empfänger-AGS", ""))
                holdings.amounts[euro].append(entry)
    return holdings


def _mark(row: Mapping[str, str], holdings: Holdings) -> tuple[str, str, str]:
    reasons = [*_by_reference(row, holdings), *_by_amount(row, holdings), *_by_title(row, holdings)]
    if not reasons:
        return "nein", "", ""
    is_sure = any(sure for sure, _, _ in reasons)
    told = [(place, reason) for sure, place, reason in reasons if sure or not is_sure][:MOST_REASONS]
    places = "; ".join(dict.fromkeys(place for place, _ in told))
    return "ja" if is_sure else "vielleicht", places, "; ".join(dict.fromkeys(reason for _, reason in told))


def _by_reference(row: Mapping[str, str], holdings: Holdings) -> Iterator[tuple[bool, str, str]]:
    reference = _without_blanks(row["FKZ"])
    if len(reference) >= SHORTEST_REFERENCE:
        for place, text in holdings.references.items():
            if reference in text:
                yield True, place, f"Förderkennzeichen {row['FKZ']} steht in der Zeile"


def _by_amount(row: Mapping[str, str], holdings: Holdings) -> Iterator[tuple[bool, str, str]]:
    if not (euro := _euro(row["Betrag (EUR)"])):
        return
    bodies = {_body(row["Empfänger"]), _body(row["Ausführende Stelle"])} - {""}
    keys = {row["Empfänger-AGS"], row["Ort der Durchführung (AGS)"]} - {""}
    for near in (euro - 1, euro, euro + 1):
        for place, recipient, key in holdings.amounts.get(near, []):
            told = f"gleicher Betrag ({number(euro, 0)} €)"
            if _body(recipient) in bodies:
                yield True, place, f"gleicher Empfänger und {told}"
            elif key in keys:
                yield False, place, f"gleiche Kommune und {told}"


def _by_title(row: Mapping[str, str], holdings: Holdings) -> Iterator[tuple[bool, str, str]]:
    """Compare only titles that share half of the shorter one's words, so that long tables stay quick."""
    words = frozenset(folded(row["Titel"]).split())
    shared = Counter(place for word in words for place in holdings.by_word.get(word, ()))
    for place, count in shared.most_common(20):
        title, others = holdings.titles[place]
        if count * 2 < min(len(words), len(others)):
            continue
        likeness = difflib.SequenceMatcher(None, " ".join(sorted(words)), " ".join(sorted(others))).ratio()
        if likeness >= SIMILAR or (len(others) >= 3 and others <= words):
            yield False, place, f"sehr ähnlicher Titel („{title}“)"


def _body(name: str) -> str:
    return " ".join(word for word in folded(name).split() if word not in FORMS)


def _euro(text: str) -> int | None:
    try:
        value = amount(text)
    except ValueError:
        return None
    return None if value is None else int(value)


def _without_blanks(text: str) -> str:
    return "".join(text.split()).upper()
