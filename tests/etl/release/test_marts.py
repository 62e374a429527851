"""The rules for figures, on a few hand-made rows each and on the embedded data."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_dictionary import TABLES
from etl.release.build import Release
from tests.etl.tiny import DISTRICT, FIELDS, HAND_MADE, OUTSIDE, STAND, A, B, Rows, database
from tests.once import once

AREAS = "Kommunen (AGS)"
KINDS, COUNTING = (
    next(column.choices for column in TABLES["foerderung"].columns if column.header == header)
    for header in ("Art", "Zählweise")
)


@pytest.fixture(scope="session")
def embedded(release: Release) -> Path:
    """The release of the embedded data."""
    return release.path


def rows(release: Path, sql: str, *parameters: object) -> list[Any]:
    """Rows of a query. A hand-made release stays open for the next one, for nobody else reads it."""
    if release.name == HAND_MADE:
        return opened(release).execute(sql, parameters).fetchall()
    with duckdb.connect(release, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


@functools.lru_cache(maxsize=1)
def opened(release: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(release, read_only=True)


def step(
    status: str, first: str | None = None, current: str | None = None, reached: str | None = None
) -> dict[str, str | None]:
    """A milestone."""
    return {"Status laut Quelle": status, "Erstplanung": first, "Aktuelle Planung": current, "Erreicht": reached}


def of_project(project: str, steps: Sequence[Mapping[str, str | None]]) -> Rows:
    """Milestones of a project, numbered in the order in which they are given."""
    return [{"Meilenstein-ID": f"{project}-{i:03}", "Projekt-ID": project, **row} for i, row in enumerate(steps)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one Stand in which every test has projects of its own."""
    return once(tmp_path_factory, "marts", hand_made)


def hand_made(folder: Path) -> Path:
    kinds = [f"kind{number}" for number in range(len(OF_KINDS))]
    return database(
        folder,
        project=[
            *({"Projekt-ID": name} for name in ("counted", "applied for", "states", "delays", "undated", *kinds)),
            *({"Projekt-ID": areas, AREAS: areas} for areas in ATTRIBUTIONS),
            {"Projekt-ID": "joint", AREAS: f"{A} {B}", "Handlungsfeld": JOINT_FIELD},
            *YEARS,
        ],
        funds=[
            *COUNTED,
            {"Förder-ID": "joint", "Projekt-ID": "joint", "Betrag (EUR)": "962351.7"},
            {"Förder-ID": "applied for", "Projekt-ID": "applied for", "Zählweise": "beantragt"},
            {"Förder-ID": "y1", "Projekt-ID": "y3", "Bewilligt": "2018-05"},
            {"Förder-ID": "y2", "Projekt-ID": "y3", "Bewilligt": "2024", "Zählweise": "beantragt"},
        ],
        steps=[
            *of_project("states", [given for given, *_ in STATES]),
            *of_project("delays", [step("erreicht" if dates[2] else "geplant", *dates) for dates, *_ in DELAYS]),
            *of_project("undated", [step("erreicht", "2025-01-01")]),
            *of_project("y3", [step("geplant", "2027")]),
            *(
                row
                for name, (kind, *_) in zip(kinds, OF_KINDS, strict=True)
                for row in of_project(
                    name,
                    [
                        {**step("erreicht", "2026-05-01", None, "2026-05-01"), "Art": kind},
                        {**step("geplant", "2027"), "Art": kind},
                    ],
                )
            ),
        ],
    )


COUNTED: Rows = [
    {"Förder-ID": f"{kind}, {counting}", "Projekt-ID": "counted", "Art": kind, "Zählweise": counting}
    for kind in KINDS
    for counting in COUNTING
]


def test_only_what_counts_enters_a_sum_and_that_of_its_own_kind(tiny: Path) -> None:
    found = rows(
        tiny,
        "select funding_id, grant_eur, own_share_eur, investment_eur, total_volume_eur"
        " from selected_funding(?, [], [], [], []) where project_id = 'counted'",
        STAND,
    )
    assert {key: sums for key, *sums in found} == {
        f"{kind}, {counting}": [Decimal(100) if (name, counting) == (kind, "zählt") else None for name in KINDS]
        for kind in KINDS
        for counting in COUNTING
    }


