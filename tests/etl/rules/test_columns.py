"""Every column of every input table: what it takes, up to the edge, and what it refuses, in words that help."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.rules.column_checks import IS_PUBLIC_URL
from etl.rules.validation import checked_inputs
from tests.etl.defects import STAND

EMPTY, NO_DATE, NO_SUCH_DATE = "Das Feld ist leer", "Das ist kein Datum", "Dieses Datum gibt es nicht"
OUTSIDE = "außerhalb des Kreises"
NO_NUMBER, NEGATIVE, NO_KEY = "Das ist keine Zahl", "nicht negativ", "Diesen amtlichen Schlüssel gibt es hier nicht"

Case = tuple[str, str]
"""A value, and what is said of it; nothing of one that is taken."""
TEXT: list[Case] = [("x", "")]
NEEDED: list[Case] = [*TEXT, ("", EMPTY), (" ", EMPTY)]
DATE = [
    *((text, "") for text in ("", "1900", "2100-12-31", "2023-Q4", "2023-05", "2024-02-29", "17.05.2023", "1.5.2023")),
    *((text, NO_DATE) for text in ("Frühjahr 2023", "23", "2023/05", "2023-5", "2023-05-17 12:00")),
    *((text, NO_SUCH_DATE) for text in ("1899", "2101", "2023-00", "2023-13", "2023-Q0", "2023-Q5", "2023-02-29")),
]
DAY = [
    *((text, "") for text in ("1900-01-01", "2024-02-29", "17.05.2023", "31.12.2100")),
    *((text, "Erwartet wird ein genauer Tag") for text in ("2023", "2023-Q4", "2023-05")),
    ("gestern", NO_DATE),
    ("2023-02-29", NO_SUCH_DATE),
]
URL = [
    ("http://x.de", ""),
    ("https://x.de/?a=b#c", ""),
    *((u, "keine Adresse") for u in ("www.x.de", "ftp://x.de", "http://a.de/b c")),
]
PUBLIC_URL = [*URL, ("https://localhost/a", "niemand von außen öffnen")]
NUMBER = [("0", ""), ("12.5", ""), ("12,5", NO_NUMBER), ("1.000,5", NO_NUMBER), ("viel", NO_NUMBER), ("-0.1", NEGATIVE)]
COUNT = [("0", ""), ("83577140", ""), ("999999999", "")]
COUNT += [("-5", NEGATIVE), *((text, "keine ganze Zahl") for text in ("18.028.748", "1.5", "1e3", "1000000000"))]
AMOUNT = [(text, "") for text in ("0", "0.01", "5.5", "962351.70", "999999999999.99")]
AMOUNT += [("-1", NEGATIVE), ("1" * 13, "mehr als zwölf Stellen"), ("0.001", "feiner als ein Cent")]
AMOUNT += [(text, "Das ist kein Betrag") for text in ("rund 5", "12,5", "17.500.000,00", "5 €")]
SOURCE: list[Case] = [("q-f12b8d1f", ""), ("q-0", "steht nicht in quellen.csv"), ("", EMPTY)]
PROJECT: list[Case] = [("dos-2030", ""), ("dos-2031", "Gemeint ist vielleicht „dos-2030“"), ("", EMPTY)]
REGION: list[Case] = [("05978", ""), ("DG", ""), ("05979", NO_KEY), ("5978004", "Die führende Null fehlt"), ("", EMPTY)]


def degrees(low: int, high: int) -> list[Case]:
    """A coordinate, its bounds among the values that are taken."""
    beyond = f"zwischen {low} und {high}"
    taken = (str(low), f"{low}.9", str(high))
    return [*((text, "") for text in taken), (f"{low - 1}.99", beyond), (f"{high}.01", beyond), ("51,5", NO_NUMBER)]


def one_of(*names: str) -> list[Case]:
    """One of these names and no other."""
    return [*((name, "") for name in names), (names[0].swapcase(), f"Erlaubt sind „{names[0]}“"), ("", EMPTY)]


def optional(cases: list[Case]) -> list[Case]:
    """The same, or nothing."""
    return [("", ""), *cases]


def needed(cases: list[Case]) -> list[Case]:
    """The same, but never nothing."""
    return [("", EMPTY), *(case for case in cases if case[0])]


COLUMNS: dict[str, dict[str, list[Case]]] = {
    "bevoelkerung.csv": {
        "AGS": REGION,
        "Stichtag": needed(DAY),
        "Einwohner": needed(COUNT),
        "Basis": NEEDED,
        "Quelle (URL)": needed(URL),
        "Anmerkung": optional(TEXT),
        "Abgerufen": optional(DAY),
    },
    "kennzahlen.csv": {
        "Kennzahl-ID": NEEDED[:2],
        "Thema": NEEDED,
        "Name": NEEDED,
        "Einheit": NEEDED,
        "Besser ist": one_of("hoch", "niedrig", "neutral"),
        "Beschreibung": optional(TEXT),
        "Herausgeber": [("Breitband", "publisher_match"), ("", EMPTY)],
        "Quelle (URL)": needed(URL),
    },
    "indikatoren.csv": {
        "Kennzahl-ID": [
            ("bb_hh_all_ge2_pct", ""),
            ("ev_charging_point", "vielleicht „ev_charging_points“"),
            ("", EMPTY),
        ],
        "AGS": REGION,
        "Zeitpunkt": needed(DATE),
        "Wert": [*NUMBER, ("100", ""), ("100.1", "zwischen 0 und 100")],
        "Anmerkung": optional(TEXT),
        "Quelle (URL)": optional(URL),
        "Abgerufen": optional(DAY),
    },
    f"{STAND}projekte.csv": {
        "Projekt-ID": NEEDED[:2],
        "Titel": NEEDED,
        "Kurzbeschreibung": NEEDED,
        "Federführung": NEEDED,
        "Kommunen (AGS)": [
            *((text, "") for text in ("05978", "05978004 05978008", "05978028 05913000")),
            *((text, NO_KEY) for text in ("05978999", "05978004 05979", "x")),
            ("5978028", "Die führende Null fehlt"),
            ("05978028 05978028", "doppelt genannt"),
            ("05913000", "Kein Gebiet liegt in der Region"),
            ("", EMPTY),
        ],
        "Handlungsfeld": [
            ("Digitale Verwaltung", ""),
            ("Digitale Verwaltungen", "vielleicht „Digitale Verwaltung“"),
            ("", EMPTY),
        ],
        "Handlungsfeld von": one_of("Quelle", "Redaktion"),
        "Beginn": DATE,
        "Ende": DATE,
        "Status laut Quelle": optional(TEXT),
        "Status vom": DATE,
        "Quelle-ID": SOURCE,
        "Beschluss (URL)": optional(PUBLIC_URL),
    },
    f"{STAND}foerderung.csv": {
        "Förder-ID": NEEDED[:2],
        "Projekt-ID": PROJECT,
        "Empfänger": NEEDED,
        "Empfänger-AGS": [
            *((text, "") for text in ("", "05978", "05978028", "DG")),
            ("05978005", NO_KEY),
            ("05915000", OUTSIDE),
        ],
        "Fördergeber": [("", ""), ("Bund (BMVI)", ""), ("x", "steht nicht in mapping/geldgeber.csv")],
        "Ebene": one_of("EU", "Bund", "Bund und Land", "Land", "Kreis", "Kommune", "Privat"),
        "Programm": [("", ""), ("5-StandorteProgramm", ""), ("x", "steht nicht in mapping/programme.csv")],
        "Art": one_of("Zuwendung", "Eigenanteil", "Investition", "Gesamtvolumen"),
        "Betrag (EUR)": needed(AMOUNT),
        "Zählweise": one_of(
            *("zählt", "Gesamtangabe", "Teilbetrag", "Budgetrahmen", "überholt", "beantragt", "widersprüchlich")
        ),
        "Bewilligt": DATE,
        "Anmerkung": optional(TEXT),
        "Quelle-ID": SOURCE,
    },
    f"{STAND}meilensteine.csv": {
        "Meilenstein-ID": NEEDED[:2],
        "Projekt-ID": PROJECT,
        "Meilenstein": NEEDED,
        "Erstplanung": DATE,
        "Aktuelle Planung": DATE,
        # What was reached in the year of the Stand can have been reached before it.
        "Erreicht": [
            *((text, "") for text in ("", "1900", "2026", "2026-Q4", "2026-11", "2026-11-23")),
            *((text, "nach dem Stand 23.11.2026") for text in ("2026-11-24", "2026-12", "2027")),
            ("bald", NO_DATE),
            ("2024-00", NO_SUCH_DATE),
        ],
        "Status laut Quelle": one_of("erreicht", "geplant", "verzögert", "unbekannt"),
        "Quelle-ID": SOURCE,
    },
    f"{STAND}quellen.csv": {
        "Quelle-ID": NEEDED[:2],
        "Herausgeber": NEEDED,
        "Titel": NEEDED,
        "Veröffentlicht": DATE,
        "URL": needed(PUBLIC_URL),
    },
    f"{STAND}berichtigungen.csv": {
        "Tabelle": one_of(
            *("projekte", "foerderung", "meilensteine", "quellen"),
            *("gemeinden", "bevoelkerung", "kennzahlen", "indikatoren"),
        ),
        "Kennung": NEEDED[:2],
        "Spalte": optional(TEXT),
        "Alt": optional(TEXT),
        "Neu": optional(TEXT),
        "Grund": NEEDED,
        "Datum": needed(DAY),
    },
}
KEYS = {
    "bevoelkerung.csv": "Stichtag",
    "kennzahlen.csv": "Kennzahl-ID",
    "indikatoren.csv": "Zeitpunkt",
    **{f"{STAND}{name}.csv": key for name, key in (("projekte", "Projekt-ID"), ("foerderung", "Förder-ID"))},
    f"{STAND}meilensteine.csv": "Meilenstein-ID",
    f"{STAND}quellen.csv": "Quelle-ID",
    f"{STAND}berichtigungen.csv": "Kennung",
}
"""The column that tells the added rows apart."""
OWN = {"Beginn": "", "Ende": "", "Erreicht": "", "Anmerkung": "", "Empfänger-AGS": ""}
"""Cells of the added rows that would otherwise meet another rule."""


MUNICIPALITY: dict[str, list[Case]] = {
    "Name": [("", EMPTY)],
    "Amtliche Bezeichnung": NEEDED,
    "Art": NEEDED,
    "Rechtsstellung": optional(TEXT),
    # The first one's boundary measures 44.88 km²; a hundredth of the official area is allowed.
    "Fläche (km²)": [("45.32", ""), ("", EMPTY), ("12,5", NO_NUMBER), ("-1", NEGATIVE)],
    "Webseite": optional(URL),
    "Rathaus": optional(TEXT),
    "Breite": [*degrees(47, 56), ("", EMPTY)],
    "Länge": [*degrees(5, 16), ("", EMPTY)],
}


Found = set[tuple[int | None, str | None, str, str]]


def test_a_column_takes_what_is_right_and_names_what_is_not(data_dir: Path) -> None:
    corrections = data_dir / "raw" / STAND / "berichtigungen.csv"
    corrections.write_text("Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\nprojekte,y,,,,…,2026-11-01\n", "utf-8")
    expected = {file: added_cases(data_dir / "raw" / file, columns, KEYS[file]) for file, columns in COLUMNS.items()}
    all_findings = checked_inputs(data_dir).findings
    for file, (first, cases) in expected.items():
        found = {case for case in of_file(all_findings, file) if (case[0] or 0) >= first}
        assert unlike(found, cases) == [], file


def added_cases(path: Path, columns: dict[str, list[Case]], key: str) -> tuple[int, Found]:
    """Add a row for each value of each column; the line of the first one, and what they must cause."""
    rows = read(path)
    assert {column.header for column in TABLES[path.stem].columns} >= set(columns) >= set(rows[0])
    base, first, expected = {**rows[0], **OWN}, len(rows) + 2, set()
    for column, cases in columns.items():
        for value, message in cases:
            days, number = divmod(len(rows), 28)
            name = f"{1901 + days}-02-{number + 1:02}" if key in ("Stichtag", "Zeitpunkt") else f"new-{len(rows)}"
            rows.append({**base, key: name, column: value})
            expected |= {(len(rows) + 1, column, severity(message), message)} if message else set()
    write(path, list(columns), rows)
    return first, expected


def test_a_municipality_takes_what_is_right_and_names_what_is_not(data_dir: Path) -> None:
    path = data_dir / "raw" / "gemeinden.csv"
    rows, expected = read(path), set()
    assert list(rows[0]) == ["AGS", *MUNICIPALITY]
    for column, cases in MUNICIPALITY.items():
        for i, (value, message) in enumerate(cases):
            rows[i][column] = value
            expected |= {(i + 2, column, "error", message)} if message else set()
    rows[1]["Name"] = rows[2]["Name"]
    expected.add((4, "Name", "error", "steht schon in Zeile 3"))
    write(path, list(rows[0]), rows)
    assert unlike(findings(data_dir, "gemeinden.csv"), expected) == []
    (area,) = findings(data_dir, "grenzen.geojson")
    assert "amtlich sind es -1,00 km²" in area[3]


@pytest.mark.parametrize(
    "host", ["x.de", "a.b.example.org:8443", "user@x.de", "9.9.9.9", "[2606:4700::1111]", "bücher.de", "x.de."]
)
def test_an_address_may_lead_to_any_public_host(host: str) -> None:
    assert IS_PUBLIC_URL.passes(f"https://{host}/a?b=http://localhost")


@pytest.mark.parametrize(
    "host",
    [
        *("", "x", "x.", "X:80", "localhost", "a.localhost", "drucker.local", "akten.intern", "x.home.arpa"),
        *("x.lan", "x.internal", "x.localdomain"),
        *(
            "10.0.0.3",
            "127.0.0.1",
            "172.16.0.1",
            "192.168.1.1:81",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "[::1]",
            "[fd00::1]",
            "[x",
        ),
    ],
)
def test_an_address_that_no_reader_can_open_is_no_source(host: str) -> None:
    assert not IS_PUBLIC_URL.passes(f"http://{host}/a.html")


def test_a_project_may_end_on_the_day_on_which_it_begins_and_not_before(data_dir: Path) -> None:
    path = data_dir / "raw" / STAND / "projekte.csv"
    rows, ends = read(path), [("2023-05-17", "2023-05-17"), ("2023-05", "2023"), ("2023", "2023-01-01")]
    early = [("2023-05-17", "2023-05-16"), ("2023-05", "2023-04-30"), ("2023", "2022")]
    for row, (begin, end) in zip(rows, ends + early, strict=False):
        row["Beginn"], row["Ende"] = begin, end
    write(path, list(rows[0]), rows)
    expected = {(5 + i, "Ende", "error", f"vor dem Beginn („{begin}“)") for i, (begin, _) in enumerate(early)}
    assert unlike(findings(data_dir, f"{STAND}projekte.csv"), expected) == []


def severity(message: str) -> str:
    return "warning" if message == OUTSIDE or "mapping/" in message else "error"


def findings(data_dir: Path, file: str) -> Found:
    return of_file(checked_inputs(data_dir).findings, file)


def of_file(findings: Iterable[Finding], file: str) -> Found:
    """What a file may not hold; the first Stand has nothing that could be corrected, and what is unlikely may be right."""
    elsewhere = "Vor dem ersten Stand", "schon gemessen war", "Die Ortsmitte liegt nicht"
    return {
        (found.line, found.column, found.severity, found.message)
        for found in findings
        if found.file == file
        and found.severity != "question"
        and not any(words in found.message for words in elsewhere)
    }


def unlike(found: Found, expected: Found) -> list[object]:
    """What is expected and not found, and what is found and not expected."""
    lacking = [case for case in expected if not any(case[:3] == one[:3] and case[3] in one[3] for one in found)]
    places = {case[:2] for case in expected}
    return [*lacking, *(one for one in found if one[:2] not in places)]


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([{name: row.get(name, "") for name in columns} for row in rows])
    path.write_text(text.getvalue(), "utf-8")
