"""Questions about whole columns: sorted alone, moved by a row or by days, emptied, going back, largely different."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

import pandas as pd

from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.messages.german import counted, number
from etl.reading.partial_dates import is_possible, partial_date
from etl.rules.history import plain
from etl.rules.questions.step import MEANT, Step, examples, texts

FEW, SHARE = 3, 0.2
"""From how many cells on, and from which share of a column on, a change is asked about."""
LEAST_ROWS, LEAST_CELLS = 10, 5
"""In a smaller table, and of fewer cells, a share says nothing."""
REARRANGED = 0.8
"""Share of changed cells whose former value turns up in another row."""
CALENDARS = 1462
"""Days between the two calendars that Excel counts in."""
OLDER = "Vermutlich ist die Mappe aus einem älteren Stand gemacht."


def column_questions(step: Step) -> Iterator[Finding]:
    """Ask about keys that have the cells of other rows now; where they have not, about each column."""
    if moved := _moved_keys(step):
        message = (
            f"{counted(len(moved), 'Kennung hat', 'Kennungen haben')} jetzt die Angaben, die {step.seen} eine andere Kennung "
            f"hatte: {examples(moved)}. Vermutlich sind Kennungen gegen die übrigen Spalten verschoben oder allein sortiert. {MEANT}"
        )
        yield step.ask("moved-keys", TABLES[step.kind].key[0], moved, message)
        return
    if returned := _returned(step):
        message = (
            f"{counted(len(returned), 'Zeile ist', 'Zeilen sind')} wieder da, die {step.seen} entfallen "
            f"{'war' if len(returned) == 1 else 'waren'}: {examples(returned)}. {OLDER} {MEANT}"
        )
        yield step.ask("returned", TABLES[step.kind].key[0], returned, message)
    undone = {column: _undone(step, column) for column in step.columns}
    if any(undone.values()):
        yield _ask_undone(step, undone)
    for column in step.columns:
        changed = step.changes(column).drop(index=list(undone[column]))
        if len(changed):
            asked = (check(step, column, changed) for check in COLUMN_CHECKS)
            yield from islice(filter(None, asked), 1)


def _moved_keys(step: Step) -> dict[str, str]:
    """Keys whose row says what another key's row said before, with that other key."""
    old, new = (rows[step.columns] for rows in step.shared)
    changed = new[(new != old).any(axis=1)]
    if len(changed) < FEW:
        return {}
    rows = step.old[step.columns]
    for column in step.columns:
        # Row by row only what can be one of them: of many rows few say in any column what the changed ones say.
        rows = rows[rows[column].isin(changed[column].unique())]
    former = dict(zip(rows.itertuples(index=False, name=None), rows.index, strict=True))
    moved = {
        str(key): str(former[row])
        for key, row in zip(changed.index, changed.itertuples(index=False, name=None), strict=True)
        if row in former
    }
    return moved if len(moved) >= max(FEW, len(changed) / 2) else {}


def _returned(step: Step) -> dict[str, str]:
    """Keys that are there again after the Stand before had left them out, with the last Stand that had them."""
    new = step.new.index.difference(step.old.index, sort=False)
    days = {str(key): day for day, rows in reversed(list(step.earlier.items())) for key in new.intersection(rows.index)}
    return {key: f"zuletzt im Stand vom {day:%d.%m.%Y}" for key, day in days.items()}


def _undone(step: Step, column: str) -> dict[str, date]:
    """Cells that were changed since an earlier Stand and say again what they said there; by key, with its day."""
    changed = step.changes(column)
    found: dict[str, date] = {}
    for day, rows in step.earlier.items() if len(changed) else ():
        if column in rows:
            before = rows[column].reindex(changed.index).dropna().map(plain)
            again = before[before == changed["new"].reindex(before.index).map(plain)]
            found = {str(key): day for key in again.index} | found
    return found


def _ask_undone(step: Step, undone: dict[str, dict[str, date]]) -> Finding:
    """One question about all of them: they are what a workbook made from an older Stand brings back."""
    cells: dict[str, str] = {}
    for column, found in undone.items():
        for key in found:
            text = f"{column}: {str(step.new.at[key, column]) or 'leer'}"
            cells[key] = f"{cells[key]}; {text}" if key in cells else text
    count = sum(len(found) for found in undone.values())
    days = sorted({day for found in undone.values() for day in found.values()})
    return step.ask(
        "undone",
        TABLES[step.kind].key[0],
        cells,
        f"{counted(count, 'Angabe sagt', 'Angaben sagen')} wieder, was im Stand vom "
        f"{' oder '.join(f'{day:%d.%m.%Y}' for day in days)} stand und {step.seen} geändert war: {examples(cells)}. "
        f"{OLDER} {MEANT}",
    )


