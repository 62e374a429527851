"""The Breitbandatlas in every shape it has been published in."""

from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import broadband
from etl.official.interface import Scope
from tests.etl.official.made import SCOPE, A, B, messages, text_file, values, workbook

SIXTEEN, GIGABIT, FIBRE = "bb_hh_all_ge16_pct", "bb_hh_all_ge1000_pct", "bb_hh_ftthb_pct"
MODERN = "AGS;alle Technologien ≥ 16 Mbit/s;alle Technologien ≥ 1000 Mbit/s;DSL ≥ 16 Mbit/s;FTTH/B ≥ 1000 Mbit/s"


@pytest.mark.parametrize(
    ("sign", "quote", "encoding", "end"),
    [
        (";", "", "utf-8", "\n"),
        (";", '"', "utf-8", "\r\n"),
        (",", '"', "utf-8", "\n"),
        (",", "", "utf-8-sig", "\r\n"),
        (";", "", "cp1252", "\r\n"),
    ],
)
def test_municipal_file_reads_alike_in_every_delimiter_quoting_and_encoding(
    tmp_path: Path, sign: str, quote: str, encoding: str, end: str
) -> None:
    header = MODERN if encoding != "cp1252" else MODERN.replace("≥", "ab")
    rows = [header, f"{A};99.04;48.48;97;13", "", "05111000;1;2;3;4"]
    lines = [sign.join(f"{quote}{cell}{quote}" for cell in row.split(";")) if row else "" for row in rows]
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", lines, encoding, end)
    assert broadband.ADAPTER.recognises(path)
    found = broadband.ADAPTER.read(path, SCOPE)
    assert values(found) == {(SIXTEEN, A, "2019-06"): 99.04, (GIGABIT, A, "2019-06"): 48.48, (FIBRE, A, "2019-06"): 13}
    assert found.rows_read == 2
    assert "Bönen" in messages(found)
    assert "„DSL " in messages(found)


def test_key_column_may_be_the_last_and_the_fibre_column_empty(tmp_path: Path) -> None:
    lines = ['"verf_300_16";"verf_ftth_1000";"ags"', '97.5;;"05978"', '96;;"05974"']
    found = broadband.ADAPTER.read(text_file(tmp_path / "landkreis_privat_2019_2.csv", lines), SCOPE)
    assert values(found) == {(SIXTEEN, "05978", "2019-12"): 97.5}


@pytest.mark.parametrize("name", ["Deutschland", "deutschland"])
def test_country_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    path = text_file(
        tmp_path / "deutschland_gew_2019_2.csv", ["verf_100_50;verf_ftth_1000;staat", f"91.77;6.73;{name}"]
    )
    found = values(broadband.ADAPTER.read(path, SCOPE))
    assert found == {("bb_biz_wired_ge50_pct", "DG", "2019-12"): 91.77, ("bb_biz_ftthb_pct", "DG", "2019-12"): 6.73}


def test_file_of_mid_2018_has_decimal_commas_and_fibre_from_50_mbits(tmp_path: Path) -> None:
    lines = [
        "AGS;300_16;300_50;200_6;FTTH_16;FTTH_50;FTTH;WiMAX_50",
        "05978004;98,00;97,00;98,00;3,00;2,50;3,50;0,00",
    ]
    path = text_file(tmp_path / "Verf_Gemeinden_atene_Mitte 18.csv", lines, end="\r\n")
    found = broadband.ADAPTER.read(path, SCOPE)
    assert values(found)[(FIBRE, A, "2018-06")] == 2.5
    assert values(found)[("bb_hh_mobile_ge6_pct", A, "2018-06")] == 98
    notes = found.tables["indikatoren"].set_index("Kennzahl-ID")["Anmerkung"]
    assert notes[FIBRE] == "FTTB/H ab 50 Mbit/s"


def test_whole_numbers_throughout_are_noted(tmp_path: Path) -> None:
    lines = ["AGS;300_16;300_30;300_50;300_100;200_6", "05978004;98;97;96;95;98", "05978008;98;97;96;95;98"]
    found = broadband.ADAPTER.read(text_file(tmp_path / "gemeinde_privat_2018_ende.csv", lines), SCOPE)
    assert set(found.tables["indikatoren"]["Anmerkung"]) == {"in der Quelle ganzzahlig"}


