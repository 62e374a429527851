"""Questions and their answers: what adds up, what narrows, and that the one door to the data is locked."""

import ast
import csv
import datetime as dt
import inspect
import itertools
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data import db, queries
from app.data.selection import UNDATED, Selection
from config import ROOT
from tests.app import model
from tests.app.conftest import RAW

HEADLINE = Decimal("72279318.05")
SQL = sorted((ROOT / "app" / "data" / "sql").glob("*.sql"))
DIMENSIONS = ("level", "programme", "field", "year", "municipality")
FILTERS = ("municipalities", "fields", "levels", "years")
MUNICIPALITIES = [f"05978{number:03}" for number in range(4, 44, 4)]
CHOICES: dict[str, list[Any]] = {
    "municipalities": [*MUNICIPALITIES, model.DISTRICT],
    "fields": sorted({project.field_id for project in model.projects().values()}),
    "levels": ["Bund", "Bund und Land", "EU", "Kommune", "Kreis", "Land", "Privat"],
    "years": list(range(2008, 2032)),
}
MORE = {
    "project": "smart-region-kreis-unna",
    "municipality": "05978024",
    "region": "05978024",
    "district": model.DISTRICT,
    "indicator": "bb_hh_all_ge16_pct",
    "dimension": "level",
    "state": "reached",
    "states": ("event", "setback", "step_taken"),
    "sources": tuple(row["Quelle-ID"] for row in model.raw("quellen")),
    "derived": True,
    "words": ("digital",),
    "steps": (),
    "projects": (),
    "areas": (),
    **dict.fromkeys(("funders", "programmes", "recipients"), ()),
    "from_period": "2018-12",
    "to_period": "2021-06",
    "topic": "Breitband Haushalte",
    "places": ("05978024", "05978", "05"),
    "first": dt.date(2020, 1, 1),
    "last": dt.date(2024, 12, 31),
    "kinds": (),
    "fit": "inside",
    "before": dt.date(2020, 1, 1),
    "after": dt.date(2026, 11, 23),
    "since": dt.date(2000, 1, 1),
    "tables": ("foerderung", "meilensteine", "projekte", "indikatoren"),
    "indicators": (),
}


