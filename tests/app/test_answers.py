"""What every question answers of a few hand-made rows, counted by hand: own, joint and district-wide never swapped."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from app import exhibits
from app.data import db, period, queries
from app.data.period import Period
from app.data.rows import Rows
from app.data.selection import Selection
from app.exhibits import View, side_by_side
from app.sentences import answer, change_sentences, headlines
from app.sentences import plain as plain_words
from app.sentences.headlines import Figure
from app.surfaces.folder import money
from app.surfaces.folder.contents import contents
from app.surfaces.folder.request import RowLimits, folder_request
from app.surfaces.markdown import inline
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.parts import display
from app.words import cells, units
from app.words.markdown import markdown
from app.words.text import t
from tests.app.asking import ask
from tests.app.test_origins import behind
from tests.app.test_pages import opened, panels, texts_of
from tests.etl.tiny import DISTRICT, A, B, database
from tests.once import once
from tests.small import CHARGING, GIGABIT, LESS_IS_BETTER, SHARE, STAND, small_release


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Selection]:
    """All of the small release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(once(tmp_path_factory, "small", small_release)))
        yield Selection(db.current_release(), STAND)


def plain(row: pd.Series) -> dict[str, Any]:
    """A row as it can be compared; what is not known is None."""
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def listed(rows: Rows, column: str) -> list[Any]:
    return rows.all()[column].tolist()


def test_money_is_added_by_kind_and_by_whom_it_belongs_to(small: Selection) -> None:
    assert plain(queries.funding_totals(small)) == {
        **{"grant_eur": 125, "single_eur": 100, "joint_eur": 20, "district_eur": 5},
        **{"own_share_eur": 1230, "single_own_share_eur": 1000, "joint_own_share_eur": 200},
        **{"investment_eur": 5670, "single_investment_eur": 5000, "joint_investment_eur": 600},
        **{"grant_count": 4, "project_count": 3, "row_count": 12, "uncounted_count": 2},
        **{"in_no_total_count": 0, "in_no_total_eur": None},
    }
    levels = queries.funding_by(small, "level")
    assert list(zip(levels.label, levels.grant_eur, strict=True)) == [("Land", 105), ("Bund", 20)]
    years = queries.funding_by(small, "year")
    assert years.label.fillna("").tolist() == ["2021", "2026", ""]


def test_milestones_are_counted_by_state(small: Selection) -> None:
    assert plain(queries.milestone_totals(small)) == {
        **{"milestone_count": 11, "result_count": 11, "step_count": 0, "event_count": 0, "setback_count": 0},
        **{"reached_count": 5, "undated_count": 1, "planned_count": 2, "overdue_count": 1},
        **{"no_feedback_count": 3, "next_planned": "2026-12-15", "late_planned_count": 1, "delayed_count": 2},
    }


def test_what_is_not_known_is_counted(small: Selection) -> None:
    assert plain(queries.gaps(small)) == {
        **{"project_count": 5, "no_begin_count": 3, "no_end_count": 3, "no_grant_count": 2, "assigned_count": 1},
        **{"undated_status_count": 1, "row_count": 12, "uncounted_count": 2, "undated_count": 7},
        **{"milestone_count": 11, "unknown_kind_count": 11},
        **{"result_count": 11, "undated_reached_count": 1, "no_feedback_count": 3},
        **{"undated_source_count": 1, "source_count": 3, "rejected_count": 0},
    }
    # What was only applied for is no grant.
    assert "Bönen" in queries.municipalities_without_grant(small).name.tolist()
    assert len(queries.municipalities_without_grant(small)) == 9


