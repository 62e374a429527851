"""The public tables: what the catalogue says of them, what can be asked, and that every file holds the same values."""

import csv
import datetime as dt
import io
import itertools
import json
import math
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.data import db, queries
from app.data.published import (
    OPERATORS,
    Condition,
    QueryError,
    Table,
    TableQuery,
    condition,
    condition_in_words,
    count,
    operators,
    published_table,
    published_tables,
    read,
    result_columns,
    warnings,
)
from app.data.published.rows import PublishedRows
from app.data.published.table_query import acting_filters
from app.data.selection import Selection
from app.exhibits.data_selection import data_selection
from app.exhibits.filters import choices
from app.files import parquet, table_files
from app.files.table_files import rows_of, table_file
from etl.release.build import Release
from tests.app.asking import ask
from tests.app.test_queries import CHOICES, FILTERS
from tests.once import once
from tests.small import release_of_edges
from tests.stands import NEW, OLD

NAMES = {"municipalities": "kommune", "fields": "handlungsfeld", "levels": "ebene", "years": "jahr"}


@pytest.fixture(scope="module")
def connection(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    # A copy: DuckDB opens a file only once in a process in two ways.
    path = shutil.copy(release.path, tmp_path_factory.mktemp("release"))
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def tables(everything: Selection) -> tuple[Table, ...]:
    return published_tables(everything.release_id)


def file_of(query: TableQuery, kind: str) -> bytes:
    return b"".join(table_file(query, kind).pieces)


def asked(table: Table, name: str, operator: str, *texts: str) -> Any:
    column = table.column(name)
    assert column
    return condition(column, operator, texts)


# The catalogue


def test_every_public_table_says_what_it_is(everything: Selection, connection: duckdb.DuckDBPyConnection) -> None:
    known = tables(everything)
    assert len(known) > 25
    for table in known:
        columns = connection.table(table.name).columns
        assert list(table.names) == columns
        assert table.row_count == len(connection.table(table.name))
        assert table.grain.startswith("Eine Zeile")
        assert table.datasets
        for column in table.columns:
            assert column.meaning, f"{table.name}.{column.name}"
            assert column.label, f"{table.name}.{column.name}"
    assert not {"row_version", "input_column"} & {table.name for table in known}


def test_a_key_and_a_carried_comment_are_told(everything: Selection) -> None:
    funding = published_table(everything.release_id, "funding")
    assert (funding.key, funding.is_derived, funding.stand_column) == (
        ("stand_date", "funding_id"),
        False,
        "stand_date",
    )
    detail = published_table(everything.release_id, "milestone_detail")
    title, own = (detail.column(name) for name in ("title", "state"))
    assert title
    assert title.meaning == "Was erreicht werden soll."
    assert own
    assert own.meaning.startswith("Erreicht: ein Ergebnis")
    assert [published_table(everything.release_id, name).stand_column for name in ("stand", "correction")] == ["", ""]


# Questions


@pytest.mark.parametrize(("filter", "value"), [("fields", "breitband"), ("levels", "Land"), ("years", 2021)])
def test_a_filter_means_what_it_means_on_the_pages(filter: str, value: Any, everything: Selection) -> None:
    chosen = replace(everything, municipalities=("05978024", "05978004"), **{filter: (value,)})
    query = TableQuery("funding_detail", chosen, conditions=(), columns=("funding_id",))
    page = queries.funding_rows(chosen).all()
    assert sorted(row[0] for row in rows_of(query)) == sorted(page.funding_id)
    milestones = TableQuery("milestone_detail", chosen, columns=("milestone_id",))
    assert sorted(row[0] for row in rows_of(milestones)) == sorted(queries.milestone_rows(chosen).all().milestone_id)
    projects = TableQuery("project_detail", chosen, columns=("project_id",))
    assert sorted(row[0] for row in rows_of(projects)) == sorted(queries.project_rows(chosen).all().project_id)


@pytest.mark.parametrize(
    ("column", "operator", "texts", "where"),
    [
        ("funder_level", "exact", ["Land"], "funder_level = 'Land'"),
        ("funder_level", "in", ["Bund,Land", "EU"], "funder_level in ('Bund', 'Land', 'EU')"),
        ("funder_level", "in", ['"Bund, Land"'], "funder_level = 'Bund, Land'"),
        ("amount_eur", "greater", ["962351.70"], "amount_eur >= 962351.70"),
        ("amount_eur", "less", ["962351,70"], "amount_eur <= 962351.70"),
        ("approved_first_date", "less", ["31.12.2020"], "approved_first_date <= date '2020-12-31'"),
        ("approved_precision", "exact", ["month"], "approved_precision = 'month'"),
        ("approved_precision", "in", ["month,day"], "approved_precision in ('month', 'day')"),
        ("project_title", "contains", ["GLASFASER"], "project_title ilike '%glasfaser%'"),
        ("is_counted", "exact", ["ja"], "is_counted"),
        ("approved_year", "in", ["2020,2021"], "approved_year in (2020, 2021)"),
    ],
)
def test_a_condition_holds(
    column: str,
    operator: str,
    texts: list[str],
    where: str,
    everything: Selection,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    table = published_table(everything.release_id, "funding_detail")
    found = asked(table, column, operator, *texts)
    query = TableQuery("funding_detail", everything, conditions=(found,), columns=("funding_id",))
    expected = connection.sql(f"from funding_detail where {where}").select("funding_id").fetchall()
    assert list(rows_of(query)) == expected
    assert count(query) == len(expected)


GERMAN = ("table_name", "better", "status", "counting")
"""Columns whose values are German words or names of German tables."""


def test_a_code_that_a_condition_can_name_is_said_in_german(
    everything: Selection, connection: duckdb.DuckDBPyConnection
) -> None:
    english = []
    for table in published_tables(everything.release_id):
        for column in table.columns:
            if column.kind != "text" or column.name.endswith("_id") or column.name in GERMAN:
                continue
            found = connection.table(table.name).unique(f'"{column.name}"').fetchall()
            values = [value for (value,) in found if value is not None]
            is_code = len(values) <= 12 and all(re.fullmatch("[a-z_]+", str(value)) for value in values)
            for value in values if is_code else ():
                said = condition_in_words(column, Condition(column.name, "exact", (value,)))
                english += [f"{table.name}.{said}"] if said.endswith(f": {value}") else []
    assert english == []


def test_a_stand_without_reference_tables_of_its_own_shows_those_of_the_stand_before(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(once(tmp_path_factory, "edges", release_of_edges)))
    before, own_less = (Selection(db.current_release(), day) for day in (dt.date(2025, 12, 31), dt.date(2026, 3, 31)))
    assert queries.version(own_less) == before.stand
    names = [table.name for table in tables(own_less) if table.stand_column == "version_date"]
    assert {"municipality", "indicator_value", "supply_value"} <= set(names)
    for name in names:
        assert count(TableQuery(name, own_less)) == count(TableQuery(name, before)) > 0
    areas = read(TableQuery("project_area", own_less, columns=("area_ags",)), shapes="joined").read_all()
    shown = [shape for key, shape in zip(*areas.to_pydict().values(), strict=True) if key.startswith("05978")]
    assert shown and None not in shown


def test_a_table_without_texts_is_searched_in_vain(everything: Selection) -> None:
    assert not {"text", "list"} & {column.kind for column in published_table(everything.release_id, "stand").columns}
    assert count(TableQuery("stand", everything)) > 0
    assert count(TableQuery("stand", everything, search="Unna")) == 0


def test_a_list_is_searched_by_one_of_its_values(everything: Selection) -> None:
    table = published_table(everything.release_id, "project_detail")
    query = TableQuery("project_detail", everything, conditions=(asked(table, "areas", "contains", "Lünen"),))
    assert count(query) == count(TableQuery("project_detail", everything.of("05978024")))


@pytest.mark.parametrize(
    ("column", "operator", "texts", "message"),
    [
        (
            "amount_eur",
            "exact",
            ["1.234,56"],
            "Die Spalte „amount_eur“ (DECIMAL(14,2)): „1.234,56“ passt nicht. "
            "Erwartet wird eine Zahl wie 1234.5, ohne Punkte zwischen den Tausendern.",
        ),
        (
            "amount_eur",
            "exact",
            ["-3.4e38"],
            "Die Spalte „amount_eur“ (DECIMAL(14,2)): „-3.4e38“ passt nicht. "
            "Erwartet wird eine Zahl wie 1234.5, ohne Punkte zwischen den Tausendern.",
        ),
        (
            "approved_year",
            "greater",
            ["2021'; drop table funding"],
            "Die Spalte „approved_year“ (BIGINT): „2021 drop table funding“ passt nicht. Erwartet wird eine ganze Zahl wie 2021.",
        ),
        (
            "stand_date",
            "exact",
            ["2026-13-01"],
            "Die Spalte „stand_date“ (DATE): „2026-13-01“ passt nicht. Erwartet wird ein Tag wie 2026-11-23.",
        ),
        (
            "is_counted",
            "less",
            ["true"],
            "Nach der Spalte „is_counted“ (BOOLEAN) lässt sich mit „less“ nicht fragen. Möglich: exact.",
        ),
        (
            "funder",
            "exact",
            ["a", "b"],
            "Zu „funder“ mit „exact“ stehen 2 Werte da; erwartet wird einer. Mehrere nimmt „in“, durch Kommas getrennt.",
        ),
        (
            "funder",
            "exact",
            ["x" * 1001],
            "Ein Wert zu „funder“ hat 1001 Zeichen; möglich sind höchstens 1000, und kein Nullzeichen.",
        ),
        ("funder", "in", [",".join(["x"] * 1001)], "Zu „funder“ stehen 1001 Werte da; möglich sind höchstens 1000."),
    ],
)
def test_what_no_column_holds_is_said(
    column: str, operator: str, texts: list[str], message: str, everything: Selection
) -> None:
    with pytest.raises(QueryError) as error:
        asked(published_table(everything.release_id, "funding_detail"), column, operator, *texts)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"table": "foerderung"}, "Eine Tabelle „foerderung“ gibt es nicht. Möglich: "),
        ({"table": "row_version"}, "Eine Tabelle „row_version“ gibt es nicht. Möglich: "),
        ({"columns": ("amount",)}, "Die Tabelle „funding“ hat keine Spalte „amount“. Möglich: amount_eur."),
        ({"columns": ('x", (select 1) "',)}, "Die Tabelle „funding“ hat keine Spalte „x, select 1 “. Möglich: "),
        ({"order": ("-amount",)}, "Nach „amount“ lässt sich nicht ordnen. Möglich: stand_date"),
        ({"groups": ("kind",), "columns": ("kind",)}, "Mit „group_by“, „sum“ oder „count“ gehören die Spalten schon"),
        ({"aggregates": (("sum", "funder"),)}, "Die Spalte „funder“ (VARCHAR) lässt sich nicht summieren."),
        ({"aggregates": (("avg", "amount_eur"),)}, "„avg“ lässt sich nicht berechnen. Möglich: sum, count."),
    ],
)
def test_what_no_table_has_is_said(changed: dict[str, Any], message: str, everything: Selection) -> None:
    with pytest.raises(QueryError) as error:
        read(replace(TableQuery("funding", everything), **changed))
    assert str(error.value).startswith(message)


