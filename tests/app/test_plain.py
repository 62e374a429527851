"""„In einfachen Worten“: every sentence says a figure of the data, under every filter, and is short and plain."""

import csv
import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import db, period, queries
from app.data.selection import Selection
from app.files import picture_check
from app.sentences import plain
from app.sentences import plain_words as words
from app.sentences.plain_parts import Aside, box, selection_sentence
from app.words.text import t
from tests.app import model
from tests.app.conftest import RAW, raw
from tests.app.plain_reading import is_said, keys_of_true_sentences, texts, understood
from tests.app.test_pages import ENTRIES, components, opened, plain_sentences, seen
from tests.app.test_queries import CHOICES, MUNICIPALITIES, narrowed
from tests.app.test_text import ENGLISH
from tests.stands import NEW, OLD

PLACES = [(), *((ags,) for ags in CHOICES["municipalities"]), ("05978004", "05978028"), ("05978028", "05978")]
FIELDS = [(), *((field,) for field in CHOICES["fields"])]
MORE = [
    model.Choice(levels=("Land",)),
    model.Choice(levels=("Bund", "EU"), years=(2021,)),
    model.Choice(years=(2020, 2021)),
    model.Choice(MUNICIPALITIES[:5], levels=("Kommune",)),
    model.Choice(("05978008",), ("sicherheit-und-vertrauen",), years=(2008,)),
    model.Choice(("05978024",), years=(2030,)),
]
# Everything, two places of three, a field of three, some pairs of both, and what else there is.
ALL = [model.Choice(place, ()) for i, place in enumerate(PLACES) if i % 3 != 1]
ALL += [model.Choice((), field) for field in FIELDS[1::3]]
ALL += [model.Choice(*chosen) for chosen in list(itertools.product(PLACES[1:], FIELDS[1:]))[::29]] + MORE
with (RAW / "gemeinden.csv").open(encoding="utf-8-sig", newline="") as file:
    NAMES = {row["AGS"]: row["Name"] for row in csv.DictReader(file)}
MEASURES = ("grant_eur", "grant_per_head_eur", "project_count", "reached_count", "density_count")


