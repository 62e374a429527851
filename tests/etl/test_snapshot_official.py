"""Every kind of official file, small and made up: what is recognised, read, refused and said, and what the commands make of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from etl.cli import app
from etl.messages.refusals import UnreadableError
from etl.official.adapters import municipal_boundaries, recognition
from etl.official.adapters.candidates import candidate_table
from etl.official.adapters.mapping import mapping, states
from etl.official.adapters.recognition import ADAPTERS, UnknownFileError, adapter_for
from etl.official.ingest.candidate_marks import marked_as_known
from etl.official.ingest.merge import merge_table
from etl.official.interface import Scope
from etl.rules.plausibility import COUNT, PEOPLE, Values, plausibility
from tests.etl.official.fakes import Fake, probe
from tests.etl.official.made import text_file, workbook
from tests.etl.official.server import Content, fails, page, running
from tests.etl.official.squares import KEYS, NAMES, dvg, vg250, wavy_areas
from tests.etl.snapshots import (
    DATA,
    LAST,
    A,
    B,
    C,
    D,
    files,
    finding_text,
    folder_text,
    lines,
    only_stands,
    small_data,
    steady,
)

SCOPE = Scope(
    district_ags="05999",
    municipalities=dict(zip(KEYS, NAMES, strict=True)),
    district_name="Kreis Erfunden",
    comparison=frozenset({"05999", "05", "DG"}),
    postcodes={"59991": A, "59992": B},
    areas_km2=dict.fromkeys(KEYS, 25.0),
    boundaries=geopandas.GeoDataFrame({"ags": KEYS}, geometry=wavy_areas(), crs="EPSG:25832").to_crs(4326),
    indicator_ids=frozenset({"bb_hh_all_ge16_pct", "bb_hh_all_ge1000_pct", "bb_hh_ftthb_pct", "ev_charging_points", "ev_charging_stations",
                             "ev_fast_charging_points", "ev_charging_power_kw"}),
    known_values={("ev_charging_stations", "DG"): {"2017-01-01": 300.0}, ("ev_charging_stations", "05999"): {"2017-01-01": 1.0}},
)  # fmt: skip


def extract_text(path: Path, scope: Scope = SCOPE) -> str:
    """Which kinds a file is taken for, and everything that the one it is read as gives."""
    known = [adapter.name for adapter in ADAPTERS if adapter.recognises(path)]
    try:
        found = adapter_for(path).read(path, scope)
    except UnknownFileError as problem:
        return f"## {path.name}: {known}\nunbekannt: {problem}"
    except UnreadableError as problem:
        return f"## {path.name}: {known}\nunlesbar: {problem} {problem.line} {problem.column} {problem.value}"
    parts = [f"## {path.name}: {known}\n{found.title}, {found.rows_read} Zeilen, Quelle {found.source}"]
    tables = {**found.tables, **({} if found.candidates is None else {"Kandidaten": found.candidates})}
    if found.boundaries is not None:
        shapes = found.boundaries.to_crs(25832)
        points = [shapely.get_num_coordinates(shape) for shape in shapes.geometry]
        tables["Grenzen"] = pd.DataFrame(
            {"ags": shapes["ags"], "name": shapes["name"], "m²": shapes.area.round(), "Punkte": points}
        )
    for name, table in tables.items():
        shown = table.astype(object).where(table.notna(), None)
        if name == "indikatoren":
            # Of many values those that differ only by region stand in one line.
            about = [column for column in shown.columns if column not in ("AGS", "Wert")]
            groups = shown.groupby(about, dropna=False, sort=False)
            rows = [
                [*key, ", ".join(f"{ags}={value}" for ags, value in zip(group["AGS"], group["Wert"], strict=True))]
                for key, group in groups
            ]
            parts.append(f"# {name}\n{lines([about, *rows])}")
        else:
            parts.append(f"# {name}\n{lines([shown.columns, *shown.itertuples(index=False)])}")
    parts += [f"question {question}" for question in found.questions]
    return "\n".join([*parts, finding_text(found.findings)])


def test_supply(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    modern = "AGS;alle Technologien ≥ 16 Mbit/s;alle Technologien ≥ 1000 Mbit/s;DSL ≥ 16 Mbit/s;FTTH/B ≥ 1000 Mbit/s;Neues ≥ 5"
    shares = [
        f"{A};99.04;48.48;97;13;1",
        f"{B};100;0;97;100.01;1",
        f"{C};-1;x;;;",
        "",
        "05111000;1;2;3;4;5",
        "05999;98,5;47;1;2;3",
        f"{A};99.04;48.48;97;13;1",
        "5999016;7;8;9;10;1",
    ]
    made = [
        text_file(tmp_path / "gemeinde_privat_2019_mitte.csv", [modern, *shares]),
        text_file(tmp_path / "gemeinde_gewerbe_2020_ende.csv", [modern, *shares[:2]]),
        text_file(tmp_path / "deutschland_privat_2019_2.csv", ["verf_300_16;verf_ftth_1000;staat", "91.77;;Deutschland"]),
        text_file(tmp_path / "Verf_Gemeinden_atene_Mitte 18.csv", ["AGS;300_16;300_50;200_6;FTTH_16;FTTH_50", f"{A};98,00;97,00;98,00;3,00;2,50"]),
        text_file(tmp_path / "gemeinde_privat.csv", [modern, *shares[:1]]),
        text_file(tmp_path / "gemeinde_privat_2021_mitte.csv", [modern, "05111000;1;2;3;4;5"]),
        text_file(tmp_path / "gemeinde_gwg_2021_mitte.csv", [modern, *shares[:1]]),
        text_file(tmp_path / "inkar2025_breitband_2023.csv", ["AGS,Raumbezug,Name,Population,Broadband_50Mbps,Broadband_1000Mbps", "05999,Kreis,X,,91.2,70.5", f'{A},Gemeinde,"X, Stadt",100,100.0,101', f"{B},Gemeinde,Y,1,,0"]),
        text_file(tmp_path / "deutschlandatlas_2024-12-12_GEM1222.csv", ["GKZ1222,Gemeindename,bev_dicht,v_gsm,v_lte,v_5g", "5999004,X,500,100,99.555,-9999"]),
    ]  # fmt: skip
    scope = replace(SCOPE, indicator_ids=SCOPE.indicator_ids | {row["Kennzahl-ID"] for row in mapping("bbsr")})
    assert "\n".join(extract_text(path, scope) for path in made) == snapshot


def test_charging(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    head = ("Ladeeinrichtungs-ID;Betreiber;Anzeigename (Karte);Status;Art der Ladeeinrichtung;Anzahl Ladepunkte;Nennleistung Ladeeinrichtung [kW];"
            "Inbetriebnahmedatum;Straße;Hausnummer;Adresszusatz;Postleitzahl;Ort;Kreis/kreisfreie Stadt;Bundesland;Breitengrad;Längengrad;Standortbezeichnung;Steckertypen1")  # fmt: skip
    inside, beside = ("51,466", "7,597"), ("51,466", "7,75")

    def station(number: int, points: str = "2", place: tuple[str, str] = inside, town: str = "59991;Aental", status: str = "In Betrieb",
                day: str = "01.03.2020", kind: str = "Normalladeeinrichtung", power: str = "22,0", around: str = "Kreis Erfunden;Nordrhein-Westfalen") -> str:  # fmt: skip
        return f"{number};Stadtwerke;;{status};{kind};{points};{power};{day};Markt;1;;{town};{around};{place[0]};{place[1]};;AC"

    names = [name for key, name in states().items() if key != "05"]
    elsewhere = [
        station(1000 + n, "1", ("48,1", "11,5"), "80331;Anderswo", around=f"Kreis {n};{names[n % len(names)]}")
        for n in range(320)
    ]
    rows = [
        station(1), station(2, "3", town="59992;Beerg"), station(3, "1", beside), station(4, "1", ("", ""), "59992;Beerg"), station(5, "1", ("", ""), "59999;Zell/Ruhr"),
        station(6, "1", ("0", "0"), "12345;Nirgends"), station(7, status="In Wartung"), station(8, status="Außer Betrieb"), station(9, day="31.12.2025"),
        station(10, day="02.02.2026"), station(11, kind="Schnellladeeinrichtung", power="150,5"), station(12, "viele"), station(13, "0"), station(14, day="irgendwann"), station(1),
        station(15, power=""), station(16, power="99999"), station(17, place=("7,597", "51,466")),
    ]  # fmt: skip
    start = ["Ladesäulenregister der Bundesnetzagentur", "Stand: 01.02.2026", "", "Hinweise", ""]
    january, april, kinds = date(2024, 1, 1), date(2024, 4, 1), ["NLP", "SLP*", "gesamt"]
    reported = {
        "Vorwort": [["Text"]],
        "a": [["", "4.1 je Bundesland"], ["", "Stand: 01. April 2024"], ["1.", "", *[january] * 3, *[april] * 3], ["", "", *kinds * 2],
              ["", "Bayern", 1, 2, 3, 4, 5, 9], ["", "Nordrhein-Westfalen", "1.288", 82, 1370, 1379, 85, 1465], ["", "Summe", 5, 6, 11, 7, 8, 15]],
        "b": [["", "Kreise", "Bundesland", *[january] * 3], ["", "", "", *kinds], ["1.", "Kreis Erfunden", "Nordrhein-Westfalen", 22, 4, 26], ["", "Summe", "", "", "", 9]],
    }  # fmt: skip
    made = [
        text_file(tmp_path / "Ladesaeulenregister.csv", [*start, head, *rows, *elsewhere], "cp1252", "\r\n"),
        text_file(
            tmp_path / "Ladesaeulenregister_am_Jahresende.csv", ["Stand: 31.12.2025", head, *rows, *elsewhere], "cp1252"
        ),
        text_file(tmp_path / "Ladesaeulenregister_kurz.csv", [*start, head, station(1)], "cp1252", "\r\n"),
        text_file(tmp_path / "Ladesaeulenregister_ohne.csv", [head, station(1), *elsewhere], "cp1252", "\r\n"),
        workbook(tmp_path / "Ladesaeuleninfrastruktur.xlsx", reported),
    ]
    scope = replace(SCOPE, indicator_ids=SCOPE.indicator_ids | {row["Kennzahl-ID"] for row in mapping("lis_in_zahlen")})
    assert "\n".join(extract_text(path, scope) for path in made) == snapshot


def test_people_and_areas(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    head = ["Tabelle: 12411-15i", "Katasterfläche (qkm), Bevölkerung und Bevölkerungsdichte - Stichtag - Gemeinden;;;;;", ";;;Fortschreibung des Bevölkerungsstandes;Flächenerhebung;Fortschreibung des Bevölkerungsstandes",
            ";;;Bevölkerungsstand (Basis Zensus 2022 und früher);Bodenfläche (Katasterfläche) in qkm;Bevölkerungsdichte", ";;;Anzahl;qkm;EW pro qkm"]  # fmt: skip
    rows = ["31.12.2024;05;Nordrhein-Westfalen;18034454;34112,44;528,7", "31.12.2024;05999;    Erfunden, Kreis;17500;100,00;175", f"31.12.2024;{A};      Aental, Stadt;10000;25,00;400",
            f"31.12.2024;{C};      Zell / Ruhr, Stadt;2500;25,01;100", f"31.12.2024;{B};      Beerg;-;.;x", f"31.12.2024;{D};      Düne;1.5;25;1", "31.12.2024;05998004;Nachbar;1;1;1"]  # fmt: skip
    foot = ["", "Hinweis, mit Komma; und Semikolon", "© IT.NRW, Düsseldorf, 2026.", "Stand: 19.01.2026 / 13:58:12"]

    def record(key: str, name: str, hectares: str, people: str, kind: str = "63", day: str = "20231130") -> str:
        return f"60{day}{key}0004{name:<50}{'':<50}{kind}    {hectares:>011}{people:>011}{'0':>011}    59991       5322".ljust(
            220
        )

    gazetteer = ["102023113005          Nordrhein-Westfalen".ljust(220), "402023113005999       Erfunden".ljust(220), record(A, "Aental, Stadt", "2500", "10000"),
                 record(C, "Zell/Ruhr, Stadt", "2501", "2500"), record(B, "Beerg", "2500", "5000", "64"), record("05999099", "Forst, gemfr. Gebiet", "100", "0", "66"), record("05998004", "Nachbar, Stadt", "8581", "48610")]  # fmt: skip
    ages = ("unter 3 Jahre", "3 bis unter 6 Jahre", "Insgesamt")
    grouped = [
        "Tabelle: 12411-01-02-5",
        "Bevölkerung nach Geschlecht und Altersgruppen - Stichtag - Gemeinden;;;;;;",
        "Gemeinden;;;;Bevölkerungsstand;;",
        ";;;;Insgesamt;männlich;weiblich",
    ]
    grouped += [
        f"2023-12-31;{key};{name};{age};{count};{count // 2};{count - count // 2}"
        for key, name in ((A, "Aental, Stadt"), (B, "Beerg"))
        for age, count in zip(ages, (100, 200, 10000), strict=True)
    ]
    made = [
        text_file(tmp_path / "12411-15i_00.csv", [*head, *rows, *foot], "latin-1"),
        text_file(
            tmp_path / "12411-15i_01.csv",
            [*head, *(row.replace("31.12.2024", "31.02.2024") for row in rows), *foot],
            "latin-1",
        ),
        text_file(tmp_path / "12411-15i_02.csv", [*head, *rows[:1], *foot], "latin-1"),
        text_file(tmp_path / "12411-15i_03.csv", head, "latin-1"),
        text_file(tmp_path / "GV100AD_301123.txt", gazetteer, "latin-1", "\r\n"),
        text_file(
            tmp_path / "GV100AD_311223.txt",
            [record(A, "Aental, Stadt", "2500", "10001", day="20231231"), gazetteer[3][:60] + gazetteer[3][66:]],
        ),
        text_file(tmp_path / "GV100AD_leer.txt", gazetteer[:2]),
        text_file(tmp_path / "12411-01-02-5.csv", grouped, "latin-1"),
        text_file(tmp_path / "irgendwas.csv", ["a;b", "1;2"]),
        workbook(tmp_path / "irgendwas.xlsx", {"Tabelle": [["a", "b"], [1, 2]]}),
    ]
    for name, table in {"dvg.geojson": dvg().to_crs(4326), "vg250.geojson": vg250().to_crs(4326)}.items():
        table.to_file(tmp_path / name, driver="GeoJSON")
        made.append(tmp_path / name)
    parts = [extract_text(path) for path in made]
    parts.append(
        extract_text(
            tmp_path / "dvg.geojson",
            replace(
                SCOPE, municipalities={**SCOPE.municipalities, "05999020": "Fehlt"}, areas_km2=dict.fromkeys(KEYS, 24.0)
            ),
        )
    )
    assert "\n".join(parts) == snapshot


def test_candidates(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    head = ("FKZ;Ressort;Referat;Administrierende Stelle;Arb.-Einh.;Förderempfänger /Auftragnehmer;Gemeindekennziffer;Stadt/Gemeinde;Ort;Bundesland;Staat;Ausführende Stelle;Gemeindekennziffer;"
            "Stadt/Gemeinde;Ort;Bundesland;Staat;Thema des geförderten Vorhabens;Leistungsplansystematik;Klartext Leistungsplansystematik;Laufzeit von;Laufzeit bis;Förder- / Auftragssumme (Anteil des Bundes) in EUR;Förderprofil;Projekt;Förderart")  # fmt: skip

    def grant(
        number: str, who: str, key: str, there: str, euro: str, title: str = "Digitale Wege", begin: str = "01.05.2031"
    ) -> str:
        place = "Ort;Ort;Nordrhein-Westfalen;Deutschland"
        return f"{number};BMX;512;XY;XY-1;{who};{key};{place};{who} - Institut;{there};{place};{title};AB1234;Netze von morgen;{begin};30.04.2034;{euro};Technologie;Verbund Wege;PDIR"

    grants = [grant("01A", "Stadt Aental", A, A, "160.000,00"), grant("01B", "Weit weg GmbH", "09162000", B, "1.234.567,89"), grant("01C", "Gemeinde Beerg", B, "09162000", "0,00"),
              grant("01D", "Weit weg GmbH", "09162000", "09162000", "5,00"), grant("01E", "Kreis Erfunden", "05999000", "05999000", "viel", begin="bald")]  # fmt: skip
    efre = [
        "Name des Begünstigten",
        "Bezeichnung des Vorhabens",
        "Zusammenfassung des Vorhabens",
        "Durchführungs-beginn",
        "Durchführungs-ende",
        "bewilligte förderfähige Gesamtinvestition",
        "Gebietskennziffer",
        "Land",
        "EU-Interventions-kategorie",
        "Bezeichnung der EU-Interventionskategorie",
    ]
    operations = [[f"Firma {n} GmbH", f"Vorhaben {n}", text, date(2031, 1, 2), date(2033, 3, 4), 1234.5 * n, key, "DE", "062", "Technik"]
                  for n, (key, text) in enumerate([("05999000", "Text"), (5999004, "Text"), ("05 999 008", "Text"), ("05111000, 05999012", "Text"), (None, "in Zell/Ruhr und Düne"), ("05111000", "in Aental"), ("landesweit", "Text")], 1)]  # fmt: skip
    made = [
        text_file(tmp_path / "Suchliste.csv", [head, *grants], "iso-8859-15", "\r\n"),
        text_file(
            tmp_path / "liste_esf.csv",
            [
                "Name des Begünstigten;Bezeichnung des Vorhabens;PLZ;Ort;Zuwendung;Kofinanzierungssatz;Jahr der Bewilligung",
                "Werk GmbH;Ofen 1;59991;Aental;1.000,50;50 %;2030",
                "Petra Müller;Ofen 2;59992;Beerg;50;;2030",
                "Werk GmbH;Ofen 3;80331;Zell/Ruhr;100;;2030",
                "Werk GmbH;Ofen 4;80331;München;7;;2030",
                "Werk GmbH;Ofen 5 in Düne;80331;München;viel;;2030",
            ],
        ),
        text_file(tmp_path / "Suchliste_leer.csv", [head], "iso-8859-15", "\r\n"),
        workbook(
            tmp_path / "liste.xlsx",
            {
                "Liste": [
                    ["LISTE DER VORHABEN"],
                    ["Bewilligte Projekte des OP EFRE*"],
                    ["Stand: 31.12.2031"],
                    [],
                    efre,
                    *operations,
                    [],
                    ["* Alle Achsen werden zu 50% gefördert."],
                ]
            },
        ),
    ]
    assert "\n".join(extract_text(path) for path in made) == snapshot


def test_unlikely_values(snapshot: SnapshotAssertion) -> None:
    scope = replace(SCOPE, municipalities={A: "Aental", B: "Beerg"})
    names = {
        **scope.municipalities,
        "05999": "Kreis Erfunden",
        "x_pct": "Netz",
        "ev_charging_stations": "Säulen",
        "n": "Anzahl",
    }
    day, before = "2024-12-31", "2023-12-31"
    parts = []

    def case(what: str, old: float, new: float, region: str = A, breaks: Iterable[int] = (), **more: float) -> None:
        keys = {"b": B, "kreis": "05999", "land": "05", "bund": "DG"}
        found = {(what, region): {day: new}} | {(what, keys[name]): {day: value} for name, value in more.items()}
        known = {(what, region): {before: old}} if old >= 0 else {}
        units = {"x_pct": "% der Haushalte", "ev_charging_stations": COUNT, PEOPLE: COUNT}
        district, inside = scope.district_ags, scope.municipalities
        values = Values("datei.csv", found, found, known, names, district, inside, {what: tuple(breaks)}, units)
        told = plausibility(values, {("bevoelkerung", A): {before: 10000.0}}, date(2024, 12, 31), confirmed=False)
        parts.append(f"{what} {region} {old} → {new} {list(breaks)} {more}\n{finding_text(told)}")

    for old, new in (
        (50, 45),
        (50, 44.9),
        (50, 40),
        (50, 30),
        (50, 29.9),
        (0, 100),
        (50, 100.01),
        (50, -0.1),
        (100, 100),
    ):
        case("x_pct", old, new)
    for old, new in ((50, 65), (50, 70), (50, 70.1), (50, 80), (50, 90)):
        case("x_pct", old, new, "05999")
    for breaks in ((2023,), (2024,), (2025,)):
        case("x_pct", 85, 27, breaks=breaks)
    for new in (10000, 10100, 10200, 10300, 10350, 10400, 10500, 9600, 9500):
        case("bevoelkerung", 10000, new)
    for old, new in (
        (4, 40),
        (5, 40),
        (10, 40),
        (20, 40),
        (20, 60),
        (20, 80),
        (20, 100),
        (20, 10),
        (20, 9),
        (20, 15),
        (20, 16),
        (10, 5),
        (10, 4),
    ):
        case("n", old, new)
    case("ev_charging_stations", -1, 10000)
    case("ev_charging_stations", -1, 10001)
    case("bevoelkerung", -1, 10000, b=5000, kreis=15000)
    case("bevoelkerung", -1, 10000, b=5000, kreis=15015)
    case("bevoelkerung", -1, 10000, b=5000, kreis=15016)
    case("bevoelkerung", -1, 10000, kreis=9999)
    case("bevoelkerung", -1, 10000, kreis=9990)
    case("bevoelkerung", -1, 10000, kreis=9000, land=8000, bund=7000)
    for share in (78.9, 79, 91, 91.1):
        case("x_pct", -1, 80, b=90, kreis=share)
    known = pd.DataFrame(
        [["k", A, "2024", "1.5", "alt"], ["k", B, "31.12.2024", "2", None]],
        columns=["Kennzahl-ID", "AGS", "Zeitpunkt", "Wert", "Anmerkung"],
        dtype="str",
    )
    found = pd.DataFrame(
        [["k", A, "2024", value] for value in ("1.54",)]
        + [["k", B, "2024-12-31", "2.5"], ["k", C, "2024", "3"], ["k", A, "2023", "1"]],
        columns=known.columns[:4],
        dtype="str",
    )
    for value in ("1.5", "1.50", "1.54", "1.55", "1.56", "2", "1"):
        one = found.assign(Wert=[value, *found["Wert"][1:]])
        for accept in (False, True):
            merged = merge_table("indikatoren", known, one, accept=accept)
            parts.append(
                f"{value} {accept}\n{lines(merged.cells.itertuples(index=False))}\n{lines(merged.table.astype(object).where(merged.table.notna(), None).itertuples(index=False))}"
            )
    assert "\n".join(parts) == snapshot


def test_marks_of_candidates(snapshot: SnapshotAssertion) -> None:
    stand = DATA / "raw" / "staende" / str(LAST)
    projects, funding = (pd.read_csv(stand / f"{name}.csv", dtype="str") for name in ("projekte", "foerderung"))
    parts = []
    for money in (
        "100000.50",
        "100000",
        "100001",
        "100001.50",
        "100001.51",
        "99999.49",
        "99999.5",
        "100002",
        "99998",
        "30000",
        "29999",
        "5000",
        "",
    ):
        for who in ("Stadt Aental", "Anderswo", "Gemeinde Beerg"):
            parts.append(f"{money} {who}: {_mark(projects, funding, **{'Betrag (EUR)': money, 'Empfänger': who})}")
    for title in ("Gemeinsames Portal", "GEMEINSAMES  portal!", "Gemeinsames Portal der Region", "Portal", "Netz"):
        parts.append(f"{title}: {_mark(projects, funding, Titel=title)}")
    assert "\n".join(parts) == snapshot


def _mark(projects: pd.DataFrame, funding: pd.DataFrame, **cells: str) -> list[str]:
    found = marked_as_known(candidate_table([cells]), projects, funding)
    return [str(cell) for cell in found[["Schon bekannt", "Bekannt als", "Warum"]].iloc[0]]


@pytest.fixture
def etl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Commands about official files in a copy of the small data folder; what they say and leave is kept in ``said``."""
    data = only_stands(small_data(tmp_path), LAST)
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data))
    sources = {"indikatoren": "breitbandatlas", "bevoelkerung": "bevoelkerung", "gemeinden": "breitbandatlas"}
    fakes = (
        *(Fake(kind, source, name=f"Probe {kind}") for kind, source in sources.items()),
        Fake("kandidaten", "foerderkatalog"),
        municipal_boundaries.ADAPTER,
    )
    monkeypatch.setattr(recognition, "ADAPTERS", fakes)
    said: list[str] = []

    def run(*arguments: object) -> None:
        known = files(data)
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        said.append(
            f"$ etl {' '.join(map(str, arguments))}\n{result.output.rstrip()}\n→ {result.exit_code}\n{folder_text(data, known)}\n"
        )

    run.said, run.data, run.folder = said, data, tmp_path  # type: ignore[attr-defined]
    yield run