ATTRIBUTIONS = {
    A: ("single", [A], A),
    f"{A} {B}": ("joint", [A, B], None),
    f"{B} {A}": ("joint", [A, B], None),
    DISTRICT: ("district", [DISTRICT], None),
    f"{A} {DISTRICT} {B}": ("district", [DISTRICT], None),
    f"{OUTSIDE} {A}": ("single", [A], A),
}


def test_a_project_belongs_to_one_municipality_to_several_or_to_the_district(tiny: Path) -> None:
    found = rows(tiny, "select project_id, attribution, area_ags, municipality_ags from project_attribution")
    assert {key: tuple(rest) for key, *rest in found if key in ATTRIBUTIONS} == ATTRIBUTIONS


JOINT_FIELD = "Bauen und Wohnen"


def test_joint_grant_is_counted_once_and_appears_with_each_of_its_municipalities(tiny: Path) -> None:
    amount = Decimal("962351.70")
    assert rows(
        tiny, "select amount_eur, attribution, municipality_ags from funding_detail where funding_id = 'joint'"
    ) == [(amount, "joint", None)]
    for chosen in ([A], [B], [A, B], []):
        asked = "select grant_eur from selected_funding(?, ?, [?], [], [])"
        assert rows(tiny, asked, STAND, chosen, FIELDS[JOINT_FIELD]) == [(amount,)]


def test_no_money_is_not_zero_money(tiny: Path) -> None:
    assert rows(tiny, "select grant_eur from project_detail where project_id = 'applied for'") == [(None,)]


# The Stand is 2026-06-30.
STATES = [
    (step("erreicht"), "reached", None),
    (step("erreicht", "2025", None, "2026-06-30"), "reached", None),
    (step("unbekannt", "2025", None, "2026-06-30"), "reached", None),
    (step("unbekannt", "2027", None, "2026"), "reached", None),
    (step("unbekannt", "2027", None, "2026-05"), "reached", None),
    (step("unbekannt", "2027", None, "2026-07-01"), "planned", None),
    (step("geplant", "2026-07-01"), "planned", None),
    (step("geplant", "2026-06-30"), "planned", None),
    (step("geplant", "2026-Q2"), "planned", None),
    (step("geplant", "2026"), "planned", None),
    (step("verzögert", "2025", "2027"), "planned", None),
    (step("verzögert", "2027", "2025"), "overdue", None),
    (step("verzögert", "2026-06-29"), "overdue", 1),
    (step("geplant", "2026-06-29"), "no_feedback", 1),
    (step("geplant", "2026-06-29", "2026-06-20"), "no_feedback", 10),
    (step("unbekannt", "2026-05"), "no_feedback", None),
    (step("unbekannt"), "no_feedback", None),
    (step("verzögert"), "no_feedback", None),
]


def test_the_state_of_a_milestone_is_decided_by_the_stand(tiny: Path) -> None:
    asked = "select state, since_plan_days from milestone_detail where project_id = 'states' order by milestone_id"
    found = rows(tiny, asked)
    assert [(given, *cells) for (given, *_), cells in zip(STATES, found, strict=True)] == STATES


# Of milestones that their source calls reached, and of planned ones.
OF_KINDS = [
    (None, "reached", "planned"),
    ("Ergebnis", "reached", "planned"),
    ("Beschluss", "step_taken", "planned"),
    ("Bewilligung", "step_taken", "planned"),
    ("Beginn", "step_taken", "planned"),
    ("Ereignis", "event", "planned"),
    ("Rückschlag", "setback", "planned"),
]