UNCOUNTED, MIXED_KINDS = "Achtung: Die Summe enthält auch Beträge", "Achtung: Die Summe enthält Zuwendungen"
MIXED_STANDS = "Achtung: Die Summe enthält dieselben Angaben aus mehreren Ständen."


@pytest.mark.parametrize(
    ("changed", "begins"),
    [
        ({}, [UNCOUNTED, MIXED_KINDS]),
        ({"groups": ("is_counted", "kind")}, []),
        ({"aggregates": (("count", ""),)}, []),
        ({"every_stand": True, "groups": ("kind", "is_counted")}, [MIXED_STANDS]),
        ({"table": "indicator_value", "aggregates": (("sum", "value"),)}, []),
        # A condition that several values meet keeps nothing apart.
        *(
            ({"conditions": (Condition(*asked),)}, begins)
            for asked, begins in (
                (("kind", "exact", ("Zuwendung",)), [UNCOUNTED]),
                (("kind", "in", ("Zuwendung",)), [UNCOUNTED]),
                (("kind", "in", ("Zuwendung", "Investition")), [UNCOUNTED, MIXED_KINDS]),
                (("kind", "contains", ("ti",)), [UNCOUNTED, MIXED_KINDS]),
                (("counting", "in", ("zählt", "beantragt")), [UNCOUNTED, MIXED_KINDS]),
                (("stand_date", "exact", (NEW,)), [UNCOUNTED, MIXED_KINDS]),
                (("stand_date", "in", (OLD, NEW)), [MIXED_STANDS, UNCOUNTED, MIXED_KINDS]),
                (("stand_date", "less", (NEW,)), [MIXED_STANDS, UNCOUNTED, MIXED_KINDS]),
            )
        ),
    ],
)
def test_a_sum_says_what_it_adds_that_does_not_belong_together(
    changed: dict[str, Any], begins: list[str], everything: Selection
) -> None:
    query = replace(TableQuery("funding_detail", everything, aggregates=(("sum", "amount_eur"),)), **changed)
    said = warnings(query)
    assert len(said) == len(begins)
    assert all(map(str.startswith, said, begins))
    assert json.loads(file_of(query, "json"))["meta"]["warnings"] == list(said)
    counted = condition(
        published_table(everything.release_id, "funding_detail").known_column("is_counted"), "exact", ["ja"]
    )
    assert not any("in keine Summe" in text for text in warnings(replace(query, conditions=(counted,))))