def test_ingesting(etl: Callable[..., None], snapshot: SnapshotAssertion) -> None:
    folder: Path = etl.folder  # type: ignore[attr-defined]
    made = {
        "werte.csv": probe(f"bb_hh_all_ge1000_pct;{A};2024-12;50", f"bb_hh_all_ge1000_pct;{B};2024-12;61", f"bb_hh_all_ge1000_pct;{D};2024-12;33.5", f"unbekannt;{A};2024-12;1", "bb_hh_all_ge1000_pct;05111000;2024-12;1", f"bb_hh_all_ge1000_pct;{C};2024-12;0.0", f"ev_charging_points;{A};2024-12-31;25"),
        "zweimal.csv": probe(f"bb_hh_all_ge1000_pct;{D};2024-12;33", f"bb_hh_all_ge1000_pct;{D};2024-12;34"),
        "sprung.csv": probe(f"bb_hh_all_ge1000_pct;{A};2025-06;10"),
        "leute.csv": probe(f"{A};2024-12-31;10050;Zensus 2022;https://x", f"{B};2023-12-31;5101;Zensus 2022;https://x", table="bevoelkerung", columns="AGS;Stichtag;Einwohner;Basis;Quelle (URL)"),
        "fremd.csv": b"a;b\n",
        "leer.csv": b"Probe;indikatoren",
        "kaputt.gz": b"\x1f\x8bkaputt",
        "leer.zip": b"PK\5\6" + bytes(18),
        "liste.csv": probe(f"Stadt Aental;{A};Netz;100000.50", table="kandidaten", columns="Empfänger;Empfänger-AGS;Titel;Betrag (EUR)"),
    }  # fmt: skip
    known = files(etl.data)  # type: ignore[attr-defined]
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / "ordner").mkdir()
    etl("ingest", folder / "werte.csv")
    etl("ingest", folder / "werte.csv", "--stand", str(LAST))
    etl("ingest", folder / "werte.csv", "--stand", "2025-12-31")
    etl("ingest", folder / "werte.csv", "--stand", "2026-01-31")
    etl("ingest", folder / "werte.csv", "--stand", "2026-01-31", "--accept")
    etl("ingest", folder / "sprung.csv", "--stand", "2026-02-28")
    etl("ingest", folder / "sprung.csv", folder / "leute.csv", "--stand", "2026-02-28", "--confirm")
    for name in ("zweimal.csv", "fremd.csv", "leer.csv", "fehlt.csv", "ordner", "kaputt.gz", "leer.zip"):
        etl("ingest", folder / name)
    etl("ingest", folder / "werte.csv", "--source", "nein")
    etl("ingest", folder / "liste.csv", "--out", folder / "ziel")
    etl("ingest", folder / "liste.csv", "--out", folder / "ziel")
    areas = dvg().iloc[:4]
    areas.iloc[2:].to_file(folder / "dvg2gem_ohne.gpkg")
    areas.set_geometry(areas.scale(1.2, 1.2)).to_file(folder / "dvg2gem.gpkg")
    etl("ingest", folder / "dvg2gem_ohne.gpkg")
    etl("ingest", folder / "dvg2gem.gpkg")
    etl("ingest", folder / "dvg2gem.gpkg", "--accept", "--stand", "2026-03-31")
    areas.to_file(folder / "dvg2gem.gpkg")
    etl("ingest", folder / "dvg2gem.gpkg")
    # A place that came to the district; all else is as known.
    dvg().assign(KN=[*areas["KN"], "05999020"]).to_file(folder / "dvg2gem.gpkg")
    etl("ingest", folder / "dvg2gem.gpkg")
    for name, text in (("mapping/postleitzahlen.csv", "PLZ\n59991\n"), ("raw/gemeinden.csv", "AGS\n05999004\n")):
        path = etl.data / name  # type: ignore[attr-defined]
        before = path.read_bytes() if path.exists() else b"PLZ,AGS\n"
        path.write_text(text)
        etl("ingest", folder / "werte.csv")
        path.write_bytes(before)
    etl.said += [folder_text(folder / "ziel"), folder_text(etl.data, known)]  # type: ignore[attr-defined]
    assert steady("\n".join(etl.said), etl.data, folder) == snapshot  # type: ignore[attr-defined]