def shared(choice: model.Choice) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Counts, amounts and words of the sentences that several pages have."""
    found = model.chosen_projects(choice)
    by = [model.projects()[key].attribution for key in found]
    states = model.states(choice)
    done, total = states.count("reached"), len(states)
    counts = {
        "plain.projects": len(found),
        **{f"plain.list.{name}": by.count(name) for name in ("single", "joint", "district")},
        **of_milestones(done, total),
        "plain.planned": states.count("planned"),
        "plain.overdue": states.count("overdue"),
        "plain.silent": states.count("no_feedback"),
    }
    amounts = {
        "plain.money.grant": model.total(choice),
        "plain.money.single": model.total(choice, "Zuwendung", "single"),
        "plain.money.alone": model.total(choice, "Zuwendung", "single"),
        "plain.money.joint": model.total(choice, "Zuwendung", "joint"),
        "plain.money.district": model.total(choice, "Zuwendung", "district"),
        "plain.funding.single": model.total(choice, "Zuwendung", "single"),
    }
    name = NAMES.get(next(iter(choice.municipalities), ""), "")
    words_said = {
        "plain.known_on/day": "23. November 2026",
        "plain.money.alone/name": name,
        "plain.money.alone_none/name": name,
    }
    return counts, amounts, words_said


def of_milestones(done: int, total: int) -> dict[str, int]:
    """Which form the sentence about reached milestones has."""
    return {
        "plain.reached.all": total,
        "plain.reached.some": done,
        "plain.reached.some/total": total,
        "plain.reached.unsure": total,
    }


def says_selection(sentences: list[str], choice: model.Choice, *, places: bool = True) -> list[str]:
    """The sentences without the first, which names what is chosen; nothing chosen needs no such sentence."""
    chosen = [NAMES.get(ags, "den ganzen Kreis") for ags in choice.municipalities] if places else []
    chosen += [str(year) for year in choice.years]
    if not (chosen or choice.fields or choice.levels):
        assert not sentences[0].startswith("Sie sehen hier nur")
        return sentences
    key, said = understood(sentences[0])
    assert key in {"plain.only.named", "plain.only.above"}
    if key == "plain.only.named":
        assert all(name in said["parts"] for name in chosen)
    return sentences[1:]


def money_keys(keys: set[str], choice: model.Choice) -> None:
    """Own and joint money stand apart with a filter on municipalities, and together only without."""
    sums = {part: model.total(choice, "Zuwendung", part) for part in ("single", "joint", "district")}
    if not any(value is not None for value in sums.values()):
        assert "plain.money.none" in keys
    elif not choice.municipalities:
        assert "plain.money.grant" in keys
    else:
        assert "plain.money.grant" not in keys
        assert ("plain.money.joint" in keys) == (sums["joint"] is not None)
        assert ("plain.money.district" in keys) == (sums["district"] is not None)
        assert bool({"plain.money.single", "plain.money.alone"} & keys) == (sums["single"] is not None)


def test_of_two_equal_levels_none_gives_most(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    for amounts, is_named in (([5, 5], False), ([5.01, 5], True)):
        levels = pd.DataFrame({"label": ["Land", "Bund"], "grant_eur": amounts})
        monkeypatch.setattr(queries, "funding_by", lambda *_, levels=levels: levels)
        keys = {understood(sentence)[0] for sentence in plain.funding(everything)}
        assert ("plain.funding.most_from" in keys) == is_named


def test_of_a_long_box_the_last_explanation_goes_first_and_the_stand_stays() -> None:
    assert box("1", Aside("a"), "2", Aside("b"), "3", "", "4", "Stand") == ["1", "a", "2", "3", "4", "Stand"]
    assert box("1", Aside("a"), "2", Aside("b"), "3", "4", "5", "Stand") == ["1", "2", "3", "4", "5", "Stand"]
    assert box(*"1234567", "Stand") == [*"12345", "Stand"]


# Each page against the second opinion


def test_what_is_chosen_is_named_in_up_to_fifteen_words(everything: Selection) -> None:
    years = replace(everything, years=(2020, 2021, 2022))
    named = selection_sentence(replace(years, municipalities=("05978004",)))
    assert named == "Sie sehen hier nur: Bergkamen, das Jahr 2020, das Jahr 2021 und das Jahr 2022."
    assert len(named.split()) == 15
    assert selection_sentence(replace(years, municipalities=("05978004", "05978008"))) == t("plain.only.above")


def test_the_overview_says_the_figures_of_every_selection(everything: Selection) -> None:
    for choice in ALL:
        sentences = plain.overview(narrowed(everything, choice))
        counts, amounts, said = shared(choice)
        keys = keys_of_true_sentences(says_selection(sentences, choice), counts, amounts, said)
        if counts["plain.projects"]:
            money_keys(keys, choice)
        else:
            assert keys == {"plain.projects.none", "plain.not_none", "plain.known_on"}


def test_funding_says_the_figures_of_every_selection(everything: Selection) -> None:
    for choice in ALL:
        selection = narrowed(everything, choice)
        sentences = plain.funding(selection)
        counts, amounts, said = shared(choice)
        # What is not counted follows the same filters as the rows of the page's table.
        rows = queries.funding_rows(selection).all()
        counts["plain.funding.uncounted"] = int((~rows.is_counted.astype(bool)).sum()) if len(rows) else 0
        levels = {
            level: amount
            for level in CHOICES["levels"]
            if not choice.levels or level in choice.levels
            if (amount := model.total(dataclasses.replace(choice, levels=(level,)))) is not None
        }
        # What the sources do not divide could be all of the one or all of the other.
        either, both = {"Bund", "Land"}, "Bund und Land"
        gap = abs(levels.get("Bund", 0) - levels.get("Land", 0))
        if both in levels and levels[both] >= gap:
            others = {level: amount for level, amount in levels.items() if level not in either}
            levels = others | {both: sum(levels[level] for level in {*either, both} & levels.keys())}
        if levels:
            first = max(levels, key=levels.__getitem__)
            name = t(f"plain.level.{first.lower().replace(' ', '_')}")
            amounts["plain.funding.most_from"] = levels[first]
            said |= {"plain.funding.most_from/level": name, "plain.funding.all_from/level": name}
        keys = keys_of_true_sentences(says_selection(sentences, choice), counts, amounts, said)
        money_keys(keys, choice)
        assert ("plain.funding.all_from" in keys) <= (len(levels) == 1)


def test_milestones_say_the_figures_of_every_selection(everything: Selection) -> None:
    for choice in ALL:
        selection = narrowed(everything, choice)
        counts, amounts, said = shared(choice)
        following = queries.milestone_totals(selection).next_planned
        if isinstance(following, str):
            said["plain.next/when"] = words.when(following)
        keys = keys_of_true_sentences(says_selection(plain.milestones(selection), choice), counts, amounts, said)
        assert len(model.states(choice)) == 0 or {key.rpartition(".")[0] for key in keys} > {
            "plain.planned",
            "plain.overdue",
            "plain.silent",
        }


def test_the_list_of_projects_says_how_many_and_whose(everything: Selection) -> None:
    for choice in ALL:
        counts, amounts, said = shared(choice)
        keys_of_true_sentences(
            says_selection(plain.projects(narrowed(everything, choice)), choice), counts, amounts, said
        )


@pytest.mark.parametrize("search", ["breitband", "gibtesnicht", "smart city", "5g cityvisar"])
def test_a_search_is_told_by_what_it_finds(everything: Selection, search: str) -> None:
    found = queries.project_rows(everything, search).count
    keys_of_true_sentences(plain.projects(everything, search), {"plain.found": found}, {}, shared(model.Choice())[2])


def test_every_project_is_told_as_it_is(everything: Selection) -> None:
    for row in raw("projekte")[::3]:
        key = row["Projekt-ID"]
        project = model.projects()[key]
        states = [model.state_of(m) for m in raw("meilensteine") if m["Projekt-ID"] == key]
        own = [f for f in raw("foerderung") if f["Projekt-ID"] == key and f["Zählweise"] == "zählt"]
        grants = [Decimal(f["Betrag (EUR)"]) for f in own if f["Art"] == "Zuwendung"]
        inside = [NAMES[ags] for ags in sorted(project.areas) if ags in NAMES]
        counts = {**of_milestones(states.count("reached"), len(states)), "plain.project.of": len(inside)}
        said = {
            "plain.known_on/day": "23. November 2026",
            "plain.project.begin/when": words.when(row["Beginn"]) if row["Beginn"] else "",
            "plain.project.end/when": words.when(row["Ende"]) if row["Ende"] else "",
            "plain.project.of/names": words.names(inside) if inside else "",
        }
        sentences = plain.project(everything, queries.project(everything, key).iloc[0])
        keys = keys_of_true_sentences(sentences, counts, {"plain.project.money": sum(grants)}, said)
        assert ("plain.project.no_money" in keys) == (not grants)
        assert ("plain.project.district" in keys) == (project.attribution == "district")
        assert ("plain.project.begin" in keys) == bool(row["Beginn"])
        assert ("plain.project.end" in keys) == bool(row["Ende"])


@pytest.mark.parametrize("ags", MUNICIPALITIES[::2])
def test_every_second_municipality_is_told_as_it_is(everything: Selection, ags: str) -> None:
    # Everything, and one of the fields, each municipality another than the one before it.
    for fields in [(), FIELDS[1 + MUNICIPALITIES.index(ags) % (len(FIELDS) - 1)]]:
        choice = model.Choice((ags,), fields)
        counts, amounts, said = shared(choice)
        row = queries.municipality(everything, ags)
        counts["plain.municipality.projects"] = len(model.chosen_projects(choice))
        amounts["plain.municipality.people"] = row.population_count
        said |= {f"plain.municipality.{name}/name": NAMES[ags] for name in ("people", "projects")}
        sentences = says_selection(plain.municipality(narrowed(everything, choice), ags), choice, places=False)
        keys = keys_of_true_sentences(sentences, counts, amounts, said)
        assert ("plain.money.alone_none" in keys) == (amounts["plain.money.alone"] is None)
        assert ("plain.money.joint" in keys) == (amounts["plain.money.joint"] is not None)


# Highest and lowest


def extremes(rows: pd.DataFrame, column: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What is true of the values of municipalities, found by going through them one by one."""
    known = {row.name: row.value for row in rows[["name", column]].set_axis(["name", "value"], axis=1).itertuples(index=False) if not pd.isna(row.value)}  # fmt: skip
    is_money = column in ("grant_eur", "grant_per_head_eur")
    only_joint = int((rows.grant_eur.isna() & rows.joint_eur.notna()).sum()) if is_money else 0
    counts: dict[str, Any] = {
        "plain.missing": len(rows) - len(known) - only_joint,
        "plain.only_joint": only_joint,
    }
    amounts: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for key, end in (("highest", max), ("lowest", min)):
        value = end(known.values(), default=None)
        found = [name for name, own in known.items() if own == value]
        counts[f"plain.value.{key}"] = len(found)
        said[f"plain.value.{key}/names"] = words.names(found) if found else ""
        amounts[f"plain.value.{key}"] = amounts["plain.value.only"] = value
        amounts |= {f"plain.value.equal.{whose}": value for whose in ("of_all", "of_both", "of_known")}
    said["plain.value.only/name"] = next(iter(known), "")
    return counts, amounts, said


