"""Population and area from GENESIS tables and flat files."""

from dataclasses import replace
from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import population_flat, population_table
from etl.official.adapters.recognition import ADAPTERS
from etl.official.interface import Extract
from tests.etl.official.made import SCOPE, A, messages, text_file, workbook

HEAD = [
    "Tabelle: 12411-15i",
    "Katasterfläche (qkm), Bevölkerung und Bevölkerungsdichte - Stichtag - Gemeinden;;;;;",
    ";;;Fortschreibung des Bevölkerungsstandes;Flächenerhebung;Fortschreibung des Bevölkerungsstandes",
    ";;;Bevölkerungsstand (Basis Zensus 2022 und früher);Bodenfläche (Katasterfläche) in qkm;Bevölkerungsdichte",
    ";;;Anzahl;qkm;EW pro qkm",
]
ROWS = [
    "31.12.2024;05;Nordrhein-Westfalen;18034454;34112,44;528,7",
    "31.12.2024;051;  Düsseldorf, Regierungsbezirk;5244379;5292,33;990,9",
    "31.12.2024;05978;    Unna, Kreis;393784;543,21;724,9",
    "31.12.2024;05978004;      Bergkamen, Stadt;49143;44,90;1094,5",
    "31.12.2024;05978012;      Fröndenberg / Ruhr, Stadt;20504;56,23;364,6",
]
FOOT = ["", "Hinweis, mit Komma; und Semikolon", "© IT.NRW, Düsseldorf, 2026.", "Stand: 19.01.2026 / 13:58:12"]


def people(extract: Extract) -> dict[tuple[str, str], str]:
    table = extract.tables["bevoelkerung"]
    return dict(zip(zip(table["AGS"], table["Stichtag"], strict=True), table["Einwohner"], strict=True))


def table(tmp_path: Path, lines: list[str], encoding: str = "latin-1", end: str = "\n") -> Extract:
    path = text_file(tmp_path / "12411-15i_00.csv", lines, encoding, end)
    assert population_table.ADAPTER.recognises(path)
    return population_table.ADAPTER.read(path, SCOPE)


@pytest.mark.parametrize(("encoding", "end"), [("latin-1", "\n"), ("utf-8", "\r\n"), ("utf-8-sig", "\n")])
def test_table_gives_population_and_municipalities(tmp_path: Path, encoding: str, end: str) -> None:
    head = [line.replace("©", "(c)") for line in [*HEAD, *ROWS, *FOOT]]
    found = table(tmp_path, head, encoding, end)
    day = "2024-12-31"
    expected = {("05", day): "18034454", ("05978", day): "393784", (A, day): "49143", ("05978012", day): "20504"}
    assert people(found) == expected
    assert found.rows_read == 5
    rows = found.tables["bevoelkerung"].iloc[0]
    assert rows["Basis"] == "Zensus 2022 Fortschreibung"
    assert rows["Quelle (URL)"].endswith("code=12411-15i")
    assert rows["Anmerkung"] == "Landesdatenbank NRW, Tabelle 12411-15i, Stand 19.01.2026"
    places = found.tables["gemeinden"].set_index("AGS")
    assert places.loc["05978012"].to_dict() == {
        "Name": "Fröndenberg/Ruhr",
        "Amtliche Bezeichnung": "Fröndenberg / Ruhr, Stadt",
        "Art": "Stadt",
        "Fläche (km²)": "56.23",
    }
    assert set(places.index) == {A, "05978012"}


def test_each_day_has_its_census_and_the_latest_area_counts(tmp_path: Path) -> None:
    rows = [
        f"{day};05978004;Bergkamen, Stadt;{number};{area};1"
        for day, number, area in [("31.12.2010", 1, "44,80"), ("31.12.2024", 3, "44,90"), ("31.12.2022", 2, "44,85")]
    ]
    found = table(tmp_path, [*HEAD, *rows])
    basis = found.tables["bevoelkerung"].set_index("Stichtag")["Basis"]
    assert basis.to_dict() == {
        "2010-12-31": "Volkszählung 1987 Fortschreibung",
        "2022-12-31": "Zensus 2011 Fortschreibung",
        "2024-12-31": "Zensus 2022 Fortschreibung",
    }
    assert found.tables["gemeinden"]["Fläche (km²)"].tolist() == ["44.90"]