def test_boroughs_are_no_municipalities(tmp_path: Path) -> None:
    scope = Scope("05315", {"05315000": "Köln"}, indicator_ids=SCOPE.indicator_ids)
    lines = ["AGS;alle Technologien ≥ 16 Mbit/s", "05315001;90", "05315000;95", "05315009;91"]
    found = broadband.ADAPTER.read(text_file(tmp_path / "gemeinde_bezirke_privat_2020_ende.csv", lines), scope)
    assert values(found) == {(SIXTEEN, "05315000", "2020-12"): 95}
    assert "05315001, 05315009" in messages(found)


def test_a_workbook_of_counts_alone_has_no_shares(tmp_path: Path) -> None:
    sheet = [["ags", "verf_300_16_2010"], [5978004, 22000]]
    path = workbook(tmp_path / "verf_privat_alle_2010_2018.xls", {"verf_gemeinde_10_18_absolut": sheet})
    with pytest.raises(UnreadableError, match="kein Blatt mit Anteilen, nur „verf_gemeinde_10_18_absolut“"):
        broadband.ADAPTER.read(path, SCOPE)


def test_a_speed_may_be_given_in_gigabits_and_the_month_below_the_heading(tmp_path: Path) -> None:
    sheet = [["AGS", "alle Technologien ≥ 1 Gbit/s", "Datenstand"], [A, 48.5, "12.2025"]]
    path = workbook(tmp_path / "privat.xlsx", {"Privathaushalte": sheet})
    assert values(broadband.ADAPTER.read(path, SCOPE)) == {(GIGABIT, A, "2025-12"): 48.5}


def test_commercial_areas_are_not_taken_for_commerce(tmp_path: Path) -> None:
    path = text_file(tmp_path / "bundesland_gewerbe_gwg_2021_1.csv", ['"ags";"verf_100_100"', '"05";88.70'])
    assert values(broadband.ADAPTER.read(path, SCOPE)) == {("bb_gwg_wired_ge100_pct", "05", "2021-06"): 88.7}


def test_counts_of_firms_have_no_indicator_and_are_reported(tmp_path: Path) -> None:
    header = '"ags";"firmen_in_gwg_gesamt";"firmen_angeschlossen_prozent"'
    path = text_file(tmp_path / "gemeinde_gewerbe_gwg_2019_mitte.csv", [header, f'"{A}";12;8.3', f'"{B}";0;0.0'])
    assert broadband.ADAPTER.recognises(path)
    found = broadband.ADAPTER.read(path, SCOPE)
    assert values(found) == {}
    assert "nicht übernommen: 2, etwa" in messages(found)
    assert "„firmen_in_gwg_gesamt“" in messages(found)


def test_mobile_coverage_is_taken_by_kind_of_area(tmp_path: Path) -> None:
    lines = [
        '"AGS";"Technologie";"Flaechenart";"Flaechen Gruppe";"Flaechen Gruppe Name";"Verfügbarkeit"',
        'Deutschland;"5G2";Landstraßen;30;Infrastruktur;59.87',
        'Deutschland;"5G2";Wald-, Wiesenflächen;20;Gemeindefläche;27.28',
        "Deutschland;LTE10;Autobahn;30;Infrastruktur;99.97",
        "Deutschland;5G2",
    ]
    found = broadband.ADAPTER.read(text_file(tmp_path / "deutschland_mobilfunk_stats_2021_1.csv", lines), SCOPE)
    assert values(found) == {
        ("mobile_5g_state_roads_pct", "DG", "2021-06"): 59.87,
        ("mobile_5g_forest_meadow_pct", "DG", "2021-06"): 27.28,
    }
    assert "LTE10, Autobahn" in messages(found)