def as_counts(sentences: list[str]) -> list[str]:
    """„: ein Projekt.“ as „: 1.“, so that figures in words can be read as well."""
    nouns = re.compile(r"(: (?:je )?)(kein|ein|[\d.]+) (?:Projekte?|Ergebnis(?:se)?)\.$")
    return [nouns.sub(lambda m: f"{m[1]}{ {'kein': '0', 'ein': '1'}.get(m[2], m[2]) }.", text) for text in sentences]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_map_names_the_highest_and_the_lowest(everything: Selection, measure: str) -> None:
    for choice in [c for c in ALL if len(c.municipalities) < 2][MEASURES.index(measure) :: 4]:
        selection = narrowed(everything, choice)
        rows = queries.municipality_figures(selection.of())
        counts, amounts, said = extremes(rows, measure)
        own = rows[rows.municipality_ags.isin(choice.municipalities)]
        if len(own) == 1:
            amounts["plain.value.of"] = own[measure].iloc[0]
            said |= {f"plain.value.{key}/name": own.name.iloc[0] for key in ("of", "only_joint", "unknown")}
        sentences = plain.on_map(selection, measure)
        if measure != "density_count":
            sentences = says_selection(sentences, choice, places=False)
        keys = keys_of_true_sentences(as_counts(sentences), counts, amounts, shared(choice)[2] | said)
        assert f"plain.map.{measure}" in keys


