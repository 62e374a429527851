"""The account of shifted dates and the steps of confidence: nothing is hidden by a new plan, and no rule is unfair."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.release.build import Release
from tests.changed import FIRST, SECOND, changed_stands
from tests.etl.release.test_marts import rows, step
from tests.etl.tiny import STAND, A, B, Rows, database
from tests.once import once

ONE, TWO, THREE, FOUR = (date(year, 6, 30) for year in (2023, 2024, 2025, 2026))
STANDS = (ONE, TWO, THREE, FOUR)
Plan = tuple[str | None, str | None]


def planned(name: str, first: str | None, current: str | None) -> dict[str, str | None]:
    """A milestone with a first and a current plan."""
    return {"Meilenstein-ID": name, "Erstplanung": first, "Aktuelle Planung": current}


def told(project: str, ids: Sequence[str], *plans: Plan | None) -> dict[date, Rows]:
    """One milestone of a project by its id and its first and current plan in each Stand; None where none tells of it."""
    other = {"Meilenstein-ID": f"{project}, other", "Projekt-ID": project, "Status laut Quelle": "erreicht"}
    return {
        day: [other, *([{**planned(name, *plan), "Projekt-ID": project}] if plan else [])]
        for day, name, plan in zip(STANDS, ids, plans, strict=True)
    }


PLANS: list[tuple[str, list[Plan | None], list[int | None]]] = [
    ("as planned", [("2025", None)] * 4, [0, 0, 0, 0]),
    ("two new plans", [("2025", None), ("2025", "2026"), ("2025", "2026"), ("2025", "2027")], [0, 1, 1, 2]),
    ("back", [("2025", "2026"), ("2025", "2027"), ("2025", "2026"), ("2025", None)], [1, 2, 3, 4]),
    ("back to the first", [("2025", "2026"), ("2025", "2025"), ("2025", None), ("2025", "2024")], [1, 2, 2, 3]),
    (
        "written otherwise",
        [("2025", "2026-05-17"), ("2025", "17.05.2026"), ("2025", "2026-05-17"), ("2025", "2026-05")],
        [1, 1, 1, 2],
    ),
    ("more precise", [("2027", None), ("2027", "2027-Q2"), ("2027", "2027-Q3"), ("2027", "2027-08-01")], [0, 0, 1, 1]),
    ("no first plan", [(None, None), (None, "2026"), (None, "2027"), (None, None)], [None, 0, 1, 1]),
    ("first plan added", [(None, "2026"), ("2026", None), ("2026", None), ("2026", "2027")], [0, 0, 0, 1]),
    ("first plan corrected", [("2025", None), ("2026", None), ("2026", None), ("2026", "2027")], [0, 0, 0, 1]),
    ("away for a Stand", [("2025", "2026"), None, ("2025", "2027"), ("2025", "2027")], [1, 2, 2]),
    ("never planned", [(None, None)] * 4, [None] * 4),
]


RENAMED = told("renamed", ["a", "b", "b", "c"], ("2025", "2026"), ("2025", "2027"), ("2025", "2028"), ("2025", "2029"))
GIVEN_UP = told("given up", ["x", "y", "y", "y"], *[("2025", "2026")] * 4)
GIVEN_UP[FOUR] = [*GIVEN_UP[FOUR], {"Meilenstein-ID": "x", "Projekt-ID": "given up", "Erstplanung": "2030"}]
AGING = [
    {**row, "Meilenstein-ID": name, "Projekt-ID": "aging"}
    for name, row in (
        ("aging 1", step("unbekannt", "2024-12-31")),
        ("aging 2", step("erreicht", "2024-05-01", None, "2024-05-01")),
    )
]
DROPPED = told("dropped", ["d"] * 4, ("2023-01-01", "2023-04-11"), None, None, ("2023-01-01", "2023-04-11"))


@pytest.fixture(scope="module")
def shifted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of four Stände in which every test has a project of its own."""
    return once(tmp_path_factory, "shifted", four_stands)


