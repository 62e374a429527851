"""The embedded data as a whole: nothing is lost on the way, and its figures are those that its files give."""

import csv
import datetime as dt
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import combinations
from typing import Any

import duckdb
import pandas as pd
import pytest

from app import exhibits
from app.data import db, period, queries
from app.data.selection import Selection
from app.exhibits import View, captions, chosen_indicator
from app.navigation import ENTRIES
from app.sentences import answer as answer_sentences
from app.sentences import change_sentences, headlines
from app.web import change_feed
from app.words import units
from config import ROOT
from data_dictionary import TABLES
from etl.release.build import Release
from tests.app.test_pages import all_cards, cards, opened, panels, texts_of

RAW = ROOT / "data/raw"
GRANTS = {
    "2026-11-23": {"single": "43010318.05", "joint": "26707000", "district": "2562000"},
    "2026-11-28": {"single": "47624267.05", "joint": "26707000", "district": "3542000"},
}
OTHERS = {
    "2026-11-23": {"Eigenanteil": "306921", "Investition": "43128000"},
    "2026-11-28": {"Eigenanteil": "374721", "Investition": "107000000"},
}
"""What is known of each Stand, in euros: grants by whom they belong to, and what is no grant."""
KINDS = {"Ergebnis": 48, "Beschluss": 22, "Beginn": 21, "Bewilligung": 16, "Ereignis": 9, "Rückschlag": 5}
ROLES = {"Beschluss": "step", "Bewilligung": "step", "Beginn": "step", "Ereignis": "event", "Rückschlag": "setback"}


