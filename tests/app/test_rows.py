"""Long tables: every row stands on exactly one page, in order, and the file has them all."""

import csv
import datetime as dt
import gc
import io
import itertools
import weakref
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest

from app import exhibits
from app.data import db, queries, rows
from app.data.cached_frame import CachedFrame
from app.data.rows import FrameRows, QueryRows
from app.data.selection import Selection
from app.exhibits import View, tables
from app.files import data_files, text_files
from app.surfaces import table_data
from app.surfaces.streamlit import panel, paper, screen, table_state
from app.words import cells as words
from app.words import units
from tests.app.test_pages import notices, opened, panels
from tests.etl.tiny import A
from tests.once import once
from tests.small import small_release

LISTS: dict[str, Callable[[Selection], QueryRows]] = {
    "funding": queries.funding_rows,
    "milestones": queries.milestone_rows,
    "delays": queries.delays,
    "projects": queries.project_rows,
    "sources": queries.source_rows,
    "timeline": queries.timeline_projects,
    "reached": lambda selection: queries.milestone_list(selection, "reached"),
    "planned": lambda selection: queries.milestone_list(selection, "planned"),
}
SIZE = 7


def cut(asked: QueryRows, order: rows.Order = None) -> pd.DataFrame:
    """All pages, one below the other."""
    numbers = range(1, -(-asked.count // SIZE) + 1)
    return pd.concat([asked.page(number, order, SIZE) for number in numbers], ignore_index=True)


def cells(table: pd.DataFrame) -> list[list[str]]:
    return [[text_files.cell(value) for value in row] for row in table.itertuples(index=False)]


@pytest.mark.parametrize("name", LISTS)
def test_every_row_stands_on_exactly_one_page_and_in_order(name: str, everything: Selection) -> None:
    asked = LISTS[name](everything)
    assert asked.count > 2 * SIZE or name in {"planned", "delays"}
    assert cells(cut(asked)) == cells(asked.all())


@pytest.mark.parametrize(
    ("column", "down"),
    [
        ("amount_eur", False),
        ("amount_eur", True),
        ("recipient", True),
        ("approved", False),
        ("approved", True),
        ("project_title", False),
    ],
)
def test_a_sorted_list_has_the_same_rows_and_unknown_values_stay_last(
    column: str, down: bool, everything: Selection
) -> None:
    asked = queries.funding_rows(everything)
    found = cut(asked, (column, down))
    assert sorted(found.funding_id) == sorted(asked.all().funding_id)
    known = found[column].notna().tolist()
    assert known == sorted(known, reverse=True)
    keys = [str(value).casefold() if isinstance(value, str) else value for value in found[column].dropna()]
    plain = [key.translate(str.maketrans("äöüé", "aoue")) if isinstance(key, str) else key for key in keys]
    assert plain == sorted(plain, reverse=down)


def test_delays_in_days_and_in_months_are_sorted_together(everything: Selection) -> None:
    found = cut(queries.milestone_rows(everything), ("delay_days", True))
    about = found.delay_days.fillna(found.delay_months * 30).dropna()
    assert about.tolist() == sorted(about, reverse=True)


def test_a_quarter_stands_before_its_first_month(everything: Selection) -> None:
    places = FrameRows(CachedFrame(pd.DataFrame({"due": ["2023-12", "2023-Q4", "2023-10", "2023", "2023-09-30"]})))
    assert places.page(1, ("due", False)).due.tolist() == ["2023", "2023-09-30", "2023-Q4", "2023-10", "2023-12"]
    found = cut(queries.milestone_rows(everything), ("first_planned", False)).first_planned.dropna()
    assert found.str.contains("Q").any()
    assert found.map(units.time_key).is_monotonic_increasing


def test_every_row_of_a_page_leads_to_its_source(everything: Selection) -> None:
    page = queries.funding_rows(everything).page(2, None, SIZE)
    assert len(page) == SIZE
    assert page.source_url.str.startswith("http").all()


def held(count: int) -> FrameRows:
    return FrameRows(
        CachedFrame(pd.DataFrame({"name": [f"Ort {i % 97:03}" for i in range(count)], "grant_eur": range(count)}))
    )


@pytest.mark.parametrize("order", [None, ("name", False), ("grant_eur", True)])
def test_a_table_that_is_there_whole_is_cut_the_same_way(order: rows.Order) -> None:
    table = held(1050)
    assert rows.pages(table) == 11
    found = pd.concat([table.page(number, order) for number in range(1, 12)])
    assert sorted(found.index) == list(range(1050))
    if order:
        assert found[order[0]].tolist() == sorted(found[order[0]], reverse=order[1])


@pytest.mark.parametrize("down", [False, True])
def test_what_is_not_known_stays_last_and_a_month_is_as_long_as_thirty_days(down: bool) -> None:
    delays = pd.DataFrame({"delay_days": [40, None, None, 10], "delay_months": [None, 1, None, None]})
    found = FrameRows(CachedFrame(delays)).page(1, ("delay_days", down)).index.tolist()
    assert found == [*([0, 1, 3] if down else [3, 1, 0]), 2]


class QueryParams(dict[str, list[str]]):
    """Parameters of an address, as Streamlit gives them."""

    def get_all(self, name: str) -> list[str]:
        return list(super().get(name, ()))

    def get(self, name: str, otherwise: Any = None) -> Any:
        return self[name][-1] if name in self else otherwise


def long_table(count: int) -> panel.Table:
    """A table of so many rows."""
    nobody = Selection("", dt.date(2026, 11, 23))
    return panel.Table("funding.rows", held(count), ("name",), ("projekte",), (), nobody, slug="alle-betraege")


def test_other_rows_begin_at_their_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    address = QueryParams({"tabelle": ["andere~~1"]})
    monkeypatch.setattr(table_state.st, "session_state", {})
    monkeypatch.setattr(table_state.st, "query_params", address)
    many, fewer = long_table(1000), long_table(999)
    table_state.state(many)
    names = dict(zip(("name", "key"), many.names, strict=True))
    table_state.turn(
        {**names, "named": False, "number": 3, "column": "name", "down": True, "query": "?ansicht=Konto&x=1"}
    )
    assert address == {"tabelle": ["andere~~1", "alle-betraege~-name~3"], "ansicht": "Konto"}
    assert table_state.state(many) == table_state.TableState(("name", True), 3, is_named=True)
    # The address says what is seen.
    assert table_state.state(fewer) == table_state.TableState(("name", True), 1, is_named=True)
    assert address["tabelle"] == ["andere~~1", "alle-betraege~-name~1"]
    table_state.turn({**names, "named": False, "number": 0, "column": None, "down": True, "query": ""})
    assert address["tabelle"] == ["andere~~1"]


def test_the_last_row_alone_on_a_page_is_one_row() -> None:
    assert [table_state._row_range(held(1001), page) for page in (10, 11)] == [
        "Zeilen 901 bis 1.000 von 1.001",
        "Zeile 1.001 von 1.001",
    ]


def test_a_table_that_a_person_scrolls_through_has_no_pages() -> None:
    assert rows.pages(held(rows.LONG)) == 1
    assert rows.pages(held(rows.LONG + 1)) > 1


@pytest.fixture
def long_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are long from 30 rows on."""
    monkeypatch.setattr(rows, "LONG", 30)


def of_table(test: Any, file: str) -> dict[str, Any]:
    return next(data for data in panels(test) if data["file"].startswith(file))


@pytest.mark.usefixtures("long_tables")
def test_a_long_table_says_where_you_are_and_sends_one_page(everything: Selection) -> None:
    total = queries.milestone_rows(everything).count
    test = opened("milestones")
    assert not test.exception
    data = of_table(test, "alle-meilensteine")
    assert data["place"] == f"Zeilen 1 bis 100 von {total}"
    assert (data["state"]["number"], data["state"]["pages"]) == (0, 2)
    assert len(data["rows"]) == rows.PAGE_ROWS


@pytest.mark.usefixtures("long_tables")
@pytest.mark.parametrize(
    "address",
    [
        {"tabelle": "alle-meilensteine~-title~2"},
        # As addresses were written that hold one table.
        {"tabelle": "milestones.rows", "seite": "2", "folge": "-title"},
    ],
    ids=str,
)
def test_the_address_opens_a_page_of_a_long_table(address: dict[str, str], everything: Selection) -> None:
    asked = queries.milestone_rows(everything)
    test = opened("milestones", **address)
    data = of_table(test, "alle-meilensteine")
    assert (data["state"]["number"], data["state"]["column"], data["state"]["down"]) == (2, "title", True)
    assert [row[0] for row in data["rows"]] == asked.page(2, ("title", True)).title.tolist()
    assert data["place"] == f"Zeilen 101 bis {asked.count} von {asked.count}"


@pytest.mark.usefixtures("long_tables")
def test_paper_has_the_first_rows_and_charts_and_says_so(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "ROWS", 20)
    monkeypatch.setattr(paper, "CHARTS", 1)
    test = opened("milestones", drucken="true")
    data = of_table(test, "alle-meilensteine")
    assert len(data["rows"]) == 20
    assert f"Gedruckt sind die ersten 20 von {queries.milestone_rows(everything).count} Zeilen." in str(data)
    assert any("Projekten, die jüngsten zuerst." in text.value for text in test.markdown)
    # Without that limit all rows are there, and nothing is turned.
    monkeypatch.setattr(paper, "ROWS", 2000)
    every = of_table(opened("milestones", drucken="true"), "alle-meilensteine")
    assert len(every["rows"]) == queries.milestone_rows(everything).count > 100
    assert (data["state"]["pages"], every["state"]["pages"]) == (1, 1)
    assert "Gedruckt sind" not in str(every)
    # Where all are printed nothing is said of it.
    assert list(paper.Paper()._numbers(exhibits.by_key("milestones.timeline"), 1, 4)) == [1]


@pytest.mark.usefixtures("long_tables")
@pytest.mark.parametrize(("number", "order"), [("99999", "-nothing"), ("-3", "'; drop"), ("zwei", "")])
def test_nonsense_in_the_address_opens_a_page_that_is_there(number: str, order: str) -> None:
    test = opened("milestones", tabelle="milestones.rows", seite=number, folge=order)
    assert not test.exception
    data = of_table(test, "alle-meilensteine")
    assert 0 <= data["state"]["number"] <= 2
    assert data["state"]["column"] is None


@pytest.mark.usefixtures("long_tables")
@pytest.mark.parametrize(
    ("page", "address", "sentence"),
    [
        ("milestones", {"tabelle": "alle-meilensteine~~99"}, "„99“ gibt es hier nicht; gezeigt wird Seite 2 von 2."),
        ("milestones", {"tabelle": "milestones.rows", "seite": "zwei"}, "„zwei“ gibt es hier nicht; gezeigt wird Seite 1 von 2."),
        ("projects", {"tabelle": "quellen-des-projekts~~9", "projekt": "dos-2030"}, "„9“ gibt es hier nicht; gezeigt wird die einzige."),
        ("milestones", {"bild": "zeitleiste", "seite": "99"}, "„99“ gibt es hier nicht; gezeigt wird Seite 5 von 5."),
        ("milestones", {"tabelle": "alle-meilensteine", "seite": "99"}, "„99“ gibt es hier nicht; gezeigt wird Seite 2 von 2."),
        ("funding", {"tabelle": "zuwendungen-nach-ebene", "seite": "99"}, "„99“ gibt es hier nicht; gezeigt wird die einzige."),
        ("milestones", {"bild": "zeitleiste", "seite": "2"}, ""),
        ("milestones", {"bild": "zeitleiste", "tabelle": "alle-meilensteine", "seite": "3"}, ""),
        ("milestones", {"tabelle": "alle-meilensteine~~2"}, ""),
        ("milestones", {"tabelle": "alle-meilensteine~~99", "drucken": "true"}, ""),
    ],
    ids=str,
)  # fmt: skip
def test_a_page_of_a_table_or_chart_that_is_not_there_is_named(
    page: str, address: dict[str, str], sentence: str
) -> None:
    said = [found for found in notices(opened(page, **address)) if "Seite" in found]
    assert [sentence in found for found in said] == ([True] if sentence else [])


@pytest.mark.parametrize(
    ("page", "table", "sentence"),
    [
        ("projects", "liste-der-projekte~-nix", "Sortieren nach: „nix“ gibt es hier nicht; gezeigt wird „wie zuerst gezeigt“."),
        ("projects", "liste-der-projekte~-grant_eur", ""),
        ("projects", "nix", "Tabelle: „nix“ kennen wir nicht; gezeigt wird das Übliche."),
    ],
)  # fmt: skip
def test_an_unknown_table_or_column_of_one_is_named(page: str, table: str, sentence: str) -> None:
    said = notices(opened(page, tabelle=table))
    assert [sentence in found for found in said] == ([True] if sentence else [])


def test_orders_of_several_tables_stand_in_the_address_and_unknown_values_stay_last() -> None:
    test = opened("milestones", tabelle=["alle-meilensteine~-reached", "verzug-der-meilensteine~title~1"])
    every, late = of_table(test, "alle-meilensteine"), of_table(test, "verzug")
    assert (every["state"]["number"], every["state"]["down"]) == (0, True)
    column = every["names"].index("reached")
    dates = [row[column] for row in every["rows"]]
    known = [date for date in dates if date != "keine Angabe"]
    assert dates == known + ["keine Angabe"] * (len(dates) - len(known))
    years = [int(date[-4:]) for date in known]
    assert years == sorted(years, reverse=True)
    titles = [row[0] for row in late["rows"]]
    assert late["state"]["number"] == 1
    assert titles == sorted(titles, key=lambda title: title.casefold().replace("ö", "o"))


def test_words_are_sorted_as_in_a_dictionary() -> None:
    places = FrameRows(CachedFrame(pd.DataFrame({"name": ["Zeche", "Ärzte", "apfel", "Öl", "Ofen"]})))
    assert places.page(1, ("name", False)).name.tolist() == ["apfel", "Ärzte", "Ofen", "Öl", "Zeche"]


def test_the_table_behind_a_chart_is_open_where_the_address_names_it() -> None:
    test = opened("funding", tabelle="zuwendungen-nach-ebene")
    found = {data["slug"]: data["state"]["named"] for data in panels(test) if "slug" in data}
    assert [slug for slug, is_open in found.items() if is_open] == ["zuwendungen-nach-ebene"]


def test_a_search_without_result_says_what_to_do() -> None:
    test = opened("projects", suche="gibtesnicht")
    (data,) = panels(test)
    assert data["rows"] == []
    assert data["said"][0].startswith("Die Suche nach „gibtesnicht“ findet nichts. Prüfen Sie")
    (data,) = panels(opened("projects", zuversicht="keine Angabe"))
    assert data["rows"]
    assert data["said"] == []


def test_all_rows_of_a_long_search_are_kept_by_no_cache(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[pd.DataFrame]] = []

    def read(*asked: Any, **more: Any) -> pd.DataFrame:
        made.append(weakref.ref(frame := db.read(*asked, **more)))
        return frame

    monkeypatch.setattr(rows, "LONG", 20)
    monkeypatch.setattr(rows, "db", SimpleNamespace(read=read, count=db.count))
    asked = queries.project_rows(everything, "e t")
    whole = asked.all()
    assert len(whole) == asked.count > 21
    made.append(weakref.ref(whole))
    del whole
    gc.collect()
    assert max(len(kept) for frame in made if (kept := frame()) is not None and "project_id" in kept) == 21


def test_the_file_of_a_long_table_has_every_row(everything: Selection) -> None:
    asked = queries.funding_rows(everything)
    made = data_files.data_file(tables.by_key("funding.rows"), View(everything), "excel").content
    lines = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0][0] == "Projekt"
    assert [line[0] for line in lines[1 : 1 + asked.count]] == asked.all().project_title.tolist()
    assert lines[1 + asked.count] == []


PAGES = [
    *((key, {}) for key in ("funding", "milestones", "projects", "municipalities", "methodology", "overview")),
    ("map", {"kennzahl": "Kennzahl"}),
    ("indicators", {}),
    ("projects", {"projekt": "p1"}),
    ("municipalities", {"kommune": A}),
    ("changes", {"von": "2020-01-01"}),
]


def test_every_table_can_be_sorted_by_each_of_its_columns(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables: dict[str, tuple[Any, list[str]]] = {}

    def state(table: panel.Table) -> table_state.TableState:
        tables[table.name] = table.rows, [column for column in table.shown if column in table.rows.page(1)]
        return table_state.TableState()

    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(once(tmp_path_factory, "small", small_release)))
    monkeypatch.setattr(table_state, "state", state)
    for key, parameters in PAGES:
        before = len(tables)
        assert not opened(key, **parameters).exception
        assert len(tables) > before, key
    tried: set[tuple[str, str]] = set()
    for name, (shown, columns) in tables.items():
        records = words.records(shown.all())
        for column in columns:
            kinds = {type(key) for row in records if (key := words.sort_key(column, row)) is not None}
            # Numbers and texts in one column could not be put in order.
            assert kinds <= {int, float} or kinds <= {str}, (name, column)
            unknown = [words.cell_text(column, row) in ("keine Angabe", "nur gemeinsam") for row in records]
            assert unknown == [words.sort_key(column, row) is None for row in records], (name, column)
        # One column up and the next down: that both ways are ways, and lose no row, is promised above. What several tables
        # ask, as the milestones of each state, is sorted by one SQL.
        for column, down in zip(columns, itertools.cycle((False, True))):
            # A table that is there whole is sorted by one function: by its first column, as that the others can be is seen
            # above.
            if isinstance(shown, FrameRows) and column != columns[0]:
                continue
            if (question := (getattr(shown, "name", name), column)) not in tried:
                tried.add(question)
                assert len(shown.page(1, (column, down), SIZE)) == min(SIZE, shown.count), (name, column)


def test_a_part_of_very_many_rows_of_very_many_sources_is_asked_for_by_itself(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def events() -> pd.DataFrame:
        for kept in (rows.part, rows._with_sources, rows._sources):
            kept.cache_clear()
        return (
            queries.event_rows(everything, dt.date(2021, 1, 1), everything.stand, "reached", "granted")
            .all()
            .reset_index(drop=True)
        )

    few = events()
    monkeypatch.setattr(rows, "_APART", 5)
    monkeypatch.setattr(rows, "_SOURCES", 5)
    pd.testing.assert_frame_equal(events(), few)
    assert len(few) > 5
    rows._sources.cache_clear()


@pytest.mark.parametrize("down", [False, True])
def test_a_list_is_sorted_by_what_its_sources_are_called(down: bool, everything: Selection) -> None:
    asked = queries.funding_rows(everything)
    found = cut(asked, ("source_publisher", down))
    assert sorted(found.funding_id) == sorted(asked.all().funding_id)
    known = asked.all().set_index("funding_id")
    assert found.source_url.tolist() == known.source_url[found.funding_id].tolist()
    keys = found.source_publisher.str.lower().tolist()
    assert keys == sorted(keys, reverse=down)


@pytest.mark.parametrize(
    ("values", "notes", "shared"),
    [
        ([1.0, 2.0, None], ["a", "a", None], "a"),
        ([1.0, 2.0], ["a", "b"], ""),
        ([1.0, 2.0], ["a", None], ""),
        ([1.0, 2.0, 3.0], ["a; b", "a; b; c", "d; a; b"], "a; b"),
        ([1.0, 2.0], ["a (b; c (d); e); f", "c (d); e); f; a"], "f"),
        ([1.0, None], ["a", "a"], ""),
        ([None, None], [None, None], ""),
    ],
)
def test_a_note_that_all_values_have_is_said_once_below_the_table(
    values: list[float | None], notes: list[str | None], shared: str
) -> None:
    frame = pd.DataFrame({"value": values, "note": notes}, dtype=object)
    assert table_data.shared_note(CachedFrame(frame)) == shared


def test_rows_keep_of_their_notes_what_is_not_said_below_the_table() -> None:
    frame = pd.DataFrame({"value": [1.0, 2.0, None], "note": ["a; b", "a; c; b", None]}, dtype=object)
    rows, day = CachedFrame(frame), dt.date(2026, 11, 23)
    assert table_data.has_own_notes(rows, "a; b")
    assert not table_data.has_own_notes(rows, "a; b; c")
    (column,) = table_data.table_data(rows, ("note",), "", "", day, (), "a; b").columns
    assert column.cells == ["–", "c", "keine Angabe"]
    (whole,) = table_data.table_data(rows, ("note",), "", "", day).columns
    assert whole.cells == ["a; b", "a; c; b", "keine Angabe"]


@pytest.mark.parametrize(
    ("names", "notes", "said"),
    [
        ("ABC", ["x", "x; a", "x"], ("B: a.",)),
        ("ABC", ["x", "x; B: a", "x"], ("B: a.",)),
        ("ABCDE", ["x", "x; a", "x; b.", "x", None], ("B: a.", "C: b.")),
        # The others too have one of their own, or their names tell them not apart.
        ("ABC", ["x; a", "x; b", "x"], ()),
        ("ABCDEFG", ["x; a", "x; b", "x; c", "x", "x", "x", "x"], ()),
        ("AAC", ["x", "x; a", "x"], ()),
        ("ABC", ["x", "x", "x"], ()),
    ],
)
def test_what_few_rows_alone_say_stands_below_with_their_names(
    names: str, notes: list[str | None], said: tuple[str, ...]
) -> None:
    rows = CachedFrame(pd.DataFrame({"name": list(names), "note": notes}, dtype=object))
    assert table_data.few_notes(rows, "x") == said


def test_a_page_has_no_column_for_the_note_of_one_row_and_its_file_has(everything: Selection) -> None:
    values = {"name": ["A", "B", "C"], "value": [1.0, 2.0, 3.0], "note": ["x", "x; a", "x"]}
    rows, columns = FrameRows(CachedFrame(pd.DataFrame(values))), ("name", "value", "note")
    table = panel.Table("map.values", rows, columns, (), (), everything)
    assert screen._notes(table) == ("Anmerkung zu allen Werten: x.", "B: a.")
    assert table.shown == ("name", "value")
    assert "x; a" in unquote(panel.csv_address(table))


def test_a_page_says_the_note_of_all_values_once(everything: Selection) -> None:
    for row in words.records(queries.indicators(everything)[lambda frame: frame.municipality_count > 0]):
        latest = CachedFrame(queries.indicator_latest(everything, row.indicator_id))
        if note := table_data.shared_note(latest):
            break
    test = opened("map", kennzahl="Ein Indikator", thema=row.topic, indikator=row.name)
    data = of_table(test, "alle-kennzahlen")
    assert "note" not in data["names"]
    assert f"Anmerkung zu allen Werten: {note.rstrip('.')}." in data["html"]
