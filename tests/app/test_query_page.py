"""The page for queries: the answer as a table, charts and files, its address, and the switch that turns it off."""

import asyncio
import csv
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import openpyxl
import pyarrow.parquet as pq
import pytest
import streamlit
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app.data import db
from app.data.console import limits
from app.data.console.examples import examples
from app.data.console.pool import POOL
from app.data.selection import Selection
from app.exhibits import map_data, query_charts
from app.exhibits.model import View
from app.exhibits.query_result import QueryResult, result
from app.surfaces.streamlit.parts import console
from app.web.api import answers
from app.words import cells, units
from app.words.text import prose
from tests.app.asking import ask, asked
from tests.app.test_pages import components, notices, opened, panels, texts_of

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
MONEY = "select 'Förderung' as was, 1234567.05::decimal(14, 2) as summe_eur, 3 as anzahl union all select 'Land', 7.55, null order by anzahl"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """More time than a query has in the dashboard: machines of tests are busy."""
    monkeypatch.setattr(POOL, "_seconds", 60)


def answered(query: str) -> QueryResult:
    return result(POOL.run(db.current_release(), query))


def cell_texts(found: QueryResult) -> list[list[str]]:
    return [[cells.cell_text(name, row) for name in found.columns] for row in cells.records(found.frame)]


# The table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1234567.05::decimal(14, 2) as summe_eur", "1.234.567,05 €"),
        ("97.54 as anteil_pct", "97,5 %"),
        ("0.1 + 0.2::double as x", "0,3"),
        ("123456 as anzahl", "123.456"),
        ("2024 as jahr", "2024"),
        ("2024 as nummer", "2024"),
        ("date '2026-11-23' as tag", "23.11.2026"),
        ("timestamp '2026-11-23 10:00' as zeit", "2026-11-23 10:00:00"),
        ("true as w", "ja"),
        ("null as nichts", "keine Angabe"),
        ("['a', 'b'] as liste", "a, b"),
        ("repeat('x', 6000) as lang", f"{'x' * 5000} …"),
        ("'x' as summe_eur", "x"),
        ("'infinity'::double as summe_eur", "inf"),
        ("1e300 as summe_eur", "1e+300"),
        ("sum(i)::hugeint as n from range(3) t(i)", "3"),
    ],
)
def test_a_value_stands_there_in_german(value: str, text: str) -> None:
    assert cell_texts(answered(f"select {value}"))[0][0] == text


def test_columns_are_called_as_in_the_query_and_no_two_alike() -> None:
    query = 'select 1 as a, 2 as a, 3 as "<b>"'
    assert list(answered(query).labels.values()) == ["a", "a (2)", "<b>"]
    for kind, header in (("excel", "a;a (2);<b>"), ("csv", "a,a (2),<b>")):
        assert file_of(kind, query).decode("utf-8-sig").splitlines()[0] == header


# Charts


@pytest.mark.parametrize(
    ("example", "kinds"),
    [
        ("Die zehn Programme mit den höchsten Zuwendungen", {"bars", "points"}),
        ("Einwohnerzahl und Zahl der Projekte jeder Kommune", {"bars", "points", "map"}),
        ("Haushalte mit mindestens 50 Mbit/s im Kreis, im Land und in Deutschland", {"lines"}),
        ("Kommunen, die an denselben Projekten arbeiten", set()),
        ("Meilensteine nach ihrem Zustand", {"bars"}),
        ("Zuwendungen nach dem Jahr der Bewilligung und der Ebene des Geldgebers", {"lines"}),
        ("Zuwendungen, die eine Kommune allein bekommen hat", {"bars", "map"}),
    ],
)
def test_an_example_is_drawn_with_its_figures_in_words(example: str, kinds: set[str], everything: Selection) -> None:
    query = next(found.query for found in examples() if found.title == example)
    found = answered(query)
    assert set(query_charts.drawings(found, everything)) == kinds
    number = query_charts.measured(found)[0]
    for kind in kinds - {"map"}:
        chart = query_charts.chart(kind, found)
        assert chart
        assert units.by_unit(number, found.frame[number].dropna().iloc[-1]) in chart.alt
    if "map" in kinds:
        shown = query_charts.map_content(found, everything)
        assert shown
        drawn = map_data(shown, View(everything), "m")["html"]
        assert units.by_unit(number, found.frame[number].max()) in drawn


