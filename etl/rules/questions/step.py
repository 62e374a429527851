"""One table of the latest Stand beside that of the Stand before, and how something about it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_dictionary import TABLES
from etl.messages.findings import Finding, question
from etl.messages.german import number
from etl.reading.text_columns import one_by_one
from etl.rules.history import plain

NAMED = 5
"""Rows that a question names; of the others it says how many there are."""
MEANT = "Ist das so gemeint?"


@dataclass(frozen=True)
class Step:
    """One table of the latest Stand beside that of the Stand before, both by key, with empty texts for empty cells."""

    kind: str
    file: str
    before: date | None
    old: pd.DataFrame
    new: pd.DataFrame
    earlier: Mapping[date, pd.DataFrame] = field(default_factory=dict)
    """The same of every Stand before those two, the latest first."""

    @property
    def columns(self) -> list[str]:
        """Columns that are in both, without the key."""
        left_out = {"line", *TABLES[self.kind].key}
        return [column for column in self.old.columns if column in self.new.columns and column not in left_out]

    @cached_property
    def places(self) -> npt.NDArray[np.intp]:
        """For each row where it stood in the Stand before; negative when it is new."""
        return np.asarray(self.old.index.get_indexer(self.new.index))

    @cached_property
    def shared(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows that are in both, then and now, in the same order."""
        # Most often a new Stand appends rows to those of the old one; parts of a frame are no copies.
        if self.new.index[: len(self.old)].equals(self.old.index):
            return self.old, self.new.iloc[: len(self.old)]
        is_known = self.places >= 0
        return self.old.take(self.places[is_known]), self.new[is_known]

    def changes(self, column: str) -> pd.DataFrame:
        """One row per cell of a column that differs, by key: the text then and now."""
        old, new = (rows[column] for rows in self.shared)
        differs = old.array != new.array
        both = pd.DataFrame({"old": old[differs], "new": new[differs]})
        return both[both["old"].map(plain) != both["new"].map(plain)] if len(both) else both

    def fresh(self, column: str) -> dict[str, str]:
        """Every text of a column that was not there, by key: of new rows and of changed cells."""
        if column not in self.new:
            return {}
        found = self.new[column]
        if column in self.old:
            old, new = (rows[column].array for rows in self.shared)
            is_fresh = self.places < 0
            is_fresh[~is_fresh] = np.asarray(old != new)
            found = found[is_fresh]
        return texts(found[found != ""])

    def ask(self, name: str, column: str | None, cells: dict[str, str], message: str) -> Finding:
        """Ask about some cells of a column, or about whole rows, given by key; the first one is the place."""
        first = next(iter(cells))
        basis = (name, self.kind, column or "", *(text for cell in sorted(cells.items()) for text in cell))
        line = int(str(self.new.at[first, "line"]))
        return question(self.file, message, basis, line=line, column=column, value=cells[first] or None)

    @property
    def seen(self) -> str:
        """The Stand that is compared with, in words."""
        return f"im Stand vom {self.before:%d.%m.%Y}" if self.before else "vorher"


def texts(cells: pd.Series) -> dict[str, str]:
    """Cells of one column by the key of their row."""
    return {str(key): str(text) for key, text in zip(one_by_one(cells.index), one_by_one(cells), strict=True)}


def examples(cells: dict[str, str]) -> str:
    """Some cells by the key of their row, and how many more there are."""
    first = [f"{key} („{text}“)" if text else key for key, text in list(cells.items())[:NAMED]]
    more = len(cells) - len(first)
    return ", ".join(first) + (f" und {number(more, 0)} weitere" if more else "")
