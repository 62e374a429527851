"""Data files of a chart: four kinds of tables, the same rows to the cent, whatever text stands in them."""

import csv
import datetime as dt
import io
import json
import math
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app import exhibits
from app.data import period, queries
from app.data.selection import Selection
from app.exhibits import EXHIBITS, Exhibit, ExhibitContent, Locator, View, captions, tables
from app.files import data_files, text_files
from app.files.plotly_file import plotly_file
from app.files.text_files import as_json, csv_for_excel, csv_for_machines, metadata
from app.files.typed_rows import value_of
from app.files.workbook import workbook
from app.words import cells, units
from app.words.text import t
from tests.app.asking import ask
from tests.app.test_exhibits import OF_EACH_KIND, view
from tests.app.test_export import RISKY, TEXTS

STAND = dt.date(2026, 11, 23)
NUMBERS = {exhibit.key for exhibit in EXHIBITS} - {"project.place", "municipality.place"}


def of_excel(content: bytes, count: int) -> list[list[str]]:
    """Cells of the rows, without head and foot."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))[1 : count + 1]


def of_machine(content: bytes) -> list[dict[str, str]]:
    assert not content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def of_workbook(content: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(io.BytesIO(content))["Daten"]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]


def number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def near(value: float | None) -> Any:
    """The number as a workbook holds it: Excel knows 15 digits."""
    return None if value is None else pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("exhibit", OF_EACH_KIND, ids=lambda exhibit: exhibit.key)
def test_all_four_files_hold_the_numbers_of_the_table(exhibit: Exhibit, everything: Selection) -> None:
    asked = exhibit.whole(view(exhibit, everything))
    shown = exhibit.content(asked)
    # What people open: a workbook is slow to write and to read, so some exhibits have one and the others text.
    is_book = OF_EACH_KIND.index(exhibit) % 2 == 0
    made = {
        kind: data_files.data_file(exhibit, asked, kind).content for kind in ("csv", "json", ("excel", "xlsx")[is_book])
    }
    names = [column.name for column in data_files.content(shown, for_people=True).columns]
    machine, rows = of_machine(made["csv"]), json.loads(made["json"])["rows"]
    opened = of_workbook(made["xlsx"]) if is_book else of_excel(made["excel"], len(shown.table))
    assert len(machine) == len(rows) == len(opened) == len(shown.table) > 0
    # A step of confidence is a word to people.
    numeric = [name for name in names if cells.is_number(shown.table[name])]
    assert numeric or exhibit.key not in NUMBERS
    for name in numeric:
        expected = [None if units.is_unknown(value) else float(value) for value in shown.table[name]]
        assert [number(row[name]) for row in machine] == expected
        assert [row[name] for row in rows] == expected
        if name != "confidence_step":  # people read its word
            place = names.index(name)
            found = [row[place] if is_book else number(row[place]) for row in opened]
            assert found == [near(value) for value in expected] if is_book else expected


def test_a_file_is_named_after_what_it_holds(everything: Selection) -> None:
    exhibit = exhibits.by_key("funding.municipality")
    asked = View(everything)
    assert [data_files.data_file(exhibit, asked, kind).name for kind in data_files.KINDS] == [
        "zuwendungen-nach-kommune_2026-11-23_excel.csv",
        "zuwendungen-nach-kommune_2026-11-23.csv",
        "zuwendungen-nach-kommune_2026-11-23.xlsx",
        "zuwendungen-nach-kommune_2026-11-23.json",
        "zuwendungen-nach-kommune_2026-11-23.plotly.json",
        "zuwendungen-nach-kommune_2026-11-23.metadata.json",
        "zuwendungen-nach-kommune_2026-11-23.parquet",
        "zuwendungen-nach-kommune_2026-11-23.zip",
    ]


# What all of them hold to explore them is in test_snapshot.py.
@pytest.mark.parametrize("exhibit", OF_EACH_KIND, ids=lambda exhibit: exhibit.key)
def test_a_chart_is_a_figure_that_plotly_takes_and_no_map_is(exhibit: Exhibit, everything: Selection) -> None:
    asked = view(exhibit, everything)
    if exhibit.kind in ("map", "locator"):
        with pytest.raises(data_files.NoFigureError, match="Karten nicht"):
            data_files.data_file(exhibit, asked, "plotly")
        return
    figure = go.Figure(json.loads(data_files.data_file(exhibit, asked, "plotly", "https://monitor.example").content))
    about = captions.about(exhibit, asked, "https://monitor.example")
    meta = figure.layout.meta
    assert (meta["title"], meta["source"], meta["stand"]) == (about.title, about.source_line, "2026-11-23")
    assert (meta["release_id"], meta["permalink"]) == (everything.release_id, about.permalink)
    assert meta["fingerprint"] == exhibits.fingerprint(exhibit.content(asked))
    named = [trace.name for trace in figure.data if trace.showlegend]
    assert len(named) == len(set(named))


def test_no_file_holds_a_number_that_json_does_not_know(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit, asked = exhibits.by_key("funding.year"), View(everything)
    about, chart = captions.about(exhibit, asked), exhibits.chart(exhibit.content(asked), asked)
    assert chart is not None
    figure = {"data": [{"name": "", "type": "bar", "x": [math.nan]}], "layout": {"margin": {}, "font": {}}}
    monkeypatch.setattr("app.charts.plotly_figure.figure", lambda _: figure)
    rows = data_files.Content((data_files.Column("x", "x", ""),), ((math.inf,),))
    for made in (plotly_file(chart, about, ""), as_json(rows, metadata(rows, about, exhibit, "", []))):
        assert not re.search(rb"NaN|Infinity", made)


def test_json_says_what_the_rows_are(everything: Selection) -> None:
    exhibit = exhibits.by_key("map.grant_per_head_eur")
    found = json.loads(data_files.data_file(exhibit, View(everything), "json", "https://monitor.example").content)
    meta = found["meta"]
    assert meta["title"] == captions.title(exhibit, View(everything), exhibit.content(View(everything)))
    assert meta["stand"] == "2026-11-23"
    assert meta["release_id"] == everything.release_id
    assert meta["fingerprint"] == exhibits.fingerprint(exhibit.content(View(everything)))
    assert meta["permalink"].startswith("https://monitor.example/b/karte-")
    assert {source["dataset_id"] for source in meta["sources"]} == {"projekte", "bevoelkerung", "grenzen"}
    assert meta["columns"] == [
        {"name": "municipality_ags", "label": "Amtlicher Gemeindeschlüssel", "unit": None},
        {"name": "name", "label": "Name", "unit": None},
        {"name": "grant_per_head_eur", "label": "Eigene Zuwendungen je Kopf", "unit": "€ je Kopf"},
    ]
    assert found["rows"][0] == {"municipality_ags": "05978004", "name": "Bergkamen", "grant_per_head_eur": None}


def test_a_workbook_says_what_was_chosen_and_where_it_comes_from(everything: Selection) -> None:
    exhibit = exhibits.by_key("municipality.population")
    asked = view(exhibit, everything)
    book = load_workbook(io.BytesIO(data_files.data_file(exhibit, asked, "xlsx").content))
    assert book.sheetnames == ["Daten", "Filter", "Quellen", "Lizenz"]
    data = book["Daten"]
    assert data.freeze_panes == "A2"
    assert (data["A2"].value, data["A2"].number_format) == (dt.datetime(2005, 12, 31), "dd.mm.yyyy")
    assert (data["B2"].value, data["B2"].number_format) == (49730, "#,##0")
    assert all(data.column_dimensions[letter].width >= 10 for letter in "ABCD")
    said = {row[0].value: row[1].value for row in book["Filter"].iter_rows(min_row=2)}
    assert said["Stand"] == dt.datetime(2026, 11, 23)
    assert said["Veröffentlichung"] == everything.release_id
    datasets = queries.datasets(everything)
    (source,) = cells.records(datasets[datasets.dataset_id == "bevoelkerung"])
    for sheet, names in (
        ("Quellen", ("title", "publisher", "note", "url", "latest_date")),
        ("Lizenz", ("title", "licence", "licence_url")),
    ):
        head, row = book[sheet].iter_rows(values_only=True)
        assert head == tuple(t(f"column.{name}") for name in names)
        assert row == tuple(getattr(source, name) for name in names)
    (said_of_source,) = json.loads(data_files.data_file(exhibit, asked, "json").content)["meta"]["sources"]
    assert said_of_source == {
        name: value_of(getattr(source, name))
        for name in ("dataset_id", "title", "publisher", "licence", "licence_url", "note", "url")
    } | {"latest_date": source.latest_date.date().isoformat()}


@pytest.mark.parametrize(
    ("unit", "values", "number_format"),
    [
        ("Anzahl", [5.0, 1200.0, None], "#,##0"),
        ("Anzahl", [5, 12], "#,##0"),
        ("Anzahl", [5.0, 2.5], "#,##0.0"),
        ("Anzahl", [0.1 + 0.2, 1 / 3], "#,##0.00"),
        ("%", [97.0, 12.5], '#,##0.0\\ "%"'),
        ("%", [None], '#,##0\\ "%"'),
    ],
)
def test_an_indicator_has_the_decimals_that_its_values_have(
    unit: str, values: list[float | None], number_format: str, everything: Selection
) -> None:
    content = data_files.Content(
        (data_files.Column("value", "Wert", unit),), tuple((value,) for value in [*values, 1.0])
    )
    data = load_workbook(io.BytesIO(workbook(content, any_words(everything), [])))["Daten"]
    assert {cell.number_format for (cell,) in data.iter_rows(min_row=2) if cell.value is not None} == {number_format}


def test_every_column_of_a_workbook_has_the_format_of_its_own_unit(everything: Selection) -> None:
    formats = {
        **{"name": "General", "value": "#,##0.0", "grant_eur": '#,##0.00\\ "€"', "area_km2": "#,##0.00"},
        **{"project_count": "#,##0", "corrected_date": "dd.mm.yyyy"},
    }
    columns = tuple(data_files.Column(name, name, "") for name in formats)
    content = data_files.Content(columns, (("A", 2.5, 10, 44.9, 3, STAND), ("B", None, 1.25, 1, 2, STAND)))
    data = load_workbook(io.BytesIO(workbook(content, any_words(everything), [])))["Daten"]
    assert [cell.number_format for cell in data[2]] == list(formats.values())


def test_a_heading_of_a_workbook_says_its_unit_once(everything: Selection) -> None:
    columns = (
        ("grant_eur", "Zuwendungen", "€"),
        ("late_months", "Verzug, Monate zusammen", "Monate"),
        ("name", "Name", ""),
    )
    content = data_files.Content(tuple(data_files.Column(*column) for column in columns), ())
    data = load_workbook(io.BytesIO(workbook(content, any_words(everything), [])))["Daten"]
    assert [cell.value for cell in data[1]] == ["Zuwendungen (€)", "Verzug, Monate zusammen", "Name"]


@pytest.mark.parametrize(("units_of", "expected"), [(["%", "%"], "%"), (["%", "Anzahl"], ""), (["%", None], "%")])
def test_values_of_several_units_have_none_together(units_of: list[str | None], expected: str) -> None:
    table = pd.DataFrame({"value": [1.0, 2.0], "unit": units_of})
    (column,) = data_files.content(ExhibitContent(table, ("value",), Locator(())), for_people=True).columns
    assert column.unit == expected


@pytest.mark.parametrize("key", ["municipality_ags", "region_ags", "project_id"])
def test_the_key_of_a_row_stands_in_front_for_machines_and_behind_for_people(key: str) -> None:
    shown = ExhibitContent(pd.DataFrame({"title": ["a"], key: ["1"]}), ("title",), Locator(()))
    names = [
        [column.name for column in data_files.content(shown, for_people=people).columns] for people in (False, True)
    ]
    assert names == [[key, "title"], ["title", key]]


def test_a_span_is_two_numbers_and_a_month_is_a_text_that_excel_leaves_alone() -> None:
    names = ("due", "delay_days", "shift_days")
    table = pd.DataFrame(
        {
            "due": ["2026-05-17", "2026-05"],
            **{"delay_days": [12, None], "delay_months": [None, 2], "shift_days": [None, 3], "shift_months": [1, None]},
        }
    )
    shown = data_files.content(ExhibitContent(table, names, None), for_people=True)
    assert [column.name for column in shown.columns] == [
        *("due", "delay_days", "delay_months", "shift_days", "shift_months")
    ]
    assert shown.rows == (("2026-05-17", 12.0, None, None, 1.0), ("2026-05", None, 2.0, 3.0, None))


def test_a_month_in_a_workbook_stays_a_text_when_somebody_edits_it(everything: Selection) -> None:
    made = data_files.data_file(tables.by_key("milestones.rows"), View(everything), "xlsx").content
    sheet = load_workbook(io.BytesIO(made))["Daten"]
    months = [cell for row in sheet for cell in row if re.fullmatch(r"\d{4}-\d{2}", str(cell.value))]
    assert months
    assert {(cell.data_type, cell.number_format) for cell in months} == {("s", "@")}


def test_a_day_before_1901_stays_a_text_in_a_workbook(everything: Selection) -> None:
    rows = (("1900-12-31",), ("1901-01-01",))
    content = data_files.Content((data_files.Column("due", "Termin", ""),), rows)
    data = load_workbook(io.BytesIO(workbook(content, any_words(everything), [])))["Daten"]
    # In the calendar of Excel 1900 has a day too many.
    assert [data["A2"].value, data["A3"].value] == ["1900-12-31", dt.datetime(1901, 1, 1)]


def test_what_was_chosen_stands_in_one_cell_of_a_workbook(everything: Selection) -> None:
    words = replace(any_words(everything), filters=("Suche: Förderung: Teil 2",))
    book = load_workbook(io.BytesIO(workbook(data_files.Content((), ()), words, [])))
    assert ("Suche", "Förderung: Teil 2") in list(book["Filter"].iter_rows(values_only=True))


def test_a_workbook_of_too_many_rows_is_refused(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    table, count = tables.by_key("milestones.rows"), queries.milestone_rows(everything).count
    monkeypatch.setattr(data_files, "MOST_ROWS", {"xlsx": count - 1, "excel": count, "json": count - 1})
    with pytest.raises(data_files.TooManyRowsError, match=f"hat {count} Zeilen"):
        data_files.data_file(table, View(everything), "xlsx")
    answer = ask("/api/daten/alle-meilensteine.xlsx")
    assert (answer.status, ask("/api/daten/alle-meilensteine.csv").status) == (400, 200)
    assert "höchstens" in answer.text
    assert (text := ask("/api/daten/alle-meilensteine.json")).status == 400
    assert f"hat {count} Zeilen; in eine Datei schreiben wir höchstens {count - 1}." in text.text


def test_a_file_for_excel_ends_with_what_it_is_and_under_which_licence(everything: Selection) -> None:
    exhibit, asked = exhibits.by_key("funding.level"), View(everything.of("05978024"))
    about = captions.about(exhibit, asked)
    lines = list(
        csv.reader(
            io.StringIO(data_files.data_file(exhibit, asked, "excel").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    end = [about.title, about.subtitle, *about.filters, about.source_line, about.licence, about.permalink]
    assert lines[-len(end) - 1 :] == [[], *([line] for line in end)]
    assert "Kommune: Lünen" in end
    assert about.licence


def test_a_text_that_no_cell_can_hold_says_that_it_is_cut(everything: Selection) -> None:
    text = "x" * 40_000
    content = content_of([(text, 1), ("y" * 32_767, 1)])
    first, second = (row[0] for row in of_workbook(workbook(content, any_words(everything), [])))
    assert len(first) == 32_767
    assert first.endswith("x … [gekürzt; der ganze Text steht in den Dateiarten CSV und JSON]")
    assert second == "y" * 32_767
    assert of_machine(machine_csv(content))[0]["title"] == text


def test_the_same_rows_give_the_same_workbook(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit = exhibits.by_key("funding.level")
    first = data_files.data_file(exhibit, View(everything), "xlsx").content
    # A later hour: nothing of it may be in the file.
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 0, 1, 0))
    assert data_files.data_file(exhibit, View(everything), "xlsx").content == first


# Texts that no one would wish for

ANYTHING = st.one_of(st.none(), TEXTS, RISKY, st.sampled_from(["'", "''", "'=1", "=1", "00012", "1e5", "ja", "NULL"]))
CELLS = st.lists(st.tuples(ANYTHING, st.one_of(st.none(), st.integers(-(10**14), 10**14))), min_size=1, max_size=6)


def content_of(rows: list[tuple[Any, Any]]) -> data_files.Content:
    table = pd.DataFrame(
        {
            "title": pd.Series([row[0] for row in rows], dtype=object),
            "grant_eur": pd.Series([None if row[1] is None else row[1] / 100 for row in rows], dtype="float64"),
        }
    )
    return data_files.content(ExhibitContent(table, ("title", "grant_eur"), Locator(())), for_people=False)


def machine_csv(content: data_files.Content) -> bytes:
    return b"".join(csv_for_machines([column.name for column in content.columns], content.rows))


def any_words(everything: Selection) -> captions.About:
    return captions.about(exhibits.by_key("funding.level"), View(everything))


@given(rows=CELLS)
@settings(max_examples=30)
def test_a_file_for_machines_gives_every_text_back(rows: list[tuple[Any, Any]]) -> None:
    found = of_machine(machine_csv(content_of(rows)))
    assert [row["title"] for row in found] == [row[0] or "" for row in rows]
    assert [number(row["grant_eur"]) for row in found] == [None if row[1] is None else row[1] / 100 for row in rows]


@given(rows=CELLS)
@settings(max_examples=25, deadline=None)
def test_no_text_of_a_workbook_is_a_formula(rows: list[tuple[Any, Any]], everything: Selection) -> None:
    content = workbook(content_of(rows), any_words(everything), [])
    cells = list(load_workbook(io.BytesIO(content))["Daten"].iter_rows(min_row=2))
    assert not any(cell.data_type == "f" for row in cells for cell in row)
    # Empty rows at the end are none.
    expected = [near(None if row[1] is None else row[1] / 100) for row in rows]
    assert [row[1].value for row in cells] == expected[: len(cells)]
    assert all(value in (None, "") for row in rows[len(cells) :] for value in row)


@given(rows=CELLS)
@settings(max_examples=25, deadline=None)
def test_no_text_of_a_file_for_excel_is_a_formula(rows: list[tuple[Any, Any]]) -> None:
    found = of_excel(b"".join(csv_for_excel(content_of(rows).rows, ["title", "grant_eur"], [])), len(rows))
    assert not any(text_files.is_formula(row[0]) for row in found)
    assert [number(row[1]) for row in found] == [None if row[1] is None else row[1] / 100 for row in rows]


def test_values_keep_their_kind() -> None:
    table = pd.DataFrame(
        {
            "title": ["a"],
            "areas": [["Kamen", "Lünen"]],
            "is_counted": [True],
            "corrected_date": pd.to_datetime(["2026-11-23"]),
            "project_count": [3],
            "grant_eur": [0.1 + 0.2],
        }
    )
    found = data_files.content(ExhibitContent(table, tuple(table.columns), Locator(())), for_people=False)
    assert found.rows == (("a", ["Kamen", "Lünen"], True, STAND, 3, 0.1 + 0.2),)
    text = machine_csv(found).decode().splitlines()[1]
    assert text == 'a,"[""Kamen"",""Lünen""]",true,2026-11-23,3,0.30000000000000004'


def test_days_and_months_of_a_delay_are_numbers_of_their_own(everything: Selection) -> None:
    shown = exhibits.by_key("project.milestones").content(view(exhibits.by_key("project.milestones"), everything))
    found = data_files.content(shown, for_people=True)
    names = [column.name for column in found.columns]
    assert names[names.index("delay_days") + 1] == "delay_months"
    assert [row[names.index("delay_months")] for row in found.rows] == [None, None, 4, None]
    assert [row[names.index("state")] for row in found.rows] == ["erreicht", "erreicht", "erreicht", "geplant"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2022-12", "2022-12 (Monat)"),
        ("Dezember 2022", "Dezember 2022 (Monat)"),
        *((text, text) for text in ("DOS 2030", "Kreishaushalt 2016", "2022-13", "2022-Q3", "im Mai 2023")),
    ],
)
def test_only_months_are_marked_as_months(text: str, written: str) -> None:
    assert text_files.cell(text) == written


@pytest.mark.parametrize(
    ("first", "last"), [("2026-01-01", "2031-12-31"), ("20260101", ""), ("", "2026-W48-6"), ("1850-01-01", "")]
)
def test_a_period_of_a_file_is_one_that_its_page_can_show(first: str, last: str, everything: Selection) -> None:
    with pytest.raises(ValueError):
        period.between(everything, first, last)