def test_workbook_of_years_has_keys_as_numbers_and_years_in_its_columns(tmp_path: Path) -> None:
    header = ["id", "ags", "gen", "verf_300_16_2010", "verf_300_50_2018"]
    sheets = {
        "verf_gemeinde_10_18_percent": [header, [1, 5978004, "Bergkamen", 99, 97.35], [2, 1001000, "Flensburg", 1, 2]],
        "verf_land_10_18_percent": [header, [1, 5, "Nordrhein-Westfalen", 78.3, 88]],
        "verf_gemeinde_10_18_absolut": [header, [1, 5978004, "Bergkamen", 22000, 21000]],
    }
    found = broadband.ADAPTER.read(workbook(tmp_path / "verf_privat_alle_2010_2018.xls", sheets), SCOPE)
    assert values(found) == {
        (SIXTEEN, A, "2010-12"): 99,
        ("bb_hh_all_ge50_pct", A, "2018-12"): 97.35,
        (SIXTEEN, "05", "2010-12"): 78.3,
        ("bb_hh_all_ge50_pct", "05", "2018-12"): 88,
    }
    assert "Bezug Jahresende erschlossen" in found.tables["indikatoren"]["Anmerkung"].iloc[0]


def test_district_workbook_names_the_group_in_its_columns(tmp_path: Path) -> None:
    header = ["krs", "lan", "name", "priv_alle_tech_16", "priv_ftthb_1000", "gew_lg_tech_50", "schulen_alle_tech_1000"]
    path = workbook(tmp_path / "2021_BBA_Kreisdaten.xls", {"Tabelle1": [header, [5978, 5, "Unna", 100, 14, 90, 56]]})
    assert values(broadband.ADAPTER.read(path, SCOPE)) == {
        (SIXTEEN, "05978", "2021-06"): 100,
        (FIBRE, "05978", "2021-06"): 14,
        ("bb_biz_wired_ge50_pct", "05978", "2021-06"): 90,
        ("bb_schools_all_ge1000_pct", "05978", "2021-06"): 56,
    }


def half_yearly(path: Path, date_cell: object = "12.2025", merged: tuple[str, ...] = ("F2:H2", "F3:G3")) -> Path:
    geo = ["AGS", "Name", "Verwaltungsebene", "Land", "Raumkategorie"]
    speeds = ["≥ 16 Mbit/s", "≥ 1.000 Mbit/s", "≥ 1000 Mbit/s", "≥ 16 Mbit/s"]
    rows: list[list[object]] = [
        ["Breitbandverfügbarkeit in Prozent", "", "", "", "", "", "", "", "", "Datenstand", date_cell],
        ["", "", "", "", "", "Festnetz", "", "", "Mobilfunk"],
        ["", "", "", "", "", "alle Technologien", "", "FTTB/H", "4G"],
        [*geo, *speeds],
        ["00", "Deutschland", "1 - Bund", "", "", 98, 78, 46, 99],
        ["05", "Nordrhein-Westfalen", "2 - Land", "Nordrhein-Westfalen", "", 99, 82, 40, 99],
        ["05978", "Unna", "3 - Kreis", "Nordrhein-Westfalen", "", 99.5, 85, 41.2, 99],
        [5978004, "Bergkamen", "4 - Gemeinde", "Nordrhein-Westfalen", "städtisch", 99.9, 90.1, 50.4, 99],
        ["05978008", "Bönen", "4 - Gemeinde", "Nordrhein-Westfalen", "ländlich", "", "-", 12, 99],
    ]
    sheets = {"Erläuterung": [["Hinweise"], ["Stand"]], "Privathaushalte": rows, "Fläche": rows, "Krankenhäuser": rows}
    return workbook(path, sheets, merged)


@pytest.mark.parametrize("word", ["Verfügbarkeit", "Verf³gbarkeit", "Verf\ufffdgbarkeit", "Verfuegbarkeit"])
def test_dsl_atlas_names_its_year_only(tmp_path: Path, word: str) -> None:
    rows = [["ags", "gen", "ewz", "verf_dsl"], [5978004, "Bergkamen", 52225, 97.2]]
    path = workbook(tmp_path / f"2005_DSL_{word}_Deutschland.xlsx", {"verf_2005_dsl_gem": rows})
    assert values(broadband.ADAPTER.read(path, SCOPE)) == {("dsl_availability_households_pct", A, "2005"): 97.2}


def test_sheets_on_other_things_are_not_taken_for_households(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "bba_12_2025.xlsx",
        {
            "Krankenhäuser": [
                ["", "", "", "alle Technologien"],
                ["AGS", "Name", "Verwaltungsebene", "≥ 16 Mbit/s"],
                ["05978", "Unna", "3 - Kreis", 99],
            ]
        },
    )
    found = broadband.ADAPTER.read(path, SCOPE)
    assert values(found) == {}
    assert "ohne Kennzahl, nicht übernommen: 1, etwa „Krankenhäuser, alle Technologien, ≥ 16 Mbit/s“" in messages(found)


