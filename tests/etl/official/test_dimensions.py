"""A file with several rows per region and day is only read by its total, recognised by what it says."""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.messages.refusals import UnreadableError
from etl.official.adapters import bbsr, broadband, gazetteer, population_flat, population_table
from etl.official.adapters.dimensions import part_of, says_total
from etl.official.adapters.recognition import ADAPTERS
from etl.official.interface import Extract
from tests.etl.official.made import SCOPE, A, B, messages, text_file, workbook

DAY = "2023-12-31"
AGES = ("unter 3 Jahre", "3 bis unter 6 Jahre", "6 bis unter 65 Jahre", "65 Jahre und mehr")
HEAD = [
    "Tabelle: 12411-02-03-5",
    "Bevölkerung nach Geschlecht und Altersgruppen (17) -;;;;;;",
    "Fortschreibung des Bevölkerungsstandes;;;;;;",
    "Bevölkerungsstand (Anzahl);;;;;;",
]
COLUMNS = ";;;;Insgesamt;männlich;weiblich"


def people(extract: Extract) -> dict[tuple[str, str], str]:
    table = extract.tables["bevoelkerung"]
    return dict(zip(zip(table["AGS"], table["Stichtag"], strict=True), table["Einwohner"], strict=True))


def read(tmp_path: Path, *lines: str) -> Extract:
    path = text_file(tmp_path / "tabelle.csv", lines, "latin-1")
    assert [adapter for adapter in ADAPTERS if adapter.recognises(path)] == [population_table.ADAPTER]
    return population_table.ADAPTER.read(path, SCOPE)


def refused(tmp_path: Path, *lines: str) -> UnreadableError:
    with pytest.raises(UnreadableError) as found:
        read(tmp_path, *lines)
    assert "12411-15i" in str(found.value)
    return found.value


def row(group: str, figure: int, key: str = A, name: str = "Bergkamen, Stadt") -> str:
    return f"31.12.2023;{key};  {name};{group};{figure};1;1"


@given(
    ages=st.permutations([*AGES, "Insgesamt"]),
    word=st.sampled_from(
        ["Insgesamt", "Total", "insgesamt", "Alle Altersgruppen", "Altersgruppen insgesamt", "Zusammen"]
    ),
)
def test_the_total_is_known_by_its_word_wherever_it_stands(ages: list[str], word: str) -> None:
    lines = [row(word if age == "Insgesamt" else age, 49263 if age == "Insgesamt" else 500) for age in ages]
    with TemporaryDirectory() as folder:
        found = population_table.ADAPTER.read(text_file(Path(folder) / "a.csv", [*HEAD, COLUMNS, *lines]), SCOPE)
    assert people(found) == {(A, DAY): "49263"}


@given(
    order=st.permutations(
        list(product(["Insgesamt", "männlich"], ["Insgesamt", *AGES[:2]], ["Insgesamt", "Ausländer"]))
    )
)
def test_of_several_dimensions_each_must_be_at_its_total(order: list[tuple[str, ...]]) -> None:
    lines = [
        f"31.12.2023;{A};Bergkamen;{';'.join(names)};{49263 if set(names) == {'Insgesamt'} else 7}" for names in order
    ]
    with TemporaryDirectory() as folder:
        path = text_file(Path(folder) / "a.csv", ["Tabelle: 12411", ";;;;;;Bevölkerungsstand", ";;;;;;Anzahl", *lines])
        assert people(population_table.ADAPTER.read(path, SCOPE)) == {(A, DAY): "49263"}


@given(
    rows=st.lists(
        st.sampled_from(
            [
                names
                for names in product(["Insgesamt", "männlich"], ["Insgesamt", *AGES[:2]], ["Insgesamt", "Ausländer"])
                if set(names) != {"Insgesamt"}
            ]
        ),
        min_size=1,
        unique=True,
    )
)
def test_without_its_total_a_table_is_refused_whatever_else_is_in_it(rows: list[tuple[str, ...]]) -> None:
    lines = [f"31.12.2023;{A};Bergkamen;{';'.join(names)};{7 + at}" for at, names in enumerate(rows)]
    with TemporaryDirectory() as folder:
        path = text_file(Path(folder) / "a.csv", ["Tabelle: 12411", ";;;;;;Bevölkerungsstand", ";;;;;;Anzahl", *lines])
        with pytest.raises(UnreadableError, match="ein Teil wird nie für das Ganze genommen"):
            population_table.ADAPTER.read(path, SCOPE)