@pytest.mark.parametrize("chosen", [(), ("05978024",), ("05978004", "05978028"), ("05978",)])
def test_every_indicator_is_told_as_it_is(everything: Selection, chosen: tuple[str, ...]) -> None:
    selection = everything.of(*chosen)
    for indicator in (row for _, row in queries.indicators(everything).iloc[len(chosen) :: 5].iterrows()):
        rows = queries.indicator_latest(everything, indicator.indicator_id)
        places = rows[rows.region_level == "municipality"]
        own = places[places.region_ags.isin(chosen)]
        counts, amounts, said = extremes(own if len(own) > 1 else places, "value")
        amounts["plain.indicator.district"] = rows.value[rows.region_level == "district"].iloc[0]
        if len(own) == 1:
            amounts["plain.value.of"] = own.value.iloc[0]
            said |= {f"plain.value.{key}/name": own.name.iloc[0] for key in ("of", "only_joint", "unknown")}
        said |= {
            "plain.known_on/day": "23. November 2026",
            "plain.indicator.about/name": words.spoken(indicator["name"]),
            "plain.indicator.period/when": words.when(rows.period.dropna().iloc[0]),
        }
        keys = keys_of_true_sentences(plain.indicator(selection, indicator), counts, amounts, said)
        assert ("plain.indicator.whole_only" in keys) == (not indicator.municipality_count)


def test_the_list_of_municipalities_names_who_has_most(everything: Selection) -> None:
    for choice in [c for c in ALL if not c.municipalities]:
        rows = queries.municipality_figures(narrowed(everything, choice))
        counts: dict[str, Any] = {"plain.region.municipalities": 10}
        amounts: dict[str, Any] = {}
        said = shared(choice)[2]
        for measure in ("grant_eur", "project_count"):
            values, base = rows[measure].fillna(0), f"plain.municipalities.{measure}"
            found = list(rows.name[(values == values.max()) & (values > 0)])
            counts[base], amounts[base] = len(found), values.max()
            said[f"{base}/names"] = words.names(found) if found else ""
        keys_of_true_sentences(as_counts(says_selection(plain.municipalities(narrowed(everything, choice)), choice)), counts, amounts, said)  # fmt: skip


def test_the_method_says_how_much_is_not_known(everything: Selection) -> None:
    counts = {"plain.method.no_grant": 0, **shared(model.Choice())[0]}
    counted = {row["Projekt-ID"] for row in raw("foerderung") if (row["Zählweise"], row["Art"]) == ("zählt", "Zuwendung")}  # fmt: skip
    counts["plain.method.no_grant"] = len(model.projects()) - len(counted)
    counts["plain.method.silent"] = counts["plain.silent"]
    keys_of_true_sentences(plain.methodology(everything), counts, {}, shared(model.Choice())[2])


