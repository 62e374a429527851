"""Releases of a few hand-made rows, whose every figure can be counted by hand; made by the real build."""

import datetime as dt
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from config import ROOT
from etl.release.build import build
from tests.etl.tiny import DISTRICT, FUNDING, MILESTONE, OUTSIDE, PROJECT, A, B, Rows
from tests.stands import keep_projects, write_rows

STAND = dt.date(2026, 6, 30)
SHARE, GIGABIT, CHARGING = "bb_hh_all_ge16_pct", "bb_hh_all_ge1000_pct", "ev_charging_points"
EDGES = ROOT / "tests" / "edges"
"""Tables of three Stände in which every edge occurs that the app tells apart."""
LESS_IS_BETTER = "bb_hh_catv_ge1000_pct"
"""Here alone, so that both ways to rank are tried."""
PROJECTS: Rows = [
    {
        **{"Projekt-ID": "p1", "Titel": "Eins", "Beginn": "2020", "Ende": "2022", "Handlungsfeld von": "Redaktion"},
        "Status laut Quelle": "Läuft noch",
    },
    {"Projekt-ID": "p2", "Titel": "Zwei", "Kommunen (AGS)": f"{A} {B} {OUTSIDE}", "Beginn": "2021"},
    {
        **{"Projekt-ID": "p3", "Titel": "Drei", "Kommunen (AGS)": DISTRICT, "Handlungsfeld": "Bauen und Wohnen"},
        **{"Status laut Quelle": "Fertig", "Status vom": "2025"},
    },
    {"Projekt-ID": "p4", "Titel": "Vier", "Kommunen (AGS)": B, "Ende": "2030"},
    {"Projekt-ID": "p5", "Titel": "Fünf"},
]
SUMS = [
    ("f01", "p1", "Zuwendung", "100", "zählt", "Land", "P1", "2021"),
    ("f02", "p2", "Zuwendung", "20", "zählt", "Bund", "P2", None),
    ("f03", "p3", "Zuwendung", "3", "zählt", "Land", "P1", "2021-05"),
    ("f04", "p1", "Eigenanteil", "1000", "zählt", "Kommune", None, None),
    ("f05", "p2", "Eigenanteil", "200", "zählt", "Kommune", None, None),
    ("f06", "p3", "Eigenanteil", "30", "zählt", "Kreis", None, None),
    ("f07", "p1", "Investition", "5000", "zählt", "Privat", None, None),
    ("f08", "p2", "Investition", "600", "zählt", "Privat", None, None),
    ("f09", "p3", "Investition", "70", "zählt", "Privat", None, None),
    ("f10", "p4", "Zuwendung", "9", "beantragt", "EU", "P3", None),
    ("f11", "p1", "Zuwendung", "7000", "überholt", "Land", "P1", None),
    ("f12", "p3", "Zuwendung", "2", "zählt", "Land", "P1", "2026"),
]
# Status, first plan, current plan, reached.
STEPS = [
    ("m01", "p1", "erreicht", "2021-01-01", None, "2021-04-20"),
    ("m02", "p1", "erreicht", None, None, None),
    ("m03", "p1", "geplant", "2026-12-15", None, None),
    ("m04", "p2", "verzögert", "2026-01", "2026-12", None),
    ("m05", "p2", "verzögert", "2026-03", None, None),
    ("m06", "p3", "unbekannt", None, None, None),
    ("m07", "p3", "geplant", "2025-06", None, None),
    ("m08", "p1", "erreicht", "2022", None, "2022-05-01"),
    ("m09", "p3", "geplant", "2026-06-20", None, None),
    ("m10", "p4", "erreicht", "2022-12-01", None, "2022-11-01"),
    ("m11", "p3", "erreicht", "2026", None, "2026"),
]
PEOPLE = [
    (A, "2020-12-31", "120", "Zensus 2011"),
    (A, "2023-12-31", "100", "Zensus 2022"),
    (B, "2023-12-31", "50", "x"),
]
VALUES = [
    *(
        (SHARE, key, "2020-12-31", value)
        for key, value in ((A, "40"), (B, "60"), (DISTRICT, "50"), ("05", "70"), ("DG", "80"))
    ),
    (SHARE, A, "2019-12-31", "30"),
    # Known of the whole country alone.
    (SHARE, "DG", "2021", "90"),
    # By a new method from 2022 on; two in one year.
    *((GIGABIT, A, f"{year}-12-31", value) for year, value in ((2021, "10"), (2022, "20"), (2023, "40"), (2024, "50"))),
    *((GIGABIT, key, day, value) for key, day, value in ((A, "2023-06-30", "30"), ("05", "2024-12-31", "55"))),
    *((CHARGING, A, f"{year}-12-31", value) for year, value in ((2022, "5"), (2023, "6"))),
    *((LESS_IS_BETTER, key, "2020-12-31", value) for key, value in ((A, "40"), (B, "60"))),
    *((LESS_IS_BETTER, key, "2021-12-31", value) for key, value in ((A, "20"), (B, "10"))),
]


