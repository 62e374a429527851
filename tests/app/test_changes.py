"""What has changed: every difference between Stände is found once, and a period holds what can only lie in it."""

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from app.data import db, period, queries
from app.data.period import Period
from app.data.region import region
from app.data.selection import Selection
from app.exhibits import View, tables
from app.sentences import answer, change_sentences
from app.web import change_feed, feed
from app.web.api import release
from app.words import cells
from config import ROOT
from etl.reading.partial_dates import PartialDate, partial_date
from etl.release.build import Release
from tests.app.test_pages import notices, opened, panels, texts_of
from tests.changed import FIRST, LUENEN, SECOND, THIRD, WERNE, changed_stands
from tests.etl.tiny import STAND, database
from tests.once import once

ATOM = {"a": feed.ATOM}
REGION = "region"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a release with three Stände."""
    return once(tmp_path_factory, "three", changed_stands)


@pytest.fixture(scope="module", autouse=True)
def shown(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the app read a copy: DuckDB opens a file only once in a process in two ways."""
    folder = tmp_path_factory.mktemp("shown") / "releases"
    shutil.copytree(releases, folder, ignore=shutil.ignore_patterns(".lock"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(folder))
        yield


def selection(*municipalities: str, stand: dt.date = THIRD) -> Selection:
    return Selection(db.current_release(), stand, municipalities)


def found(chosen: Selection, before: dt.date, after: dt.date) -> set[tuple[str, str, str, str]]:
    rows = queries.difference_rows(chosen, before, after).all()
    names = ["change", "changed_table", "row_key", "changed_column"]
    assert not rows.duplicated(names).any()
    return set(rows[names].itertuples(index=False, name=None))


# Between two Stände

SECOND_STEP = {
    ("renamed", "projekte", "smart-region", "Kennung"),
    ("new", "projekte", "neu-1", "ganze Zeile"),
    ("gone", "projekte", "selm-serviceportal", "ganze Zeile"),
    ("changed", "foerderung", "smart-region-kreis-unna-f1", "Betrag (EUR)"),
    ("new", "foerderung", "neu-1-f1", "ganze Zeile"),
    ("changed", "meilensteine", "dos-2030-m4", "Erstplanung"),
    ("changed", "meilensteine", "werne-glasfaser-m4", "Aktuelle Planung"),
    ("changed", "meilensteine", "unna-glasfaser-flaechendeckend-m1", "Erreicht"),
    ("changed", "meilensteine", "unna-glasfaser-flaechendeckend-m1", "Status laut Quelle"),
    ("new", "meilensteine", "neu-1-m1", "ganze Zeile"),
    ("gone", "meilensteine", "luenen-serviceportal-m1", "ganze Zeile"),
    ("changed", "quellen", "q-d5e31e5d", "Titel"),
    ("changed", "bevoelkerung", "05978004 / 2024-12-31", "Einwohner"),
}
THIRD_STEP = {
    ("renamed", "projekte", REGION, "Kennung"),
    ("changed", "meilensteine", "neu-1-m1", "Aktuelle Planung"),
    ("changed", "meilensteine", "werne-glasfaser-m4", "Aktuelle Planung"),
}


def test_every_difference_between_two_staende_is_found_once() -> None:
    assert found(selection(), FIRST, SECOND) == SECOND_STEP
    assert found(selection(), SECOND, THIRD) == THIRD_STEP


def test_what_a_file_may_lack_is_shown_where_it_is_told() -> None:
    facts, silent = ("".join(texts_of(opened("projects", projekt=key))) for key in ("neu-1", "dos-2030"))
    assert "<dt>Zuständige Stelle</dt><dd>Hauptamt</dd>" in facts
    assert '<dt>Beschluss</dt><dd><a href="https://example.org/&lt;1&gt;"' in facts
    assert queries.project_rows(selection(), "hauptamt").all().project_id.tolist() == ["neu-1"]
    assert "Zuständige Stelle" not in silent
    assert "Beschluss" not in silent
    # The grant stays what it is, whatever of it is paid out.
    assert queries.project(selection(), "neu-1").grant_eur.tolist() == [1234.5]


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("project.funding", {"paid_out_eur": "234,50 €", "paid_out_on": "Februar 2027"}),
        ("project.milestone_rows", {"shift_reason": "Vergabe", "shift_note": "Es gibt <i>kein</i> Angebot."}),
        ("milestones.delays", {"shift_reason": "Vergabe"}),
    ],
)
def test_what_a_file_may_lack_stands_in_tables_and_files(key: str, texts: dict[str, str]) -> None:
    table = tables.by_key(key).content(View(selection(LUENEN), (("projekt", "neu-1"),)))
    row = next(row for row in cells.records(table.table) if row.project_id == "neu-1")
    assert {name: cells.cell_text(name, row) for name in texts} == texts
    assert set(texts) <= set(table.columns)


