"""What is said of inputs that are broken, unlikely or at the edge of what is allowed: every level, place and sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from syrupy.assertion import SnapshotAssertion

from etl.messages.findings import Finding, in_order
from etl.messages.german import counted, megabytes, number, suggestion
from etl.reading.boundaries import read_boundaries
from etl.reading.csv_file import read_csv
from etl.reading.inputs import read_inputs
from etl.reading.money import amount
from etl.reading.partial_dates import german_date, is_possible, partial_date
from etl.reading.toml_files import RegionFile, SourcesFile, read_toml
from etl.rules.appearance import appearance_findings
from etl.rules.boundary_checks import boundary_findings
from etl.rules.detail_checks import FORM_OF_ADDRESS, is_like_a_person
from etl.rules.keyed_rows import KeyedRows, rows_of
from etl.rules.legal import legal_findings
from etl.rules.questions.cells import amount_questions, date_questions, series_questions, text_questions
from etl.rules.questions.columns import column_questions
from etl.rules.questions.doubles import double_questions
from etl.rules.questions.step import Step
from etl.rules.validation import checked_inputs
from tests.etl.snapshots import (
    DATA,
    FIRST,
    LAST,
    SECOND,
    A,
    C,
    add,
    bounds,
    cell,
    finding_text,
    lines,
    put,
    small_data,
    without,
)

WRONG_TEXTS = {
    "begin": ["1899", "1900", "2100", "2101", "2025-Q0", "2025-Q4", "2025-Q5", "2025-1", "2025-12", "2025-13", "2024-02-29",
              "2025-02-29", "1.1.2025", "31.11.2025", "Mai 2025"],
    "amount": ["0", "0.1", "0.12", "0.123", "-1", "-0.001", "1,5", "1.000,50", "999999999999.99", "1000000000000", "zehn"],
    "url": ["http://a", "https://a b", "ftp://a", "www.a"],
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_data(tmp_path)


def stand(data: Path, day: date, table: str) -> Path:
    return data / "raw" / "staende" / str(day) / f"{table}.csv"


def said(data: Path) -> str:
    return finding_text(checked_inputs(data).findings)


def test_cells_and_references(data: Path, snapshot: SnapshotAssertion) -> None:
    projects, funding, milestones, sources = (
        stand(data, LAST, name) for name in ("projekte", "foerderung", "meilensteine", "quellen")
    )
    for count, text in enumerate(WRONG_TEXTS["begin"]):
        add(projects, "p-ohne", f"datum-{count}", Titel=f"Datum {count}", Kurzbeschreibung=text, Beginn=text)
    for count, text in enumerate(WRONG_TEXTS["amount"]):
        add(
            funding,
            "f-01",
            f"betrag-{count}",
            Anmerkung=text,
            **{"Betrag (EUR)": text, "Ausgezahlt (EUR)": "", "Ausgezahlt bis": ""},
        )
    for count, text in enumerate(WRONG_TEXTS["url"]):
        add(sources, "q-6", f"adresse-{count}", Titel=text, URL=text)
    areas = {"einmal": f"{A} {A}", "fremd": "05998004", "unbekannt": f"{A} 05999999", "ohne-null": "5999004",
             "land-17": f"{A} 17000000", "land-16": f"{A} 16000000", "land-00": f"{A} 00000000", "kreis": "05999"}  # fmt: skip
    for key, text in areas.items():
        add(projects, "p-ohne", key, Titel=f"Gebiet {key}", Kurzbeschreibung=key, **{"Kommunen (AGS)": text})
    runs = {"rueckwaerts": ("2025-05", "2025-04-30"), "selber-tag": ("2025-05-02", "2025-05-02"), "im-jahr": ("2025-05-02", "2025"),
            "jahr-davor": ("2025", "2024"), "tag-davor": ("2025-05-02", "2025-05-01")}  # fmt: skip
    for key, (begin, end) in runs.items():
        add(projects, "p-ohne", key, Titel=f"Lauf {key}", Kurzbeschreibung=key, Beginn=begin, Ende=end)
    add(
        projects,
        "p-ohne",
        "leer",
        Titel="",
        Kurzbeschreibung="\u202eleer\x07",
        Handlungsfeld="Netz",
        **{"Handlungsfeld von": "quelle", "Quelle-ID": "q-7"},
    )
    add(projects, "p-ohne", "p-still", Titel="Doppelte Kennung", Kurzbeschreibung="Ж☃ kann die Schrift nicht")
    for key, text in {
        "person": "Frau Dr. Meier",
        "amt": "Amt für Digitales",
        "name": "Petra Müller",
        "funktion": "Dezernat II",
    }.items():
        add(projects, "p-ohne", key, Titel=f"Zuständig {key}", Kurzbeschreibung=key, Federführung=text, Zuständig=text)
    paid = {"genau": ("100.00", "2025-09-30"), "zu-viel": ("100.01", "2025-10-01"), "ohne-tag": ("1", ""), "ohne-geld": ("", "2025-Q3"),
            "monat": ("1", "2025-10"), "jahr": ("1", "2025")}  # fmt: skip
    for key, (money, day) in paid.items():
        add(funding, "f-12", f"gezahlt-{key}", Anmerkung=key, **{"Ausgezahlt (EUR)": money, "Ausgezahlt bis": day})
    add(funding, "f-07", "gezahlt-eigen", Anmerkung="eigen", **{"Ausgezahlt (EUR)": "5", "Ausgezahlt bis": "2025"})
    for key, text in {
        "nachbar": "05998004",
        "unbekannt": "05999099",
        "kreis": "05999",
        "kurz": "5999004",
        "land": "05",
        "bayern": "09162000",
    }.items():
        add(
            funding,
            "f-12",
            f"sitz-{key}",
            Anmerkung=f"Sitz {key}",
            Fördergeber=f"Geber {key}",
            Programm=f"Programm {key}",
            **{"Empfänger-AGS": text},
        )
    add(funding, "f-12", "f-13", Art="Zuwendungen", Ebene="Landkreis", Zählweise="zaehlt", **{"Projekt-ID": "p-stil"})
    reached = {"am-stand": ("2025-09-30", "erreicht"), "danach": ("2025-10-01", "erreicht"), "monat-danach": ("2025-10", "erreicht"),
               "im-jahr": ("2025", "erreicht"), "geplant": ("2025-09-01", "geplant")}  # fmt: skip
    for key, (day, status) in reached.items():
        add(
            milestones,
            "m-10",
            f"erreicht-{key}",
            Meilenstein=f"Erreicht {key}",
            Erreicht=day,
            **{"Status laut Quelle": status},
        )
    reasons = {"nichts-verschoben": ("Tiefbau", "", "", "geplant"), "verzoegert": ("Tiefbau", "", "", "verzögert"), "puenktlich": ("Tiefbau", "", "", "erreicht"),
               "neu-geplant": ("Tiefbau", "", "2026", "geplant"), "nur-satz": ("", "Es dauert.", "2026", "geplant"),
               "mail": ("Dritte", "Fragen an a@b.example", "2026", "geplant"), "falscher-grund": ("Wetter", "", "2026", "geplant")}  # fmt: skip
    for key, (reason, note, plan, status) in reasons.items():
        add(
            milestones,
            "m-10",
            key,
            Meilenstein=key,
            Art="",
            **{
                "Grund der Verschiebung": reason,
                "Erläuterung der Verschiebung": note,
                "Aktuelle Planung": plan,
                "Status laut Quelle": status,
            },
        )
    assert said(data) == snapshot


def test_reference_tables_names_and_folders(data: Path, snapshot: SnapshotAssertion) -> None:
    raw, last = data / "raw", data / "raw" / "staende" / str(LAST)
    with (raw / "gemeinden.csv").open("a", encoding="utf-8") as file:
        file.write("05999020,Aental,Doppelter Name,Stadt,,-1,www.x,,46.99,16.01\n05998004,Nachbar,N,Stadt,,x,,,47,16\n")
        file.write("5999024,Ohne Null,N,Stadt,,0,,,56,5\n05999028,Nord,N,Stadt,,1.5,,,56.01,4.99\n")
    with (last / "bevoelkerung.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"{A},31.12.2023,1,Zensus,https://x,,\n{A},2024,-1,Zensus,https://x,,\n{A},2024-12-31,1.5,,x,,2025-10\n"
        )
        file.write("05999099,2024-12-31,1000000000,Zensus,https://x,,\n06,2024-12-31,999999999,Zensus,https://x,,\n")
    with (last / "kennzahlen.csv").open("a", encoding="utf-8") as file:
        file.write(
            "neu_pct,Thema,Neu,% der Haushalte,gut,,Bundesnetzagentur,https://x\nneu,Thema,Zahl,Anzahl,neutral,,Breitbandatla,https://x\n"
        )
    with (last / "indikatoren.csv").open("a", encoding="utf-8") as file:
        for value in ("100", "100.01", "-0.1", "1,5", "abc", ""):
            file.write(f"neu_pct,{A},2024-0{len(value) + 1},{value},,,\n")
        file.write(
            f"neu,{A},2024,100.01,,,\nneue,{A},2024,1,,,\nneu,07,2024,1,,,\nneu,{A},01.01.2024,1,,,\nneu,{A},2024-01-01,2,,,\n"
        )
    (data / "mapping" / "geldgeber.csv").write_text(
        "Schreibweise,Name,Zusatz\nLand NRW,Land NRW,\nLand NRW,Land,\nBund,,\n,Leer,\n", "utf-8"
    )
    (data / "mapping" / "programme.csv").write_text("Schreibweise,Zusatz\nBreitband,\n", "utf-8")
    (last / "notizen.csv").write_text("a\n", "utf-8")
    (raw / "staende" / "2025-13-01").mkdir()
    (raw / "staende" / "20251001").mkdir()
    assert said(data) == snapshot


def test_between_two_stands(data: Path, snapshot: SnapshotAssertion) -> None:
    projects, funding, milestones, sources, corrections = (
        stand(data, LAST, name) for name in ("projekte", "foerderung", "meilensteine", "quellen", "berichtigungen")
    )
    people, values = stand(data, LAST, "bevoelkerung"), stand(data, LAST, "indikatoren")
    without(projects, "p-neu")
    add(projects, "p-ohne", "p-neuer", Titel="Neuer Name", Kurzbeschreibung="ohne Berichtigung umbenannt")
    add(projects, "p-ohne", "p-weg", Titel="Verschwindet", Kurzbeschreibung="wieder da")
    put(funding, "f-01", "Betrag (EUR)", "100000.5")
    put(funding, "f-02", "Betrag (EUR)", "26000")
    put(funding, "f-04", "Art", "Eigenanteil")
    put(funding, "f-05", "Zählweise", "beantragt")
    put(funding, "f-05", "Projekt-ID", "p-still")
    put(funding, "f-03", "Betrag (EUR)", "5001")
    add(funding, "f-05", "f-06", **{"Betrag (EUR)": "500", "Zählweise": "zählt", "Projekt-ID": "p-still"})
    put(milestones, "m-01", "Erstplanung", "30.06.2024")
    put(milestones, "m-02", "Erstplanung", "")
    put(milestones, "m-03", "Erstplanung", "2024-07")
    put(milestones, "m-04", "Erstplanung", "2024-07")
    put(milestones, "m-05", "Erstplanung", "kein Datum")
    put(milestones, "m-06b", "Projekt-ID", "p-still")
    add(milestones, "m-10", "m-08", Erstplanung="2025-07-02")
    without(sources, "q-5")
    put(people, "05", "Einwohner", "18000001")
    put(people, "DG", "Basis", "Zensus 2021")
    without(people, C)
    without(values, "mobile_5g_area_pct")
    text = values.read_text("utf-8").replace(
        "bb_hh_all_ge1000_pct,05999,2024-12,48", "bb_hh_all_ge1000_pct,05999,2024-12,48.0"
    )
    values.write_text(
        text.replace("bb_hh_all_ge1000_pct,05,2024-12,70", "bb_hh_all_ge1000_pct,05,2024-12,70.5"), "utf-8"
    )
    with corrections.open("a", encoding="utf-8") as file:
        file.write(
            "foerderung,f-02,Betrag (EUR),25000,26000.00,stimmt,2025-09-01\nfoerderung,f-05,Zählweise,zählt,überholt,falsch,2025-09-01\n"
        )
        file.write(
            "bevoelkerung,05 / 31.12.2023,Einwohner,18000000,18000001,stimmt,2025-09-01\nquelle,q-5,,,,falsch,2025-09\n"
        )
        file.write("projekte,p-gemeinsam,Titel,Gemeinsames Portal,Anders,hat sich nicht geändert,gestern\n,,,,,,\n")
    stand(data, FIRST, "berichtigungen").write_text(
        "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\nprojekte,p-alt,Titel,a,b,vor dem ersten Stand,2025-01-01\n",
        "utf-8",
    )
    assert said(data) == snapshot


def test_files_as_they_lie_there(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    parts = []
    for name, content in {
        "leer": b"", "nur Kopf": b"a,b\n", "ohne Ende": b"a,b\n1,2", "Leerzeilen": b"a,b\n\n1, 2 \n,\n3,\n", "BOM": b"\xef\xbb\xbfa,b\n1,2\n",
        "Windows": b"a,b\r\n1,2\r\n", "alter Mac": b"a,b\r1,2\r", "Semikolon": b"a;b\n1;2\n", "cp1252": "a,b\nü,2\n".encode("cp1252"),
        "doppelt": b"a,a\n1,2\n", "ohne Kopf": b"a,,c\n1,2,3\n", "Komma zu viel": b"a,b\n1,2,3\n4,5\n", "Komma zu wenig": b"a,b\n1\n",
        "mehrzeilig": b'a,b\n"1\n2",3\n4,5\n', "Anf\xc3\xbchrung": b'a,b\n"1 ""x""",2\n', "offen": b'a,b\n1,2\n"3,4\n', "allein": b'a,b\n1"x,2\n',
        "Null": b"a,b\n1\x00,2\n",
    }.items():  # fmt: skip
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        table, findings = read_csv(path, "x.csv")
        rows = [
            [line, *row]
            for line, row in zip(
                table.frame.index,
                table.frame.astype(object).where(table.frame.notna(), None).to_numpy().tolist(),
                strict=True,
            )
        ]
        texts = [table.texts[line] for line in table.frame.index]
        parts.append(
            f"{name}: {list(table.frame.columns)} vollständig {table.is_complete}\n{lines(rows)}\n{texts}\n{finding_text(findings)}"
        )
    parts.append(finding_text(read_csv(tmp_path, "ordner.csv")[1]))
    assert "\n".join(parts) == snapshot


