"""„Woher?“: what stands behind each figure comes to the figure, to the cent, in whatever selection."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from app import exhibits
from app.data import db, queries
from app.data.origins import ORIGINS, Origin
from app.data.published import TableQuery, published_table
from app.data.published.rows import PublishedRows
from app.data.selection import Selection
from app.exhibits import EXHIBITS, View, address, tables
from app.exhibits.data_selection import data_selection, origin_address
from app.exhibits.origins import origin_by_name, origins_of
from app.exhibits.party import conditions, party
from app.exhibits.tables import TABLES
from app.navigation import FILTERS
from app.sentences import answer, change_sentences, delays, headlines
from app.sentences.headlines import Figure
from app.surfaces.data_origin import sql, totals
from app.words import cells, units
from app.words.line_breaks import unbroken
from app.words.text import plural
from tests.app.test_pages import SELECTIONS, notices, opened, panels, texts_of

_KEYS = {"kommune": "municipalities", "handlungsfeld": "fields", "ebene": "levels", "jahr": "years"}
DAYS = (dt.date(2020, 1, 1), dt.date(2022, 12, 31))


def chosen(everything: Selection, name: str) -> Selection:
    picked = {_KEYS[key]: tuple(values) for key, values in SELECTIONS[name].items()}
    if "years" in picked:
        picked["years"] = tuple(map(int, picked["years"]))  # type: ignore[arg-type]
    return Selection(everything.release_id, everything.stand, **picked)  # type: ignore[arg-type]


def figures(selection: Selection) -> Iterator[Figure]:
    """Every headline figure there is, in one selection."""
    money, projects = queries.funding_totals(selection), queries.project_totals(selection)
    yield from headlines.money(money, selection)
    yield headlines.projects(projects)
    yield from headlines.states(queries.milestone_totals(selection))
    yield from answer.supply(selection)
    yield from answer.progress(projects)
    yield from answer.spending(money, selection)
    yield from delays.figures(queries.account_totals(selection), queries.first_stand(selection.release_id))
    if len(selection.municipalities) == 1 and selection.municipalities[0] != queries.district(selection):
        yield from headlines.municipality(queries.municipality_figures(selection), money)
    if not selection.years:
        for days in (DAYS, (DAYS[0], selection.stand)):
            yield from change_sentences.events(queries.event_totals(selection, *days), selection, *days)


def behind(figure: Figure, selection: Selection) -> tuple[Origin, object, int]:
    """What the page behind a figure says: made from the address of its link alone."""
    assert figure.origin
    origin = origin_by_name(figure.origin.name, figure.origin.table)
    assert origin
    return origin, *totals(origin, linked(figure.origin, selection))


def linked(origin: Origin, selection: Selection, filters: Sequence[str] = FILTERS) -> TableQuery:
    """What the page of data shows by the address of a link alone."""
    asked = parse_qs(urlsplit(origin_address(origin, selection, filters)).query, keep_blank_values=True)
    assert asked["woher"] == [origin.name]
    table = published_table(selection.release_id, asked["daten"][0])
    chosen = {_KEYS[name]: getattr(selection, _KEYS[name]) for name in _KEYS if name in asked}
    found = data_selection(table, Selection(selection.release_id, selection.stand, **chosen), asked)
    assert not found.problems
    return found.query


# One of each filter alone, several together, and where there is nothing.
@pytest.mark.parametrize(
    "name",
    [
        "everything",
        "one municipality",
        "a municipality without own grants",
        "a year",
        "several at once",
        "nothing left",
    ],
)
def test_the_rows_behind_a_headline_figure_come_to_it(name: str, everything: Selection) -> None:
    selection = chosen(everything, name)
    for figure in figures(selection):
        origin, total, count = behind(figure, selection)
        said = f"{origin.name}: {figure.label}"
        if origin.name == "zuwendungen-je-kopf":
            people = queries.municipality_figures(selection).population_count.iloc[0]
            row = {"grant_per_head_eur": None if total is None else float(total) / people}  # type: ignore[arg-type]
            assert figure.value in (units.by_unit("grant_per_head_eur", row["grant_per_head_eur"]), "nur gemeinsam"), (
                said
            )
        elif origin.name == "neu-geplant" and total:
            assert figure.value == plural("account_figure.at_least", int(total)), said  # type: ignore[call-overload]
        elif origin.name == "verzug-in-tagen":
            assert total is None or figure.value == units.days(int(total)), said  # type: ignore[call-overload]
        elif origin.name == "versorgung":
            assert figure.value in (units.share(total), units.number(total, 1)), said  # type: ignore[arg-type]
        elif origin.summed == "amount_eur":
            expected = headlines.money_or_unknown(total)
            assert figure.value == expected or (total is None and figure.value == "nur gemeinsam"), said
        elif origin.name not in ("aeltester-termin", "neu-geplant", "puenktlich"):
            assert figure.value == units.number(count), said
        elif origin.name == "puenktlich":
            assert figure.value in (units.number(count), units.UNKNOWN), said


def test_figures_of_a_funder_come_from_its_rows(everything: Selection) -> None:
    rows = queries.funding_rows(everything).all()
    who = party(lambda name: str(rows.funder.mode()[0]) if name == "geldgeber" else "")
    totals_of = queries.party_totals(everything, **who)
    grants = headlines.narrowed(headlines.money(totals_of, everything), **conditions(who))[0]
    assert headlines.money_or_unknown(behind(grants, everything)[1]) == grants.value


def test_every_figure_of_a_page_says_where_it_comes_from(everything: Selection) -> None:
    named = {figure.origin.name for name in SELECTIONS for figure in figures(chosen(everything, name)) if figure.origin}
    assert named == set(ORIGINS)
    assert all(figure.origin for figure in figures(everything))


@pytest.mark.parametrize(
    "key", ["funding.level", "funding.programme", "funding.year", "funding.field", "overview.states"]
)
@pytest.mark.parametrize("name", ["everything", "a municipality without own grants", "several at once"])
def test_each_bar_is_the_sum_of_its_rows(key: str, name: str, everything: Selection) -> None:
    exhibit, selection = next(found for found in EXHIBITS if found.key == key), chosen(everything, name)
    view = View(selection)
    (origin,), rows = origins_of(exhibit, view), exhibit.content(view).table
    table = published_table(selection.release_id, origin.table)
    asked = {name: [value] for name, value in origin.conditions}
    query = data_selection(table, selection, asked).query
    measure = "grant_eur" if origin.summed else "milestone_count"
    label = "label" if origin.summed else "state"
    for row in cells.records(rows):
        value = getattr(row, label)
        if units.is_unknown(value) or units.is_unknown(getattr(row, measure)):
            continue
        of_bar = {**asked, f"{origin.groups[0]}__exact": [str(value)]}
        total, count = totals(origin, data_selection(table, selection, of_bar).query)
        assert float(total if origin.summed else count) == pytest.approx(getattr(row, measure))  # type: ignore[arg-type]
    assert query.conditions


NOT_ROW_BY_ROW = {
    "a row is a group or an area": {
        *("overview.map", "map.grant_eur", "map.grant_per_head_eur", "map.project_count", "map.reached_count"),
        *(
            "funding.level",
            "funding.programme",
            "funding.year",
            "funding.field",
            "funding.municipality",
            "funding.flow",
        ),
        *("overview.states", "overview.compared", "confidence", "account.projects", "milestones.delays"),
        *("map.table", "municipalities.rows", "party.projects", "comparison.money", "comparison.fields"),
        *("comparison.results", "comparison.scatter", "comparison.matrix", "comparison.facts"),
        *("comparison.everything", "comparison.readings"),
    },
    "of all values the latest, or two of them": {
        *("indicators.map", "indicators.ranking", "indicators.changes", "map.indicator", "map.values"),
        "municipality.profile",
    },
    "of all rows of both Stände those that differ": {
        *("changes.steps", "changes.tables", "changes.projekte", "changes.foerderung", "changes.meilensteine"),
        *("changes.quellen", "changes.gemeinden", "changes.bevoelkerung", "changes.kennzahlen", "changes.indikatoren"),
    },
}
"""Charts, maps and tables whose rows are not those of the public table one by one, and why."""
FIBRE = {"thema": ["Breitband Haushalte"], "indikator": ["Haushalte mit Glasfaser (FTTB/H)"]}
VIEWS: list[dict[str, list[str]]] = [
    {"kommune": ["05978040"], "projekt": ["dos-2030"], "geldgeber": ["Land NRW"], **FIBRE},
    {"kommune": ["05978028"], "jahr": ["2021"], "suche": ["stadt glasfaser"], "orte": ["05978004,05978"], **FIBRE},
    {"ebene": ["Land"], "zuversicht": ["gering"], "von": ["2019-01-01"], "bis": ["2022-12-31"], "seite": ["2"]},
    {"zuversicht": ["keine Angabe"], "weitere": ["bb_hh_all_ge50_pct"], **FIBRE},
]


def test_behind_rows_stand_as_many_rows_of_the_public_table(everything: Selection) -> None:
    compared = set()
    for exhibit, asked in itertools.product((*EXHIBITS, *TABLES), VIEWS):
        try:
            view = address.view(exhibit, everything.release_id, asked)
        except address.AddressError:
            continue
        for origin in origins_of(exhibit, view):
            compared.add(exhibit.key)
            rows = exhibit.content(view).table
            # A timeline names projects without any milestone, too.
            shown = rows.milestone_id.count() if exhibit.kind == "timeline" else len(rows)
            behind = totals(origin, linked(origin, view.selection, exhibit.filters))[1]
            assert behind == shown or any(exhibit.key in keys for keys in NOT_ROW_BY_ROW.values()), exhibit.key
    assert compared == {found.key for found in (*EXHIBITS, *TABLES) if found.origin or found.origins}


def test_every_chart_map_and_table_knows_its_question_and_its_table(everything: Selection) -> None:
    known = {found.key: [*filter(None, (found.origin, *found.origins))] for found in (*EXHIBITS, *TABLES)}
    without = {key for key, origins in known.items() if not origins}
    of_two_dates = {"changes.run", "changes.possible"}
    of_the_release_itself = {"data.tables", "data.columns", "methodology.figures", "methodology.dictionary"}
    assert without == {"project.sources"} | of_two_dates | of_the_release_itself
    for origin in (*itertools.chain(*known.values()), *ORIGINS.values()):
        table = published_table(everything.release_id, origin.table)
        asked = data_selection(table, everything, {name: [value] for name, value in origin.conditions})
        assert not asked.problems, origin
        assert not origin.groups or set(origin.groups) <= set(table.names)
        assert all(published_table(everything.release_id, name) for name in origin.beside)
        found = sql(origin, everything.release_id)
        assert next(iter(found)) == origin.question
        assert len(found) > 1 or not table.is_derived


@pytest.mark.parametrize("name", ["projekte", "foerderung", "indikatoren"])
def test_behind_a_difference_stand_the_rows_of_both_staende(name: str, corrected_selection: Selection) -> None:
    (origin,) = origins_of(tables.by_key(f"changes.{name}"), View(corrected_selection))
    table = published_table(corrected_selection.release_id, origin.table)
    asked = data_selection(table, corrected_selection, {key: [value] for key, value in origin.conditions})
    assert not asked.problems
    stands = [day.date() for day in queries.stands(corrected_selection.release_id).stand_date]
    assert len(stands) == 2
    expected = {
        queries.version(replace(corrected_selection, stand=day)) if table.stand_column == "version_date" else day
        for day in stands
    }
    assert set(PublishedRows(asked.query).all()[table.stand_column].dt.date) == expected
    slug = tables.by_key(f"changes.{name}").slug
    groups = next(panels(opened("data", daten=table.name, woher=slug, **dict(origin.conditions))))
    assert all(f"{origin.groups[0]}__exact={day}" in str(groups["links"]) for day in expected)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("zuwendungen-je-kopf", "eigene-zuwendungen", {"": "funding_detail"}),
        ("bevoelkerung", "bevoelkerungsdichte", {"": "municipality"}),
        (
            "projekte",
            "ergebnisse",
            {"Projekte mit Beteiligung": "project_detail", "Erreichte Ergebnisse": "milestone_detail"},
        ),
        (
            "bevoelkerung",
            "ev_charging_points",
            {"Bevölkerung": "municipality", "Ladepunkte": "indicator_value"},
        ),
        ("ev_charging_points", "ev_charging_points", {"": "indicator_value"}),
    ],
)
def test_two_measures_lead_to_the_rows_of_both_and_to_no_other(
    x: str, y: str, expected: dict[str, str], everything: Selection
) -> None:
    exhibit, view = exhibits.by_key("comparison.scatter"), View(everything, (("x", x), ("y", y)))
    origins = origins_of(exhibit, view)
    assert {label: origin.table for origin, label in origins.items()} == expected
    for origin in origins:
        known = origin_by_name(exhibit.slug, origin.table)
        assert known
        assert set(known.conditions) <= set(origin.conditions)
        assert totals(origin, linked(origin, everything, exhibit.filters))[1]


def test_where_a_place_lies_is_told_by_its_own_rows(everything: Selection) -> None:
    place = replace(everything, municipalities=("05978024",))
    (origin,) = origins_of(exhibits.by_key("municipality.place"), View(place))
    assert origin.conditions == (("region_ags__exact", "05978024"),)
    (project,) = origins_of(exhibits.by_key("project.place"), View(everything, (("projekt", "dos-2030"),)))
    assert project.conditions == (("project_id__exact", "dos-2030"),)


def test_the_page_behind_a_figure_says_rule_sum_sql_rows_and_their_places() -> None:
    test = opened(
        "data",
        {"kommune": ["05978024"]},
        daten="funding_detail",
        woher="eigene-zuwendungen",
        is_counted__exact="true",
        kind__exact="Zuwendung",
        attribution__exact="single",
    )
    assert not test.exception
    assert not notices(test)
    html = next(text for text in texts_of(test) if "Woher die Zahl kommt" in text)
    selection = Selection(db.current_release(), queries.release(db.current_release()).stand_date.date(), ("05978024",))
    assert unbroken(units.euro(queries.funding_totals(selection).single_eur)) in html
    assert "create table funding_detail" in html
    assert "counting &lt;&gt;" in html
    assert "Nur solche Beträge gehen in Summen ein." in html
    panel = next(data for data in panels(test) if "input_file" in data["names"])
    places = dict(zip(panel["names"], panel["rows"][0], strict=True))
    assert places["input_file"].endswith("foerderung.csv")
    assert places["input_line"].isdigit()
    assert panel["links"][panel["names"].index("source_publisher")][0].startswith("http")


def test_what_an_address_asks_for_is_text_behind_a_figure() -> None:
    conditions = {"is_counted__exact": "true", "kind__exact": "Zuwendung", "attribution__exact": "single"}
    test = opened(
        "data", daten="funding_detail", woher="eigene-zuwendungen", recipient__contains="<img src=x>", **conditions
    )
    html = next(text for text in texts_of(test) if "Woher die Zahl kommt" in text)
    assert "<img" not in html
    assert "„&lt;img src=x&gt;“" in html


def test_a_name_that_nobody_knows_is_said() -> None:
    test = opened("data", daten="funding_detail", woher="irgendwoher")
    assert "irgendwoher" in notices(test)[0]


@pytest.mark.parametrize("left_out", ["is_counted__exact", "kind__exact", "attribution__exact"])
def test_other_rows_are_never_summed_by_the_name_of_a_figure(left_out: str) -> None:
    conditions = {"is_counted__exact": "true", "kind__exact": "Zuwendung", "attribution__exact": "single"}
    del conditions[left_out]
    test = opened("data", daten="funding_detail", woher="eigene-zuwendungen", **conditions)
    (notice,) = notices(test)
    assert "mehr Zeilen als die, aus denen" in notice
    assert not any("Woher die Zahl kommt" in text for text in texts_of(test))


def test_rows_of_every_figure_can_be_read(everything: Selection) -> None:
    for origin in ORIGINS.values():
        table = published_table(everything.release_id, origin.table)
        query = data_selection(table, everything, {name: [value] for name, value in origin.conditions}).query
        rows = PublishedRows(query)
        assert len(rows.all()) == rows.count