def test_two_staende_are_compared_directly_over_those_between_them() -> None:
    renamed = ("renamed", "projekte", "smart-region", "Kennung")
    assert found(selection(), FIRST, THIRD) == SECOND_STEP - {renamed} | {("renamed", "projekte", REGION, "Kennung")}
    (row,) = queries.difference_rows(selection(), FIRST, THIRD).all().query("change == 'renamed'").itertuples()
    assert (row.old_value, row.new_value) == ("smart-region-kreis-unna", REGION)
    assert row.reason == "Kürzer · Noch kürzer"


def test_every_row_that_differs_leads_to_its_line_also_when_it_is_gone() -> None:
    rows = queries.difference_rows(selection(), FIRST, SECOND).all()
    by_day = {"gone": FIRST, **dict.fromkeys(("new", "changed", "renamed"), SECOND)}
    for row in rows[rows.changed_table != "bevoelkerung"].itertuples():
        assert row.input_file == f"staende/{by_day[row.change]}/{row.changed_table}.csv"
        assert row.input_line > 1


def test_a_difference_names_who_reported_it_where_that_is_known() -> None:
    rows = queries.difference_rows(selection(), FIRST, SECOND).all().dropna(subset=["reported_by"])
    told = {(row.change, row.row_key, row.changed_column): row.reported_by for row in rows.itertuples()}
    assert told == {
        ("new", "neu-1", "ganze Zeile"): "Lünen",
        ("changed", "q-d5e31e5d", "Titel"): "Lünen, Werne",
    }
    assert queries.difference_rows(selection(), SECOND, THIRD).all().reported_by.isna().all()


def test_any_two_staende_are_compared_whatever_was_between_them(tmp_path: Path) -> None:
    stands = [dt.date(2027, month, 1) for month in range(1, 6)]
    titles = {
        "as ever": "AAAAA",
        "back to the first words": "ABAAB",
        "gone and back": "A-AAB",
        "late": "--AAB",
        "gone": "AB---",
    }
    steps = {
        day: [{"Meilenstein-ID": key, "Meilenstein": told[i]} for key, told in titles.items() if told[i] != "-"]
        for i, day in enumerate(stands)
    }
    asked = "select row_key, change, column_name, old_value, new_value from difference_between(?, ?)"
    with duckdb.connect(database(tmp_path, steps=steps, stands=stands), read_only=True) as connection:
        for i, before in enumerate(stands):
            for j, after in enumerate(stands[i:], i):
                expected = {
                    (key, "new" if told[i] == "-" else "gone", None, None, None)
                    if "-" in (told[i], told[j])
                    else (key, "changed", "Meilenstein", told[i], told[j])
                    for key, told in titles.items()
                    if told[i] != told[j]
                }
                assert set(connection.execute(asked, [before, after]).fetchall()) == expected


def test_who_reported_a_row_or_a_cell_is_told_under_the_id_that_it_got_later(tmp_path: Path) -> None:
    stands = [dt.date(2027, month, 1) for month in range(1, 4)]
    steps = {
        day: [{"Meilenstein-ID": key, "Meilenstein": title}, {"Meilenstein-ID": "other", "Meilenstein": title}]
        for day, key, title in zip(stands, ("old", "old", "new"), ("A", "B", "B"), strict=True)
    }
    steps[stands[0]].append({"Meilenstein-ID": "dropped"})
    for day in stands[1:]:
        steps[day].append({"Meilenstein-ID": "added"})
    # What was reported of a whole row says nothing of its cells.
    reports = [
        ("old", "Meilenstein", "05999"),
        ("dropped", None, "05998"),
        ("added", None, "05997"),
        ("other", None, "05996"),
    ]
    renamed = [(stands[2], "meilensteine", "Meilenstein-ID", "old", "new")]
    with duckdb.connect(database(tmp_path, steps=steps, stands=stands, renamed=renamed)) as connection:
        connection.executemany(
            "insert into reported_change values (?, 'meilensteine', ?, ?, ?, 'meldungen.csv', ?)",
            [[stands[1], *report, line] for line, report in enumerate(reports, 2)],
        )
        asked = "select change, row_key, reported_by from difference_between(?, ?) where change <> 'renamed'"
        found = connection.execute(asked, [stands[0], stands[2]]).fetchall()
    assert set(found) == {
        *(("changed", "new", "05999"), ("changed", "other", None)),
        *(("gone", "dropped", "05998"), ("new", "added", "05997")),
    }


