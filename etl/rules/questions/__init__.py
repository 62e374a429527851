"""What is well-formed and may still be false: every question about the latest Stand that only a person can answer.

A question never stops what is published; it stops a new Stand until somebody has said that it is meant so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from etl.messages.findings import Finding
from etl.reading.inputs import CORRECTIONS, OFFICE, REPORTS, Inputs
from etl.rules.history import renames
from etl.rules.keyed_rows import KeyedRows, Renames, is_comparable, keyed
from etl.rules.name_checks import spellings
from etl.rules.plausibility import value_questions
from etl.rules.questions.cells import (
    amount_questions,
    area_questions,
    correction_questions,
    date_questions,
    late_plan_questions,
    level_questions,
    passed_plan_questions,
    reached_questions,
    series_questions,
    text_questions,
)
from etl.rules.questions.columns import column_questions, uncorrected_questions
from etl.rules.questions.contradictions import Stand, contradiction_questions
from etl.rules.questions.doubles import double_questions
from etl.rules.questions.step import Step


def questions(inputs: Inputs, today: date | None = None) -> Iterator[Finding]:
    """Every question about the latest Stand, compared with the one before; in the first Stand all rows are new."""
    if not inputs.stands:
        return
    *earlier, after = inputs.stands
    names = renames(inputs, earlier[-1], after) if earlier else {}
    tables = {day: _keyed(inputs, day, names if day in earlier[-1:] else {}) for day in inputs.stands}
    stand = _stand(inputs, after, tables[after])
    former = _stand(inputs, after, tables[earlier[-1]] if earlier else {})
    for step in _steps(inputs, tables):
        found = list(_about_cells(step, inputs, after, stand, former))
        yield from found
        yield from uncorrected_questions(step, {question.column for question in found})
    if earlier:
        yield from value_questions(inputs, earlier[-1], after)
    for corrections in _corrections(inputs, after):
        before = earlier[-1] if earlier else None
        yield from correction_questions(corrections, before, after, today or date.today())
        yield from text_questions(corrections)


def _about_cells(step: Step, inputs: Inputs, day: date, stand: Stand, former: Stand) -> Iterator[Finding]:
    """What is asked because of what new and changed cells say, beside those of their column, their row or their project."""
    asked = list(column_questions(step)) if step.before else []
    columns = {found.column for found in asked}
    yield from asked
    yield from double_questions(step)
    yield from date_questions(step, day)
    if step.before:
        yield from series_questions(step)
    yield from text_questions(step)
    if step.kind == "foerderung":
        yield from amount_questions(step)
        if columns.isdisjoint(("Fördergeber", "Ebene")):
            yield from level_questions(step, stand.funders)
    if step.kind == "meilensteine":
        yield from reached_questions(step, day)
        yield from passed_plan_questions(step, day)
        yield from late_plan_questions(step)
    if step.kind == "projekte":
        yield from area_questions(step, inputs)
    yield from contradiction_questions(step, stand, former, columns)


def _corrections(inputs: Inputs, day: date) -> Iterator[Step]:
    """The corrections of a Stand, if it has any: all of them are new."""
    table = inputs.table(day, CORRECTIONS)
    if is_comparable(CORRECTIONS, table):
        # That of a whole row names no column.
        rows = keyed(CORRECTIONS, replace(table, frame=table.frame.fillna("")), {})
        yield Step(CORRECTIONS, table.file, None, rows.first(0), rows)


def _keyed(inputs: Inputs, day: date, names: Renames) -> dict[str, KeyedRows]:
    """The tables of the office in a Stand that can be compared."""
    tables = {kind: inputs.table(day, kind) for kind in OFFICE}
    return {kind: keyed(kind, table, names) for kind, table in tables.items() if is_comparable(kind, table)}


def _stand(inputs: Inputs, day: date, tables: Mapping[str, KeyedRows]) -> Stand:
    """These tables with the places of the district and what was reported for a Stand; without a district no places."""
    reported = frozenset(tuple(cells) for _, *cells in inputs.table(day, REPORTS).rows("Tabelle", "Kennung", "Spalte"))
    funders = spellings(inputs.names.get("geldgeber"))
    if inputs.region is None:
        return Stand(tables, {}, "", reported, funders)
    district = inputs.region.region
    places = {key: name for _, key, name in inputs.table(day, "gemeinden").rows("AGS", "Name")}
    return Stand(tables, places | {district.district_ags: district.name}, district.district_ags, reported, funders)


def _steps(inputs: Inputs, tables: Mapping[date, Mapping[str, KeyedRows]]) -> Iterator[Step]:
    """The tables of the office that are in another file than before."""
    *earlier, after = inputs.stands
    rows = [cells for _, *cells in inputs.table(after, CORRECTIONS).rows("Tabelle", "Kennung", "Spalte")]
    corrected = {kind: frozenset((key, column) for table, key, column in rows if table == kind) for kind in OFFICE}
    for kind, new in tables[after].items():
        file = inputs.table(after, kind).file
        if not earlier:
            yield Step(kind, file, None, new.first(0), new)
        elif kind in tables[earlier[-1]] and inputs.table(earlier[-1], kind).file != file:
            former = {day: tables[day][kind] for day in reversed(earlier[:-1]) if kind in tables[day]}
            yield Step(kind, file, earlier[-1], tables[earlier[-1]][kind], new, former, corrected[kind])