def test_what_happened_in_a_period_is_counted_up_to_the_stand(small: Selection) -> None:
    days = dt.date(2021, 1, 1), STAND
    totals = queries.event_totals(small, *days)
    assert plain(totals) == {
        **{"possible_count": 0, "undated_reached_count": 1, "undated_granted_count": 1, "unplanned_count": 1},
        **{"no_begin_count": 3, "no_end_count": 3, "event_count": 15},
        **{"reached_count": 4, "late_reached_count": 1, "overdue_count": 1, "no_feedback_count": 2},
        **{"later_count": 2, "earlier_count": 1, "grant_count": 3, "grant_eur": 105},
        **{"single_eur": 100, "joint_eur": None, "district_eur": 5, "project_count": 2},
        **{"begun_count": 1, "ended_count": 1, "latest_date": pd.Timestamp(2026, 6, 20)},
    }
    # The latest is over by then: that of June 2025 may still be to come in its middle.
    until_then = queries.event_totals(small, dt.date(2024, 1, 1), dt.date(2025, 6, 15))
    assert until_then.latest_date == pd.Timestamp(2022, 12, 1)
    # Of whom nothing is told of the last two years the usual period begins with the latest that is.
    silent = Selection(small.release_id, STAND, levels=("EU",))
    assert period.default(silent) == Period(dt.date(2022, 12, 1), STAND)
    said = {figure.label: (figure.value, figure.text) for figure in change_sentences.events(totals, small, *days)}
    assert said["Termin verstrichen"][0] == "3"
    assert said["Termin verstrichen"][1].startswith("Überfällig: 1, ohne Rückmeldung: 2.")
    assert said["Verschoben"][0] == "3"
    assert "später: 2, früher: 1." in said["Verschoben"][1]
    told = str(plain_words.changes(small, Period(*days)))
    assert "3 Meilensteine haben einen anderen Termin als zuerst geplant." in told
    parts = "ein erreichtes Ergebnis, eine Zuwendung, die zählt, ein Meilenstein ohne Termin und ohne Rückmeldung"
    ends = "der Beginn von 3 Projekten, das Ende von 3 Projekten"
    assert f"{parts}, {ends}." in change_sentences.undated_grants(totals)
    # The rows behind each figure come to it, also those of the Stand's own year, which ends with the Stand.
    for figure in change_sentences.events(totals, small, *days):
        origin, total, count = behind(figure, small)
        assert figure.value == (str(count) if total is None else units.euro(total)), origin.name


def test_a_municipality_has_its_own_money_and_its_part_of_joint_projects(small: Selection) -> None:
    figures = {row["name"]: plain(row) for _, row in queries.municipality_figures(small).iterrows()}
    names = ("grant_eur", "grant_per_head_eur", "own_count", "joint_count", "reached_count", "result_count")
    assert [figures["Bergkamen"][name] for name in names] == [100, 1, 2, 1, 3, 6]
    assert [figures["Bönen"][name] for name in names] == [None, None, 1, 1, 1, 3]
    # Of several sources the latest.
    assert (figures["Bergkamen"]["published"], figures["Bönen"]["published"]) == ("2021-03", "2020")
    assert (queries.latest_news(small), queries.latest_news(small.of(B))) == ("2021-03", "2020")
    of_2021 = Selection(small.release_id, STAND, years=(2021,))
    row = queries.municipality_figures(of_2021).iloc[0]
    assert (row.project_count, row.reached_count, row.result_count) == (2, 1, 1)
    own = queries.municipality(small, A)
    assert (own.population_count, own.basis) == (100, "Zensus 2022")
    assert own.density_count == figures["Bergkamen"]["density_count"] == pytest.approx(100 / 44.9)


def test_a_project_names_who_takes_part_and_who_of_them_lies_elsewhere(small: Selection) -> None:
    (project,) = queries.project(small, "p2").itertuples()
    assert list(project.areas) == ["Dortmund (außerhalb der Region)", "Bergkamen", "Bönen"]
    assert (project.attribution, list(project.area_ags)) == ("joint", [A, B])
    # What its money or its milestones alone cite are sources of a project, too.
    cited = {key: set(queries.project_sources(small, key).source_id) for key in ("p1", "p3", "p5")}
    assert cited == {"p1": {"q", "q3"}, "p3": {"q", "q2"}, "p5": {"q"}}


