"""What a chart says in words: never more than its figures, in at most ten words, whatever is chosen."""

import math
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app import exhibits
from app.charts import grant_charts, indicator_charts
from app.charts.marks import NARROW, WIDE, Place, Text
from app.data import queries
from app.data.region import region
from app.data.selection import UNDATED, Selection
from app.exhibits import EXHIBITS, Choropleth, Exhibit, ExhibitContent, Plot, View, captions, tables
from app.exhibits.captions.title import scope_of
from app.exhibits.claims import comparison, funding, places, series
from app.exhibits.claims.claim import euro, fitting
from app.exhibits.measures import area, measure
from app.exhibits.model import Claims, Locator, Scope
from app.sentences import headlines, left_out
from app.sentences.headlines import BOTH
from app.words import cells, units
from app.words.text import t
from tests.app import model
from tests.app.test_exhibits import every_exhibit, view
from tests.app.test_queries import ANY, MUNICIPALITIES, narrowed

some = settings(max_examples=1)
EDGES = (
    model.Choice(),
    model.Choice(municipalities=("05978024",)),
    # One without grants of its own, then the district and more of every filter, then so much that nothing is left.
    model.Choice(municipalities=("05978012",)),
    model.Choice(municipalities=("05978", "05978028"), levels=("Bund", "Land"), years=(2020, 2021, 2022)),
    model.Choice(municipalities=("05978008",), fields=("sicherheit-und-vertrauen",), years=(2005,)),
    model.Choice(years=(2021,)),
)
"""Choices that are tried each time, before one at random; all charts are asked for them, so their rows are at hand."""


def edges(function):  # type: ignore[no-untyped-def]
    for choice in EDGES:
        function = example(choice=choice)(function)
    return function


MONEY = {
    "funding.level": "level",
    "funding.programme": "programme",
    "funding.year": "year",
    "funding.field": "field",
}
LEVELS = {"vom Bund": "Bund", "vom Land": "Land", "vom Kreis": "Kreis"}


SUM = re.compile(r"([^„“]+: )?[\d.,]+ (Mio\. )?€( eigene| gemeinsame| kreisweite|, [\d.,]+ (Mio\. )?€)* Zuwendungen")
"""A title that says what all rows amount to, and names none of them."""

GRANTS = exhibits.by_key("funding.level")


def title_and_content(exhibit: Exhibit, asked: View) -> tuple[str, ExhibitContent]:
    shown = exhibit.content(asked)
    return captions.title(exhibit, asked, shown), shown


def amounts(title: str) -> list[str]:
    return re.findall(r"\d[\d.]*(?:,\d+)? (?:Mio\. )?€", title)


# Titles of the embedded data under every filter


@given(exhibit=st.sampled_from(EXHIBITS), choice=ANY)
@settings(max_examples=25)
def test_a_title_is_short_and_whole_and_what_could_change_it_is_said_below(
    exhibit: Exhibit, choice: Any, everything: Selection
) -> None:
    asked = view(exhibit, narrowed(everything, choice))
    title, shown = title_and_content(exhibit, asked)
    assert 2 <= len(title.split()) <= 10
    assert title == title.strip()
    assert title[0].isupper() or title[0].isdigit() or title[0] in "„"
    assert title.count("„") == title.count("“")
    assert not re.search(r"\bnan\b|None|NaT|\{|\}|  |keine Angabe|\bjoint\b|\bdistrict\b", title)
    headline = captions.headline(exhibit, asked)
    assert "oweit bekannt" not in title + headline.title
    doubt = exhibit.claims(exhibit, asked, shown, Scope()).doubt
    assert headline.doubt in ("", doubt)
    if headline.doubt:
        assert captions.subtitle(exhibit, asked, shown).endswith(f"; {doubt}")


@pytest.mark.parametrize("key", MONEY)
@given(choice=ANY)
@edges
@some
def test_who_is_named_in_a_title_of_grants_really_has_most(key: str, choice: Any, everything: Selection) -> None:
    exhibit = exhibits.by_key(key)
    asked = view(exhibit, narrowed(everything, choice))
    title, shown = title_and_content(exhibit, asked)
    column = "single_eur" if asked.selection.municipalities else "grant_eur"
    if SUM.fullmatch(title):
        kinds = ["single_eur", "joint_eur", "district_eur"] if asked.selection.municipalities else ["grant_eur"]
        sums = [shown.table[kind].sum() for kind in kinds]
        assert amounts(title) == [units.euro_short(amount) for amount in sums if amount]
        return
    best = shown.table[shown.table.label.notna()][column].max()
    if "on Bund und Land" in title:
        # Neither is named alone where the money that nobody divides could be of the other.
        sums = shown.table.set_index("label")[column].reindex(["Bund", "Land", "Bund und Land"])
        assert abs(sums["Bund"] - sums["Land"]) <= sums.iloc[2] or sums[:2].count() < 2
        assert amounts(title) in ([], [units.euro_short(sums.sum())])
        return
    for amount in amounts(title):
        assert amount == units.euro_short(best)
    if "am meisten" not in title and not amounts(title):
        return
    winners = set(shown.table.label[shown.table[column] == best])
    named = (
        next((LEVELS[words] for words in LEVELS if words.lower() in title.lower()), "")
        if key == "funding.level"
        else ""
    )
    named = named or next((label for label in shown.table.label.dropna() if f"„{label}“" in title), "")
    named = named or next((label for label in shown.table.label.dropna() if re.search(rf"\b{label}\b", title)), "")
    assert winners == {named}


@given(choice=ANY)
@edges
@some
def test_joint_money_is_never_said_to_be_of_one_municipality(choice: Any, everything: Selection) -> None:
    exhibit = exhibits.by_key("funding.municipality")
    asked = view(exhibit, narrowed(everything, choice))
    title, shown = title_and_content(exhibit, asked)
    own = shown.table[~shown.table.label.isin(["joint", "district"])]
    names = queries.municipalities(everything)["name"]
    named = [name for name in names if re.search(rf"(?<!/)\b{re.escape(name)}\b", title)]
    assert len(named) <= 1
    if named and named[0] in set(own.label):
        (row,) = own[own.label == named[0]].itertuples()
        assert row.single_eur == own.single_eur.max()
        assert amounts(title) in ([], [units.euro_short(row.single_eur)])
        assert "eigene" in title
    else:
        assert amounts(title) == [] or re.search("gemeinsame|kreisweite", title)