@pytest.mark.parametrize("sign", ["-", ".", "...", "/", "x"])
def test_signs_for_no_value_are_no_numbers(tmp_path: Path, sign: str) -> None:
    rows = [*ROWS, f"31.12.2024;05978008;Bönen;{sign};38,04;1", f"31.12.2024;05354;Aachen, Kreis;{sign};-;-"]
    found = table(tmp_path, [*HEAD, *rows])
    assert ("05978008", "2024-12-31") not in people(found)
    assert "Für Bönen steht hier kein Wert" in messages(found)
    assert "Aachen" not in messages(found)


@pytest.mark.parametrize("cell", ["49143p", "(49143)", "49143 r", "49.143"])
def test_flags_and_thousands_do_not_change_a_number(tmp_path: Path, cell: str) -> None:
    found = table(tmp_path, [*HEAD, f"31.12.2024;05978004;Bergkamen, Stadt;{cell};44,90;1"])
    assert people(found) == {(A, "2024-12-31"): "49143"}


def test_days_may_stand_over_the_columns(tmp_path: Path) -> None:
    lines = ["Tabelle: 12411-01i", ";;Bevölkerungsstand;", ";;31.12.2022;31.12.2023", ";;Anzahl;Anzahl"]
    found = table(tmp_path, [*lines, "5978004;Bergkamen, Stadt;49263;49000"])
    assert people(found) == {(A, "2022-12-31"): "49263", (A, "2023-12-31"): "49000"}


def test_words_may_stand_before_the_key(tmp_path: Path) -> None:
    lines = [
        "Tabelle: 12411-02i",
        ";;;;Bevölkerungsstand",
        ";;;;Anzahl",
        f"31.12.2023;Insgesamt;{A};Bergkamen, Stadt;49263",
    ]
    assert people(table(tmp_path, lines)) == {(A, "2023-12-31"): "49263"}


def test_only_the_whole_population_counts(tmp_path: Path) -> None:
    lines = [
        "Tabelle: 12411-02i",
        ";;;Bevölkerungsstand;;",
        ";;;Insgesamt;männlich;weiblich",
        ";;;Anzahl;Anzahl;Anzahl",
        "31.12.2023;05978004;Bergkamen, Stadt;49263;24424;24839",
    ]
    assert people(table(tmp_path, lines)) == {(A, "2023-12-31"): "49263"}


def test_area_in_hectares_becomes_square_kilometres(tmp_path: Path) -> None:
    lines = ["Tabelle: 33111-01i", ";;;Bodenfläche insgesamt", ";;;ha", "31.12.2023;05978004;Bergkamen, Stadt;4490"]
    found = table(tmp_path, lines)
    assert found.tables["gemeinden"]["Fläche (km²)"].tolist() == ["44.90"]
    assert "bevoelkerung" not in found.tables


def test_city_without_a_district_counts_as_both(tmp_path: Path) -> None:
    scope = replace(
        SCOPE, district_ags="05913", municipalities={"05913000": "Dortmund"}, comparison=frozenset({"05913"})
    )
    path = text_file(tmp_path / "a.csv", [*HEAD, "31.12.2024;05913;Dortmund, krfr. Stadt;600000;280,7;1"])
    found = population_table.ADAPTER.read(path, scope)
    assert set(people(found)) == {("05913", "2024-12-31"), ("05913000", "2024-12-31")}
    assert found.tables["gemeinden"]["AGS"].tolist() == ["05913000"]


@pytest.mark.parametrize(
    "heading",
    [
        "Bevölkerung mit Hauptwohnung",
        "Einwohner laut Melderegister",
        "Durchschnittliche Bevölkerung",
        "Bevölkerung am Jahresanfang",
    ],
)
def test_other_counts_of_people_are_told_where_only_the_area_is_taken(tmp_path: Path, heading: str) -> None:
    lines = [f";;;{heading};Bodenfläche", ";;;Anzahl;qkm", f"31.12.2024;{A};Bergkamen, Stadt;49143;44,90"]
    found = population_table.ADAPTER.read(text_file(tmp_path / "a.csv", lines), SCOPE)
    assert list(found.tables) == ["gemeinden"]
    assert f"übernommen wird nur die Fläche, nicht „{heading}“" in messages(found)


