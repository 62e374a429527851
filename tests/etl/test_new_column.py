"""A new optional column is one entry of the data dictionary and one line of schema.sql; everything else follows."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from config import ROOT

BEFORE, AFTER = "2026-11-23", "2026-12-31"
ENTRY = 'Betreuung = { name = "caretaker", kind = "text", may_be_absent = true, meaning = "Wer die Angaben pflegt." }\n'


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program whose projects have one more column, right after the title; the data lack it."""
    for name in (".streamlit", "etl", "app/words", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("releases", "__pycache__"))
    for name in ("config.py", "palette.py", "data_dictionary.py", "data_dictionary.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    insert(tmp_path / "data_dictionary.toml", r'Titel = \{ name = "title".*\n', ENTRY)
    insert(
        tmp_path / "etl/release/sql/schema.sql",
        r"create table project \((.*\n){3}    title .*\n",
        "    caretaker varchar,\n",
    )
    return tmp_path


def insert(path: Path, after: str, text: str) -> None:
    content, count = re.subn(after, lambda found: found[0] + text, path.read_text("utf-8"), count=1)
    assert count == 1
    path.write_text(content, "utf-8")


def run(program: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"},
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_a_new_optional_column_is_an_entry_and_a_line(program: Path) -> None:
    run(program, "-m", "etl", "build")
    run(program, "-m", "etl", "template", "Mappe.xlsx")
    book = load_workbook(program / "Mappe.xlsx")
    assert [cell.value for cell in book["Projekte"][1]][1:4] == ["Titel", "Betreuung", "Kurzbeschreibung"]
    assert any(row[:2] == ("Projekte", "Betreuung") for row in book["Hilfe"].iter_rows(values_only=True))
    book["Projekte"]["C2"] = "Stadt Unna"
    book.save(program / "Mappe.xlsx")
    run(program, "-m", "etl", "import", "Mappe.xlsx", "--stand", AFTER)
    with (program / f"data/raw/staende/{AFTER}/projekte.csv").open(encoding="utf-8") as file:
        assert [row["Betreuung"] for row in csv.DictReader(file)][:2] == ["Stadt Unna", ""]
    assert "    Betreuung: keine Angabe → Stadt Unna" in run(program, "-m", "etl", "diff", BEFORE, AFTER).splitlines()
    run(program, "-m", "etl", "build")
    assert run(program, "-c", "from app.words.text import t; print(t('column.caretaker'))").strip() == "Betreuung"


def test_a_workbook_may_lack_an_optional_column(program: Path) -> None:
    run(program, "-m", "etl", "template", "Mappe.xlsx")
    book = load_workbook(program / "Mappe.xlsx")
    book["Projekte"].delete_cols(3)
    book.save(program / "Mappe.xlsx")
    assert "0 Fehler, 0 Warnungen" in run(program, "-m", "etl", "import", "Mappe.xlsx", "--stand", AFTER)