MEASURES = ["map.grant_eur", "map.grant_per_head_eur", "map.project_count", "map.reached_count", "map.density_count"]


@pytest.mark.parametrize("key", MEASURES)
@given(choice=ANY)
@edges
@some
def test_who_is_named_in_the_title_of_a_map_has_the_highest_value(key: str, choice: Any, everything: Selection) -> None:
    exhibit = exhibits.by_key(key)
    title, shown = title_and_content(exhibit, view(exhibit, narrowed(everything, choice)))
    assert isinstance(shown.drawing, Choropleth)
    values = shown.table.set_index("name")[shown.drawing.value]
    named = [name for name in values.index if re.search(rf"\b{re.escape(name)}\b", title)]
    assert all(values[name] == values.max() and (values == values.max()).sum() == 1 for name in named)


@pytest.mark.parametrize("exhibit", EXHIBITS[::3], ids=lambda exhibit: exhibit.key)
def test_a_title_names_the_chosen_municipality_once(exhibit: Exhibit, everything: Selection) -> None:
    asked = view(exhibit, everything)
    # One of the municipalities, each exhibit another than the one before it.
    places = queries.municipalities(everything).to_dict("records")
    place = places[EXHIBITS.index(exhibit) % len(places)]
    title, _ = title_and_content(exhibit, replace(asked, selection=everything.of(place["municipality_ags"])))
    # What is quoted may be called like a municipality, and so may the district.
    told = re.sub("„[^“]*“", "", title).replace(region().region.name, "")
    assert len(re.findall(rf"\b{re.escape(place['name'])}\b", told)) <= 1, title


def test_titles_of_the_whole_region_say_what_the_figures_say(everything: Selection) -> None:
    def title(key: str, selection: Selection = everything) -> str:
        exhibit = exhibits.by_key(key)
        return title_and_content(exhibit, view(exhibit, selection))[0]

    assert title("map.density_count") == "Lünen ist mit 1.451 Menschen je km² am dichtesten besiedelt"
    assert title("map.project_count") == "Schwerte ist an den meisten Projekten beteiligt: 21"
    assert title("map.grant_per_head_eur") == "Selm erhält am meisten eigene Förderung je Kopf: 284,96 €"
    assert title("funding.level") == "Von Bund und Land kommen 72,3 Mio. € Zuwendungen"
    of_2021 = replace(everything, years=(2021,))
    assert title("funding.level", of_2021) == "2021 wurden von Bund und Land 13,3 Mio. € bewilligt"
    undated = replace(everything, years=(UNDATED,))
    assert title("funding.year", undated) == "In dieser Auswahl: 15,0 Mio. € Zuwendungen"
    assert title("funding.year", of_2021) == "Im Jahr 2021 wurden 13,3 Mio. € Zuwendungen bewilligt"
    assert (
        title("funding.year", everything.of("05978024"))
        == "In Lünen wurden 13,3 Mio. € eigene Zuwendungen 2021 bewilligt"
    )
    assert title("funding.level", everything.of("05978020")) == "In Kamen: 21,2 Mio. € gemeinsame Zuwendungen"
    assert title("confidence") == "Die Zuversicht bei 15 von 27 eingeschätzten Projekten ist gering"
    assert title("funding.municipality", everything.of("05978024")) == "Lünen erhält 13,4 Mio. € eigene Zuwendungen"
    assert title("funding.flow", everything.of("05978032")) == "Hier kommen von „Bund und Land NRW“ 7,4 Mio. €"
    assert title("funding.programme", everything.of("05978032")) == (
        "Hier kommen aus „Bundesförderprogramm Breitband“ 7,4 Mio. € eigene Zuwendungen"
    )
    year = exhibits.by_key("funding.year")
    assert captions.headline(year, view(year, everything)).doubt.startswith(
        "von 15,0 Mio. € ist nicht bekannt, wann sie bewilligt wurden; "
    )
    assert title("funding.year") == "2024 wurde mit 20,0 Mio. € am meisten Förderung bewilligt"
    assert title("project.milestones") == "3 von 4 Ergebnissen sind erreicht"
    assert title("municipality.population") == "Schwerte zählt 45.821 Menschen"


@pytest.mark.parametrize("places", [("05978004", "05978008"), ("05978004", "05978"), ()])
def test_money_of_no_municipality_is_called_once_what_it_is(places: tuple[str, ...], everything: Selection) -> None:
    exhibit = exhibits.by_key("funding.municipality")
    asked = view(exhibit, replace(everything, municipalities=places))
    chart = exhibits.chart(exhibit.content(asked), asked)
    assert chart
    assert "Gemeinsam " in chart.alt
    assert not re.search(r"\b(\w+) \1\b", chart.alt, re.IGNORECASE)


def test_several_municipalities_without_own_grants_are_no_single_one(everything: Selection) -> None:
    selection = replace(everything, municipalities=("05978004", "05978008"))
    own = headlines.money(queries.funding_totals(selection), selection)[0]
    assert own.value == "nur gemeinsam"
    assert own.text.startswith("Für Vorhaben dieser Auswahl allein ist keine Zuwendung bekannt")


