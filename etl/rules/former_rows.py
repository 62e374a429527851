"""What earlier Stände said of rows that have been silent since: gone, no longer counted, or without their first plan."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from etl.tables.keys import KEYS


class FormerRows:
    """The last word of every row that fell silent, by table; each row knows the day of the Stand that said it."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._rows: dict[str, pd.DataFrame] = {}

    def pop_returning(self, kind: str, new: pd.DataFrame) -> pd.DataFrame:
        """Give the last word of the rows that speak again in ``new``, and keep it no longer."""
        known = self._rows.get(kind, pd.DataFrame())
        if known.empty:
            return known
        speaks = known.index.isin(new.index[_speaks(kind, new)])
        self._rows[kind] = known[~speaks]
        return known[speaks]

    def add_lapsed(
        self, kind: str, old: pd.DataFrame, new: pd.DataFrame, renamed: Mapping[str, str], before: date
    ) -> None:
        """Keep what the rows say that speak in ``old`` and no longer in ``new``; also under the id they had before."""
        spoken, speaks = _speaks(kind, old), _speaks(kind, new)
        # Most often a new Stand appends rows to those of the old one.
        is_continued = new.index[: len(old)].equals(old.index)
        if is_continued and not renamed and not (spoken.to_numpy() & ~speaks.to_numpy()[: len(old)]).any():
            return
        spoke = old[spoken]
        silent = spoke[~spoke.index.isin(new.index[speaks])]
        # What changed while a sum stopped counting has been explained already.
        stopped = new[new.index.isin(silent.index)] if kind == "foerderung" else new[:0]
        gone = silent[~silent.index.isin(stopped.index)]
        former = {new_id: old_id for old_id, new_id in renamed.items()}
        retired = spoke[spoke.index.isin(former)].rename(index=former)
        rows = pd.concat([gone, stopped, retired]).assign(seen=before)
        known = self._rows.get(kind, rows[:0])
        self._rows[kind] = pd.concat([known, rows[~rows.index.isin(known.index)]])

    def rename(self, renames: Mapping[str, Mapping[str, str]]) -> None:
        """Call rows, and what they refer to, by the ids they have from now on."""
        for owner, renamed in renames.items():
            (column,) = KEYS[owner]
            for kind, rows in self._rows.items():
                moved = rows.rename(index=renamed) if kind == owner else rows
                self._rows[kind] = moved.replace({column: renamed}) if column in moved else moved


def _speaks(kind: str, rows: pd.DataFrame) -> pd.Series:
    """Whether a row says what may not change without a word."""
    column, silent = {"foerderung": ("Zählweise", False), "meilensteine": ("Erstplanung", True)}.get(kind, ("", True))
    if column not in rows:
        return pd.Series(True, index=rows.index)
    return rows[column] != "" if silent else rows[column] == "zählt"
