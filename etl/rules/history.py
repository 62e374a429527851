"""What may not change between two Stände without a word: first plans, ids, counted money, published values, coverage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import pandas as pd
import pyarrow.compute as pc

from data_dictionary import TABLES, Kind
from etl.messages.findings import Finding, error
from etl.reading.csv_file import Table
from etl.reading.inputs import CORRECTIONS, OFFICE, REFERENCE, Inputs
from etl.reading.money import AMOUNT, NUMBER, amount
from etl.reading.partial_dates import is_possible, normalised_date
from etl.rules.former_rows import FormerRows
from etl.rules.keyed_rows import (
    KeyedRows,
    Renames,
    different_places,
    is_comparable,
    is_continued,
    keyed,
    rows_of,
    shared_rows,
)
from etl.tables.keys import KEYS, SEPARATOR

SERIES = {"bevoelkerung": ("AGS",), "indikatoren": ("Kennzahl-ID", "AGS")}
"""The part of the key that names a whole series of values."""
MAY_VANISH = {"quellen"}
"""A source that nobody cites any more may go."""
READABLE: dict[Kind, Callable[[str], object]] = {
    "amount": AMOUNT.fullmatch,
    "date": is_possible,
    "count": NUMBER.fullmatch,
    "number": NUMBER.fullmatch,
    "decimal": NUMBER.fullmatch,
    "latitude": NUMBER.fullmatch,
    "longitude": NUMBER.fullmatch,
}
"""What cannot be read has a finding of its own and is not called a change as well."""
GONE, THERE = "entfallen", "vorhanden"


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
        corrections, names = inputs.table(after, CORRECTIONS), renames(inputs, before, after)
        corrected = set(_identities(corrections).values())
        found = []
        for seen, change in _from_any_earlier(inputs, before, after, names, former):
            found.append(change)
            if change.is_guarded and change.identity not in corrected:
                yield _silent(change, seen)
        if corrections.frame.empty:
            continue
        named = {change.identity for change in found} | _renamed_identities(names)
        yield from _pointless(corrections, named, f"Verglichen wird mit dem Stand vom {before:%d.%m.%Y}.")


def compared(
    inputs: Inputs, before: date, after: date, names: Renames
) -> Iterator[tuple[str, KeyedRows, KeyedRows, str]]:
    """Every table that another file holds in ``after``: its rows then and now, and the name of the file."""
    for kind in (*OFFICE, *REFERENCE):
        old, new = inputs.table(before, kind), inputs.table(after, kind)
        if old.file != new.file and is_comparable(kind, old) and is_comparable(kind, new):
            yield kind, keyed(kind, old, names), keyed(kind, new, {}), new.file


def _from_any_earlier(
    inputs: Inputs, before: date, after: date, names: Renames, former: FormerRows
) -> Iterator[tuple[date, Change]]:
    """Every change from one Stand to the next, and of what comes back since the Stand that had it last."""
    former.rename(names)
    for kind, old, new, file in compared(inputs, before, after, names):
        known = {}
        for change in _differences(kind, old, new, file):
            known[change.key, change.column] = change.is_guarded
            yield before, change
        heard = former.pop_returning(kind, new)
        last_words = rows_of({key: row.texts for key, row in heard.items()})
        for change in _differences(kind, last_words, new, file) if heard else ():
            told = known.get((change.key, change.column), False)
            # How a sum counts is compared with the Stand before.
            if change.is_guarded and not told and change.column != "Zählweise":
                yield heard[change.key].seen, change
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


def _differences(kind: str, old: KeyedRows, new: KeyedRows, file: str) -> list[Change]:
    found = [Change(kind, key, "", THERE, GONE, file, None, kind not in MAY_VANISH) for key in _gone(kind, old, new)]
    before, after = shared_rows(old, new)
    known = {column.header: column for column in TABLES[kind].columns}
    for header in before.columns:
        if header not in after.columns or header in KEYS[kind]:
            continue
        differs = different_places(before.columns[header], after.columns[header])
        column = known.get(header)
        for place, key, was, now in zip(
            differs.tolist(),
            after.keys(differs),
            before.texts(header, differs),
            after.texts(header, differs),
            strict=True,
        ):
            if plain(was) != plain(now):
                needed = (
                    column is not None
                    and column.by_correction_only
                    and (kind != "foerderung" or _is_counted(before, place) or _is_counted(after, place))
                    and (header != "Erstplanung" or was != "")
                    and (now == "" or bool(READABLE.get(column.kind, bool)(now)))
                )
                found.append(Change(kind, key, header, was, now, file, int(after.lines[place]), needed))
    return found


def _is_counted(rows: KeyedRows, place: int) -> bool:
    return "Zählweise" not in rows.columns or rows.columns["Zählweise"][place].as_py() == "zählt"


def _gone(kind: str, old: KeyedRows, new: KeyedRows) -> list[str]:
    """Keys of rows that are gone; of a whole series that is gone only the series' own key."""
    if is_continued(old, new):
        return []
    gone = old.index[~old.index.isin(new.index)]
    if kind not in SERIES or gone.empty:
        return [str(key) for key in gone]
    series = _series(gone, kind)
    whole = ~series.isin(_series(new.index, kind))
    return [*dict.fromkeys(series[whole]), *gone[~whole]]


def _series(keys: pd.Index, kind: str) -> pd.Index:
    return keys.str.rsplit(SEPARATOR, n=len(KEYS[kind]) - len(SERIES[kind])).str[0]


def _identities(corrections: Table) -> dict[int, tuple[str, ...]]:
    """What each correction says was changed, by its line."""
    headers = ["Tabelle", "Kennung", "Spalte", "Alt", "Neu"]
    if not set(headers) <= set(corrections.columns):
        return {}
    columns = (pc.fill_null(corrections.columns[header], "").to_pylist() for header in headers)
    return {
        line: (table, _plain_key(key), column, plain(old), plain(new))
        for line, table, key, column, old, new in zip(corrections.frame.index.tolist(), *columns, strict=True)
    }


def _plain_key(key: str) -> str:
    return SEPARATOR.join(normalised_date(part.strip()) for part in key.split(SEPARATOR.strip()))


def _renamed_identities(names: Renames) -> set[tuple[str, ...]]:
    return {
        (table, old, KEYS[table][0], plain(old), plain(new))
        for table, renamed in names.items()
        for old, new in renamed.items()
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
