"""Columns that a file may lack: persons, payments and reasons are looked at where they are named."""

import pandas as pd
import pytest

from etl.reading.csv_file import Table
from etl.rules.detail_checks import address_findings, is_like_a_person, paid_out_findings, reason_findings


@pytest.mark.parametrize(
    ("text", "is_person"),
    [
        *((text, True) for text in ("Anna Bauer", "Müller, Anna", "A. Ritter", "Jan van den Berg", "Eva Schmitz-Kohl")),
        *((text, True) for text in ("Frau Kohl", "Dr. Kohl", "anna.kohl@example.org", "Hauptamt (Anna Kohl)")),
        *((text, False) for text in ("Hauptamt", "Stabsstelle Digitalisierung", "Zentrale Dienste", "Fachbereich 3")),
        *((text, False) for text in ("CIO", "Kämmerei", "Technischer Beigeordneter und CDO", "Amt für Schule, Kultur")),
        *((text, False) for text in ("Breitbandkoordination Nord", "Unna Digital", "Bergmann Unna", "")),
    ],
)
def test_a_person_is_told_from_an_office_or_a_function(text: str, is_person: bool) -> None:
    assert is_like_a_person(text, {"Unna", "Nord"}) is is_person


def test_a_form_of_address_is_found_where_companies_and_sentences_stand() -> None:
    frame = pd.DataFrame(
        {"Empfänger": ["Unsere Grüne Glasfaser", "Stadt Selm, Frau Kohl", "kohl@example.org"]}, index=[2, 3, 4]
    )
    found = list(address_findings(Table("foerderung.csv", frame, is_complete=True), ["Empfänger"]))
    assert [(finding.line, finding.severity) for finding in found] == [(3, "warning"), (4, "warning")]


def findings(kind: str, *rows: dict[str, str]) -> list[tuple[str | None, str]]:
    frame = pd.DataFrame([*rows], index=range(2, len(rows) + 2), dtype="str")
    table = Table(kind, frame, is_complete=True)
    found = paid_out_findings(table) if kind == "foerderung.csv" else reason_findings(table)
    return [(finding.column, finding.message) for finding in found if finding.severity == "warning"]


GRANT = {"Art": "Zuwendung", "Betrag (EUR)": "100.00"}
PAID = {"Ausgezahlt (EUR)": "100", "Ausgezahlt bis": "2026-Q3"}


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"Art": "Eigenanteil"}, "Ausgezahlt (EUR)", "diese Zeile nennt „Eigenanteil“"),
        ({"Ausgezahlt bis": ""}, "Ausgezahlt (EUR)", "bis zu welchem Tag"),
        ({"Ausgezahlt (EUR)": ""}, "Ausgezahlt bis", "fehlt, was ausgezahlt ist"),
    ],
)
def test_a_payment_that_cannot_be_right_is_asked_about(row: dict[str, str], column: str, words: str) -> None:
    texts = {header: text for header, text in (GRANT | PAID | row).items() if text}
    ((found, message),) = findings("foerderung.csv", GRANT | PAID, texts)
    assert found == column
    assert words in message


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (
            {"Erläuterung der Verschiebung": "Bieter fehlen.", "Aktuelle Planung": "2027"},
            "Erläuterung der Verschiebung",
        ),
        ({"Grund der Verschiebung": "Vergabe"}, "Grund der Verschiebung"),
        ({"Grund der Verschiebung": "Vergabe", "Aktuelle Planung": "2027"}, None),
        ({"Grund der Verschiebung": "Vergabe", "Status laut Quelle": "verzögert"}, None),
    ],
)
def test_a_reason_belongs_to_a_shift_and_a_sentence_to_a_reason(row: dict[str, str], column: str | None) -> None:
    found = findings("meilensteine.csv", {"Status laut Quelle": "geplant", "Erstplanung": "2026"} | row)
    assert [name for name, _ in found] == ([column] if column else [])
