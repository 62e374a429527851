"""The difference between two Stände, taken from the same marts that the public page reads."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl.messages.german import number
from etl.reading.inputs import OFFICE, REFERENCE, Inputs
from etl.release.database import load
from etl.rules.history import Change, changes, renames
from etl.rules.validation import CheckedInputs
from etl.tables.keys import KEYS, row_keys
from etl.tables.release_tables import tables

TITLES = {"projekte": "Titel", "meilensteine": "Meilenstein", "quellen": "Titel"}
"""The column that names a row for a person; a sum is named by its recipient and amount."""

# One row: what the first page shows of a Stand.
HEADLINES = """
select
    (select count(*) from project where stand_date = $stand) as "Projekte",
    (select sum(amount_eur) from funding_detail
        where stand_date = $stand and is_counted and kind = 'Zuwendung') as "Zuwendungen, die zählen",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'reached') as "Meilensteine erreicht",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'planned') as "Meilensteine geplant",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'overdue') as "Meilensteine überfällig",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'no_feedback') as "Ohne Rückmeldung",
    (select count(*) from source where stand_date = $stand) as "Fundstellen"
"""
# One row per receiver whose grants differ: municipalities, then joint, then district-wide ones.
MONEY = """
with sums as (
    select
        attribution, municipality_ags,
        sum(amount_eur) filter (stand_date = $before) as old_eur,
        sum(amount_eur) filter (stand_date = $after) as new_eur
    from funding_detail
    where is_counted and kind = 'Zuwendung' and stand_date in ($before, $after)
    group by all
),
names as (
    select municipality_ags, arg_max(name, version_date) as name from municipality group by all
)
select case attribution when 'joint' then 'Gemeinsame Vorhaben' when 'district' then 'Kreisweite Vorhaben'
    else name end as name, old_eur, new_eur
from sums left join names using (municipality_ags)
where old_eur is distinct from new_eur
order by list_position(['single', 'joint', 'district'], attribution), name
"""
# One row per milestone whose state or plan differs, or that is only in one of both.
MILESTONES = """
with old as (select * from milestone_detail where stand_date = $before),
new as (select * from milestone_detail where stand_date = $after)
select
    coalesce(new.title, old.title) as title, coalesce(new.project_title, old.project_title) as project_title,
    old.state as old_state, new.state as new_state, old.planned as old_planned, new.planned as new_planned,
    new.reached, new.first_planned
from old
left join new_names on new_names.old_id = old.milestone_id
full join new on new.milestone_id = coalesce(new_names.new_id, old.milestone_id)
where old.state is distinct from new.state or (new.state <> 'reached' and old.planned is distinct from new.planned)
order by project_title, coalesce(new.due_first_date, old.due_first_date) nulls last, title
"""


@dataclass(frozen=True)
class Row:
    """A row of a table, as it is called, with the cells that differ."""

    key: str
    name: str
    cells: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Rows of one table that are new, gone or changed."""

    new: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.new or self.gone or self.changed)


@dataclass(frozen=True)
class Headline:
    """One figure of the first page in both Stände; None is not known."""

    name: str
    old: int | Decimal | None
    new: int | Decimal | None


@dataclass(frozen=True)
class Money:
    """Own grants of a municipality, or all joint or district-wide ones, in both Stände, in euros."""

    name: str
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True)
class Milestone:
    """A milestone whose state or plan differs; dates as precise as they are known."""

    title: str
    project_title: str
    old_state: str | None
    new_state: str | None
    old_planned: str | None
    new_planned: str | None
    reached: str | None
    first_planned: str | None


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two Stände."""

    before: date
    after: date
    headlines: tuple[Headline, ...]
    money: tuple[Money, ...]
    milestones: tuple[Milestone, ...]
    tables: dict[str, Rows]
    """By the name of the input table."""
    corrections: tuple[tuple[str, ...], ...]
    """Table, key, column, old and new value, reason, day; as written in berichtigungen.csv."""

    @property
    def is_empty(self) -> bool:
        """Whether the public page would show the same."""
        return all(rows.is_empty for rows in self.tables.values()) and not self.milestones


def difference(checked: CheckedInputs, before: date, after: date) -> Difference:
    """Everything that differs between two Stände of inputs without errors."""
    inputs = checked.inputs
    found = changes(inputs, before, after)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "difference.duckdb"
        load(path, tables(inputs, checked.rejected, "000000000000"))
        with duckdb.connect(path) as connection:
            names = list(renames(inputs, before, after).get("meilensteine", {}).items())
            connection.execute("create temp table new_names (old_id varchar, new_id varchar)")
            if names:
                connection.executemany("insert into new_names values (?, ?)", names)
            both = {"before": before, "after": after}
            headlines = zip(
                *(_answer(connection, HEADLINES, {"stand": stand})[0].items() for stand in (before, after)), strict=True
            )
            return Difference(
                before,
                after,
                tuple(Headline(name, old, new) for (name, old), (_, new) in headlines),
                tuple(Money(row["name"], row["old_eur"], row["new_eur"]) for row in _answer(connection, MONEY, both)),
                tuple(Milestone(**row) for row in _answer(connection, MILESTONES, both)),
                {kind: _rows(inputs, kind, found, before, after) for kind in (*OFFICE, *REFERENCE)},
                tuple(_corrections(inputs, after)),
            )


def _answer(connection: duckdb.DuckDBPyConnection, question: str, values: dict[str, date]) -> list[dict[str, Any]]:
    cursor = connection.execute(question, values)
    columns = [column for column, *_ in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _rows(inputs: Inputs, kind: str, found: list[Change], before: date, after: date) -> Rows:
    old, new = (_names(inputs, kind, stand) for stand in (before, after))
    renamed = renames(inputs, before, after).get(kind, {})
    known = {renamed.get(key, key) for key in old}
    cells: dict[str, list[Change]] = {}
    for change in found:
        if change.table == kind:
            cells.setdefault(change.key, []).append(change)
    gone = [key for key, changed in cells.items() if not changed[0].column]
    return Rows(
        new=tuple(Row(key, name) for key, name in new.items() if key not in known),
        gone=tuple(Row(key, old.get(key, key)) for key in gone),
        changed=tuple(Row(key, new[key], tuple(cells[key])) for key in cells if key in new and key not in gone),
    )


def _names(inputs: Inputs, kind: str, stand: date) -> dict[str, str]:
    """What each row is called, by its key."""
    table = inputs.table(stand, kind)
    if kind == "foerderung":
        lines = table.rows(*KEYS[kind], "Empfänger", "Betrag (EUR)", "Art")
        return {key: f"{art}, {recipient}, {number(Decimal(amount))} €" for _, key, recipient, amount, art in lines}
    titles = {key: title for _, key, title in table.rows(*KEYS[kind], TITLES[kind])} if kind in TITLES else {}
    if not set(KEYS[kind]) <= set(table.frame.columns):
        return {}
    return {key: titles.get(key, key) for key in row_keys(kind, table.frame.dropna(subset=list(KEYS[kind])))}


def _corrections(inputs: Inputs, after: date) -> Iterator[tuple[str, ...]]:
    frame = inputs.table(after, "berichtigungen").frame
    if not frame.empty:
        yield from frame.fillna("").itertuples(index=False, name=None)
