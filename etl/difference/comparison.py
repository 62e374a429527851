"""The difference between two Stände: a release of both is made and asked what the public page asks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from etl.messages.german import number
from etl.reading.inputs import OFFICE, REFERENCE
from etl.release.database import scratch
from etl.rules.validation import CheckedInputs
from etl.tables.release_tables import tables

# One row: what the first page shows of a Stand.
HEADLINES = """
select
    (select count(*) from project where stand_date = $stand) as "Projekte",
    (select sum(amount_eur) from funding_detail
        where stand_date = $stand and is_counted and kind = 'Zuwendung') as "Zuwendungen, die zählen",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'reached') as "Ergebnisse erreicht",
    (select count(*) from milestone_detail where stand_date = $stand and state = 'step_taken') as "Schritte auf dem Weg getan",
    (select count(*) from milestone_detail
        where stand_date = $stand and role = 'result' and state = 'planned') as "Ergebnisse geplant",
    (select count(*) from milestone_detail
        where stand_date = $stand and role = 'result' and state = 'overdue') as "Ergebnisse überfällig",
    (select count(*) from milestone_detail
        where stand_date = $stand and role = 'result' and state = 'no_feedback') as "Ergebnisse ohne Rückmeldung",
    (select count(*) from source where stand_date = $stand) as "Fundstellen"
"""
# One row per breakdown and name in it whose counted money differs: grants by place (municipalities, then joint, then
# district-wide projects), level, funder, programme and field, and everything by kind.
MONEY = """
with part as (
    select
        unnest([
            {'position': 1, 'breakdown': 'Kommune', 'name': case attribution
                when 'joint' then 'Gemeinsame Vorhaben' when 'district' then 'Kreisweite Vorhaben' else municipality_name end},
            {'position': 2, 'breakdown': 'Ebene', 'name': funder_level},
            {'position': 3, 'breakdown': 'Geldgeber', 'name': coalesce(funder, 'keine Angabe')},
            {'position': 4, 'breakdown': 'Programm', 'name': coalesce(programme, 'keine Angabe')},
            {'position': 5, 'breakdown': 'Handlungsfeld', 'name': field_of_action},
            {'position': 6, 'breakdown': 'Art', 'name': kind}
        ], recursive := true),
        kind, attribution, stand_date, amount_eur
    from funding_detail left join (
        select municipality_ags, arg_max(name, version_date) as municipality_name from municipality group by all
    ) using (municipality_ags)
    where is_counted and stand_date in ($before, $after)
)
select
    breakdown, name,
    sum(amount_eur) filter (stand_date = $before) as old_eur,
    sum(amount_eur) filter (stand_date = $after) as new_eur
from part
where kind = 'Zuwendung' or breakdown = 'Art'
group by position, breakdown, name
having old_eur is distinct from new_eur
order by position, max(list_position(['single', 'joint', 'district'], attribution)) filter (position = 1), name
"""
# One row per milestone whose state or plan differs, or that is only in one of both.
MILESTONES = """
select
    milestone_id, title, project_title, change, old_state, state as new_state, old_planned, new_planned, reached, first_planned
from selected_milestone_change($before, $after, [], [], [])
order by project_title, due_first_date nulls last, title
"""
# One row per project that is in both Stände and has less money granted than before.
LESS_GRANTED = """
select now.title, was.grant_eur, now.grant_eur
from project_detail as now
join (
    select coalesce(new_key, project_id) as project_id, grant_eur
    from project_detail
    left join renamed_between($before, $after) on table_name = 'projekte' and old_key = project_id
    where stand_date = $before
) as was using (project_id)
where stand_date = $after and coalesce(now.grant_eur, 0) < was.grant_eur
order by title, project_id
"""
# One row per cell that differs and per row or column that is new or gone, in the order of the files.
CELLS = """
select
    table_name, change, row_key, title, difference.column_name, old_value, new_value,
    (select amount_eur from funding
        where table_name = 'foerderung' and funding_id = row_key and stand_date = if(change = 'gone', $before, $after)) as amount_eur
from difference_between($before, $after) as difference
left join input_column on input_table = table_name and header = difference.column_name
where change <> 'renamed'
order by difference.position, input_line, row_key, input_column.position
"""
CORRECTIONS = """
select
    table_name, row_key, coalesce(column_name, ''), coalesce(old_value, ''), coalesce(new_value, ''), reason,
    corrected_date::varchar
from correction where stand_date = $after order by input_line
"""


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
    """A milestone whose state or plan differs; dates as precise as they are known."""

    key: str
    title: str
    project_title: str
    change: str
    old_state: str | None
    new_state: str | None
    old_planned: str | None
    new_planned: str | None
    reached: str | None
    first_planned: str | None

    @property
    def is_backward(self) -> bool:
        """Whether what was reached is so no longer, or a date that was named is named no more."""
        was_done = self.old_state in ("reached", "step_taken")
        return self.change in ("reopened", "undated") or (self.change == "gone" and was_done)


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
        both = {"before": before, "after": after}
        old, new = (connection.sql(HEADLINES, params={"stand": stand}) for stand in (before, after))
        headlines = zip(old.columns, old.fetchall()[0], new.fetchall()[0], strict=True)
        cells = connection.execute(CELLS, both).fetchall()
        counts = {kind: len(checked.inputs.table(after, kind).frame) for kind in OFFICE}
        return Difference(
            before,
            after,
            tuple(Figure(*headline) for headline in headlines),
            _money(connection.execute(MONEY, both).fetchall()),
            tuple(Milestone(*row) for row in connection.execute(MILESTONES, both).fetchall()),
            tuple(Figure(*row) for row in connection.execute(LESS_GRANTED, both).fetchall()),
            {
                kind: _rows([row for row in cells if row[0] == kind], counts.get(kind, 0))
                for kind in (*OFFICE, *REFERENCE)
            },
            tuple(connection.execute(CORRECTIONS, {"after": after}).fetchall()),
            tuple(questions),
        )


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
        table, _, _, title, *_, amount = differing[0]
        is_named = table in OFFICE or change in ("new_column", "gone_column")
        name = f"{title}, {number(amount)} €" if amount is not None else title if is_named else key
        texts = (Cell(column, old or "", new or "") for *_, column, old, new, _ in differing if column)
        found[change].append(Row(key, name, tuple(texts)))
    return Rows(**{change: tuple(rows) for change, rows in found.items()}, kept_count=max(0, count - len(found["new"])))