def test_a_stand_does_not_differ_from_itself() -> None:
    assert found(selection(), SECOND, SECOND) == set()
    assert queries.milestone_changes(selection(), SECOND, SECOND).count == 0


def test_differences_are_those_of_the_municipality_that_is_chosen() -> None:
    luenen = {
        ("new", "projekte", "neu-1", "ganze Zeile"),
        ("new", "foerderung", "neu-1-f1", "ganze Zeile"),
        ("new", "meilensteine", "neu-1-m1", "ganze Zeile"),
        ("gone", "meilensteine", "luenen-serviceportal-m1", "ganze Zeile"),
        # The new project is cited from it.
        ("changed", "quellen", "q-d5e31e5d", "Titel"),
    }
    assert found(selection(LUENEN), FIRST, SECOND) == luenen
    assert found(selection(WERNE), FIRST, SECOND) == {
        ("changed", "meilensteine", "werne-glasfaser-m4", "Aktuelle Planung")
    }
    # A project that is gone was somebody's.
    assert ("gone", "projekte", "selm-serviceportal", "ganze Zeile") in found(selection("05978032"), FIRST, SECOND)
    assert found(selection("05978004"), FIRST, SECOND) == {
        ("changed", "bevoelkerung", "05978004 / 2024-12-31", "Einwohner")
    }


def test_old_and_new_value_are_german_and_a_correction_gives_its_reason() -> None:
    rows = {row.row_key: row for row in cells.records(queries.difference_rows(selection(), FIRST, SECOND).all())}
    amount, people, first_plan = (
        rows[key] for key in ("smart-region-kreis-unna-f1", "05978004 / 2024-12-31", "dos-2030-m4")
    )
    assert [cells.cell_text(name, amount) for name in ("old_value", "new_value")] == ["490.000 €", "500.000 €"]
    assert [cells.cell_text(name, people) for name in ("old_value", "new_value")] == ["49.143", "50.000"]
    assert [cells.cell_text(name, first_plan) for name in ("old_value", "new_value")] == ["2027", "Dezember 2027"]
    assert (amount.reason, people.reason, first_plan.reason) == (
        "<b>Zahlendreher</b>",
        "Amtliche Neufassung",
        "Genauer",
    )
    assert rows["q-d5e31e5d"].reason == "keine Berichtigung"


def test_milestones_are_new_reached_moved_corrected_or_gone() -> None:
    rows = queries.milestone_changes(selection(), FIRST, SECOND).all()
    assert dict(zip(rows.milestone_id, rows.change, strict=True)) == {
        "unna-glasfaser-flaechendeckend-m1": "reached",
        "werne-glasfaser-m4": "moved",
        "dos-2030-m4": "corrected",
        "neu-1-m1": "new",
        "luenen-serviceportal-m1": "gone",
    }
    moved, refined = cells.records(queries.milestone_changes(selection(), SECOND, THIRD).all())
    assert (moved.milestone_id, moved.change) == ("neu-1-m1", "moved")
    assert (refined.milestone_id, refined.change) == ("werne-glasfaser-m4", "refined")
    assert cells.cell_text("shift_days", moved) == "61 Tage"


