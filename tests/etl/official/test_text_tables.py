"""Files from outside: whatever comes in, it is a table, or a German sentence says why not."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.messages.refusals import UnreadableError
from etl.official.adapters.recognition import ADAPTERS
from etl.official.formats import excel, text_tables
from tests.etl.official.made import SCOPE, text_file, workbook

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
STARTS = [
    b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf", b"\xff\xfe", b"AGS;300_1;300_50\r\n",
    b"Tabelle: 12411-15i\n;;;Bev\xf6lkerungsstand\n", b"Betreiber;Breitengrad;L\xe4ngengrad;Postleitzahl\n",
    b"6020231130059780040004", b"statistics_code;time;1_variable_attribute_code;value\n",
]  # fmt: skip


@SLOW
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400))
def test_rubbish_is_not_recognised_or_unreadable_and_never_breaks(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "gemeinde_privat_2019_mitte.csv"
    path.write_bytes(start + rest)
    for adapter in ADAPTERS:
        if adapter.recognises(path):
            try:
                adapter.read(path, SCOPE)
            except UnreadableError as problem:
                assert str(problem)


WHOLE = {
    "gemeinde_privat_2019_mitte.csv": "AGS;alle Technologien ≥ 16 Mbit/s;FTTH/B ≥ 1000 Mbit/s\n05978004;99.04;13\n",
    "landkreis_mobilfunk_stats_2021_1.csv": "AGS;Technologie;Flaechenart;Verfügbarkeit\n05978;5G2;Autobahn;90\n",
    "Ladesaeulenregister_2026-03-01.csv": (
        "Betreiber;Anzahl Ladepunkte;Postleitzahl;Ort;Breitengrad;Längengrad;Inbetriebnahmedatum\n"
        "SW;2;59192;Bergkamen;51,2;7,2;01.02.2020\nSW;2;59199;Bönen;51,2;7,7;01.02.2021\n"
    ),
    "12411-15i_00.csv": (
        "Tabelle: 12411-15i\n;;;Bevölkerungsstand;Bodenfläche\n;;;Anzahl;qkm\n"
        "31.12.2024;05978004;Bergkamen, Stadt;49143;44,90\n"
    ),
    "flat.csv": (
        "statistics_code;time;1_variable_code;1_variable_attribute_code;1_variable_attribute_label;value;value_unit;"
        "value_variable_code\n12411;31.12.2023;GEMEIN;05978008;Bönen;17734;Anzahl;BEVSTD\n"
    ),
    "Suchliste.csv": (
        '="FKZ";="Förderempfänger";="Gemeindekennziffer";="Ausführende Stelle";="Gemeindekennziffer";="Thema";'
        "Laufzeit von;Laufzeit bis;Fördersumme in EUR;\n"
        '="01AB1";="Stadt Bergkamen";="05978004";="Stadt Bergkamen";="05978004";="Netz";01.05.2031;30.04.2034;1,00;\n'
    ),
    "esf_liste.csv": (
        "Begünstigter;Vorhaben;Startdatum;Enddatum;Gesamtkosten;Postleitzahl;Ort\n"
        "Werk GmbH;Ofen;01.02.2031;31.12.2033;1.234,50 €;59192;Bergkamen\n"
    ),
    "GV100AD_301123.txt": f"60202311300597800400004{'Bergkamen, Stadt':<99}63    {4490:011}{49263:011}{0:011}\n",
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(WHOLE)), changes=st.data())
def test_damaged_text_is_read_in_part_or_unreadable_and_never_breaks(
    tmp_path: Path, name: str, changes: st.DataObject
) -> None:
    data = bytearray(WHOLE[name].encode(changes.draw(st.sampled_from(["utf-8", "latin-1", "utf-16"])), "replace"))
    for _ in range(changes.draw(st.integers(0, 4))):
        start = changes.draw(st.integers(0, len(data)))
        stop = changes.draw(st.integers(start, min(len(data), start + 20)))
        data[start:stop] = changes.draw(
            st.binary(max_size=6) | st.sampled_from([b";", b"\n", b'"', b"-", b"1e999", b"\xb2"])
        )
    path = tmp_path / name
    path.write_bytes(data)
    for adapter in ADAPTERS:
        if adapter.recognises(path):
            try:
                adapter.read(path, SCOPE)
            except UnreadableError as problem:
                assert str(problem)


@SLOW
@given(end=st.integers(min_value=0, max_value=5000), flipped=st.integers(min_value=0, max_value=4999))
def test_damaged_workbook_is_reported_in_german(tmp_path: Path, end: int, flipped: int) -> None:
    path = workbook(tmp_path / "bba_12_2025.xlsx", {"Privathaushalte": [["AGS", "300_16"], ["05978", 5]]})
    data = bytearray(path.read_bytes())
    data[flipped % len(data)] ^= 0xFF
    path.write_bytes(data[: max(end, 10)])
    try:
        text_tables.grids(path)
    except UnreadableError as problem:
        assert "Datei" in str(problem)


def test_stray_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Blatt": [["AGS", "300_16"], ["05978", 5]]})
    book = openpyxl.load_workbook(path)
    book["Blatt"]["XFD1048576"] = 1
    book.save(path)
    with pytest.raises(UnreadableError, match="Spalte 16384 und Zeile 1048576"):
        text_tables.grids(path)


def test_formatted_cells_without_a_value_are_not_in_the_way(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Blatt": [["AGS", "300_16"], ["05978", 5]]})
    book = openpyxl.load_workbook(path)
    book["Blatt"]["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    assert text_tables.grids(path)[0].rows[1][:2] == ["05978", "5"]


def test_cells_of_every_kind_become_texts(tmp_path: Path) -> None:
    cells = [True, False, datetime(2025, 5, 17, 12, 30), date(2025, 5, 17), time(12, 30), 1.5, " a "]
    (grid,) = text_tables.grids(workbook(tmp_path / "a.xlsx", {"Blatt": [cells]}))
    assert grid.rows == [["ja", "nein", "2025-05-17", "2025-05-17", "12:30:00", "1.5", "a"]]


@pytest.mark.parametrize("start", [b"AGS;300_16\n", b"\xd0\xcf\x11\xe0"])
def test_a_file_too_large_for_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(start * 9)
    for module in (text_tables, excel):
        monkeypatch.setattr(module, "MOST_TABLE_BYTES", 30)
    with pytest.raises(UnreadableError, match="MB und wird nicht gelesen"):
        text_tables.grids(path)


def test_zip_of_something_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "paket.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("landkreis_privat_2021_1.csv", "ags;verf_300_16\n")
    with pytest.raises(UnreadableError, match="zuerst entpacken"):
        text_tables.grids(path)


def test_page_instead_of_a_table_is_named(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", ["<!DOCTYPE html>", "<title>Fehler 404</title>"])
    with pytest.raises(UnreadableError, match="Internetseite"):
        text_tables.grids(path)


@pytest.mark.parametrize(("rows", "cut_at"), [(3, None), (4, 4)])
def test_a_last_row_is_called_short_where_three_before_it_are_equally_long(
    tmp_path: Path, rows: int, cut_at: int | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b;c\n" * (rows - 1) + "1;2")
    assert [grid.cut_at for grid in text_tables.grids(path)] == [cut_at]


def test_open_quotation_mark_is_named_by_line(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", ["AGS;Name", '05978;"Unna' + "x" * 140_000])
    with pytest.raises(UnreadableError, match="Ab Zeile 2"):
        text_tables.grids(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"])
def test_umlauts_survive_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = text_file(tmp_path / "a.csv", ["Schlüssel;Name", "05978008;Bönen"], encoding)
    assert text_tables.grids(path)[0].rows == [["Schlüssel", "Name"], ["05978008", "Bönen"]]


def test_the_only_umlaut_may_be_the_last_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("AGS;Name\n05978008;Ä".encode("cp1252"))
    assert text_tables.grids(path)[0].rows[1] == ["05978008", "Ä"]


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (["AGS;Anteil", "05978;98,5"], ["05978", "98,5"]),
        (["AGS,Anteil", '05978,"98,5"'], ["05978", "98,5"]),
        (["AGS\tAnteil", "05978\t98,5"], ["05978", "98,5"]),
        (["Titel, mit Komma, und noch eins", ";;Stand", "05;NRW;1,5", "051;D;2,5"], ["051", "D", "2,5"]),
    ],
)
def test_delimiter_is_not_the_decimal_comma(tmp_path: Path, lines: list[str], cells: list[str]) -> None:
    assert text_tables.grids(text_file(tmp_path / "a.csv", lines))[0].rows[-1] == cells


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("98,46", 98.46), ("98.46", 98.46), ("1.234,5", 1234.5), ("(12)", 12), ("49143p", 49143), ("12 %", 12),
        ("49143*", 49143), ("44,90²", 44.9), ("1'234,5", 1234.5), ("18 034 454", 18034454),
        ("-", None), ("...", None), (".", None), ("/", None), ("x", None), ("", None), ("()", None),
    ],
)  # fmt: skip
def test_numbers_and_what_stands_for_none(cell: str, value: float | None) -> None:
    assert text_tables.number(cell) == value


@pytest.mark.parametrize("cell", ["viel", "44,901)", "49143 1)", "98,5 1", "(12", "12)"])
def test_words_and_numbers_with_a_footnote_that_could_be_a_digit_are_no_numbers(cell: str) -> None:
    for read in (text_tables.number, text_tables.count):
        with pytest.raises(ValueError, match="no number"):
            read(cell)


@pytest.mark.parametrize(
    "cell",
    ["49143", "49.143", "49,143", "49'143", "49’143", "49 143", "49\u2009143", "49\u202f143", "49143,0", "49143¹⁾"],
)
def test_counts_may_have_signs_between_thousands(cell: str) -> None:
    assert text_tables.count(cell) == 49143


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("5978004", "05978004"), ("05978004", "05978004"), ("5978", "05978"), ("5", "05"), ("05000000", "05"),
        ("059780020020", "05978020"), ("59780020020", "05978020"), ("0", "DG"), ("deutschland", "DG"),
        ("051", "051"), ("", ""), ("05978004.0", "05978004"), ("Summe", "Summe"),
    ],
)  # fmt: skip
def test_keys_get_their_leading_zero_back(cell: str, key: str) -> None:
    assert text_tables.region_key(cell) == key


def test_umlauts_that_were_encoded_twice_are_put_right(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Längengrad;Straße".encode().decode("cp1252"), encoding="utf-8")
    assert text_tables.grids(path)[0].rows == [["Längengrad", "Straße"]]


@pytest.mark.parametrize(
    "text", ["Stand: 31.12.2023", "31122023_Auszug_GV", "vg250-ew_2023-12-31.gpkg", "liste_20231231"]
)
def test_a_day_is_found_however_a_title_or_a_name_writes_it(text: str) -> None:
    assert list(text_tables.days_in(text)) == [date(2023, 12, 31)]


def test_a_day_that_does_not_exist_or_part_of_a_longer_number_is_none() -> None:
    assert list(text_tables.days_in("31.02.2023, 2023-13-01, 120231231, 05978004")) == []
