"""Charts and maps: every one is found by its name, and an address shows the same view again."""

from decimal import Decimal
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from app import exhibits, navigation
from app.charts.bars import BarChart
from app.charts.columns import ColumnChart
from app.charts.flow import FlowChart
from app.charts.lines import LineChart
from app.charts.maps import LocatorMap, MapChart
from app.charts.matrix import MatrixChart
from app.charts.multiples import SmallMultiples
from app.charts.scatter import ScatterChart
from app.charts.timeline import TimelineChart
from app.data import queries
from app.data.selection import Selection
from app.exhibits import EXHIBITS, Exhibit, ExhibitContent, Locator, View, address
from app.exhibits.tables import TABLES

MUNICIPALITY, PROJECT = "05978028", "dos-2030"
KINDS = {
    "bars": BarChart,
    "columns": ColumnChart,
    "flow": FlowChart,
    "lines": LineChart,
    "locator": LocatorMap,
    "map": MapChart,
    "matrix": MatrixChart,
    "multiples": SmallMultiples,
    "scatter": ScatterChart,
    "timeline": TimelineChart,
}
OF_EACH_KIND = [*{exhibit.kind: exhibit for exhibit in EXHIBITS}.values()]
"""One chart or map of each kind, for what one function does for all of a kind."""


def view(exhibit: Exhibit, selection: Selection) -> View:
    topic, indicator = _indicator(selection.everything())
    known = {"projekt": PROJECT, "thema": topic, "indikator": indicator, "orte": "05978024,05978028,05978"}
    known |= {"x": "zuwendungen-je-kopf", "y": "bb_hh_ftthb_pct", "weitere": "bb_hh_all_ge1000_pct"}
    own = tuple((name, known[name]) for name in exhibit.choices)
    paged = (("seite", "2"),) if exhibit.key == "milestones.timeline" else ()
    of_one = selection.of(MUNICIPALITY) if exhibit.page == "municipalities" else selection
    return View(of_one, own + paged)


@cache
def _indicator(everything: Selection) -> tuple[str, str]:
    """Topic and name of the first indicator that municipalities have values of."""
    known = queries.indicators(everything)
    first = known[known.municipality_count > 0].iloc[0]
    return first.topic, first["name"]


def every_exhibit(function):  # type: ignore[no-untyped-def]
    return pytest.mark.parametrize("exhibit", EXHIBITS, ids=[exhibit.key for exhibit in EXHIBITS])(function)


def test_no_two_have_the_same_name() -> None:
    assert len({exhibit.key for exhibit in EXHIBITS}) == len({exhibit.slug for exhibit in EXHIBITS}) == len(EXHIBITS)


@every_exhibit
def test_each_is_found_by_key_and_by_its_name_in_addresses(exhibit: Exhibit) -> None:
    assert exhibits.by_key(exhibit.key) is exhibits.by_slug(exhibit.slug) is exhibit
    assert navigation.entry(exhibit.page)


@every_exhibit
def test_each_draws_its_table_and_tells_it(exhibit: Exhibit, everything: Selection) -> None:
    asked = view(exhibit, everything)
    shown = exhibit.content(asked)
    assert len(shown.table)
    chart = exhibits.chart(shown, asked)
    assert chart is not None
    assert exhibits.chart(exhibit.content(asked), asked) is chart
    assert type(chart) is KINDS[exhibit.kind]
    assert len(chart.alt) > 40


def test_the_source_of_the_people_is_named_where_something_is_per_head_and_nowhere_else(everything: Selection) -> None:
    per_head = ("overview.places", "comparison.money", "map.grant_per_head_eur", "map.density_count")
    others = ("overview.map", "map.grant_eur", "map.project_count", "map.reached_count", "comparison.results")
    for key in (*per_head, *others):
        exhibit = exhibits.by_key(key)
        assert ("bevoelkerung" in exhibit.content(view(exhibit, everything)).source) == (key in per_head), key


@pytest.mark.parametrize(
    ("x", "y", "sources"),
    [
        ("projekte", "bevoelkerung", ("projekte", "bevoelkerung")),
        ("bevoelkerung", "bevoelkerungsdichte", ("bevoelkerung",)),
        ("zuwendungen-je-kopf", "bb_hh_all_ge1000_pct", ("projekte", "bevoelkerung", "breitbandatlas")),
        ("bb_hh_all_ge1000_pct", "ev_charging_points", ("breitbandatlas", "ladesaeulen")),
    ],
)
def test_two_measures_name_the_sources_of_both_and_no_other(
    x: str, y: str, sources: tuple[str, ...], everything: Selection
) -> None:
    shown = exhibits.by_key("comparison.scatter").content(View(everything, (("x", x), ("y", y))))
    assert shown.source == sources