@pytest.mark.parametrize(
    "query",
    [
        *("select 'a' as n, -1 as v", "select 1 as v", "select 'a' as n, 1 as v where false"),
        *("select 'a' as n, null as v", "values (1, 2), (1, 3)"),
        *("select 2020 + i as x_year, -i as v from range(3) t(i)", "select 2020 as x_year, i as v from range(3) t(i)"),
        "select 2020 + i // 2 as x_year, i as v from range(4) t(i)",
        *("select '05978004' as ags", "select '05978004' as ags, 'a' as n"),
    ],
)
def test_what_cannot_be_drawn_is_a_table_alone(query: str, everything: Selection) -> None:
    assert query_charts.drawings(answered(query), everything) == ()


def test_each_column_of_numbers_is_a_line(everything: Selection) -> None:
    found = answered("select 2020 + i as x_year, i as a, 2 * i as b from range(3) t(i) order by x_year desc")
    assert query_charts.drawings(found, everything) == ("bars", "lines", "points")
    # The latest values, whatever the order of the rows.
    assert "a 2; b 4" in query_charts.chart("lines", found).alt  # type: ignore[union-attr]


def test_a_bar_is_named_by_a_text_rather_than_a_day() -> None:
    chart = query_charts.chart("bars", answered("select date '2026-01-01' as tag, 'a' as n, 1 as v"))
    assert [row.label for row in chart.rows] == ["a"]  # type: ignore[union-attr]


# Files


def file_of(kind: str, query: str = MONEY) -> bytes:
    answer = ask(f"/api/sql?format={kind}&abfrage={quote(query)}")
    assert answer.status == 200, answer.text
    return answer.body


def test_a_csv_for_programs_says_where_its_query_stands() -> None:
    said = ask("/api/sql?format=csv&abfrage=select+1").headers["link"]
    assert said.startswith('<https://monitor.example/api/sql?format=json&abfrage=select+1>; rel="describedby"')


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_whole_number_of_more_than_64_bits_keeps_its_digits(kind: str) -> None:
    assert b"36893488147419103232" in file_of(kind, "select 36893488147419103232::hugeint as n")


@pytest.mark.parametrize("kind", ["json", "csv", "excel", "xlsx", "parquet"])
def test_every_kind_of_file_holds_very_large_numbers(kind: str) -> None:
    assert file_of(kind, "select 1e300 as n union all select -1e300 union all select 36893488147419103232::hugeint")


def test_every_file_has_the_same_rows_and_names_its_query() -> None:
    data = json.loads(file_of("json"))
    assert data["rows"] == [
        {"was": "Förderung", "summe_eur": 1234567.05, "anzahl": 3},
        {"was": "Land", "summe_eur": 7.55, "anzahl": None},
    ]
    assert data["meta"]["query"] == MONEY
    assert (
        data["meta"]["permalink"]
        == f"https://monitor.example/daten/sql?{'abfrage='}{data['meta']['permalink'].partition('=')[2]}"
    )
    parquet = pq.read_table(io.BytesIO(file_of("parquet")))
    assert [{**row, "summe_eur": float(row["summe_eur"])} for row in parquet.to_pylist()] == data["rows"]
    assert parquet.schema.metadata[b"query"].decode() == MONEY
    machine = list(csv.reader(io.StringIO(file_of("csv").decode())))
    assert machine == [["was", "summe_eur", "anzahl"], ["Förderung", "1234567.05", "3"], ["Land", "7.55", ""]]
    excel = file_of("excel").decode("utf-8-sig")
    assert "Förderung;1234567,05;3\r\nLand;7,55;\r\n" in excel
    assert MONEY in excel
    book = openpyxl.load_workbook(io.BytesIO(file_of("xlsx")))
    rows = [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows == [("was", "summe_eur", "anzahl"), ("Förderung", 1234567.05, 3), ("Land", 7.55, None)]
    assert MONEY in [cell for row in book.worksheets[1].iter_rows(values_only=True) for cell in row]


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/api/sql/json?abfrage=selec+1", 400, "Zeile 1, Zeichen 1: Hier passt „selec“ nicht"),
        ("/api/sql/json?abfrage=copy+project+to+'x'", 400, "„COPY“ ist hier nicht möglich"),
        ("/api/sql/json", 400, "keine Abfrage"),
        ("/api/sql/json?abfrag=x&x=y", 400, "„x“"),
        ("/api/sql?format=doc&abfrage=select+1", 404, "Erwartet wird: excel, xlsx, json, parquet, csv"),
        ("/api/sql/doc?abfrage=select+1", 404, "Erwartet wird: excel, xlsx, json, parquet, csv"),
        ("/api/sql/xlsx?abfrage=from+range(20001)", 400, "20.001"),
    ],
)
def test_a_file_that_there_is_not_is_refused_in_german(address: str, status: int, sentence: str) -> None:
    answer = ask(address)
    assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("old", "kind"), [("csv", "excel"), ("maschine", "csv"), ("xlsx", "xlsx"), ("json", "json"), ("parquet", "parquet")]
)
def test_an_older_address_gives_what_it_gave(old: str, kind: str) -> None:
    older, newer = (ask(f"/api/sql{address}abfrage=select+1") for address in (f"/{old}?", f"?format={kind}&"))
    assert (older.body, older.headers["content-type"]) == (newer.body, newer.headers["content-type"])


