"""The rules for figures, on a few hand-made rows each and on the embedded data."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.release.build import Release
from etl.rules.schemas import COUNTING, KINDS
from tests.etl.tiny import DISTRICT, OUTSIDE, STAND, A, B, database

AREAS = "Kommunen (AGS)"


@pytest.fixture(scope="session")
def embedded(release: Release) -> Path:
    """The release of the embedded data."""
    return release.path


def rows(release: Path, sql: str, *parameters: object) -> list[Any]:
    """Rows of a query."""
    with duckdb.connect(release, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


@pytest.mark.parametrize("counting", COUNTING)
def test_only_what_counts_enters_a_total(counting: str, tmp_path: Path) -> None:
    tiny = database(tmp_path, funds=[{"Zählweise": counting}])
    total = rows(tiny, "select sum(grant_eur) from selected_funding(?, [], [], [], [])", STAND)
    assert total == [(100 if counting == "zählt" else None,)]


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_never_mixed(kind: str, tmp_path: Path) -> None:
    tiny = database(tmp_path, funds=[{"Art": kind}])
    sums = rows(
        tiny,
        "select grant_eur, own_share_eur, investment_eur, total_volume_eur from selected_funding(?, [], [], [], [])",
        STAND,
    )
    assert sums == [tuple(Decimal(100) if name == kind else None for name in KINDS)]


@pytest.mark.parametrize(
    ("areas", "attribution", "area_ags", "municipality"),
    [
        (A, "single", [A], A),
        (f"{A} {B}", "joint", [A, B], None),
        (f"{B} {A}", "joint", [A, B], None),
        (DISTRICT, "district", [DISTRICT], None),
        (f"{A} {DISTRICT} {B}", "district", [DISTRICT], None),
        (f"{OUTSIDE} {A}", "single", [A], A),
    ],
)
def test_a_project_belongs_to_one_municipality_to_several_or_to_the_district(
    areas: str, attribution: str, area_ags: list[str], municipality: str | None, tmp_path: Path
) -> None:
    tiny = database(tmp_path, project=[{AREAS: areas}])
    found = rows(tiny, "select attribution, area_ags, municipality_ags from project_attribution")
    assert found == [(attribution, area_ags, municipality)]


def test_joint_grant_is_counted_once(tmp_path: Path) -> None:
    tiny = database(tmp_path, project=[{AREAS: f"{A} {B}"}], funds=[{"Betrag (EUR)": "962351.7"}])
    found = rows(tiny, "select amount_eur, attribution, municipality_ags from funding_detail")
    assert found == [(Decimal("962351.70"), "joint", None)]


def test_a_joint_grant_appears_with_each_of_its_municipalities(tmp_path: Path) -> None:
    tiny = database(tmp_path, project=[{AREAS: f"{A} {B}"}], funds=[{}])
    for chosen in ([A], [B], [A, B], []):
        assert rows(tiny, "select grant_eur from selected_funding(?, ?, [], [], [])", STAND, chosen) == [(100,)]


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


@pytest.mark.parametrize(
    ("status", "first", "current", "reached", "state"),
    [
        ("erreicht", None, None, None, "reached"),
        ("erreicht", "2025", None, "2026-06-30", "reached"),
        ("unbekannt", "2027", None, "2026-05", "reached"),
        ("geplant", "2026-07-01", None, None, "planned"),
        ("geplant", "2026-06-30", None, None, "planned"),
        ("geplant", "2026-Q2", None, None, "planned"),
        ("geplant", "2026", None, None, "planned"),
        ("verzögert", "2025", "2027", None, "planned"),
        ("verzögert", "2027", "2025", None, "overdue"),
        ("verzögert", "2026-06-29", None, None, "overdue"),
        ("geplant", "2026-06-29", None, None, "no_feedback"),
        ("unbekannt", "2026-05", None, None, "no_feedback"),
        ("unbekannt", None, None, None, "no_feedback"),
        ("verzögert", None, None, None, "no_feedback"),
    ],
)
def test_the_state_of_a_milestone_is_decided_by_the_stand(
    status: str, first: str | None, current: str | None, reached: str | None, state: str, tmp_path: Path
) -> None:
    step = {"Status laut Quelle": status, "Erstplanung": first, "Aktuelle Planung": current, "Erreicht": reached}
    assert rows(database(tmp_path, steps=[step]), "select state from milestone_detail") == [(state,)]


def test_an_old_stand_shows_what_it_showed(tmp_path: Path) -> None:
    tiny = database(
        tmp_path,
        steps=[{"Status laut Quelle": "verzögert", "Erstplanung": "2026-03-31"}],
        stands=[date(2026, 1, 31), date(2026, 6, 30)],
    )
    found = rows(tiny, "select state, since_plan_days from milestone_detail order by stand_date")
    assert found == [("planned", None), ("overdue", 91)]


@pytest.mark.parametrize(
    ("first", "current", "reached", "delay_days", "delay_months"),
    [
        ("2020-03-31", None, "2020-07-01", 92, None),
        ("2028-03-31", "2028-03-21", None, -10, None),
        ("2020-03-31", "2020-05-01", "2020-04-01", 1, None),
        ("2022-12", None, "2023-04", None, 4),
        ("2022-12-15", None, "2023-01", None, 1),
        ("2028-12", "2028-11-03", None, None, -1),
        ("2022", None, "2023-04-01", None, None),
        ("2022-Q4", None, "2023-Q2", None, None),
        ("2022-12-01", None, None, None, None),
        (None, None, "2022-12-01", None, None),
    ],
)
def test_a_delay_is_as_precise_as_both_of_its_dates(
    first: str | None,
    current: str | None,
    reached: str | None,
    delay_days: int | None,
    delay_months: int | None,
    tmp_path: Path,
) -> None:
    step = {
        "Status laut Quelle": "erreicht" if reached else "geplant",
        "Erstplanung": first,
        "Aktuelle Planung": current,
        "Erreicht": reached,
    }
    found = rows(database(tmp_path, steps=[step]), "select delay_days, delay_months from milestone_detail")
    assert found == [(delay_days, delay_months)]


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
        funds=[{"Projekt-ID": "p3", "Bewilligt": "2018-05"}],
        steps=[{"Projekt-ID": "p3", "Erstplanung": "2027"}],
    )
    found = rows(tiny, "select project_id, years from project_detail order by all")
    assert found == [("p1", [2020, 2021, 2022]), ("p2", [2019]), ("p3", [2018, 2027]), ("p4", None)]


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


@pytest.mark.parametrize(("subject", "expected"), [("project", 82), ("funding", 84), ("milestone", 104)])
def test_an_empty_list_selects_everything(subject: str, expected: int, embedded: Path) -> None:
    assert count(embedded, subject) == expected


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
