"""A postcode names a municipality only where it leads to one alone."""

from pathlib import Path

import pandas as pd
import pytest

from config import ROOT
from etl.official.ingest.known_data import known_data
from etl.official.ingest.postcodes import postcodes

PLACES = pd.DataFrame(
    {
        "AGS": ["05978004", "05978008", "05978012"],
        "Rathaus": ["Rathausplatz 1, 59192 Bergkamen", "Am Bahnhof 7, 59199 Bönen", None],
    },
    dtype="str",
)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    (tmp_path / "mapping").mkdir()
    return tmp_path / "mapping" / "postleitzahlen.csv"


def test_town_halls_alone_give_postcodes(tmp_path: Path) -> None:
    assert postcodes(tmp_path, PLACES) == ({"59192": "05978004", "59199": "05978008"}, [])


def test_a_postcode_of_two_municipalities_is_nobodys(mapping: Path) -> None:
    mapping.write_text("PLZ,AGS\n59192,05978008\n58730,05978012\n", encoding="utf-8")
    assert postcodes(mapping.parent.parent, PLACES) == ({"59199": "05978008", "58730": "05978012"}, [])


def test_mistakes_in_the_mapping_are_told_by_line(mapping: Path) -> None:
    mapping.write_text("PLZ,AGS\n5919,05978004\n59199,05974000\n", encoding="utf-8")
    _, findings = postcodes(mapping.parent.parent, PLACES)
    assert [(found.line, found.column, found.value) for found in findings] == [
        (2, "PLZ", "5919"),
        (3, "AGS", "05974000"),
    ]
    mapping.write_text("Postleitzahl,AGS\n59199,05978004\n", encoding="utf-8")
    found, (finding,) = postcodes(mapping.parent.parent, PLACES)
    assert (finding.line, finding.message, len(found)) == (1, "Spalten fehlen: „PLZ“. Erwartet werden „PLZ“, „AGS“.", 2)


def test_every_embedded_municipality_has_a_postcode() -> None:
    scope = known_data(ROOT / "data").scope
    assert set(scope.postcodes.values()) == set(scope.municipalities)