PERIODS = [
    period.Period(dt.date(2025, 11, 23), dt.date(2026, 11, 23)),
    period.Period(dt.date(2021, 1, 1), dt.date(2022, 12, 31)),
    period.Period(dt.date(1999, 1, 1), dt.date(1999, 2, 1)),
]


@pytest.mark.parametrize("days", PERIODS, ids=lambda days: str(days.first))
def test_changes_are_told_as_the_page_counts_them(everything: Selection, days: period.Period) -> None:
    for choice in [c for c in ALL if not c.years][::7]:
        selection = narrowed(everything, choice)
        row = queries.event_totals(selection, days.first, days.last)
        counts = {
            "plain.changes.reached": row.reached_count,
            "plain.changes.missed": row.overdue_count + row.no_feedback_count,
            "plain.changes.moved": row.later_count + row.earlier_count,
        }
        parts = ("single", "joint", "district", "grant")
        amounts = {f"plain.changes.granted.{part}": row[f"{part}_eur"] for part in parts}
        amounts["plain.changes.granted.alone"] = row.single_eur
        said = {
            "plain.known_on/day": "23. November 2026",
            "plain.changes.period/first": words.day(days.first),
            "plain.changes.period/last": words.day(days.last),
            "plain.changes.granted.alone/name": shared(choice)[2]["plain.money.alone/name"],
        }
        keys = keys_of_true_sentences(says_selection(plain.changes(selection, days), choice), counts, amounts, said)
        assert ("plain.changes.granted.grant" in keys) == (not choice.municipalities and not pd.isna(row.grant_eur))
        assert ("plain.changes.granted.joint" in keys) == (bool(choice.municipalities) and not pd.isna(row.joint_eur))


def test_pages_of_the_law_name_only_what_the_region_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = (plain.imprint, plain.accessibility, plain.privacy)
    for page in pages:
        keys = keys_of_true_sentences(page(), {}, {}, {"plain.responsible/name": "Stadt Schwerte"})
        assert "plain.ask.letter" in keys
    (tmp_path / "region.toml").write_text('[operator]\nemail = "daten@example.org"\n', "utf-8")
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path))
    email = {"plain.ask.email/email": "daten@example.org"}
    asks = [keys_of_true_sentences(page(), {}, {}, email) & {"plain.ask.email", "plain.ask.later"} for page in pages]
    assert asks == [{"plain.ask.email"}, {"plain.ask.later"}, {"plain.ask.later"}]


@pytest.mark.parametrize(
    "verdict", ["", picture_check.CURRENT, picture_check.OUTDATED, picture_check.CORRECTED, picture_check.UNKNOWN]
)
def test_a_check_is_told_as_it_came_out(verdict: str) -> None:
    keys = keys_of_true_sentences(plain.verification(verdict), {}, {}, {})
    assert len(keys) == 3
    assert f"plain.verification.{verdict or 'is'}" in keys


def test_an_older_stand_says_so(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(corrected))
    for stand, key, day in ((NEW, "known_on", "30. April 2027"), (OLD, "known_on_older", "23. November 2026")):
        selection = Selection(db.current_release(), stand)
        sentences = [*plain.overview(selection), *plain.municipality(selection, "05978004")]
        assert understood(plain.overview(selection)[-1]) == (f"plain.{key}", {"day": day})
        assert any("50.000" in text for text in sentences) == (stand == NEW)


# How it is said


def boxes(everything: Selection) -> Iterator[list[str]]:
    """Every box of many selections."""
    for choice in ALL[:1] + MORE[::2]:
        selection = narrowed(everything, choice)
        for page in (plain.overview, plain.funding, plain.milestones, plain.projects, plain.municipalities):
            yield page(selection)
        yield from (plain.changes(selection, days) for days in PERIODS)
        for measure in MEASURES:
            yield plain.on_map(selection, measure)
        yield plain.municipality(selection, MUNICIPALITIES[5])
    for _, indicator in queries.indicators(everything).iloc[::6].iterrows():
        yield plain.indicator(everything, indicator)
    for row in raw("projekte")[::9]:
        yield plain.project(everything, queries.project(everything, row["Projekt-ID"]).iloc[0])
    yield from (plain.projects(everything, "breitband"), plain.methodology(everything))
    yield from (plain.imprint(), plain.accessibility(), plain.privacy())


