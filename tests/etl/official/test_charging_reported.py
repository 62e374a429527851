"""LIS in Zahlen: figures by name of a region under days and kinds of points. All figures are made up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters.charging_reported import ADAPTER
from etl.official.adapters.mapping import mapping
from etl.official.interface import Extract, Scope
from tests.etl.official.made import SCOPE, messages, values, workbook

ALL, NORMAL, FAST = (row["Kennzahl-ID"] for row in mapping("lis_in_zahlen"))
KNOWN = replace(SCOPE, district_name="Kreis Unna", indicator_ids=frozenset({ALL, NORMAL, FAST}))
JANUARY, APRIL = date(2024, 1, 1), date(2024, 4, 1)
KINDS = ["NLP", "SLP*", "gesamt"]
Rows = Sequence[Sequence[object]]


def states(*rows: Sequence[object]) -> Rows:
    return [
        ["", "4.1 je Bundesland"],
        ["", "Stand: 01. April 2024"],
        ["1.", "", *[JANUARY] * 3, *[APRIL] * 3],
        ["", "", *KINDS * 2],
        *rows,
    ]


def districts(*rows: Sequence[object]) -> Rows:
    return [["", "Kreise", "Bundesland", *[JANUARY] * 3], ["", "", "", *KINDS], *rows]


def read(tmp_path: Path, scope: Scope = KNOWN, **sheets: Rows) -> Extract:
    path = workbook(tmp_path / "Ladesaeuleninfrastruktur.xlsx", {"Vorwort": [["Text"]], **sheets})
    assert ADAPTER.recognises(path)
    return ADAPTER.read(path, scope)


def test_district_state_and_country_are_found_by_name(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        a=states(
            ["", "Bayern", 1, 2, 3, 4, 5, 9],
            ["", "Nordrhein-Westfalen", "1.288", 82, 1370, 1379, 85, 1464],
            ["", "Summe", 5, 6, 11, 7, 8, 15],
            ["", *["*NLP = Normalladepunkt"] * 7],
        ),
        b=districts(["1.", "Kreis Unna", "Nordrhein-Westfalen", 22, 4, 26], ["", "Summe", "", "", "", 9]),
    )  # fmt: skip
    assert {key: number for key, number in values(found).items() if key[2] == "2024-01-01"} == {
        (NORMAL, "05", "2024-01-01"): 1288, (FAST, "05", "2024-01-01"): 82, (ALL, "05", "2024-01-01"): 1370,
        (NORMAL, "DG", "2024-01-01"): 5, (FAST, "DG", "2024-01-01"): 6, (ALL, "DG", "2024-01-01"): 11,
        (NORMAL, "05978", "2024-01-01"): 22, (FAST, "05978", "2024-01-01"): 4, (ALL, "05978", "2024-01-01"): 26,
    }  # fmt: skip
    assert values(found)[(ALL, "05", "2024-04-01")] == 1464
    assert (found.title, found.rows_read) == ("Ladeinfrastruktur (LIS) in Zahlen, Stand 01. April 2024", 4)
    assert messages(found) == ""


def test_a_day_with_the_total_alone_is_left(tmp_path: Path) -> None:
    overview = [["Ladepunkte", *[APRIL] * 3, JANUARY], ["", *KINDS, "gesamt"], ["Summe", 1, 2, 3, 4]]
    found = read(tmp_path, a=overview)
    assert {period for *_, period in values(found)} == {"2024-04-01"}


@pytest.mark.parametrize(
    ("own", "rows", "expected"),
    [
        ("Kreis Unna", [("Landkreis Unna", 5)], 5),
        ("Unna", [("Kreis Unna", 5)], 5),
        ("Kreis Unna", [("Kreisfreie Stadt Unna", 7), ("Kreis Unna", 5)], 5),
        ("Unna", [("Kreisfreie Stadt Unna", 7), ("Kreis Unna", 5)], None),
        ("Kreis Unna", [("Kreis Soest", 5)], None),
        ("", [("Kreis Unna", 5)], None),
    ],
)
def test_a_district_is_never_guessed(
    tmp_path: Path, own: str, rows: list[tuple[str, int]], expected: int | None
) -> None:
    lines = [["", name, "Nordrhein-Westfalen", total - 1, 1, total] for name, total in rows]
    elsewhere = ["", "Kreis Unna", "Bayern", 9, 9, 9]
    found = read(tmp_path, replace(KNOWN, district_name=own), a=districts(elsewhere, *lines))
    assert values(found).get((ALL, "05978", "2024-01-01")) == expected
    assert ("nicht sicher zu finden" in messages(found)) == (expected is None)


@pytest.mark.parametrize(("total", "is_asked"), [(1370, False), (1371, True), (1369, True)])
def test_a_total_that_is_not_its_parts_is_a_question(tmp_path: Path, total: int, *, is_asked: bool) -> None:
    found = read(tmp_path, **{"4.3": districts(["", "Kreis Unna", "Nordrhein-Westfalen", 1288, 82, total])})
    assert len(found.questions) == is_asked
    for question in found.questions:
        assert "4.3, Zeile 3, Kreis Unna, 01.01.2024" in question
        assert f"„gesamt“ ist 1.{total - 1000}, „NLP“ und „SLP“ geben zusammen 1.370." in question


def test_what_is_no_count_is_reported_by_line(tmp_path: Path) -> None:
    found = read(tmp_path, **{"4.3": districts(["", "Kreis Unna", "Nordrhein-Westfalen", "viele", "-", 26])})
    assert values(found) == {(ALL, "05978", "2024-01-01"): 26}
    assert "Zeile 3, „4.3, 2024-01-01 NLP“: Das ist keine Anzahl" in messages(found)


def test_a_workbook_without_such_a_sheet_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"a": [["", JANUARY], ["", "NLP"], ["Summe", 1]]})
    assert not ADAPTER.recognises(path)
    with pytest.raises(UnreadableError, match="Kein Blatt"):
        ADAPTER.read(path, KNOWN)