def test_all_milestones_are_counted_whether_or_not_they_have_a_date(everything: Selection) -> None:
    def title(key: str, asked: View) -> str:
        return title_and_content(exhibits.by_key(key), asked)[0]

    def of_project(project: str) -> str:
        return title("project.milestones", View(everything, (("projekt", project),)))

    assert of_project("smart-region-kreis-unna") == "3 von 4 Ergebnissen sind erreicht"
    assert of_project("digitalpakt-froendenberg") == "Alle 3 Ergebnisse sind erreicht"
    bergkamen = View(everything.of("05978004"))
    assert title("municipality.milestones", bergkamen) == "In Bergkamen sind 9 von 15 Ergebnissen erreicht"
    # Of a project without any date nothing is drawn either, and its results are counted like all that are not.
    exhibit = exhibits.by_key("municipality.milestones")
    shown = exhibit.content(bergkamen)
    results = shown.table[shown.table.role == "result"]
    drawn = shown.table[shown.table.project_id != results.project_id.iloc[0]]
    less = ExhibitContent(drawn, shown.columns, shown.drawing)
    said = exhibit.claims(exhibit, bergkamen, less, scope_of(exhibit, bergkamen))
    assert said.sentences[0] == "In Bergkamen sind 9 von 15 Ergebnissen erreicht"
    undrawn = len(results) - int((drawn.due.notna() & (drawn.role == "result")).sum())
    assert said.doubt == f"{undrawn} Ergebnisse sind nicht gezeichnet, weil kein Datum bekannt ist"


def test_each_result_that_a_timeline_does_not_draw_is_counted(everything: Selection) -> None:
    """What has no date is not drawn, be it of a project that has one: what is drawn and what the doubt counts is the total."""
    places = [
        ("milestones.timeline", View(everything.of(key))) for key in queries.municipalities(everything).municipality_ags
    ]
    projects = [View(everything, (("projekt", key),)) for key in queries.project_rows(everything).all().project_id]
    doubts = []
    for key, asked in (*places, *(("project.milestones", asked) for asked in projects)):
        exhibit = exhibits.by_key(key)
        said, rows = captions.headline(exhibit, asked), exhibit.content(asked).table
        if not rows.due.notna().any():
            continue
        total = max(map(int, re.findall(r"\d+", said.title)), default=2 if "eide" in said.title else 1)
        undrawn = total - int((rows.due.notna() & (rows.role == "result")).sum())
        counted = "ein Ergebnis ist" if undrawn == 1 else f"{undrawn} Ergebnisse sind"
        assert said.doubt == (f"{counted} nicht gezeichnet, weil kein Datum bekannt ist" if undrawn else "")
        doubts.append(undrawn)
    assert max(doubts) == 3


def test_a_title_counts_the_milestones_of_the_shown_projects_and_says_so(everything: Selection) -> None:
    exhibit = exhibits.by_key("milestones.timeline")
    counts = []
    for number in range(1, exhibit.pages(View(everything)) + 1):
        title, shown = title_and_content(exhibit, View(everything, (("seite", str(number)),)))
        if found := re.fullmatch(rf"Seite {number}: (\d+) von (\d+) Ergebnissen dieser Projekte sind erreicht", title):
            counts.append([int(count) for count in found.groups()])
            assert counts[-1] == [(shown.table.state == "reached").sum(), shown.table.title.notna().sum()]
    assert counts
    assert sum(total for _, total in counts) <= queries.milestone_totals(everything).milestone_count


def test_a_picture_of_an_indicator_names_it_and_the_claim_is_not_lost(everything: Selection) -> None:
    exhibit = exhibits.by_key("municipality.series")
    for row in queries.indicators(everything).iloc[::4].itertuples():
        asked = View(everything.of("05978024"), (("thema", row.topic), ("indikator", row.name)))
        title, shown = title_and_content(exhibit, asked)
        subtitle = captions.subtitle(exhibit, asked, shown)
        assert row.name in title
        assert len(title.split()) <= 10
        assert re.search(r"lag \d{4} bei|von .* \(\d{4}\) auf .* \(\d{4}\)", title) or re.match(
            r".* (lag \d{4} bei|\(\d{4}\) auf) ", subtitle
        )


def test_a_number_of_people_is_told_from_its_ends(everything: Selection) -> None:
    exhibit = exhibits.by_key("municipality.population")
    asked = view(exhibit, everything)
    table = pd.DataFrame(
        {
            "reference_date": pd.to_datetime(["2022-12-31", "2023-12-31", "2024-12-31"]),
            "basis": "Zensus 2022",
            "population_count": [46000, 47000, 45821],
        }
    )
    title = captions.title(exhibit, asked, replace(exhibit.content(asked), data=table))
    assert title == "Schwerte: seit 2022 von 46.000 auf 45.821 Menschen gesunken"


def test_values_are_never_compared_across_a_change_of_method(everything: Selection) -> None:
    exhibit = exhibits.by_key("indicators.series")
    # Each third: without the release, every way that a course is broken is tried below.
    for row in queries.indicators(everything).iloc[::3].itertuples():
        asked = View(everything, (("thema", row.topic), ("indikator", row.name)))
        title, shown = title_and_content(exhibit, asked)
        assert isinstance(shown.drawing, Plot)
        breaks = dict(shown.drawing.options)["breaks"]
        if since := re.search(r"\((\d{4})\) auf", title):
            last = shown.table.period_last_date.dt.year.max()
            assert not any(int(since[1]) <= year <= last for year in breaks)


@pytest.mark.parametrize(
    ("breaks", "origins", "title"),
    [
        ((), "    ", "Ort: von 10,0 % (2018) auf 40,0 % (2021) gestiegen"),
        ((2017,), "    ", "Ort: von 10,0 % (2018) auf 40,0 % (2021) gestiegen"),
        ((2018,), "    ", "Ort: von 20,0 % (2019) auf 40,0 % (2021) gestiegen"),
        ((2019,), "    ", "Ort: von 30,0 % (2020) auf 40,0 % (2021) gestiegen"),
        ((2021,), "    ", "Ort lag 2021 bei 40,0 %"),
        ((), "  aa", "Ort: von 30,0 % (2020) auf 40,0 % (2021) gestiegen"),
        ((), "   a", "Ort lag 2021 bei 40,0 %"),
    ],
)
def test_a_course_leads_across_no_break_and_from_no_source_to_another(
    breaks: tuple[int, ...], origins: str, title: str, everything: Selection
) -> None:
    years = range(2018, 2022)
    table = pd.DataFrame(
        {"name": "Ort", "region_ags": "05978", "region_level": "district", "unit": "%"}, index=range(4)
    )
    table["value"], table["period_last_date"] = [10.0, 20.0, 30.0, 40.0], pd.to_datetime([f"{y}-12-31" for y in years])
    table["quoted_from"] = list(origins)
    shown = ExhibitContent(table, ("value",), Plot(indicator_charts.series, (("breaks", breaks),)))
    assert series.series(exhibits.by_key("indicators.series"), View(everything), shown, Scope()).sentences[0] == title


