"""Candidates that the office has already are marked with the row they match and why."""

import pandas as pd
import pytest

from etl.official.adapters.candidates import candidate_table, looks_like_a_person
from etl.official.ingest.candidate_marks import marked_as_known

PROJECTS = pd.DataFrame(
    {
        "Projekt-ID": ["wege", "netz"],
        "Titel": ["Digitale Wege durch die Altstadt", "Offenes Funknetz für alle Schulen"],
        "Kurzbeschreibung": ["Ein Text, FKZ 01 AB 12345.", None],
    }
)
FUNDING = pd.DataFrame(
    {
        "Förder-ID": ["wege-f1", "netz-f1"],
        "Empfänger": ["Stadt Aental", "Zweckverband"],
        "Empfänger-AGS": ["05999004", "05999008"],
        "Betrag (EUR)": ["160000.40", "70000"],
        "Anmerkung": [None, "Bescheid 16X0099"],
    }
)


def marks(**cells: str) -> list[str]:
    columns = {
        "betrag": "Betrag (EUR)",
        "empfaenger": "Empfänger",
        "ags": "Empfänger-AGS",
        "titel": "Titel",
        "fkz": "FKZ",
    }
    candidates = candidate_table([{columns[name]: cell for name, cell in cells.items()}])
    found = marked_as_known(candidates, PROJECTS, FUNDING)
    return [str(cell) for cell in found[["Schon bekannt", "Bekannt als", "Warum"]].iloc[0]]


@pytest.mark.parametrize(
    ("fkz", "place"), [("01AB12345", "projekte.csv, wege"), ("16X0099", "foerderung.csv, netz-f1")]
)
def test_a_reference_number_in_any_cell_is_proof(fkz: str, place: str) -> None:
    assert marks(fkz=fkz) == ["ja", place, f"Förderkennzeichen {fkz} steht in der Zeile"]


def test_the_same_recipient_with_the_same_euros_is_proof() -> None:
    assert marks(empfaenger="Aental", betrag="160000") == [
        "ja",
        "foerderung.csv, wege-f1",
        "gleicher Empfänger und gleicher Betrag (160.000 €)",
    ]


def test_the_same_municipality_with_the_same_euros_may_be_it() -> None:
    assert marks(empfaenger="Werk GmbH", ags="05999008", betrag="70000")[:2] == [
        "vielleicht",
        "foerderung.csv, netz-f1",
    ]


def test_a_very_similar_title_may_be_it() -> None:
    found = marks(titel="Verbundprojekt: Digitale Wege durch die Altstadt - Teilvorhaben A")
    assert found == ["vielleicht", "projekte.csv, wege", "sehr ähnlicher Titel („Digitale Wege durch die Altstadt“)"]


def test_what_only_shares_a_word_or_a_sum_is_new() -> None:
    assert marks(titel="Digitale Schulen", betrag="160000", empfaenger="Andere GmbH", fkz="01") == ["nein", "", ""]
    assert marks() == ["nein", "", ""]
    assert marks(betrag="rund 160.000") == ["nein", "", ""]
    # The titles share a word, and less than half of the shorter one.
    assert marks(titel="Digitale Schulen für alle") == ["nein", "", ""]


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("Erika Beispiel", True),
        ("Dr. Max von Muster", True),
        ("Muster, Max", True),
        ("Prof. Dr. Max Maria Von Muster", True),
        ("Eins Zwei Drei Vier Fünf", False),
        ("Kolleg Beerg e.V.", False),
        ("Stadt Aental", False),
        ("Muster GmbH", False),
        ("Handwerkskammer Aental", False),
    ],
)
def test_names_of_persons_are_suspected(name: str, is_person: bool) -> None:
    assert looks_like_a_person(name) is is_person
