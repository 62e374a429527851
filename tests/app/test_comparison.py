"""Areas side by side: every figure counted once more from the raw files, and the same page from its address."""

import csv
import datetime as dt
import io
import itertools
import json
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from app import exhibits
from app.charts.marks import WIDTHS, Place, Text, overlap, page_layout
from app.charts.multiples import SmallMultiples
from app.charts.scatter import ScatterChart
from app.data import db, queries
from app.data.selection import Selection
from app.exhibits import chosen_indicator, tables
from app.exhibits.compared import places
from app.exhibits.model import View
from app.sentences import headlines
from app.surfaces.streamlit.parts import page
from app.words import units
from app.words.cells import cell_text, records
from app.words.text import t
from etl.release.build import Release
from tests.app import model
from tests.app.asking import ask
from tests.app.conftest import reference
from tests.app.test_pages import chosen_in, components, notices, opened, panels

BERGKAMEN, SCHWERTE, DISTRICT, STATE, COUNTRY = "05978004", "05978028", "05978", "05", "DG"
CHOSEN = (BERGKAMEN, SCHWERTE, DISTRICT, STATE, COUNTRY)
CHOICES = {
    "everything": model.Choice(),
    "a field": model.Choice(fields=("bildung-kultur-freizeit",)),
    "a level and years": model.Choice(levels=("Land", "Bund"), years=(2020, 2021, 2022)),
}


def figures(everything: Selection, choice: model.Choice) -> dict[str, dict[str, Any]]:
    """Values by figure and area; what is not known is None."""
    selection = Selection(
        everything.release_id,
        everything.stand,
        fields=tuple(choice.fields),
        levels=tuple(choice.levels),
        years=tuple(choice.years),
    )
    shown = tables.by_key("comparison.facts").content(View(selection, (("orte", ",".join(CHOSEN)),))).rows.all()
    return {
        row["name"]: {
            place: None if row[f"ags_{place}_value"] != row[f"ags_{place}_value"] else row[f"ags_{place}_value"]
            for place in CHOSEN
        }
        for _, row in shown.iterrows()
    }


def test_what_nobody_has_is_none_where_the_tables_tell_of_an_area_and_unknown_elsewhere(everything: Selection) -> None:
    nothing = Selection(everything.release_id, everything.stand, fields=("keines",))
    found = queries.comparison_figures(nothing, *CHOSEN).set_index("region_ags")
    counts = [name for name in found if name.endswith("_count") and name not in ("population_count", "density_count")]
    assert len(counts) == 9
    assert found.loc[DISTRICT, counts].tolist() == [0] * len(counts)
    of_municipalities = found.loc[[BERGKAMEN, SCHWERTE], counts].drop(columns="district_count")
    assert of_municipalities.to_numpy().tolist() == [[0] * (len(counts) - 1)] * 2
    assert found.loc[[STATE, COUNTRY], counts].isna().all(axis=None)


def of(place: str, choice: model.Choice) -> model.Choice:
    """The same choice of one area; all projects are the district's."""
    areas = () if place == DISTRICT else (place,)
    return model.Choice(areas, choice.fields, choice.levels, choice.years)


def test_of_whole_states_nothing_is_recorded_in_whichever_table(everything: Selection) -> None:
    asked = View(everything, (("orte", ",".join(CHOSEN)),))
    shown = exhibits.by_key("comparison.results").content(asked)
    (state,) = [row for row in records(shown.table) if row.region_ags == STATE]
    assert {cell_text(column, state) for column in shown.columns[1:]} == {"nicht erfasst"}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_money_projects_and_results_are_those_of_the_raw_files(choice: model.Choice, everything: Selection) -> None:
    shown = figures(everything, choice)
    people = {row["AGS"]: row for row in reference("bevoelkerung") if row["Stichtag"] == "2024-12-31"}
    for place in (BERGKAMEN, SCHWERTE, DISTRICT):
        sums = {kind: model.total(of(place, choice), "Zuwendung", kind) for kind in ("single", "joint", "district")}
        known = {
            "Eigene Zuwendungen der Kommunen": sums["single"],
            "Gemeinsame Zuwendungen": sums["joint"],
            "Kreisweite Zuwendungen": sums["district"] if place == DISTRICT else None,
            "Zuwendungen zusammen": model.total(choice) if place == DISTRICT else None,
        }
        for name, amount in known.items():
            value = shown[name][place]
            assert (None if value is None else Decimal(str(round(value, 2)))) == amount, (place, name)
        own = shown["Eigene Zuwendungen je Kopf"][place]
        count = int(people[place]["Einwohner"])
        assert (own is None) == (sums["single"] is None)
        assert own is None or own == pytest.approx(float(sums["single"] or 0) / count)
        projects = [model.projects()[key] for key in model.chosen_projects(of(place, choice))]
        assert shown["Projekte mit Beteiligung"][place] == len(projects)
        assert shown["Gemeinsame Projekte"][place] == sum(each.attribution == "joint" for each in projects)
        states = model.states(of(place, choice))
        assert shown["Bekannte Ergebnisse"][place] == len(states)
        assert shown["Erreichte Ergebnisse"][place] == states.count("reached")
        assert shown["Bevölkerung"][place] == count
    assert [shown["Projekte mit Beteiligung"][place] for place in (STATE, COUNTRY)] == [None, None]
    parts = (shown[f"{name} Zuwendungen{end}"][DISTRICT] for name, end in (("Eigene", " der Kommunen"), ("Gemeinsame", ""), ("Kreisweite", "")))  # fmt: skip
    assert sum(part or 0 for part in parts) == pytest.approx(shown["Zuwendungen zusammen"][DISTRICT] or 0)