@pytest.mark.parametrize("merged", [("F2:H2", "F3:G3"), ()])
def test_half_yearly_workbook_is_read_through_its_merged_headings(tmp_path: Path, merged: tuple[str, ...]) -> None:
    found = broadband.ADAPTER.read(half_yearly(tmp_path / "bba_12_2025.xlsx", merged=merged), SCOPE)
    expected = {
        (SIXTEEN, "DG"): 98, (GIGABIT, "DG"): 78, (FIBRE, "DG"): 46,
        (SIXTEEN, "05"): 99, (GIGABIT, "05"): 82, (FIBRE, "05"): 40,
        (SIXTEEN, "05978"): 99.5, (GIGABIT, "05978"): 85, (FIBRE, "05978"): 41.2,
        (SIXTEEN, A): 99.9, (GIGABIT, A): 90.1, (FIBRE, A): 50.4, (FIBRE, B): 12,
    }  # fmt: skip
    assert values(found) == {(indicator, region, "2025-12"): share for (indicator, region), share in expected.items()}
    assert found.rows_read == 15
    assert all("seit 2022 neu erhoben" in note for note in found.tables["indikatoren"]["Anmerkung"])


def current_form(
    path: Path, shares: dict[str, object], dated: str = "Festnetz: 12.2025", network: str = "Festnetz"
) -> Path:
    """The sheet of households as of 2025: fixed networks above all technologies, a month for each kind of network."""
    above: list[object] = ["zurück", "", dated, "Mobilfunk: 01.2026", *[network] * len(shares)]
    technologies = ["", "", "", "", *(name.partition(" ≥")[0] for name in shares)]
    header = ["AGS", "Name", "Verwaltungsebene", "Land", *(f"≥{name.partition(' ≥')[2]}" for name in shares)]
    rows = [[], above, technologies, header]
    rows += [[key, "", level, "", *shares.values()] for key, level in ((A, "4 - Gemeinde"), ("05978", "3 - Kreis"))]
    return workbook(path, {"Privathaushalte": rows, "Fläche": [["", "Datenstand: 01.2026"], [], [], header[:3]]})


@pytest.mark.parametrize(
    ("network", "technology"), [("Leitungsgebundene Netze", "FTTB/H"), ("FTTB/H", "Anteil"), ("FTTB/H", "")]
)
def test_what_stands_over_a_technology_may_be_anything(tmp_path: Path, network: str, technology: str) -> None:
    shares: dict[str, object] = {f"{technology} ≥ 1000 Mbit/s": 41.5}
    path = current_form(tmp_path / "bba_12_2025.xlsx", shares, network=network)
    assert values(broadband.ADAPTER.read(path, SCOPE)) == {(FIBRE, at, "2025-12"): 41.5 for at in (A, "05978")}


def test_technology_without_a_name_of_ours_is_not_taken_for_the_sum_of_all(tmp_path: Path) -> None:
    shares = {"alle Technologien ≥ 16 Mbit/s": "—", "Sonstige ≥ 16 Mbit/s": 7.5, "FTTC ≥ 100 Mbit/s": 80.25}
    found = broadband.ADAPTER.read(current_form(tmp_path / "bba_12_2025.xlsx", shares), SCOPE)
    assert values(found) == {("bb_hh_dsl_ge100_pct", region, "2025-12"): 80.25 for region in (A, "05978")}
    assert "FTTC (VDSL) ab 100 Mbit/s" in found.tables["indikatoren"]["Anmerkung"][0]
    assert "„Privathaushalte, Sonstige, ≥ 16 Mbit/s“" in messages(found)
    assert "kein Anteil" not in messages(found)


@pytest.mark.parametrize("name", ["bba_12_2025 (1).xlsx", "bba_12_2025 - Kopie.xlsx", "neu.xlsx"])
def test_month_of_fixed_networks_counts_and_not_that_of_mobile_ones(tmp_path: Path, name: str) -> None:
    found = broadband.ADAPTER.read(current_form(tmp_path / name, {"alle Technologien ≥ 16 Mbit/s": 98.5}), SCOPE)
    assert {period for *_, period in values(found)} == {"2025-12"}
    assert "Dateiname" not in messages(found)


