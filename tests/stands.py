"""The data of the first embedded Stand alone, and a release with another after it."""

import csv
import datetime as dt
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from config import ROOT
from etl.messages.findings import Finding
from etl.release.build import build
from etl.release.stands import Answer, add_stand

OLD, NEW = dt.date(2026, 11, 23), dt.date(2027, 4, 30)
"""The new one is a month after the end of a quarter for which a milestone is planned."""


FEW = ("dos-2030", "smart-region-kreis-unna", "schwerte-open-smart-city-app", "schwerte-parkleitsystem")
"""Enough projects for whoever hands in workbooks: more would be read in the same way. The later Stand adds to one of them."""


def first_stand(folder: Path, projects: Collection[str] | None = None) -> Path:
    """A data folder with the first embedded Stand alone, below ``folder``: nobody edits it, so its figures stay.

    It has all projects, or these.
    """
    copied = every_stand(folder, projects)
    for later in set((copied / "raw/staende").iterdir()) - {copied / "raw/staende" / OLD.isoformat()}:
        shutil.rmtree(later)
    return copied


def every_stand(folder: Path, projects: Collection[str] | None = None) -> Path:
    """A copy of the data folder with all embedded Stände, below ``folder``, of all projects or of these."""
    copied = Path(shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("releases")))
    if projects is not None:
        keep_projects(copied, projects)
    return copied


def keep_projects(data_dir: Path, projects: Collection[str]) -> None:
    """Leave these projects and what belongs to them in the tables of every Stand."""
    stands = data_dir / "raw" / "staende"
    kept: dict[str, set[str]] = {}
    for table in ("projekte", "foerderung", "meilensteine"):
        for path in stands.glob(f"*/{table}.csv"):
            rows = [row for row in _rows(path) if row["Projekt-ID"] in projects]
            kept.setdefault(table, set()).update(next(iter(row.values())) for row in rows)
            write_rows(path, rows)
    for path in stands.glob("*/berichtigungen.csv"):
        rows = [row for row in _rows(path) if row["Kennung"] in kept.get(row["Tabelle"], (row["Kennung"],))]
        path.unlink()
        if rows:
            write_rows(path, rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Mapping[str, str | None]]) -> None:
    """Write a table whose header is the keys of its rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def meant(questions: Sequence[Finding]) -> list[Answer]:
    """The answer of somebody who means everything that is asked about."""
    return [Answer(one.question, one.message, "Es ist so gemeint.", NEW) for one in questions]


def two_stands(folder: Path) -> Path:
    """Folder of a release with one amount and one population corrected and one source renamed, below ``folder``."""
    data_dir = first_stand(folder)
    first = data_dir / "raw/staende" / OLD.isoformat()
    people = (data_dir / "raw/bevoelkerung.csv").read_text("utf-8")
    files = {
        "foerderung.csv": (first / "foerderung.csv").read_text("utf-8").replace(",490000,", ",500000,"),
        "quellen.csv": (first / "quellen.csv").read_text("utf-8").replace("Saftige Finanzspritze", "Neuer Titel"),
        "bevoelkerung.csv": people.replace("05978004,2024-12-31,49143", "05978004,2024-12-31,50000"),
        "berichtigungen.csv": "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"
        "foerderung,smart-region-kreis-unna-f1,Betrag (EUR),490000,500000,<b>Zahlendreher</b>,2027-03-30\n"
        "bevoelkerung,05978004 / 2024-12-31,Einwohner,49143,50000,Amtliche Neufassung,2027-03-30\n",
    }
    checked = add_stand(data_dir, NEW, {name: text.encode() for name, text in files.items()}, answers=meant)
    assert checked.errors == []
    return build(data_dir, data_dir / "releases").path.parent