def test_the_day_of_a_census_is_counted_and_not_projected(tmp_path: Path) -> None:
    lines = [";;;Bevölkerung (Ergebnis des Zensus 2022)", ";;;Anzahl", f"15.05.2022;{A};Bergkamen, Stadt;48518"]
    found = population_table.ADAPTER.read(text_file(tmp_path / "a.csv", lines), SCOPE)
    assert found.tables["bevoelkerung"]["Basis"].tolist() == ["Zensus 2022"]


def test_table_without_a_day_is_not_guessed(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", [";;Bevölkerungsstand", ";;Anzahl", "05978004;Bergkamen, Stadt;49143"])
    with pytest.raises(UnreadableError, match="Stichtag"):
        population_table.ADAPTER.read(path, SCOPE)


OLD = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
    "1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;"
    "BEVSTD__Bevoelkerungsstand__Anzahl"
)
NEW = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;"
    "2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label"
)


def flat(tmp_path: Path, lines: list[str], encoding: str = "latin-1") -> Extract:
    path = text_file(tmp_path / "flat.csv", lines, encoding, "\r\n")
    assert population_flat.ADAPTER.recognises(path)
    assert not population_table.ADAPTER.recognises(path)
    return population_flat.ADAPTER.read(path, SCOPE)


def test_old_flat_file_is_read_for_everybody(tmp_path: Path) -> None:
    start = "12411;Fortschreibung;STAG;Stichtag;31.12.2023;GEMEIN;Gemeinden;05978004;Bergkamen, Stadt;GES;Geschlecht"
    lines = [OLD, f"{start};GESM;männlich;24000", f"{start};;Insgesamt;49000", f"{start};GESW;weiblich;25000"]
    found = flat(tmp_path, lines)
    assert people(found) == {(A, "2023-12-31"): "49000"}
    assert "nur einen Teil der Bevölkerung, nicht übernommen: 2" in messages(found)