def test_each_sheet_counts_for_the_month_that_it_names_and_else_for_that_of_the_file(tmp_path: Path) -> None:
    def sheet(month: str) -> list[list[object]]:
        header = ["AGS", "Name", "Verwaltungsebene", "≥ 1000 Mbit/s"]
        dated = ["", "", "", "", "Datenstand", month] if month else []
        return [dated, ["", "", "", "FTTB/H"], header, ["05978", "Unna", "3 - Kreis", 41.5]]

    sheets = {"Privathaushalte": sheet("12.2025"), "Gewerbe": sheet("06.2025"), "Privathaushalte 12.2024": sheet("")}
    found = broadband.ADAPTER.read(workbook(tmp_path / "bba_12_2025.xlsx", sheets), SCOPE)
    assert set(values(found)) == {
        (FIBRE, "05978", "2025-12"),
        ("bb_biz_ftthb_pct", "05978", "2025-06"),
        (FIBRE, "05978", "2024-12"),
    }


def test_finding_in_a_workbook_names_sheet_technology_and_line(tmp_path: Path) -> None:
    shares: dict[str, object] = {"alle Technologien ≥ 16 Mbit/s": "unbekannt", "alle Technologien ≥ 30 Mbit/s": 98}
    found = broadband.ADAPTER.read(current_form(tmp_path / "bba_12_2025.xlsx", shares), SCOPE)
    assert "bba_12_2025.xlsx, Zeile 5, „Privathaushalte, alle Technologien, ≥ 16 Mbit/s“" in messages(found)


def test_shares_that_excel_only_shows_as_percent_are_read_as_percent(tmp_path: Path) -> None:
    shares: dict[str, object] = {
        f"alle Technologien ≥ {speed} Mbit/s": share
        for speed, share in ((16, 0.9987), (30, 0.9982), (50, 0.98), (100, 0.97), (200, 0.9), (400, 0.8))
    }
    found = broadband.ADAPTER.read(current_form(tmp_path / "bba_12_2025.xlsx", shares), SCOPE)
    assert values(found)[(SIXTEEN, A, "2025-12")] == 99.87
    assert "Bruchteile" in messages(found)