def raw(stand: str, name: str) -> list[dict[str, str]]:
    """Rows of a table of a Stand, read without any code of ours."""
    with (RAW / "staende" / stand / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answer(embedded: Release, sql: str, *parameters: object) -> list[Any]:
    """Rows of a question."""
    with duckdb.connect(embedded.path, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def attributions(stand: str) -> dict[str, str]:
    """To whom each project of a Stand belongs."""
    found = {}
    for row in raw(stand, "projekte"):
        areas = [area for area in row["Kommunen (AGS)"].split() if area.startswith("05978")]
        found[row["Projekt-ID"]] = "district" if "05978" in areas else "single" if len(areas) == 1 else "joint"
    return found


def test_the_embedded_data_have_no_errors(embedded: Release) -> None:
    found = embedded.checked.findings
    assert {finding.severity for finding in found} == {"warning"}
    # The latest Stand gives kinds, the older one need not any more.
    assert [finding for finding in found if finding.column == "Art"] == []


def test_every_row_is_there(embedded: Release) -> None:
    for table in TABLES.values():
        files = RAW.rglob(f"{table.file}.csv")
        rows = sum(len(list(csv.DictReader(path.open(encoding="utf-8")))) for path in files)
        assert len(embedded.tables[table.name]) == rows
    region, sources = (
        tomllib.loads((ROOT / "data" / name).read_text("utf-8")) for name in ("region.toml", "raw/sources.toml")
    )
    counts = answer(
        embedded,
        "select (select count(*) from field_of_action), (select count(*) from dataset), (select count(*) from rejected)",
    )
    assert counts == [(len(region["field_of_action"]), len(sources["dataset"]), 0)]


@pytest.mark.parametrize("stand", GRANTS)
def test_what_counts_is_known_to_the_cent(stand: str, embedded: Release) -> None:
    owners, counted = attributions(stand), Counter[tuple[str, str]]()
    for row in raw(stand, "foerderung"):
        if row["Zählweise"] == "zählt":
            counted[row["Art"], owners[row["Projekt-ID"]]] += Decimal(row["Betrag (EUR)"])  # type: ignore[assignment]
    grants = {owner: amount for (kind, owner), amount in counted.items() if kind == "Zuwendung"}
    assert grants == {owner: Decimal(amount) for owner, amount in GRANTS[stand].items()}
    found = answer(
        embedded,
        "select kind, attribution, sum(amount_eur) from selected_funding(?, [], [], [], []) where is_counted group by all",
        stand,
    )
    assert {(kind, owner): amount for kind, owner, amount in found} == counted
    for kind, amount in OTHERS[stand].items():
        assert sum(value for (name, _), value in counted.items() if name == kind) == Decimal(amount)


def test_every_milestone_has_the_kind_that_its_file_gives(embedded: Release) -> None:
    told = Counter(row["Art"] for row in raw("2026-11-28", "meilensteine"))
    assert told == KINDS
    results = Counter(
        row["Status laut Quelle"] for row in raw("2026-11-28", "meilensteine") if row["Art"] == "Ergebnis"
    )
    assert results == {"erreicht": 21, "unbekannt": 19, "geplant": 5, "verzögert": 3}
    found = answer(
        embedded, "select kind, role, count(*) from selected_milestone('2026-11-28', [], [], [], []) group by all"
    )
    assert {tuple(row) for row in found} == {(kind, ROLES.get(kind, "result"), count) for kind, count in KINDS.items()}
    # A Stand that gives no kind counts as it did.
    assert answer(embedded, "select distinct kind, role from milestone_detail where stand_date = '2026-11-23'") == [
        (None, "result")
    ]


def test_the_new_supply_figures_stand_beside_the_older_ones(embedded: Release) -> None:
    found = answer(
        embedded,
        """
        select name, value from indicator_value join region using (version_date, region_ags)
        where version_date = '2026-11-28' and indicator_id = 'bb_hh_bbsr_ge1000_pct' and period = '2023-12'
            and name in ('Kreis Unna', 'Schwerte', 'Selm')
        """,
    )
    assert dict(found) == {"Kreis Unna": 76.55, "Schwerte": 86.89, "Selm": 37.69}
    joined = (
        "select count(*) from indicator_value where indicator_id = ? and period >= '2022' and length(region_ags) = 8"
    )
    assert answer(embedded, joined, "bb_hh_all_ge1000_pct") == [(0,)]


def test_the_course_of_supply_leads_across_no_break_in_the_method(embedded: Release) -> None:
    course = "select supply, before_periods, before_values from supply_value where version_date = ? and region_ags = ?"
    first = {supply: dict(zip(*rest, strict=True)) for supply, *rest in answer(embedded, course, "2026-11-23", "05978")}
    assert first["gigabit"] == {"2019-12": 46.25, "2020-12": 68.43}  # the method of 2018 was another one
    latest = {supply: periods for supply, periods, _ in answer(embedded, course, "2026-11-28", "05978024")}
    assert latest == {"gigabit": None, "mobile": None, "charging": ["2022-01-01"]}


def test_values_that_somebody_else_publishes_are_told_apart(embedded: Release) -> None:
    rows = answer(
        embedded,
        """
        select period, quoted_from(indicator_value.note, indicator.source_url)
        from indicator_value join indicator using (version_date, indicator_id)
        where version_date = '2026-11-28' and indicator_id = 'mobile_5g_area_pct' and region_ags = 'DG' and period >= '2024'
        """,
    )
    assert dict(rows) == {"2024": "", "2024-10": "gigabit.nrw.de"}


def test_what_is_counted_afterwards_by_one_method_has_no_break(embedded: Release) -> None:
    breaks = "select indicator_id, break_years from indicator_span where version_date = '2026-11-28'"
    found = dict(answer(embedded, breaks))
    assert found["ev_charging_points"] == [2021]
    assert found["ev_points_by_start"] == []


def test_results_are_counted_and_what_happened_beside_them_is_no_success(embedded: Release) -> None:
    counts = dict(
        answer(embedded, "select state, count(*) from milestone_detail where stand_date = '2026-11-28' group by all")
    )
    told = Counter(row["Art"] for row in raw("2026-11-28", "meilensteine") if row["Status laut Quelle"] == "erreicht")
    assert counts["reached"] == told["Ergebnis"]
    assert counts["step_taken"] == told["Beschluss"] + told["Bewilligung"] + told["Beginn"]
    assert (counts["event"], counts["setback"]) == (told["Ereignis"], told["Rückschlag"])


def test_what_differs_between_both_stands_is_what_their_files_say(embedded: Release) -> None:
    keys = {
        "projekte": "Projekt-ID",
        "foerderung": "Förder-ID",
        "meilensteine": "Meilenstein-ID",
        "quellen": "Quelle-ID",
    }
    expected = Counter[tuple[str, str]]()
    for name, key in keys.items():
        old, new = ({row[key]: row for row in raw(stand, name)} for stand in GRANTS)
        assert not old.keys() - new.keys()
        expected[name, "new"] = len(new.keys() - old.keys())
        for row in old.values():
            # Money is written with and without cents, dates in two ways; a column that was not there is none of a row.
            differing = [column for column, text in row.items() if text != new[row[key]][column]]
            expected[name, "changed"] += len(differing)
    # The first Stand had no kinds at all: that is one difference, not one of each of its 104 milestones.
    assert "Art" not in raw("2026-11-23", "meilensteine")[0]
    expected["meilensteine", "new_column"] = 1
    own = "select table_name, change, count(*) from difference_between('2026-11-23', '2026-11-28') where position <= 4 group by all"
    found = {(name, change): count for name, change, count in answer(embedded, own)}
    assert found == {kind: count for kind, count in expected.items() if count}
    column = "select title, new_value from difference_between('2026-11-23', '2026-11-28') where change = 'new_column'"
    assert answer(embedded, column) == [("Spalte „Art“", str(len(raw("2026-11-23", "meilensteine"))))]


@pytest.fixture
def latest(embedded: Release, monkeypatch: pytest.MonkeyPatch) -> Selection:
    """All of the latest Stand, as the dashboard shows it."""
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(embedded.path.parent))
    return Selection(db.current_release(), dt.date(2026, 11, 28))


def test_where_no_municipality_has_values_those_of_the_district_say_of_when_a_value_is(latest: Selection) -> None:
    values = [row for row in raw("2026-11-28", "indikatoren") if row["Wert"]]
    last = {row["Kennzahl-ID"]: row["Zeitpunkt"] for row in sorted(values, key=lambda row: row["Zeitpunkt"])}
    own: dict[str, dict[str, float]] = defaultdict(dict)
    for row in values:
        if row["AGS"] == "05978":
            own[row["Kennzahl-ID"]][row["Zeitpunkt"]] = float(row["Wert"])
    side = queries.comparison_indicators(latest, "05978", "DG").set_index(["indicator_id", "region_ags"])
    known = queries.indicators(latest)
    whole = [indicator for indicator in known.indicator_id[known.municipality_count == 0] if indicator in own]
    for indicator in whole:
        day, value = max(own[indicator].items())
        row = queries.indicator_latest(latest, indicator).set_index("region_ags").loc["05978"]
        assert (row.period, row.value) == (day, value)
        assert tuple(side.loc[(indicator, "05978"), ["period", "value"]]) == (day, value)
        assert chosen_indicator.known_dates(latest, indicator)[0] == day
    # Germany has later values of these.
    later = {indicator for indicator in whole if last[indicator] != max(own[indicator])}
    assert later == {"ev_reported_points", "ev_reported_normal_points", "ev_reported_fast_points"}


def test_a_figure_of_supply_names_its_date_its_course_and_the_state(latest: Selection) -> None:
    assert [(figure.value, figure.text) for figure in answer_sentences.supply(latest)] == [
        ("76,6 %", "Dezember 2023 · ohne früheren Vergleichswert · Nordrhein-Westfalen: keine Angabe"),
        ("97,8 %", "2024 · ohne früheren Vergleichswert · Nordrhein-Westfalen: 93,7 %"),
        ("2,2", "22.04.2026 · davor 01.01.2022: 0,6 · Nordrhein-Westfalen: 2,2"),
    ]
    gigabit = answer_sentences.supply(Selection(latest.release_id, dt.date(2026, 11, 23)))[0]
    assert "Juni 2021 · davor Dezember 2019: 46,3 %, Dezember 2020: 68,4 % · " in gigabit.text


@pytest.mark.parametrize(
    ("key", "municipality", "project", "title"),
    [
        ("municipality.milestones", "05978004", "", "In Bergkamen ist keines von 6 Ergebnissen nachweislich erreicht"),
        ("project.milestones", "", "dos-2030", "Das einzige Ergebnis ist geplant"),
        ("overview.states", "", "", "21 von 48 Ergebnissen sind erreicht"),
        # Decisions alone are no results.
        ("project.milestones", "", "smart-region-kreis-unna", "Zeitleiste"),
    ],
)
def test_titles_set_reached_results_against_results(
    key: str, municipality: str, project: str, title: str, latest: Selection
) -> None:
    exhibit = exhibits.by_key(key)
    view = View(latest.of(*([municipality] if municipality else [])), (("projekt", project),) if project else ())
    assert captions.title(exhibit, view, exhibit.content(view)) == title


def test_the_usual_period_is_one_in_which_something_happened(latest: Selection) -> None:
    days = period.default(latest)
    assert queries.event_totals(latest, days.first, days.last).event_count > 0
    # Nothing dated lies between both Stände, which are compared nevertheless.
    assert queries.event_totals(latest, dt.date(2026, 11, 23), latest.stand).event_count == 0
    assert period.compared_stands(latest, days) == (dt.date(2026, 11, 23), latest.stand)
    first = latest.as_of(dt.date(2026, 11, 23))
    assert period.compared_stands(first, period.default(first)) is None


def test_the_chronicle_tells_what_happened_and_steps_apart(latest: Selection) -> None:
    told = raw("2026-11-28", "meilensteine")
    for kinds, states in (
        (("Ereignis", "Rückschlag"), ("event", "setback")),
        (("Beschluss", "Bewilligung", "Beginn"), ("step_taken",)),
    ):
        happened = [
            row["Meilenstein"] for row in told if row["Art"] in kinds and row["Status laut Quelle"] == "erreicht"
        ]
        rows = queries.milestone_chronicle(latest, *states).all()
        assert sorted(rows.title) == sorted(happened)
        assert set(rows.kind) <= set(kinds)
    test = opened("milestones", liste="Was geschah")
    tables = {data["title"]: data for data in panels(test)}
    events = tables["Ereignisse und Rückschläge"]
    shown = Counter(row[events["names"].index("kind")] for row in events["rows"])
    assert shown == Counter(
        row["Art"]
        for row in told
        if row["Art"] in ("Ereignis", "Rückschlag") and row["Status laut Quelle"] == "erreicht"
    )
    assert "Getane Schritte auf dem Weg" in tables
    # Where no kinds are given there is nothing to tell beside results.
    earlier = opened("milestones", stand="2026-11-23")
    assert "Ereignisse und Rückschläge" not in {data["title"] for data in panels(earlier)}


def test_the_first_page_names_what_is_overdue_whose_and_since_when(latest: Selection) -> None:
    projects = {row["Projekt-ID"]: row for row in raw("2026-11-28", "projekte")}
    expected = [
        {
            "label": f"seit Ende {row['Aktuelle Planung'] or row['Erstplanung']}",
            "value": row["Meilenstein"],
            "text": f"Zu fragen: {projects[row['Projekt-ID']]['Federführung']}",
            "href": f"/projekte?projekt={row['Projekt-ID']}",
            "way": projects[row["Projekt-ID"]]["Titel"],
        }
        for row in raw("2026-11-28", "meilensteine")
        if (row["Art"], row["Status laut Quelle"]) == ("Ergebnis", "verzögert")
        and (row["Aktuelle Planung"] or row["Erstplanung"]) < "2026"
    ]
    assert len(expected) == 2
    shown = all_cards(opened())
    assert [card for card in shown if card["label"].startswith("seit ")] == expected
    # Where there are more than a few, a way leads to all of them.
    more = [(card["href"], card["way"]) for card in shown if not card["label"]]
    assert ("/meilensteine?tabelle=ergebnisse-ohne-rueckmeldung", "19 weitere") in more


def test_an_interval_stands_below_the_days_that_lie_in_it(latest: Selection) -> None:
    lists = {
        "reached": queries.milestone_list(latest, "reached"),
        "step_taken": queries.milestone_chronicle(latest, "step_taken"),
        "event": queries.milestone_chronicle(latest, "event", "setback"),
    }
    for name, rows in lists.items():
        found = rows.all()
        ends = list(zip(found.due_first_date, found.due_last_date, strict=True))
        above = [
            (upper, lower) for upper, lower in combinations(ends, 2) if upper[0] <= lower[0] and lower[1] <= upper[1]
        ]
        # Equal ones alone may stand in any order.
        assert all(upper == lower for upper, lower in above), name
        assert len(set(ends)) > 5, name
    assert queries.milestone_list(latest, "reached").page(1).due.tolist()[:3] == [
        *("2025-03-04", "2025-02-17", "2024-11-28")
    ]


def test_what_is_newly_entered_is_not_called_newly_granted(latest: Selection) -> None:
    before, after = (
        {
            row["Förder-ID"]: row["Bewilligt"]
            for row in raw(stand, "foerderung")
            if (row["Art"], row["Zählweise"]) == ("Zuwendung", "zählt")
        }
        for stand in ("2026-11-23", "2026-11-28")
    )
    came = [granted[:4] for key, granted in after.items() if key not in before]
    assert sorted(came) == ["", "", "2020", "2021"]
    stands = dt.date(2026, 11, 23), latest.stand
    assert change_sentences.entered(queries.entered_grants(latest, *stands)) == (
        "Neu eingetragen heißt nicht neu bewilligt: Dazugekommen sind 4 Zuwendungen, bewilligt 2020 bis 2021; "
        "wann 2 davon bewilligt wurden, ist nicht bekannt. 3 davon standen schon da und zählten vorher nicht: "
        "zusammen 4,6 Mio. €."
    )
    assert change_sentences.entered(queries.entered_grants(latest, stands[1], stands[1])) == ""
    assert change_sentences.kinds(latest, *stands) == (
        "Am 23.11.2026 war bei 104 Meilensteinen nicht bekannt, von welcher Art sie sind; sie zählten als Ergebnisse. "
        "So waren 73 von 104 Ergebnissen erreicht; am 28.11.2026 sind es 21 von 48."
    )
    assert change_sentences.kinds(latest, stands[1], stands[1]) == ""
    for count, said in (
        (1, "ist eine Zuwendung; wann sie bewilligt wurde, ist nicht bekannt."),
        (2, "sind 2 Zuwendungen; wann sie bewilligt wurden, ist nicht bekannt."),
    ):
        undated = pd.Series({"grant_count": count, "undated_count": count, "first_year": None, "last_year": None})
        undated = pd.concat([undated, pd.Series(dict.fromkeys(("known_count", "changed_count", "gone_count"), 0))])
        assert change_sentences.entered(undated).endswith(f"Dazugekommen {said}")
    shown = {label: card["value"] for label, card in cards(opened("changes")).items()}
    assert shown["Eingetragen: Zuwendungen, die zählen"] == "+5,6 Mio. €"


@pytest.mark.parametrize(
    ("page", "stand", "is_told"),
    [("overview", "2026-11-23", True), ("overview", "2026-11-28", False), ("funding", "2026-11-23", False)],
)
@pytest.mark.usefixtures("latest")
def test_a_page_about_results_says_where_everything_counts_as_one(page: str, stand: str, is_told: bool) -> None:
    told = any(
        "Bei 104 von 104 Meilensteinen ist nicht bekannt" in text for text in texts_of(opened(page, stand=stand))
    )
    assert told == is_told


def test_new_official_values_drown_nothing_in_the_feed(latest: Selection) -> None:
    told = change_feed.changes(latest.release_id, "https://monitor.example").decode()
    assert "Indikatorwerte: 818 neue Zeilen" in told
    assert "Ergebnis erreicht: " in told
    assert told.count("Projekte, „") == 6


def test_what_is_not_known_of_results_is_counted_of_results(latest: Selection) -> None:
    results = [row for row in raw("2026-11-28", "meilensteine") if row["Art"] == "Ergebnis"]
    gaps = queries.gaps(latest)
    reached = [row for row in results if row["Status laut Quelle"] == "erreicht"]
    assert gaps.result_count == len(results) == 48
    assert gaps.undated_reached_count == sum(not row["Erreicht"] for row in reached)
    assert gaps.no_feedback_count == queries.milestone_totals(latest).no_feedback_count
    sentence = f"Zu {gaps.no_feedback_count} von 48 Ergebnissen sagt keine Quelle, was daraus geworden ist."
    assert sentence in headlines.gaps(gaps, queries.municipalities_without_grant(latest))


@pytest.mark.parametrize("entry", [entry.key for entry in ENTRIES])
def test_every_page_opens_on_the_latest_stand(entry: str, latest: Selection) -> None:
    test = opened(entry)
    assert not test.exception
    assert not test.error


@pytest.mark.parametrize(("stand", "projects", "most"), [("2026-11-23", 10, 4219421), ("2026-11-28", 7, 2300000)])
def test_money_that_is_promised_and_in_no_total_is_named_beside_it(
    stand: str, projects: int, most: float, latest: Selection
) -> None:
    grants = [row for row in raw(stand, "foerderung") if row["Art"] == "Zuwendung"]
    told = {row["Projekt-ID"] for row in grants if row["Zählweise"] == "zählt"}
    rest = [row for row in grants if row["Zählweise"] not in ("zählt", "beantragt") and row["Projekt-ID"] not in told]
    assert len({row["Projekt-ID"] for row in rest}) == projects
    assert max(float(row["Betrag (EUR)"]) for row in rest) == most
    totals = queries.funding_totals(latest.as_of(dt.date.fromisoformat(stand)))
    assert (totals.in_no_total_count, totals.in_no_total_eur) == (projects, most)
    said = headlines.beside_grants(totals)[-1].text
    assert f"Zu {projects} Projekten" in said and f"höchstens {units.euro_short(most)} in einem Betrag" in said