def test_ages_are_no_regions_though_their_codes_look_like_those_of_states(tmp_path: Path) -> None:
    start = "12411;Fortschreibung;STAG;Stichtag;31.12.2023;ALTVOLL;Altersjahre;{};GEMEIN;Gemeinden;05978004;Bergkamen"
    ages = {";Insgesamt": 49000, "05;5 bis unter 6 Jahre": 500, "DG;x": 1}
    found = flat(tmp_path, [OLD, *(f"{start.format(age)};{count}" for age, count in ages.items())])
    assert people(found) == {(A, "2023-12-31"): "49000"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_new_flat_file_has_one_figure_per_row(tmp_path: Path, encoding: str) -> None:
    start = "12411;Fortschreibung;STAG;Stichtag;2023-12-31;GEMEIN;Gemeinden;05978008;Bönen;;;;"
    lines = [
        NEW,
        f"{start};17734;Anzahl;BEVSTD;Bevölkerungsstand",
        f"{start};38,04;qkm;FLX006;Bodenfläche",
        "12411;Fortschreibung;STAG;Stichtag;2023-12-31;DINSG;Deutschland;DG;Deutschland;;;;;84669326;Anzahl;BEVSTD;x",
    ]
    found = flat(tmp_path, lines, encoding)
    assert people(found) == {("05978008", "2023-12-31"): "17734", ("DG", "2023-12-31"): "84669326"}
    assert found.tables["gemeinden"]["Name"].tolist() == ["Bönen"]


@pytest.mark.parametrize(
    ("form", "figure", "unit"),
    [("old", "4490", "ha"), ("old", "44,90", "qkm"), ("new", "4490", "ha"), ("new", "44,90", "km²")],
)
def test_area_of_a_flat_file_is_in_square_kilometres_whatever_its_unit(
    tmp_path: Path, form: str, figure: str, unit: str
) -> None:
    start = f"33111;Fläche;STAG;Stichtag;31.12.2023;GEMEIN;Gemeinden;{A};Bergkamen, Stadt;;;;"
    if form == "old":
        lines = [OLD.replace("BEVSTD__Bevoelkerungsstand__Anzahl", f"FLX006__Bodenfläche__{unit}"), f"{start};{figure}"]
    else:
        lines = [NEW, f"{start};{figure};{unit};FLX006;Bodenfläche"]
    found = flat(tmp_path, lines)
    assert found.tables["gemeinden"]["Fläche (km²)"].tolist() == ["44.90"]


@pytest.mark.parametrize(
    ("day", "heading", "census"),
    [
        ("31.12.2022", "Bevölkerungsstand (Basis Zensus 2022)", "Zensus 2022 Fortschreibung"),
        ("31.12.2022", "Bevölkerungsstand (Basis Zensus 2022 und früher)", "Zensus 2011 Fortschreibung"),
        ("31.12.2022", "Bevölkerungsstand (Basis Zensus 2011)", "Zensus 2011 Fortschreibung"),
        ("31.12.2022", "Bevölkerungsstand", "Zensus 2011 Fortschreibung"),
        ("31.12.2023", "Bevölkerungsstand", "Zensus 2022 Fortschreibung"),
        ("31.12.2021", "Bevölkerungsstand (Basis Zensus 2022)", "Zensus 2011 Fortschreibung"),
    ],
)
def test_census_is_the_one_of_the_heading_else_of_the_year(tmp_path: Path, day: str, heading: str, census: str) -> None:
    lines = ["Tabelle: 12411-15i", f";;;{heading}", ";;;Anzahl", f"{day};{A};Bergkamen, Stadt;49263"]
    assert table(tmp_path, lines).tables["bevoelkerung"]["Basis"].tolist() == [census]


def test_year_alone_is_taken_for_its_end_and_noted(tmp_path: Path) -> None:
    start = "12411;Fortschreibung;JAHR;Jahr;2023;GEMEIN;Gemeinden;5978008;Bönen;;;;"
    found = flat(tmp_path, [OLD, f"{start};17734", f"{start.replace('2023', 'Q3')};1"])
    assert people(found) == {("05978008", "2023-12-31"): "17734"}
    assert "Jahresende erschlossen" in found.tables["bevoelkerung"]["Anmerkung"].iloc[0]
    assert "kein Stichtag" in messages(found)


REGIONAL = [
    "Tabelle: 12411-01-01-5",
    "Bevölkerung nach Geschlecht - Stichtag 31.12. - regionale Tiefe: Gemeinden;;;;",
    "Bevölkerungsstand (Anzahl);;;;",
    "31.12.2022;;;;",
    ";;Insgesamt;männlich;weiblich",
    "05978;  Unna, Kreis;396.035;195000;201035",
    f"{A};    Bergkamen, Stadt;49263;24424;24839",
]


def test_table_that_only_tells_the_sexes_apart_is_read_by_what_stands_above(tmp_path: Path) -> None:
    found = table(tmp_path, REGIONAL)
    assert people(found) == {("05978", "2022-12-31"): "396035", (A, "2022-12-31"): "49263"}
    assert found.title == "Regionaldatenbank Deutschland, Tabelle 12411-01-01-5, 31.12.2022"


def test_table_as_a_workbook_reads_like_the_table_as_text(tmp_path: Path) -> None:
    rows = [[cell.strip() for cell in line.split(";")] for line in [*HEAD, *ROWS]]
    path = workbook(tmp_path / "12411-15i.xlsx", {"Hinweise": [["Titel"]], "12411-15i": rows})
    assert [adapter for adapter in ADAPTERS if adapter.recognises(path)] == [population_table.ADAPTER]
    assert people(population_table.ADAPTER.read(path, SCOPE))[(A, "2024-12-31")] == "49143"


def test_other_figures_of_a_flat_file_are_told(tmp_path: Path) -> None:
    start = f"1000A;Zensus;STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden;{A[:5]}0004{A[5:]};Bergkamen;"
    head = (
        "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
        "1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label"
    )
    lines = [head, f"{start}44,90;qkm;FLC001;Fläche", f"{start}48294;Anzahl;PRS018;Personen"]
    found = population_flat.ADAPTER.read(text_file(tmp_path / "1000A_de_flat.csv", lines), SCOPE)
    assert set(found.tables) == {"gemeinden"}
    assert "nicht übernommen: 1 („PRS018, Personen, Anzahl“)" in messages(found)
