"""The Gemeindeverzeichnis, as lines of fixed width and as a workbook."""

from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import gazetteer, gazetteer_workbook, population_table
from etl.official.formats.text_tables import CUT_OFF
from tests.etl.official.made import SCOPE, A, messages, text_file, workbook


def record(key: str, name: str, hectares: str, people: str, kind: str = "63", day: str = "20231130") -> str:
    numbers = f"{hectares:>011}{people:>011}{'0':>011}"
    return f"60{day}{key}0004{name:<50}{'':<50}{kind}    {numbers}    59192       5322".ljust(220)


LINES = [
    "102023113005          Nordrhein-Westfalen".ljust(220),
    "402023113005978       Unna".ljust(220),
    record(A, "Bergkamen, Stadt", "4490", "49263"),
    record("05978012", "Fröndenberg/Ruhr, Stadt", "5623", "20548"),
    record("05978008", "Bönen", "3804", "18438", "64"),
    record("05974040", "Soest, Stadt", "8581", "48610"),
]


@pytest.mark.parametrize(
    ("encoding", "end"), [("latin-1", "\r\n"), ("cp1252", "\n"), ("utf-8", "\n"), ("utf-8-sig", "\r\n")]
)
def test_lines_are_sliced_by_character_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    path = text_file(tmp_path / "GV100AD_301123.txt", LINES, encoding, end)
    assert gazetteer.ADAPTER.recognises(path)
    assert not population_table.ADAPTER.recognises(path)
    found = gazetteer.ADAPTER.read(path, SCOPE)
    people = found.tables["bevoelkerung"].set_index("AGS")
    assert people["Einwohner"].to_dict() == {
        A: "49263", "05978012": "20548", "05978008": "18438", "05978": "88249", "05": "136859",
    }  # fmt: skip
    assert set(people["Stichtag"]) == {"2022-12-31"}
    assert set(people["Basis"]) == {"Zensus 2011 Fortschreibung"}
    assert "Stichtag danach erschlossen" in people.loc[A, "Anmerkung"]
    assert people.loc["05978", "Anmerkung"].startswith("Summe der Gemeinden")
    places = found.tables["gemeinden"].set_index("AGS")
    assert places["Fläche (km²)"].to_dict() == {A: "44.90", "05978012": "56.23", "05978008": "38.04"}
    assert places["Art"].to_dict() == {A: "Stadt", "05978012": "Stadt", "05978008": "Gemeinde"}
    assert "Angenommen ist der 31.12.2022 zum Gebietsstand 30.11.2023" in messages(found)


@pytest.mark.parametrize(
    ("edition", "day"),
    [("20231231", "2023-12-31"), ("20231201", "2022-12-31"), ("20230131", "2022-12-31")],
)
def test_only_the_yearly_edition_carries_its_own_day(edition: str, day: str, tmp_path: Path) -> None:
    path = text_file(tmp_path / "GV100AD.txt", [record(A, "Bergkamen, Stadt", "4490", "48845", day=edition)])
    assert set(gazetteer.ADAPTER.read(path, SCOPE).tables["bevoelkerung"]["Stichtag"]) == {day}


def test_shifted_line_is_reported_and_left_out(tmp_path: Path) -> None:
    shifted = [line[:60] + line[66:] for line in LINES[4:]]
    path = text_file(tmp_path / "GV100AD_301123.txt", [*LINES[:3], *shifted])
    found = gazetteer.ADAPTER.read(path, SCOPE)
    assert found.tables["gemeinden"]["AGS"].tolist() == [A]
    assert [finding.line for finding in found.findings if finding.line] == [4]


def test_a_file_that_ends_before_the_people_of_its_last_municipality_is_cut_off(tmp_path: Path) -> None:
    complete = [*LINES[:-1], LINES[-1][: gazetteer.WIDTH]]
    found = gazetteer.ADAPTER.read(text_file(tmp_path / "gv.txt", complete), SCOPE)
    assert len(found.tables["gemeinden"]) == 3
    path = text_file(tmp_path / "cut.txt", [*complete[:-1], complete[-1][:-1]])
    with pytest.raises(UnreadableError, match=CUT_OFF):
        gazetteer.ADAPTER.read(path, SCOPE)


def test_land_without_a_municipality_is_none(tmp_path: Path) -> None:
    lines = [*LINES[:3], record("05978099", "Forst, gemfr. Gebiet", "100", "0", "66")]
    found = gazetteer.ADAPTER.read(text_file(tmp_path / "gv.txt", lines), SCOPE)
    assert found.tables["gemeinden"]["AGS"].tolist() == [A]
    assert "gemeindefreies Gebiet" in messages(found)


def test_file_without_municipalities_is_unreadable(tmp_path: Path) -> None:
    path = text_file(tmp_path / "gv.txt", LINES[:2])
    assert gazetteer.ADAPTER.recognises(path)
    with pytest.raises(UnreadableError, match="Satz der Art 60"):
        gazetteer.ADAPTER.read(path, SCOPE)