def test_an_amount_of_cents_is_not_nothing() -> None:
    assert [euro(amount) for amount in (0.0, 0.49, 0.5, 0.99, 1.0, 1.4)] == [
        "0 €",
        "0,49 €",
        "0,50 €",
        "0,99 €",
        "1 €",
        "1 €",
    ]


# Titles of tables that the embedded data do not have

AMOUNTS = st.one_of(st.none(), st.integers(0, 10**11).map(lambda cents: cents / 100))
LABELS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1))


def shown_of(labels: list[Any], values: list[Any]) -> ExhibitContent:
    table = pd.DataFrame({"label": pd.Series(labels, dtype="str"), "grant_eur": pd.Series(values, dtype="float64")})
    table["single_eur"], table["joint_eur"], table["district_eur"] = table.grant_eur, float("nan"), float("nan")
    return ExhibitContent(table, ("label", "grant_eur"), Plot(grant_charts.by_group))


def claimed(everything: Selection, labels: list[Any], values: list[Any], dimension: str = "field") -> Claims:
    return funding.by_dimension(dimension, GRANTS, View(everything), shown_of(labels, values), Scope())


def titles(everything: Selection, labels: list[Any], values: list[Any], dimension: str = "field") -> list[str]:
    return claimed(everything, labels, values, dimension).sentences