def test_parts_without_a_total_are_refused_by_name_place_and_way_on(tmp_path: Path) -> None:
    problem = refused(tmp_path, *HEAD, COLUMNS, *(row(age, 500) for age in AGES))
    assert "aufgeteilt nach „Altersgruppe“ („unter 3 Jahre“, „3 bis unter 6 Jahre“" in str(problem)
    assert (problem.line, problem.column, problem.value) == (6, "Altersgruppe", "unter 3 Jahre")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("65 Jahre und mehr", "Altersgruppe"),
        ("weiblich", "Geschlecht"),
        ("Ausländer", "Nationalität"),
        ("ledig", "Familienstand"),
        ("Hauptwohnung", "Spalte 4"),
        ("Stadtbevölkerung", "Spalte 4"),
        ("w", "Geschlecht"),
    ],
)
def test_one_row_each_that_names_a_part_is_no_total(tmp_path: Path, value: str, name: str) -> None:
    rows = [row(value, 9000), row(value, 3000, B, "Bönen")]
    assert f"aufgeteilt nach „{name}“ („{value}“)" in str(refused(tmp_path, *HEAD, COLUMNS, *rows))


@pytest.mark.parametrize("kind", ["Stadt", "Kreisfreie Stadt", "Gemeinde", "p", "DEA5C"])
def test_what_kind_a_region_is_divides_nothing(tmp_path: Path, kind: str) -> None:
    assert people(read(tmp_path, *HEAD, COLUMNS, row(kind, 49263))) == {(A, DAY): "49263"}


