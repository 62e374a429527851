"""What adapters of tables have in common: a made-up kind of file is a few columns, a sentence and a function."""

from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official import adapters
from etl.official.adapters import recognition
from etl.official.adapters.indicator_rows import Value, indicator_tables, report_missing, share_in
from etl.official.adapters.mapping import mapping
from etl.official.adapters.table_adapter import Row, Table, columns, headed_table, table_adapter
from etl.official.formats.text_tables import Grid
from etl.official.interface import Extract, Reading, Scope
from tests.etl.official.made import A, B, messages, text_file, values, workbook

SPELLINGS = {"key": ("schlüssel", "ags"), "share": ("anteil*",)}
SCOPE = Scope("05978", {A: "Bergkamen"}, indicator_ids=frozenset({"known"}))
DESCRIBED = {"Kennzahl-ID": "new", "Thema": "Probe", "Name": "Neu", "Einheit": "%", "Besser ist": "hoch", "Note": "x"}


def _table(grid: Grid) -> Table | None:
    return headed_table(grid, SPELLINGS, ("key", "share"))


def _extract(reading: Reading, tables: list[Table]) -> Extract:
    rows: list[Row] = [row for table in tables for row in table.rows()]
    found = [(row, share_in(reading, row["share"], row.line, "Anteil")) for row in rows]
    made = [
        Value(name, row["key"], "2026", repr(share))
        for row, share in found
        if share is not None
        for name in ("known", "new")
    ]
    return Extract("Probe", len(rows), indicator_tables(reading, made, [DESCRIBED]))


ADAPTER = table_adapter("probe", "Probe", _table, "Keine Tabelle hat Schlüssel und Anteil.", _extract)


def test_headings_are_found_below_a_preamble_in_any_order_and_case(tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "a.csv", ["Titel;;", "", "Anteil (%);Name;AGS", f"98,5;x;{A}", ";;", f"viel;x;{B}", "7"]
    )
    assert ADAPTER.recognises(path)
    found = ADAPTER.read(path, SCOPE)
    assert (found.source, found.rows_read) == ("probe", 3)
    assert values(found)[("known", A, "2026")] == 98.5
    assert "a.csv, Zeile 6, Spalte „Anteil“: Das ist kein Anteil" in messages(found)


def test_every_sheet_with_such_a_table_is_read(tmp_path: Path) -> None:
    rows = {name: [["Schlüssel", "Anteil"], [key, 5]] for name, key in (("a", A), ("b", B))}
    found = ADAPTER.read(workbook(tmp_path / "a.xlsx", {**rows, "c": [["Hinweis"]]}), SCOPE)
    assert {region for _, region, _ in values(found)} == {A, B}


def test_a_file_without_such_a_table_is_refused_with_the_sentence_of_its_kind(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", ["AGS;Name", f"{A};x"])
    assert not ADAPTER.recognises(path)
    assert not ADAPTER.recognises(tmp_path / "fehlt.csv")
    with pytest.raises(UnreadableError, match="hat Schlüssel und Anteil"):
        ADAPTER.read(path, SCOPE)


def test_an_indicator_that_only_the_mapping_describes_comes_with_its_description(tmp_path: Path) -> None:
    found = ADAPTER.read(text_file(tmp_path / "a.csv", ["AGS;Anteil", f"{A};5"]), SCOPE)
    assert set(values(found)) == {("known", A, "2026"), ("new", A, "2026")}
    assert found.tables["kennzahlen"][["Kennzahl-ID", "Name"]].values.tolist() == [["new", "Neu"]]
    known = Scope("05978", {A: "Bergkamen"}, indicator_ids=frozenset({"known", "new"}))
    assert "kennzahlen" not in ADAPTER.read(tmp_path / "a.csv", known).tables


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["laufzeit von", "laufzeit bis"], {"begin": 0, "end": 1}),
        (["projektbeginn", "laufzeit von"], {"begin": 1}),
        (["laufzeit", "", "laufzeit bis zum"], {"begin": 0, "end": 2}),
        (["name"], {}),
    ],
)
def test_a_column_serves_one_name_and_the_first_spelling_counts(headings: list[str], expected: dict[str, int]) -> None:
    spellings = {"begin": ("laufzeit von*", "laufzeit", "projektbeginn "), "end": ("laufzeit bis*", "laufzeit*")}
    assert columns(headings, spellings) == expected


def test_a_module_in_the_folder_of_adapters_is_all_that_a_new_kind_of_file_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        f"from {__name__} import ADAPTER\nfrom dataclasses import replace\nOTHER = replace(ADAPTER, name='Andere')\n"
    )
    (tmp_path / "made_up.py").write_text(source)
    before = recognition.found_adapters()
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(tmp_path)])
    after = recognition.found_adapters()
    assert {adapter.name for adapter in set(after) - set(before)} == {"Andere", "Probe"}
    assert [adapter.name for adapter in after] == sorted(adapter.name for adapter in after)


@pytest.mark.parametrize(
    ("keys", "is_asked"),
    [
        ({"05911004", "05911008", "05915"}, True),
        ({"05911004", "05911", "05915"}, False),
        # Cities that are districts of their own are no municipalities beside others.
        ({"05911000", "05913000", "05915"}, False),
    ],
)
def test_only_a_file_of_municipalities_is_asked_about_for_lacking_them(
    keys: set[str], is_asked: bool, tmp_path: Path
) -> None:
    reading = Reading(tmp_path / "a.csv", SCOPE)
    report_missing(reading, set(), keys)
    assert len(reading.questions) == is_asked
    assert len(reading.findings) == (not is_asked)


def test_a_mapping_that_is_gone_is_named() -> None:
    with pytest.raises(UnreadableError, match=r"„gibt_es_nicht\.csv“ in data/mapping fehlt oder ist nicht lesbar"):
        mapping("gibt_es_nicht")
