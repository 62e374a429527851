"""The Ladesäulenregister in all layouts since 2017, and where a station belongs."""

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import charging
from etl.official.adapters.location import positions
from etl.official.adapters.mapping import mapping
from etl.official.interface import Extract, Scope
from tests.etl.official.made import SCOPE as UNKNOWING
from tests.etl.official.made import A, B, messages, text_file, values, workbook

POINTS, STATIONS = "ev_charging_points", "ev_charging_stations"
SCOPE = replace(
    UNKNOWING, known_values={(STATIONS, "DG"): {"2017-01-01": 300.0}, (STATIONS, "05978"): {"2017-01-01": 1.0}}
)
"""An edition is known from before, so small that the few rows of a test prove that the district is covered."""
FAST, POWER = "ev_fast_charging_points", "ev_charging_power_kw"
HEADER_2026 = (
    "Ladeeinrichtungs-ID;Betreiber;Anzeigename (Karte);Status;Art der Ladeeinrichtung;Anzahl Ladepunkte;"
    "Nennleistung Ladeeinrichtung [kW];Inbetriebnahmedatum;Straße;Hausnummer;Adresszusatz;Postleitzahl;Ort;"
    "Kreis/kreisfreie Stadt;Bundesland;Breitengrad;Längengrad;Standortbezeichnung;Steckertypen1"
)
NUMBERS = count(1)


def station(
    points: str = "2",
    latitude: str = "51,2",
    longitude: str = "7,2",
    postcode: str = "59192",
    place: str = "Bergkamen",
    status: str = "In Betrieb",
    day: str = "01.03.2020",
    state: str = "Nordrhein-Westfalen",
    kind: str = "Normalladeeinrichtung",
    power: str = "22,0",
) -> str:
    cells = [
        str(next(NUMBERS)),
        "Stadtwerke",
        '"Säule; am Markt"',
        status,
        kind,
        points,
        power,
        day,
        "Markt",
        "1",
        "",
    ]
    return ";".join([*cells, postcode, place, "Kreis Unna", state, latitude, longitude, "", '"AC; Typ 2"'])


def read(
    tmp_path: Path, *rows: str, encoding: str = "cp1252", scope: Scope = SCOPE, stand: str = "01.02.2026"
) -> Extract:
    preamble = ["Ladesäulenregister der Bundesnetzagentur", f"Stand: {stand}", "", "Hinweise; und Lizenz", ""]
    path = text_file(tmp_path / "Ladesaeulenregister.csv", [*preamble, HEADER_2026, *rows], encoding, "\r\n")
    assert charging.ADAPTER.recognises(path)
    return charging.ADAPTER.read(path, scope)


def elsewhere(states: int = 16, districts: int = 320) -> list[str]:
    """One station in each of so many districts, in so many states, none of them in ours."""
    names = [row["Name"] for row in mapping("laender") if row["AGS"] != "05"][: states - 1] or ["Nordrhein-Westfalen"]
    rows = [station("1", "48,1", "11,5", "80331", "Anderswo", state=names[n % len(names)]) for n in range(districts)]
    return [row.replace("Kreis Unna", f"Kreis {n}") for n, row in enumerate(rows)]


def counts(extract: Extract, day: str = "2026-02-01") -> dict[tuple[str, str], float]:
    return {(name, region): number for (name, region, when), number in values(extract).items() if when == day}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_stations_and_points_are_counted_per_region(tmp_path: Path, encoding: str) -> None:
    rows = [station(), station("4", longitude="7,7", postcode="59199", place="Bönen"), *elsewhere()]
    found = counts(read(tmp_path, *rows, encoding=encoding))
    assert found == {
        (POINTS, A): 2, (STATIONS, A): 1, (POINTS, B): 4, (STATIONS, B): 1, (POINTS, "05978"): 6,
        (STATIONS, "05978"): 2, (POINTS, "05"): 6, (STATIONS, "05"): 2, (POINTS, "DG"): 326, (STATIONS, "DG"): 322,
    }  # fmt: skip


def test_municipality_without_a_station_has_none_and_is_not_unknown(tmp_path: Path) -> None:
    assert counts(read(tmp_path, station()))[(STATIONS, B)] == 0