def test_rounded_amounts_that_do_not_make_up_their_sum_say_so(small: Selection) -> None:
    def shown(single: float, joint: float, district: float, *municipalities: str) -> str:
        row = pd.Series({"single_eur": single, "joint_eur": joint, "district_eur": district})
        return answer.spending(row, small.of(*municipalities))[-1].text

    # 47,6 and 26,7 and 3,5 are 77,8, and the sum is 77,9.
    apart = (47_640_000, 26_740_000, 3_540_000)
    assert "gerundet; die genauen stehen unter „Förderung“" in shown(*apart)
    # No sum is named of chosen municipalities, nor is there anything to say where all is as it seems.
    assert "gerundet" not in shown(*apart, A)
    assert "gerundet" not in shown(47_600_000, 26_700_000, 3_500_000)
    assert "gerundet" not in shown(47_600_000, 999_999.5, float("nan"))


def test_lists_begin_with_what_matters_most(small: Selection) -> None:
    # Counted grants, the largest first; then other kinds of money; what does not count at the end.
    assert listed(queries.funding_rows(small), "amount_eur") == [100, 20, 3, 2, 5000, 1000, 600, 200, 70, 30, 7000, 9]
    assert queries.project_funding(small, "p1").amount_eur.tolist() == [5000, 1000, 100, 7000]
    due = queries.project_milestones(small, "p1").due.fillna("").tolist()
    assert due == ["2021-04-20", "2022-05-01", "2026-12-15", ""]
    # By the day on which they may begin, here as on a timeline: a year stands before a day in it.
    by_begin = ["m07", "m11", "m09", "m06"]
    assert queries.project_milestones(small, "p3").milestone_id.tolist() == by_begin
    assert listed(queries.milestone_list(small, "reached"), "milestone_id") == ["m11", "m10", "m08", "m01"]
    assert listed(queries.milestone_list(small, "planned"), "milestone_id") == ["m03", "m04"]
    assert listed(queries.milestone_list(small, "no_feedback"), "milestone_id") == ["m07", "m09", "m06"]
    # Eleven months are longer than 109 days; what is overdue is late until the Stand, here from the end of March on.
    assert queries.shifts(small).milestone_id.tolist() == ["m04", "m01", "m05"]
    # What is known by month is late and early, too.
    assert listed(queries.delays(small), "milestone_id") == ["m04", "m01", "m10"]
    # The one that runs longest, or has the latest date, stands first: a month reaches to its last day.
    assert listed(queries.timeline_projects(small), "project_id") == ["p4", "p3", "p2", "p1"]
    rows = queries.timeline_rows(small)
    assert list(dict.fromkeys(rows.project_id)) == ["p4", "p3", "p2", "p1", "p5"]
    assert rows.milestone_id[rows.project_id == "p3"].tolist() == by_begin


def test_of_many_funders_programmes_and_municipalities_the_largest_are_named(tmp_path: Path) -> None:
    keys = [f"0597{number:04}" for number in range(21)]
    projects = [{"Projekt-ID": f"p{i}", "Kommunen (AGS)": key} for i, key in enumerate(keys)]
    funds = [
        {
            "Förder-ID": f"f{i}",
            "Projekt-ID": f"p{i}",
            "Fördergeber": f"F{i}",
            "Programm": f"P{i}",
            "Betrag (EUR)": str(100 + i),
            "Ebene": level,
        }
        for i, level in enumerate(["Land"] * 20 + ["EU"])
    ]
    given = {"stand": STAND, "version": STAND, "municipalities": [], "fields": [], "years": []}
    path = database(tmp_path, project=projects, funds=funds, municipalities=keys)
    with duckdb.connect(path, read_only=True) as connection:
        table = "create temp table municipality as select ?::date as version_date, unnest(?) as municipality_ags, unnest(?) as name"
        connection.execute(table, [STAND, keys, [f"M{i}" for i in range(21)]])
        for levels, count, named in ((["Land"], 20, 20), ([], 21, 12)):
            found = connection.execute(db.question("funding_flow"), {**given, "levels": levels}).df()
            for column, others in (
                ("funder", "übrige Geldgeber"),
                ("programme", "übrige Programme"),
                ("municipality", "übrige Kommunen"),
            ):
                largest = {f"{column[0].upper()}{i}" for i in range(count - named, count)}
                assert set(found[column]) == largest | ({others} if count > named else set())
            assert found.grant_eur.sum() == sum(range(100, 100 + count))