def four_stands(folder: Path) -> Path:
    plans = {
        day: [{**planned(name, *own[i]), "Projekt-ID": "plans"} for name, own, _ in PLANS if own[i]]  # type: ignore[misc]
        for i, day in enumerate(STANDS)
    }
    key = "meilensteine", "Meilenstein-ID"
    always = [{"Projekt-ID": name} for name in ("plans", "renamed", "given up", "dropped", "aging")]
    always += [{"Projekt-ID": "old", "Titel": "Alt"}, {"Projekt-ID": "new", "Titel": "Neu"}]
    ended = [{"Projekt-ID": "ended"}]
    # One follows its project under a new id, one was dropped before its project.
    more = {day: list[Mapping[str, str | None]]() for day in STANDS}
    more[ONE] = [{"Meilenstein-ID": "f", "Projekt-ID": "old", "Erstplanung": "2023"}]
    more[ONE] += [
        {"Meilenstein-ID": "e", "Projekt-ID": "ended", "Erstplanung": "2023", "Status laut Quelle": "verzögert"}
    ]
    more[TWO] = [{"Meilenstein-ID": "e2", "Projekt-ID": "ended"}]
    for day in (TWO, THREE, FOUR):
        more[day] = [*more[day], *AGING]
    # Of the last Stand alone: what is late or silent, and what confidence there is.
    latest = {"delayed": DELAYED, "forward": FORWARD, "unknown": UNKNOWN}
    latest |= {f"step {i}": own for i, (own, *_) in enumerate(STEPS)}
    more[FOUR] += numbered([{**row, "Projekt-ID": name} for name, own in latest.items() for row in own])
    return database(
        folder,
        project={
            ONE: [*always, *ended],
            TWO: [*always, *ended],
            THREE: always,
            FOUR: [*always, *({"Projekt-ID": name} for name in latest)],
        },
        funds=[{"Projekt-ID": "dropped"}],
        steps={day: [*plans[day], *RENAMED[day], *GIVEN_UP[day], *DROPPED[day], *more[day]] for day in STANDS},
        stands=STANDS,
        renamed=[
            (TWO, "projekte", "Projekt-ID", "old", "new"),
            (TWO, *key, "a", "b"),
            (FOUR, *key, "b", "c"),
            (TWO, *key, "x", "y"),
        ],
    )


def test_every_new_plan_is_counted(shifted: Path) -> None:
    asked = (
        "select milestone_id, array_agg(replanned_count order by stand_date) from milestone_detail"
        " where project_id = 'plans' group by all"
    )
    assert dict(rows(shifted, asked)) == {name: counts for name, _, counts in PLANS}


def test_a_renamed_milestone_stays_the_same(shifted: Path) -> None:
    asked = (
        "select milestone_id, replanned_count from milestone_detail"
        " where project_id = 'renamed' and milestone_id <> 'renamed, other' order by stand_date"
    )
    assert rows(shifted, asked) == [("a", 1), ("b", 2), ("b", 3), ("c", 4)]
    assert rows(shifted, "from dropped_milestone where project_id = 'renamed'") == []


def test_an_id_that_was_given_up_and_comes_back_is_another_milestone(shifted: Path) -> None:
    asked = (
        "select milestone_id, replanned_count from milestone_detail"
        " where project_id = 'given up' and stand_date = ? order by all"
    )
    assert rows(shifted, asked, FOUR) == [("given up, other", None), ("x", 0), ("y", 1)]


def test_a_dropped_milestone_is_still_told(shifted: Path) -> None:
    asked = (
        "select stand_date, told_date, milestone_id from dropped_milestone where project_id = 'dropped' order by all"
    )
    assert rows(shifted, asked) == [(TWO, ONE, "d"), (THREE, ONE, "d")]
    asked = (
        "select dropped_count, milestone_count, no_feedback_count, replanned_count, late_days"
        " from selected_project_account(?, ?, [], ?, [])"
    )
    assert [rows(shifted, asked, day, [A], ["Land"]) for day in STANDS] == [
        [(0, 2, 1, 1, 100)],
        [(1, 1, 0, 1, 100)],
        [(1, 1, 0, 1, 100)],
        [(0, 2, 1, 1, 100)],
    ]
    assert rows(shifted, asked, TWO, [B], []) == rows(shifted, asked, TWO, [A], ["EU"]) == []


def test_a_dropped_milestone_follows_its_project_under_a_new_id_and_title(shifted: Path) -> None:
    asked = (
        "select project_id, project_title, dropped_count from selected_project_account(?, [], [], [], [])"
        " where project_id in ('old', 'new')"
    )
    assert rows(shifted, asked, TWO) == [("new", "Neu", 1)]


def test_a_milestone_that_was_dropped_before_its_project_is_shown_with_the_project_as_it_was_told_last(
    shifted: Path,
) -> None:
    asked = "select stand_date, told_date, project_date from dropped_milestone where milestone_id = 'e' order by all"
    assert rows(shifted, asked) == [(day, ONE, TWO) for day in (TWO, THREE, FOUR)]
    # What is told no more is told as late no more.
    asked = "select told_late_count, dropped_count from selected_project_account(?, [], [], [], []) where project_id = 'ended'"
    assert [rows(shifted, asked, day) for day in (ONE, TWO)] == [[(1, 0)], [(0, 1)]]