def test_fetching(etl: Callable[..., None], snapshot: SnapshotAssertion) -> None:
    data: Path = etl.data  # type: ignore[attr-defined]
    sources = data / "raw" / "sources.toml"
    with running() as server:
        text = sources.read_text("utf-8")
        for source, names in (("breitbandatlas", ("a.csv", "b.csv")), ("bevoelkerung", ("c.csv",))):
            end = text.index("\n[[", text.index(f'id = "{source}"')) + 1
            download = "".join(f'[[dataset.download]]\nurl = "{server.url(name)}"\nkind = "csv"\n\n' for name in names)
            text = text[:end] + download + text[end:]
        sources.write_text(text, "utf-8")
        body = probe(f"bb_hh_all_ge1000_pct;{D};2024-12;33.5")
        people = probe(
            f"{A};2024-12-31;10050;Zensus 2022;https://x",
            table="bevoelkerung",
            columns="AGS;Stichtag;Einwohner;Basis;Quelle (URL)",
        )
        server.answers |= {
            "/a.csv": [Content(body)],
            "/b.csv": [page],
            "/c.csv": [Content(people)],
        }
        etl("fetch", "bevoelkerung")
        etl("fetch", "breitbandatlas")
        etl("fetch", "breitband")
        etl("fetch", "grenzen", "bevoelkerung", "foerderkatalog")
        server.answers["/b.csv"] = [Content(body.replace(b"33.5", b"33.4"), '"2"')]
        etl("fetch", "breitbandatlas", "--stand", "2025-12-31")
        etl("fetch", "breitbandatlas", "--stand", "2025-12-31", "--confirm")
        server.answers["/b.csv"] = [fails(404)]
        etl("fetch", "breitbandatlas")
        said = steady("\n".join(etl.said), data, etl.folder).replace(server.host, "…")  # type: ignore[attr-defined]
    assert said == snapshot


def test_another_district(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    official = tmp_path / "vg250-ew_2030-12-31.gpkg"
    vg250().to_file(official)
    said = []
    calls: Sequence[Sequence[object]] = (
        ("--prefix", "5999"),
        ("--prefix", "05999", "--population", tmp_path / "fehlt.csv"),
        ("--prefix", "05997", "--stand", "2031-05-20"),
        ("--prefix", "05999", "--name", "Kreis Erfunden", "--stand", "2031-05-20"),
        ("--prefix", "05999", "--stand", "2031-05-20"),
    )
    for more in calls:
        given = [
            str(argument)
            for argument in ("new-region", tmp_path / "neu", "--boundaries", official, "--population", official, *more)
        ]
        result = CliRunner().invoke(app, given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        said.append(f"$ etl {' '.join(given)}\n{result.output.rstrip()}\n→ {result.exit_code}\n")
    known = dict.fromkeys((), b"")
    text = folder_text(tmp_path / "neu", known)
    assert steady("\n".join([*said, text]), tmp_path) == snapshot