def test_position_decides_then_postcode_then_place(tmp_path: Path) -> None:
    rows = [
        station(longitude="7,7"),
        station(latitude="", longitude=""),
        station(latitude="", longitude="", postcode="", place="Bönen-Nordbögge"),
        station(latitude="52,5", longitude="13,4"),
        station(latitude="", longitude="", postcode="10115", place="Berlin"),
        station(latitude="52,5", longitude="13,4", postcode="10115"),
    ]
    found = read(tmp_path, *rows)
    assert counts(found)[(STATIONS, A)] == 2
    assert counts(found)[(STATIONS, B)] == 2
    assert "1 über Position, 2 über Postleitzahl, 1 über Ort; außerhalb oder nicht zuzuordnen: 2" in messages(found)
    assert "aber Position außerhalb" in messages(found)


def test_position_against_the_address_is_reported_by_line(tmp_path: Path) -> None:
    found = read(tmp_path, station(postcode="59227", place="Ahlen"))
    assert counts(found)[(STATIONS, A)] == 1
    assert "aber Anschrift anderswo („59227 Ahlen“), gezählt nach der Position: 1 (Zeile 7)" in messages(found)
    assert "Nach der Postleitzahl allein wären es 0 mit 0" in messages(found)


def test_odd_coordinates_are_reported_and_swapped_ones_put_right(tmp_path: Path) -> None:
    rows = [station(latitude="7,2", longitude="51,2"), station(latitude="0", longitude="0"), station("2", "51,2", "17")]
    found = read(tmp_path, *rows, station(latitude="bei der Kirche"))
    text = messages(found)
    assert "1 über Position, 3 über Postleitzahl" in text
    for oddity in ("vertauschter Länge", "Koordinaten 0, 0", "außerhalb Deutschlands", "ohne lesbare Koordinaten"):
        assert oddity in text


def test_positions_at_the_ends_of_the_country_are_not_odd() -> None:
    # Selfkant, Neißeaue, Oberstdorf, List.
    spots = positions(pd.Series(["51,05", "51,27", "47,27", "55,05"]), pd.Series(["5,87", "15,04", "10,18", "8,41"]))
    assert spots["oddity"].tolist() == [""] * 4


def test_only_stations_in_operation_count(tmp_path: Path) -> None:
    found = read(tmp_path, station(), station(status="In Wartung"), station(status="in betrieb"))
    assert counts(found)[(STATIONS, A)] == 2
    assert "nicht in Betrieb („In Wartung“), nicht gezählt: 1 (Zeile 8)" in messages(found)


def test_years_before_are_rebuilt_from_commissioning_dates(tmp_path: Path) -> None:
    rows = [station(day="15.06.2018"), station("4", day="01.01.2020"), station(day="")]
    found = read(tmp_path, *rows)
    series = {when: number for (name, region, when), number in values(found).items() if (name, region) == (POINTS, A)}
    assert series["2018-12-31"] == series["2019-12-31"] == 2
    assert series["2020-12-31"] == series["2025-12-31"] == 6
    assert series["2026-02-01"] == 8
    assert "ohne Inbetriebnahmedatum" in messages(found)
    table = found.tables["indikatoren"].set_index("Zeitpunkt")
    assert "zurückgerechnet" in table.loc["2018-12-31", "Anmerkung"].iloc[0]


def test_the_day_of_the_register_is_counted_and_not_rebuilt_as_well(tmp_path: Path) -> None:
    found = read(tmp_path, station(day="15.06.2025"), station(day=""), stand="31.12.2025")
    assert counts(found, "2025-12-31")[(STATIONS, A)] == 2
    assert not found.tables["indikatoren"].duplicated(["Kennzahl-ID", "AGS", "Zeitpunkt"]).any()


def test_commissioning_date_is_read_in_every_spelling(tmp_path: Path) -> None:
    days = ("15.06.18", "15.6.2018", "2018-06-15 00:00:00", "2018-06-15", "43266", "43266.0")
    found = values(read(tmp_path, *(station(day=day) for day in days)))
    assert found[(STATIONS, A, "2018-12-31")] == len(days)
    assert (STATIONS, A, "2017-12-31") not in found


def test_unreadable_commissioning_date_is_reported_and_counts_on_the_day_of_the_register(tmp_path: Path) -> None:
    found = read(tmp_path, station(day="06/15/2018"), station(day="15.06.2018"))
    assert counts(found)[(STATIONS, A)] == 2
    assert values(found)[(STATIONS, A, "2018-12-31")] == 1
    assert "mit unlesbarem Inbetriebnahmedatum („06/15/2018“)" in messages(found)


def test_station_that_is_listed_twice_under_its_number_counts_once(tmp_path: Path) -> None:
    row = station()
    found = read(tmp_path, row, row, station())
    assert counts(found)[(STATIONS, A)] == 2
    assert "zweimal mit derselben Kennung in der Datei, einmal gezählt: 1 (Zeile 8)" in messages(found)