def _rearranged(step: Step, column: str, changed: pd.DataFrame) -> Finding | None:
    """Values that stand in other rows now, as after sorting one column alone."""
    found = (Counter(changed["old"]) & Counter(changed["new"])).total()
    different = changed["new"].nunique()
    if found < max(FEW, REARRANGED * len(changed)) or different < (FEW if len(changed) < 2 * FEW else 2):
        return None
    return step.ask(
        "rearranged",
        column,
        texts(changed["new"]),
        f"Diese Spalte hat in {counted(len(changed), 'Zeile', 'Zeilen')} einen anderen Wert als {step.seen}, und fast alle diese "
        f"Werte standen dort in einer anderen Zeile. Vermutlich wurde die Spalte allein sortiert oder verschoben. {MEANT}",
    )


def _shifted_dates(step: Step, column: str, changed: pd.DataFrame) -> Finding | None:
    """Dates that all moved by the days between the two calendars of Excel or by one day, or swapped day and month."""
    if column not in {found.header for found in TABLES[step.kind].columns if found.is_date}:
        return None
    days = changed[changed.map(_is_day).all(axis=1)]
    if len(days) < FEW:
        return None
    pairs = [(partial_date(old).first, partial_date(new).first) for old, new in days.itertuples(index=False)]
    (shift, count), *_ = Counter((new - old).days for old, new in pairs).most_common(1)
    swapped = sum((old.day, old.month) == (new.month, new.day) for old, new in pairs)
    if abs(shift) in (1, CALENDARS) and count >= max(FEW, REARRANGED * len(pairs)):
        why = "Die Mappe zählt Tage vermutlich ab 1904 statt ab 1900." if abs(shift) == CALENDARS else ""
        what = f"{counted(count, 'Datum liegt', 'Daten liegen')} um {counted(abs(shift), 'Tag', 'Tage')} {'später' if shift > 0 else 'früher'} als {step.seen}. {why}"
    elif swapped >= max(FEW, REARRANGED * len(pairs)):
        what = f"In {counted(swapped, 'Datum', 'Daten')} sind Tag und Monat gegenüber dem, was {step.seen} stand, vertauscht."
    else:
        return None
    return step.ask("shifted-dates", column, texts(days["new"]), f"{what.strip()} {MEANT}")


def _emptied(step: Step, column: str, changed: pd.DataFrame) -> Finding | None:
    """A column of which a large part is empty now."""
    emptied = changed[changed["new"] == ""]
    filled = int((step.shared[0][column] != "").sum())
    if len(emptied) < FEW or len(emptied) <= SHARE * filled:
        return None
    return step.ask(
        "emptied",
        column,
        texts(emptied["old"]),
        f"Hier sind {number(len(emptied), 0)} von {number(filled, 0)} Angaben dieser Spalte leer, die es {step.seen} gab: "
        f"{examples(texts(emptied['old']))}. {MEANT}",
    )


def _large_share(step: Step, column: str, changed: pd.DataFrame) -> Finding | None:
    """A column of which a large part is different now."""
    total = len(step.shared[0])
    if total < LEAST_ROWS or len(changed) < LEAST_CELLS or len(changed) <= SHARE * total:
        return None
    return step.ask(
        "large-share",
        column,
        texts(changed["new"]),
        f"In dieser Spalte sind {number(len(changed), 0)} von {number(total, 0)} Werten andere als {step.seen} "
        f"({number(100 * len(changed) / total, 0)} %). {MEANT}",
    )


def _backwards(step: Step, column: str, changed: pd.DataFrame) -> Finding | None:
    """Milestones that were reached and are not any more."""
    if step.kind != "meilensteine":
        return None
    if column == "Status laut Quelle":
        back = changed[(changed["old"] == "erreicht") & (changed["new"] != "erreicht")]
    elif column == "Erreicht":
        back = changed[changed["new"] == ""]
    else:
        return None
    if back.empty:
        return None
    lost = "nicht mehr erreicht" if column == "Status laut Quelle" else "ohne den Tag des Erreichens"
    return step.ask(
        "backwards",
        column,
        texts(back["new"]),
        f"{counted(len(back), 'Meilenstein ist', 'Meilensteine sind')} {lost}, anders als {step.seen}: "
        f"{examples(texts(back['old']))}. {MEANT}",
    )


COLUMN_CHECKS: tuple[Callable[[Step, str, pd.DataFrame], Finding | None], ...] = (
    _backwards,
    _rearranged,
    _shifted_dates,
    _emptied,
    _large_share,
)
"""What is asked of the cells of a column that differ; the first question of a column is its only one."""


def _is_day(text: str) -> bool:
    return is_possible(text) and partial_date(text).precision == "day"
