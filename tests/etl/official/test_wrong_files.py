"""Files that are well-formed and the wrong ones: another year, unit, region or level, cut off, doubled, unclear signs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely

from etl.messages.refusals import UnreadableError
from etl.official.adapters import charging, municipal_boundaries, population_flat, population_table
from etl.official.adapters.recognition import adapter_for
from etl.official.interface import Extract, Scope
from tests.etl.official.made import SCOPE, A, B, messages, text_file
from tests.etl.official.squares import KEYS, NAMES, vg250

HEAD = ["Tabelle: 12411-15i", ";;;Bevölkerungsstand", ";;;Anzahl"]
ROWS = [f"31.12.2024;{A};Bergkamen;49143", f"31.12.2024;{B};Bönen;17734", "31.12.2024;05;Land;18034454"]
STATION = "{};In Betrieb;Stadtwerke;2;59192;Bergkamen;51,2;7,2;01.03.2020"
STATIONS = (
    "Ladeeinrichtungs-ID;Status;Betreiber;Anzahl Ladepunkte;Postleitzahl;Ort;Breitengrad;Längengrad;Inbetriebnahmedatum"
)
KNOWING = replace(SCOPE, known_values={("ev_charging_stations", "05978"): {"2017-01-01": 1.0}})


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def people(path: Path) -> dict[str, str]:
    table = population_table.ADAPTER.read(path, SCOPE).tables["bevoelkerung"]
    return dict(zip(table["AGS"], table["Einwohner"], strict=True))


@pytest.mark.parametrize(
    ("name", "told"),
    [("2023_12411-15i", "2023"), ("2023_2019_12411", "2019 und 2023"), ("2019_2024_12411", ""), ("12411-15i_00", "")],
)
def test_another_year_in_the_name_than_in_the_file_is_told(tmp_path: Path, name: str, told: str) -> None:
    found = population_table.ADAPTER.read(text_file(tmp_path / f"{name}.csv", [*HEAD, *ROWS]), SCOPE)
    assert ("Der Dateiname nennt" in messages(found)) == bool(told)
    assert not told or f"Der Dateiname nennt {told}, die Werte darin sind vom 31.12.2024" in messages(found)


@pytest.mark.parametrize(("name", "told"), [("2026-03-01", True), ("2026-02-01", False), ("heute", False)])
def test_another_day_in_the_name_of_a_register_is_told(tmp_path: Path, name: str, *, told: bool) -> None:
    lines = ["Stand: 01.02.2026", STATIONS, STATION.format(1)]
    found = charging.ADAPTER.read(text_file(tmp_path / f"Ladesaeulenregister_{name}.csv", lines), KNOWING)
    assert found.title == "Ladesäulenregister vom 01.02.2026"
    assert ("Der Dateiname nennt den 01.03.2026, die Datei den 01.02.2026" in messages(found)) == told


CUT: dict[str, tuple[str, list[str]]] = {
    "table": ("12411.csv", [*HEAD, *ROWS, f"31.12.2023;{A};Bergka"]),
    "table, in its first cell": ("12411.csv", [*HEAD, *ROWS, "31.12.20"]),
    "register": ("register_2026-02-01.csv", [STATIONS, *map(STATION.format, range(5)), "6;In Betrieb;Stadtw"]),
    "broadband": (
        "gemeinde_privat_2019_mitte.csv",
        ["AGS;alle Technologien ≥ 16 Mbit/s;alle Technologien ≥ 30 Mbit/s", *[f"{key};98.5;97" for key in (A, B, "05", "DG")], "0591"],
    ),
    "gazetteer": (
        "GV100AD_301123.txt",
        [f"6020231130{A}0004{'Bergkamen':<50}{'':<50}63    {4490:011}{49263:011}".ljust(220), f"6020231130{B}0004Bön"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CUT)
def test_a_file_that_breaks_off_is_refused_with_the_line(tmp_path: Path, kind: str) -> None:
    name, lines = CUT[kind]
    whole = text_file(tmp_path / name, lines[:-1])
    adapter_for(whole).read(whole, KNOWING)
    path = written(tmp_path / name, "\n".join(lines))
    with pytest.raises(UnreadableError, match="bricht mitten in dieser Zeile ab") as problem:
        adapter_for(path).read(path, KNOWING)
    assert problem.value.line == len(lines)


def test_a_last_line_without_its_end_is_whole(tmp_path: Path) -> None:
    assert people(written(tmp_path / "a.csv", "\n".join([*HEAD, *ROWS]))) == {A: "49143", B: "17734", "05": "18034454"}
    foot = [*HEAD, *ROWS, "© IT.NRW, Düsseldorf, 2026.", "Stand: 19.01.2026 / 13:58:12"]
    assert people(written(tmp_path / "b.csv", "\n".join(foot)))[A] == "49143"


def test_municipalities_that_a_table_lacks_areof_municipalities(tmp_path: Path) -> None:
    found = population_table.ADAPTER.read(text_file(tmp_path / "a.csv", [*HEAD, *ROWS[:1]]), SCOPE)
    assert "In der Datei fehlen Kommunen der Region: Bönen (05978008)." in messages(found)


FOUR = replace(SCOPE, municipalities={f"0597800{n}": f"Ort {n}" for n in range(1, 5)})
ELSEWHERE = "05913004"


def of_municipalities(folder: Path, kind: str, keys: list[str]) -> Path:
    """A file of one kind with rows for some municipalities, and for the state where that kind has one."""
    every = [*keys, "05"]
    genesis = "Statistik_Code;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;BEVSTD__Anzahl"
    record = "6020231130{}0004" + f"{'Ort':<50}{'':<50}63    {4490:011}{5000:011}".ljust(196)
    files = {
        "table": ("12411.csv", [*HEAD, *[f"31.12.2024;{key};Ort;5000" for key in every]]),
        "flat file": ("flach.csv", [genesis, *[f"12411;31.12.2024;GEMEIN;Gemeinden;{key};Ort;5000" for key in every]]),
        "broadband": (
            "gemeinde_privat_2019_mitte.csv",
            ["AGS;alle Technologien ≥ 16 Mbit/s", *[f"{key};98.5" for key in every]],
        ),
        "INKAR": ("inkar2025_breitband_2023.csv", ["AGS;Name;Broadband_50Mbps", *[f"{key};Ort;98" for key in every]]),
        "gazetteer": ("GV100AD_301123.txt", [record.format(key) for key in keys]),
    }
    name, lines = files[kind]
    return text_file(folder / name, lines)


KINDS = ["table", "flat file", "broadband", "INKAR", "gazetteer"]
HALF, FEWER = ["05978001", "05978002"], ["05978001"]
LACKING = "nur für 1 der 4 Kommunen der Region; es fehlen Ort 2 (05978002), Ort 3 (05978003), Ort 4 (05978004)."


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_municipalities_that_has_few_of_ours_is_a_question(tmp_path: Path, kind: str) -> None:
    path = of_municipalities(tmp_path, kind, [*FEWER, ELSEWHERE])
    found = adapter_for(path).read(path, FOUR)
    (question,) = found.questions
    assert LACKING in question
    assert "fehlen Kommunen" not in messages(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_has_half_of_ours_names_the_others(tmp_path: Path, kind: str) -> None:
    path = of_municipalities(tmp_path, kind, [*HALF, ELSEWHERE])
    found = adapter_for(path).read(path, FOUR)
    assert found.questions == ()
    assert "In der Datei fehlen Kommunen der Region: Ort 3 (05978003), Ort 4 (05978004)." in messages(found)


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_a_file_of_municipalities_that_has_none_of_ours_is_a_question(tmp_path: Path, kind: str) -> None:
    path = of_municipalities(tmp_path, kind, [ELSEWHERE])
    (question,) = adapter_for(path).read(path, FOUR).questions
    assert "hat Zeilen für Gemeinden, aber für keine Kommune der Region." in question


def test_a_file_of_districts_lacks_no_municipality(tmp_path: Path) -> None:
    rows = [f"31.12.2024;{key};Kreis;5000" for key in ("05", "05978", "05334", "05334002", "05111000")]
    found = population_table.ADAPTER.read(text_file(tmp_path / "a.csv", [*HEAD, *rows]), FOUR)
    assert (found.questions, messages(found)) == ((), "")


def test_a_city_that_is_its_own_district_lacks_nothing(tmp_path: Path) -> None:
    city = replace(SCOPE, district_ags="05913", municipalities={"05913000": "Dortmund"})
    rows = ["31.12.2024;05913;Dortmund;600000", *ROWS]
    found = population_table.ADAPTER.read(text_file(tmp_path / "a.csv", [*HEAD, *rows]), city)
    assert (found.questions, messages(found)) == ((), "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_every_encoding_and_doubled_rows_give_the_same(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "a.csv", "\r\n".join([*HEAD, *ROWS, *ROWS, ""]), encoding)
    assert people(path) == {A: "49143", B: "17734", "05": "18034454"}


def test_a_register_that_is_in_the_file_twice_is_refused(tmp_path: Path) -> None:
    rows = [STATION.partition(";")[2].replace("Stadtwerke", f"Werk {n}") for n in range(12)]
    lines = ["Stand: 01.02.2026", STATIONS.partition(";")[2], *rows]
    path = text_file(tmp_path / "register.csv", lines)
    assert charging.ADAPTER.read(path, KNOWING).rows_read == 12
    with pytest.raises(UnreadableError, match="12 von 24 Zeilen stehen mehrfach"):
        charging.ADAPTER.read(text_file(path, [*lines, *rows]), KNOWING)


@pytest.mark.parametrize(
    ("sign", "meaning"),
    [
        ("-", "nichts vorhanden"),
        (".", "unbekannt oder geheim"),
        ("...", "Angabe folgt später"),
        ("/", "nicht sicher genug"),
        ("x", "nicht sinnvoll"),
    ],
)
def test_a_sign_is_unknown_with_its_meaning_and_never_zero(tmp_path: Path, sign: str, meaning: str) -> None:
    path = text_file(tmp_path / "a.csv", [*HEAD, ROWS[0], f"31.12.2024;{B};Bönen;{sign}"])
    assert people(path) == {A: "49143"}
    assert f"Für Bönen steht hier kein Wert („{sign}“: {meaning})." in messages(
        population_table.ADAPTER.read(path, SCOPE)
    )


def test_a_table_of_words_alone_is_not_the_population(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", [*HEAD, f"31.12.2024;{A};Bergkamen;viele"])
    assert not population_table.ADAPTER.recognises(path)


def test_a_zero_is_a_zero(tmp_path: Path) -> None:
    assert people(text_file(tmp_path / "a.csv", [*HEAD, ROWS[0], f"31.12.2024;{B};Bönen;0"]))[B] == "0"


@pytest.mark.parametrize(
    "heading",
    [
        "Durchschnittliche Bevölkerung",
        "Bevölkerungsvorausberechnung",
        "Bevölkerungsbewegung",
        "Bevölkerung in Haushalten",
        "Bevölkerungszunahme",
        "Wohnberechtigte Bevölkerung",
        "Bevölkerung mit Nebenwohnung",
        "Einwohner je Arzt",
        "Bevölkerungsstand\n;;;Geschlecht",
    ],
)
def test_other_figures_on_the_population_are_not_the_population(tmp_path: Path, heading: str) -> None:
    path = text_file(tmp_path / "a.csv", ["Tabelle: 1", f";;;{heading}", ";;;Anzahl", *ROWS])
    with pytest.raises(UnreadableError, match="Keine Spalte zählt alle Einwohner"):
        population_table.ADAPTER.read(path, SCOPE)


@pytest.mark.parametrize(
    ("code", "is_people"),
    [
        ("BEVSTD__Bevoelkerungsstand", True),
        ("BEV036__Bevoelkerung", True),
        ("BEV001__Lebendgeborene", False),
        ("BEV002__Gestorbene", False),
        ("BEV030__Durchschnittliche Bevoelkerung", False),
        ("BEVZ01__Zuzuege", False),
    ],
)
def test_flat_files_on_births_and_moves_are_not_the_population(tmp_path: Path, code: str, *, is_people: bool) -> None:
    head = f"Statistik_Code;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;{code}__Anzahl"
    path = text_file(tmp_path / "a.csv", [head, f"12411;31.12.2024;GEMEIN;Gemeinden;{A};Bergkamen;49143"])
    assert population_flat.ADAPTER.recognises(path) == is_people


@pytest.mark.parametrize(
    "lines",
    [
        [*HEAD, "31.12.2024;09162;München;1500000"],
        [
            "Statistik_Code;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;BEVSTD__Anzahl",
            "12411;31.12.2024;GEMEIN;Gemeinden;09162000;München;1500000",
        ],
        [f"6020231130091620000000{'München':<50}{'':<50}61    {31070:011}{1500000:011}".ljust(220)],
    ],
    ids=["table", "flat file", "gazetteer"],
)
def test_a_file_of_another_district_is_refused(tmp_path: Path, lines: list[str]) -> None:
    path = text_file(tmp_path / "datei.txt", lines)
    with pytest.raises(UnreadableError, match=r"keine Zeile für den Kreis 05978.*„09162"):
        adapter_for(path).read(path, SCOPE)


AREAS = dict.fromkeys(KEYS, 25.0)


def boundaries(path: Path, shrink: int, official: dict[str, float]) -> Extract:
    table = vg250() if official else vg250().drop(columns="KFL")
    shapes = [
        shapely.box(*shape.bounds) if at >= shrink else shape.buffer(-60) for at, shape in enumerate(table.geometry)
    ]
    saved: Callable[..., None] = table.set_geometry(geopandas.GeoSeries(shapes, crs=table.crs)).to_file
    saved(path)
    return municipal_boundaries.ADAPTER.read(
        path, Scope("05999", dict(zip(KEYS, NAMES, strict=True)), areas_km2=official)
    )


@pytest.mark.parametrize(
    ("name", "shrink", "official", "expected"),
    [
        ("vg5000_gem.gpkg", 4, AREAS, "VG5000 ist für Kommunen zu grob gezeichnet. Die Fläche von Aental misst"),
        ("VG5000_GEM.gpkg", 1, AREAS, "So ist es bei"),
        ("vg1000_gem.gpkg", 0, {}, "VG1000 ist für Kommunen zu grob"),
        ("gemeinden.gpkg", 4, AREAS, "Diese Grenzen sind für Kommunen zu grob gezeichnet."),
    ],
)
def test_boundaries_for_small_maps_are_refused_with_the_file_to_get(
    tmp_path: Path, name: str, shrink: int, official: dict[str, float], expected: str
) -> None:
    with pytest.raises(UnreadableError) as problem:
        boundaries(tmp_path / name, shrink, official)
    for words in (expected, "dvg1_EPSG25832_Shape.zip", "vg250_01-01.utm32s.gpkg.ebenen.zip"):
        assert words in str(problem.value)
