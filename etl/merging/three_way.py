"""Three-way comparison: what each workbook changes against its base, put together with what is there now."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data_dictionary import TABLES
from etl.merging.hand_in import Edit, HandIn, Place, is_same
from etl.reading.inputs import OFFICE
from etl.rules.history import GONE, THERE, plain
from etl.workbook.contents import Rows

Decisions = Collection[str]
"""Marks of the options that hold, for each conflict that a person has decided."""
TITLES = {"projekte": "Titel", "foerderung": "Empfänger", "meilensteine": "Meilenstein", "quellen": "Titel"}
"""The column by which people know a row."""


@dataclass(frozen=True)
class Option:
    """One of the values that a conflict is about, and who has it."""

    value: str
    hand_ins: tuple[int, ...]
    """Places in the list of hand-ins."""
    is_there: bool
    """Whether it is what is there now."""
    mark: str
    """By which a decision names it: the same for the same value of the same cell."""


@dataclass(frozen=True)
class Conflict:
    """A cell or row that two sides have changed differently."""

    place: Place
    title: str
    base: str
    """What the workbooks started from."""
    options: tuple[Option, ...]
    """What is there now comes first."""
    lead: str
    """Who has to make the change, if only others want it."""
    chosen: int | None
    """Which option holds; None while nobody has decided."""
    with_it: tuple[str, ...] = ()
    """Other columns of the row that are decided with it: who is overruled here is overruled there."""


@dataclass(frozen=True)
class Change:
    """One change that the new Stand takes over: a cell, or without a column a row that is new or gone."""

    place: Place
    old: str
    new: str
    hand_ins: tuple[int, ...]


@dataclass
class Merged:
    """The tables of the new Stand, what changed and what is in conflict; a conflict leaves what is there."""

    tables: dict[str, Rows] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def open_conflicts(self) -> list[Conflict]:
        """Those that nobody has decided."""
        return [conflict for conflict in self.conflicts if conflict.chosen is None]


@dataclass(frozen=True)
class Proposal:
    """An edit, whose it is, and its row in the base."""

    edit: Edit
    hand_in: int
    base: Mapping[str, str]


def merged(now: Mapping[str, Rows], hand_ins: Sequence[HandIn], decisions: Decisions) -> Merged:
    """Put everything together; the order of the hand-ins decides nothing but the order of new rows."""
    result = Merged()
    proposals = _by_row(hand_ins)
    for table in OFFICE:
        there = now.get(table, {})
        rows = result.tables[table] = {}
        for key in dict.fromkeys([*there, *proposals[table]]):
            row = _Row(table, key, there.get(key), proposals[table].get(key, []), decisions, result).outcome()
            if row is not None:
                rows[key] = row
    return result


def _by_row(hand_ins: Sequence[HandIn]) -> dict[str, dict[str, list[Proposal]]]:
    found: dict[str, dict[str, list[Proposal]]] = {table: defaultdict(list) for table in OFFICE}
    for number, hand_in in enumerate(hand_ins):
        for edit in hand_in.edits:
            base = hand_in.base.get(edit.table, {}).get(edit.key, {})
            found[edit.table][edit.key].append(Proposal(edit, number, base))
    return found


@dataclass(frozen=True)
class _Row:
    """One row on its way into the new Stand."""

    table: str
    key: str
    now: Mapping[str, str] | None
    proposals: list[Proposal]
    decisions: Decisions
    result: Merged

    def outcome(self) -> dict[str, str] | None:
        """The row as it will be, or None if it will not be there; says what changes and what is in conflict."""
        if not self.proposals:
            return None if self.now is None else dict(self.now)
        before = THERE if self.now is not None else GONE
        after = self._presence(before)
        if after is None:
            return None if self.now is None else dict(self.now)
        if after != before:
            self._add_change("", before, after, [found for found in self.proposals if self._wants(found) == after])
        if after == GONE:
            return None
        row = dict(self._start())
        cells: dict[str, list[Proposal]] = defaultdict(list)
        for column in TABLES[self.table].headers:
            for found in self.proposals:
                if found.edit.column == column:
                    cells[column].append(found)
        disputed = [column for column, about in cells.items() if self._is_disputed(row.get(column, ""), about)]
        overruled: dict[str, set[int]] = defaultdict(set)
        for column in disputed:
            losers = self._dispute(row, column, cells[column], [other for other in cells if other not in disputed])
            for other in TABLES[self.table].decided_with(column):
                overruled[other] |= losers
        for column, about in cells.items():
            kept = [found for found in about if found.hand_in not in overruled[column]]
            if column not in disputed and kept:
                row[column] = self._taken(column, row.get(column, ""), kept[0].edit.new, kept)
        return row

    @staticmethod
    def _wants(proposal: Proposal) -> str:
        """What a proposal says of the row as a whole: who edits a cell wants the row to be there."""
        return proposal.edit.new if proposal.edit.column == "" else THERE

    def _presence(self, before: str) -> str | None:
        """Whether the row will be there; None while a person has to decide."""
        drops = [found for found in self.proposals if self._wants(found) == GONE]
        keeps = [found for found in self.proposals if self._wants(found) == THERE]
        if before == GONE:
            # A row that its base did not have is new; one that it had is gone since.
            if not drops and not any(found.base for found in keeps) and not _lead(keeps):
                return THERE
            return self._decided("", GONE, [*drops, *keeps], self._wants) if keeps else GONE
        if drops and (keeps or _lead(drops) or any(_differs(self.now or {}, found.base) for found in drops)):
            return self._decided("", THERE, [*drops, *keeps], self._wants)
        return GONE if drops else THERE

    def _start(self) -> Mapping[str, str]:
        """The row that edits of cells apply to: as it is now, else as it was in the base."""
        return self.now if self.now is not None else next((found.base for found in self.proposals if found.base), {})

    def _is_disputed(self, now: str, proposals: list[Proposal]) -> bool:
        """Whether a person has to decide about a cell: not all agree, it was changed since, or is not theirs to change."""
        first = proposals[0].edit.new
        is_agreed = all(is_same(found.edit.new, first) for found in proposals)
        is_changed_meanwhile = any(not is_same(found.edit.old, now) for found in proposals)
        # Of a new row that somebody else has to add it has been asked already.
        is_free = self.now is None or not _lead(proposals)
        return not is_agreed or (not is_same(first, now) and (not is_free or is_changed_meanwhile))

    def _dispute(self, row: dict[str, str], column: str, proposals: list[Proposal], agreed: Sequence[str]) -> set[int]:
        """Put what a person has chosen into a cell, else what is there; whose word does not hold.

        ``agreed`` are the columns of which nobody has to decide by themselves.
        """
        now = row.get(column, "")
        hand_ins = {found.hand_in for found in proposals}
        theirs = {found.edit.column for found in self.proposals if found.hand_in in hand_ins}
        together = TABLES[self.table].decided_with(column)
        with_it = tuple(other for other in together if other in agreed and other in theirs)
        chosen = self._decided(column, now, proposals, lambda found: found.edit.new, with_it)
        if chosen is None:
            row[column] = now if self.now is not None else proposals[0].edit.new
        else:
            row[column] = self._taken(column, now, chosen, proposals)
        return {found.hand_in for found in proposals if not is_same(found.edit.new, row[column])}

    def _taken(self, column: str, now: str, text: str, proposals: list[Proposal]) -> str:
        """The text of a cell as it will be; says what changes."""
        if is_same(text, now):
            return now
        if self.now is not None:
            self._add_change(column, now, text, [found for found in proposals if is_same(found.edit.new, text)])
        return text

    def _decided(
        self,
        column: str,
        now: str,
        proposals: list[Proposal],
        value_of: Callable[[Proposal], str],
        with_it: tuple[str, ...] = (),
    ) -> str | None:
        """The value that a person has chosen; None while nobody has."""
        is_new = self.now is None and column != ""
        values: dict[str, list[int]] = {} if is_new else {now: []}
        for found in proposals:
            value = next((known for known in values if is_same(known, value_of(found))), value_of(found))
            holders = values.setdefault(value, [])
            if found.hand_in not in holders:
                holders.append(found.hand_in)
        place = (self.table, self.key, column)
        options = tuple(
            Option(value, tuple(holders), not is_new and value == now, _mark(place, value))
            for value, holders in values.items()
        )
        wanted = [number for number, option in enumerate(options) if option.mark in self.decisions]
        # Two that shall hold at once decide nothing.
        chosen = wanted[0] if len(wanted) == 1 else None
        wanting = [found for found in proposals if not is_same(value_of(found), now)]
        base = (THERE if any(found.base for found in proposals) else GONE) if column == "" else proposals[0].edit.old
        self.result.conflicts.append(Conflict(place, self._title(), base, options, _lead(wanting), chosen, with_it))
        return None if chosen is None else options[chosen].value

    def _title(self) -> str:
        """What people call the row."""
        column = TITLES[self.table]
        named = (found.edit.new for found in self.proposals if found.edit.column == column)
        return self._start().get(column) or next(named, "")

    def _add_change(self, column: str, old: str, new: str, proposals: Iterable[Proposal]) -> None:
        hand_ins = tuple(dict.fromkeys(found.hand_in for found in proposals))
        self.result.changes.append(Change((self.table, self.key, column), old, new, hand_ins))


def _lead(proposals: Sequence[Proposal]) -> str:
    """Who has to make a change that is proposed by others alone."""
    return proposals[0].edit.lead if all(found.edit.lead for found in proposals) else ""


def _mark(place: Place, value: str) -> str:
    return hashlib.sha256("\0".join([*place, plain(value)]).encode()).hexdigest()[:12]


def _differs(now: Mapping[str, str], base: Mapping[str, str]) -> bool:
    """Whether a row has changed since; that its table got a further column changes no row."""
    return any(not is_same(now.get(column, ""), text) for column, text in base.items())
