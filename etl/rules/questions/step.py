"""One table of the latest Stand beside that of the Stand before, and how something about it is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from data_dictionary import TABLES
from etl.messages.findings import Finding, question_id
from etl.messages.german import number
from etl.rules.history import plain
from etl.rules.keyed_rows import KeyedRows, Places, different_places, shared_rows

NAMED = 5
"""Rows that a question names; of the others it says how many there are."""
MEANT = "Ist das so gemeint?"
Changes = dict[str, tuple[str, str]]
"""Cells of a column that say something else, by the key of their row: the text then and now."""


@dataclass(frozen=True)
class Step:
    """One table of the latest Stand beside that of the Stand before."""

    kind: str
    file: str
    before: date | None
    old: KeyedRows
    new: KeyedRows
    earlier: Mapping[date, KeyedRows] = field(default_factory=dict)
    """The same of every Stand before those two, the latest first."""
    corrected: frozenset[tuple[str, str]] = frozenset()
    """Key and column of every cell that a correction of the latest Stand is about."""

    @cached_property
    def columns(self) -> list[str]:
        """Columns that are in both, without the key."""
        key = TABLES[self.kind].key
        return [column for column in self.old.columns if column in self.new.columns and column not in key]

    @cached_property
    def places(self) -> Places:
        """For each row where it stood in the Stand before; negative when it is new."""
        return np.asarray(self.old.index.get_indexer(self.new.index))

    @cached_property
    def shared(self) -> tuple[KeyedRows, KeyedRows]:
        """The rows that are in both, then and now, in the same order."""
        return shared_rows(self.old, self.new)

    @cached_property
    def different_places(self) -> dict[str, Places]:
        """For each column where in the shared rows it is written differently."""
        old, new = self.shared
        return {column: different_places(old.columns[column], new.columns[column]) for column in self.columns}

    @cached_property
    def changes(self) -> dict[str, Changes]:
        """For each column with a cell that says something else, these cells."""
        old, new = self.shared
        found = {}
        for column, places in self.different_places.items():
            cells = zip(new.keys(places), old.texts(column, places), new.texts(column, places), strict=True)
            changed = {key: (was, now) for key, was, now in cells if plain(was) != plain(now)}
            if changed:
                found[column] = changed
        return found

    def fresh(self, column: str) -> dict[str, str]:
        """Every text of a column, other than the key, that was not there, by key: of new rows and of changed cells."""
        if column not in self.new.columns:
            return {}
        is_fresh = np.full(len(self.new), fill_value=True)
        if column in self.old.columns:
            is_fresh = self.places < 0
            is_fresh[np.flatnonzero(~is_fresh)[self.different_places[column]]] = True
        places = np.flatnonzero(is_fresh)
        cells = zip(self.new.keys(places), self.new.texts(column, places), strict=True)
        return {key: text for key, text in cells if text}

    def ask(
        self, name: str, column: str, cells: Mapping[str, str], what: str, ending: str = MEANT
    ) -> Iterator[Finding]:
        """Ask about some cells of a column, given by key, and name examples; nothing where there are none."""
        if cells:
            yield self.question(name, column, cells, f"{what}: {examples(cells)}. {ending}")

    def question(self, name: str, column: str, cells: Mapping[str, str], message: str) -> Finding:
        """One question about some cells of a column, given by key; the first one is its place."""
        first = next(iter(cells))
        basis = (name, self.kind, column, *(text for cell in sorted(cells.items()) for text in cell))
        line, value = self.new.line(first), cells[first] or None
        about = question_id(basis)
        return Finding("question", self.file, message, line=line, column=column, value=value, question=about)

    @property
    def seen(self) -> str:
        """The Stand that is compared with, in words."""
        return f"im Stand vom {self.before:%d.%m.%Y}" if self.before else "vorher"


def examples(cells: Mapping[str, str]) -> str:
    """Some cells by the key of their row, and how many more there are."""
    first = [f"{key} („{text}“)" if text else key for key, text in list(cells.items())[:NAMED]]
    more = len(cells) - len(first)
    return ", ".join(first) + (f" und {number(more, 0)} weitere" if more else "")