def numbered(steps: Sequence[Mapping[str, str | None]]) -> Rows:
    return [{"Meilenstein-ID": f"m{i:03}", **row} for i, row in enumerate(steps)]


DELAYED = [
    step("erreicht", "2020-03-31", None, "2020-07-01"),
    step("erreicht", "2021-01-01", None, "2021-01-09"),
    step("erreicht", "2021-05-31", None, "2021-01-01"),
    step("erreicht", "2022-12", None, "2023-04"),
    step("erreicht", "2022-12", None, "2023-02-01"),
    step("erreicht", "2022-12", None, "2022-10"),
    step("erreicht", "2022", None, "2023"),
    step("erreicht", "2022-05-01", None, "2022-05-01"),
    step("erreicht", "2022", None, "2022-05-01"),
    step("erreicht", "2022-05-01", None, "2022"),
    step("erreicht", "2022", None, None),
    step("verzögert", "2027-12"),
]
FORWARD = [
    step("geplant", "2027-01-01", "2026-08-01"),
    step("verzögert", "2027-01-01", "2026-06-01"),
    step("geplant", "2027-01-01", "2026-06-01"),
]
UNKNOWN = [
    step("unbekannt", "2024-Q1"),
    step("geplant", "2026-06-20"),
    step("unbekannt"),
    step("verzögert", "2019-01-01"),
]


def test_days_and_months_stay_apart_and_early_never_makes_up_for_late(shifted: Path) -> None:
    asked = (
        "select late_count, late_days, longest_days, late_in_days_count, late_months, longest_months, late_in_months_count,"
        " early_count, on_time_count, compared_count, told_late_count"
        " from selected_project_account(?, [], [], [], []) where project_id = 'delayed'"
    )
    assert rows(shifted, asked, STAND) == [(5, 100, 92, 2, 6, 4, 2, 2, 2, 9, 1)]


def test_a_plan_that_was_brought_forward_and_has_passed_is_not_early(shifted: Path) -> None:
    asked = "select state, timing, delay_days from milestone_detail where project_id = 'forward' order by milestone_id"
    assert rows(shifted, asked) == [("planned", "early", -153), ("overdue", None, None), ("no_feedback", None, None)]
    asked = (
        "select subject_id = (select min(milestone_id) from milestone_detail where project_id = 'forward')"
        " from selected_event(?, [], [], []) where project_id = 'forward' and event = 'earlier'"
    )
    assert rows(shifted, asked, STAND) == [(True,)]


def test_silence_is_told_as_precisely_as_it_is_known(shifted: Path) -> None:
    asked = (
        "select no_feedback_count, undated_silent_count, silent_since, silent_days, overdue_count"
        " from selected_project_account(?, [], [], [], []) where project_id = 'unknown'"
    )
    assert rows(shifted, asked, STAND) == [(3, 1, "2024-Q1", 10, 1)]


# Confidence. The Stand is 2026-06-30.

KEPT = step("erreicht", "2025-05-01", None, "2025-05-01")
LATE = step("erreicht", "2025-05-01", None, "2025-05-02")
UNDATED = step("erreicht", "2025-05-01")
AHEAD = step("geplant", "2027")
MOVED = step("geplant", "2026-09", "2027-09-30")
LONG_MOVED = step("geplant", "2026-09", "2027-10-01")
NAMED_LATE = step("verzögert", "2027")
SILENT = step("unbekannt", "2025-06-30")
LONG_SILENT = step("unbekannt", "2025-06-29")
OVERDUE = step("verzögert", "2025-06-30")
LONG_OVERDUE = step("verzögert", "2025-06-29")
WITHOUT_PLAN = [step("erreicht"), step("erreicht", None, None, "2020"), step("unbekannt")]


