"""Questions about new rows that say what another row says already, under another id."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.messages.german import counted
from etl.reading.partial_dates import normalised_date
from etl.rules.history import plain
from etl.rules.questions.step import NAMED, Step, examples

COMPARED = 100
"""Rows with the same amount and project, or the same title, that each of them is compared with."""


def double_questions(step: Step) -> Iterator[Finding]:
    """Ask about new rows that say what another row says already."""
    column, groups, is_same = DOUBLES.get(step.kind, ("", (), lambda one, other: False))
    found: dict[str, str] = {}
    for group in groups:
        if not set(group) <= set(step.new.columns):
            continue
        folded = step.new[list(group)].apply(lambda texts: texts.map(lambda text: _folded(plain(text))))
        rows = step.new[folded.duplicated(keep=False) & (folded != "").all(axis=1)]
        for _, same in rows.groupby([folded.loc[rows.index, name] for name in group], sort=False):
            records = same.to_dict("index")
            for added in records:
                if added not in step.old.index and added not in found:
                    others = (key for key in list(records)[:COMPARED] if key != added and found.get(key) != added)
                    known = next((key for key in others if is_same(records[added], records[key])), None)
                    if known is not None:
                        found[str(added)] = str(known)
    what = "Ist es dasselbe, bitte eine der beiden Zeilen löschen. Oder sind es wirklich zwei?"
    if len(found) <= NAMED:
        for added, known in found.items():
            message = f"„{added}“ sagt dasselbe wie „{known}“ ({column}). {what}"
            yield step.ask("double", TABLES[step.kind].key[0], {added: known}, message)
    else:
        message = (
            f"{counted(len(found), 'Zeile sagt', 'Zeilen sagen')} dasselbe wie eine andere: {examples(found)}. {what}"
        )
        yield step.ask("double", TABLES[step.kind].key[0], found, message)


def _is_same_grant(one: dict[Any, str], other: dict[Any, str]) -> bool:
    return all(_agree(one.get(name, ""), other.get(name, "")) for name in ("Fördergeber", "Programm", "Bewilligt"))


def _is_same_milestone(one: dict[Any, str], other: dict[Any, str]) -> bool:
    return all(_agree(one.get(name, ""), other.get(name, "")) for name in ("Erstplanung", "Erreicht"))


DOUBLES: dict[str, tuple[str, tuple[tuple[str, ...], ...], Callable[[dict[Any, str], dict[Any, str]], bool]]] = {
    # A row that was copied to begin a new one keeps what is longest.
    "projekte": ("Titel oder Kurzbeschreibung", (("Titel",), ("Kurzbeschreibung",)), lambda one, other: True),
    "foerderung": (
        "Betrag (EUR)",
        (("Art", "Betrag (EUR)", "Projekt-ID"), ("Art", "Betrag (EUR)", "Empfänger")),
        _is_same_grant,
    ),
    "meilensteine": ("Meilenstein", (("Projekt-ID", "Meilenstein"),), _is_same_milestone),
    "quellen": ("Titel", (("URL", "Titel"),), lambda one, other: True),
}
"""By table: what tells what a row is about, sets of columns that doubles have in common, and what else makes
two rows the same."""


def _agree(one: str, other: str) -> bool:
    """Whether two texts say the same, one of them perhaps less."""
    one, other = (_folded(normalised_date(text)) for text in (one, other))
    return one in other or other in one


def _folded(text: str) -> str:
    """A text without case, blanks, dashes and quotes."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())