def test_boxes_are_short_and_plain(everything: Selection) -> None:
    proper = re.compile("|".join(map(re.escape, NAMES.values())))
    for said in boxes(everything):
        assert 3 <= len(said) <= 6, said
        assert len(set(said)) == len(said), said
        for sentence in said:
            assert len(sentence.split()) <= 15, sentence
            assert re.fullmatch(r"[A-ZÄÖÜ\d„].*\.", sentence), sentence
            rest = proper.sub("Ort", re.sub(r"\d\.(?=\d| [A-Z])", "1", sentence))
            assert not re.search(r"[()\[\]{};/%€&*_<>–]|Mio|Mrd|Mbit|\bbzw\b|\bz\. ?B|\bca\b|\bggf\b|  |\bnan\b|None", rest), sentence  # fmt: skip
            assert rest.count(".") == 1, sentence
            assert not ENGLISH.search(rest), sentence


def test_no_text_asks_for_more_than_fifteen_words() -> None:
    for key, text in texts().items():
        assert len(text.split()) <= 13, key
        assert not re.search(r"[();]", text), key
        assert not re.search(r"\b(wurden?|werden|wird|worden)\b", text), f"{key}: no passive"


# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (Decimal("0.3"), "weniger als 1"),
        (1, "1"),
        (9.7, "rund 10"),
        (155, "155"),
        (154.6, "rund 155"),
        (4352, "rund 4.350"),
        (84_231, "rund 84.200"),
        (84_200, "84.200"),
        (719_000, "719.000"),
        (999_700, "rund 1 Million"),
        (1_000_000, "1 Million"),
        (1_049_999, "rund 1 Million"),
        (Decimal("72279318.05"), "rund 72,3 Millionen"),
        (20_000_000, "20 Millionen"),
        (999_960_000, "rund 1 Milliarde"),
        (2_340_000_000, "rund 2,3 Milliarden"),
    ],
)
def test_numbers_are_rounded_as_one_says_them(value: Any, text: str) -> None:
    assert words.about(value) == text
    assert is_said(text, value)


def test_three_are_named_and_of_more_their_number_is_said() -> None:
    names = ["Selm", "Unna", "Werne", "Lünen"]
    assert words.names(names[:3]) == "Selm, Unna und Werne"
    assert words.names(names) == "4 Kommunen"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.2, "weniger als 1"), (97.5, "rund 98"), (50, "50"), (99.7, "mehr als 99"), (99.4, "rund 99"), (100, "100")],
)  # fmt: skip
def test_nearly_all_is_not_all(value: float, text: str) -> None:
    assert words.percent(value) == f"{text} Prozent"


@given(st.decimals(0, 10**11, places=2))
def test_any_amount_can_be_read_back(value: Decimal) -> None:
    assert is_said(words.euro(value), value)


@given(st.decimals(0, 100, places=3))
def test_any_share_can_be_read_back(value: Decimal) -> None:
    assert is_said(words.percent(value), value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2020-05-03", "am 3. Mai 2020"),
        ("2020-05", "im Mai 2020"),
        ("2020-Q3", "im 3. Viertel von 2020"),
        ("2020", "im Jahr 2020"),
    ],
)
def test_dates_are_as_precise_as_they_are(text: str, said: str) -> None:
    assert words.when(text) == said
    assert words.day(dt.date(2026, 11, 3)) == "3. November 2026"


# On the page


@pytest.mark.parametrize("key", ENTRIES)
def test_every_page_has_one_box(key: str) -> None:
    (box,) = components(seen(key), "plain")
    assert "<summary><h2>In einfachen Worten</h2></summary>" in box["html"]
    assert 3 <= len(plain_sentences(seen(key))) <= 6


def test_profiles_have_a_box_of_their_own() -> None:
    for test, name in (
        (opened("projects", projekt="smart-region-kreis-unna"), "Dieses Projekt"),
        (opened("municipalities", {"kommune": ["05978024"]}), "Lünen"),
    ):
        assert any(name in sentence for sentence in plain_sentences(test))


@pytest.mark.parametrize("measure", ["grant_per_head_eur", "indicator"])
def test_the_map_tells_of_the_chosen_measure(measure: str) -> None:
    test = opened("map", kennzahl=t(f"map.measure.{measure}"))
    expected = {"grant_per_head_eur": t("plain.map.grant_per_head_eur"), "indicator": "Hier geht es um"}[measure]
    assert any(expected in sentence for sentence in plain_sentences(test))