def test_who_asks_for_a_file_while_all_are_busy_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(POOL, "_wait", 0)
    with POOL.turn(), POOL.turn():
        answer = ask("/api/sql/json?abfrage=select+1234")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    monkeypatch.setattr(answers, "limiter", lambda _: SimpleNamespace(available_tokens=0))
    assert ask("/api/sql/json?abfrage=select+1234").text == answer.text


# The page


def test_a_visitor_of_the_page_waits_for_their_own_queries_and_for_nobody_else_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(console.st, "context", SimpleNamespace(ip_address="198.51.100.7"))
    monkeypatch.setattr(POOL, "_wait", 0)
    monkeypatch.setattr(console, "current", lambda: SimpleNamespace(release_id=db.current_release()))
    refused: list[str] = []
    monkeypatch.setattr(console.surface, "current", lambda: SimpleNamespace(notice=refused.append))
    with POOL.turn("198.51.100.8"):
        assert console.query_answer("select 47111") is not None
    with POOL.turn("198.51.100.7"):
        assert console.query_answer("select 47112") is None
    assert "schon" in refused[0]


def test_the_page_shows_the_answer_and_offers_its_files() -> None:
    page = opened("sql", abfrage="select '<b>fett</b> **x**' as t, 5 as n")
    (panel,) = panels(page)
    assert panel["rows"] == [["<b>fett</b> **x**", "5"]]
    assert panel["labels"] == ["t", "n"]
    assert all(href.startswith("/api/sql?format=") for href in panel["files"].values())
    assert any("1 Zeile in 2 Spalten." in text for text in texts_of(page))


def test_the_page_draws_municipalities_on_a_map() -> None:
    page = opened("sql", abfrage="select municipality_ags, area_km2 from municipality")
    (drawn,) = components(page, "map")
    assert drawn["still"]
    assert "Bergkamen: 44,90 km²" in drawn["html"]


@pytest.mark.parametrize(
    ("typed", "asked", "is_too_long"),
    [("select 1", "select 1", False), (" ", None, False), ("x" * (limits.LETTERS + 1), "alt", True)],
    ids=["a query", "nothing", "too long"],
)
def test_what_somebody_has_typed_is_the_address(
    typed: str, asked: str | None, is_too_long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    address: dict[str, str] = {"abfrage": "alt"}
    state: dict[str, bool] = {}
    monkeypatch.setattr(console, "st", SimpleNamespace(query_params=address, session_state=state))
    console._run({"query": typed})
    assert (address.get("abfrage"), bool(state)) == (asked, is_too_long)


def test_the_page_says_why_there_is_no_answer() -> None:
    page = opened("sql", abfrage="select titel from project")
    assert "Zeile 1, Zeichen 8: Eine Spalte „titel“ gibt es" in notices(page)[0]
    assert not list(panels(page))


def test_the_page_says_that_a_query_is_too_long_for_an_address() -> None:
    page = opened("sql")
    page.session_state[console._TOO_LONG] = True
    page.run()
    assert units.number(limits.LETTERS) in notices(page)[0]
    assert not notices(page.run())


def test_the_page_knows_tables_and_columns_and_its_limits() -> None:
    (editor,) = components(opened("sql"), "editor")
    assert editor["tables"]["funding_detail"]["columns"]["amount_eur"] == "Betrag"
    assert editor["html"].count("<li>") == len(examples())
    said = prose("queries")
    for limit in (
        *(limits.SECONDS, limits.MEGABYTES, limits.LETTERS),
        *(limits.ROWS, limits.COLUMNS, limits.VALUES, limits.RESULT_MEGABYTES),
    ):
        assert units.number(limit) in said


def test_its_address_has_two_parts_and_its_files_lie_above_it() -> None:
    pages = [Route("/{rest:path}", lambda _: HTMLResponse(INDEX))]
    found = asyncio.run(asked("/daten/sql", addresses=pages))
    assert found.status == 200
    assert '"./' not in found.text
    assert re.search(r'src="\.\./static/js/index\.', found.text)
    assert asyncio.run(asked("/daten/sqlx", addresses=pages)).status == 404