def test_equal_stations_without_a_number_count_each(tmp_path: Path) -> None:
    header = HEADER_2026.partition(";")[2]
    row = station().partition(";")[2]
    path = text_file(tmp_path / "Ladesaeulenregister_2026-02-01.csv", [header, row, row])
    found = charging.ADAPTER.read(path, SCOPE)
    assert counts(found)[(STATIONS, A)] == 2
    assert counts(found)[(POINTS, A)] == 4
    assert "einmal gezählt" not in messages(found)


def test_station_counts_from_the_end_of_the_year_in_which_it_opened(tmp_path: Path) -> None:
    found = values(read(tmp_path, *(station(day=day) for day in ("01.06.2018", "31.12.2019", "01.01.2020"))))
    assert [found[(STATIONS, A, f"{year}-12-31")] for year in (2018, 2019, 2020)] == [1, 2, 3]


def test_postcode_may_stand_before_the_place(tmp_path: Path) -> None:
    found = read(tmp_path, station(latitude="", longitude="", postcode="", place="59199 Bönen"))
    assert counts(found)[(STATIONS, B)] == 1
    assert "1 über Postleitzahl" in messages(found)


def test_the_longest_name_that_a_place_begins_with_counts(tmp_path: Path) -> None:
    scope = replace(SCOPE, municipalities={B: "Hagen am Wald", A: "Hagen"})
    points = {"Hagen": "1", "Hagen am Wald": "2", "Hagen-Süd": "4"}
    rows = [station(number, latitude="", longitude="", postcode="", place=place) for place, number in points.items()]
    found = counts(read(tmp_path, *rows, scope=scope))
    assert (found[(POINTS, A)], found[(POINTS, B)]) == (1 + 4, 2)


def test_years_of_a_register_already_known_are_not_rebuilt(tmp_path: Path) -> None:
    scope = replace(SCOPE, known_values={**SCOPE.known_values, (POINTS, "DG"): {"2019-07-19": 1.0}})
    found = read(tmp_path, station(day="15.06.2018"), scope=scope)
    assert min(when for *_, when in values(found)) == "2019-12-31"


def test_layout_of_2021_has_its_spelling_and_order(tmp_path: Path) -> None:
    header = (
        "Betreiber;Straße;Hausnummer;Adresszusatz;Postleitzahl;Ort;Bundesland;Kreis/kreisfreie Stadt;Breitengrad;"
        "Längengrad;Inbetriebnahmedatum;Anschlussleistung;Art der Ladeeinrichung;Anzahl Ladepunkte;Steckertypen1"
    )
    row = "SW;Markt;1;;59192;Bergkamen;Nordrhein-Westfalen;Unna;51,2;7,2;11.01.2020;22;Normal;2;AC"
    lines = ["Allgemeine Informationen;;;", "Letzte Aktualisierung vom: 01.07.2021", header, row]
    found = charging.ADAPTER.read(text_file(tmp_path / "a.csv", lines, "cp1252"), SCOPE)
    assert counts(found, "2021-07-01")[(POINTS, A)] == 2
    assert "zugestimmt" in found.tables["indikatoren"]["Anmerkung"].iloc[0]


def test_layout_of_2019_is_a_workbook_with_one_column_for_postcode_and_place(tmp_path: Path) -> None:
    header = ["Betreiber", "Adresse", "Postleitzahl Ort", "Bundesland", "Längengrad [DG]", "Breitengrad [DG]"]
    header += ["Inbetriebnahmedatum", "Anschlussleistung [kW]", "Art der Ladeeinrichtung", "Anzahl Ladepunkte"]
    row = ["SW", "Markt 1", "59199 Bönen", "Nordrhein-Westfalen", "", None, date(2018, 5, 1), 22, "Normal", 2]
    rows = [["Ladesäulenregister"], [], ["Stand: 19.07.2019"], [], ["Allgemeine Informationen"], header, row]
    found = charging.ADAPTER.read(workbook(tmp_path / "a.xlsx", {"Tabelle1": rows}), SCOPE)
    assert counts(found, "2019-07-19")[(POINTS, B)] == 2
    assert counts(found, "2018-12-31")[(POINTS, B)] == 2


