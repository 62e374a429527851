"""One name for every funder and programme: what the files must hold, and what happens to a name they lack."""

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from config import ROOT
from etl.messages.findings import Finding
from etl.reading.inputs import read_inputs
from etl.release.build import build
from etl.rules.name_checks import name_findings
from tests.etl.defects import STAND

FUNDERS = "mapping/geldgeber.csv"


def found(data_dir: Path) -> list[Finding]:
    """What is said of the files of names, and of names that they lack."""
    inputs, findings = read_inputs(data_dir)
    return [*findings, *name_findings(inputs)]


@pytest.mark.parametrize(
    ("text", "severity", "line", "column", "message"),
    [
        ("Schreibweise,Name\nBund,Bund\n", "error", 1, "Zusatz", "Die Spalte fehlt"),
        ("Schreibweise,Name,Zusatz\nBund,,\n", "error", 2, "Name", "muss aber gefüllt sein"),
        ("Schreibweise,Name,Zusatz\n,Bund,\n", "error", 2, "Schreibweise", "muss aber gefüllt sein"),
        ("Schreibweise,Name,Zusatz\nBund,Bund,\nBund,Land,\n", "error", 3, "Schreibweise", "schon in Zeile 2"),
        ("", "error", None, None, "Die Datei ist leer"),
    ],
)
def test_a_defect_of_the_file_is_found_at_its_place(
    text: str, severity: str, line: int | None, column: str | None, message: str, data_dir: Path
) -> None:
    (data_dir / FUNDERS).write_text(text, "utf-8")
    (finding,) = (one for one in found(data_dir) if one.file == FUNDERS)
    assert (finding.severity, finding.line, finding.column) == (severity, line, column)
    assert message in finding.message


def test_a_name_without_a_line_is_a_warning_once_that_says_what_to_do(data_dir: Path) -> None:
    path = data_dir / FUNDERS
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("Bund (BMVI)")]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    # Of two Stände that have it the latest one is named.
    shutil.copytree(data_dir / "raw" / STAND, data_dir / "raw" / "staende" / "2027-03-31")
    (finding,) = [one for one in found(data_dir) if one.value == "Bund (BMVI)"]
    assert (finding.severity, finding.column) == ("warning", "Fördergeber")
    assert finding.file == "staende/2027-03-31/foerderung.csv"
    assert FUNDERS in finding.message
    assert "Bitte dort eine Zeile" in finding.message


def test_a_name_without_a_line_counts_as_itself_and_a_district_may_lack_a_file(data_dir: Path, tmp_path: Path) -> None:
    path = data_dir / FUNDERS
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("Bund (BMVI)")]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    (data_dir / "mapping" / "programme.csv").unlink()
    built = build(data_dir, tmp_path / "releases")
    said = [one.value for one in built.checked.findings if one.file.endswith("foerderung.csv")]
    assert said == ["Bund (BMVI)"]
    with duckdb.connect(built.path, read_only=True) as release:
        funders = {name for (name,) in release.execute("select distinct funder from funding_detail").fetchall()}
        assert release.execute(
            "select count(*) from funding_detail join funding using (stand_date, funding_id)"
            " where funding_detail.programme is distinct from funding.programme"
        ).fetchone() == (0,)
    assert {"Bund", "Bund (BMVI)"} <= funders


@pytest.mark.parametrize(("file", "column"), [("geldgeber", "Fördergeber"), ("programme", "Programm")])
def test_every_line_is_of_a_spelling_that_occurs(file: str, column: str) -> None:
    def rows(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    spelled = {row["Schreibweise"] for row in rows(ROOT / "data" / "mapping" / f"{file}.csv")}
    stands = (ROOT / "data" / "raw" / "staende").glob("*/foerderung.csv")
    occurring = {row[column] for path in stands for row in rows(path)} - {""}
    assert occurring <= spelled
