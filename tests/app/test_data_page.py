"""The page of data: its address is that of the files, whatever is filtered, and what cannot be asked is said on top."""

import csv
import io
import json
import re
import sqlite3
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyogrio
import pytest

from app.data.published import TableQuery, count, published_table, published_tables
from app.data.published.rows import PublishedRows, few_values
from app.data.selection import Selection
from app.exhibits.address_parameters import pairs, read_parameters
from app.exhibits.data_selection import DataSelection, data_selection
from app.exhibits.origins import origin_by_name
from app.files.table_files import about, possible_kinds, rows_of, table_file
from app.surfaces.data_filter import data_filter
from app.surfaces.streamlit.parts import data
from tests.app.asking import ask
from tests.app.test_pages import notices, opened, panels, texts_of

CONDITIONS = {
    "funding_detail": {"funder_level__in": "Bund,Land", "amount_eur__greater": "100000", "is_counted__exact": "true"},
    "milestone_detail": {"title__contains": "glas", "due_first_date__less": "2024-12-31"},
    "indicator_value": {"region_ags__in": "05978024", "value__less": "50", "suche": "2021"},
    "project_detail": {"areas__contains": "Lünen"},
    "municipality": {"name__contains": "en"},
}


def asked(everything: Selection, name: str, parameters: dict[str, str]) -> DataSelection:
    table = published_table(everything.release_id, name)
    return data_selection(table, everything, {key: [value] for key, value in parameters.items()})


def file_of(query: TableQuery, kind: str) -> bytes:
    return b"".join(table_file(query, kind).pieces)


@pytest.mark.parametrize(("name", "parameters"), CONDITIONS.items(), ids=CONDITIONS)
def test_the_page_shows_the_rows_of_its_files(name: str, parameters: dict[str, str], everything: Selection) -> None:
    test = opened("data", daten=name, **parameters)
    assert not test.exception
    assert not notices(test)
    panel = next(iter(panels(test)))
    expected = asked(everything, name, parameters)
    rows = list(rows_of(expected.query))
    assert 0 < len(rows) < count(TableQuery(name, everything))
    assert len(panel["rows"]) == min(len(rows), 100 if len(rows) > 250 else len(rows))
    kinds = possible_kinds(expected.query, len(rows))
    assert len(panel["files"]) == len(kinds)
    written = next(parse_qs(href.partition("?")[2]) for href in panel["files"].values())
    assert {key: values[0] for key, values in written.items() if key in parameters} == parameters
    assert any("Gefiltert nach" in text for text in texts_of(test))


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"daten": "foerderung"}, "Eine Tabelle „foerderung“ gibt es nicht."),
        ({"daten": "funding", "betrag__exact": "1"}, "hat keine Spalte „betrag“"),
        ({"daten": "funding", "amount_eur__exact": "1.000,50"}, "Erwartet wird eine Zahl"),
        ({"daten": "funding", "amount_eur__contains": "1"}, "lässt sich mit „contains“ nicht fragen"),
        ({"daten": "funding", "unsinn": "1"}, "„unsinn“"),
        ({"amount_eur__exact": "1"}, "„amount_eur__exact“"),
    ],
)
def test_what_cannot_be_asked_is_said_on_top_and_changes_nothing(parameters: dict[str, str], said: str) -> None:
    test = opened("data", **parameters)
    assert not test.exception
    (warning,) = notices(test)
    assert said in re.sub(r"\\|:color\[|\]", "", warning)
    assert next(iter(panels(test)))["rows"]


def test_every_table_is_listed_and_opens(everything: Selection) -> None:
    (panel,) = panels(opened("data"))
    names = [table.name for table in published_tables(everything.release_id)]
    assert [row[0].partition("(")[2].rstrip(")") for row in panel["rows"]] == names
    assert panel["links"][0] == [f"/daten?daten={name}" for name in names]
    for name in names:
        assert PublishedRows(TableQuery(name, everything)).page(1, size=3).shape[0] <= 3
    told = set(list(panels(opened("data", daten="funding")))[-1]["labels"])
    assert {"Spalte", "Name in Dateien", "Bedeutung", "Typ"} <= told


def test_filters_of_the_pages_act_where_they_mean_something() -> None:
    test = opened("data", {"kommune": ["05978024"]}, daten="funding_detail")
    assert any("Aktiver Filter" in text for text in texts_of(test))
    panel = next(iter(panels(test)))
    assert all("kommune=05978024" in href for href in panel["files"].values())
    idle = opened("data", {"kommune": ["05978024"]}, daten="dataset")
    assert any("ohne Wirkung" in text for text in texts_of(idle))
    assert not any("kommune" in href for href in next(iter(panels(idle)))["files"].values())