STEPS: list[tuple[list[dict[str, str | None]], int | None, str]] = [
    ([], None, "no_plan"),
    (WITHOUT_PLAN, None, "no_plan"),
    ([KEPT], 5, "kept"),
    ([KEPT, UNDATED, AHEAD, *WITHOUT_PLAN], 5, "kept"),
    ([KEPT, LATE], 4, "late"),
    ([UNDATED], 4, "undated"),
    ([AHEAD], 3, "unproven"),
    ([AHEAD, *WITHOUT_PLAN], 3, "unproven"),
    ([AHEAD, UNDATED], 4, "undated"),
    ([KEPT, LATE, AHEAD], 3, "was_late"),
    ([KEPT, MOVED], 3, "moved"),
    ([KEPT, NAMED_LATE], 3, "moved"),
    ([KEPT, SILENT], 3, "silent"),
    ([KEPT, LONG_MOVED], 2, "long_moved"),
    ([KEPT, LONG_SILENT], 2, "long_silent"),
    ([KEPT, LONG_SILENT, LONG_SILENT, LONG_SILENT], 2, "long_silent"),
    ([KEPT, OVERDUE], 2, "overdue"),
    ([KEPT, LONG_OVERDUE], 1, "long_overdue"),
    ([KEPT, OVERDUE, OVERDUE], 1, "long_overdue"),
    # By a year only when it cannot be less, however coarse the plan is.
    ([KEPT, step("geplant", "2026-09", "2027")], 3, "moved"),
    ([KEPT, step("unbekannt", "2025-06")], 3, "silent"),
    ([KEPT, step("verzögert", "2025-06")], 2, "overdue"),
]


def test_each_step_follows_from_its_rule(shifted: Path) -> None:
    asked = "select project_id, confidence_step, confidence_reason from project_detail where starts_with(project_id, 'step ')"
    found = rows(shifted, asked)
    assert {key: rest for key, *rest in found} == {f"step {i}": rest for i, (_, *rest) in enumerate(STEPS)}


def test_an_old_stand_keeps_its_step(shifted: Path) -> None:
    asked = "select confidence_step from project_confidence where project_id = 'aging' order by stand_date"
    assert rows(shifted, asked) == [(None,), (5,), (3,), (2,)]


DATES = st.sampled_from([None, "2019", "2024-Q3", "2025-06", "2025-07-01", "2026-06-30", "2026-08", "2029"])
ANY_STEP = st.builds(
    lambda status, first, current, reached: step(status, first, current, reached if status == "erreicht" else None),
    st.sampled_from(["erreicht", "geplant", "verzögert", "unbekannt"]),
    DATES,
    DATES,
    DATES,
)
WORSE = st.sampled_from([OVERDUE, LONG_OVERDUE, SILENT, LONG_SILENT, MOVED, LONG_MOVED, LATE, NAMED_LATE])
PROJECTS = st.lists(st.lists(ANY_STEP, min_size=1, max_size=5), min_size=15, max_size=40)


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(projects=PROJECTS, worse=WORSE)
def test_every_project_has_one_step_or_none_and_a_further_bad_milestone_never_raises_it(
    projects: list[list[dict[str, str | None]]], worse: dict[str, str | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # The same projects twice: as they are, and each with one more milestone that is overdue, silent, moved or late.
    steps = [
        {**row, "Projekt-ID": f"{twin}{i}"}
        for twin in ("p", "q")
        for i, own in enumerate(projects)
        for row in ([*own, worse] if twin == "q" else own)
    ]
    ids = [{"Projekt-ID": f"{twin}{i}"} for twin in ("p", "q") for i in range(len(projects))]
    tiny = database(tmp_path_factory.mktemp("steps"), project=ids, steps=numbered(steps))
    found = dict(rows(tiny, "select project_id, confidence_step from project_confidence"))
    assert len(found) == len(ids)
    for i, own in enumerate(projects):
        before, after = found[f"p{i}"], found[f"q{i}"]
        has_plan = any(row["Erstplanung"] or row["Aktuelle Planung"] for row in own)
        assert (before is not None) == has_plan
        assert after in range(1, 6)
        assert before is None or after <= before


def test_the_embedded_data_are_spread_over_all_steps(release: Release) -> None:
    found = rows(release.path, "select confidence_step, count(*) from project_confidence group by all order by all")
    assert dict(found) == {1: 2, 2: 15, 3: 7, 4: 2, 5: 1, None: 55}
    assert sum(count for _, count in found) == len(release.tables["project"])


def test_a_later_stand_adds_to_the_account_and_hides_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    (built,) = once(tmp_path_factory, "three", changed_stands).glob("*.duckdb")
    asked = "select project_id, replanned_count, late_count, dropped_count, no_feedback_count from selected_project_account(?, [], [], [], [])"
    before, after = ({key: rest for key, *rest in rows(built, asked, day)} for day in (FIRST, SECOND))
    # It has another id since.
    before["smart-region"] = before.pop("smart-region-kreis-unna")
    assert {key: after[key] for key in after if after[key] != before.get(key)} == {
        "neu-1": [0, 0, 0, 0],
        "werne-glasfaser": [1, 1, 0, 0],
        "luenen-serviceportal": [None, 0, 1, 0],
    }
    assert before.keys() == after.keys() - {"neu-1"}
