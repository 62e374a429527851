"""The rules for figures, on a few hand-made rows each and on the embedded data."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_dictionary import TABLES
from etl.release.build import Release
from tests.etl.tiny import DISTRICT, OUTSIDE, STAND, A, B, database

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
    """Rows of a query."""
    with duckdb.connect(release, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def test_only_what_counts_enters_a_sum_and_that_of_its_own_kind(tmp_path: Path) -> None:
    funds = [
        {"Förder-ID": f"{kind}, {counting}", "Art": kind, "Zählweise": counting}
        for kind in KINDS
        for counting in COUNTING
    ]
    tiny = database(tmp_path, funds=funds)
    found = rows(
        tiny,
        "select funding_id, grant_eur, own_share_eur, investment_eur, total_volume_eur"
        " from selected_funding(?, [], [], [], [])",
        STAND,
    )
    assert {key: sums for key, *sums in found} == {
        f"{kind}, {counting}": [Decimal(100) if (name, counting) == (kind, "zählt") else None for name in KINDS]
        for kind in KINDS
        for counting in COUNTING
    }


def test_a_project_belongs_to_one_municipality_to_several_or_to_the_district(tmp_path: Path) -> None:
    expected = {
        A: ("single", [A], A),
        f"{A} {B}": ("joint", [A, B], None),
        f"{B} {A}": ("joint", [A, B], None),
        DISTRICT: ("district", [DISTRICT], None),
        f"{A} {DISTRICT} {B}": ("district", [DISTRICT], None),
        f"{OUTSIDE} {A}": ("single", [A], A),
    }
    tiny = database(tmp_path, project=[{"Projekt-ID": areas, AREAS: areas} for areas in expected])
    found = rows(tiny, "select project_id, attribution, area_ags, municipality_ags from project_attribution")
    assert {key: tuple(rest) for key, *rest in found} == expected


def test_joint_grant_is_counted_once_and_appears_with_each_of_its_municipalities(tmp_path: Path) -> None:
    tiny = database(tmp_path, project=[{AREAS: f"{A} {B}"}], funds=[{"Betrag (EUR)": "962351.7"}])
    amount = Decimal("962351.70")
    assert rows(tiny, "select amount_eur, attribution, municipality_ags from funding_detail") == [
        (amount, "joint", None)
    ]
    for chosen in ([A], [B], [A, B], []):
        assert rows(tiny, "select grant_eur from selected_funding(?, ?, [], [], [])", STAND, chosen) == [(amount,)]


def test_no_money_is_not_zero_money(tmp_path: Path) -> None:
    tiny = database(tmp_path, funds=[{"Zählweise": "beantragt"}])
    assert rows(tiny, "select grant_eur from project_detail") == [(None,)]


@pytest.mark.parametrize("kind", KINDS)
def test_single_joint_and_district_sums_are_the_total_to_the_cent(kind: str, embedded: Path) -> None:
    counted = "from funding_detail where is_counted and kind = $1"
    (total,) = rows(embedded, f"select coalesce(sum(amount_eur), 0) {counted}", kind)[0]
    by_municipality = rows(
        embedded,
        f"select coalesce(sum(amount_eur), 0) {counted} and attribution = 'single' group by municipality_ags",
        kind,
    )
    shared = rows(embedded, f"select coalesce(sum(amount_eur), 0) {counted} and attribution <> 'single'", kind)
    by_programme = rows(embedded, f"select sum(amount_eur) {counted} group by programme", kind)
    by_level = rows(embedded, f"select sum(amount_eur) {counted} group by funder_level", kind)
    assert sum(amount for (amount,) in by_municipality + shared) == total
    assert sum(amount for (amount,) in by_programme) == total
    assert sum(amount for (amount,) in by_level) == total


def step(
    status: str, first: str | None = None, current: str | None = None, reached: str | None = None
) -> dict[str, str | None]:
    """A milestone."""
    return {"Status laut Quelle": status, "Erstplanung": first, "Aktuelle Planung": current, "Erreicht": reached}


def with_steps(tmp_path: Path, steps: Sequence[Mapping[str, str | None]]) -> Path:
    """A release with these milestones, numbered in the order in which they are given."""
    return database(tmp_path, steps=[{"Meilenstein-ID": f"m{i:03}", **row} for i, row in enumerate(steps)])


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


def test_the_state_of_a_milestone_is_decided_by_the_stand(tmp_path: Path) -> None:
    tiny = with_steps(tmp_path, [given for given, *_ in STATES])
    found = rows(tiny, "select state, since_plan_days from milestone_detail order by milestone_id")
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


def test_only_results_are_reached_and_only_results_and_steps_give_confidence(tmp_path: Path) -> None:
    given = [
        {**step("erreicht", "2026-05-01", None, "2026-05-01"), "Art": kind, "Projekt-ID": f"p{number}"}
        for number, (kind, *_) in enumerate(OF_KINDS)
    ]
    ahead = [{**step("geplant", "2027"), "Art": kind, "Projekt-ID": f"p{i}"} for i, (kind, *_) in enumerate(OF_KINDS)]
    names = [f"m{i:03}" for i in range(len(given) + len(ahead))]
    tiny = database(
        tmp_path,
        project=[{"Projekt-ID": f"p{number}"} for number in range(len(OF_KINDS))],
        steps=[{"Meilenstein-ID": name, **row} for name, row in zip(names, given + ahead, strict=True)],
    )
    found = [state for (state,) in rows(tiny, "select state from milestone_detail order by milestone_id")]
    half = len(OF_KINDS)
    assert [
        (kind, *states) for (kind, *_), *states in zip(OF_KINDS, found[:half], found[half:], strict=True)
    ] == OF_KINDS
    reached = rows(tiny, "select reached_count, confidence_reason from project_detail order by project_id")
    assert reached == [(1, "kept")] * 2 + [(0, "kept")] * 3 + [(0, "no_plan")] * 2
    events = rows(
        tiny, "select event from selected_event(?, [], [], []) where happened = '2026-05-01' order by subject_id", STAND
    )
    assert [event for (event,) in events] == [state for _, state, _ in OF_KINDS]


def test_an_old_stand_shows_what_it_showed(tmp_path: Path) -> None:
    tiny = database(
        tmp_path,
        steps=[{"Status laut Quelle": "verzögert", "Erstplanung": "2026-03-31"}],
        stands=[date(2026, 1, 31), date(2026, 6, 30)],
    )
    found = rows(tiny, "select state, since_plan_days from milestone_detail order by stand_date")
    assert found == [("planned", None), ("overdue", 91)]


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


def test_a_delay_is_as_precise_as_both_of_its_dates(tmp_path: Path) -> None:
    tiny = with_steps(tmp_path, [step("erreicht" if dates[2] else "geplant", *dates) for dates, *_ in DELAYS])
    found = rows(tiny, "select timing, delay_days, delay_months from milestone_detail order by milestone_id")
    assert [(dates, *cells) for (dates, *_), cells in zip(DELAYS, found, strict=True)] == DELAYS


def test_a_reached_milestone_without_date_is_reached_and_undated(tmp_path: Path) -> None:
    tiny = database(tmp_path, steps=[{"Status laut Quelle": "erreicht", "Erstplanung": "2025-01-01"}])
    assert rows(tiny, "select state, due, delay_days, due_year from milestone_detail") == [
        ("reached", None, None, None)
    ]


def test_the_years_of_a_project_are_those_something_says(tmp_path: Path) -> None:
    tiny = database(
        tmp_path,
        project=[
            {"Beginn": "2020-12", "Ende": "2022-Q1"},
            {"Projekt-ID": "p2", "Beginn": "2019"},
            {"Projekt-ID": "p3"},
            {"Projekt-ID": "p4"},
        ],
        funds=[
            {"Projekt-ID": "p3", "Bewilligt": "2018-05"},
            {"Förder-ID": "f2", "Projekt-ID": "p3", "Bewilligt": "2024", "Zählweise": "beantragt"},
        ],
        steps=[{"Projekt-ID": "p3", "Erstplanung": "2027"}],
    )
    found = rows(tiny, "select project_id, years from project_detail order by all")
    assert found == [("p1", [2020, 2021, 2022]), ("p2", [2019]), ("p3", [2018, 2024, 2027]), ("p4", None)]


def test_current_rows_are_those_of_the_latest_stand(tmp_path: Path) -> None:
    stands = [date(2025, 1, 1), STAND]
    tiny = database(tmp_path, funds=[{}], steps=[{}], stands=stands)
    for name in ("project", "project_municipality", "funding", "milestone"):
        assert rows(tiny, "select stand_date from query_table(?)", f"current_{name}") == [(STAND,)]


SELECTED = {
    "project": "select count(*) from selected_project('2026-11-23', ?, ?, ?, ?)",
    "funding": "select count(*) from selected_funding('2026-11-23', ?, ?, ?, ?)",
    "milestone": "select count(*) from selected_milestone('2026-11-23', ?, ?, ?, ?)",
}
CHOSEN: dict[str, list[Any]] = {
    "municipalities": ["05978028", "05978"],
    "fields": ["raum-und-infrastruktur"],
    "levels": ["EU", "Land"],
    "years": [2021, 2022],
}


OF_THE_AREAS = "project_id in (select project_id from project_area where area_ags in ('05978028', '05978'))"


def count(embedded: Path, subject: str, **chosen: list[Any]) -> int:
    """How many rows a selection has."""
    return int(rows(embedded, SELECTED[subject], *(chosen.get(name, []) for name in CHOSEN))[0][0])


@pytest.mark.parametrize("subject", ["project", "funding", "milestone"])
def test_an_empty_list_selects_everything(subject: str, embedded: Path) -> None:
    with duckdb.connect(embedded, read_only=True) as connection:
        everything = len(connection.table(f"current_{subject}"))
    assert count(embedded, subject) == everything


@pytest.mark.parametrize(
    ("subject", "name", "condition"),
    [
        ("project", "municipalities", "list_has_any(area_ags, ['05978028', '05978'])"),
        ("funding", "municipalities", OF_THE_AREAS),
        ("milestone", "municipalities", OF_THE_AREAS),
        ("project", "fields", "field_of_action_id = 'raum-und-infrastruktur'"),
        ("funding", "fields", "field_of_action_id = 'raum-und-infrastruktur'"),
        ("milestone", "fields", "field_of_action_id = 'raum-und-infrastruktur'"),
        ("project", "levels", "list_has_any(funder_levels, ['EU', 'Land'])"),
        ("funding", "levels", "funder_level in ('EU', 'Land')"),
        ("milestone", "levels", "project_id in (select project_id from funding where funder_level in ('EU', 'Land'))"),
        ("project", "years", "list_has_any(years, [2021, 2022])"),
        ("funding", "years", "approved_year in (2021, 2022)"),
        ("milestone", "years", "due_year in (2021, 2022)"),
    ],
)
def test_a_filter_selects_its_rows_and_no_others(subject: str, name: str, condition: str, embedded: Path) -> None:
    with duckdb.connect(embedded, read_only=True) as connection:
        expected = len(connection.view(f"{subject}_detail").filter(condition))
    assert 0 < expected < count(embedded, subject)
    assert count(embedded, subject, **{name: CHOSEN[name]}) == expected


@pytest.mark.parametrize("subject", SELECTED)
def test_two_filters_narrow_each_other(subject: str, embedded: Path) -> None:
    both = count(embedded, subject, municipalities=["05978028"], levels=["Bund"])
    assert both < count(embedded, subject, municipalities=["05978028"])
    assert both < count(embedded, subject, levels=["Bund"])


def test_the_latest_population_says_its_day_and_basis(embedded: Path) -> None:
    found = rows(embedded, "select * exclude (version_date) from latest_population where region_ags = '05978004'")
    assert found == [("05978004", 49143, date(2024, 12, 31), "Zensus 2022 Fortschreibung")]
