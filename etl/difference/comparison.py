"""The difference between two Stände: a release of both is made and asked what the public page asks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from etl.messages.german import number
from etl.reading.inputs import OFFICE, REFERENCE
from etl.release.database import scratch
from etl.rules.validation import CheckedInputs
from etl.tables.release_tables import tables

SQL = Path(__file__).parent / "sql"
"""One question a file, asked of a release of both Stände."""


@dataclass(frozen=True)
class Cell:
    """A cell that differs, with its texts in both Stände."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Row:
    """A row of a table, as it is called, with the cells that differ."""

    key: str
    name: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Rows of one table that are new, gone or changed."""

    new: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    new_column: tuple[Row, ...] = ()
    """Columns that the file had not at all, with the number of rows that were there and have one now."""
    gone_column: tuple[Row, ...] = ()
    kept_count: int = 0
    """Rows of a table of the office that are in both Stände."""

    @property
    def columns(self) -> dict[str, int]:
        """How many cells of the rows that are in both Stände differ, by column, most first."""
        counts = Counter(cell.column for row in self.changed for cell in row.cells)
        counts.update({cell.column: int(cell.new) for row in self.new_column for cell in row.cells})
        return dict(counts.most_common())

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.new or self.gone or self.changed or self.new_column or self.gone_column)


@dataclass(frozen=True)
class Figure:
    """One figure of the first page, or the grants of somebody or something in euros, in both Stände; None is not known."""

    name: str
    old: int | Decimal | None
    new: int | Decimal | None


@dataclass(frozen=True)
class Milestone:
    """A milestone whose state or date differs; dates as precise as they are known."""

    key: str
    title: str
    project_title: str
    change: str
    old_state: str | None
    new_state: str | None
    old_planned: str | None
    new_planned: str | None
    old_reached: str | None
    reached: str | None
    first_planned: str | None

    @property
    def is_backward(self) -> bool:
        """Whether what was reached is so no longer, or a date that was named is named no more."""
        was_done = self.old_state in ("reached", "step_taken")
        is_without_day = self.change == "redated" and self.reached is None
        return self.change in ("reopened", "undated") or is_without_day or (self.change == "gone" and was_done)


@dataclass(frozen=True)
class Question:
    """What is well-formed and may be false: a possible double, an unusual value. Somebody has to say which."""

    place: str
    """Where it is asked, such as sheet and cell; empty of the whole."""
    value: str
    message: str


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two Stände."""

    before: date
    after: date
    headlines: tuple[Figure, ...]
    money: dict[str, tuple[Figure, ...]]
    """Grants by municipality (joint and district-wide ones apart), level, funder, programme and field, and all money by
    kind, as far as it counts; only what differs."""
    milestones: tuple[Milestone, ...]
    less_granted: tuple[Figure, ...]
    """Projects with less money granted than before."""
    tables: dict[str, Rows]
    """By the name of the input table."""
    corrections: tuple[tuple[str, ...], ...]
    """Table, key, column, old and new value, reason, day of each correction of the later Stand."""
    questions: tuple[Question, ...] = ()
    """What somebody has to answer before it holds."""

    @property
    def is_empty(self) -> bool:
        """Whether the public page would show the same."""
        return all(rows.is_empty for rows in self.tables.values()) and not self.milestones

    @property
    def backward_milestones(self) -> tuple[Milestone, ...]:
        """Milestones of which less is reached or known than before."""
        return tuple(milestone for milestone in self.milestones if milestone.is_backward)


def difference(checked: CheckedInputs, before: date, after: date, questions: Iterable[Question] = ()) -> Difference:
    """Everything that differs between two Stände of inputs without errors, with the questions that it raises."""
    with scratch(tables(checked.inputs, checked.rejected, "000000000000")) as connection:
        return difference_in(connection, before, after, questions)


def difference_in(
    connection: duckdb.DuckDBPyConnection, before: date, after: date, questions: Iterable[Question] = ()
) -> Difference:
    """Everything that differs between two Stände of a release."""

    def rows(question: str, **days: date) -> list[tuple[Any, ...]]:
        return connection.execute(_sql(question), days).fetchall()

    both = {"before": before, "after": after}
    old, new = (connection.sql(_sql("headlines"), params={"stand": stand}) for stand in (before, after))
    headlines = zip(old.columns, old.fetchall()[0], new.fetchall()[0], strict=True)
    cells = rows("cells", **both)
    counts = dict(zip(OFFICE, rows("row_counts", after=after)[0], strict=True))
    return Difference(
        before,
        after,
        tuple(Figure(*headline) for headline in headlines),
        _money(rows("money", **both)),
        tuple(Milestone(*row) for row in rows("milestones", **both)),
        tuple(Figure(*row) for row in rows("less_granted", **both)),
        {kind: _rows([row for row in cells if row[0] == kind], counts.get(kind, 0)) for kind in (*OFFICE, *REFERENCE)},
        tuple(rows("corrections", after=after)),
        tuple(questions),
    )


def _sql(question: str) -> str:
    return (SQL / f"{question}.sql").read_text("utf-8")


def _money(rows: Sequence[tuple[Any, ...]]) -> dict[str, tuple[Figure, ...]]:
    return {
        breakdown: tuple(Figure(*figure) for _, *figure in group)
        for breakdown, group in groupby(rows, key=lambda row: row[0])
    }


def _rows(cells: Sequence[tuple[Any, ...]], count: int) -> Rows:
    """Differences of one table, gathered by row; ``count`` rows has the table in the later Stand."""
    found: dict[str, list[Row]] = {"new": [], "gone": [], "changed": [], "new_column": [], "gone_column": []}
    for (change, key), group in groupby(cells, key=lambda cell: cell[1:3]):
        differing = list(group)
        table, _, _, title, *_, amount, project_title = differing[0]
        is_named = table in OFFICE or change in ("new_column", "gone_column")
        texts = tuple(Cell(column, old or "", new or "") for *_, column, old, new, _, _ in differing if column)
        name = title if is_named else key
        # Where it changes, it stands with the change.
        if amount is not None and all(cell.column != "Betrag (EUR)" for cell in texts):
            name += f", {number(amount, 2 if amount % 1 else 0)} €"
        if project_title:
            name += f" ({project_title})"
        found[change].append(Row(key, name, texts))
    return Rows(**{change: tuple(rows) for change, rows in found.items()}, kept_count=max(0, count - len(found["new"])))