def test_partial_dates_are_sorted_by_time(everything: Selection) -> None:
    found = read(TableQuery("milestone_detail", everything, columns=("due", "due_first_date"), order=("due",)))
    rows = [row for row in found.read_all().to_pylist() if row["due"]]
    assert any("Q" in row["due"] for row in rows)
    assert [row["due_first_date"] for row in rows] == sorted(row["due_first_date"] for row in rows)


def test_a_filter_that_changes_nothing_is_refused(everything: Selection) -> None:
    with pytest.raises(QueryError, match="Der Filter „jahr“ wirkt auf die Tabelle „indicator_value“ nicht"):
        read(TableQuery("indicator_value", replace(everything, years=(2021,))))


def test_rows_of_other_staende_come_only_when_asked_for(corrected_selection: Selection) -> None:
    table = published_table(corrected_selection.release_id, "funding")
    stands = [day.date() for day in queries.stands(corrected_selection.release_id).stand_date]
    assert len(stands) == 2
    whole = count(TableQuery("funding", corrected_selection, every_stand=True))
    parts = [count(TableQuery("funding", corrected_selection.as_of(day))) for day in stands]
    assert whole == sum(parts) == table.row_count
    both = asked(table, "stand_date", "in", *map(str, stands))
    assert count(TableQuery("funding", corrected_selection, conditions=(both,))) == whole