def test_a_plan_is_later_or_earlier_or_only_more_precise(tmp_path: Path) -> None:
    # Plan in each Stand, what that is called, and by how many days or months it has moved, as precise as both plans.
    plans = {
        "later": ("2027-05", "2027-06", "moved", None, 1),
        "earlier": ("2027-05", "2027-01", "moved", None, -4),
        "by days": ("2027-05-17", "2027-07-17", "moved", 61, None),
        "by days, earlier": ("2027-12-31", "2027-12-01", "moved", -30, None),
        "from a month to a day": ("2027-05", "2027-07-01", "moved", None, 2),
        "from a month to a quarter": ("2027-05", "2027-Q4", "moved", None, None),
        "from a quarter": ("2027-Q2", "2027-12", "moved", None, None),
        "wider": ("2027-05", "2027", "moved", None, None),
        "from the beginning": ("2027", "2027-Q1", "refined", None, None),
        "to the end": ("2027", "2027-12-31", "refined", None, None),
        "a day of the month": ("2027-12", "2027-12-01", "refined", None, None),
        "from now on": (None, "2027", "dated", None, None),
        "no longer": ("2027", None, "undated", None, None),
        "as it was": ("2027", "2027", None, None, None),
        "silent before": ("2025-01", "2025-03", "moved", None, 2),
    }
    steps = {
        day: [
            {"Meilenstein-ID": name, "Erstplanung": "2029", "Aktuelle Planung": plan[i]} for name, plan in plans.items()
        ]
        for i, day in enumerate((FIRST, SECOND))
    }
    steps[SECOND].append({"Meilenstein-ID": "not there before", "Aktuelle Planung": "2025-01"})
    # Without a current plan the first one holds.
    for row in (*steps[FIRST], *steps[SECOND]):
        row["Erstplanung"] = None
    for day, first, current in ((FIRST, "2030", "2032-05"), (SECOND, "2031", "2032-07")):
        steps[day] += [
            {"Meilenstein-ID": "first plan corrected", "Erstplanung": first},
            {"Meilenstein-ID": "corrected and moved", "Erstplanung": first, "Aktuelle Planung": current},
        ]
    tiny = database(tmp_path, steps=steps, stands=(FIRST, SECOND))
    given = {"before": FIRST, "after": SECOND, "municipalities": [], "fields": [], "levels": []}
    with duckdb.connect(tiny, read_only=True) as connection:
        changed = connection.execute(db.question("milestone_changes"), given).df()
        totals = connection.execute(db.question("milestone_change_totals"), given).df().iloc[0]
    shifts = changed.set_index("milestone_id")[["change", "shift_days", "shift_months"]].astype(object)
    found = {row.Index: tuple(None if pd.isna(cell) else cell for cell in row[1:]) for row in shifts.itertuples()}
    assert found == {
        **{name: (change, *shift) for name, (_, _, change, *shift) in plans.items() if change},
        "not there before": ("new", None, None),
        "first plan corrected": ("corrected", None, None),
        "corrected and moved": ("moved", None, 2),
    }
    # What was moved to a time that has passed since has passed, too: a January and a first quarter.
    assert (totals.moved_count, totals.later_count, totals.silent_count) == (10, 7, 2)


def test_a_year_that_is_not_over_ends_with_the_stand_and_one_to_come_by_itself(tmp_path: Path) -> None:
    years = {"2025": "2025-12-31", "2026": str(STAND), "2027": "2027-12-31"}
    tiny = database(
        tmp_path,
        funds=[{"Förder-ID": year, "Bewilligt": year} for year in years],
        steps=[{"Meilenstein-ID": year, "Erreicht": year, "Status laut Quelle": "erreicht"} for year in years],
    )
    asked = "select subject_id, last_date::varchar from selected_event(?, [], [], []) where event = ?"
    with duckdb.connect(tiny, read_only=True) as connection:
        for event in ("granted", "reached"):
            assert dict(connection.execute(asked, [STAND, event]).fetchall()) == years


def test_another_day_of_what_was_reached_is_a_change(tmp_path: Path) -> None:
    days = {
        "other": ("2025-04", "2015-04"),
        "finer": ("2025", "2025-04"),
        "lost": ("2025", None),
        "same": ("2025", "2025"),
    }
    steps = {
        day: [
            {"Meilenstein-ID": name, "Erreicht": pair[i], "Status laut Quelle": "erreicht"}
            for name, pair in days.items()
        ]
        for i, day in enumerate((FIRST, SECOND))
    }
    given = {"before": FIRST, "after": SECOND, "municipalities": [], "fields": [], "levels": []}
    with duckdb.connect(database(tmp_path, steps=steps, stands=(FIRST, SECOND)), read_only=True) as connection:
        changed = connection.execute(db.question("milestone_changes"), given).df()
    assert dict(zip(changed.milestone_id, changed.change, strict=True)) == dict.fromkeys(
        ("other", "finer", "lost"), "redated"
    )


def test_a_change_of_the_sum_is_told_by_what_made_it() -> None:
    told = change_sentences.entered(queries.entered_grants(selection(), FIRST, SECOND))
    assert told.startswith("Neu eingetragen heißt nicht neu bewilligt: Dazugekommen ist eine Zuwendung")
    assert told.endswith(" Eine Zuwendung zählt mit einem anderen Betrag: +10.000 €.")
    nothing = {f"{name}_count": 0 for name in ("grant", "known", "changed", "gone")}
    undated = {"first_year": None, "undated_count": 0}
    for row, words in (
        ({"gone_count": 1, "gone_eur": -5000}, "Eine Zuwendung zählt nicht mehr: −5.000 €."),
        ({"gone_count": 2, "gone_eur": -5e6}, "2 Zuwendungen zählen nicht mehr: zusammen −5,0 Mio. €."),
        ({"changed_count": 2, "changed_eur": -1500}, "2 Zuwendungen zählen mit anderen Beträgen: zusammen −1.500 €."),
        (
            {"grant_count": 1, "known_count": 1, "known_eur": 5000},
            "Neu eingetragen heißt nicht neu bewilligt: Dazugekommen ist eine Zuwendung; wann sie bewilligt wurde, ist nicht "
            "bekannt. Sie stand schon da und zählte vorher nicht.",
        ),
    ):
        assert change_sentences.entered(pd.Series(nothing | undated | row)) == words
    assert change_sentences.entered(pd.Series(nothing)) == ""