def test_single_dates_amounts_and_words(snapshot: SnapshotAssertion) -> None:
    parts = []
    for text in [
        *WRONG_TEXTS["begin"],
        "2025",
        "2024-02",
        "2025-02",
        "2025-Q1",
        "2025-Q2",
        "2025-Q3",
        "17.05.2025",
        "2025-05-17",
    ]:
        found = partial_date(text) if is_possible(text) else None
        parts.append(
            f"{text}: "
            + (
                cell([found.text, found.first, found.last, found.precision, german_date(text)])
                if found
                else "kein Datum"
            )
        )
    for text in WRONG_TEXTS["amount"]:
        try:
            parts.append(f"{text}: {amount(text)}")
        except ValueError as problem:
            parts.append(f"{text}: {problem}")
    parts += [
        f"{value}: {number(value)} {number(value, 0)} {megabytes(int(value))}"
        for value in (0, 0.005, 0.5, 999.995, 1e6, 1234567.891, -5)
    ]
    parts += [counted(count, "Warnung", "Warnungen") for count in (0, 1, 2, 1000)]
    parts += [
        suggestion("Netz", known)
        for known in ([], ["Netze"], ["x", "y"], [str(n) for n in range(15)], [str(n) for n in range(16)])
    ]
    for text in ("Petra Müller", "P. Müller", "Amt Müller", "Petra", "Aental Müller", "Stabsstelle (Petra Müller)", "Rathaus, Petra Müller", "Müller, Petra",
                 "Herr Meier", "a@b", "IT", "Ute von der Heide", "Ein Langer Name Mit Fünf", "Karl-Heinz Müller-Lüdenscheidt", "Fachbereich 3 - Petra Müller", "Prof. X"):  # fmt: skip
        parts.append(
            f"{text}: Person {is_like_a_person(text, {'Aental'})}, Anrede {bool(FORM_OF_ADDRESS.search(text))}"
        )
    assert "\n".join(parts) == snapshot


