"""What may not change between two Stände without a word: first plans, ids, counted money, published values, coverage."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from data_dictionary import TABLES, Kind
from etl.messages.findings import Finding, error
from etl.reading.csv_file import Table
from etl.reading.inputs import CORRECTIONS, OFFICE, REFERENCE, Inputs
from etl.reading.money import AMOUNT, NUMBER, amount
from etl.reading.partial_dates import is_possible, normalised_date
from etl.reading.text_columns import one_by_one
from etl.rules.former_rows import FormerRows
from etl.tables.keys import KEYS, SEPARATOR, row_keys

SERIES = {"bevoelkerung": ("AGS",), "indikatoren": ("Kennzahl-ID", "AGS")}
"""The part of the key that names a whole series of values."""
MAY_VANISH = {"quellen"}
"""A source that nobody cites any more may go."""
READABLE: dict[Kind, Callable[[str], object]] = {
    "amount": AMOUNT.fullmatch,
    "date": is_possible,
    "count": NUMBER.fullmatch,
    "number": NUMBER.fullmatch,
}
"""What cannot be read has a finding of its own and is not called a change as well."""
GONE, THERE = "entfallen", "vorhanden"

Renames = dict[str, dict[str, str]]
"""New key by old key, for each table in which the office has renamed ids."""


@dataclass(frozen=True)
class Change:
    """One difference of a table between two Stände: a cell, or without a column a row or series that is gone."""

    table: str
    key: str
    column: str
    old: str
    new: str
    file: str
    line: int | None
    is_guarded: bool
    """Whether it needs a correction."""

    @property
    def identity(self) -> tuple[str, ...]:
        """What a correction must say to name this change, however numbers and dates are written."""
        return self.table, self.key, self.column, plain(self.old), plain(self.new)


def history_findings(inputs: Inputs) -> Iterator[Finding]:
    """Every change that needs a correction and has none, and every correction of something that did not change."""
    stands = list(inputs.stands)
    if stands:
        yield from _pointless(inputs.table(stands[0], CORRECTIONS), set(), "Vor dem ersten Stand gibt es keinen.")
    former = FormerRows()
    for before, after in pairwise(stands):
        corrections = inputs.table(after, CORRECTIONS)
        corrected = set(_identities(corrections).values())
        found = []
        for seen, change in _from_any_earlier(inputs, before, after, former):
            found.append(change)
            if change.is_guarded and change.identity not in corrected:
                yield _silent(change, seen)
        if corrections.frame.empty:
            continue
        named = {change.identity for change in found} | _renamed_identities(inputs, before, after)
        yield from _pointless(corrections, named, f"Verglichen wird mit dem Stand vom {before:%d.%m.%Y}.")


def compared(
    inputs: Inputs, before: date, after: date, kinds: Iterable[str] = (*OFFICE, *REFERENCE)
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame, str]]:
    """Every one of these tables that another file holds in ``after``: its rows then and now, and the name of the file."""
    names = renames(inputs, before, after)
    for kind in kinds:
        old, new = inputs.table(before, kind), inputs.table(after, kind)
        if old.file != new.file and is_comparable(kind, old) and is_comparable(kind, new):
            yield kind, keyed(kind, old, names), keyed(kind, new, {}), new.file


def _from_any_earlier(inputs: Inputs, before: date, after: date, former: FormerRows) -> Iterator[tuple[date, Change]]:
    """Every change from one Stand to the next, and of what comes back since the Stand that had it last."""
    names = renames(inputs, before, after)
    former.rename(names)
    for kind, old, new, file in compared(inputs, before, after):
        known = {}
        for change in _differences(kind, old, new, file):
            known[change.key, change.column] = change.is_guarded
            yield before, change
        heard = former.pop_returning(kind, new)
        for change in _differences(kind, heard, new, file) if len(heard) else ():
            told = known.get((change.key, change.column), False)
            # How a sum counts is compared with the Stand before.
            if change.is_guarded and not told and change.column != "Zählweise":
                yield heard["seen"][change.key], change
        former.add_lapsed(kind, old, new, names.get(kind, {}), before)


def renames(inputs: Inputs, before: date, after: date) -> Renames:
    """The ids that a correction of ``after`` says were renamed; the new one must be there, the old one must not."""
    found: Renames = {}
    for table, key, column, old, new in _identities(inputs.table(after, CORRECTIONS)).values():
        if KEYS.get(table) != (column,) or key != old:
            continue
        known_before, known_after = (inputs.table(day, table).known(column) or [] for day in (before, after))
        if old in known_before and old not in known_after and new in known_after and new not in known_before:
            found.setdefault(table, {})[old] = new
    # Two rows that would become one are no rename: one of them is gone.
    return {
        table: {old: new for old, new in names.items() if list(names.values()).count(new) == 1}
        for table, names in found.items()
    }


@cache
def plain(text: str) -> str:
    """A value however it was written: ``490000`` and ``490000.00`` are the same, and so are two ways to write a day."""
    if AMOUNT.fullmatch(text):
        return str(amount(text))
    return normalised_date(text.strip())


def is_comparable(kind: str, table: Table) -> bool:
    """Whether a table could be read as a whole and has the columns of its key."""
    return table.is_complete and set(KEYS[kind]) <= set(table.frame.columns)


def keyed(kind: str, table: Table, names: Renames) -> pd.DataFrame:
    """The table with its key as index and the line as a column; ids under their new names, empty cells as empty texts."""
    frame = table.frame.dropna(subset=list(KEYS[kind])).fillna("")
    for owner, renamed in names.items():
        (column,) = KEYS[owner]
        if renamed and column in frame:
            frame[column] = frame[column].replace(renamed)
    keyed = frame.assign(line=frame.index).set_index(row_keys(kind, frame))
    return keyed[~keyed.index.duplicated()]


def _differences(kind: str, old: pd.DataFrame, new: pd.DataFrame, file: str) -> list[Change]:
    found = [Change(kind, key, "", THERE, GONE, file, None, kind not in MAY_VANISH) for key in _gone(kind, old, new)]
    # Most often a new Stand appends rows to those of the old one.
    is_continued = new.index[: len(old)].equals(old.index)
    if is_continued:
        before, after = old, new.iloc[: len(old)]
    else:
        places = new.index.get_indexer(old.index)
        before, after = old[places >= 0], new.take(places[places >= 0])
    counted = _is_counted(before) | _is_counted(after) if kind == "foerderung" else None
    known = {column.header: column for column in TABLES[kind].columns}
    for column in old.columns.intersection(new.columns, sort=False).difference(["line", *KEYS[kind]], sort=False):
        # Of arrays, not of series: whether both have the same index is known.
        differs = np.asarray(before[column].array != after[column].array)
        guarded = column in known and known[column].by_correction_only
        for key, was, now, line in zip(
            one_by_one(before.index[differs]),
            one_by_one(before[column][differs]),
            one_by_one(after[column][differs]),
            after["line"][differs],
            strict=True,
        ):
            if plain(was) != plain(now):
                needed = (
                    guarded
                    and (counted is None or bool(counted[key]))
                    and (column != "Erstplanung" or was != "")
                    and (now == "" or bool(READABLE.get(known[column].kind, bool)(now)))
                )
                found.append(Change(kind, key, column, was, now, file, int(line), needed))
    return found


def _is_counted(rows: pd.DataFrame) -> pd.Series:
    return rows["Zählweise"] == "zählt" if "Zählweise" in rows else pd.Series(True, index=rows.index)


def _gone(kind: str, old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Keys of rows that are gone; of a whole series that is gone only the series' own key."""
    if new.index[: len(old)].equals(old.index):
        return []
    gone = old.index.difference(new.index, sort=False)
    if kind not in SERIES or gone.empty:
        return gone.tolist()
    series = _series(gone, kind)
    whole = ~series.isin(_series(new.index, kind))
    return [*dict.fromkeys(series[whole]), *gone[~whole]]


