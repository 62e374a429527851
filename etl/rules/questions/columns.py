"""Questions about whole columns: sorted alone, moved by a row or by days, emptied, going back, largely different."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from difflib import SequenceMatcher
from itertools import chain, islice

import numpy as np
import pandas as pd
import pyarrow as pa

from data_dictionary import TABLES, Column
from etl.messages.findings import Finding
from etl.messages.german import counted, number
from etl.reading.partial_dates import is_possible, partial_date
from etl.reading.text_columns import places_of
from etl.rules.history import plain
from etl.rules.questions.step import MEANT, Changes, Step, examples

FEW, SHARE = 3, 0.2
"""From how many cells on, and from which share of a column on, a change is asked about."""
LEAST_ROWS, LEAST_CELLS = 10, 5
"""In a smaller table, and of fewer cells, a share says nothing."""
REARRANGED = 0.8
"""Share of changed cells whose former value turns up in another row."""
CALENDARS = 1462
"""Days between the two calendars that Excel counts in."""
ALIKE = 0.6
"""From which ratio of common letters on a text is still the same, corrected or shortened."""
OLDER = "Vermutlich ist die Mappe aus einem älteren Stand gemacht."


def column_questions(step: Step) -> Iterator[Finding]:
    """Ask about keys that have the cells of other rows now; where they have not, about each column."""
    if moved := _moved_keys(step):
        what = f"{counted(len(moved), 'Kennung hat', 'Kennungen haben')} jetzt die Angaben, die {step.seen} eine andere Kennung hatte"
        ending = f"Vermutlich sind Kennungen gegen die übrigen Spalten verschoben oder allein sortiert. {MEANT}"
        yield from step.ask("moved-keys", TABLES[step.kind].key[0], moved, what, ending)
        return
    returned = _returned(step)
    what = (
        f"{counted(len(returned), 'Zeile ist', 'Zeilen sind')} wieder da, die {step.seen} entfallen "
        f"{'war' if len(returned) == 1 else 'waren'}"
    )
    yield from step.ask("returned", TABLES[step.kind].key[0], returned, what, f"{OLDER} {MEANT}")
    undone = {column: _undone(step, column, changed) for column, changed in step.changes.items()}
    yield from _ask_undone(step, undone)
    for column, different in step.changes.items():
        changed = {key: texts for key, texts in different.items() if key not in undone[column]}
        if changed:
            asked = chain.from_iterable(check(step, column, changed) for check in COLUMN_CHECKS)
            yield from islice(asked, 1)


def _moved_keys(step: Step) -> dict[str, str]:
    """Keys whose row says what another key's row said before, with that other key."""
    places = np.unique(np.concatenate([np.empty(0, dtype=np.intp), *step.different_places.values()]))
    if len(places) < FEW:
        return {}
    new = step.shared[1]
    candidates = np.arange(len(step.old))
    for column in step.columns:
        # Row by row only what can be one of them: of many rows few say in any column what the changed ones say.
        known = step.old.columns[column].take(pa.array(candidates))
        candidates = candidates[places_of(known, new.texts(column, places))]
    former = dict(zip(step.old.cells(step.columns, candidates), step.old.keys(candidates), strict=True))
    changed = zip(new.keys(places), new.cells(step.columns, places), strict=True)
    moved = {key: former[texts] for key, texts in changed if texts in former}
    return moved if len(moved) >= max(FEW, len(places) / 2) else {}


def _returned(step: Step) -> dict[str, str]:
    """Keys that are there again after the Stand before had left them out, with the last Stand that had them."""
    new = step.new.index[step.places < 0]
    earlier = reversed(list(step.earlier.items()))
    days = {str(key): day for day, rows in earlier for key in new[new.isin(rows.index)]}
    return {key: f"zuletzt im Stand vom {day:%d.%m.%Y}" for key, day in days.items()}


def _undone(step: Step, column: str, changed: Changes) -> dict[str, date]:
    """Cells that were changed since an earlier Stand and say again what they said there; by key, with its day."""
    found: dict[str, date] = {}
    keys = pd.Index(list(changed), dtype=object)
    for day, rows in step.earlier.items():
        if column in rows.columns:
            places = np.asarray(rows.index.get_indexer(keys))
            places = places[places >= 0]
            known = zip(rows.keys(places), rows.texts(column, places), strict=True)
            found = {key: day for key, text in known if plain(text) == plain(changed[key][1])} | found
    return found