def test_lines_of_all_municipalities_are_drawn_of_as_many_as_can_be_told_apart(small: Selection) -> None:
    given = {"version": STAND, "indicator": LESS_IS_BETTER, "municipalities": [], "district": DISTRICT}
    with db._connection(small.release_id).cursor() as connection:
        for count, shown in ((30, [A, A, B, B]), (31, [])):
            table = "create or replace temp table municipality as select ?::date as version_date from range(?)"
            connection.execute(table, [STAND, count])
            found = connection.execute(db.question("indicator_series"), given).df()
            assert found.region_ags[found.region_level == "municipality"].tolist() == shown


def test_a_search_finds_the_status_and_a_level_what_does_not_count(small: Selection) -> None:
    assert listed(queries.project_rows(small, "läuft"), "project_id") == ["p1"]
    assert listed(queries.project_rows(Selection(small.release_id, STAND, levels=("EU",))), "project_id") == ["p4"]


def test_an_indicator_is_compared_on_the_latest_day_of_the_municipalities(small: Selection) -> None:
    latest = queries.indicator_latest(small, SHARE).dropna(subset="value")
    assert dict(zip(latest.region_ags, latest.value, strict=True)) == {"DG": 80, "05": 70, B: 60, "05978": 50, A: 40}
    assert latest.value.tolist() == [80, 70, 60, 50, 40]
    (profile,) = queries.indicator_profile(small, A).query("indicator_id == @SHARE").itertuples()
    assert (profile.value, profile.district_value, profile.state_value) == (40, 50, 70)
    (known,) = queries.indicators(small).query("indicator_id == @SHARE").itertuples()
    assert (known.municipality_count, known.first_period, known.last_period) == (2, "2019-12-31", "2021")
    # A year reaches to its last day.
    assert (known.first_date, known.last_date) == (pd.Timestamp(2019, 12, 31), pd.Timestamp(2021, 12, 31))


@pytest.mark.parametrize("people", ["", r"\g<1>0,"])
def test_without_inhabitants_nothing_is_told_per_head(
    people: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reword(raw: Path) -> None:
        path = raw / "bevoelkerung.csv"
        line = f"({A},[^,]*,)[^,]*,.*\n" if not people else f"({A},[^,]*,)[^,]*,"
        path.write_text(re.sub(line, people, path.read_text("utf-8")), "utf-8")

    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(small_release(tmp_path, reword)))
    selection = Selection(db.current_release(), STAND)
    gigabit, charging = answer.supply(selection.of(A))
    # What is no share of people is known without them.
    assert gigabit.value == "50,0 %"
    assert (charging.value, charging.origin) == (units.UNKNOWN, None)
    assert charging.text == "ohne bekannten Wert · Nordrhein-Westfalen: keine Angabe"
    row = queries.municipality_figures(selection).set_index("municipality_ags").loc[A]
    assert units.is_unknown(row.charging_rate)
    assert units.is_unknown(row.grant_per_head_eur)
    figures = queries.comparison_figures(selection, A, B).set_index("region_ags")
    assert units.is_unknown(figures.grant_per_head_eur[A])
    per_head = headlines.municipality(
        queries.municipality_figures(selection.of(A)), queries.funding_totals(selection.of(A))
    )[1]
    assert per_head.value == units.UNKNOWN
    # Where nobody lives nobody weighs anything; where it is not known, all weights are unknown.
    (reading,) = queries.indicator_readings(selection, SHARE).itertuples()
    assert (units.is_unknown(reading.weighted_pct), reading.mean_pct) == (people == "", 50)
    assert people == "" or reading.weighted_pct == 60


