"""Lists of operations give candidates by key, by the beneficiary's seat and by names in the text."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.official.adapters import operations
from etl.official.interface import Extract, Scope

SCOPE = Scope(
    "05999", {"05999004": "Aental", "05999008": "Beerg", "05999012": "Zell/Ruhr"}, postcodes={"01234": "05999004"}
)
EFRE = [
    *("Name des Begünstigten", "Bezeichnung des Vorhabens", "Zusammenfassung des Vorhabens", "Durchführungs-beginn"),
    *("Durchführungs-ende", "bewilligte förderfähige Gesamtinvestition", "Gebietskennziffer", "Land"),
    *("EU-Interventions-kategorie", "Bezeichnung der EU-Interventionskategorie"),
]


def book(path: Path, rows: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    for cells in rows:
        made.active.append(cells)
    made.save(path)
    return path


def efre(path: Path, keys: list[object]) -> Path:
    head: list[list[object]] = [["LISTE DER VORHABEN"], ["Bewilligte Projekte des OP EFRE*"], ["Stand: 31.12.2031"], []]
    rows: list[list[object]] = [
        [
            f"Firma {n} GmbH",
            f"Vorhaben {n}",
            "Text",
            date(2031, 1, 2),
            date(2033, 3, 4),
            1234.5,
            key,
            "DE",
            "062",
            "Technik",
        ]
        for n, key in enumerate(keys, 1)
    ]
    return book(path, [*head, [*EFRE], *rows, [], ["* Alle Achsen werden zu 50% gefördert."]])


def firms(extract: Extract) -> list[str]:
    assert extract.candidates is not None
    return extract.candidates["Empfänger"].tolist()


def test_keys_are_read_in_every_notation(tmp_path: Path) -> None:
    inside = [
        "05999000",
        5999000,
        "05 999 004",
        "05111000, 05999008",
        "05999004/05999008",
        "05111000\n05999000",
        " 05999004 ",
    ]
    outside = ["05000000", "05900000", "05111000", 5111000, None, "landesweit"]
    path = efre(tmp_path / "liste.xlsx", [*inside, *outside])
    assert operations.ADAPTER.recognises(path)
    found = operations.ADAPTER.read(path, SCOPE)
    assert found.rows_read == len(inside) + len(outside)
    assert firms(found) == [f"Firma {n} GmbH" for n in range(1, len(inside) + 1)]
    assert found.candidates is not None
    places = found.candidates["Ort der Durchführung (AGS)"].tolist()
    assert places == ["05999", "05999", "05999004", "05999008", "05999004 05999008", "05999", "05999004"]
    assert found.title == "Liste der Vorhaben EFRE, Stand 31.12.2031"


def test_an_investment_is_no_grant(tmp_path: Path) -> None:
    candidates = operations.ADAPTER.read(efre(tmp_path / "liste.xlsx", ["05999004"]), SCOPE).candidates
    assert candidates is not None
    expected = {"Art": "Gesamtvolumen", "Betrag (EUR)": "1234.50", "Beginn": "2031-01-02", "Ende": "2033-03-04"}
    assert candidates.iloc[0][list(expected)].to_dict() == expected
    assert candidates.iloc[0]["Zeile"] == "6"


def test_a_name_in_the_text_is_enough_to_be_looked_at(tmp_path: Path) -> None:
    rows = [
        ["Wirtschaftsförderung Zell", "Messe", "", None, None, 5.0, "05000000", "DE", "", ""],
        ["Verein", "Beergwerk heute", "Bad Aental-Nord", None, None, 5.0, "05000000", "DE", "", ""],
    ]
    found = operations.ADAPTER.read(book(tmp_path / "liste.xlsx", [[*EFRE], *rows]), SCOPE)
    assert firms(found) == ["Wirtschaftsförderung Zell", "Verein"]
    assert found.candidates is not None
    assert found.candidates["In der Region als"].tolist() == ["Name im Text: Zell/Ruhr", "Name im Text: Aental"]


def test_esf_finds_the_seat_by_postcode_and_warns_of_persons(tmp_path: Path) -> None:
    header = ["Name des\nBegünstigten", "Bezeichnung\ndes Vorhabens", "Zusammen-\nfassung", "Datum des\nBeginns"]
    header += ["Datum des\nEndes", "Gesamtbetrag der\nförderfähigen Ausgaben", "Postleitzahl\n(Begünstigter)", "Ort"]
    rows: list[list[object]] = [
        *([], ["Liste der Vorhaben ESF 2014-2020"], []),
        header,
        [
            "Beneficiary name",
            "Operation name",
            "Operation summary",
            "Start date",
            "End date",
            "Total",
            "Postcode",
            "Place",
        ],
        ["Nom du bénéficiaire", "Nom de l'opération", "Résumé", "Début", "Fin", "Total", "Code postal", "Lieu"],
        *([], [], []),
        ["Erika Beispiel", "Beratung", "", date(2031, 1, 1), date(2031, 2, 1), 500.0, 1234.0, "Aental"],
        ["Kolleg Beerg e.V.", "Kurs", "", date(2031, 1, 1), date(2031, 2, 1), 700.0, 44444.0, "Beerg, Stadt"],
        ["Fern e.V.", "Kurs", "", date(2031, 1, 1), date(2031, 2, 1), 700.0, 44444.0, "Beergheim"],
    ]
    path = book(tmp_path / "liste.xlsx", rows)
    assert operations.ADAPTER.recognises(path)
    found = operations.ADAPTER.read(path, SCOPE)
    assert found.rows_read == 3
    assert firms(found) == ["Erika Beispiel", "Kolleg Beerg e.V."]
    assert found.candidates is not None
    assert found.candidates["Empfänger-AGS"].tolist() == ["05999004", "05999008"]
    assert found.candidates["Fördergeber"].tolist() == ["EU (ESF)"] * 2
    assert ["Person" in note for note in found.candidates["Anmerkung"]] == [True, False]
    assert any(finding.message.startswith("Bei 1 Begünstigten") for finding in found.findings)


def test_esf_of_the_older_period_is_a_csv_with_seats(tmp_path: Path) -> None:
    path = tmp_path / "esf.csv"
    path.write_text(
        "Jahr der Bewilligung,Name des Begünstigten,Sitz des Begünstigten,Bezeichnung des Vorhabens,Zuwendungen des Landes NRW\n"
        '2012,Kolleg e.V.,Zell,"Kurs, lang",172.306 €\n2012,Fern e.V.,Köln,Kurs,1.000 €\n',
        encoding="utf-8",
    )
    assert operations.ADAPTER.recognises(path)
    found = operations.ADAPTER.read(path, SCOPE)
    assert (found.rows_read, firms(found)) == (2, ["Kolleg e.V."])
    assert found.candidates is not None
    assert found.candidates.iloc[0][["Art", "Betrag (EUR)"]].tolist() == ["Zuwendung", "172306"]


def test_columns_of_the_newest_period_are_found_by_how_they_begin(tmp_path: Path) -> None:
    header = [
        *("Betroffener Fonds", "Name des Begünstigten", "Bezeichnung des Vorhabens (Kurztitel)"),
        *("Zweck und erwartete oder tatsächliche Errungenschaften", "Datum des Beginns des Vorhabens"),
        *(
            "Voraussichtliches oder tatsächliches Datum des Abschlusses",
            "Gesamtkosten des Vorhabens",
            "Unionsbeitrag in %",
        ),
        "Standort oder Geolokalisierung (PLZ Ort)",
    ]
    rows = [
        ["JTF", "Werk GmbH", "Ofen", "Wärme", "01.02.2031", "31.12.2033", "1.000.000,00 €", "40", "01234 Aental"],
        ["JTF", "Werk GmbH", "Tor", "Schutz", "01.02.2031", "31.12.2033", "", "", "01234 Aental"],
        ["EFRE", "Werk GmbH", "Dach", "Strom", "01.02.2031", "31.12.2033", "", "40", "01234 Aental"],
    ]
    candidates = operations.ADAPTER.read(book(tmp_path / "liste.xlsx", [header, *rows]), SCOPE).candidates
    assert candidates is not None
    assert candidates["Fördergeber"].tolist() == ["EU (JTF)", "EU (JTF)", "EU (EFRE)"]
    assert candidates["Betrag (EUR)"].tolist() == ["1000000", "", ""]
    assert candidates["Ende"].tolist() == ["2033-12-31"] * 3


@pytest.mark.parametrize(
    "header",
    [
        "Name der/des Begünstigten;Vorhabenbezeichnung;Vorhabenbeginn;Vorhabenende;Förderfähige Gesamtausgaben;PLZ;Ort",
        "Begünstigter;Vorhaben;Startdatum;Enddatum;Gesamtkosten;Postleitzahl;Ort",
        "Beneficiary name;Operation name;Operation start date;Operation end date;Total eligible expenditure;"
        "Operation postcode;Location",
    ],
)
def test_headings_differ_between_states_and_languages(tmp_path: Path, header: str) -> None:
    path = tmp_path / "esf_liste.csv"
    path.write_text(f"{header}\nWerk GmbH;Ofen;01.02.2031;31.12.2033;1.234,50 €;01234;Aental\n", encoding="utf-8")
    assert operations.ADAPTER.recognises(path)
    candidates = operations.ADAPTER.read(path, SCOPE).candidates
    assert candidates is not None
    row = candidates.iloc[0]
    assert row[["Titel", "Betrag (EUR)", "Art", "Fördergeber"]].tolist() == [
        "Ofen",
        "1234.50",
        "Gesamtvolumen",
        "EU (ESF)",
    ]
    assert row[["Beginn", "Ende"]].tolist() == ["2031-02-01", "2033-12-31"]
