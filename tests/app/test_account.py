"""The account of shifted dates and confidence on screen: figures and sentences say what the raw files say."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from app import exhibits
from app.data import db, queries
from app.data.published import TableQuery
from app.data.published.rows import PublishedRows
from app.data.selection import Selection
from app.exhibits import View, captions
from app.sentences import delays
from app.words import cells, confidence
from app.words.text import t
from tests.app import model
from tests.app.conftest import raw
from tests.etl.release.test_marts import step as milestone
from tests.etl.tiny import STAND, database

FIRST = dt.date(2026, 11, 23)
NOTHING = dict.fromkeys(
    (
        *("milestone_count", "replanned_milestone_count", "compared_count", "late_count", "late_in_days_count"),
        *("late_in_months_count", "early_count", "on_time_count", "told_late_count", "overdue_count"),
        *("no_feedback_count", "undated_silent_count", "dropped_count"),
    ),
    0,
) | dict.fromkeys(
    ("replanned_count", "late_days", "longest_days", "late_months", "longest_months", "silent_since", "silent_days")
)


def row(**known: Any) -> pd.Series:
    """An account with nothing in it but what is given."""
    return pd.Series(NOTHING | known, dtype=object)


def compared() -> list[tuple[bool, bool]]:
    """Of every milestone with a first plan and a known end: whether that lies after it, and whether before."""
    found = []
    for step in raw("meilensteine"):
        first = model.interval(step["Erstplanung"])
        now = model.interval(step["Erreicht"] if model.is_reached(step) else step["Aktuelle Planung"])
        if first and now:
            found.append((now[0] > first[1], now[1] < first[0]))
    return found


def test_one_of_anything_brings_a_project_into_the_list(tmp_path: Path) -> None:
    alone = {
        "late": milestone("erreicht", "2020-03-31", None, "2020-07-01"),
        "early": milestone("erreicht", "2020-03-31", None, "2020-01-01"),
        "told late": milestone("verzögert", "2027-12"),
        "overdue": milestone("geplant", "2026-06-20"),
        "silent": milestone("unbekannt", "2024-03"),
        "to come": milestone("geplant", "2027-01-01"),
        "on time": milestone("erreicht", "2020-03-31", None, "2020-03-31"),
    }
    steps = [{**told, "Meilenstein-ID": name, "Projekt-ID": name} for name, told in alone.items()]
    tiny = database(tmp_path, project=[{"Projekt-ID": name} for name in alone], steps=steps)
    given = {"stand": STAND, "municipalities": [], "fields": [], "years": [], "levels": []}
    with duckdb.connect(tiny, read_only=True) as connection:
        found = connection.execute(db.question("account_by_project"), given).df()
    assert set(found.project_id) == set(alone) - {"to come", "on time"}


def test_the_longest_delay_of_a_project_is_that_in_days_or_in_months(tmp_path: Path) -> None:
    days = milestone("erreicht", "2020-03-31", None, "2020-04-10")
    months = milestone("erreicht", "2020-03", None, "2020-09")
    told = {"both": (days, months), "days": (days,), "months": (months,)}
    steps = [
        {**step, "Meilenstein-ID": f"{name} {place}", "Projekt-ID": name}
        for name, found in told.items()
        for place, step in enumerate(found)
    ]
    tiny = database(tmp_path, project=[{"Projekt-ID": name} for name in told], steps=steps)
    given = {"stand": STAND, "municipalities": [], "fields": [], "years": [], "levels": []}
    with duckdb.connect(tiny, read_only=True) as connection:
        found = connection.execute(db.question("account_by_project"), given).df()
    assert dict(zip(found.project_id, found.about_days, strict=True)) == {"both": 180, "days": 10, "months": 180}


def test_the_account_of_all_is_that_of_the_raw_files(everything: Selection) -> None:
    totals = queries.account_totals(everything)
    assert totals.late_count == sum(late for late, _ in compared()) == 2
    assert totals.early_count == sum(early for _, early in compared()) == 0
    assert totals.no_feedback_count == model.states(model.Choice()).count("no_feedback")
    assert totals.overdue_count == model.states(model.Choice()).count("overdue")
    open_late = [r for r in raw("meilensteine") if r["Status laut Quelle"] == "verzögert" and not model.is_reached(r)]
    assert totals.told_late_count == len(open_late)
    assert (totals.late_days, totals.late_months, totals.silent_since) == (92, 4, "2019-08")
    assert totals.milestone_count == len(raw("meilensteine"))


@pytest.mark.parametrize("key", ["05978028", model.DISTRICT])
def test_the_account_of_one_municipality_is_that_of_its_projects(key: str, everything: Selection) -> None:
    own, choice = everything.of(key), model.Choice(municipalities=[key])
    totals, of_each = queries.account_totals(own), queries.account_by_project(own).all()
    assert set(of_each.project_id) <= model.chosen_projects(choice)
    for column in ("late_count", "overdue_count", "no_feedback_count", "told_late_count", "dropped_count"):
        assert of_each[column].sum() == totals[column]
    assert totals.no_feedback_count == model.states(choice).count("no_feedback") > 0


def test_the_account_of_a_project_is_its_row_in_the_account_of_all(everything: Selection) -> None:
    for _, listed in queries.account_by_project(everything).all().iterrows():
        alone = queries.project_account(everything, listed.project_id).iloc[0]
        shared = alone.index.intersection(listed.index)
        assert len(shared) > 15
        assert alone[shared].astype(str).tolist() == listed[shared].astype(str).tolist()


def test_every_project_is_counted_at_one_step(everything: Selection) -> None:
    counts = queries.confidence_counts(everything)
    assert counts.confidence_step.fillna(0).tolist() == [5, 4, 3, 2, 1, 0]
    assert counts.project_count.sum() == queries.project_totals(everything).project_count
    for step, count in zip(("5", "4", "3", "2", "1", "0"), counts.project_count, strict=True):
        assert queries.project_rows(everything, step=step).count == count
    assert queries.project_rows(everything).count == counts.project_count.sum()


def test_every_reason_in_the_data_has_its_sentence(everything: Selection) -> None:
    reasons = PublishedRows(TableQuery("project_confidence", everything)).all().confidence_reason.unique()
    assert len(reasons) > 3
    assert all(map(delays.reason, reasons))


def test_the_figures_say_what_is_known(everything: Selection) -> None:
    replanned, late, silent, on_time = delays.figures(queries.account_totals(everything), FIRST)
    assert (replanned.value, late.value, silent.value, on_time.value) == (
        *("keine Änderung bekannt", "92 Tage", "August 2019", "3"),
    )
    assert "vor dem ersten Stand vom 23.11.2026" in replanned.text
    assert "Dazu 4 Monate bei einem Meilenstein" in late.text
    assert on_time.text.endswith("3 pünktlich, 0 früher, 2 später.")


def test_what_nobody_knows_is_no_zero() -> None:
    values = [figure.value for figure in delays.figures(row(), FIRST)]
    assert values == ["keine Änderung bekannt", "keine Angabe", "keine Angabe", "keine Angabe"]
    assert delays.figures(row(compared_count=1, on_time_count=1), FIRST)[1].value == "keiner bekannt"
    # Later for certain, but by no number that anybody knows.
    unmeasured = delays.figures(row(compared_count=1, late_count=1), FIRST)[1]
    assert (unmeasured.value, unmeasured.text) == ("keine Angabe", t("account_sentence.unmeasured.one"))


def test_one_of_one_is_told_as_one() -> None:
    alone = delays.figures(row(compared_count=1, on_time_count=1), FIRST)[3].text
    assert alone == "Ein Meilenstein lässt sich mit seiner ersten Planung vergleichen: 1 pünktlich, 0 früher, 0 später."
    kept = delays.figures(row(compared_count=4, on_time_count=1, early_count=2, late_count=1), FIRST)[3]
    assert kept.value == "3"
    undated = delays.figures(row(milestone_count=2, no_feedback_count=2, undated_silent_count=2), FIRST)[2].text
    assert undated == "Zu 2 Meilensteinen fehlt die Rückmeldung; ein Termin ist für keinen bekannt."


def test_days_and_months_are_never_one_sum() -> None:
    known = row(
        **{"compared_count": 3, "late_count": 3, "late_in_days_count": 2, "late_days": 100, "longest_days": 92},
        **{"late_in_months_count": 1, "late_months": 4, "longest_months": 4},
    )
    late = delays.figures(known, FIRST)[1]
    assert late.value == "100 Tage"
    assert "am längsten 92 Tage" in late.text
    # All three are measured: nothing is said of any that is not.
    assert t("account_sentence.unmeasured.one") not in late.text
    assert "4 Monate" in late.text
    (sentence,) = [s for s in delays.facts(known.to_frame().T, FIRST) if "Später" in s]
    assert sentence == "**Später als zuerst geplant:** 3 Meilensteine, zusammen 100 Tage und 4 Monate."
    # Whether it is one sum goes by the milestones, not by the units.
    for count, told in ((1, "ein Meilenstein, um 100 Tage."), (2, "2 Meilensteine, zusammen 100 Tage.")):
        (sentence,) = [
            s for s in delays.facts(row(late_count=count, late_days=100).to_frame().T, FIRST) if "Später" in s
        ]
        assert sentence == f"**Später als zuerst geplant:** {told}"


def test_a_project_tells_its_account_in_sentences() -> None:
    known = row(
        **{"replanned_count": 2, "replanned_milestone_count": 1, "early_count": 1, "overdue_count": 1},
        **{"no_feedback_count": 1, "silent_since": "2024-Q1", "dropped_count": 1},
    )
    told = delays.facts(known.to_frame().T, FIRST)
    assert [re.sub(r"\*", "", sentence).split(":")[0] for sentence in told] == [
        *("Neu geplant", "Früher als zuerst geplant", "Überfällig", "Ohne Rückmeldung", "Entfallen"),
    ]
    assert "mindestens 2-mal" in told[0]
    assert told[3].endswith("geplant war 1. Quartal 2024.")
    assert delays.facts(pd.DataFrame(), FIRST) == [t("account_fact.no_milestone")]
    assert delays.notes(known) == [t("account_sentence.dropped.one")]
    assert delays.notes(row()) == []


@pytest.mark.parametrize(
    ("step", "expected"), [(5, "●●●●● sehr hoch"), (1.0, "●○○○○ sehr gering"), (None, "keine Angabe")]
)
def test_a_step_is_dots_and_a_word(step: float | None, expected: str) -> None:
    assert confidence.dots_and_word(step) == cells.name_of("confidence_step", step) == expected
    words = cells.words_for_files(pd.DataFrame({"confidence_step": [step]}))
    assert words.confidence_step.tolist() == [confidence.word(step)]


@pytest.mark.parametrize("key", ["account.shifts", "confidence"])
@pytest.mark.parametrize("place", ["", "05978024", "05978040"])
def test_titles_say_in_ten_words_what_is_shown(key: str, place: str, everything: Selection) -> None:
    exhibit, view = exhibits.by_key(key), View(everything.of(place) if place else everything)
    content = exhibit.content(view)
    title = captions.title(exhibit, view, content)
    assert len(title.split()) <= 10
    known = content.table[content.table.confidence_step.notna()] if key == "confidence" else content.table
    if key == "confidence" and len(known):
        assert "gering" in title or "mittel" in title
    elif len(known):
        late, overdue = (known.timing == "late").sum(), (known.state == "overdue").sum()
        assert {1: "ein", 2: "2"}[int(late or overdue)] in title.lower()