def test_layout_of_2017_has_no_commissioning_dates(tmp_path: Path) -> None:
    header = ["Betreiber", "Standort", "Längengrad [DG]", "Breitengrad [DG]", "Art der Ladeeinrichtung"]
    header += ["Anzahl Ladepunkte", "Steckertypen 1", "P1 [kW]"]
    rows = [["Register"], [], ["Stand:", date(2017, 4, 11)], [], header]
    rows += [["SW", "Markt 1, 59192 Bergkamen", 7.2, 51.2, "Normal", 2, "AC", 22]]
    rows += [["SW", "Markt 1, 80331 München", 11.5, 48.1, "Normal", 4, "AC", 22]]
    scope = replace(SCOPE, known_values={(STATIONS, "DG"): {"2017-04-11": 2.0}})
    found = charging.ADAPTER.read(workbook(tmp_path / "a.xlsx", {"Tabelle1": rows}), scope)
    assert counts(found, "2017-04-11") == {
        (POINTS, A): 2, (STATIONS, A): 1, (POINTS, B): 0, (STATIONS, B): 0,
        (POINTS, "05978"): 2, (STATIONS, "05978"): 1, (POINTS, "DG"): 6, (STATIONS, "DG"): 2,
    }  # fmt: skip
    assert "keine Inbetriebnahmedaten" in messages(found)


def test_without_boundaries_the_postcode_decides(tmp_path: Path) -> None:
    found = read(tmp_path, station(longitude="7,7"), scope=replace(SCOPE, boundaries=None))
    assert counts(found)[(STATIONS, A)] == 1


def test_date_may_stand_in_the_name_only(tmp_path: Path) -> None:
    path = text_file(tmp_path / "Ladesaeulenregister_BNetzA_2026-03-01.csv", [HEADER_2026, station()])
    assert charging.ADAPTER.read(path, SCOPE).title == "Ladesäulenregister vom 01.03.2026"
    path = text_file(tmp_path / "download.csv", [HEADER_2026, station()])
    with pytest.raises(UnreadableError, match="von welchem Tag"):
        charging.ADAPTER.read(path, SCOPE)


def test_header_alone_is_incomplete(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="keine Ladeeinrichtung"):
        read(tmp_path)


def test_power_that_nobody_can_read_is_unknown_and_not_nothing(tmp_path: Path) -> None:
    scope = replace(SCOPE, indicator_ids=frozenset({POINTS, STATIONS, FAST, POWER}))
    unknown = [station(longitude="7,7", postcode="59199", place="Bönen", power=it) for it in ("viel", "", "22 bis 50")]
    now = counts(read(tmp_path, station(), *unknown, scope=scope))
    assert (now[(POINTS, B)], now[(FAST, B)], now[(POWER, A)]) == (6, 0, 22)
    assert (POWER, B) not in now


def test_fast_points_and_power_are_counted_where_the_layout_has_them(tmp_path: Path) -> None:
    scope = replace(SCOPE, indicator_ids=frozenset({POINTS, STATIONS, FAST, POWER}))
    rows = [station("4", kind="Schnellladeeinrichtung", power="150,5"), station(), station(power="viel")]
    found = read(tmp_path, *rows, scope=scope)
    now = counts(found)
    assert (now[(FAST, A)], now[(POWER, A)], now[(FAST, B)], now[(POWER, B)]) == (4, 172.5, 0, 0)
    assert "ohne lesbare Nennleistung: 1 (Zeile 9)" in messages(found)
    old = HEADER_2026.replace("Nennleistung Ladeeinrichtung [kW]", "Anschlussleistung").replace(
        "Ladeeinrichtung;", "Ladeeinrichung;"
    )
    path = text_file(tmp_path / "Ladesaeulenregister_2022-01-01.csv", [old, *rows])
    assert {name for name, *_ in values(charging.ADAPTER.read(path, scope))} == {POINTS, STATIONS, FAST}


def test_an_extract_of_the_district_says_nothing_of_state_and_country(tmp_path: Path) -> None:
    found = read(tmp_path, station())
    assert {region for _, region in counts(found)} == {A, B, "05978"}
    assert "Die Datei ist ein Auszug, Land und Bund fehlen darin." in messages(found)


def test_an_extract_from_elsewhere_is_refused_and_gives_no_zeros(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="Von 1 Ladeeinrichtung liegt keine in der Region"):
        read(tmp_path, station(latitude="48,1", longitude="11,5", postcode="80331", place="München"))


@pytest.mark.parametrize(("line", "expected"), [("die zugestimmt haben", True), ("Hinweise", False)])
def test_a_register_of_consenting_operators_says_so_in_the_note(tmp_path: Path, line: str, expected: bool) -> None:
    path = text_file(tmp_path / "a.csv", [line, "Stand: 01.01.2022", HEADER_2026, station()])
    notes = charging.ADAPTER.read(path, SCOPE).tables["indikatoren"]["Anmerkung"]
    assert notes.str.contains("zugestimmt").any() == expected