def test_what_is_written_by_hand(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    region, sources = (DATA / "region.toml").read_text("utf-8"), (DATA / "raw" / "sources.toml").read_text("utf-8")
    parts = []
    edits: list[tuple[type[RegionFile] | type[SourcesFile], str, str]] = [
        (RegionFile, 'name = "Kreis Erfunden"', 'name = ""'),
        (RegionFile, 'district_ags = "05999"', 'district_ags = "0599"'),
        (RegionFile, 'district_ags = "05999"', "district_ags = 5999"),
        (RegionFile, 'district_ags = "05999"', 'district_ags = "05998"'),
        (RegionFile, 'state = "Nordrhein-Westfalen"', 'state = "Westfalen"'),
        (RegionFile, 'state = "Nordrhein-Westfalen"\n', ""),
        (RegionFile, 'level = "neighbour"', 'level = "neighbor"'),
        (RegionFile, 'ags = "05998004"', 'ags = "0599800"'),
        (RegionFile, 'ags = "05998004"', 'ags = "05999"'),
        (RegionFile, 'id = "klima"', 'id = "Klima "'),
        (RegionFile, 'id = "klima"', 'id = "netze"'),
        (RegionFile, "[operator]", '[operator]\nfone = "1"'),
        (RegionFile, "[law]", "[laws]"),
        (RegionFile, "accessibility_checked_on = 2025-09-01", 'accessibility_checked_on = "2025"'),
        (RegionFile, 'licence = "dl-de/zero-2-0"', 'licence = "CC0"'),
        (RegionFile, "[open_data]", '[open_data]\ncontributor_id = "x"'),
        (RegionFile, "[operator]", '[colours]\nlink_dark = "rot"\nsequential = ["#ffffff", "weiss"]\n[operator]'),
        (RegionFile, "[operator]", '[colours]\nsequential = "#ffffff"\n[operator]'),
        (RegionFile, "[region]", "[region"),
        (RegionFile, 'claim = ""', 'claim = ""'),
        (RegionFile, 'office = ""', ""),
        (RegionFile, 'name = "Ombudsstelle"', 'name = "Ombuds\\u202estelle"'),
        (SourcesFile, "period_days = 184", "period_days = 0"),
        (SourcesFile, "period_days = 184", 'period_days = "bald"'),
        (SourcesFile, 'id = "grenzen"', 'id = "projekte"'),
        (SourcesFile, 'publisher_match = "Ladesäulenregister"', 'publisher_match = "Breitbandatlas"'),
        (SourcesFile, "latest_date = 2024-01-01", 'latest_date = "Januar"'),
        (SourcesFile, 'by_hand = "Förderkatalog: als CSV laden."', ""),
        (SourcesFile, 'by_hand = "Förderkatalog: als CSV laden."', 'url = "https://x.example/a.csv"'),
        (SourcesFile, 'by_hand = "Förderkatalog: als CSV laden."', 'url = "https://x.example/a_{YYYY}.csv"\nkind = "csv"'),
        (SourcesFile, 'by_hand = "Förderkatalog: als CSV laden."', 'url = "https://x.example/a.csv"\nkind = "csv"\npublished = "day"'),
        (SourcesFile, 'by_hand = "Förderkatalog: als CSV laden."', 'url = "https://x.example/"\nkind = "pdf"\nmax_mb = 0'),
        (SourcesFile, 'files = ["grenzen.geojson"]', 'files = "grenzen.geojson"'),
        (SourcesFile, 'licence = "Tatsachenangaben"\n', ""),
    ]  # fmt: skip
    for model, old, new in edits:
        path = tmp_path / "x.toml"
        path.write_text((region if model is RegionFile else sources).replace(old, new, 1), "utf-8")
        parts.append(f"{old} → {new}\n{finding_text(read_toml(path, 'x.toml', model)[1])}")
    path.write_bytes(region.encode("utf-16"))
    parts.append(
        finding_text(
            [*read_toml(path, "x.toml", RegionFile)[1], *read_toml(tmp_path / "y.toml", "y.toml", RegionFile)[1]]
        )
    )
    found, _ = read_toml(DATA / "region.toml", "region.toml", RegionFile)
    assert found is not None
    empty = found.model_copy(
        update={
            name: type(getattr(found, name))()
            for name in ("operator", "law", "open_data", "complaint_body", "data_protection_authority")
        }
    )
    parts += [finding_text(legal_findings(found, "region.toml")), finding_text(legal_findings(empty, "region.toml"))]
    parts.append(finding_text(legal_findings(empty.model_copy(update={"law": found.law}), "region.toml")))
    assert "\n".join(parts) == snapshot


def test_looks(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    found, _ = read_toml(DATA / "region.toml", "region.toml", RegionFile)
    assert found is not None
    (tmp_path / "data").mkdir()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    png = b"\x89PNG\r\n\x1a\n"
    pictures = {"gut.svg": svg, "gut.png": png, "kein.svg": b"<html/>", "kaputt.svg": b"<svg", "kein.png": svg, "bild.jpg": png,
                "gerade.png": png.ljust(300_000), "zu-gross.png": png.ljust(300_001), "../aussen.png": png}  # fmt: skip
    for name, content in pictures.items():
        (tmp_path / "data" / name).write_bytes(content)
    parts = []
    for name in [*pictures, "fehlt.png", ""]:
        region = found.model_copy(update={"region": found.region.model_copy(update={"logo": name})})
        parts.append(f"Logo {name}: {finding_text(appearance_findings(region, tmp_path / 'data', 'region.toml'))}")
    scale = ["#ffe9e0", "#f7b79d", "#d97a55", "#a84724", "#6b2409"]
    palettes: list[dict[str, object]] = [
        *({f"primary_{base}": colour} for base in ("light", "dark") for colour in ("#767676", "#777777", "#949494", "#959595", "#5c5c5c", "#606060")),
        *({f"link_{base}": colour} for base in ("light", "dark") for colour in ("#6f6f6f", "#717171", "#767676", "#777777", "#7d7d7d", "#828282", "#868686", "#8a8a8a")),
        *({"sequential": tuple(colours)} for colours in (scale, scale[:4], [*scale, "#000000"], scale[::-1])),
        {"sequential": ("#ffffff", "#e4e4e4", "#c9c9c9", "#777777", "#777777")},
        {"sequential": ("#ffffff", "#e5e5e5", "#cccccc", "#757575", "#000000")},
    ]  # fmt: skip
    for colours in palettes:
        region = found.model_copy(update={"colours": found.colours.model_copy(update=colours)})
        parts.append(f"{colours}: {finding_text(appearance_findings(region, tmp_path, 'region.toml'))}")
    assert "\n".join(parts) == snapshot


def test_bounds(snapshot: SnapshotAssertion) -> None:
    assert bounds("etl") == snapshot


def test_boundaries(data: Path, snapshot: SnapshotAssertion) -> None:
    path = data / "raw" / "grenzen.geojson"
    text = path.read_text("utf-8")
    one = text[text.index('{"type": "Feature"') : text.index("\n", text.index('{"type": "Feature"'))].rstrip(",")
    edits: dict[str, Callable[[str], str]] = {
        "gut": lambda text: text,
        "kein JSON": lambda text: text[:300],
        "ohne Flächen": lambda text: "{}",
        "ohne Schlüssel": lambda text: text.replace('"ags": "05999004"', '"key": "05999004"'),
        "Schlüssel als Zahl": lambda text: text.replace('"ags": "05999004"', '"ags": 5999004'),
        "fremd": lambda text: text.replace("05999004", "05999044"),
        "zweimal": lambda text: text.replace(one, f"{one},\n{one}"),
        "verschoben": lambda text: text.replace("7.6330445", "7.6340445"),
        "nur auf einer Seite": lambda text: text.replace("[7.6330445, 51.4432131]", "[7.6335445, 51.4432131]", 1),
        "Schleife": lambda text: text.replace(
            "[7.6317006, 51.4881592], [7.5597087, 51.487297]", "[7.5597087, 51.487297], [7.6317006, 51.4881592]", 1
        ),
        "Punkt": lambda text: text.replace('"Polygon"', '"Point"', 1),
        "außerhalb": lambda text: text.replace("7.6330445", "207.6330445"),
    }
    parts = []
    for name, edit in edits.items():
        path.write_text(edit(text), "utf-8")
        _, findings = read_boundaries(path, "grenzen.geojson")
        inputs, _ = read_inputs(data)
        parts.append(f"{name}:\n{finding_text(in_order([*findings, *boundary_findings(inputs)]))}")
    path.write_text(text, "utf-8")
    for area in ("25.25", "25.26", "24.75", "24.74", "viel"):
        municipalities = data / "raw" / "gemeinden.csv"
        put(municipalities, A, "Fläche (km²)", area)
        parts.append(f"{area} km²:\n{finding_text(in_order(boundary_findings(read_inputs(data)[0])))}")
    assert "\n".join(parts) == snapshot


Rows = Mapping[str, Mapping[str, str]]
BEFORE = {
    f"k{row:02}": {
        "Titel": f"T{row}",
        "Beginn": f"2024-{row % 12 + 1:02}-{row + 1:02}",
        "Ende": f"2030-05-{row + 1:02}",
    }
    for row in range(20)
}
"""Projects as they were: 20 rows with different cells."""


def asked(kind: str, old: Rows, new: Rows, *earlier: Rows) -> str:
    """Everything that is asked about the step from some rows to others; ``earlier`` are those of the Stände before, the latest first."""

    def table(rows: Rows) -> KeyedRows:
        columns = dict.fromkeys(column for row in (*old.values(), *new.values()) for column in row)
        found = rows_of({key: {column: row.get(column, "") for column in columns} for key, row in rows.items()})
        return replace(found, lines=np.arange(2, len(rows) + 2))

    days = (FIRST, date(2024, 12, 31))
    step = Step(kind, f"{kind}.csv", SECOND, table(old), table(new), dict(zip(days, map(table, earlier), strict=False)))
    found: list[Finding] = [
        *column_questions(step),
        *double_questions(step),
        *date_questions(step, LAST),
        *series_questions(step),
    ]
    return finding_text([*found, *text_questions(step), *(amount_questions(step) if kind == "foerderung" else ())])


def changed(rows: Rows, column: str, cells: Mapping[int, str]) -> dict[str, dict[str, str]]:
    """The same rows with other texts in some cells of a column, by number."""
    return {
        key: {**row, column: cells[number]} if number in cells else dict(row)
        for number, (key, row) in enumerate(rows.items())
    }


def test_questions_about_columns(snapshot: SnapshotAssertion) -> None:
    titles = [row["Titel"] for row in BEFORE.values()]
    small = dict(list(BEFORE.items())[:9])
    ten = dict(list(BEFORE.items())[:10])
    keys = list(BEFORE)

    def moved(count: int, other: int = 0) -> Rows:
        cells = [dict(row) for row in BEFORE.values()]
        cells[:count] = [*cells[1:count], cells[0]]
        for row in cells[count : count + other]:
            row["Titel"] += " neu"
        return dict(zip(keys, cells, strict=True))

    done = {f"m{row}": {"Status laut Quelle": "erreicht", "Erreicht": f"2024-0{row + 1}-11"} for row in range(5)}
    cases = {
        "zwei Kennungen getauscht": asked("projekte", BEFORE, moved(2)),
        "drei Kennungen": asked("projekte", BEFORE, moved(3)),
        "drei Kennungen und drei andere Zeilen": asked("projekte", BEFORE, moved(3, 3)),
        "drei Kennungen und vier andere Zeilen": asked("projekte", BEFORE, moved(3, 4)),
        "zwei Titel getauscht": asked("projekte", BEFORE, changed(BEFORE, "Titel", {0: titles[1], 1: titles[0]})),
        "drei Titel im Kreis": asked("projekte", BEFORE, changed(BEFORE, "Titel", {0: titles[1], 1: titles[2], 2: titles[0]})),
        "vier von fünf": asked("projekte", BEFORE, changed(BEFORE, "Titel", {0: titles[1], 1: titles[2], 2: titles[3], 3: titles[0], 4: "neu"})),
        "vier von sechs": asked("projekte", BEFORE, changed(BEFORE, "Titel", {0: titles[1], 1: titles[2], 2: titles[3], 3: titles[0], 4: "neu", 5: "neuer"})),
        "drei Tage einen später": asked("projekte", BEFORE, changed(BEFORE, "Ende", {row: f"2030-05-{row + 2:02}" for row in (0, 5, 10)})),
        "zwei Tage einen später": asked("projekte", BEFORE, changed(BEFORE, "Ende", {row: f"2030-05-{row + 2:02}" for row in (0, 5)})),
        "vier von fünf einen früher": asked("projekte", BEFORE, changed(BEFORE, "Ende", {**{row: f"2030-05-{row:02}" for row in (2, 5, 8, 11)}, 14: "2031-01-01"})),
        "vier von sechs einen früher": asked("projekte", BEFORE, changed(BEFORE, "Ende", {**{row: f"2030-05-{row:02}" for row in (2, 5, 8, 11)}, 14: "2031-01-01", 16: "2031-02-03"})),
        "anderer Kalender": asked("projekte", BEFORE, changed(BEFORE, "Ende", {0: "2034-05-02", 4: "2034-05-06", 8: "2034-05-10"})),
        "Tag und Monat": asked("projekte", BEFORE, changed(BEFORE, "Ende", {0: "2030-01-05", 1: "2030-02-05", 2: "2030-03-05"})),
        "drei geleert": asked("projekte", BEFORE, changed(BEFORE, "Titel", dict.fromkeys(range(3), ""))),
        "vier von zwanzig geleert": asked("projekte", BEFORE, changed(BEFORE, "Titel", dict.fromkeys(range(4), ""))),
        "fünf von zwanzig geleert": asked("projekte", BEFORE, changed(BEFORE, "Titel", dict.fromkeys(range(5), ""))),
        "zwei von neun geleert": asked("projekte", small, changed(small, "Titel", dict.fromkeys(range(2), ""))),
        "fünf von zehn geändert": asked("projekte", ten, changed(ten, "Titel", {row: f"neu {row}" for row in range(5)})),
        "fünf von neun geändert": asked("projekte", small, changed(small, "Titel", {row: f"neu {row}" for row in range(5)})),
        "vier von zehn geändert": asked("projekte", ten, changed(ten, "Titel", {row: f"neu {row}" for row in range(4)})),
        "vier von zwanzig geändert": asked("projekte", BEFORE, changed(BEFORE, "Titel", {row: f"neu {row}" for row in range(4)})),
        "fünf von zwanzig geändert": asked("projekte", BEFORE, changed(BEFORE, "Titel", {row: f"neu {row}" for row in range(5)})),
        "zurück": asked("meilensteine", done, changed(changed(done, "Status laut Quelle", {0: "geplant", 1: "unbekannt"}), "Erreicht", {2: "", 3: "2024-12-24"})),
        "wieder wie früher": asked("projekte", changed(BEFORE, "Titel", {0: "B", 1: ""}), changed(BEFORE, "Titel", {0: "A", 1: "A"}), changed(BEFORE, "Titel", {0: "A", 1: "X"}), changed(BEFORE, "Titel", {0: "Y", 1: "A"})),
        "wieder da": asked("projekte", small, BEFORE, ten, {**ten, "k11": BEFORE["k11"]}),
    }  # fmt: skip
    assert "\n".join(f"{name}:\n{text}" for name, text in cases.items()) == snapshot


def test_questions_about_cells(snapshot: SnapshotAssertion) -> None:
    def new(kind: str, **columns: list[str]) -> str:
        """New rows, one for each text of a column that is named with blanks as underscores."""
        ((column, texts),) = columns.items()
        header = {"Betrag": "Betrag (EUR)", "Aktuelle": "Aktuelle Planung", "Status_vom": "Status vom"}.get(
            column, column
        )
        return asked(kind, {}, {f"k{number:02}": {header: text} for number, text in enumerate(texts)})

    money = {"f1": {"Betrag (EUR)": "1000", "Art": "Zuwendung"}}

    def sums(*amounts: str) -> str:
        return asked(
            "foerderung",
            money,
            {
                **money,
                **{f"n{number}": {"Betrag (EUR)": text, "Art": f"Art {number}"} for number, text in enumerate(amounts)},
            },
        )

    grant = {
        "Art": "Zuwendung",
        "Betrag (EUR)": "5000",
        "Projekt-ID": "p",
        "Empfänger": "Stadt",
        "Fördergeber": "Bund",
        "Programm": "P",
        "Bewilligt": "2024",
    }

    def twice(kind: str, row: Mapping[str, str], **other: str) -> str:
        cells = {
            **row,
            **{
                name.replace("_", " ").replace("Betrag", "Betrag (EUR)").replace("Projekt", "Projekt-ID"): text
                for name, text in other.items()
            },
        }
        return asked(kind, {"alt": row}, {"alt": row, "neu": cells})

    step = {"Projekt-ID": "p", "Meilenstein": "Eröffnung der Werkstatt", "Erstplanung": "2025", "Erreicht": ""}
    source = {"Titel": "Bericht", "URL": "https://x"}
    cases = {
        "nach dem Stand": new("foerderung", Bewilligt=["2025-09-30", "2025-10-01", "2025-10", "2025", "2025-Q4", "2026"]),
        "veröffentlicht": new("quellen", Veröffentlicht=["2025-09-30", "2025-10-01", "1989", "1990"]),
        "Status vom": new("projekte", Status_vom=["2025-09-30", "2025-10-01"]),
        "weit weg": new("meilensteine", Aktuelle=["1989-12-31", "1990-01-01", "2040-12-31", "2041-01-01", "2041"]),
        "Zeichen": new("projekte", Titel=["FÃ¶hr", "F?hr", "Was?", "a?b", "â€“", "Ä\ufffd", "\\u00e4", "_x000D_", "&amp;", "A & B; C", "&#228;", "Вerg", "µm", "Ωmega", "Ж", "löschen", "Löschen!",
                                            "bitte diese Zeile streichen", "bitte " + "x" * 30 + " streichen", "bitte " + "x" * 40 + " streichen", "Kann weg.", "gelöscht werden soll", "raus"]),
        "Ziehen, drei": new("meilensteine", Aktuelle=["2025-01-01", "2025-01-02", "2025-01-03", "2025-02-01"]),
        "Ziehen, vier": new("meilensteine", Aktuelle=["2025-03-01", "2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04", "2025-03", "2025-05-05"]),
        "Beträge gezogen": new("foerderung", Betrag=["100", "101", "102.00", "103", "105"]),
        "Beträge": sums("99.99", "100", "10000", "10000.01"),
        "erste Beträge": new("foerderung", Betrag=["99.99", "1000000000"]),
        "dasselbe": twice("foerderung", grant),
        "dasselbe, anders geschrieben": twice("foerderung", grant, Betrag="5000.00", Fördergeber="BUND (BMI)", Programm=""),
        "andere Bewilligung": twice("foerderung", grant, Bewilligt="2025"),
        "anderer Geldgeber": twice("foerderung", grant, Fördergeber="Land"),
        "anderes Projekt, selber Empfänger": twice("foerderung", grant, Projekt="q"),
        "anderes Projekt, anderer Empfänger": twice("foerderung", grant, Projekt="q", Empfänger="Kreis"),
        "selber Meilenstein": twice("meilensteine", step, Meilenstein="eröffnung  der „Werkstatt“"),
        "zur anderen Zeit": twice("meilensteine", step, Erstplanung="2026"),
        "selbe Quelle": twice("quellen", source, Titel="BERICHT"),
        "andere Adresse": twice("quellen", source, URL="https://y"),
        "selber Titel": twice("projekte", {"Titel": "Netz", "Kurzbeschreibung": "a"}, Kurzbeschreibung="b"),
        "selbe Beschreibung": twice("projekte", {"Titel": "Netz", "Kurzbeschreibung": "a"}, Titel="Anders"),
        "fünfmal": asked("projekte", {}, {f"k{number}": {"Titel": "Netz"} for number in range(6)}),
        "sechsmal": asked("projekte", {}, {f"k{number}": {"Titel": "Netz"} for number in range(7)}),
    }  # fmt: skip
    assert "\n".join(f"{name}:\n{text}" for name, text in cases.items()) == snapshot