def _ask_undone(step: Step, undone: dict[str, dict[str, date]]) -> Iterator[Finding]:
    """One question about all of them: they are what a workbook made from an older Stand brings back."""
    cells: dict[str, str] = {}
    for column, found in undone.items():
        for key in found:
            text = f"{column}: {step.changes[column][key][1] or 'leer'}"
            cells[key] = f"{cells[key]}; {text}" if key in cells else text
    count = sum(len(found) for found in undone.values())
    days = sorted({day for found in undone.values() for day in found.values()})
    what = (
        f"{counted(count, 'Angabe sagt', 'Angaben sagen')} wieder, was im Stand vom "
        f"{' oder '.join(f'{day:%d.%m.%Y}' for day in days)} stand und {step.seen} geändert war"
    )
    yield from step.ask("undone", TABLES[step.kind].key[0], cells, what, f"{OLDER} {MEANT}")


def _rearranged(step: Step, column: str, changed: Changes) -> Iterator[Finding]:
    """Values that stand in other rows now, as after sorting one column alone."""
    new = Counter(new for _, new in changed.values())
    found = (Counter(old for old, _ in changed.values()) & new).total()
    different = len(new)
    if found < max(FEW, REARRANGED * len(changed)) or different < (FEW if len(changed) < 2 * FEW else 2):
        return
    yield step.question(
        "rearranged",
        column,
        _now(changed),
        f"Diese Spalte hat in {counted(len(changed), 'Zeile', 'Zeilen')} einen anderen Wert als {step.seen}, und fast alle diese "
        f"Werte standen dort in einer anderen Zeile. Vermutlich wurde die Spalte allein sortiert oder verschoben. {MEANT}",
    )


def _shifted_dates(step: Step, column: str, changed: Changes) -> Iterator[Finding]:
    """Dates that all moved by the days between the two calendars of Excel or by one day, or swapped day and month."""
    if column not in {found.header for found in TABLES[step.kind].columns if found.is_date}:
        return
    days = {key: texts for key, texts in changed.items() if all(map(_is_day, texts))}
    if len(days) < FEW:
        return
    pairs = [(partial_date(old).first, partial_date(new).first) for old, new in days.values()]
    (shift, count), *_ = Counter((new - old).days for old, new in pairs).most_common(1)
    swapped = sum((old.day, old.month) == (new.month, new.day) for old, new in pairs)
    if abs(shift) in (1, CALENDARS) and count >= max(FEW, REARRANGED * len(pairs)):
        why = "Die Mappe zählt Tage vermutlich ab 1904 statt ab 1900." if abs(shift) == CALENDARS else ""
        what = f"{counted(count, 'Datum liegt', 'Daten liegen')} um {counted(abs(shift), 'Tag', 'Tage')} {'später' if shift > 0 else 'früher'} als {step.seen}. {why}"
    elif swapped >= max(FEW, REARRANGED * len(pairs)):
        what = f"In {counted(swapped, 'Datum', 'Daten')} sind Tag und Monat gegenüber dem, was {step.seen} stand, vertauscht."
    else:
        return
    yield step.question("shifted-dates", column, _now(days), f"{what.strip()} {MEANT}")


def _moved(step: Step, column: str, changed: Changes) -> Iterator[Finding]:
    """Cells of a few rows that say what the row above, or the row below, said before; but one, which comes from outside."""
    old = step.shared[0]
    texts, places = ["", *old.column(column), ""], old.index.get_indexer(pd.Index(list(changed))) + 1
    now = [text for _, text in changed.values()]
    for way, where in ((-1, "darüber"), (1, "darunter")):
        found = {text for place, text in zip(places, now, strict=True) if texts[place + way] == text}
        strange = sum(texts[place + way] != text for place, text in zip(places, now, strict=True))
        if len(found) >= FEW and strange <= 1:
            what = f"In dieser Spalte steht in {counted(len(changed), 'Zeile', 'Zeilen')}, was {step.seen} in der Zeile {where} stand"
            yield from step.ask("moved", column, _now(changed), what, f"Vermutlich sind Zellen verschoben. {MEANT}")


