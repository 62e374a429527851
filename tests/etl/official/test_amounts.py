"""Sums in lists of grants: read in the notation of their column, or asked about; and whose money they are."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.official.adapters import funding_catalogue, operations
from etl.official.adapters.candidates import amount, notation
from etl.official.interface import Extract, Scope
from tests.etl.official.made import messages, text_file

SCOPE = Scope("05999", {"05999004": "Aental"}, postcodes={"01234": "05999004"})
CENTS = st.integers(min_value=0, max_value=99_999_999_999).map(lambda cents: Decimal(cents) / 100)


def operation_list(tmp_path: Path, heading: str, *texts: str, name: str = "liste_esf.csv") -> Extract:
    rows = [f"Werk GmbH;Ofen {n};Aental;{text}" for n, text in enumerate(texts)]
    path = text_file(tmp_path / name, [f"Name des Begünstigten;Bezeichnung des Vorhabens;Ort;{heading}", *rows])
    assert operations.ADAPTER.recognises(path)
    return operations.ADAPTER.read(path, SCOPE)


def column(extract: Extract, name: str) -> list[str]:
    assert extract.candidates is not None
    return list(extract.candidates[name])


@given(values=st.lists(CENTS, min_size=1), german=st.booleans())
def test_sums_are_read_in_the_notation_of_their_column(values: list[Decimal], *, german: bool) -> None:
    texts = [f"{value:,.2f}" for value in values]
    if german:
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
    written = notation([f"{text} €" for text in texts])
    assert [amount(text, written) for text in texts] == values


@given(values=st.lists(st.integers(min_value=0, max_value=999_999_999), min_size=1), sign=st.sampled_from([",", "."]))
def test_whole_euros_keep_their_thousands_in_both_notations(values: list[int], sign: str) -> None:
    texts = [f"{value:,}".replace(",", sign) for value in values]
    written = notation(texts)
    assert [amount(text, written) for text in texts] == values


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["29,275"], ["29275"]),
        (["29,275", "1,234,567"], ["29275", "1234567"]),
        (["29,275", "1,234.50"], ["29275", "1234.50"]),
        (["29.275"], ["29275"]),
        (["29.275", "1.234,50"], ["29275", "1234.50"]),
        (["29.275", "1234.5"], ["29.28", "1234.50"]),
        (["29,275", "1.234,50"], ["", "1234.50"]),
        (["29,275", "29.275"], ["", ""]),
        (["29,275", "1.234,50", "1,234.50"], ["", "1234.50", "1234.50"]),
        (["172.306 €", "5 EUR"], ["172306", "5"]),
        (["250 T€", "5,6 Mio. €", "$45,000"], ["", "", ""]),
    ],
)
def test_a_sum_that_may_be_two_is_asked_about(tmp_path: Path, texts: list[str], expected: list[str]) -> None:
    found = operation_list(tmp_path, "Gesamtkosten", *texts)
    assert column(found, "Betrag (EUR)") == expected
    lines = [finding.line for finding in found.findings if finding.value in texts and finding.line]
    assert lines == [at for at, text in enumerate(expected, start=2) if not text]


def test_american_thousands_are_said(tmp_path: Path) -> None:
    text = messages(operation_list(tmp_path, "Gesamtkosten", "29,275"))
    assert "Beträge wie „29,275“ sind als amerikanische Schreibweise gelesen" in text
    assert "29.275,00 €" in text


@pytest.mark.parametrize("heading", ["Gesamtkosten in T€", "Gesamtkosten (1.000 EUR)", "Gesamtkosten in Mio. €"])
def test_a_column_in_another_unit_gives_no_sums(tmp_path: Path, heading: str) -> None:
    found = operation_list(tmp_path, heading, "250")
    assert column(found, "Betrag (EUR)") == [""]
    assert "gibt keine Beträge in Euro an" in messages(found)


@pytest.mark.parametrize(
    ("heading", "texts", "sums", "note"),
    [
        ("Zuwendung", ["42 €", "5.211 €"], ["42", "5211"], ""),
        ("Zuwendung", ["42", "5211"], ["42", "5211"], ""),
        ("Zuwendung in EUR", ["42"], ["42"], ""),
        ("Unionsbeitrag in %", ["40"], [""], "Anteil der EU: 40"),
        ("Unionsbeitrag", ["40 %"], [""], "Anteil der EU: 40 %"),
        ("Unionsbeitrag", ["40", "50,0"], ["", ""], "Betrag oder Anteil der EU: 40"),
    ],
)
def test_a_small_sum_is_no_share_and_what_may_be_either_is_asked_about(
    tmp_path: Path, heading: str, texts: list[str], sums: list[str], note: str
) -> None:
    found = operation_list(tmp_path, heading, *texts)
    assert column(found, "Betrag (EUR)") == sums
    assert note in column(found, "Anmerkung")[0]
    assert ("Betrag in Euro ist oder der Anteil" in messages(found)) == note.startswith("Betrag oder")


@pytest.mark.parametrize(
    ("heading", "funder", "level"),
    [
        ("Zuwendungen des Landes NRW", "Land NRW", "Land"),
        ("Zuwendung des Landes", "Land", "Land"),
        ("Zuwendung des Bundes", "Bund", "Bund"),
        ("Zuwendung", "EU (ESF)", "EU"),
        ("Unionsbeitrag", "EU (ESF)", "EU"),
        ("Gesamtkosten", "EU (ESF)", "EU"),
    ],
)
def test_the_funder_is_the_one_that_the_column_names(tmp_path: Path, heading: str, funder: str, level: str) -> None:
    found = operation_list(tmp_path, heading, "5.211 €")
    assert (column(found, "Fördergeber"), column(found, "Ebene")) == ([funder], [level])
    assert ("nennt nicht das Geld der EU" in messages(found)) == (level != "EU")


def test_rows_that_say_the_same_are_told(tmp_path: Path) -> None:
    row = "2012,Kolleg e.V.,Aental,Kurs,1.000 €"
    head = "Jahr der Bewilligung,Name des Begünstigten,Sitz des Begünstigten,Bezeichnung des Vorhabens,Zuwendung"
    found = operations.ADAPTER.read(text_file(tmp_path / "esf.csv", [head, row, row]), SCOPE)
    assert "Zeile 3: Zeilen, die dasselbe sagen wie eine frühere: 1." in messages(found)


def test_american_sums_of_the_funding_catalogue_keep_their_thousands(tmp_path: Path) -> None:
    head = (
        "FKZ;Ressort;Förderempfänger;Gemeindekennziffer;Ausführende Stelle;Gemeindekennziffer;Thema;Laufzeit von;"
        "Laufzeit bis;Fördersumme in EUR"
    )
    rows = [
        f"01AB{n};BMI;Werk;05999004;Werk;05999004;Ofen {n};;;{text}" for n, text in enumerate(["29,275", "1,234.50"])
    ]
    found = funding_catalogue.ADAPTER.read(text_file(tmp_path / "foekat.csv", [head, *rows]), SCOPE)
    assert column(found, "Betrag (EUR)") == ["29275", "1234.50"]