TITLE = "Alle politisch selbständigen Gemeinden mit ausgewählten Merkmalen am 31.12.2023"


def auszug(
    path: Path,
    people_heading: str = "Bevölkerung2)",
    *,
    title: str = TITLE,
    as_numbers: bool = False,
    is_wide: bool = False,
    district: str = "78",
    people: object = 17734,
) -> Path:
    def cell(text: str) -> object:
        return int(text) if as_numbers and text.isdigit() else text

    keys = [("05", "9", district, "", "")] + [("05", "9", district, f"0{key}", key) for key in ("004", "008", "099")]
    rows: list[list[object]] = [
        [title, *[""] * 13],
        ["", *[""] * 13],
        ["Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel", "", "", "", "", "Gemeindename",
         "Fläche km2 1)", people_heading, "", "Post-leit-zahl", "Geografische Mittelpunktkoordinaten", ""],
        ["", "", "Land", "RB", "Kreis", "VB", "Gem", "", "", "insgesamt", "je km2", "", "Längengrad", "Breitengrad"],
        [],
        ["40", "43", *map(cell, keys[0]), "Unna", "", "", "", "", "", ""],
        ["60", "63", *map(cell, keys[1]), "Bergkamen, Stadt", 44.9, 48845, 1088, "59192", "7,63", "51,61"],
        ["60", "64", *map(cell, keys[2]), "Bönen", 38.04, people, 466, "59199", 7.76, 51.6],
        ["60", "66", *map(cell, keys[3]), "Forst, gemfr. Gebiet", 1, 0, 0, "", 7.7, 51.5],
    ]  # fmt: skip
    merged = ["C3:G3", "J3:K3", "M3:N3", *(["A1:N1"] if is_wide else [])]
    return workbook(path, {"Deckblatt": [["Gemeindeverzeichnis"]], "Gemeinden": rows}, merged)


@pytest.mark.parametrize(("as_numbers", "is_wide"), [(False, False), (True, False), (False, True)])
def test_workbook_has_its_key_in_columns(tmp_path: Path, as_numbers: bool, is_wide: bool) -> None:
    path = auszug(tmp_path / "31122023_Auszug_GV.xlsx", as_numbers=as_numbers, is_wide=is_wide)
    assert gazetteer_workbook.ADAPTER.recognises(path)
    found = gazetteer_workbook.ADAPTER.read(path, SCOPE)
    people = found.tables["bevoelkerung"].set_index("AGS")
    assert people["Einwohner"].to_dict() == {A: "48845", "05978008": "17734", "05978": "66579"}
    assert set(people["Stichtag"]) == {"2023-12-31"}
    places = found.tables["gemeinden"].set_index("AGS")
    assert places.loc[A].to_dict() == {
        "Name": "Bergkamen",
        "Amtliche Bezeichnung": "Bergkamen, Stadt",
        "Art": "Stadt",
        "Fläche (km²)": "44.90",
        "Breite": "51.610000",
        "Länge": "7.630000",
    }
    assert found.rows_read == 4


def test_day_over_the_population_counts_more_than_the_rule(tmp_path: Path) -> None:
    path = auszug(tmp_path / "a.xlsx", "Bevölkerung am 31.12.2022")
    found = gazetteer_workbook.ADAPTER.read(path, SCOPE)
    assert set(found.tables["bevoelkerung"]["Stichtag"]) == {"2022-12-31"}
    assert "Angenommen" not in messages(found)


@pytest.mark.parametrize(
    ("title", "district", "said"),
    [
        ("Alle Gemeinden", "78", "geht der Gebietsstand nicht hervor"),
        (TITLE, "x", "steht kein Regionalschlüssel"),
        (TITLE, "62", "keine Zeile für den Kreis 05978, .* enthält die Schlüssel „05962“"),
    ],
)
def test_a_workbook_without_a_day_keys_or_the_district_is_refused(
    tmp_path: Path, title: str, district: str, said: str
) -> None:
    path = auszug(tmp_path / "a.xlsx", title=title, district=district)
    assert gazetteer_workbook.ADAPTER.recognises(path)
    with pytest.raises(UnreadableError, match=said):
        gazetteer_workbook.ADAPTER.read(path, SCOPE)


def test_a_district_with_a_municipality_that_nobody_counted_has_no_sum(tmp_path: Path) -> None:
    people = gazetteer_workbook.ADAPTER.read(auszug(tmp_path / "a.xlsx", people="."), SCOPE).tables["bevoelkerung"]
    assert people["AGS"].tolist() == [A]


def test_census_in_the_title_counts_more_than_the_year(tmp_path: Path) -> None:
    path = auszug(tmp_path / "a.xlsx", title="Gemeinden am 31.12.2023 (Fortschreibung auf Grundlage des Zensus 2011)")
    people = gazetteer_workbook.ADAPTER.read(path, SCOPE).tables["bevoelkerung"]
    assert set(people["Basis"]) == {"Zensus 2011 Fortschreibung"}