@pytest.fixture
def all_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the grants of all projects were known."""
    monkeypatch.setattr(queries, "gaps", lambda _: pd.Series({"no_grant_count": 0, "project_count": 0}))


@pytest.mark.parametrize("dimension", ["level", "programme", "field", "year"])
def test_projects_whose_grants_are_not_known_are_named_beside_the_title(dimension: str, everything: Selection) -> None:
    gaps = queries.gaps(everything)
    found = claimed(everything, ["Bund", "Land"], [9.0, 5.0], dimension)
    assert found.doubt == f"bei {gaps.no_grant_count} von {gaps.project_count} Projekten ist keine Zuwendung bekannt"
    assert found.sentences
    # Nothing is compared, so nothing could be more.
    assert claimed(everything, ["Bund"], [9.0], dimension).doubt == ""


@pytest.mark.parametrize(
    "key", [*MONEY, "funding.municipality", "funding.flow", "map.grant_eur", "map.grant_per_head_eur"]
)
@given(choice=ANY)
@example(choice=EDGES[4])
@example(choice=model.Choice(municipalities=("05978", "05978004", "05978008", "05978012")))
@some
def test_titles_of_money_name_the_euro(key: str, choice: Any, everything: Selection) -> None:
    exhibit = exhibits.by_key(key)
    asked = view(exhibit, narrowed(everything, choice))
    title, shown = title_and_content(exhibit, asked)
    if "€" not in title:
        assert title in (t(f"{key}.heading"), "Dazu ist in dieser Auswahl nichts bekannt")
        assert len(shown.table) != 1


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((4, 1, 0), "Die Zuversicht bei 4 von 5 eingeschätzten Projekten ist hoch"),
        ((1, 0, 0), "Die Zuversicht beim einzigen Projekt ist hoch"),
        # Seven others have no step.
        ((1, 0, 7), "Die Zuversicht bei einem Projekt ist hoch"),
        ((2, 2, 0), ""),
        ((0, 0, 3), ""),
    ],
)
def test_confidence_is_claimed_of_those_projects_that_have_a_step(
    counts: tuple[int, ...], title: str, everything: Selection
) -> None:
    table = pd.DataFrame({"confidence_step": [4, 3, None], "project_count": counts})
    shown = ExhibitContent(table, (), Plot(grant_charts.by_group))
    confidence = exhibits.by_key("confidence")
    assert fitting(series.confidence_counts(confidence, View(everything), shown, Scope()).sentences) == title


@pytest.mark.usefixtures("all_known")
def test_several_with_the_same_amount_are_counted_and_not_named(everything: Selection) -> None:
    assert (
        fitting(titles(everything, ["A", "B", "C"], [5.0, 5.0, 1.0]))
        == "2 Handlungsfelder liegen mit je 5 € Zuwendungen vorn"
    )
    assert fitting(titles(everything, ["A", "B"], [5.0, 5.0])) == "Beide Handlungsfelder liegen bei 5 € Zuwendungen"


def test_one_row_is_not_compared_with_anything(everything: Selection) -> None:
    assert fitting(titles(everything, ["A"], [5.0])) == "In „A“ fließen 5 € Zuwendungen"
    assert fitting(titles(everything, ["2021"], [5.0], "year")) == "Im Jahr 2021 wurden 5 € Zuwendungen bewilligt"
    assert fitting(titles(everything, ["Bund"], [5.0], "level")) == "Vom Bund kommen 5 € Zuwendungen"


def test_what_is_zero_or_unknown_wins_nothing(everything: Selection) -> None:
    assert titles(everything, [], []) == []
    assert titles(everything, ["A", "B"], [0.0, 0.0]) == []
    assert titles(everything, ["A", "B"], [None, None]) == []
    assert titles(everything, [None], [7.0]) == ["7 € Zuwendungen"]


@pytest.mark.usefixtures("all_known")
def test_an_unnamed_amount_that_could_change_the_order_is_a_doubt(everything: Selection) -> None:
    could, could_not = (claimed(everything, ["A", "B", None], [9.0, 5.0, unnamed]) for unnamed in (4.0, 3.99))
    assert could.sentences == could_not.sentences
    assert fitting(could.sentences) == "In „A“ fließt mit 9 € am meisten Förderung"
    assert could.doubt == "von 4 € ist nicht bekannt, wozu sie gehören"
    assert could_not.doubt == ""


def test_what_could_change_the_order_is_told_before_what_is_not_known_at_all(everything: Selection) -> None:
    could, could_not = (claimed(everything, ["A", "B", None], [9.0, 5.0, unnamed]) for unnamed in (4.0, 3.99))
    assert could_not.doubt == funding.grants_doubt(everything) != ""
    assert could.doubt == f"von 4 € ist nicht bekannt, wozu sie gehören; {could_not.doubt}"


@pytest.mark.usefixtures("all_known")
@pytest.mark.parametrize(
    ("amounts_by_level", "title"),
    [
        ({"Bund": 9, "Land": 5}, "Vom Bund kommt mit 9 € am meisten Förderung"),
        ({"Bund": 9, "Land": 5, BOTH: 3}, "Vom Bund kommt mit 9 € am meisten Förderung"),
        # All of it could be the state's.
        ({"Bund": 9, "Land": 5, BOTH: 4}, "Von Bund und Land kommen 18 € Zuwendungen"),
        ({BOTH: 20, "Bund": 9, "Land": 5, "EU": 25}, "Von Bund und Land kommt am meisten Förderung: 34 €"),
        ({BOTH: 20, "EU": 50}, "Von der EU kommt mit 50 € am meisten Förderung"),
        ({BOTH: 20}, "Von Bund und Land kommen 20 € Zuwendungen"),
        ({"Bund": 9, "Land": 9}, "Beide Ebenen liegen bei 9 € Zuwendungen"),
    ],
)
def test_what_nobody_divides_is_said_to_be_of_bund_and_land_with_all_that_is_theirs(
    amounts_by_level: dict[str, float], title: str, everything: Selection
) -> None:
    assert fitting(titles(everything, list(amounts_by_level), list(amounts_by_level.values()), "level")) == title


def test_an_unknown_level_is_not_put_into_a_sentence(everything: Selection) -> None:
    assert titles(everything, ["Mond", "Bund"], [9.0, 5.0], "level") == []


@given(rows=st.lists(st.tuples(LABELS, AMOUNTS), max_size=8), dimension=st.sampled_from(["field", "programme", "year"]))
@settings(max_examples=30, deadline=None)
def test_any_table_gives_a_true_title_or_none(
    rows: list[tuple[Any, Any]], dimension: str, everything: Selection
) -> None:
    unique = list({label: (label, value) for label, value in rows}.values())
    labels, values = [row[0] for row in unique], [row[1] for row in unique]
    for title in titles(everything, labels, values, dimension):
        if SUM.fullmatch(title):
            assert amounts(title) in ([euro(sum(value or 0 for value in values))], [])
            continue
        known = [(value, label) for label, value in unique if value and not units.is_unknown(label)]
        best, winner = max(known)
        if sum(value == best for value, _ in known) == 1:
            assert winner in title or winner[:1].upper() + winner[1:] in title
        else:
            assert re.search(r"vorn(: je .*)?$|^(Alle|Beide) ", title)
        assert all(
            amount in (units.euro_short(best), units.euro(best)) for amount in amounts(title.replace(winner, "", 1))
        )


def test_shared_first_places_of_municipalities_are_counted(everything: Selection) -> None:
    def title(*counts: float, column: str = "project_count") -> str:
        table = pd.DataFrame({"name": list("ABC")[: len(counts)], column: counts})
        shown = ExhibitContent(table, (), Choropleth(column, ""))
        return fitting(places.most(column, GRANTS, View(everything), shown, Scope()).sentences)

    assert title(3, 3, 1) == "2 Kommunen sind an den meisten Projekten beteiligt: je 3"
    assert title(3, 3, 3) == "Alle 3 Kommunen sind in gleich vielen Projekten: je 3"
    assert title(1, 1) == "Beide Kommunen sind in gleich vielen Projekten: je 1"
    assert title(1, 1, column="reached_count") == "Beide Kommunen haben gleich viele erreichte Ergebnisse: je 1"
    assert title(2, 2, 1, column="milestone_count") == "2 Kommunen haben die meisten Ergebnisse: je 2"
    assert title(2, 2, column="milestone_count") == "Beide Kommunen haben gleich viele Ergebnisse: je 2"
    assert title(0, 0, 0) == ""
    assert title(3, float("nan"), 1) == "A ist an den meisten Projekten beteiligt: 3"
    assert title(3) == title(3, float("nan")) == ""
    assert title(2, 5, column="milestone_count") == "B hat mit 5 die meisten Ergebnisse"

    def of_indicator(*values: float, state: float = math.nan, unit: str = "%") -> str:
        rows = [(name, "municipality", value) for name, value in zip("ABC", values, strict=False)]
        table = pd.DataFrame([*rows, ("Land", "state", state)], columns=["name", "region_level", "value"])
        shown = ExhibitContent(table.assign(unit=unit), (), Choropleth("value", ""))
        return fitting(places.indicator(GRANTS, View(everything), shown, Scope()).sentences)

    assert of_indicator(3, 3, 1) == "2 Kommunen haben den höchsten Wert: je 3,0 %"
    assert of_indicator(3, 3) == "Beide Kommunen haben denselben Wert: je 3,0 %"
    assert of_indicator(3) == ""
    # What is among the bars and no municipality.
    assert of_indicator(3, 2, 1, state=2.5) == "A hat mit 3,0 % den höchsten Wert"
    assert of_indicator(3, 2, 1, state=3) == "Von diesen Kommunen hat A den höchsten Wert: 3,0 %"
    assert of_indicator(3, 3, 1, state=4) == "Von diesen Kommunen haben 2 den höchsten Wert"
    assert of_indicator(3, 3, state=4) == "Beide Kommunen haben denselben Wert: je 3,0 %"
    assert of_indicator(3, 2, state=40, unit="kW") == "A hat mit 3 kW den höchsten Wert"

    def of_course(*values: float) -> str:
        """The last values; a year before, C had most."""
        areas = pd.DataFrame(
            {"name": list("ABC"), "region_ags": list("abc"), "region_level": "municipality", "unit": "%"}
        )
        areas = areas[: len(values)]
        before, last = areas.assign(value=[1, 2, 9][: len(values)]), areas.assign(value=values)
        rows = [before.assign(period_last_date="2024-12-31"), last.assign(period_last_date="2025-12-31")]
        return fitting(places.latest(pd.concat(rows)).sentences)

    assert of_course(3, 2, 1) == "A hat mit 3,0 % zuletzt den höchsten Wert"
    assert of_course(3, 5, 1) == "B hat mit 5,0 % zuletzt den höchsten Wert"
    assert of_course(3, 3, 1) == "2 Kommunen haben zuletzt den höchsten Wert: je 3,0 %"
    assert of_course(3, 3) == "Beide Kommunen haben zuletzt denselben Wert: je 3,0 %"
    assert of_course(3) == ""


def test_beside_the_whole_district_a_title_is_about_the_municipalities(everything: Selection) -> None:
    def titles(*orte: str) -> list[str]:
        asked = View(everything, (("orte", ",".join(orte)),))
        return [
            title_and_content(exhibits.by_key(f"comparison.{key}"), asked)[0] for key in ("money", "fields", "results")
        ]

    two = "05978024", "05978012"
    assert titles(*two, "05978") == [
        "Von diesen Kommunen erhält Lünen am meisten eigene Förderung",
        "Von diesen Kommunen ist Lünen an den meisten Projekten beteiligt",
        "Von diesen Kommunen hat Lünen die meisten erreichten Ergebnisse: 11",
    ]
    # The monitor knows no projects of state and country.
    for places_without_district in (two, (*two, "05", "DG")):
        assert not any("diesen Kommunen" in title for title in titles(*places_without_district))


def test_without_a_state_nothing_is_compared_with_it(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit = exhibits.by_key("indicators.several")
    asked = View(everything, (("thema", "Ladeinfrastruktur"), ("indikator", "Ladepunkte")))
    shown, areas = exhibit.content(asked), queries.comparison_areas(everything)
    monkeypatch.setattr(queries, "comparison_areas", lambda _: areas[areas.region_level != "state"])
    assert comparison.several(exhibit, asked, shown, Scope()) == Claims()


def test_what_is_higher_than_in_the_state_is_counted_in_shares_that_both_have(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Below, above, equal, above, a count, and three that are not compared: one of them alone, unknown, not shown.
    values_of = {"a": (1, 2), "b": (9, 2), "c": (2, 2), "d": (3, 2), "e": (9, 1)}
    values_of |= {"f": (9, None), "g": (9, math.nan), "h": (9, 1)}
    levels = ("district", "state")
    found = [
        {
            "indicator_id": key,
            "region_level": level,
            "value": value,
            "unit": "Punkte" if key == "e" else "% der Haushalte",
        }
        for key, values in values_of.items()
        for level, value in zip(levels, values, strict=True)
        if value is not None
    ]
    monkeypatch.setattr(queries, "comparison_indicators", lambda *_: pd.DataFrame(found))
    names = queries.comparison_areas(everything).set_index("region_level")["name"]

    def sentences_for(indicators: str) -> list[str]:
        shown = ExhibitContent(pd.DataFrame({"indicator_id": list(indicators)}), (), Locator(()))
        exhibit = exhibits.by_key("indicators.several")
        return list(comparison.several(exhibit, View(everything), shown, Scope()).sentences)

    assert sentences_for("abcdefg") == [f"{names['district']}: bei 2 von 4 höher als {names['state']}"]
    assert sentences_for("bc") == [f"{names['district']}: bei 1 von 2 höher als {names['state']}"]
    assert sentences_for("befg") == []


def test_who_has_the_highest_value_of_most_indicators_is_in_front_of_those_that_can_be_compared(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sentences_for(**indicators: dict[str, float]) -> list[str]:
        rows = [
            {
                "indicator_id": key,
                "name": name,
                "value": value,
                "topic": "t",
                "unit": "%",
                "region_level": "municipality",
            }
            for key, values in indicators.items()
            for name, value in values.items()
        ]
        # Of another topic, and the count of a whole district.
        most = {**rows[0], "name": "C", "value": 99}
        odd = [most | {"topic": "u"}, most | {"unit": "Punkte", "region_level": "district"}]
        monkeypatch.setattr(queries, "comparison_indicators", lambda *_: pd.DataFrame([*rows, *odd]))
        monkeypatch.setattr(comparison, "places_of", lambda _: ())
        monkeypatch.setattr(comparison, "topic_of", lambda _: "t")
        shown = ExhibitContent(pd.DataFrame(), (), Locator(()))
        return list(comparison.indicators(GRANTS, View(everything), shown, Scope()).sentences)

    higher, lower, equal = {"A": 2, "B": 1}, {"A": 1, "B": 2}, {"A": 1, "B": 1}
    alone, unknown = {"A": 5}, {"A": 5, "B": math.nan}
    assert sentences_for(a=higher) == [
        "A hat beim einzigen vergleichbaren Indikator den höchsten Wert",
        "A: höchster Wert beim einzigen vergleichbaren Indikator",
    ]
    assert sentences_for(a=lower, b=lower, c=higher, d=equal, e=alone, f=unknown) == [
        "B hat bei 2 von 4 Indikatoren den höchsten Wert",
        "B: höchster Wert bei 2 von 4 Indikatoren",
    ]
    assert sentences_for(a=lower, b=higher) == sentences_for(a=alone) == sentences_for(a=equal) == []


def test_where_a_project_is_is_said_in_few_words(everything: Selection) -> None:
    exhibit = exhibits.by_key("project.place")
    asked = View(everything, (("projekt", "sit-cyberangriff-wiederherstellung"),))
    title, shown = title_and_content(exhibit, asked)
    assert title == "Ein Projekt in 5 Kommunen"
    in_four = ExhibitContent(shown.table.iloc[:4], (), shown.drawing)
    named, *_, counted = places.project(exhibit, asked, in_four, Scope()).sentences
    assert all(name in named for name in in_four.table["name"])
    assert counted == "Ein Projekt in 4 Kommunen"
    outside = ExhibitContent(shown.table.iloc[:0], (), Locator(("05913000",)))
    assert places.project(exhibit, asked, outside, Scope()).sentences[-1] == "Ein Projekt außerhalb der Region"


# Subtitle, alternative texts, origin


def about(key: str, selection: Selection, base: str = "https://monitor.example") -> captions.About:
    exhibit = exhibits.by_key(key)
    return captions.about(exhibit, view(exhibit, selection), base)


def test_a_subtitle_can_begin_with_the_heading(everything: Selection) -> None:
    shown = GRANTS.content(View(everything))
    assert measure(None, area)(GRANTS, View(everything), shown) == [
        "Zuwendungen nach Ebene des Geldgebers",
        "Kreis Unna",
    ]


def test_the_subtitle_says_measure_unit_area_and_period(everything: Selection) -> None:
    assert (
        about("funding.field", everything).subtitle
        == "Zuwendungen, die zählen, in €; Kreis Unna; bewilligt 2017 bis 2025, zum Teil ohne Datum; "
        "bei 62 von 82 Projekten ist keine Zuwendung bekannt"
    )
    assert about("funding.level", replace(everything, years=(2021,))).subtitle.endswith("; bewilligt 2021")
    chosen = ("05978024", "05978028", "05978004", "05978008")
    assert "; Lünen; " in about("funding.level", everything.of(*chosen[:1])).subtitle
    assert "; Lünen, Schwerte, Bergkamen; " in about("funding.level", everything.of(*chosen[:3])).subtitle
    assert "; 4 Kommunen; " in about("funding.level", everything.of(*chosen)).subtitle
    assert about("map.density_count", everything).subtitle == "Menschen je km²; Kreis Unna; Bevölkerung vom 31.12.2024"


def test_a_period_is_told_as_precisely_as_it_is_known(everything: Selection) -> None:
    found = about("indicators.series", everything)
    assert found.subtitle.endswith("; Dezember 2010 bis Juni 2021")
    assert (
        "Liniendiagramm, Haushalte mit mindestens 2 Mbit/s, % der Haushalte, Dezember 2010 bis Juni 2021." in found.long
    )


def stammers(line: str) -> bool:
    """Whether a source line says „Quelle“, a name, or a dot twice."""
    names = line.removeprefix("Quelle: ").partition(". ")[0].split("; ")
    return line.count("uelle: ") != 1 or len(set(names)) < len(names) or ".." in line


@pytest.mark.parametrize("credit", ["Amt", "Amt.", "Datenquelle: Amt", "Quelle: Amt.", "datenquelle:Amt"])
def test_a_source_is_introduced_once(credit: str) -> None:
    dataset = SimpleNamespace(publisher="Haus", note=credit, licence="CC BY 4.0.")
    assert captions.credited(dataset) == "Amt"
    assert captions.credited(SimpleNamespace(publisher="Haus", note=None)) == "Haus"


def test_no_source_line_stammers(everything: Selection) -> None:
    known = tuple(queries.datasets(everything).dataset_id)
    for names in (known, *((name,) for name in known)):
        line = captions.source_line(everything, names)
        assert not stammers(line), line


def test_a_file_of_a_change_says_from_when_to_when_and_no_difference_has_a_binary_rest(everything: Selection) -> None:
    fibre = {"thema": "Breitband Haushalte", "indikator": "Haushalte mit Glasfaser (FTTB/H)"}
    for key, choices in {"indicators.changes": fibre, "comparison.readings": {"thema": fibre["thema"]}}.items():
        table, asked = tables.by_key(key), View(everything, tuple(choices.items()))
        rows = table.content(asked).table.select_dtypes("float")
        assert not rows.empty
        assert (rows.isna() | (rows == rows.round(6))).all(axis=None)
    asked = View(everything, (*fibre.items(), ("anfang", "2019-06"), ("ende", "2021-06")))
    assert captions.about(tables.by_key("indicators.changes"), asked).filters == (
        "Anfang: Juni 2019",
        "Ende: Juni 2021",
    )


def test_the_short_words_of_two_measures_name_both(everything: Selection) -> None:
    asked = View(everything, (("x", "bevoelkerungsdichte"), ("y", "projekte")))
    short = captions.about(exhibits.by_key("comparison.scatter"), asked).short
    assert "Bevölkerung je km² gegen Projekte mit Beteiligung" in short
    # A picture or frame has nothing above it.
    chart = exhibits.chart(exhibits.by_key("comparison.scatter").content(asked), asked)
    assert chart
    layout = chart.layout(Place(WIDE))
    assert layout
    assert "verglichene Kommunen" in {series.name for series in layout.series}


@every_exhibit
def test_every_exhibit_has_all_its_words(exhibit: Exhibit, everything: Selection) -> None:
    found = captions.about(exhibit, view(exhibit, everything), "https://monitor.example")
    assert len(found.short) <= 160
    assert found.title in found.short
    assert found.title in found.long
    assert found.subtitle in found.long
    assert units.date(everything.stand) in found.short
    for text in (found.long, found.source_line):
        assert units.date(everything.stand) in text
        assert everything.release_id in text
    for line in (found.source_line, *found.sources):
        assert not stammers(line), line
    assert all(source.startswith("Quelle: ") and "Lizenz: " in source for source in found.sources)
    assert found.permalink.startswith("https://monitor.example/")
    assert len(found.permalink) < (130 if {"orte", "weitere"} & set(exhibit.choices) else 110)
    assert found.embed.endswith(f"bild={exhibit.slug}&embed=true")
    assert re.fullmatch(r"[a-z0-9-]+_2026-11-23", found.stem)
    assert 200 < found.height < 3000


@pytest.mark.parametrize("key", [*MONEY, "funding.municipality", "overview.map", *MEASURES])
@given(choice=ANY)
@example(choice=EDGES[0])
@example(choice=EDGES[3])
@some
def test_the_long_text_holds_every_figure_of_the_table(key: str, choice: Any, everything: Selection) -> None:
    exhibit = exhibits.by_key(key)
    asked = view(exhibit, narrowed(everything, choice))
    shown = exhibit.content(asked)
    long = captions.about(exhibit, asked).long
    if isinstance(shown.drawing, Choropleth):
        value = shown.drawing.value
        for row in cells.records(shown.table):
            assert f"{row.name} {cells.cell_text(value, row)}" in long
    else:
        columns = ["single_eur", "joint_eur", "district_eur"] if asked.selection.municipalities else ["grant_eur"]
        for row in shown.table.to_dict("records"):
            for column in columns:
                assert units.is_unknown(row[column]) or units.euro(row[column]) in long


def test_the_values_of_a_map_are_told_from_the_highest_to_the_unknown(everything: Selection) -> None:
    exhibit, asked = exhibits.by_key("map.grant_eur"), View(everything)
    rows = exhibit.content(asked).table.sort_values("grant_eur", ascending=False, na_position="last", kind="stable")
    listed = (
        about("map.grant_eur", everything)
        .long.partition("Alle Werte: ")[2]
        .partition(".. ")[0]
        .split("; ")[: len(rows)]
    )
    assert all(text.startswith(f"{name} ") for text, name in zip(listed, rows["name"], strict=True))


@pytest.mark.parametrize("key", ["overview.map", "map.grant_eur", "map.grant_per_head_eur"])
def test_money_that_is_on_no_map_travels_with_it(key: str, everything: Selection) -> None:
    exhibit, asked = exhibits.by_key(key), View(everything)
    shown = exhibit.content(asked)
    totals = queries.funding_totals(everything)
    words = f"Nicht auf der Karte: {units.euro_short(totals.joint_eur)} gemeinsam, {units.euro_short(totals.district_eur)} kreisweit."
    chart = exhibits.chart(shown, asked)
    assert words in chart.alt
    assert words in about(key, everything).long
    for width in (NARROW, WIDE):
        written = [" ".join(mark.lines) for mark in chart.layout(Place(width)).marks if isinstance(mark, Text)]
        assert words in written
    assert exhibits.by_key("map.project_count").content(asked).drawing.note == ""


def test_only_filters_that_act_on_an_exhibit_are_named(everything: Selection) -> None:
    chosen = replace(everything.of("05978024", "05978028"), years=(2021,))
    own, of_all = (left_out.left_out(of, (left_out.GRANTS,)) for of in (chosen, chosen.of()))
    assert own != of_all
    assert about("funding.level", chosen).filters == ("Kommune: Lünen, Schwerte", "Jahr: 2021", own)
    # A map compares all municipalities, whatever is chosen.
    assert about("map.grant_eur", chosen).filters == ("Jahr: 2021", of_all)
    assert about("map.density_count", chosen).filters == ()
    assert about("funding.level", chosen).stem == "zuwendungen-nach-ebene-luenen-schwerte-2021_2026-11-23"


def test_a_file_of_many_filters_has_a_name_of_bearable_length(everything: Selection) -> None:
    stem = about("funding.level", everything.of(*MUNICIPALITIES)).stem
    assert stem == "zuwendungen-nach-ebene-bergkamen-boenen-froendenberg-ruhr-und-mehr_2026-11-23"


def test_a_citation_says_who_what_when_and_where(everything: Selection) -> None:
    found = about("funding.level", replace(everything, years=(2021,)))
    text = found.citation(pd.Timestamp("2027-01-04").date())
    assert text.startswith("Projektleitstelle Smart Region Kreis Unna (2026): 2021 wurden von Bund und Land")
    for part in ("Jahr: 2021", "Stand 23.11.2026", everything.release_id, found.permalink, "abgerufen am 04.01.2027"):
        assert part in text


def test_the_code_of_a_frame_has_a_title_and_no_loose_end(everything: Selection) -> None:
    found = replace(about("funding.level", everything), title='A & „B“ "><script>')
    code = found.frame()
    assert 'title="A &amp; „B“ &quot;&gt;&lt;script&gt;"' in code
    assert "&amp;embed=true" in code
    assert "<script>" not in code


WITHOUT_CLAIM: set[str] = set()
"""Exhibits of which nothing is ever claimed."""
PLAIN = {
    "indicators.several",
    "indicators.series",
    "indicators.map",
    "indicators.ranking",
    "map.indicator",
    "municipality.series",
}
"""Exhibits whose title may be their plain heading: the name of an indicator leaves no room for more than its own."""


def test_every_exhibit_has_a_claim_and_a_measure(everything: Selection) -> None:
    assert {exhibit.key for exhibit in EXHIBITS if not _claims(exhibit, everything)} == WITHOUT_CLAIM
    for exhibit in EXHIBITS:
        asked = view(exhibit, everything)
        assert exhibit.measure(exhibit, asked, exhibit.content(asked)), exhibit.key


def test_titles_that_fall_back_to_the_plain_heading_are_known(everything: Selection) -> None:
    found = set()
    for exhibit in EXHIBITS:
        asked = view(exhibit, everything)
        title, _ = title_and_content(exhibit, asked)
        if not any(claim in title for claim in _claims(exhibit, everything)):
            found.add(exhibit.key)
    assert found == PLAIN


def _claims(exhibit: Exhibit, everything: Selection) -> list[str]:
    asked = view(exhibit, everything)
    return exhibit.claims(exhibit, asked, exhibit.content(asked), scope_of(exhibit, asked)).sentences