def test_groups_add_up_to_the_whole(everything: Selection) -> None:
    whole = TableQuery("funding_detail", everything, aggregates=(("sum", "amount_eur"), ("count", "")))
    ((total, rows),) = rows_of(whole)
    groups = list(rows_of(replace(whole, groups=("funder_level", "kind"), order=("-sum_amount_eur",))))
    assert sum(row[2] for row in groups) == total > Decimal(0)
    assert sum(row[3] for row in groups) == rows == count(TableQuery("funding_detail", everything))
    assert [row[2] for row in groups] == sorted((row[2] for row in groups), reverse=True)
    assert [column.name for column in result_columns(replace(whole, groups=("kind",)))] == [
        "kind",
        "sum_amount_eur",
        "count",
    ]


@pytest.mark.parametrize("name", ["funding_detail", "project_area", "indicator_value"])
def test_parts_make_the_whole_in_its_order(name: str, everything: Selection) -> None:
    query = TableQuery(name, everything)
    parts = [list(rows_of(replace(query, limit=97, offset=start))) for start in range(0, count(query), 97)]
    assert [row for part in parts for row in part] == list(rows_of(query))


@pytest.mark.parametrize(
    "slow",
    [
        "from range(1000000000) as a, range(1000) as b select sum(a.range * b.range) as n",
        "from range(1000000000000) as a select range as n where n % 1000000000000 = 999999999999",
    ],
    ids=["before its first row", "while it is read"],
)
def test_what_takes_too_long_is_stopped(slow: str, everything: Selection) -> None:
    with pytest.raises(db.TooSlowError):
        db.stream(everything.release_id, slow, {}, seconds=0.1).read_all()
    with pytest.raises(duckdb.ParserException):
        db.stream(everything.release_id, f"{slow} als", {}, seconds=60)


# Files: each holds what the answer holds


KINDS = ("json", "ndjson", "csv", "parquet", "geojson", "excel", "xlsx")
NUMBERS = ("integer", "decimal")