def test_only_results_are_reached_and_only_results_and_steps_give_confidence(tiny: Path) -> None:
    asked = "select state from milestone_detail where starts_with(project_id, 'kind') order by milestone_id"
    found = [state for (state,) in rows(tiny, asked)]
    assert [(kind, *states) for (kind, *_), *states in zip(OF_KINDS, found[::2], found[1::2], strict=True)] == OF_KINDS
    asked = "select reached_count, confidence_reason from project_detail where starts_with(project_id, 'kind') order by project_id"
    assert rows(tiny, asked) == [(1, "kept")] * 2 + [(0, "kept")] * 3 + [(0, "no_plan")] * 2
    asked = (
        "select event from selected_event(?, [], [], [])"
        " where starts_with(project_id, 'kind') and happened = '2026-05-01' order by subject_id"
    )
    events = rows(tiny, asked, STAND)
    assert [event for (event,) in events] == [state for _, state, _ in OF_KINDS]


# First and current plan, reached: compared with the first plan, days and months of delay.
DELAYS = [
    (("2020-03-31", None, "2020-07-01"), "late", 92, None),
    (("2020-03-31", None, "2020-04-01"), "late", 1, None),
    (("2020-03-31", None, "2020-03-31"), "on_time", 0, None),
    (("2020-03-31", None, "2020-03-30"), "early", -1, None),
    (("2028-03-31", "2028-03-21", None), "early", -10, None),
    (("2028-03-31", "2028-03-31", None), None, 0, None),
    (("2020-03-31", "2020-05-01", "2020-04-01"), "late", 1, None),
    (("2022-12", None, "2023-04"), "late", None, 4),
    (("2022-12", None, "2022-12"), "on_time", None, 0),
    (("2022-12", None, "2023-01-01"), "late", None, 1),
    (("2022-12", None, "2022-11-30"), "early", None, -1),
    (("2022-12-15", None, "2023-01"), "late", None, 1),
    (("2022-12-15", None, "2022-12"), None, None, 0),
    (("2028-12", "2028-11-03", None), "early", None, -1),
    (("2022", None, "2023-04-01"), "late", None, None),
    (("2022", None, "2023-01-01"), "late", None, None),
    (("2022", None, "2022-12-31"), "on_time", None, None),
    (("2022", None, "2021-12-31"), "early", None, None),
    (("2022-Q4", None, "2023-Q2"), "late", None, None),
    (("2022-12-01", None, None), None, None, None),
    ((None, None, "2022-12-01"), None, None, None),
    # Brought forward within the first plan, and passed: nobody knows what came of it.
    (("2026-12", "2026-06-29", None), None, None, None),
    (("2026-06", "2026-06-29", None), None, None, None),
]


def test_a_delay_is_as_precise_as_both_of_its_dates(tiny: Path) -> None:
    asked = "select timing, delay_days, delay_months from milestone_detail where project_id = 'delays' order by milestone_id"
    found = rows(tiny, asked)
    assert [(dates, *cells) for (dates, *_), cells in zip(DELAYS, found, strict=True)] == DELAYS


def test_a_reached_milestone_without_date_is_reached_and_undated(tiny: Path) -> None:
    asked = "select state, due, delay_days, due_year from milestone_detail where project_id = 'undated'"
    assert rows(tiny, asked) == [("reached", None, None, None)]


YEARS: Rows = [
    {"Projekt-ID": "y1", "Beginn": "2020-12", "Ende": "2022-Q1"},
    {"Projekt-ID": "y2", "Beginn": "2019"},
    {"Projekt-ID": "y3"},
    {"Projekt-ID": "y4"},
]


def test_the_years_of_a_project_are_those_something_says(tiny: Path) -> None:
    # And the last day is that of its run or of its dates, whichever is later.
    found = rows(
        tiny, "select project_id, years, last_date from project_detail where starts_with(project_id, 'y') order by all"
    )
    assert found == [
        ("y1", [2020, 2021, 2022], date(2022, 3, 31)),
        ("y2", [2019], date(2019, 12, 31)),
        ("y3", [2018, 2024, 2027], date(2027, 12, 31)),
        ("y4", None, None),
    ]


def test_the_latest_population_says_its_day_and_basis(embedded: Path) -> None:
    found = rows(embedded, "select * exclude (version_date) from latest_population where region_ags = '05978004'")
    assert found == [("05978004", 49143, date(2024, 12, 31), "Zensus 2022 Fortschreibung")]