def _emptied(step: Step, column: str, changed: Changes) -> Iterator[Finding]:
    """A column of which a large part is empty now."""
    emptied = {key: old for key, (old, new) in changed.items() if new == ""}
    if len(emptied) < FEW:
        return
    filled = sum(text != "" for text in step.shared[0].columns[column].to_pylist())
    if len(emptied) <= SHARE * filled:
        return
    what = f"Hier sind {number(len(emptied), 0)} von {number(filled, 0)} Angaben dieser Spalte leer, die es {step.seen} gab"
    yield from step.ask("emptied", column, emptied, what)


def _large_share(step: Step, column: str, changed: Changes) -> Iterator[Finding]:
    """A column of which a large part is different now."""
    total = len(step.shared[0])
    if total < LEAST_ROWS or len(changed) < LEAST_CELLS or len(changed) <= SHARE * total:
        return
    yield step.question(
        "large-share",
        column,
        _now(changed),
        f"In dieser Spalte sind {number(len(changed), 0)} von {number(total, 0)} Werten andere als {step.seen} "
        f"({number(100 * len(changed) / total, 0)} %). {MEANT}",
    )


def _backwards(step: Step, column: str, changed: Changes) -> Iterator[Finding]:
    """Milestones that were reached and are not any more."""
    if step.kind != "meilensteine":
        return
    if column == "Status laut Quelle":
        back = {key: texts for key, texts in changed.items() if texts[0] == "erreicht" != texts[1]}
    elif column == "Erreicht":
        back = {key: texts for key, texts in changed.items() if texts[1] == ""}
    else:
        return
    if not back:
        return
    lost = "nicht mehr erreicht" if column == "Status laut Quelle" else "ohne den Tag des Erreichens"
    yield step.question(
        "backwards",
        column,
        _now(back),
        f"{counted(len(back), 'Meilenstein ist', 'Meilensteine sind')} {lost}, anders als {step.seen}: "
        f"{examples({key: old for key, (old, _) in back.items()})}. {MEANT}",
    )


def uncorrected_questions(step: Step, asked: Collection[str | None]) -> Iterator[Finding]:
    """Ask about published values that hardly ever change and say something else now, though no correction says why.

    What is asked about a column ``asked`` already, or about whole rows, says it better.
    """
    if TABLES[step.kind].key[0] in asked:
        return
    for column in TABLES[step.kind].columns:
        if not column.asked_when_changed or column.header in asked:
            continue
        other = {
            key: f"{old} → {new}"
            for key, (old, new) in step.changes.get(column.header, {}).items()
            if old and new and (key, column.header) not in step.corrected and not _is_alike(column, old, new)
        }
        what = "Das war schon veröffentlicht und sagt jetzt etwas anderes"
        ending = f"War es falsch, gehört der Grund in das Blatt „Berichtigungen“. {MEANT}"
        yield from step.ask("uncorrected", column.header, other, what, ending)


def _is_alike(column: Column, old: str, new: str) -> bool:
    """Whether two texts are nearly the same, or two dates the same, one of them more precisely."""
    if column.kind == "text":
        return SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio() >= ALIKE
    if not column.is_date or not (is_possible(old) and is_possible(new)):
        return False
    one, other = partial_date(old), partial_date(new)
    # Of two that can be the same day one always lies within the other.
    return one.first <= other.last and other.first <= one.last


COLUMN_CHECKS: tuple[Callable[[Step, str, Changes], Iterator[Finding]], ...] = (
    _backwards,
    _rearranged,
    _shifted_dates,
    _moved,
    _emptied,
    _large_share,
)
"""What is asked of the cells of a column that differ; the first question of a column is its only one."""


def _now(changed: Changes) -> dict[str, str]:
    return {key: new for key, (_, new) in changed.items()}


def _is_day(text: str) -> bool:
    return is_possible(text) and partial_date(text).precision == "day"