def test_what_is_new_is_counted_as_far_as_the_filters_choose_it() -> None:
    chosen = selection(stand=SECOND)
    assert queries.new_since(chosen, FIRST).tolist() == [1, 1, 1, 1]
    assert queries.new_since(replace(chosen, years=(1990,)), FIRST).tolist() == [0, 0, 0, 0]


def test_the_sentences_say_what_the_rows_say() -> None:
    chosen = selection()
    totals = queries.milestone_change_totals(chosen, FIRST, SECOND)
    tables = queries.difference_tables(chosen, FIRST, SECOND)
    since = queries.new_since(chosen.as_of(SECOND), FIRST)
    news = "ein Projekt, ein Meilenstein, ein Betrag und ein als erreicht gemeldetes Ergebnis"
    assert f"Neu seit dem 23.11.2026: {news}." in answer.as_of(chosen.as_of(SECOND))
    none = "kein Projekt, kein Meilenstein und kein Betrag"
    assert f"Neu seit dem 31.03.2027: {none}." in answer.as_of(chosen)
    assert "Neu seit" not in answer.as_of(chosen.as_of(FIRST))
    new = queries.difference_rows(chosen, FIRST, SECOND).all().query("change == 'new'").changed_table
    for name, table in (("project", "projekte"), ("milestone", "meilensteine"), ("funding", "foerderung")):
        assert since[f"{name}_count"] == (new == table).sum()
    assert since.reached_count == totals.reached_count == 1
    assert dict(zip(tables.changed_table, tables.difference_count, strict=True)) == Counter(
        table for _, table, *_ in SECOND_STEP
    )
    said = {figure.label: (figure.value, figure.text) for figure in change_sentences.differences(tables, totals)}
    # One of the differences is in a table that is not the office's own.
    assert said["Unterschiede in den Tabellen"][0] == str(len(SECOND_STEP) - 1)
    assert said["Unterschiede in den Tabellen"][1].endswith("Dazu einer in den amtlichen Tabellen.")
    assert "Neue Zeilen: 3, entfallene: 2" in said["Unterschiede in den Tabellen"][1]
    assert "Davon als Berichtigung vermerkt: 5." in said["Unterschiede in den Tabellen"][1]
    assert said["Neue Projekte"] == ("1", "Eines ist entfallen.")
    assert said["Als erreicht gemeldet"][0] == "1"
    old, new = (queries.funding_totals(chosen.as_of(stand)) for stand in (FIRST, SECOND))
    (money,) = change_sentences.money(old, new, chosen)
    assert money.value == "+11.235 €"


# Periods

DATES = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))
PARTIAL = st.one_of(
    st.builds(str, st.integers(2019, 2027)),
    st.builds("{}-Q{}".format, st.integers(2019, 2027), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(2019, 2027), st.integers(1, 12)),
    st.builds(str, DATES),
).map(partial_date)
CONNECTION = duckdb.connect()
CONNECTION.execute((ROOT / "etl" / "release" / "sql" / "changes.sql").read_text("utf-8").split(";")[0])


@given(date=PARTIAL, days=st.lists(DATES, min_size=2, max_size=2).map(sorted))
@settings(max_examples=50, deadline=None)
def test_a_date_lies_in_a_period_only_when_it_can_lie_nowhere_else(date: PartialDate, days: list[dt.date]) -> None:
    (fit,) = CONNECTION.execute("select lies(?, ?, ?, ?)", [date.first, date.last, *days]).fetchone() or ()
    possible = [date.first + dt.timedelta(days=day) for day in range((date.last - date.first).days + 1)]
    within = [days[0] <= day <= days[1] for day in possible]
    assert fit == ("inside" if all(within) else "possible" if any(within) else None)


def test_periods_that_follow_each_other_hold_every_dated_event_once() -> None:
    chosen = selection()
    whole = queries.event_rows(chosen, dt.date(2000, 1, 1), THIRD)
    # Cut at the turn of a year no date is cut through; that of the Stand's own year ends with the Stand.
    ends = [dt.date(2016, 12, 31), dt.date(2020, 12, 31), dt.date(2021, 12, 31), dt.date(2024, 12, 31), THIRD]
    begins = [dt.date(2000, 1, 1), *(day + dt.timedelta(days=1) for day in ends[:-1])]
    years = list(zip(begins, ends, strict=True))
    parts = pd.concat([queries.event_rows(chosen, *days).all() for days in years])
    assert len(parts) == whole.count > 100
    assert not parts.duplicated(["event", "subject_id"]).any()
    totals = [queries.event_totals(chosen, *days) for days in years]
    assert sum(row.event_count for row in totals) == whole.count
    # A grant without a date is in no period.
    assert sum(row.grant_eur for row in totals if row.grant_count) < queries.funding_totals(chosen).grant_eur