def small_release(folder: Path, reword: Callable[[Path], None] = lambda _: None) -> Path:
    """Folder of the release, below ``folder``; ``reword`` may change the files of the raw folder before it is built."""
    data_dir = folder / "data"
    shutil.copytree(ROOT / "data", data_dir, ignore=shutil.ignore_patterns("releases", "staende"))
    raw, stand = data_dir / "raw", data_dir / "raw" / "staende" / STAND.isoformat()
    stand.mkdir(parents=True)
    write_rows(stand / "projekte.csv", [{**PROJECT, **row} for row in PROJECTS])
    names = ("Förder-ID", "Projekt-ID", "Art", "Betrag (EUR)", "Zählweise", "Ebene", "Programm", "Bewilligt")
    sums = [{**FUNDING, **dict(zip(names, row, strict=True))} for row in SUMS]
    # The last one alone is cited from a source without a date, the first milestone from a later one than everything else.
    write_rows(stand / "foerderung.csv", [*sums[:-1], {**sums[-1], "Quelle-ID": "q2"}])
    names = ("Meilenstein-ID", "Projekt-ID", "Status laut Quelle", "Erstplanung", "Aktuelle Planung", "Erreicht")
    steps = [{**MILESTONE, **dict(zip(names, row, strict=True))} for row in STEPS]
    write_rows(stand / "meilensteine.csv", [{**steps[0], "Quelle-ID": "q3"}, *steps[1:]])
    source = {"Herausgeber": "P", "Titel": "T", "URL": "https://example.org"}
    sources = (("q", "2020"), ("q2", None), ("q3", "2021-03"))
    write_rows(stand / "quellen.csv", [{"Quelle-ID": key, **source, "Veröffentlicht": day} for key, day in sources])
    names = ("AGS", "Stichtag", "Einwohner", "Basis")
    more = {"Quelle (URL)": "https://example.org", "Anmerkung": None}
    write_rows(raw / "bevoelkerung.csv", [{**dict(zip(names, row, strict=True)), **more} for row in PEOPLE])
    names = ("Kennzahl-ID", "AGS", "Zeitpunkt", "Wert")
    write_rows(raw / "indikatoren.csv", [{**dict(zip(names, row, strict=True)), "Anmerkung": None} for row in VALUES])
    indicators = (raw / "kennzahlen.csv").read_text("utf-8").splitlines(keepends=True)
    ranked = (line.replace(",hoch,", ",niedrig,") if line.startswith(LESS_IS_BETTER) else line for line in indicators)
    (raw / "kennzahlen.csv").write_text("".join(ranked), "utf-8")
    reword(raw)
    return build(data_dir, folder / "releases").path.parent


def release_of_edges(folder: Path, until: dt.date = STAND, projects: Collection[str] | None = None) -> Path:
    """Folder of the release of ``EDGES`` with the Stände until that day, of these projects or all, below ``folder``."""
    data_dir = folder / "data"
    shutil.copytree(ROOT / "data", data_dir, ignore=shutil.ignore_patterns("releases", "staende"))
    for path in EDGES.glob("*.csv"):
        shutil.copy(path, data_dir / "raw")
    for path in EDGES.glob("*-*"):
        if path.name <= until.isoformat():
            shutil.copytree(path, data_dir / "raw" / "staende" / path.name)
    if projects is not None:
        keep_projects(data_dir, projects)
    return build(data_dir, folder / "releases").path.parent