def test_unreadable_number_of_points_is_reported(tmp_path: Path) -> None:
    found = read(tmp_path, station("zwei"), station())
    assert counts(found)[(STATIONS, A)] == 2
    assert "ohne lesbare Anzahl der Ladepunkte: 1 (Zeile 7)" in messages(found)


WHOLE = [station(), *elsewhere()]
NORTH_RHINE = [station(), station("1", "51,9", "7,6", "48143", "Münster")]


@pytest.mark.parametrize(
    ("known", "rows", "covered", "doubt"),
    [
        ({"DG": 300}, WHOLE, {A, B, "05978", "05", "DG"}, ""),
        ({"DG": 356}, WHOLE, {A, B, "05978", "05", "DG"}, ""),
        ({"DG": 357}, WHOLE, set(), "321 Ladeeinrichtungen; die Ausgabe vom 01.01.2026 hatte 357"),
        ({}, WHOLE, set(), "schon die erste Ausgabe von 2017 hatte 1.784"),
        ({"DG": 100}, [station(), *elsewhere(15)], set(), "15 von 16 Ländern"),
        ({"DG": 100}, [station(), *elsewhere(16, 200)], set(), "201 von rund 400 Kreisen"),
        # Two fewer are no sign of anything, three are.
        ({"DG": 400, "05": 4}, NORTH_RHINE, {A, B, "05978", "05"}, "1 von 16 Ländern"),
        ({"DG": 400, "05": 5, "05978": 3}, NORTH_RHINE, {A, B, "05978"}, "hatte 400"),
        ({"DG": 400, "05": 5, "05978": 4, A: 1, B: 0}, NORTH_RHINE, {A}, "hatte 400"),
        ({"DG": 400, "05": 9, "05978": 9, A: 2, B: 0}, NORTH_RHINE, set(), "hatte 400"),
        # Of a place that is in it the file lacks stations: it is not cut out by places alone.
        (
            {"DG": 400, "05": 90, "05978": 90, A: 1, B: 40},
            [*NORTH_RHINE, station("1", "51,2", "7,7", "59199", "Bönen")],
            set(),
            "hatte 400",
        ),
        ({}, [station(), *elsewhere(16, 1499)], set(), "nur die Art „Normalladeeinrichtung“"),
    ],
)
def test_absence_means_zero_only_where_the_file_is_proved_to_cover_the_place(
    tmp_path: Path, known: dict[str, float], rows: list[str], covered: set[str], doubt: str
) -> None:
    earlier = {(STATIONS, region): {"2025-01-01": 1.0, "2026-01-01": count} for region, count in known.items()}
    scope = replace(UNKNOWING, known_values=earlier)
    if covered:
        found = read(tmp_path, *rows, scope=scope)
        assert {region for _, region in counts(found)} == covered
        # Stations lie in one municipality only, so the other one is zero where it is covered, and else unknown.
        assert counts(found).get((STATIONS, B)) == (0 if B in covered else None)
        text = messages(found)
        assert ("bleibt unbekannt und wird nicht null" in text) == bool(doubt)
    else:
        with pytest.raises(UnreadableError) as problem:
            read(tmp_path, *rows, scope=scope)
        text = str(problem.value)
        assert "Erwartet wird das ganze Register" in text
    assert doubt in text


def test_an_extract_that_proves_all_that_is_compared_leaves_nothing_unknown(tmp_path: Path) -> None:
    known = {(STATIONS, "DG"): {"2026-01-01": 400.0}, (STATIONS, "05"): {"2026-01-01": 2.0}}
    found = read(tmp_path, *NORTH_RHINE, scope=replace(UNKNOWING, known_values=known, comparison=frozenset({"05"})))
    assert {region for _, region in counts(found)} == {A, B, "05978", "05"}
    assert "unbekannt" not in messages(found)


def test_whole_register_without_a_station_in_the_region_gives_zeros(tmp_path: Path) -> None:
    found = counts(read(tmp_path, *elsewhere(), NORTH_RHINE[1]))
    assert found[(STATIONS, A)] == found[(STATIONS, "05978")] == 0
    assert found[(STATIONS, "DG")] == 321


def test_later_edition_proves_nothing_of_an_earlier_file(tmp_path: Path) -> None:
    scope = replace(UNKNOWING, known_values={(STATIONS, "05978"): {"2030-01-01": 1.0}})
    with pytest.raises(UnreadableError, match="belegt für kein Gebiet"):
        read(tmp_path, station(), scope=scope)