LAYOUTS = {
    "dimension before the key": (
        ["Geschlecht;Stichtag;AGS;Name;Bevölkerung"],
        [f"{sex};31.12.2023;{A};Bergkamen;{count}" for sex, count in (("männlich", 24424), ("Insgesamt", 49263))],
    ),
    "day behind the name": (
        ["AGS;Name;Stichtag;Altersgruppe;Bevölkerung am Stichtag"],
        [f"{A};Bergkamen;31.12.2023;{age};{count}" for age, count in (("unter 3 Jahre", 500), ("Insgesamt", 49263))],
    ),
    "year behind the name": (
        ["AGS;Name;Jahr;Geschlecht;Einwohner"],
        [f"{A};Bergkamen;2023;{sex};{count}" for sex, count in (("weiblich", 500), ("Insgesamt", 49263))],
    ),
    "no name": (
        ["Stichtag;AGS;Geschlecht;Einwohner;Bemerkung"],
        [f"31.12.2023;{A};{sex};{count};" for sex, count in (("weiblich", 500), ("Insgesamt", 49263))],
    ),
    "cells left out below the first": (
        [";;;;Bevölkerungsstand", ";;;;Anzahl"],
        [f"31.12.2023;{A};Bergkamen;unter 3 Jahre;500", ";;;3 bis unter 6 Jahre;600", ";;;Insgesamt;49263"],
    ),
    "region in a row of its own": (
        [";;;;Bevölkerungsstand", ";;;;Anzahl"],
        [f"31.12.2023;{A};Bergkamen;;", ";;;unter 3 Jahre;500", ";;;Insgesamt;49263"],
    ),
    "what is counted in a column": (
        ["Stichtag;AGS;Name;Merkmal;Einwohner"],
        [f"31.12.2023;{A};Bergkamen;{what};{count}" for what, count in (("Haushalte", 20000), ("Bevölkerung", 49263))],
    ),
    "empty where it counts all": (
        ["Stichtag;AGS;Name;Geschlecht;Einwohner"],
        [f"31.12.2023;{A};Bergkamen;weiblich;500", f"31.12.2023;{A};Bergkamen;;49263"],
    ),
    "twelve digits": (
        ["Stichtag;ARS;Name;Geschlecht;Einwohner"],
        [f"31.12.2023;{A[:5]}0004{A[5:]};Bergkamen;weiblich;5", f"31.12.2023;{A[:5]}0004{A[5:]};Bergkamen;Total;49263"],
    ),
    "doubled rows": (
        [";;;Bevölkerungsstand", ";;;Anzahl"],
        [f"31.12.2023;{A};Bergkamen;49263"] * 2,
    ),
    "age years with a number": (
        ["Stichtag;AGS;Name;Alter;Einwohner"],
        [f"31.12.2023;{A};Bergkamen;{age};{count}" for age, count in ((0, 400), (1, 410), ("Insgesamt", 49263))],
    ),
    "divided columns": (
        [
            ";;;Bevölkerungsstand (Basis Zensus 2022);Bevölkerungsstand (Basis Zensus 2022)",
            ";;;Altersjahre (unter 1 bis 90 Jahre und mehr);Altersjahre (unter 1 bis 90 Jahre und mehr)",
            ";;;unter 1 Jahr;Insgesamt",
            ";;;Anzahl;Anzahl",
        ],
        [f"31.12.2023;{A};Bergkamen;500;49263"],
    ),
    "two divisions of columns": (
        [
            ";;;Bevölkerungsstand;Bevölkerungsstand;Bevölkerungsstand;Bevölkerungsstand",
            ";;;Deutsche;Deutsche;Insgesamt;Insgesamt",
            ";;;männlich;Insgesamt;männlich;Insgesamt",
        ],
        [f"31.12.2023;{A};Bergkamen;1;2;3;49263"],
    ),
    "share beside the number": (
        [";;;Bevölkerungsstand;Bevölkerungsstand", ";;;Anzahl;Prozent"],
        [f"31.12.2023;{A};Bergkamen;49263;100"],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_total_is_found_in_every_layout(tmp_path: Path, layout: str) -> None:
    head, rows = LAYOUTS[layout]
    assert people(read(tmp_path, "Tabelle: 12411-15i", *head, *rows)) == {(A, DAY): "49263"}


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        (["männlich;weiblich"], "24424;24839", "„Geschlecht“ („männlich“, „weiblich“)"),
        (["unter 18 Jahre;18 Jahre und mehr"], "9000;40000", "„Altersgruppe“"),
        (["Deutsche;Ausländer"], "40000;9000", "„Nationalität“"),
        (["Altersjahre (90);Altersjahre (90)", "A1;A2"], "1;2", "„A1“, „A2“"),
        (["1 000;1 000"], "49,3;49,3", "in „1 000“ angegeben"),
        (["Tsd.;Prozent"], "49,3;100", "in „Tsd.“ angegeben"),
        (["Basis Zensus 2011;Basis Zensus 2022"], "49263;48000", "stehen zwei Werte in der Datei, 49.263 und „48000“"),
    ],
)
def test_columns_that_count_parts_or_not_to_the_person_are_refused(
    tmp_path: Path, head: list[str], cells: str, expected: str
) -> None:
    lines = [";;;Bevölkerungsstand;Bevölkerungsstand", *(f";;;{line}" for line in head)]
    assert expected in str(refused(tmp_path, "Tabelle: 1", *lines, f"31.12.2023;{A};Bergkamen;{cells}"))


def test_an_empty_cell_is_no_total_where_other_rows_name_theirs(tmp_path: Path) -> None:
    rows = [f"31.12.2023;{A};Bergkamen;;49263", f"31.12.2023;{B};Bönen;Insgesamt;17734"]
    problem = refused(tmp_path, "Tabelle: 1", "Stichtag;AGS;Name;Geschlecht;Einwohner", *rows)
    assert "fehlt eine Zeile, die sich „Insgesamt“ nennt" in str(problem)
    assert problem.line == 3


def test_two_rows_that_nothing_tells_apart_are_refused(tmp_path: Path) -> None:
    rows = [f"31.12.2023;{A};Bergkamen;{count}" for count in (49263, 500)]
    problem = refused(tmp_path, "Tabelle: 1", ";;;Bevölkerungsstand", ";;;Anzahl", *rows)
    assert "„49263“ in Zeile 4 und „500“ hier" in str(problem)
    assert problem.line == 5


@pytest.mark.parametrize(
    "lines",
    [
        ["Ausländische Bevölkerung;;;", ";;;Bevölkerungsstand", ";;;Anzahl"],
        ["Geschlecht;männlich", ";;;Bevölkerungsstand", ";;;Anzahl"],
        ["Bevölkerung unter 18 Jahren", ";;;Bevölkerungsstand"],
        ["Bevölkerung und Pkw-Bestand", ";;;Pkw"],
    ],
)
def test_a_title_may_say_that_a_part_is_counted(tmp_path: Path, lines: list[str]) -> None:
    refused(tmp_path, "Tabelle: 1", *lines, f"31.12.2023;{A};Bergkamen;9000")


