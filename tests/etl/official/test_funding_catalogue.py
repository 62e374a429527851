"""The Förderkatalog gives candidates of the district's recipients and executing bodies, in every form of its export."""

from pathlib import Path

import openpyxl
import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import funding_catalogue
from etl.official.adapters.candidates import COLUMNS
from etl.official.interface import Scope

SCOPE = Scope("05999", {"05999004": "Aental", "05999008": "Beerg"})
TODAY = (
    "FKZ;Ressort;Referat;Administrierende Stelle;Arb.-Einh.;Förderempfänger /Auftragnehmer;Gemeindekennziffer;Stadt/Gemeinde;Ort;"
    "Bundesland;Staat;Ausführende Stelle;Gemeindekennziffer;Stadt/Gemeinde;Ort;Bundesland;Staat;Thema des geförderten Vorhabens;"
    "Leistungsplansystematik;Klartext Leistungsplansystematik;Laufzeit von;Laufzeit bis;"
    "Förder- / Auftragssumme (Anteil des Bundes) in EUR;Förderprofil;Projekt;Förderart"
)
OLDER = (
    "FKZ;Ressort;Referat;PT;Arb.-Einh.;Zuwendungsempfänger;Gemeindekennziffer;Stadt/Gemeinde;Ort;Bundesland;Staat;"
    "Ausführende Stelle;Gemeindekennziffer;Stadt/Gemeinde;Ort;Bundesland;Staat;Thema;Leistungsplansystematik;"
    "Klartext Leistungsplansystematik;Laufzeit von;Laufzeit bis;Fördersumme in EUR;Förderprofil;Verbundprojekt;Förderart"
)


def row(
    fkz: str,
    recipient: str,
    key: str,
    executing_key: str,
    euro: str,
    title: str = "Digitale Wege",
) -> list[str]:
    place = ["Ort", "Ort", "Nordrhein-Westfalen", "Deutschland"]
    return [
        *(fkz, "BMX", "512", "XY", "XY-1", recipient, key, *place, f"{recipient} - Institut", executing_key, *place),
        *(title, "AB1234", "Netze von morgen", "01.05.2031", "30.04.2034", euro, "Technologie", "Verbund Wege", "PDIR"),
    ]


ROWS = [
    row("01AB12345", "Stadt Aental", "05999004", "05999004", "160.000,00"),
    row("01AB12346", "Weit weg GmbH", "09162000", "05999008", "1.234.567,89", "Netz; mit „Semikolon“"),
    row("01AB12347", "Stadt Beerg", "05999008", "09162000", "0,00"),
    row("01AB12348", "Weit weg GmbH", "09162000", "09162000", "5,00"),
]


def export(header: str = TODAY, rows: list[list[str]] = ROWS) -> bytes:
    """As the portal writes it: every text as a formula, amounts and days bare, a semicolon at the end."""
    bare = {20, 21, 22}
    lines = [[f'="{name}"' for name in header.split(";")]]
    lines += [[cell if at in bare else f'="{cell}"' for at, cell in enumerate(cells)] for cells in rows]
    return (
        "".join(";".join(cells) + ";\r\n" for cells in lines).replace("„", "'").replace("“", "'").encode("iso-8859-15")
    )