def test_an_area_without_a_value_of_a_supply_says_so(small: Selection) -> None:
    assert [figure.value for figure in answer.supply(small.of(B))] == [units.UNKNOWN] * 2
    assert len(answer.answer(small.of(B))) == 2


def test_of_a_municipality_that_has_grants_of_its_own_no_sum_is_called_joint_alone(small: Selection) -> None:
    shown = exhibits.by_key("comparison.money").content(View(small, (("orte", f"{A},{DISTRICT}"),)))
    own, whole = (
        [cells.cell_text(name, row) for name in ("single_eur", "joint_eur", "district_eur", "grant_eur")]
        for row in cells.records(shown.table)
    )
    assert own == ["100 €", "20 €", "keiner allein", "wird nicht addiert"]
    assert whole == ["100 €", "20 €", "5 €", "125 €"]


def test_a_supply_has_its_values_before_it_by_the_same_method_and_points_are_told_per_thousand_people(
    small: Selection,
) -> None:
    gigabit, charging = queries.supply(small.of(A)).itertuples()
    assert (gigabit.indicator_id, gigabit.period, gigabit.value, gigabit.state_value) == (GIGABIT, "2024-12-31", 50, 55)
    # Of 2023 the last, and nothing of the year in which the method changed or before it.
    assert (list(gigabit.before_periods), list(gigabit.before_values)) == (["2023-12-31"], [40])
    # Six points for a hundred people.
    assert (charging.indicator_id, charging.value, list(charging.before_values)) == (CHARGING, 60, [50])
    row = queries.municipality_figures(small).iloc[0]
    assert (row.gigabit_pct, row.charging_rate) == (50, 60)


def test_where_less_is_better_the_lowest_value_comes_first(small: Selection) -> None:
    changes = queries.indicator_changes(small, "2020-12-31", "2021-12-31", LESS_IS_BETTER)
    ranks = {row.region_ags: (row.from_rank, row.to_rank, row.rank_places) for row in changes.itertuples()}
    assert ranks == {A: (1, 2, -1), B: (2, 1, 1)}


# On pages and in the folder


def rows_of(test: AppTest) -> dict[str, list[str]]:
    """First cell of every row of each table of a page, by its title."""
    return {panel["title"]: [row[0] for row in panel["rows"]] for panel in panels(test) if "rows" in panel}


def test_the_page_of_changes_lists_what_it_counts(small: Selection) -> None:
    found = rows_of(opened("changes", von="2021-01-01", bis="2026-06-30"))
    assert {title: len(rows) for title, rows in found.items()} == {
        **{"Erreichte Ergebnisse": 4, "Meilensteine, deren Termin verstrichen ist": 3, "Verschobene Meilensteine": 3},
        **{"Bewilligte Zuwendungen": 3, "Beginn und Ende der Laufzeit laut Quelle": 2},
    }


def test_a_municipality_lists_its_own_projects_and_those_of_the_whole_district(small: Selection) -> None:
    found = rows_of(opened("municipalities", {"kommune": [A]}))
    assert sorted(found["Eigene und gemeinsame Projekte"]) == ["Eins", "Fünf", "Zwei"]
    assert found["Kreisweite Projekte"] == ["Drei"]


def test_the_map_names_all_shared_money_whatever_municipality_is_chosen(small: Selection) -> None:
    shared = inline(markdown(headlines.shared_grants(queries.funding_totals(small))))
    said = texts_of(opened("map", {"kommune": ["05978012"]}))
    assert any(shared in text for text in said)


