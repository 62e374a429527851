"""Official values into a table that is known: what is new is added, what differs is told, nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.reading.text_columns import normalised_dates, texts_of
from etl.tables.keys import DATES, KEYS

DESCRIBING = {
    "bevoelkerung": ("Basis", "Quelle (URL)", "Anmerkung", "Abgerufen"),
    "indikatoren": ("Anmerkung", "Quelle (URL)", "Abgerufen"),
}
"""Columns that say something about a row's value; they come and go with it and are not compared."""

NEW, SAME, ROUNDED, DIFFERENT = "neu", "gleich", "gleich, gerundet", "abweichend"


@dataclass(frozen=True)
class Merge:
    """One table after one file."""

    table: pd.DataFrame
    """The known rows in their order, then those that are new."""
    cells: pd.DataFrame
    """One row per value of the file: the key's columns, ``column, known, found, state``."""

    def count(self, state: str) -> int:
        """Values in one state."""
        return int((self.cells["state"] == state).sum())


def merge_table(name: str, known: pd.DataFrame, found: pd.DataFrame, *, accept: bool = False) -> Merge:
    """Merge the rows of a file, one per key, into a known table; both hold texts.

    A value that is known stays unless ``accept``; what is empty is filled. Columns of ``found`` that the table lacks
    are added to it.
    """
    key = list(KEYS[name])
    before, rows = _by_key(known, key), _by_key(found, key)
    if "Anmerkung" in DESCRIBING.get(name, ()) and "Anmerkung" not in rows.columns:
        # A note on the value that was known says nothing of the new one.
        rows = rows.assign(Anmerkung=pd.Series(pd.NA, rows.index, dtype="str"))
    values = [column for column in rows.columns if column not in DESCRIBING.get(name, ())]
    cells = _cells(before, rows, values)
    cells["state"] = _states(cells)
    taken = cells[cells["state"].isin([NEW, DIFFERENT] if accept else [NEW])]
    if taken.empty:
        return Merge(known, cells.reset_index())
    columns = [*before.columns, *(column for column in rows.columns if column not in before.columns)]
    fresh = taken.index.unique()
    index = before.index.append(fresh.difference(before.index, sort=True))
    table = before.reindex(index=index, columns=columns).astype("str")
    for column in values:
        new = taken[taken["column"] == column]["found"]
        table.loc[new.index, column] = new
    for column in DESCRIBING.get(name, ()):
        if column in rows.columns and not fresh.empty:
            table.loc[fresh, column] = rows.loc[fresh, column]
    table = table.reset_index()
    # A date stays spelt as it was.
    table.loc[table.index[: len(known)], key] = known[key].to_numpy()
    return Merge(table[[*known.columns, *(c for c in columns if c not in known.columns)]], cells.reset_index())


def changed_cells(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row per value that was known and is another now: the key's columns, ``column, known, found``."""
    key = list(KEYS[name])
    old, new = _by_key(before, key), _by_key(after, key)
    guarded = [column for column in old.columns if column not in DESCRIBING.get(name, ()) or column == "Basis"]
    cells = _cells(old, new, guarded).dropna(subset=["known"])
    return cells[cells["known"] != cells["found"]].reset_index()


def contradictions(name: str, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of a file whose key an earlier row has, with another value; a row told twice is none."""
    key = list(KEYS[name])
    rows = _plain_dates(found, key)
    values = [column for column in rows.columns if column not in DESCRIBING.get(name, ())]
    different = rows[~rows.duplicated(values)]
    return different[different.duplicated(key)]


def without_repeats(name: str, found: pd.DataFrame) -> pd.DataFrame:
    """The first row of each key."""
    key = list(KEYS[name])
    return found[~_plain_dates(found, key).duplicated(key)]


def _plain_dates(table: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Dates in their one spelling, so that equal days are equal texts."""
    return table.assign(
        **{
            column: pd.array(normalised_dates(texts_of(table[column])), dtype="str")
            for column in DATES
            if column in key
        }
    )


def _by_key(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return _plain_dates(table, key).set_index(key)


def _cells(before: pd.DataFrame, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """One row per filled value of ``rows``, indexed by key: ``column, known, found``."""
    known = before.reindex(index=rows.index, columns=list(columns)).astype("str")
    parts = [
        pd.DataFrame({"column": column, "known": known[column], "found": rows[column]}).dropna(subset=["found"])
        for column in columns
    ]
    return pd.concat(parts).astype("str")


def _states(cells: pd.DataFrame) -> np.ndarray:
    """Whether each value is new, the same, the same but for rounding, or different."""
    known, found = (cells[column].reset_index(drop=True) for column in ("known", "found"))
    apart = (pd.to_numeric(known, errors="coerce") - pd.to_numeric(found, errors="coerce")).astype(float).abs()
    # The coarser of two spellings is the other one rounded: half of its last digit may lie between them.
    half = 0.5 * 10.0 ** -np.minimum(_decimals(known), _decimals(found))
    return np.select(
        [known.isna(), (known == found) | (apart == 0), apart <= half + 1e-9], [NEW, SAME, ROUNDED], DIFFERENT
    )


def _decimals(texts: pd.Series) -> pd.Series:
    return texts.str.extract(r"\.([0-9]+)$")[0].str.len().fillna(0).astype(float)