@pytest.mark.parametrize(
    "title",
    [
        "Bevölkerung nach Geschlecht, Nationalität: Deutsche, Ausländer",
        "Stichtage 01.01. bis 31.12.",
        "Ab 2011 Zensus 2011, 1987 bis 2010 Volkszählung",
        "Statistische Ämter des Bundes und der Länder, Deutschland",
    ],
)
def test_titles_that_only_describe_restrict_nothing(tmp_path: Path, title: str) -> None:
    lines = ["Tabelle: 1", title, ";;;Bevölkerungsstand", ";;;Anzahl", f"31.12.2023;{A};Bergkamen;49263"]
    assert people(read(tmp_path, *lines)) == {(A, DAY): "49263"}


def sheet(count: int) -> list[list[str]]:
    return [["", "", "", "Bevölkerungsstand"], ["31.12.2023", A, "Bergkamen", str(count)]]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"männlich": sheet(24424), "Insgesamt": sheet(49263)}, "49263"),
        ({"Ausländer": sheet(9000), "Tabelle1": sheet(49263)}, "49263"),
        ({"weiblich": sheet(24839), "männlich": sheet(24424)}, "nur einen Teil der Bevölkerung: „weiblich“"),
        ({"Tabelle1": sheet(24839), "Tabelle2": sheet(24424)}, "stehen zwei Werte"),
    ],
)
def test_sheets_are_told_apart_by_their_names(
    tmp_path: Path, sheets: dict[str, list[list[str]]], expected: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", sheets)
    if expected.isdigit():
        assert people(population_table.ADAPTER.read(path, SCOPE)) == {(A, DAY): expected}
    else:
        with pytest.raises(UnreadableError, match=expected):
            population_table.ADAPTER.read(path, SCOPE)


@pytest.mark.parametrize(
    ("uses", "cells", "expected"),
    [
        ("Insgesamt;Wohnbaufläche;Verkehr", "4490;900;300", ["44.90"]),
        ("Waldfläche;Insgesamt;Gewässer", "900;4490;300", ["44.90"]),
        ("Waldfläche;Siedlung;Gewässer", "900;800;300", None),
    ],
)
def test_the_area_is_the_whole_one(tmp_path: Path, uses: str, cells: str, expected: list[str] | None) -> None:
    lines = ["Tabelle: 33111", ";;;Bodenfläche;Bodenfläche;Bodenfläche", f";;;{uses}", ";;;ha;ha;ha"]
    path = text_file(tmp_path / "a.csv", [*lines, f"31.12.2023;{A};Bergkamen;{cells}"])
    assert population_table.ADAPTER.recognises(path) == (expected is not None)
    if expected:
        assert population_table.ADAPTER.read(path, SCOPE).tables["gemeinden"]["Fläche (km²)"].tolist() == expected


def test_a_municipality_may_change_its_name(tmp_path: Path) -> None:
    rows = [
        f"31.12.{year};{A};{name};49263" for year, name in ((2022, "Bergkamen, Stadt"), (2023, "Bergkamen, Hansestadt"))
    ]
    found = people(read(tmp_path, "Tabelle: 1", ";;;Bevölkerungsstand", *rows))
    assert found == {(A, "2022-12-31"): "49263", (A, DAY): "49263"}


def test_the_key_of_a_district_may_end_in_zeros(tmp_path: Path) -> None:
    lines = [f"31.12.2023;{A[:5]}{zeros};Unna, Kreis;396283" for zeros in ("000", "0000000")]
    assert people(read(tmp_path, "Tabelle: 1", ";;;Bevölkerungsstand", *lines)) == {("05978", DAY): "396283"}


def test_a_workbook_is_read_like_the_text(tmp_path: Path) -> None:
    rows = [line.split(";") for line in [*HEAD, COLUMNS, row("unter 3 Jahre", 500), row("Insgesamt", 49263)]]
    path = workbook(tmp_path / "a.xlsx", {"12411": rows})
    assert people(population_table.ADAPTER.read(path, SCOPE)) == {(A, DAY): "49263"}


FLAT = (
    "statistics_code;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;"
    "2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;"
    "3_variable_code;3_variable_label;3_variable_attribute_code;3_variable_attribute_label;"
    "value;value_unit;value_variable_code;value_variable_label"
)


def flat(tmp_path: Path, *rows: tuple[str, str, str, str, int], unit: str = "Anzahl") -> Extract:
    lines = [
        f"12411;2023-12-31;GEMEIN;Gemeinden;{A};Bergkamen;GES;Geschlecht;{code};{sex};ALT;Altersgruppen;{age_code};{age};"
        f"{count};{unit};BEVSTD;Bevölkerungsstand"
        for code, sex, age_code, age, count in rows
    ]
    path = text_file(tmp_path / "flat.csv", [FLAT, *lines])
    assert [adapter for adapter in ADAPTERS if adapter.recognises(path)] == [population_flat.ADAPTER]
    return population_flat.ADAPTER.read(path, SCOPE)


@pytest.mark.parametrize(("code", "label"), [("", "Insgesamt"), ("", ""), ("TOTAL", "Total"), ("GEST", "Insgesamt")])
def test_flat_file_is_read_by_its_total(tmp_path: Path, code: str, label: str) -> None:
    rows = [("GESM", "männlich", "", "Insgesamt", 24424), (code, label, "", "Insgesamt", 49263)]
    found = flat(tmp_path, *rows)
    assert people(found) == {(A, DAY): "49263"}
    assert "nur einen Teil der Bevölkerung, nicht übernommen: 1" in messages(found)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("GESM", "männlich", "", "Insgesamt", 1), ("GESW", "weiblich", "", "Insgesamt", 2)],
            "„Geschlecht“ („männlich“, „w",
        ),
        ([("", "Insgesamt", "ALT3", "unter 3 Jahre", 1)], "„Altersgruppen“ („unter 3 Jahre“)"),
        ([("", "männlich", "", "Insgesamt", 1)], "„Geschlecht“ („männlich“)"),
        ([("", "Insgesamt", "", "Insgesamt", 1), ("", "Insgesamt", "", "Insgesamt", 2)], "stehen zwei Werte"),
    ],
)
def test_flat_file_without_its_total_is_refused(
    tmp_path: Path, rows: list[tuple[str, str, str, str, int]], expected: str
) -> None:
    with pytest.raises(UnreadableError) as found:
        flat(tmp_path, *rows)
    assert expected in str(found.value)