def test_a_release_of_one_stand_has_no_differences(everything: Selection) -> None:
    assert len(queries.stand_days(everything.release_id)) == 1
    found = [table for table in TABLES if table.slug.startswith(("unterschiede-", "geaenderte-"))]
    assert len(found) > 5
    assert [table.slug for table in found if len(table.content(View(everything)).table)] == []


@every_exhibit
def test_the_permalink_shows_the_same_view_again(exhibit: Exhibit, everything: Selection) -> None:
    asked = view(exhibit, everything)
    parts = urlsplit(address.permalink(exhibit, asked))
    assert parts.path == f"/{navigation.entry(exhibit.page).address}"
    parameters = parse_qs(parts.query)
    assert exhibits.by_slug(parameters["bild"][0]) is exhibit
    again = address.view(exhibit, everything.release_id, parameters)
    assert again == asked
    assert exhibit.content(again).table is exhibit.content(asked).table


@every_exhibit
def test_the_short_address_shows_the_same_view_again(exhibit: Exhibit, everything: Selection) -> None:
    asked = view(exhibit, everything)
    found, parameters = address.exhibit_of_link(
        everything.release_id, f"https://monitor.example/unten{address.short(exhibit, asked)}"
    )
    assert found is exhibit
    assert address.view(exhibit, everything.release_id, parameters) == asked


def test_filters_travel_in_the_permalink(everything: Selection) -> None:
    exhibit = exhibits.by_key("funding.level")
    field = queries.fields_of_action(everything).field_of_action_id.iloc[0]
    parameters = {"kommune": [MUNICIPALITY, "05978024"], "handlungsfeld": [field], "ebene": ["Land"], "jahr": ["2021"]}
    asked = address.view(exhibit, everything.release_id, parameters)
    assert asked.selection.years == (2021,)
    assert dict(asked.selection.described)["kommune"] == "Kommune Schwerte, Lünen"
    found = parse_qs(urlsplit(address.permalink(exhibit, asked)).query)
    assert {name: found[name] for name in parameters} == parameters


def test_a_link_of_many_filters_is_read_and_none_counts_twice(everything: Selection) -> None:
    link = "https://monitor.example/b/zuwendungen-nach-ebene?" + "&".join([f"kommune={MUNICIPALITY}"] * 500)
    exhibit, parameters = address.exhibit_of_link(everything.release_id, link)
    asked = address.view(exhibit, everything.release_id, parameters)
    assert asked == address.view(exhibit, everything.release_id, {"kommune": [MUNICIPALITY]})
    assert dict(asked.selection.described)["kommune"] == "Kommune Schwerte"


def test_only_what_has_pages_has_a_page_in_its_address(everything: Selection) -> None:
    asked = address.view(exhibits.by_key("funding.level"), everything.release_id, {"seite": ["5"]})
    assert asked == View(everything)


@pytest.mark.parametrize(
    ("name", "found"), [("kommune", "05913000"), ("jahr", "1848"), ("ebene", "Mond"), ("stand", "2020-01-01")]
)
def test_an_address_with_something_unknown_says_what(name: str, found: str, everything: Selection) -> None:
    with pytest.raises(address.AddressError, match=found):
        address.view(exhibits.by_key("funding.level"), everything.release_id, {name: [found]})


def rows(*values: object) -> ExhibitContent:
    return ExhibitContent(
        pd.DataFrame({"label": [f"Zeile {i}" for i in range(len(values))], "x": values}), ("x",), Locator(())
    )


def test_the_fingerprint_is_of_the_figures_alone() -> None:
    assert exhibits.fingerprint(rows(1.0, 2.5)) == exhibits.fingerprint(rows(1, Decimal("2.50")))
    assert exhibits.fingerprint(rows(0.1 + 0.2)) == exhibits.fingerprint(rows(0.3))
    assert exhibits.fingerprint(rows(None)) == exhibits.fingerprint(rows(float("nan")))
    different = [rows(1), rows(2), rows("1"), rows(None), rows(0), rows(1, 2), rows(2, 1), rows(True), rows([1, 2])]
    # A number and the same digits as text read the same.
    assert len({exhibits.fingerprint(shown) for shown in different}) == len(different) - 1


def test_fingerprints_of_other_columns_say_nothing_about_the_figures() -> None:
    shown = rows(1, 2)
    wider = ExhibitContent(shown.table, ("label", "x"), Locator(()))
    one, other, third = map(exhibits.fingerprint, (shown, wider, rows(3)))
    assert not exhibits.are_comparable(one, other)
    assert exhibits.are_comparable(one, third)
    assert not exhibits.are_comparable(one, "0123456789abcdef")


def test_a_name_that_links_hold_leads_to_the_same_chart() -> None:
    assert exhibits.by_slug("zuwendungen-nach-jahr-im-ueberblick") is exhibits.by_key("funding.year")
    names = [name for exhibit in exhibits.EXHIBITS for name in (exhibit.slug, *exhibit.former)]
    assert len(names) == len(set(names))