def test_what_happened_is_told_by_kind_and_not_after_the_stand() -> None:
    rows = queries.event_rows(selection(), dt.date(2027, 1, 1), THIRD).all()
    assert set(zip(rows.event, rows.subject_id, strict=True)) >= {
        ("begun", "neu-1"),
        ("granted", "neu-1-f1"),
        ("reached", "unna-glasfaser-flaechendeckend-m1"),
        # First planned for May, now for July.
        ("later", "neu-1-m1"),
    }
    assert rows.last_date.max().date() <= THIRD
    # Planned for the first quarter, now for the fourth: seen from the second Stand it has moved on the same day.
    second = queries.event_rows(selection(stand=SECOND), dt.date(2027, 1, 1), SECOND).all()
    assert ("later", "werne-glasfaser-m4") in set(zip(second.event, second.subject_id, strict=True))
    luenen = queries.event_rows(selection(LUENEN), dt.date(2027, 1, 1), THIRD).all()
    assert set(luenen.subject_id) == {"neu-1", "neu-1-f1", "neu-1-m1"}


def test_an_overlapping_date_is_possible_and_not_counted() -> None:
    days = (dt.date(2027, 2, 10), THIRD)
    inside, perhaps = (queries.event_rows(selection(LUENEN), *days, fit=fit).all() for fit in ("inside", "possible"))
    assert "neu-1-f1" not in set(inside.subject_id)
    assert set(perhaps.subject_id) == {"neu-1-f1"}
    totals = queries.event_totals(selection(LUENEN), *days)
    assert (totals.possible_count, totals.grant_count) == (1, 0)
    assert change_sentences.possible(totals).startswith("**Möglicherweise** gehört ein weiteres Ereignis")


def test_the_usual_period_begins_with_the_stand_before() -> None:
    assert period.default(selection()) == Period(SECOND, THIRD)
    assert period.default(selection(stand=FIRST)) == Period(dt.date(2024, 11, 23), FIRST)
    # Two years before the 29th of February there is none.
    assert period.beginning(selection(), dt.date(2024, 2, 29)) == dt.date(2022, 2, 28)
    assert period.beginning(selection(), dt.date(2024, 2, 28)) == dt.date(2022, 2, 28)
    assert period.compared_stands(selection(), Period(dt.date(2027, 1, 1), THIRD)) == (FIRST, THIRD)
    assert period.compared_stands(selection(), Period(SECOND, dt.date(2027, 5, 1))) is None
    # A period that begins before any Stand is compared from the first one on.
    assert period.compared_stands(selection(), Period(dt.date(2026, 1, 1), THIRD)) == (FIRST, THIRD)


# The page


def test_the_page_compares_what_the_address_asks_for() -> None:
    test = opened("changes", von="2026-12-01", bis="2027-04-01")
    assert not test.exception
    said = " ".join(texts_of(test))
    assert "Verglichen wird der Stand vom 23.11.2026 mit dem vom 31.03.2027." in said
    tables = {data["title"]: data for data in panels(test)}
    # The office's own tables stand first.
    groups = [title for title in tables if title.startswith("Jeder Unterschied")]
    assert groups == [
        f"Jeder Unterschied bei {name}"
        for name in ("Projekten", "der Förderung", "Meilensteinen", "Quellen", "der Bevölkerung")
    ]
    assert sum(len(tables[title]["rows"]) for title in groups) == len(SECOND_STEP)
    assert len(tables["Unterschiede nach Tabelle"]["rows"]) == len(groups)
    # Of each place for a table only the chosen one is on screen.
    assert 'st-key-side-8-"' in (ROOT / "app/surfaces/streamlit/components/style.css").read_text("utf-8")
    # On a narrow screen the first column heads its row.
    assert {tables[title]["names"][0] for title in groups} == {"title"}
    assert test.date_input(key="von").value == dt.date(2026, 12, 1)


