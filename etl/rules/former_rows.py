"""What earlier Stände said of rows that have been silent since: gone, no longer counted, or without their first plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from etl.rules.keyed_rows import KeyedRows, is_continued, records
from etl.tables.keys import KEYS


@dataclass(frozen=True)
class FormerRow:
    """The last word of a row, and the day of the Stand that said it."""

    seen: date
    texts: Mapping[str, str]


class FormerRows:
    """The last word of every row that fell silent, by table and key."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._rows: dict[str, dict[str, FormerRow]] = {}

    def pop_returning(self, kind: str, new: KeyedRows) -> dict[str, FormerRow]:
        """Give the last word of the rows that speak again in ``new``, and keep it no longer."""
        known = self._rows.get(kind)
        if not known:
            return {}
        speaking = set(new.index[_speaks(kind, new)])
        self._rows[kind] = {key: row for key, row in known.items() if key not in speaking}
        return {key: row for key, row in known.items() if key in speaking}

    def add_lapsed(self, kind: str, old: KeyedRows, new: KeyedRows, renamed: Mapping[str, str], before: date) -> None:
        """Keep what the rows say that speak in ``old`` and no longer in ``new``; also under the id they had before."""
        spoken, speaks = _speaks(kind, old), _speaks(kind, new)
        # Most often a new Stand appends rows to those of the old one.
        if not renamed and is_continued(old, new) and not (spoken & ~speaks[: len(old)]).any():
            return
        silent = records(old, np.flatnonzero(spoken & ~old.index.isin(new.index[speaks])))
        # What changed while a sum stopped counting has been explained already.
        stopped = records(new, np.flatnonzero(new.index.isin(list(silent)))) if kind == "foerderung" else {}
        former = {new_id: old_id for old_id, new_id in renamed.items()}
        retired = records(old, np.flatnonzero(spoken & old.index.isin(list(former))))
        known = self._rows.setdefault(kind, {})
        for key, texts in [*(silent | stopped).items(), *((former[key], row) for key, row in retired.items())]:
            known.setdefault(key, FormerRow(before, texts))

    def rename(self, renames: Mapping[str, Mapping[str, str]]) -> None:
        """Call rows, and what they refer to, by the ids they have from now on."""
        for owner, renamed in renames.items():
            (column,) = KEYS[owner]
            for kind, rows in self._rows.items():
                self._rows[kind] = {
                    renamed.get(key, key) if kind == owner else key: _renamed(row, column, renamed)
                    for key, row in rows.items()
                }


def _renamed(row: FormerRow, column: str, renamed: Mapping[str, str]) -> FormerRow:
    text = row.texts.get(column, "")
    return FormerRow(row.seen, {**row.texts, column: renamed[text]}) if text in renamed else row


def _speaks(kind: str, rows: KeyedRows) -> npt.NDArray[np.bool_]:
    """Whether a row says what may not change without a word."""
    column, silent = {"foerderung": ("Zählweise", False), "meilensteine": ("Erstplanung", True)}.get(kind, ("", True))
    if column not in rows.columns:
        return np.full(len(rows), fill_value=True)
    texts = rows.columns[column]
    found = pc.not_equal(texts, "") if silent else pc.equal(texts, "zählt")
    return np.asarray(found.to_numpy(zero_copy_only=False))