@pytest.mark.parametrize(
    ("day", "place", "counted"),
    [
        ("2022-12-31", f"{A};Bergkamen", "49000;Anzahl;BEVSTD;Bevölkerungsstand"),
        (DAY, f"{B};Bönen", "18000;Anzahl;BEVSTD;Bevölkerungsstand"),
        (DAY, f"{A};Bergkamen", "44,9;qkm;FLX001;Fläche"),
    ],
    ids=["day", "region", "figure"],
)
def test_the_total_of_another_day_region_or_figure_is_none(tmp_path: Path, day: str, place: str, counted: str) -> None:
    whole = f"12411;{day};GEMEIN;Gemeinden;{place};GES;Geschlecht;;Insgesamt;ALT;Altersgruppen;;Insgesamt;{counted}"
    men = f"12411;{DAY};GEMEIN;Gemeinden;{A};Bergkamen;GES;Geschlecht;GESM;männlich;ALT;Altersgruppen;;Insgesamt;"
    path = text_file(tmp_path / "flat.csv", [FLAT, whole, f"{men}24424;Anzahl;BEVSTD;Bevölkerungsstand"])
    with pytest.raises(UnreadableError, match=r"„Geschlecht“ .„männlich“"):
        population_flat.ADAPTER.read(path, SCOPE)


@pytest.mark.parametrize(("code", "expected"), [("", "49263"), ("GESM", None), ("GESI", None)])
def test_flat_file_with_codes_alone_is_read_by_its_total(tmp_path: Path, code: str, expected: str | None) -> None:
    line = f"12411;2023-12-31;GEMEIN;;{A};;GES;;{code};;ALT;;;;49263;Anzahl;BEVSTD;Bevölkerungsstand"
    path = text_file(tmp_path / "flat.csv", [FLAT, line])
    if expected:
        assert people(population_flat.ADAPTER.read(path, SCOPE)) == {(A, DAY): expected}
    else:
        with pytest.raises(UnreadableError, match=f"„GES“ .„{code}“."):
            population_flat.ADAPTER.read(path, SCOPE)