@st.composite
def selections(draw: st.DrawFn, everything: Selection) -> TableQuery:
    """A table, some filters that act on it, a condition, columns, an order, perhaps groups and a part of the rows."""
    table = draw(st.sampled_from(tables(everything)))
    acting = acting_filters(table)
    chosen = {
        name: tuple(draw(st.lists(st.sampled_from(CHOICES[name]), max_size=2, unique=True)))
        for name in FILTERS
        if NAMES[name] in acting and draw(st.booleans())
    }
    plain = [column for column in table.columns if column.kind not in ("shape", "list")]
    query = TableQuery(table.name, replace(everything, **chosen))
    if draw(st.booleans()):
        column = draw(st.sampled_from(plain))
        some = [row[0] for row in rows_of(replace(query, columns=(column.name,), limit=50)) if row[0] is not None]
        some = [value for value in some if len(str(value)) < 400]
        if some:
            operator = draw(st.sampled_from([name for name in operators(column) if name != "contains"]))
            text = str(draw(st.sampled_from(some)))
            text = '"' + text.replace('"', '""') + '"' if operator == "in" else text
            query = replace(query, conditions=(condition(column, operator, [text]),))
    if draw(st.integers(0, 3)) == 0:
        groups = draw(st.lists(st.sampled_from(plain), max_size=2, unique=True))
        sums = [("sum", column.name) for column in plain if column.kind in NUMBERS][:2]
        query = replace(query, groups=tuple(column.name for column in groups), aggregates=(*sums, ("count", "")))
    elif draw(st.booleans()):
        columns = draw(st.lists(st.sampled_from(table.columns), min_size=1, max_size=6, unique=True))
        query = replace(query, columns=tuple(column.name for column in columns))
    names = [column.name for column in result_columns(query) if column.kind not in ("shape", "list")]
    if names and draw(st.booleans()):
        query = replace(query, order=(draw(st.sampled_from(["", "-"])) + draw(st.sampled_from(names)),))
    return replace(query, limit=draw(st.sampled_from([None, *range(30)])), offset=draw(st.integers(0, 3)))


def are_equal_in_excel(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two numbers are one, as far as Excel holds their digits."""
    return one == other if one is None or other is None else math.isclose(one, other, rel_tol=1e-14)


def exact(value: Any) -> Any:
    """A value of any file as one that compares: numbers as decimals, days as text, nothing as None."""
    if isinstance(value, bool) or value in (None, ""):
        return None if value == "" else value
    if isinstance(value, (int, float, Decimal)):
        return Decimal(str(value)).normalize() + 0
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def parsed(text: str, kind: str) -> Any:
    """A cell of CSV for machines."""
    if text == "":
        return None
    if kind in NUMBERS:
        return exact(Decimal(text))
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    return json.loads(text) if kind in ("list", "shape") else text


@given(data=st.data())
@settings(max_examples=12)
def test_all_files_hold_the_same_values(data: st.DataObject, everything: Selection) -> None:
    query = data.draw(selections(everything))
    columns = result_columns(query)
    # A boundary is compared where it is read whole; Parquet holds its bytes.
    flat = [place for place, column in enumerate(columns) if column.kind not in ("shape", "list")]
    rows = [[exact(row[place]) for place in flat] for row in rows_of(query)]
    names = [columns[place].name for place in flat]
    objects = [[exact(row[name]) for name in names] for row in json.loads(file_of(query, "json"))["rows"]]
    assert objects == rows
    assert [[exact(json.loads(line)[name]) for name in names] for line in file_of(query, "ndjson").splitlines()] == rows
    head, *lines = csv.reader(io.StringIO(file_of(query, "csv").decode(), newline=""))
    assert head == [column.name for column in columns]
    assert [[parsed(line[place], columns[place].kind) for place in flat] for line in lines] == rows
    table = pq.read_table(io.BytesIO(file_of(query, "parquet")))
    assert [[exact(row[name]) for name in names] for row in table.to_pylist()] == rows
    if not names:
        return
    people = [column for column in columns if column.kind != "shape"]
    numbers = [
        place for place, column in enumerate(people) if column.kind in NUMBERS and column.name != "confidence_step"
    ]
    expected = [[row[names.index(people[place].name)] for place in numbers] for row in rows]
    text = file_of(query, "excel").decode("utf-8-sig")
    excel = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1 : len(rows) + 1]
    assert [[parsed(line[place].replace(",", "."), "decimal") for place in numbers] for line in excel] == expected
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(file_of(query, "xlsx")))
    _, *book = workbook.get_sheet_by_name("Daten").to_python(skip_empty_area=False)
    shown = [[exact(row[place]) for place in numbers] for row in book]
    pairs = zip(itertools.chain(*shown), itertools.chain(*expected[: len(book)]), strict=True)
    assert all(itertools.starmap(are_equal_in_excel, pairs))
    assert all(value is None for row in expected[len(book) :] for value in row)


def written(found: Condition) -> str:
    """A condition's values as an address has them."""
    texts = [str(value) for value in found.values]
    return ",".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in texts) if found.operator == "in" else texts[0]


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_the_interface_gives_what_the_table_of_the_page_shows(data: st.DataObject, everything: Selection) -> None:
    drawn = data.draw(selections(everything))
    table = published_table(everything.release_id, drawn.table)
    conditions = {f"{found.column}__{found.operator}": [written(found)] for found in drawn.conditions}
    # An address can only choose what is there.
    known = choices(everything)
    filters = {
        name: tuple(value for value in getattr(drawn.selection, name) if str(value) in known[NAMES[name]])
        for name in FILTERS
    }
    asked_of_page = data_selection(table, replace(everything, **filters), conditions)
    assert not asked_of_page.problems
    order = next((key for key in drawn.order if key.removeprefix("-") in table.names), "")
    answer = ask(asked_of_page.file("json") + (f"&sort={order}" if order else ""))
    assert answer.status == 200, answer.text
    answered = json.loads(answer.body, parse_float=Decimal)
    rows = PublishedRows(asked_of_page.query)
    shown = rows.page(1, (order.removeprefix("-"), order.startswith("-")) if order else None)
    assert answered["meta"]["row_count"] == rows.count
    # A file says every filter and every condition by which its rows are chosen.
    conditions_in_words = [condition_in_words(table.known_column(c.column), c) for c in asked_of_page.query.conditions]
    assert answered["meta"]["filters"][sum(map(bool, filters.values())) :] == conditions_in_words
    for column in table.columns:
        if column.kind not in ("shape", "list"):
            expected = [None if pd.isna(value) else exact(value) for value in shown[column.name].tolist()]
            assert [exact(row[column.name]) for row in answered["rows"][: len(shown)]] == expected, column.name