def saved(tmp_path: Path, data: bytes, name: str = "Suchliste.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("header", [TODAY, OLDER])
def test_both_bodies_count_in_both_generations_of_the_header(tmp_path: Path, header: str) -> None:
    path = saved(tmp_path, export(header))
    assert funding_catalogue.ADAPTER.recognises(path)
    found = funding_catalogue.ADAPTER.read(path, SCOPE)
    assert found.rows_read == 4
    assert found.candidates is not None
    assert list(found.candidates.columns) == list(COLUMNS)
    assert found.candidates["FKZ"].tolist() == ["01AB12345", "01AB12346", "01AB12347"]
    assert found.candidates["In der Region als"].tolist() == [
        "Empfänger und Ausführende Stelle",
        "Ausführende Stelle",
        "Empfänger",
    ]
    first, second = found.candidates.iloc[0], found.candidates.iloc[1]
    assert first[["Betrag (EUR)", "Beginn", "Ende", "Fördergeber", "Programm", "Verbundprojekt"]].tolist() == [
        "160000",
        "2031-05-01",
        "2034-04-30",
        "Bund (BMX)",
        "Netze von morgen",
        "Verbund Wege",
    ]
    assert second[["Titel", "Betrag (EUR)"]].tolist() == ["Netz; mit 'Semikolon'", "1234567.89"]


def test_without_a_programme_the_profile_of_the_funding_is_told(tmp_path: Path) -> None:
    unnamed = [["" if cell == "Netze von morgen" else cell for cell in ROWS[0]]]
    found = funding_catalogue.ADAPTER.read(saved(tmp_path, export(rows=unnamed)), SCOPE)
    assert found.candidates is not None
    assert found.candidates["Programm"].tolist() == ["Technologie"]


def test_nothing_is_published_as_zero_euros(tmp_path: Path) -> None:
    found = funding_catalogue.ADAPTER.read(saved(tmp_path, export()), SCOPE)
    assert found.candidates is not None
    undisclosed = found.candidates.iloc[2]
    assert undisclosed["Betrag (EUR)"] == ""
    assert "nicht veröffentlicht" in undisclosed["Anmerkung"]


def test_a_file_that_went_through_excel_is_understood(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(TODAY.split(";"))
    for cells in ROWS:
        book.active.append([int(cell) if at in (6, 12) else cell for at, cell in enumerate(cells)])
    path = tmp_path / "Suchliste.xlsx"
    book.save(path)
    lost = ";".join(TODAY.split(";")) + "\n" + "\n".join(";".join(cells) for cells in ROWS[:1]).replace("0599", "599")
    for file in (path, saved(tmp_path, lost.encode("cp1252"), "Excel.csv")):
        assert funding_catalogue.ADAPTER.recognises(file)
        candidates = funding_catalogue.ADAPTER.read(file, SCOPE).candidates
        assert candidates is not None
        assert candidates["Empfänger-AGS"].iloc[0] == "05999004"


def test_a_reference_that_excel_broke_is_reported(tmp_path: Path) -> None:
    found = funding_catalogue.ADAPTER.read(
        saved(tmp_path, export(rows=[row("3,00E+12", "A", "05999004", "", "1,00")])), SCOPE
    )
    assert [finding.value for finding in found.findings if finding.column == "FKZ"] == ["3,00E+12"]


def test_a_reference_with_a_letter_between_digits_is_no_broken_one(tmp_path: Path) -> None:
    found = funding_catalogue.ADAPTER.read(
        saved(tmp_path, export(rows=[row("03E1234", "A", "05999004", "", "1,00")])), SCOPE
    )
    assert not [finding for finding in found.findings if finding.column == "FKZ"]


@pytest.mark.parametrize("title", ['Netz ""Aental""; Teil 1', 'Netz "Aental" Teil 1'])
def test_quotation_marks_in_a_title_shift_no_columns(tmp_path: Path, title: str) -> None:
    rows = [row("01AB1", "Stadt Aental", "05999004", "05999004", "160.000,00", title), ROWS[0]]
    candidates = funding_catalogue.ADAPTER.read(saved(tmp_path, export(rows=rows)), SCOPE).candidates
    assert candidates is not None
    assert candidates["Titel"].tolist() == [title.replace('""', '"'), "Digitale Wege"]
    assert candidates["Betrag (EUR)"].tolist() == ["160000"] * 2


def test_a_row_with_more_cells_than_headings_is_reported(tmp_path: Path) -> None:
    rows = [[*ROWS[0], "zu viel"]]
    found = funding_catalogue.ADAPTER.read(saved(tmp_path, export(rows=rows)), SCOPE)
    assert [finding.line for finding in found.findings if "mehr Felder" in finding.message] == [2]


def test_an_export_without_the_second_key_is_refused(tmp_path: Path) -> None:
    header = "Kennziffer".join(TODAY.rsplit("Gemeindekennziffer", 1))
    with pytest.raises(UnreadableError, match="fehlt eine der beiden Spalten „Gemeindekennziffer“"):
        funding_catalogue.ADAPTER.read(saved(tmp_path, export(header)), SCOPE)


def test_a_payment_booked_for_several_projects_says_so(tmp_path: Path) -> None:
    rows = [row("01AB1", "Stadt Aental", "05999004", "", "1,00", "Sammelvorhabenbuchung zur Auszahlung")]
    candidates = funding_catalogue.ADAPTER.read(saved(tmp_path, export(rows=rows)), SCOPE).candidates
    assert candidates is not None
    assert "kein eigenes Vorhaben" in candidates["Anmerkung"][0]


HITS = b"Suchergebnis (12 Treffer)\r\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Suchliste (12 Treffer).csv", export()),
        ("Suchliste.csv", HITS + export()),
        ("Suchliste.csv", export() + HITS),
    ],
)
def test_an_export_with_fewer_rows_than_hits_is_reported(tmp_path: Path, name: str, data: bytes) -> None:
    found = funding_catalogue.ADAPTER.read(saved(tmp_path, data, name), SCOPE)
    assert any("12 Treffer" in finding.message and "4 Vorhaben" in finding.message for finding in found.findings)
    whole = saved(tmp_path, data.replace(b"12 Treffer", b"4 Treffer"), name.replace("12 Treffer", "4 Treffer"))
    assert not any("Treffer" in finding.message for finding in funding_catalogue.ADAPTER.read(whole, SCOPE).findings)


@pytest.mark.parametrize(("fields", "is_told"), [(18, True), (25, True), (26, False)])
def test_a_row_that_ends_before_the_last_field_that_is_read_is_reported(
    tmp_path: Path, fields: int, is_told: bool
) -> None:
    *lines, last = export().splitlines(keepends=True)
    cut = b"".join([*lines, b";".join(last.split(b";")[:fields])])
    found = funding_catalogue.ADAPTER.read(saved(tmp_path, cut), SCOPE)
    told = [finding.line for finding in found.findings if "vermutlich abgeschnitten" in finding.message]
    assert told == ([5] if is_told else [])
    assert found.candidates is not None
    assert len(found.candidates) == 3


def test_another_table_is_not_taken_for_the_catalogue(tmp_path: Path) -> None:
    assert not funding_catalogue.ADAPTER.recognises(saved(tmp_path, b"AGS;Name\r\n05999004;Aental\r\n"))
    assert not funding_catalogue.ADAPTER.recognises(saved(tmp_path, b""))
    assert not funding_catalogue.ADAPTER.recognises(tmp_path / "fehlt.csv")