def subsets(values: list[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(lambda chosen: tuple(sorted(chosen)))


SELECTED = st.builds(model.Choice, **{name: subsets(CHOICES[name]) for name in FILTERS})
# One filter alone leaves something more often than four together.
ALONE = st.one_of(*(st.builds(model.Choice, **{name: subsets(CHOICES[name])}) for name in FILTERS))
ANY = st.one_of(ALONE, SELECTED)
many = settings(max_examples=10)
some = settings(max_examples=4)


def narrowed(everything: Selection, choice: model.Choice) -> Selection:
    return Selection(
        everything.release_id, everything.stand, *(tuple(getattr(choice, name)) for name in FILTERS)
    )  # fmt: skip


def cents(value: Any) -> Decimal | None:
    return None if pd.isna(value) else Decimal(str(value)).quantize(Decimal("0.01"))


def tables() -> dict[str, Callable[[Selection], pd.DataFrame]]:
    """Every question whose rows depend on the filters."""
    return {
        "funding_rows": lambda s: queries.funding_rows(s).all(),
        "funding_flow": queries.funding_flow,
        "milestone_rows": lambda s: queries.milestone_rows(s).all(),
        "delays": lambda s: queries.delays(s).all(),
        "project_rows": lambda s: queries.project_rows(s).all(),
        "account_by_project": lambda s: queries.account_by_project(s).all(),
        "shifts": queries.shifts,
        "timeline_rows": queries.timeline_rows,
        **{f"funding_by {name}": lambda s, name=name: queries.funding_by(s, name) for name in DIMENSIONS},
        **{
            f"milestone_list {state}": lambda s, state=state: queries.milestone_list(s, state).all() for state in STATES
        },
    }


KEYS = ("project_id", "title", "funder", "programme", "label")
STATES = ("reached", "planned", "overdue", "no_feedback")
TABLES = tables()
TOTALS = {
    "funding_totals": ["grant_count", "project_count", "row_count", "uncounted_count"],
    "project_totals": ["project_count", "single_count", "joint_count", "district_count", "funded_count"],
    "milestone_totals": ["milestone_count", "reached_count", "planned_count", "overdue_count", "no_feedback_count"],
}


# The questions themselves


def test_the_first_line_of_a_question_states_its_grain() -> None:
    first = {file.stem: file.read_text(encoding="utf-8").splitlines()[0] for file in SQL}
    stated = re.compile(r"-- One row(?: per |: ).*\.")
    assert {name: line for name, line in first.items() if not stated.fullmatch(line)} == {}


def test_every_question_has_a_function_of_its_name() -> None:
    tree = ast.parse(inspect.getsource(queries))
    asked = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert [file.stem for file in SQL if file.stem not in asked or not hasattr(queries, file.stem)] == []


def test_the_answer_to_the_same_question_is_the_same_object(everything: Selection) -> None:
    # What is drawn from it is cached by it.
    assert queries.funding_rows(everything).all() is queries.funding_rows(everything.everything()).all()


def test_the_choices_of_the_filters_are_what_the_inputs_hold(everything: Selection) -> None:
    assert list(queries.municipalities(everything).municipality_ags) == MUNICIPALITIES
    assert set(queries.fields_of_action(everything).field_of_action_id) >= set(CHOICES["fields"])
    assert set(queries.funder_levels(everything).funder_level) == {
        level for project in model.projects().values() for level in project.levels
    }
    dated = {year for project in model.projects().values() for year in project.years}
    assert set(queries.years(everything).year) == {*dated, UNDATED}


# Narrowing


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=2)
@given(choice=ANY)
def test_a_filter_never_adds_anything(name: str, choice: model.Choice, everything: Selection) -> None:
    kept, all_rows = TABLES[name](narrowed(everything, choice)), TABLES[name](everything)
    assert len(kept) <= len(all_rows)
    # A project whose milestones are all filtered out keeps one row in the timeline, without a title.
    wanted = ("project_id", "funder", "programme", "label") if name == "timeline_rows" else KEYS
    keys = [column for column in wanted if column in kept]
    assert set(kept[keys].astype(str).itertuples(index=False)) <= set(
        all_rows[keys].astype(str).itertuples(index=False)
    )


@pytest.mark.parametrize("name", TABLES)
def test_every_filter_narrows_every_table(name: str, everything: Selection) -> None:
    whole = len(TABLES[name](everything))
    for filtered in FILTERS:
        alone = (narrowed(everything, model.Choice(**{filtered: (value,)})) for value in CHOICES[filtered])
        assert any(len(TABLES[name](selection)) < whole for selection in alone), filtered


@pytest.mark.parametrize(
    ("name", "places", "column"),
    [
        ("joint_projects", (), "joint_count"),
        ("municipality_figures", (), "project_count"),
        ("municipality_figures", (), "reached_count"),
        ("comparison_fields", (model.DISTRICT,), "project_count"),
        ("comparison_figures", (model.DISTRICT,), "project_count"),
        ("comparison_figures", (model.DISTRICT,), "result_count"),
        ("comparison_figures", (model.DISTRICT,), "grant_eur"),
    ],
)
def test_every_filter_but_the_place_narrows_what_compares_places(
    name: str, places: tuple[str, ...], column: str, everything: Selection
) -> None:
    def total(selection: Selection) -> float:
        return float(getattr(queries, name)(selection, *places)[column].sum())

    for filtered in ("fields", "levels", "years"):
        alone = (narrowed(everything, model.Choice(**{filtered: (value,)})) for value in CHOICES[filtered])
        assert any(total(selection) < total(everything) for selection in alone), filtered


@pytest.mark.parametrize("name", TOTALS)
@many
@given(choice=ANY)
def test_a_filter_never_raises_a_count(name: str, choice: model.Choice, everything: Selection) -> None:
    ask = getattr(queries, name)
    kept, whole = ask(narrowed(everything, choice)), ask(everything)
    assert (kept[TOTALS[name]] <= whole[TOTALS[name]]).all()


@many
@given(choice=ANY, more=st.sampled_from(FILTERS), data=st.data())
def test_choosing_one_more_value_never_loses_anything(
    choice: model.Choice, more: str, data: st.DataObject, everything: Selection
) -> None:
    chosen = getattr(choice, more)
    added = data.draw(st.sampled_from(CHOICES[more]))
    wider = model.Choice(**{**vars(choice), more: (*chosen, added) if chosen else ()})
    for name, columns in TOTALS.items():
        ask = getattr(queries, name)
        assert (ask(narrowed(everything, choice))[columns] <= ask(narrowed(everything, wider))[columns]).all()


def test_a_search_needs_every_word(everything: Selection) -> None:
    found = [
        set(queries.project_rows(everything, words).all().project_id)
        for words in ("schwerte", "SMART", "smart Schwerte")
    ]
    assert found[0] & found[1] >= found[2] > set()
    assert queries.project_rows(everything, "gibtesnicht").all().empty


@pytest.mark.parametrize("search", ["%", "_", "'", '"', "\\", "--", "ä", "(", "[", "*"])
def test_a_search_takes_every_character_as_it_is(search: str, everything: Selection) -> None:
    texts = {
        row["Projekt-ID"]: " ".join(
            row[c] for c in ("Titel", "Kurzbeschreibung", "Federführung", "Handlungsfeld", "Status laut Quelle", "Projekt-ID")
        )
        for row in model.raw("projekte")
    }  # fmt: skip
    expected = {key for key, text in texts.items() if search in text.lower()}
    assert set(queries.project_rows(everything, search).all().project_id) == expected


# What adds up


def test_the_headline_is_the_sum_of_the_raw_files() -> None:
    found = Decimal(0)
    for row in model.raw("foerderung"):
        if row["Zählweise"] == "zählt" and row["Art"] == "Zuwendung":
            found += Decimal(row["Betrag (EUR)"])
    assert found == HEADLINE


def test_the_headline_on_screen_is_the_headline_of_the_raw_files(everything: Selection) -> None:
    assert cents(queries.funding_totals(everything).grant_eur) == HEADLINE


@pytest.mark.parametrize("dimension", DIMENSIONS)
@some
@given(choice=ANY)
def test_the_parts_are_the_total_to_the_cent(dimension: str, choice: model.Choice, everything: Selection) -> None:
    selection = narrowed(everything, choice)
    parts = queries.funding_by(selection, dimension)
    whole = queries.funding_totals(selection)
    assert sum(map(cents, parts.grant_eur), Decimal(0)) == (cents(whole.grant_eur) or 0)
    assert parts.grant_count.sum() == whole.grant_count
    for name in ("single_eur", "joint_eur", "district_eur"):
        assert sum(map(cents, parts[name].dropna()), Decimal(0)) == (cents(whole[name]) or 0)


@many
@given(choice=ANY)
def test_single_joint_and_district_grants_are_the_total(choice: model.Choice, everything: Selection) -> None:
    row = queries.funding_totals(narrowed(everything, choice))
    parts = [cents(row[name]) or 0 for name in ("single_eur", "joint_eur", "district_eur")]
    assert sum(parts) == (cents(row.grant_eur) or 0)


@many
@given(choice=ANY)
def test_the_way_of_the_money_loses_none(choice: model.Choice, everything: Selection) -> None:
    selection = narrowed(everything, choice)
    flow = queries.funding_flow(selection)
    assert sum(map(cents, flow.grant_eur), Decimal(0)) == (cents(queries.funding_totals(selection).grant_eur) or 0)


@some
@given(choice=ANY)
def test_a_funder_has_one_sum_in_the_flow_in_the_table_and_in_the_raw_files(
    choice: model.Choice, everything: Selection
) -> None:
    selection = narrowed(everything, choice)
    rows = queries.funding_rows(selection).all()
    counted = rows[rows.is_counted & rows.is_grant]
    with (ROOT / "data" / "mapping" / "geldgeber.csv").open(encoding="utf-8", newline="") as file:
        names = {row["Schreibweise"]: row["Name"] for row in csv.DictReader(file)}
    by_hand: dict[str, Decimal] = {}
    known = {row["Förder-ID"]: row for row in model.raw("foerderung")}
    for funding_id in counted.funding_id:
        row = known[funding_id]
        name = names[row["Fördergeber"]] if row["Fördergeber"] else "ohne Angabe"
        by_hand[name] = by_hand.get(name, Decimal()) + Decimal(row["Betrag (EUR)"])
    for table, column in ((queries.funding_flow(selection), "grant_eur"), (counted, "amount_eur")):
        sums = table.fillna({"funder": "ohne Angabe"}).groupby("funder")[column].sum()
        assert {name: round(Decimal(str(amount)), 2) for name, amount in sums.items()} == by_hand
    by_level = queries.funding_by(selection, "level").grant_eur.sum()
    assert round(Decimal(str(by_level)), 2) == sum(by_hand.values())


@many
@given(choice=ANY)
def test_money_is_what_a_second_opinion_finds(choice: model.Choice, everything: Selection) -> None:
    row = queries.funding_totals(narrowed(everything, choice))
    assert cents(row.grant_eur) == model.total(choice)
    assert cents(row.single_eur) == model.total(choice, "Zuwendung", "single")
    assert cents(row.joint_eur) == model.total(choice, "Zuwendung", "joint")
    assert cents(row.district_eur) == model.total(choice, "Zuwendung", "district")
    assert cents(row.own_share_eur) == model.total(choice, "Eigenanteil")
    assert cents(row.investment_eur) == model.total(choice, "Investition")


@many
@given(choice=ANY)
def test_projects_are_what_a_second_opinion_finds(choice: model.Choice, everything: Selection) -> None:
    selection = narrowed(everything, choice)
    keys = model.chosen_projects(choice)
    assert set(queries.project_rows(selection).all().project_id) == keys
    row = queries.project_totals(selection)
    assert row.project_count == len(keys)
    for attribution in ("single", "joint", "district"):
        expected = sum(model.projects()[key].attribution == attribution for key in keys)
        assert row[f"{attribution}_count"] == expected


@many
@given(choice=ANY)
def test_milestones_are_what_a_second_opinion_finds(choice: model.Choice, everything: Selection) -> None:
    row = queries.milestone_totals(narrowed(everything, choice))
    found = model.states(choice)
    assert row.milestone_count == len(found)
    assert [row[f"{state}_count"] for state in STATES] == [found.count(state) for state in STATES]


@many
@given(choice=ANY)
def test_every_milestone_has_one_state(choice: model.Choice, everything: Selection) -> None:
    selection = narrowed(everything, choice)
    row = queries.milestone_totals(selection)
    assert sum(row[f"{state}_count"] for state in STATES) == row.milestone_count
    assert len(queries.milestone_rows(selection).all()) == row.milestone_count


@many
@given(choice=ANY)
def test_figures_lead_to_exactly_their_rows(choice: model.Choice, everything: Selection) -> None:
    selection = narrowed(everything, choice)
    totals, rows = queries.funding_totals(selection), queries.funding_rows(selection).all()
    counted = rows[(rows.counting == "zählt") & (rows.kind == "Zuwendung")]
    assert sum(map(cents, counted.amount_eur), Decimal(0)) == (cents(totals.grant_eur) or 0)
    assert (len(rows), len(counted)) == (totals.row_count, totals.grant_count)
    assert (rows.counting != "zählt").sum() == totals.uncounted_count
    assert rows[["source_publisher", "source_url", "input_file", "input_line"]].notna().all(axis=None)


def test_the_line_given_for_a_sum_is_the_line_of_the_file(everything: Selection) -> None:
    for row in queries.funding_rows(everything).all().itertuples():
        line = (RAW / row.input_file).read_text(encoding="utf-8").splitlines()[row.input_line - 1]
        assert line.startswith(f"{row.project_id}-") or row.project_id in line


# Municipalities


@many
@given(choice=ANY)
def test_a_municipality_shows_its_own_grants_and_per_head_uses_no_others(
    choice: model.Choice, everything: Selection
) -> None:
    population: dict[str, tuple[str, int]] = {}
    with (RAW / "bevoelkerung.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            latest = population.get(row["AGS"], ("", 0))
            population[row["AGS"]] = max(latest, (row["Stichtag"], int(row["Einwohner"])))
    for row in queries.municipality_figures(narrowed(everything, choice)).itertuples():
        own = [
            amount
            for project, line, amount in model.money(choice)
            if project.attribution == "single" and row.municipality_ags in project.areas and line["Art"] == "Zuwendung"
        ]
        assert cents(row.grant_eur) == (sum(own, Decimal(0)) if own else None)
        assert row.population_count == population[row.municipality_ags][1]
        if own:
            expected = float(sum(own, Decimal(0))) / population[row.municipality_ags][1]
            assert row.grant_per_head_eur == pytest.approx(expected, rel=1e-9)
        else:
            assert pd.isna(row.grant_per_head_eur)


def test_own_grants_and_shared_ones_together_are_the_headline(everything: Selection) -> None:
    own = [cents(value) for value in queries.municipality_figures(everything).grant_eur.dropna()]
    row = queries.funding_totals(everything)
    assert sum(own) + cents(row.joint_eur) + cents(row.district_eur) == HEADLINE


def test_a_municipality_without_a_known_grant_has_none_rather_than_zero(everything: Selection) -> None:
    figures = queries.municipality_figures(everything)
    without = set(queries.municipalities_without_grant(everything).name)
    assert without
    assert set(figures[figures.grant_eur.isna()].name) == without
    assert not (figures.grant_eur == 0).any()


def test_nothing_known_is_no_sum_rather_than_zero(everything: Selection) -> None:
    nothing = model.Choice(fields=("sicherheit-und-vertrauen",), years=(1900,))
    row = queries.funding_totals(narrowed(everything, nothing))
    sums = [name for name in row.index if name.endswith("_eur")]
    assert row[sums].isna().all()
    counts = [name for name in row.index if name.endswith("_count")]
    assert (row[counts] == 0).all()


@pytest.mark.parametrize("ags", MUNICIPALITIES)
def test_a_profile_has_figures_beside_district_and_state(ags: str, everything: Selection) -> None:
    municipality = queries.municipality(everything, ags)
    assert municipality.municipality_ags == ags
    assert municipality.population_count > 0
    profile = queries.indicator_profile(everything, ags)
    assert len(profile) > 5
    assert profile.value.notna().all()


def test_an_indicator_without_a_value_for_a_municipality_still_lists_it(everything: Selection) -> None:
    for indicator in queries.indicators(everything).itertuples():
        latest = queries.indicator_latest(everything, indicator.indicator_id)
        assert set(latest[latest.region_level == "municipality"].region_ags) == set(MUNICIPALITIES)
        assert latest.region_ags.is_unique
        # Highest first, unknown last.
        known = latest.value.dropna().tolist()
        assert known == sorted(known, reverse=True)
        assert latest.value.notna().tolist() == sorted(latest.value.notna(), reverse=True)


def test_a_project_is_shown_whole_whatever_is_filtered(everything: Selection) -> None:
    narrow = narrowed(everything, model.Choice(municipalities=("05978004",), years=(2008,)))
    for key in itertools.islice(model.projects(), 0, None, 7):
        assert len(queries.project(narrow, key)) == 1
        assert len(queries.project_funding(narrow, key)) == sum(r["Projekt-ID"] == key for r in model.raw("foerderung"))
        assert len(queries.project_milestones(narrow, key)) == sum(
            r["Projekt-ID"] == key for r in model.raw("meilensteine")
        )
        assert len(queries.project_sources(narrow, key)) > 0
    assert queries.project(narrow, "gibt-es-nicht").empty


# The door


@pytest.fixture
def ask(everything: Selection, own_answers: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], pd.DataFrame]:
    """Run any SQL through the door that questions go through."""
    names = map("asked {}".format, itertools.count())

    def run(sql: str) -> pd.DataFrame:
        monkeypatch.setattr(db, "question", lambda name: sql)
        return db.read(next(names), everything.release_id, {})

    return run


@pytest.mark.parametrize(
    "sql",
    [
        "create table stolen (a int)",
        "delete from funding",
        "update funding set amount_eur = 0",
        "drop view funding_detail",
        "copy funding to '{file}.csv'",
        "copy (select 1) to '{file}.parquet'",
        "export database '{file}'",
        "attach '{file}.duckdb' as other",
        "select * from read_csv('{raw}/gemeinden.csv')",
        "select * from '{raw}/gemeinden.csv'",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/etc/*')",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '1GB'",
        "install spatial",
        "load spatial",
    ],
)
def test_the_door_to_the_data_lets_nothing_else_through(
    sql: str, ask: Callable[[str], pd.DataFrame], tmp_path: Path
) -> None:
    with pytest.raises(duckdb.Error):
        ask(sql.format(file=tmp_path / "out", raw=RAW))
    assert list(tmp_path.iterdir()) == []


def test_the_door_is_open_for_questions(ask: Callable[[str], pd.DataFrame]) -> None:
    assert ask("select count(*) as n from funding").n[0] == len(model.raw("foerderung"))


def test_answers_of_many_threads_are_not_mixed_up(everything: Selection, own_answers: None) -> None:
    # A connection shared by threads gives wrong answers silently; every call has a cursor of its own.
    names = ["funding_totals", "milestone_totals", "gaps", "years", "municipalities"]
    parameters = {"stand": everything.stand, "version": everything.stand, **dict.fromkeys(FILTERS, ()), **MORE}

    def answer(name: str) -> str:
        db._answer.cache_clear()
        return db.read(name, everything.release_id, parameters).to_json()

    alone = {name: answer(name) for name in names}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: (name, answer(name)), names * 12))
    assert [name for name, given_back in found if given_back != alone[name]] == []
