"""A release with a second Stand: one amount and one population corrected, one source renamed."""

import datetime as dt
import shutil
from pathlib import Path

from config import ROOT
from etl.release.build import build
from etl.release.stands import add_stand

OLD, NEW = dt.date(2026, 11, 23), dt.date(2027, 3, 31)


def two_stands(folder: Path, new: dt.date = NEW) -> Path:
    """Folder of the release, below ``folder``; ``new`` is the day of its second Stand."""
    data_dir = folder / "data"
    shutil.copytree(ROOT / "data", data_dir, ignore=shutil.ignore_patterns("releases"))
    first = data_dir / "raw/staende/2026-11-23"
    people = (data_dir / "raw/bevoelkerung.csv").read_text("utf-8")
    files = {
        "foerderung.csv": (first / "foerderung.csv").read_text("utf-8").replace(",490000,", ",500000,"),
        "quellen.csv": (first / "quellen.csv").read_text("utf-8").replace("Saftige Finanzspritze", "Neuer Titel"),
        "bevoelkerung.csv": people.replace("05978004,2024-12-31,49143", "05978004,2024-12-31,50000"),
        "berichtigungen.csv": "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"
        "foerderung,smart-region-kreis-unna-f1,Betrag (EUR),490000,500000,<b>Zahlen\x02dreher</b>,2027-03-30\n"
        "bevoelkerung,05978004 / 2024-12-31,Einwohner,49143,50000,Amtliche Neufassung,2027-03-30\n",
    }
    checked = add_stand(data_dir, new, {name: text.encode() for name, text in files.items()})
    assert checked.errors == []
    return build(data_dir, data_dir / "releases").path.parent
