"""Three-way comparison on small tables: who changed what against which base, and what a person has to decide."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from data_dictionary import TABLES
from etl.merging.hand_in import HandIn, edits
from etl.merging.merged_corrections import merged_corrections
from etl.merging.three_way import Decisions, Merged, merged
from etl.reading.csv_file import Table
from etl.reading.inputs import CORRECTIONS
from etl.rules.history import GONE, THERE

Row = dict[str, str]
TABLE = "meilensteine"


def row(**cells: str) -> Row:
    return {"Meilenstein-ID": "m1", "Meilenstein": "Ziel", "Erreicht": "", "Aktuelle Planung": ""} | {
        header.replace("_", " "): text for header, text in cells.items()
    }


def outcome(now: Row | None, *told: tuple[Row | None, Row | None], decisions: Decisions = ()) -> Merged:
    """What becomes of one row: as it is now, and for each workbook what its base had and what it has."""

    def tables(one: Row | None) -> dict[str, dict[str, Row]]:
        return {TABLE: {} if one is None else {"m1": one}}

    hand_ins = [HandIn(tables(base), tuple(edits(tables(base), tables(own))), {}, {}, {}) for base, own in told]
    return merged(tables(now), hand_ins, decisions)


OLD, MAY, JUNE = row(), row(Erreicht="2026-05"), row(Erreicht="2026-06")
CASES: dict[str, tuple[Row | None, Sequence[tuple[Row | None, Row | None]], Row | None]] = {
    "nobody changes anything": (OLD, [(OLD, OLD)], OLD),
    "one workbook changes a cell": (OLD, [(OLD, MAY)], MAY),
    "the cell changed since, the workbook is only older": (MAY, [(OLD, OLD)], MAY),
    "both sides say the same": (MAY, [(OLD, MAY)], MAY),
    "both sides say the same in other words": (row(Erreicht="2026-05-17"), [(OLD, row(Erreicht="17.05.2026"))], row(Erreicht="2026-05-17")),
    "two workbooks change two cells": (OLD, [(OLD, MAY), (OLD, row(Aktuelle_Planung="2027"))], row(Erreicht="2026-05", Aktuelle_Planung="2027")),
    "two workbooks say the same": (OLD, [(OLD, MAY), (OLD, MAY)], MAY),
    "a cell is emptied": (MAY, [(MAY, OLD)], OLD),
    "a new row": (None, [(None, MAY)], MAY),
    "the same new row twice": (None, [(None, MAY), (None, MAY)], MAY),
    "a new row that is there already": (MAY, [(None, MAY)], MAY),
    "a row that came since is no deletion": (MAY, [(None, None)], MAY),
    "a deleted row": (OLD, [(OLD, None)], None),
    "a deleted row of a table that has got a column since": (OLD | {"Art": "Ergebnis"}, [(OLD, None)], None),
    "a row that both deleted": (None, [(OLD, None)], None),
    "a row deleted since, the workbook is only older": (None, [(OLD, OLD)], None),
}  # fmt: skip


def filled(one: Row | None) -> Row | None:
    return one and {header: text for header, text in one.items() if text}


@pytest.mark.parametrize("case", CASES)
def test_what_one_side_changes_is_taken(case: str) -> None:
    now, told, expected = CASES[case]
    found = outcome(now, *told)
    assert filled(found.tables[TABLE].get("m1")) == filled(expected)
    assert found.conflicts == []


CONFLICTS: dict[str, tuple[Row | None, Sequence[tuple[Row | None, Row | None]], str, list[str]]] = {
    "the cell changed since": (MAY, [(OLD, JUNE)], "Erreicht", ["2026-05", "2026-06"]),
    "two workbooks change a cell": (OLD, [(OLD, MAY), (OLD, JUNE)], "Erreicht", ["", "2026-05", "2026-06"]),
    "emptied here, changed there": (OLD, [(MAY, OLD), (MAY, JUNE)], "Erreicht", ["", "2026-06"]),
    "two new rows of one key": (None, [(None, MAY), (None, JUNE)], "Erreicht", ["2026-05", "2026-06"]),
    "a new row where another came since": (MAY, [(None, JUNE)], "Erreicht", ["2026-05", "2026-06"]),
    "deleted here, changed since": (MAY, [(OLD, None)], "", [THERE, GONE]),
    "deleted here, changed there": (OLD, [(OLD, None), (OLD, MAY)], "", [THERE, GONE]),
    "changed here, deleted since": (None, [(OLD, MAY)], "", [GONE, THERE]),
    "two say the same, one of them of what changed since": (MAY, [(MAY, JUNE), (OLD, JUNE)], "Erreicht", ["2026-05", "2026-06"]),
    "deleted by two, one of them of what changed since": (MAY, [(MAY, None), (OLD, None)], "", [THERE, GONE]),
    "new here, changed there, deleted since": (None, [(None, MAY), (OLD, MAY)], "", [GONE, THERE]),
}  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_both_sides_change_waits_for_a_person(case: str) -> None:
    now, told, column, values = CONFLICTS[case]
    (conflict,) = (found := outcome(now, *told)).open_conflicts
    assert conflict.place == (TABLE, "m1", column)
    assert [option.value for option in conflict.options] == values
    if now is not None:
        assert found.tables[TABLE]["m1"] == now
    for number, value in enumerate(values):
        decided = outcome(now, *told, decisions=[conflict.options[number].mark])
        assert decided.open_conflicts == []
        assert decided.conflicts[0].chosen == number
        after = decided.tables[TABLE].get("m1")
        assert (THERE if after else GONE) == value if column == "" else after is not None and after[column] == value


def test_a_decision_for_another_value_or_for_two_decides_nothing() -> None:
    (conflict,) = outcome(MAY, (OLD, JUNE)).conflicts
    (other,) = outcome(MAY, (OLD, row(Erreicht="2026-07"))).conflicts
    assert outcome(MAY, (OLD, JUNE), decisions=[other.options[1].mark]).open_conflicts == [conflict]
    assert outcome(MAY, (OLD, JUNE), decisions=[option.mark for option in conflict.options]).open_conflicts == [
        conflict
    ]


def state(reached: str, status: str, **more: str) -> Row:
    return row(Erreicht=reached, Status_laut_Quelle=status, **more)


OPEN, DONE, ALSO = state("", "geplant"), state("2026-05", "erreicht"), state("2026-06", "erreicht")
LATE = state("", "verzögert", Aktuelle_Planung="2027", Grund_der_Verschiebung="Tiefbau")
LATER = state("", "verzögert", Aktuelle_Planung="2028", Grund_der_Verschiebung="Tiefbau")
HALVES: dict[str, tuple[Row | None, Sequence[tuple[Row | None, Row | None]], str, str, Row, tuple[str, ...]]] = {
    "reached on two days, what is there holds": (OPEN, [(OPEN, DONE), (OPEN, ALSO)], "Erreicht", "", OPEN, ("Status laut Quelle",)),
    "reached on two days, one of them holds": (OPEN, [(OPEN, DONE), (OPEN, ALSO)], "Erreicht", "2026-06", ALSO, ("Status laut Quelle",)),
    "planned since, what is there holds": (OPEN, [(state("", "unbekannt"), DONE)], "Status laut Quelle", "geplant", OPEN, ("Erreicht",)),
    "planned since, reached holds": (OPEN, [(state("", "unbekannt"), DONE)], "Status laut Quelle", "erreicht", DONE, ("Erreicht",)),
    "moved to two years, what is there holds": (OPEN, [(OPEN, LATE), (OPEN, LATER)], "Aktuelle Planung", "", OPEN, ("Status laut Quelle", "Grund der Verschiebung")),
    "one reached, one moved": (OPEN, [(OPEN, DONE), (OPEN, LATE)], "Status laut Quelle", "verzögert", LATE, ("Aktuelle Planung", "Erreicht", "Grund der Verschiebung")),
    "what says something else is taken all the same": (OPEN, [(OPEN, DONE | {"Meilenstein": "Neu"}), (OPEN, ALSO)], "Erreicht", "", OPEN | {"Meilenstein": "Neu"}, ("Status laut Quelle",)),
    "a third one agrees with the loser": (OPEN, [(OPEN, DONE), (OPEN, ALSO), (OPEN, state("", "erreicht"))], "Erreicht", "", state("", "erreicht"), ("Status laut Quelle",)),
    "two new rows of one key": (None, [(None, DONE), (None, ALSO | {"Aktuelle Planung": "2026"})], "Erreicht", "2026-05", DONE, ("Aktuelle Planung", "Status laut Quelle")),
}  # fmt: skip


@pytest.mark.parametrize("case", HALVES)
def test_who_is_overruled_is_overruled_in_what_belongs_together(case: str) -> None:
    now, told, column, value, expected, with_it = HALVES[case]
    (conflict,) = outcome(now, *told).open_conflicts
    assert (conflict.place, conflict.with_it) == ((TABLE, "m1", column), with_it)
    mark = next(option.mark for option in conflict.options if option.value == value)
    found = outcome(now, *told, decisions=[mark])
    assert found.open_conflicts == []
    assert filled(found.tables[TABLE]["m1"]) == filled(expected)
    changed = {change.place[2] for change in found.changes}
    assert changed == ({""} if now is None else {name for name, text in expected.items() if text != now.get(name, "")})


def test_nothing_of_what_belongs_together_is_taken_while_nobody_has_decided() -> None:
    found = outcome(OPEN, (OPEN, DONE), (OPEN, ALSO))
    assert (found.tables[TABLE]["m1"], found.changes) == (OPEN, [])


def test_what_is_decided_together_is_more_than_one_column() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert (len(table.decided_with(column.header)) > 1) == bool(column.decided_as), column


def test_each_change_knows_whose_it_is() -> None:
    found = outcome(OLD, (OLD, MAY), (OLD, row(Aktuelle_Planung="2027")), (OLD, MAY))
    assert {(change.place[2], change.old, change.new, change.hand_ins) for change in found.changes} == {
        ("Erreicht", "", "2026-05", (0, 2)),
        ("Aktuelle Planung", "", "2027", (1,)),
    }
    (new,) = outcome(None, (None, MAY)).changes
    assert (new.place, new.old, new.new, new.hand_ins) == ((TABLE, "m1", ""), GONE, THERE, (0,))


@pytest.mark.parametrize(
    ("reasons", "kept"),
    [
        (["Bescheid"], "Bescheid"),
        (["Bescheid", "Bescheid"], "Bescheid"),
        (["Bescheid", "Bericht", "Bericht"], "Bescheid / Bericht"),
    ],
)
def test_of_two_reasons_for_a_change_each_is_told_once(reasons: list[str], kept: str) -> None:
    def hand_in(reason: str) -> HandIn:
        before, after = {TABLE: {"m1": OLD}}, {TABLE: {"m1": MAY}}
        correction = {"Tabelle": TABLE, "Kennung": "m1", "Spalte": "Erreicht", "Alt": "?", "Neu": "?", "Grund": reason}
        told = Table("berichtigungen.csv", pd.DataFrame([correction], index=[2]))
        return HandIn(before, tuple(edits(before, after)), {}, {CORRECTIONS: told}, {})

    hand_ins = [hand_in(reason) for reason in reasons]
    together = merged({TABLE: {"m1": OLD}}, hand_ins, ())
    ((number, line, cells),) = merged_corrections(hand_ins, together).kept
    assert (number, line, cells["Grund"], cells["Alt"], cells["Neu"]) == (0, 2, kept, "", "2026-05")


@pytest.mark.parametrize(
    ("column", "other"),
    [("Erreicht", ALSO), ("Status laut Quelle", ALSO), ("Erreicht", None)],
    ids=["cell", "what belongs to it", "whole row"],
)
def test_nothing_is_said_of_a_correction_as_long_as_its_cell_or_row_waits_for_a_person(
    column: str, other: Row | None
) -> None:
    base, own, others = ({TABLE: {} if one is None else {"m1": one}} for one in (OPEN, DONE, other))
    correction = {"Tabelle": TABLE, "Kennung": "m1", "Spalte": column, "Alt": "", "Neu": DONE[column], "Grund": "x"}
    told = Table("berichtigungen.csv", pd.DataFrame([correction], index=[2]))
    hand_ins = [
        HandIn(base, tuple(edits(base, own)), {}, {CORRECTIONS: told}, {}),
        HandIn(base, tuple(edits(base, others)), {}, {}, {}),
    ]
    found = merged_corrections(hand_ins, merged(base, hand_ins, ()))
    assert (found.kept, found.left_out) == ([], [])


@pytest.mark.parametrize(("before", "after"), [(OLD, MAY), (OLD, None), (None, MAY)], ids=["cell", "gone", "new"])
@pytest.mark.parametrize("leads", [("",), ("", "Unna"), ("Unna", ""), ("Unna",), ("Unna", "Unna")])
def test_a_person_decides_what_others_want_alone_and_not_what_the_lead_wants_too(
    leads: tuple[str, ...], before: Row | None, after: Row | None
) -> None:
    base, own = ({TABLE: {} if one is None else {"m1": one}} for one in (before, after))
    hand_ins = [
        HandIn(base, tuple(replace(edit, lead=lead) for edit in edits(base, own)), {}, {}, {}) for lead in leads
    ]
    found = merged(base, hand_ins, ())
    by_lead = "" in leads
    assert bool(found.changes) == by_lead
    assert [conflict.lead for conflict in found.conflicts] == ([] if by_lead else ["Unna"])