def test_another_stand_has_another_usual_period() -> None:
    test = opened("changes")
    assert [test.date_input(key=name).value for name in ("von", "bis")] == [SECOND, THIRD]
    # What is opened again without another choice stays as it is.
    test.query_params["von"], test.query_params["bis"] = str(SECOND), str(THIRD)
    assert [test.run().date_input(key=name).value for name in ("von", "bis")] == [SECOND, THIRD]
    test.query_params["stand"] = SECOND.isoformat()
    test.run()
    assert [test.date_input(key=name).value for name in ("von", "bis")] == [FIRST, SECOND]
    test.query_params["stand"] = ""
    test.run()
    assert [test.date_input(key=name).value for name in ("von", "bis")] == [SECOND, THIRD]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            {"von": "gestern"},
            "In der Adresse steht „von=gestern“. Erwartet wird ein Tag wie 2026-05-17, nicht später als der Stand vom "
            "30.06.2027. Gezeigt wird stattdessen der 31.03.2027.",
        ),
        ({"bis": "2027-13-01"}, "„bis=2027-13-01“"),
        ({"bis": "2030-01-01"}, "nicht später als der Stand vom 30.06.2027. Gezeigt wird stattdessen der 30.06.2027."),
        ({"von": "<script>"}, "„von=script“"),
    ],
)
def test_a_day_that_cannot_be_is_named_kindly(address: dict[str, str], words: str) -> None:
    test = AppTest.from_string(
        "from app.surfaces.streamlit import parts, surface\n"
        "from tests.app import test_changes\n"
        "shown_on = surface.begin()\n"
        "with shown_on.blocks.page:\n"
        "    parts.period_choice(test_changes.selection())\n"
        "shown_on.end()\n"
    )
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    (warning,) = notices(test)
    assert words in warning


def test_a_period_that_ends_before_it_begins_ends_the_page_kindly() -> None:
    test = opened("changes", von="2027-05-01", bis="2027-04-01")
    assert not test.exception
    (warning,) = notices(test)
    assert "beginnt am 01.05.2027 und endet schon am 01.04.2027" in warning


def test_a_period_may_be_one_day() -> None:
    test = opened("changes", von="2027-03-31", bis="2027-03-31")
    assert not test.exception
    assert not notices(test)
    assert any("An beiden Tagen gilt der vom 31.03.2027." in text for text in texts_of(test))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (
            (dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
            "Am 01.01.2026 gab es noch keinen Stand; der erste ist vom 23.11.2026.",
        ),
        ((dt.date(2027, 4, 1), dt.date(2027, 5, 1)), "An beiden Tagen gilt der vom 31.03.2027."),
    ],
)
def test_a_period_without_two_staende_says_why(days: tuple[dt.date, dt.date], words: str) -> None:
    assert period.compared_stands(selection(), Period(*days)) is None
    assert words in change_sentences.nothing_to_compare(*days, period.stands(selection()))


# The feed


def entries(content: bytes) -> dict[str, ET.Element]:
    tree = ET.fromstring(content)
    found = tree.findall("a:entry", ATOM)
    ids = [entry.findtext("a:id", "", ATOM) for entry in found]
    assert len(set(ids)) == len(ids)
    moments = [entry.findtext("a:updated", "", ATOM) for entry in found]
    assert moments == sorted(moments, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", moment) for moment in moments)
    for entry in found:
        assert entry.findtext("a:title", "", ATOM)
        assert entry.findtext("a:summary", "", ATOM)
        assert entry.find("a:link", ATOM) is not None
    return dict(zip(ids, found, strict=True))


def test_the_feed_tells_differences_and_events_once() -> None:
    told = entries(change_feed.changes(db.current_release(), "https://monitor.example"))
    titles = [entry.findtext("a:title", "", ATOM) for entry in told.values()]
    rows = [
        (stand, table, key) for stand, step in ((SECOND, SECOND_STEP), (THIRD, THIRD_STEP)) for _, table, key, _ in step
    ]
    links = [link.get("href", "") for entry in told.values() for link in entry.findall("a:link", ATOM)]
    assert sum("/aenderungen?von=" in link for link in links) == len(set(rows))
    assert "Ergebnis erreicht: Kostenloser Glasfaserhausanschluss für jeden Haushalt" in titles
    assert "Förderung, „Zuwendung, Kreis Unna, 500.000 €“: geändert" in titles
    assert not any(re.search(r"\b(None|nan)\b", title) for title in titles)


def test_entries_of_the_feeds_are_told_apart_and_read_as_sentences(embedded: Release) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(embedded.path.parent))
        release_id = db.current_release()
        changes, corrections = (
            list(entries(told(release_id, "https://monitor.example")).values())
            for told in (change_feed.changes, feed.corrections)
        )
    titles = [entry.findtext("a:title", "", ATOM) for entry in changes]
    assert [title for title, count in Counter(titles).items() if count > 1] == []
    assert "Förderung, „Zuwendung, Stadt Lünen, 139.680 €“: geändert" in titles
    assert "Meilensteine, „Spalte ‚Art‘“: neue Spalte" in titles
    corrected = {entry.findtext("a:title", "", ATOM): entry.findtext("a:summary", "", ATOM) for entry in corrections}
    assert len(corrected) == len(corrections)
    assert corrected["Meilensteine, „Baustart in der Innenstadt“: Erstplanung"] == (
        "Vorher: 1. Quartal 2027. Nachher: 1. Quartal 2025. Grund: Die Quelle selbst nennt „Anfang 2025“ als "
        "ursprünglichen Termin; er stand bisher nur im Text. Seit dem Stand 28.11.2026."
    )
    assert "Förderung, „Zuwendung, Stadt Lünen, 139.680 €“: Zählweise" in corrected
    summaries = [entry.findtext("a:summary", "", ATOM) for entry in (*changes, *corrections)]
    assert not any(".." in text or ".)." in text for text in summaries)


