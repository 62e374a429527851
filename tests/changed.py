"""A release with three Stände that differ in every way there is, each way once."""

import csv
import datetime as dt
import io
from pathlib import Path

from etl.release.build import build
from etl.release.stands import add_stand
from tests.stands import first_stand, meant

FIRST, SECOND, THIRD = dt.date(2026, 11, 23), dt.date(2027, 3, 31), dt.date(2027, 6, 30)
LUENEN, WERNE = "05978024", "05978040"
HEADER = "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"
TABLES = ("projekte", "foerderung", "meilensteine", "quellen")


def changed_stands(folder: Path) -> Path:
    """Folder of the release, below ``folder``."""
    data_dir = first_stand(folder)
    people = (data_dir / "raw/bevoelkerung.csv").read_text("utf-8")

    def add(stand: dt.date, tables: dict[str, str], corrections: str, **more: str) -> None:
        files = {**tables, "berichtigungen": HEADER + corrections, **more}
        contents = {f"{name}.csv": text.encode() for name, text in files.items()}
        checked = add_stand(data_dir, stand, contents, answers=meant)
        assert checked.errors == []

    tables = _tables(data_dir, FIRST)
    tables = {name: text.replace("smart-region-kreis-unna,", "smart-region,") for name, text in tables.items()}
    tables["projekte"] += (
        f"neu-1,Neues <b>Projekt</b>,Kurz,Stadt,{LUENEN},Digitale Verwaltung,Quelle,2027-01,,,,q-d5e31e5d\n"
    )
    tables["projekte"] = _without(tables["projekte"], "selm-serviceportal")
    tables["foerderung"] = tables["foerderung"].replace(",490000,", ",500000,")
    tables["foerderung"] += (
        f"neu-1-f1,neu-1,Stadt,{LUENEN},Land NRW,Land,Programm,Zuwendung,1234.5,zählt,2027-02,,q-d5e31e5d\n"
    )
    tables["meilensteine"] = (
        _without(tables["meilensteine"], "luenen-serviceportal-m1")
        .replace("2027-Q1,,,verzögert", "2027-Q1,2027-Q4,,verzögert")
        .replace("jeden Haushalt,2027,,,geplant", "jeden Haushalt,2027,,2027-02-15,erreicht")
        .replace("(Phase 2),2027,,,geplant", "(Phase 2),2027-12,,,geplant")
    ) + "neu-1-m1,neu-1,Los geht es,2027-05-31,,,geplant,q-d5e31e5d\n"
    # What a file may lack, told of one new row each.
    for name, key, cells in (
        ("projekte", "neu-1", {"Zuständig": "Hauptamt", "Beschluss (URL)": "https://example.org/<1>"}),
        ("foerderung", "neu-1-f1", {"Ausgezahlt (EUR)": "234.5", "Ausgezahlt bis": "2027-02"}),
        (
            "meilensteine",
            "neu-1-m1",
            {"Grund der Verschiebung": "Vergabe", "Erläuterung der Verschiebung": "Es gibt <i>kein</i> Angebot."},
        ),
    ):
        tables[name] = _with(tables[name], key, cells)
    tables["quellen"] = tables["quellen"].replace("Saftige Finanzspritze", "Neuer Titel")
    add(
        SECOND,
        tables,
        "projekte,smart-region-kreis-unna,Projekt-ID,smart-region-kreis-unna,smart-region,Kürzer,2027-03-30\n"
        "projekte,selm-serviceportal,,vorhanden,entfallen,Doppelt,2027-03-30\n"
        "foerderung,smart-region-kreis-unna-f1,Betrag (EUR),490000,500000,<b>Zahlendreher</b>,2027-03-30\n"
        "meilensteine,luenen-serviceportal-m1,,vorhanden,entfallen,Kein Meilenstein,2027-03-30\n"
        "meilensteine,dos-2030-m4,Erstplanung,2027,2027-12,Genauer,2027-03-30\n"
        "bevoelkerung,05978004 / 2024-12-31,Einwohner,49143,50000,Amtliche Neufassung,2027-03-30\n",
        bevoelkerung=people.replace("05978004,2024-12-31,49143", "05978004,2024-12-31,50000"),
        meldungen="Tabelle,Kennung,Spalte,Gemeldet von\n"
        f"projekte,neu-1,,{LUENEN}\nquellen,q-d5e31e5d,Titel,{WERNE}\nquellen,q-d5e31e5d,Titel,{LUENEN}\n",
    )
    tables = _tables(data_dir, SECOND)
    tables = {name: text.replace("smart-region,", "region,") for name, text in tables.items()}
    tables["meilensteine"] = tables["meilensteine"].replace("2027-05-31,,,geplant", "2027-05-31,2027-07-31,,geplant")
    # The fourth quarter told more precisely is no move.
    tables["meilensteine"] = tables["meilensteine"].replace("2027-Q1,2027-Q4,", "2027-Q1,2027-11,")
    add(THIRD, tables, "projekte,smart-region,Projekt-ID,smart-region,region,Noch kürzer,2027-06-29\n")
    return build(data_dir, data_dir / "releases").path.parent


def _tables(data_dir: Path, stand: dt.date) -> dict[str, str]:
    folder = data_dir / "raw/staende" / stand.isoformat()
    return {name: (folder / f"{name}.csv").read_text("utf-8") for name in TABLES}


def _without(table: str, key: str) -> str:
    lines = table.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(f"{key},"))


def _with(table: str, key: str, cells: dict[str, str]) -> str:
    """The table with further columns, which one of its rows fills."""
    header, *rows = csv.reader(io.StringIO(table))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *cells])
    writer.writerows([*row, *(cells.values() if row[0] == key else [""] * len(cells))] for row in rows)
    return text.getvalue()
