"""A new optional column is one entry of the data dictionary and one line of schema.sql; everything else follows."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from config import ROOT

BEFORE, AFTER = "2026-11-23", "2026-12-31"
ENTRY = 'Betreuung = { name = "caretaker", kind = "text", may_be_absent = true, meaning = "Wer die Angaben pflegt." }\n'


# Runs commands one after the other in one process of the copied program; a name in the texts says its word, a cell is filled.
PROGRAM = """
import sys
from openpyxl import load_workbook
from etl.cli import app
for call in sys.argv[1:]:
    if call.startswith("column."):
        from app.words.text import t
        print(t(call))
    elif "=" in call:
        cell, text = call.split("=")
        book = load_workbook("Mappe.xlsx")
        book["Projekte"][cell] = text
        book.save("Mappe.xlsx")
    else:
        try:
            app(call.split())
        except SystemExit as end:
            assert end.code == 0, call
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program whose projects have one more column, right after the title; no file of the data fills it."""
    for name in (".streamlit", "etl", "app/words", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("releases", "__pycache__"))
    for name in ("config.py", "palette.py", "typeface.py", "data_dictionary.py", "data_dictionary.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    insert(tmp_path / "data_dictionary.toml", r'Titel = \{ name = "title".*\n', ENTRY)
    insert(
        tmp_path / "etl/release/sql/schema.sql",
        r"create table project \((.*\n){3}    title .*\n",
        "    caretaker varchar,\n",
    )
    # Of a column that is there and empty in every row nothing else is told than of one that is not there.
    first = tmp_path / f"data/raw/staende/{BEFORE}/projekte.csv"
    pd.read_csv(first, dtype="str").assign(Betreuung=None).to_csv(first, index=False)
    return tmp_path


def insert(path: Path, after: str, text: str) -> None:
    content, count = re.subn(after, lambda found: found[0] + text, path.read_text("utf-8"), count=1)
    assert count == 1
    path.write_text(content, "utf-8")


def run(program: Path, *calls: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *calls],
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"},
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_a_new_optional_column_is_an_entry_and_a_line(program: Path) -> None:
    said = run(
        program,
        "template Mappe.xlsx",
        "C2=Stadt Unna",
        f"import Mappe.xlsx --stand {AFTER}",
        # Builds a release of both Stände.
        f"diff {BEFORE} {AFTER}",
        "column.caretaker",
    ).splitlines()
    book = load_workbook(program / "Mappe.xlsx", read_only=True)
    assert next(book["Projekte"].iter_rows(values_only=True))[1:4] == ("Titel", "Betreuung", "Kurzbeschreibung")
    assert any(row[:2] == ("Projekte", "Betreuung") for row in book["Hilfe"].iter_rows(values_only=True))
    assert sum("0 Fehler, 0 Warnungen" in line for line in said) == 1
    with (program / f"data/raw/staende/{AFTER}/projekte.csv").open(encoding="utf-8") as file:
        assert [row["Betreuung"] for row in csv.DictReader(file)][:2] == ["Stadt Unna", ""]
    # What no row had before is one difference, not one of every row.
    assert "  neu: Spalte „Betreuung“ (bekannte Zeilen, die sie füllen: 1)" in said
    assert said[-1] == "Betreuung"