def _series(keys: pd.Index, kind: str) -> pd.Index:
    return keys.str.rsplit(SEPARATOR, n=len(KEYS[kind]) - len(SERIES[kind])).str[0]


def _identities(corrections: Table) -> dict[int, tuple[str, ...]]:
    """What each correction says was changed, by its line."""
    columns = ["Tabelle", "Kennung", "Spalte", "Alt", "Neu"]
    if not set(columns) <= set(corrections.frame.columns):
        return {}
    return {
        line: (table, _plain_key(key), column, plain(old), plain(new))
        for line, table, key, column, old, new in corrections.frame[columns].fillna("").itertuples(name=None)
    }


def _plain_key(key: str) -> str:
    return SEPARATOR.join(normalised_date(part.strip()) for part in key.split(SEPARATOR.strip()))


def _renamed_identities(inputs: Inputs, before: date, after: date) -> set[tuple[str, ...]]:
    return {
        (table, old, KEYS[table][0], plain(old), plain(new))
        for table, names in renames(inputs, before, after).items()
        for old, new in names.items()
    }


def _silent(change: Change, before: date) -> Finding:
    where = f"Im Stand vom {before:%d.%m.%Y}"
    row = f"Tabelle „{change.table}“, Kennung „{change.key}“"
    if not change.column:
        message = (
            f"{where} gab es „{change.key}“, hier fehlt es. Ist das gewollt, gehört in berichtigungen.csv: "
            f"{row}, Alt „{THERE}“, Neu „{GONE}“, mit Grund"
        )
        # Only a key of one column can be renamed.
        if len(KEYS[change.table]) == 1:
            (column,) = KEYS[change.table]
            message += f"; wurde nur die Kennung geändert: Spalte „{column}“, Alt „{change.key}“ und die neue Kennung"
        message += "."
        return error(change.file, message, column=", ".join(KEYS[change.table]), value=change.key)
    old, new = change.old or "leer", change.new or "leer"
    hint = " Eine neue Planung gehört in „Aktuelle Planung“." if change.column == "Erstplanung" else ""
    message = (
        f"{where} stand hier „{old}“, jetzt „{new}“. Das ändert sich nicht ohne Berichtigung.{hint} Ist es gewollt, "
        f"gehört in berichtigungen.csv: {row}, Spalte „{change.column}“, Alt „{change.old}“, Neu „{change.new}“, mit Grund."
    )
    return error(change.file, message, line=change.line, column=change.column, value=change.new or None)


def _pointless(corrections: Table, named: set[tuple[str, ...]], compared: str) -> Iterator[Finding]:
    for line, identity in _identities(corrections).items():
        if identity not in named:
            message = (
                "Was hier berichtigt wird, hat sich nicht so geändert. Erwartet werden Tabelle, Kennung, Spalte und "
                f"beide Werte, wie sie in den Tabellen stehen. {compared}"
            )
            yield error(corrections.file, message, line=line, column="Kennung", value=identity[1])