def test_sorting_and_turning_pages_keeps_every_row(everything: Selection) -> None:
    rows = PublishedRows(TableQuery("indicator_value", everything))
    pages = [rows.page(number, ("value", True)) for number in range(1, -(-rows.count // 100) + 1)]
    values = [value for page in pages for value in page["value"]]
    assert len(values) == rows.count
    known = [value for value in values if value == value]
    assert known == sorted(known, reverse=True)


def test_rows_without_a_name_have_no_address_of_their_own(everything: Selection) -> None:
    origin = origin_by_name("zuwendungen-nach-programm", "funding_detail")
    assert origin
    addresses = [
        data._rows_address(origin, asked(everything, "funding_detail", {}), {"programme": name}) for name in ("P", None)
    ]
    assert "programme__exact=P" in addresses[0]
    assert addresses[1] == ""


def test_the_form_holds_every_column_and_sends_the_parameters_of_files(everything: Selection) -> None:
    for table in published_tables(everything.release_id):
        found = data_selection(table, everything, {})
        shown = data_filter(found, few_values(table.name, everything), "/daten")
        named = {name.partition("__")[0] for name in re.findall(r' name="(\w+__\w+)"', shown)}
        assert named == {column.name for column in table.columns if column.kind != "shape"}
        days = {column.name for column in table.columns if column.kind == "date"}
        assert {name.partition("__")[0] for name in re.findall(r'<input type="date" name="(\w+)"', shown)} <= days
    hostile = asked(everything, "funding", {"recipient__contains": '"><script>', "suche": "</form>"})
    assert "<script>" not in data_filter(hostile, {}, "/daten")


def test_what_can_be_chosen_are_the_few_values_of_a_column_in_their_order(everything: Selection) -> None:
    found = [
        values
        for table in published_tables(everything.release_id)
        for values in few_values(table.name, everything).values()
    ]
    assert len(found) > 10
    for values in found:
        assert list(values) == sorted(set(values))
        assert 1 < len(values) <= 12


def test_every_value_can_be_chosen_whatever_stands_in_it(everything: Selection) -> None:
    values = ("c", "a, b", 'the "great" one', '"', '"a",b', " at the edge ")
    form = data_filter(asked(everything, "funding", {}), {"recipient": values}, "/daten")
    sent = [unescape(value) for value in re.findall(r'name="recipient__in" value="([^"]*)"', form)]
    found = data_selection(published_table(everything.release_id, "funding"), everything, {"recipient__in": sent})
    condition = found.condition("recipient", "in")
    assert condition and condition.values == values
    shown = data_filter(found, {"recipient": (*values, "d")}, "/daten")
    assert [unescape(value) for value in re.findall(r'value="([^"]*)" checked', shown)] == sent


def test_an_address_keeps_its_conditions_and_drops_what_is_empty(everything: Selection) -> None:
    meant = read_parameters(
        everything.release_id, pairs("daten=funding&kind__in=Zuwendung&amount_eur__less=&kommune=Lünen")
    )
    assert meant.parameters == {"daten": ["funding"], "kind__in": ["Zuwendung"], "kommune": ["05978024"]}
    assert not meant.unknown_names


def test_a_geopackage_opens_in_gis_programs_with_all_values(everything: Selection, tmp_path: Path) -> None:
    query = asked(everything, "latest_population", {"region_ags__in": "05,05978004,05978024"}).query
    file = tmp_path / "found.gpkg"
    file.write_bytes(file_of(query, "geopackage"))
    info = pyogrio.read_info(file)
    assert (info["features"], info["crs"]) == (count(query), "EPSG:4326")
    shapes = json.loads(file_of(query, "geojson"))["features"]
    frame = pyogrio.read_dataframe(file)
    assert [None if shape is None else shape.geom_type for shape in frame.geometry] == [
        shape["geometry"] and shape["geometry"]["type"] for shape in shapes
    ]
    assert list(frame.population_count) == [shape["properties"]["population_count"] for shape in shapes]
    assert frame.reference_date.dt.date.astype(str).tolist() == [s["properties"]["reference_date"] for s in shapes]
    with sqlite3.connect(file) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        (description,) = database.execute("select description from gpkg_contents").fetchone()
        words = about(query)
        assert description == "\n".join((words.subtitle, *words.filters, words.source_line, words.licence))


def test_a_description_goes_beside_files_that_cannot_hold_one(everything: Selection) -> None:
    said: dict[str, Any] = json.loads(file_of(TableQuery("funding", everything), "metadata"))
    assert said["licence"]
    assert said["sources"][0]["title"]
    assert [column["name"] for column in said["columns"]] == list(
        published_table(everything.release_id, "funding").names
    )
    assert table_file(TableQuery("funding", everything), "metadata").name.endswith(".metadata.json")


def test_columns_of_a_table_are_a_file_too() -> None:
    answer = ask("/api/daten/spalten.csv?daten=funding")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    assert ["amount_eur" in row for row in rows].count(True) == 1
    assert ask("/api/daten/spalten.csv?daten=nix").status == 404


@pytest.mark.parametrize("name", ["funding_detail", "municipality"])
def test_files_at_the_addresses_of_the_page_hold_its_rows(name: str, everything: Selection) -> None:
    found = asked(everything, name, CONDITIONS[name])
    expected = json.loads(file_of(found.query, "json"))["rows"]
    for kind in possible_kinds(found.query, len(expected)):
        answer = ask(found.file(kind))
        assert answer.status == 200, kind
        if kind == "json":
            assert json.loads(answer.body)["rows"] == expected
        if kind == "csv":
            assert len(list(csv.reader(io.StringIO(answer.text, newline="")))) == len(expected) + 1