def test_entries_keep_their_ids_in_the_next_release(published: Path) -> None:
    later = entries(change_feed.changes(db.current_release(), "https://monitor.example"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(published))
        earlier = entries(change_feed.changes(db.current_release(), "https://monitor.example"))
    kept = earlier.keys() & later.keys()
    assert len(kept) > 150
    assert [moment(earlier[key]) for key in kept] == [moment(later[key]) for key in kept]


def moment(entry: ET.Element) -> str:
    return entry.findtext("a:updated", "", ATOM)


def test_ids_outlive_a_move_to_another_host_and_a_new_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for told in (change_feed.changes, feed.corrections):
        here, there = (
            ET.fromstring(told(db.current_release(), address))
            for address in ("https://a.example", "http://b.example/x")
        )
        ids = [element.text for element in here.iterfind(".//a:id", ATOM)]
        assert ids == [element.text for element in there.iterfind(".//a:id", ATOM)]
        assert all(re.fullmatch(r"urn:smart-region-monitor:(feed|entry):[0-9a-f]{32}", str(name)) for name in ids)
        # Who reads the feeds of two districts in one program sees the entries of both.
        elsewhere = SimpleNamespace(region=SimpleNamespace(name="Kreis Anderswo", title=""), operator=region().operator)
        monkeypatch.setattr(feed, "region", lambda elsewhere=elsewhere: elsewhere)
        others = ET.fromstring(told(db.current_release(), "https://a.example"))
        monkeypatch.undo()
        assert not {element.text for element in others.iterfind(".//a:id", ATOM)} & set(ids)
    before, after = (
        queries.event_rows(selection(stand=stand), dt.date(1900, 1, 1), stand).all() for stand in (FIRST, THIRD)
    )
    was, now = (rows[rows.subject_id == key] for rows, key in ((before, "smart-region-kreis-unna"), (after, REGION)))
    assert set(was.first_key) == set(now.first_key) == {"smart-region-kreis-unna"}


def test_the_end_of_a_run_is_not_told_as_the_end_of_the_project() -> None:
    days = dt.date(2000, 1, 1), THIRD
    *_, begun, ended = change_sentences.events(queries.event_totals(selection(), *days), selection(), *days)
    assert (begun.label, ended.label) == ("Beginn der Laufzeit laut Quelle", "Ende der Laufzeit laut Quelle")
    assert ended.text == "Das heißt nicht, dass ein Projekt dann abgeschlossen ist."


def test_the_feed_of_one_municipality_tells_its_changes_only() -> None:
    address = "https://monitor.example"
    all_told = entries(change_feed.changes(db.current_release(), address))
    told = entries(change_feed.changes(db.current_release(), address, WERNE))
    assert 0 < len(told) < len(all_told)
    assert set(told) <= set(all_told)
    assert "Änderungen: Werne" in change_feed.changes(db.current_release(), address, WERNE).decode()


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 200, "Änderungen: Smart-Region-Monitor"),
        (f"kommune={LUENEN}", 200, "Änderungen: Lünen"),
        ("kommune=01234567", 404, "Eine Kommune mit dem Schlüssel 01234567 gibt es in dieser Region nicht."),
        ("kommune=Werne", 200, "Änderungen: Werne"),
        ("kommune=<b>", 400, "Erwartet werden acht Ziffern"),
    ],
)
def test_the_address_of_the_feed_answers_in_german(query: str, status: int, words: str) -> None:
    headers = [(b"host", b"monitor.example")]
    scope = {"type": "http", "scheme": "https", "path": "/", "query_string": query.encode(), "headers": headers}
    answer = release.changes(Request(scope))
    assert answer.status_code == status
    assert words in bytes(answer.body).decode()