def test_an_english_table_is_read_by_its_total(tmp_path: Path) -> None:
    head = ["Population by sex and age groups - municipalities", ";;;;Total;male;female", ";;;;Number;Number;Number"]
    rows = [("under 18 years", 9000, 4500), ("18 to 64 years", 31000, 15000), ("Total", 49263, 24424)]
    lines = [f"31.12.2023;{A};Bergkamen;{age};{all};{men};{all - men}" for age, all, men in rows]
    path = text_file(tmp_path / "a.csv", [*head, *lines])
    assert people(population_table.ADAPTER.read(path, SCOPE)) == {(A, DAY): "49263"}
    with pytest.raises(UnreadableError, match="aufgeteilt nach"):
        population_table.ADAPTER.read(text_file(path, [*head, *lines[:-1]]), SCOPE)


def test_flat_file_in_thousands_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="in „1000“ angegeben"):
        flat(tmp_path, ("", "Insgesamt", "", "Insgesamt", 49), unit="1000")


def test_shares_with_several_rows_per_region_are_read_by_the_total(tmp_path: Path) -> None:
    head = "AGS;Gemeinde;Netz;alle Technologien ≥ 16 Mbit/s"
    lines = [head, f"{A};Bergkamen;Fest;80.5", f"{A};Bergkamen;Insgesamt;98.5"]
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", lines)
    assert "98.5" in broadband.ADAPTER.read(path, SCOPE).tables["indikatoren"]["Wert"].tolist()
    path = text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", [*lines[:2], f"{A};Bergkamen;Mobil;70.1"])
    with pytest.raises(UnreadableError, match="aufgeteilt nach „Netz“ \\(„Fest“, „Mobil“\\)"):
        broadband.ADAPTER.read(path, SCOPE)


def test_edition_with_rows_by_year_is_refused(tmp_path: Path) -> None:
    lines = ["GKZ;Name;Jahr;v_breitb1000", f"{A};Bergkamen;2021;50,1", f"{A};Bergkamen;2022;60,2"]
    path = text_file(tmp_path / "deutschlandatlas_2024-12-12.csv", lines)
    with pytest.raises(UnreadableError, match="aufgeteilt nach „Jahr“ \\(„2021“, „2022“\\)"):
        bbsr.BROADBAND.read(path, SCOPE)


def test_gazetteer_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    def record(people: int) -> str:
        return f"6020231130{A}0004{'Bergkamen, Stadt':<50}{'':<50}63    {4490:011}{people:011}".ljust(220)

    path = text_file(tmp_path / "GV100AD_301123.txt", [record(49263)] * 2)
    assert people(gazetteer.ADAPTER.read(path, SCOPE))[A, "2022-12-31"] == "49263"
    text_file(path, [record(49263), record(500)])
    with pytest.raises(UnreadableError, match="zweimal in der Datei, mit verschiedenen Angaben"):
        gazetteer.ADAPTER.read(path, SCOPE)


@pytest.mark.parametrize(
    ("text", "is_total", "part"),
    [
        ("Insgesamt", True, ""),
        ("Alle Kraftstoffarten", True, ""),
        ("Fonds insgesamt", True, ""),
        ("Deutsche und Ausländer", True, ""),
        ("Both sexes", True, ""),
        ("All ages", True, ""),
        ("foreigners", False, "Nationalität"),
        ("65 years and over", False, "Altersgruppe"),
        ("GESW", False, "Geschlecht"),
        ("insgesamt 1)", True, ""),
        ("Männlich insgesamt", False, "Geschlecht"),
        ("Ausländer zusammen", False, "Nationalität"),
        ("unter 18 Jahre zusammen", False, "Altersgruppe"),
        ("Kreis insgesamt", False, ""),
        ("Benzin", False, "Kraftstoff"),
        ("Elektro (BEV)", False, "Kraftstoff"),
        ("Unna, Kreis", False, ""),
        ("Deutschland", False, ""),
        ("", False, ""),
    ],
)
def test_words_say_whether_all_are_counted(text: str, is_total: bool, part: str) -> None:
    assert (says_total(text), part_of(text)) == (is_total, part)
