"""The data of the first embedded Stand alone, and a release with another after it."""

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

from config import ROOT
from etl.messages.findings import Finding
from etl.release.build import build
from etl.release.stands import Answer, add_stand

OLD, NEW = dt.date(2026, 11, 23), dt.date(2027, 4, 30)
"""The new one is a month after the end of a quarter for which a milestone is planned."""


def first_stand(folder: Path) -> Path:
    """A data folder with the first embedded Stand alone, below ``folder``: nobody edits it, so its figures stay."""
    copied = Path(shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("releases")))
    for later in set((copied / "raw/staende").iterdir()) - {copied / "raw/staende" / OLD.isoformat()}:
        shutil.rmtree(later)
    return copied


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