def test_two_shares_of_the_same_place_and_day_are_refused(tmp_path: Path) -> None:
    of_a_row = [f"{MODERN};alle Technologien ≥ 1000 Mbit/s", f"{A};99;48;97;13;47"]
    for lines in ([MODERN, f"{A};99;48;97;13", f"{A};99;47;97;13"], of_a_row):
        with pytest.raises(UnreadableError, match="zwei Werte in der Datei"):
            broadband.ADAPTER.read(text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", lines), SCOPE)


def test_share_below_one_percent_stays_what_it_is(tmp_path: Path) -> None:
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", [MODERN, f"{A};99;0.5;0;0.25"])
    assert values(broadband.ADAPTER.read(path, SCOPE))[(GIGABIT, A, "2019-06")] == 0.5


def test_year_in_which_nobody_reported_is_unknown_and_not_zero(tmp_path: Path) -> None:
    header = ["ags", *(f"verf_300_{speed}_{year}" for year in (2010, 2014, 2015) for speed in (16, 50))]
    rows = [header, [5978004, 0, 0, 0, 0, 0, 0], [5978008, 60, 0, 65, 0, 70, 0]]
    path = workbook(tmp_path / "verf_privat_alle_2010_2018.xls", {"verf_gemeinde_10_18_percent": rows})
    found = broadband.ADAPTER.read(path, SCOPE)
    zeros = {(region, period) for (_, region, period), share in values(found).items() if share == 0}
    assert zeros == {(A, "2015-12"), (B, "2010-12"), (B, "2014-12"), (B, "2015-12")}
    assert not {(SIXTEEN, A, "2010-12"), (SIXTEEN, A, "2014-12")} & set(values(found))
    assert "Für Bergkamen steht in allen Spalten 0 (2010, 2014)" in messages(found)


def test_country_is_known_where_a_heading_stands_in_place_of_its_name(tmp_path: Path) -> None:
    path = text_file(tmp_path / "deutschland_gewerbe_gwg_2019_2.csv", ['"ags";"verf_100_100"', "staat;73.31"])
    assert values(broadband.ADAPTER.read(path, SCOPE)) == {("bb_gwg_wired_ge100_pct", "DG", "2019-12"): 73.31}


def test_date_in_the_workbook_counts_more_than_its_name(tmp_path: Path) -> None:
    found = broadband.ADAPTER.read(half_yearly(tmp_path / "bba_06_2025.xlsx", "12.2024"), SCOPE)
    assert {period for *_, period in values(found)} == {"2024-12"}
    assert "Dateiname nennt 2025-06" in messages(found)


MOBILE = '"AGS";"Technologie";"Flaechenart";"Verfügbarkeit"'


@pytest.mark.parametrize("lines", [[MODERN, f"{A};1;2;3;4"], [MOBILE, "Deutschland;5G2;Landstraßen;59.87"]])
def test_renamed_file_says_how_to_name_it(tmp_path: Path, lines: list[str]) -> None:
    path = text_file(tmp_path / "download.csv", lines)
    assert broadband.ADAPTER.recognises(path)
    with pytest.raises(UnreadableError, match="gemeinde_privat_2019_mitte"):
        broadband.ADAPTER.read(path, SCOPE)


def test_file_without_a_population_group_is_not_guessed(tmp_path: Path) -> None:
    path = text_file(tmp_path / "landkreis_2020_2.csv", ["ags;verf_100_50", "05978;91"])
    with pytest.raises(UnreadableError, match="ob Haushalte"):
        broadband.ADAPTER.read(path, SCOPE)


def test_impossible_shares_are_reported_by_line_and_column(tmp_path: Path) -> None:
    lines = [MODERN, f"{A};101;abc;0;5", f"{B};98;;;5"]
    found = broadband.ADAPTER.read(text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", lines), SCOPE)
    assert values(found) == {(FIBRE, A, "2019-06"): 5, (FIBRE, B, "2019-06"): 5, (SIXTEEN, B, "2019-06"): 98}
    assert [(note.line, note.column, note.value) for note in found.findings if note.line] == [
        (2, "alle Technologien ≥ 16 Mbit/s", "101"),
        (2, "alle Technologien ≥ 1000 Mbit/s", "abc"),
    ]


@pytest.mark.parametrize(
    ("shares", "is_refused"),
    [
        (["98.5", "100.01", "99", "101"], False),
        (["98.5", "100.01", "99000", "101"], True),
        (["98.5", "-0.01", "-1", "-2"], True),
        (["100", "0", "101", "102"], False),
        (["", "101", "99", "-"], False),
    ],
)
def test_a_file_of_which_most_shares_are_none_is_refused_as_a_whole(
    tmp_path: Path, shares: list[str], *, is_refused: bool
) -> None:
    heading = "AGS;alle Technologien ≥ 16 Mbit/s"
    rows = [f"{key};{share}" for key, share in zip((A, B, "05", "DG"), shares, strict=True)]
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", [heading, *rows])
    if not is_refused:
        assert messages(broadband.ADAPTER.read(path, SCOPE)).count("nicht übernommen") > 0
        return
    with pytest.raises(UnreadableError, match="So ist es bei 3 von 4 gelesenen Werten") as problem:
        broadband.ADAPTER.read(path, SCOPE)
    assert (problem.value.line, problem.value.column, problem.value.value) == (3, heading[4:], shares[1])


def test_keys_that_excel_has_rounded_are_reported(tmp_path: Path) -> None:
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", [MODERN, "5,9780E+10;1;2;3;4"])
    found = broadband.ADAPTER.read(path, SCOPE)
    assert values(found) == {}
    assert "Zeile 2, Spalte „AGS“: Excel hat aus den Schlüsseln gerundete Zahlen gemacht" in messages(found)


def test_values_without_a_known_indicator_are_counted(tmp_path: Path) -> None:
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", [MODERN, f"{A};1;2;3;4"])
    found = broadband.ADAPTER.read(path, Scope("05978", {A: "Bergkamen"}, indicator_ids=frozenset({SIXTEEN})))
    assert len(values(found)) == 1
    assert "nicht in kennzahlen.csv stehen, nicht übernommen: 2" in messages(found)