def test_the_page_opened_from_its_address_is_the_same_to_the_figure() -> None:
    test = opened("comparison", {"handlungsfeld": ["bildung-kultur-freizeit"]}, orte=f"{SCHWERTE},{DISTRICT}")
    again = opened("comparison", dict(test.query_params))
    shown, same = (list(panels(page)) for page in (test, again))
    assert shown == same
    assert shown[0]["labels"] == ["Größe", "Schwerte", "Kreis Unna"]
    query = shown[0]["files"]["CSV"].partition("?")[2]
    rows = list(
        csv.reader(
            io.StringIO(ask(f"/api/daten/gebiete-nebeneinander.csv?{query}").body.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert [row[0] for row in rows[1:18]] == [row[0] for row in shown[0]["rows"]]
    assert not test.exception


def test_choosing_writes_keys_into_the_address_and_leaves_two_at_least(everything: Selection) -> None:
    test = opened("comparison", orte=f"{SCHWERTE},{BERGKAMEN},{DISTRICT}")
    assert chosen_in(test, "orte") == {SCHWERTE, BERGKAMEN, DISTRICT}
    test.query_params["orte"] = SCHWERTE
    assert chosen_in(test.run(), "orte") == {SCHWERTE, DISTRICT, STATE}
    assert places(everything, SCHWERTE) == (SCHWERTE, DISTRICT, STATE)
    assert len(places(everything, "")) == 4
    assert len(places(everything, ",".join(model.municipalities()))) == 5
    # What is unknown takes the place of nobody.
    assert places(everything, ",".join(["05999999", *model.municipalities()])) == tuple(model.municipalities())[:5]


def test_areas_that_nobody_knows_are_named() -> None:
    assert any("Mond" in warning for warning in notices(opened("comparison", orte=f"{SCHWERTE},Mond")))
    answer = ask("/api/daten/gebiete-nebeneinander.json?orte=05978028,99999999")
    assert answer.status == 404
    assert "99999999" in answer.body.decode()
    known = json.loads(ask("/api/daten/gebiete-nebeneinander.json?orte=Schwerte,Kreis+Unna").body)
    assert "orte=05978028,05978" in known["meta"]["permalink"]


def test_the_scatter_holds_own_grants_per_head_against_the_share_of_fibre(everything: Selection) -> None:
    asked = View(everything, (("x", "zuwendungen-je-kopf"), ("y", "bb_hh_ftthb_pct")))
    shown = exhibits.by_key("comparison.scatter").content(asked)
    fibre = {
        row["AGS"]: float(row["Wert"])
        for row in reference("indikatoren")
        if (row["Kennzahl-ID"], row["Zeitpunkt"]) == ("bb_hh_ftthb_pct", "2021-06")
    }
    people = {row["AGS"]: int(row["Einwohner"]) for row in reference("bevoelkerung") if row["Stichtag"] == "2024-12-31"}
    for row in shown.table.itertuples():
        own = model.total(model.Choice((row.municipality_ags,)), "Zuwendung", "single")
        assert row.y_pct == fibre[row.municipality_ags]
        assert (
            pd.isna(row.x_eur) if own is None else row.x_eur == pytest.approx(float(own) / people[row.municipality_ags])
        )
    chart = exhibits.chart(shown, asked)
    assert isinstance(chart, ScatterChart)
    assert len(chart.spots) == shown.table.x_eur.notna().sum()
    for width in WIDTHS.values():
        layout = page_layout(chart, width)
        assert "beweisen keine Ursache" in layout.rest
        boxes = [layout.box(mark) for mark in layout.marks if isinstance(mark, Text) and mark.halo]
        assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))
        assert len(boxes) >= 4


def test_joint_projects_of_two_are_those_of_the_raw_files(everything: Selection) -> None:
    pairs: dict[tuple[str, ...], int] = {}
    for project in model.projects().values():
        if project.attribution == "joint":
            for pair in itertools.combinations(sorted(project.areas), 2):
                pairs[pair] = pairs.get(pair, 0) + 1
    rows = queries.joint_projects(everything)
    assert dict(zip(zip(rows.municipality_ags, rows.partner_ags, strict=True), rows.joint_count, strict=True)) == pairs


def test_projects_by_field_of_action_are_those_of_the_raw_files(everything: Selection) -> None:
    rows = queries.comparison_fields(everything, SCHWERTE, DISTRICT)
    fields = queries.fields_of_action(everything).set_index("name").field_of_action_id
    for row in rows.itertuples():
        choice = model.Choice((SCHWERTE,) if row.region_ags == SCHWERTE else (), (fields[row.field_of_action],))
        assert row.project_count == len(model.chosen_projects(choice))


def test_small_multiples_have_one_scale_and_one_line_for_each_area(everything: Selection) -> None:
    asked = View(everything, (("orte", f"{BERGKAMEN},{DISTRICT}"), ("thema", "Breitband Haushalte")))
    shown = exhibits.by_key("comparison.indicators").content(asked)
    chart = exhibits.chart(shown, asked)
    assert isinstance(chart, SmallMultiples)
    layouts = [panel.chart.layout(Place(200)) for panel in chart.panels]
    assert len({(layout.y.last, layout.x.first, layout.x.last) for layout in layouts if layout}) == 1
    assert [series.name for series in page_layout(chart, WIDTHS["wide"]).legend] == ["Bergkamen", "Kreis Unna"]
    for _ in range(3):
        assert len(chart.panels) + chart.hidden == shown.table.indicator_id.nunique()
        chart = chart.reduced()
        assert chart


@pytest.mark.parametrize("indicator", ["bb_hh_ftthb_pct", "bb_gwg_ftthb_pct"])
def test_three_readings_are_made_of_the_values_of_the_raw_files(indicator: str, everything: Selection) -> None:
    row = queries.indicator_readings(everything, indicator).iloc[0]
    values = {
        found["AGS"]: float(found["Wert"])
        for found in reference("indikatoren")
        if found["Kennzahl-ID"] == indicator and found["Zeitpunkt"] == row.period and len(found["AGS"]) == 8
    }
    values = {ags: value for ags, value in values.items() if ags.startswith(DISTRICT)}
    people = {
        each["AGS"]: int(each["Einwohner"]) for each in reference("bevoelkerung") if each["Stichtag"] == "2024-12-31"
    }
    assert (row.known_count, row.area_count) == (len(values), 10)
    assert row.mean_pct == pytest.approx(sum(values.values()) / len(values))
    assert row.any_pct == pytest.approx(100 * sum(value > 0 for value in values.values()) / len(values))
    if indicator == "bb_hh_ftthb_pct":
        weighed = sum(value * people[ags] for ags, value in values.items()) / sum(people[ags] for ags in values)
        assert row.weighted_pct == pytest.approx(weighed)
    else:
        assert pd.isna(row.weighted_pct)  # people weigh no businesses
    said = " ".join(figure.text for figure in headlines.readings(row))
    assert "„Flächendeckend“ heißt das nicht." in said
    missing = 10 - len(values)
    assert (f"Von {missing} Kommunen fehlt der Wert" in headlines.of_readings(row)) == (missing > 1)
    own = headlines.of_readings(row.replace({row.district_pct: None})), headlines.of_readings(row)
    assert [t("reading.district", value=units.share(row.district_pct)) in said for said in own] == [False, True]


def values_on(indicator: str, period: str) -> dict[str, float]:
    return {
        row["AGS"]: float(row["Wert"])
        for row in reference("indikatoren")
        if (row["Kennzahl-ID"], row["Zeitpunkt"]) == (indicator, period) and row["Wert"]
    }


def test_change_rank_and_distance_are_those_of_the_raw_files(everything: Selection) -> None:
    fibre, (first, last) = "bb_hh_ftthb_pct", ("2019-06", "2021-06")
    before, after = values_on(fibre, first), values_on(fibre, last)
    rows = queries.indicator_changes(everything, first, last, fibre).set_index("region_ags")
    municipal = [ags for ags in model.municipalities() if ags in after]
    for ags in (*municipal, DISTRICT):
        row = rows.loc[ags]
        assert (row.from_value, row.to_value) == (before[ags], after[ags])
        assert row.change_difference == pytest.approx(after[ags] - before[ags])
        assert row.state_difference == pytest.approx(after[ags] - after[STATE])
    for ags in municipal:
        places_of_both = [1 + sum(values[other] > values[ags] for other in municipal) for values in (before, after)]
        assert [rows.loc[ags].from_rank, rows.loc[ags].to_rank] == places_of_both
        assert rows.loc[ags].rank_places == places_of_both[0] - places_of_both[1]


def test_nothing_is_compared_across_a_change_of_method(everything: Selection) -> None:
    rows = queries.indicator_changes(everything, "2018-12", "2021-06", "bb_hh_ftthb_pct")
    assert rows.change_difference.isna().all()
    assert rows.rank_places.isna().all()
    assert set(rows.change_difference_missing) == {"neue Methode"}
    begin, end = chosen_indicator.dates(everything, "bb_hh_ftthb_pct", "", "")
    assert (begin, end) == ("2019-06", "2021-06")


def test_nothing_is_compared_between_two_sources(everything: Selection) -> None:
    fibre, quoted = "bb_hh_ftthb_pct", BERGKAMEN
    given = {"version": everything.stand, "indicators": [fibre], "from_period": "2019-06", "to_period": "2021-06"}
    with db._connection(everything.release_id).cursor() as connection:
        connection.execute(
            "create temp table indicator_value as select * replace ("
            "if(region_ags = ? and period = '2021-06', 'aus https://zeitung.example/', note) as note) from indicator_value",
            [quoted],
        )
        rows = connection.execute(db.question("indicator_changes"), given).df().set_index("region_ags")
    differences = [f"{name}_difference" for name in ("change", "district", "state", "country")]
    assert rows.loc[quoted, [*differences, "rank_places"]].isna().all()
    assert rows.change_difference_missing[quoted] == "andere Quelle"
    assert rows.loc[SCHWERTE, differences].notna().all()


def test_one_date_alone_is_no_change_of_nothing(everything: Selection) -> None:
    rows = queries.indicator_changes(everything, "2021-06", "2021-06", "bb_hh_ftthb_pct")
    assert rows.to_value.notna().all()
    assert rows[["from_value", "change_difference", "from_rank", "rank_places"]].isna().all(axis=None)
    assert set(rows.change_difference_missing) == {"nur ein Zeitpunkt"}


def test_two_dates_and_further_indicators_stand_in_the_address() -> None:
    chosen = {"thema": "Breitband Haushalte", "indikator": "Haushalte mit Glasfaser (FTTB/H)"}
    more = {"weitere": "bb_hh_all_ge1000_pct", "anfang": "2019-12", "ende": "2020-12", "ansicht": "Änderung und Platz"}
    page = opened("indicators", **chosen, **more)
    assert not page.exception
    assert chosen_in(page, "anfang") == {"2019-12"}
    (form,) = (found["html"] for found in components(page, "form") if 'name="anfang"' in found["html"])
    begins, ends = re.findall("<select.*?</select>", form)
    # Nothing begins after its end.
    assert ["Juni 2021" in options for options in (begins, ends)] == [False, True]
    table = next(data for data in panels(page) if "change_difference" in data.get("names", ()))
    names = {row[table["names"].index("indicator_name")] for row in table["rows"]}
    assert len(names) == 2
    assert list(panels(opened("indicators", dict(page.query_params))))[-1] == list(panels(page))[-1]


@pytest.mark.parametrize(
    ("page", "asked", "sentences"),
    [
        (
            "indicators",
            {"thema": "Breitband Gewerbe", "indikator": "Haushalte mit Glasfaser (FTTB/H)"},
            [
                "Indikator: „Haushalte mit Glasfaser (FTTB/H)“ gibt es hier nicht; "
                "gezeigt wird „Gewerbe: mindestens 50\u00a0Mbit/s leitungsgebunden“."
            ],
        ),
        # The map has only what is known of municipalities.
        (
            "map",
            {"kennzahl": "Ein Indikator", "thema": "Breitband Schulen"},
            ["Thema: „Breitband Schulen“ gibt es hier nicht; gezeigt wird „Breitband Haushalte“."],
        ),
        ("indicators", {"thema": "nix"}, ["Thema: „nix“ kennen wir nicht; gezeigt wird das Übliche."]),
        ("indicators", {"thema": "Breitband Gewerbe", "indikator": "Gewerbe: Glasfaser (FTTB/H)"}, []),
        ("indicators", {"indikator": "Gewerbe: Glasfaser (FTTB/H)"}, []),
        ("indicators", {"ansicht": "Nix"}, ["Ansicht: „Nix“ gibt es hier nicht; gezeigt wird „Karte und Rangfolge“."]),
    ],
)
def test_what_a_page_does_not_have_is_named_with_what_it_shows_instead(
    page: str, asked: dict[str, str], sentences: list[str]
) -> None:
    said = [found for found in notices(opened(page, **asked)) if "gezeigt wird" in found]
    assert [re.sub("<[^>]*>", "", found) for found in said] == sentences


@pytest.mark.parametrize(
    ("dates", "shown", "words"),
    [
        (("2019-12", "2020-12"), ("2019-12", "2020-12"), ""),
        (
            ("2020-12", "2019-12"),
            ("2019-12", "2020-12"),
            "Der Vergleich beginnt in der Adresse mit Dezember 2020 und endet mit Dezember 2019. "
            "Gezeigt wird er in der Reihenfolge der Zeit.",
        ),
        (
            ("1990", "2050"),
            ("2019-06", "2021-06"),
            "Zu den Zeitpunkten „1990“ und „2050“ aus der Adresse lässt sich hier nichts vergleichen. "
            "Verglichen wird stattdessen Juni 2019 mit Juni 2021.",
        ),
        (
            ("2019-12", "bald"),
            ("2019-12", "2021-06"),
            "Zum Zeitpunkt „bald“ aus der Adresse lässt sich hier nichts vergleichen. "
            "Verglichen wird stattdessen Dezember 2019 mit Juni 2021.",
        ),
    ],
)
def test_dates_that_are_turned_round_or_unknown_are_named_and_page_and_files_agree(
    dates: tuple[str, str], shown: tuple[str, str], words: str
) -> None:
    asked = dict(zip(("anfang", "ende"), dates, strict=True))
    page = opened("indicators", thema="Breitband Haushalte", indikator="Haushalte mit Glasfaser (FTTB/H)", **asked)
    assert not page.exception
    said = [notice for notice in notices(page) if "Adresse" in notice]
    assert [words in notice for notice in said] == ([True] if words else [])
    table = next(data for data in panels(page) if "change_difference" in data.get("names", ()))
    address = f"anfang={shown[0]}&ende={shown[1]}"
    assert address in str(table).replace("&amp;", "&")


class _Today(dt.date):
    @classmethod
    def today(cls) -> "_Today":
        return cls(2026, 11, 28)


def test_the_age_of_a_source_is_that_of_its_own_values_for_the_places_shown(
    embedded: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(embedded.path.parent))
    everything = Selection(db.current_release(), dt.date(2026, 11, 28))
    monkeypatch.setattr(page, "current", lambda: everything)
    monkeypatch.setattr(page.surface, "current", lambda: SimpleNamespace(notice=said.append))
    monkeypatch.setattr(page, "dt", SimpleNamespace(date=_Today, timedelta=dt.timedelta))
    indicator = queries.indicators(everything).set_index("indicator_id", drop=False).loc["bb_hh_ftthb_pct"]
    # Of Germany and the state there are later values, which the press names.
    assert indicator.last_period == "2025-06"
    page.warn_when_old("breitbandatlas", indicator)
    (sentence,) = said
    assert "Die jüngsten Werte hier sind vom 30.06.2021." in sentence
    latest = queries.datasets(everything).set_index("dataset_id").latest_date
    assert str(latest["breitbandatlas"].date()) == "2021-06-30"


def test_a_source_that_promises_no_day_is_never_called_old(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(page, "current", lambda: everything)
    monkeypatch.setattr(page.surface, "current", lambda: SimpleNamespace(notice=said.append))
    page.warn_when_old("grenzen")
    assert said == []
