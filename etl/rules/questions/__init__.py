"""What is well-formed and may still be false: every question about the latest Stand that only a person can answer.

A question never stops what is published; it stops a new Stand until somebody has said that it is meant so.
"""

from collections.abc import Iterator

from etl.messages.findings import Finding
from etl.reading.inputs import OFFICE, Inputs
from etl.rules.history import compared, renames
from etl.rules.keyed_rows import is_comparable, keyed
from etl.rules.questions.cells import (
    amount_questions,
    area_questions,
    date_questions,
    passed_plan_questions,
    reached_questions,
    series_questions,
    text_questions,
)
from etl.rules.questions.columns import column_questions
from etl.rules.questions.doubles import double_questions
from etl.rules.questions.step import Step


def questions(inputs: Inputs) -> Iterator[Finding]:
    """Every question about the latest Stand, compared with the one before; in the first Stand all rows are new."""
    if not inputs.stands:
        return
    for step in _steps(inputs):
        if step.before:
            yield from column_questions(step)
        yield from double_questions(step)
        yield from date_questions(step, max(inputs.stands))
        if step.before:
            yield from series_questions(step)
        yield from text_questions(step)
        if step.kind == "foerderung":
            yield from amount_questions(step)
        if step.kind == "meilensteine":
            yield from reached_questions(step, max(inputs.stands))
            yield from passed_plan_questions(step, max(inputs.stands))
        if step.kind == "projekte":
            yield from area_questions(step, inputs)


def _steps(inputs: Inputs) -> Iterator[Step]:
    """The tables of the office that are in another file than before."""
    *earlier, after = inputs.stands
    if not earlier:
        for kind in OFFICE:
            table = inputs.table(after, kind)
            if is_comparable(kind, table):
                rows = keyed(kind, table, {})
                yield Step(kind, table.file, None, rows.first(0), rows)
        return
    for kind, old, new, file in compared(inputs, earlier[-1], after, renames(inputs, earlier[-1], after), OFFICE):
        tables = {day: inputs.table(day, kind) for day in reversed(earlier[:-1])}
        former = {day: keyed(kind, table, {}) for day, table in tables.items() if is_comparable(kind, table)}
        yield Step(kind, file, earlier[-1], old, new, former)