def test_the_folder_of_a_municipality_tells_own_and_joint_money_of_every_kind(small: Selection) -> None:
    said = json.dumps(contents(folder_request(small.release_id, A), RowLimits()), ensure_ascii=False, default=str)
    assert t("report.own_money", name="Bergkamen", amount="100 €") in said
    assert t("report.joint_money", amount="20 €") in said
    for own, joint in (("1.000 €", "200 €"), ("5.000 €", "600 €")):
        assert f"{t('report.kind.single', amount=own)}; {t('report.kind.joint', amount=joint)}." in said
    assert f"{t('report.wide.one')} {t('report.wide_money', amount='5 €')}" in said


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "A"), (4, "A, B, C, D"), (5, "A, B, C, D und eine weitere"), (6, "A, B, C, D und 2 weitere")],
)
def test_of_many_whose_a_project_is_the_folder_names_four_and_counts_the_others(count: int, said: str) -> None:
    assert money._areas(SimpleNamespace(areas=list("ABCDEF"[:count]))) == said


@pytest.mark.parametrize("name", ["single_eur", "grant_per_head_eur", "joint_eur", "project_count"])
def test_only_own_money_of_a_municipality_can_be_there_jointly_alone(name: str) -> None:
    area = SimpleNamespace(region_level="municipality", single_eur=None, joint_eur=20)
    is_own = name in ("single_eur", "grant_per_head_eur")
    assert side_by_side.missing("money", name, area) == ("nur gemeinsam" if is_own else units.UNKNOWN)


def test_a_group_without_a_figure_is_not_shown_and_only_the_last_of_a_group_leads_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(surface, "current", lambda: SimpleNamespace(figure_groups=lambda *given: shown.append(given)))
    figures = [Figure(label, "1", "", page="funding") for label in "ab"]
    display.figure_groups({"none": [], "two": figures}, {"two": ("projekte",)})
    assert shown == [({"two": (replace(figures[0], page=""), figures[1])}, {"two": ("projekte",)})]