def test_areas_carry_their_boundaries(everything: Selection) -> None:
    grants = TableQuery("latest_population", everything, columns=("region_ags", "population_count"))
    found = json.loads(file_of(grants, "geojson"))
    assert found["type"] == "FeatureCollection"
    shapes = {feature["properties"]["region_ags"]: feature["geometry"] for feature in found["features"]}
    assert shapes["05978024"]["type"] in ("Polygon", "MultiPolygon")
    assert shapes["05978"]["type"] in ("Polygon", "MultiPolygon")
    assert not [level for level in ("05", "DG") if shapes.get(level)]
    assert len(shapes) == count(grants)
    with pytest.raises(QueryError, match="als GeoJSON gibt es sie nicht"):
        table_file(TableQuery("funding", everything), "geojson")


def test_a_parquet_file_is_written_in_parts_and_holds_all_rows(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = TableQuery("funding", everything)
    whole = file_of(query, "parquet")
    monkeypatch.setattr(parquet, "_ROW_GROUP", 1)
    pieces = list(table_file(query, "parquet").pieces)
    assert len(pieces) > 1
    assert pq.read_table(io.BytesIO(b"".join(pieces))).equals(pq.read_table(io.BytesIO(whole)))


def test_a_workbook_of_too_many_rows_is_refused(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    query = TableQuery("funding", everything)
    monkeypatch.setitem(table_files.MOST_ROWS, "xlsx", 5)
    with pytest.raises(QueryError, match="wir höchstens 5"):
        file_of(query, "xlsx")
    assert file_of(replace(query, limit=5), "xlsx")


def test_a_parquet_file_says_what_it_is(everything: Selection) -> None:
    schema = pq.read_schema(io.BytesIO(file_of(TableQuery("municipality", everything), "parquet")))
    assert schema.metadata[b"release_id"].decode() == everything.release_id
    assert b"Geobasis NRW" in schema.metadata[b"source"]
    assert json.loads(schema.metadata[b"geo"])["primary_column"] == "geometry"
    assert schema.field("area_km2").metadata[b"unit"].decode() == "km²"


def test_every_operator_is_possible_somewhere(everything: Selection) -> None:
    known = {name for table in tables(everything) for column in table.columns for name in operators(column)}
    assert known == set(OPERATORS)