def test_a_folder_of_a_district_whose_grants_are_unknown_draws_none(
    small: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def money_section() -> str:
        folder = money.section(folder_request(small.release_id), RowLimits(0.1))
        return json.dumps(folder, ensure_ascii=False, default=str)

    known = money_section()
    assert t("report.place.heading") in known and t("report.fields.heading") in known
    assert "übrige 7 Kommunen" in known
    figures, by = queries.municipality_figures, queries.funding_by
    monkeypatch.setattr(queries, "municipality_figures", lambda found: figures(found).assign(grant_eur=None))
    monkeypatch.setattr(queries, "funding_by", lambda *found: by(*found).iloc[:0])
    unknown = money_section()
    assert t("report.place.heading") not in unknown and t("report.fields.heading") not in unknown
    monkeypatch.setattr(queries, "project_totals", lambda _: pd.Series({"district_count": 0}))
    assert money._wide(folder_request(small.release_id), queries.funding_totals(small)) == ""


# In words


def cards(*figures: Figure) -> dict[str, tuple[str, str]]:
    return {figure.label: (figure.value, figure.text) for figure in figures}


def test_own_joint_and_district_wide_money_are_never_swapped_in_words(small: Selection) -> None:
    totals = queries.funding_totals(small)
    parts = (
        "100 € auf Vorhaben einer einzelnen Kommune, 20 € auf gemeinsame Vorhaben mehrerer Kommunen"
        " und 5 € auf kreisweite Vorhaben"
    )
    assert headlines.attribution(totals, small) == f"Von 125 € entfallen {parts}."
    assert headlines.attribution(totals, small.of(A)).startswith(f"In dieser Auswahl: {parts}.")
    assert "20\u00a0€ für gemeinsame Vorhaben mehrerer Kommunen und 5\u00a0€ für kreisweite" in headlines.shared_grants(
        totals
    )
    assert headlines.shared_projects(queries.project_totals(small)).startswith("Ein kreisweites Projekt")
    shown = cards(*headlines.grants(totals, small.of(A)))
    assert {label: value for label, (value, _) in shown.items()} == {
        **{"Eigene Zuwendungen": "100 €", "Gemeinsame Vorhaben": "20 €", "Kreisweite Vorhaben": "5 €"}
    }
    before = totals - pd.Series({"single_eur": 1, "joint_eur": 2, "district_eur": 3}).reindex(
        totals.index, fill_value=0
    )
    compared = cards(*change_sentences.money(before, totals, small.of(A)))
    assert [value for value, _ in compared.values()] == ["+1 €", "+2 €", "+3 €"]
    assert [text for _, text in compared.values()] == [
        t("changed.money", old=f"{old} €", new=f"{new} €") for old, new in ((99, 100), (18, 20), (2, 5))
    ]
    unknown = totals.mask(totals.index == "single_eur")
    for old, new in ((unknown, totals), (totals, unknown)):
        assert change_sentences.money(old, new, small.of(A))[0].value == units.UNKNOWN


def test_what_is_counted_are_results_and_some_of_them_have_no_day(small: Selection) -> None:
    totals = queries.milestone_totals(small)
    for undated, words in ((0, ""), (1, "; eines davon ohne Datum"), (2, "; 2 davon ohne Datum")):
        row = totals.copy()
        row["result_count"], row["undated_count"] = row.milestone_count - 2, undated
        reached, planned, *_ = headlines.states(row)
        assert (reached.label, planned.label) == ("Ergebnisse erreicht", "Ergebnisse geplant")
        assert reached.text == f"Von {row.result_count} bekannten Ergebnissen{words}."


def test_the_card_of_a_municipality_says_its_own_and_its_joint_projects(small: Selection) -> None:
    own = small.of(A)
    shown = cards(*headlines.municipality(queries.municipality_figures(own), queries.funding_totals(own)))
    assert {label: value for label, (value, _) in shown.items()} == {
        **{"Eigene Zuwendungen": "100 €", "Eigene Zuwendungen je Kopf": "1 €", "Gemeinsame Vorhaben": "20 €"},
        **{"Projekte": "3", "Ergebnisse erreicht": "3"},
    }
    assert shown["Projekte"][1] == "Eigene: 2, gemeinsame: 1."


def test_a_chart_of_nobody_says_that_nothing_is_known(small: Selection) -> None:
    for slug in ("bevoelkerung-der-kommune", "indikator-der-kommune"):
        said = json.loads(ask(f"/api/zitat/{slug}.json?kennung={CHARGING}&kommune=05978012").text)
        assert said["title"].endswith("Dazu ist in dieser Auswahl nichts bekannt")
    # Of the district itself no value is known.
    said = json.loads(ask(f"/api/zitat/indikator-verlauf.json?kennung={LESS_IS_BETTER}").text)
    assert said["title"] == "Verlauf: Haushalte mit Gigabit über Kabel (CATV)"


def test_the_cards_of_milestones_say_the_figures_of_their_own_state(small: Selection) -> None:
    totals = queries.milestone_totals(small)
    shown = cards(*headlines.states(totals))
    assert shown["Ergebnisse erreicht"] == ("5", "Von 11 bekannten Ergebnissen; eines davon ohne Datum.")
    assert shown["Ergebnisse geplant"][1] == "Das nächste: 15.12.2026. Eines davon nennt die Quelle verzögert."
    assert shown["Überfällig"][1].endswith("2 Ergebnisse liegen nachweislich nach der ersten Planung.")
    _, silent = cards(headlines.silent_milestones(totals))["Ohne Rückmeldung"]
    assert silent.startswith("Bei 3 Ergebnissen") and silent.endswith("Ein weiteres ist überfällig.")
