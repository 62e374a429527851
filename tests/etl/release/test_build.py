"""A release is made from its inputs alone, whole or not at all."""

import os
import re
import shutil
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from filelock import FileLock

from config import ROOT
from etl.messages.findings import Finding
from etl.messages.refusals import BusyError
from etl.reading.inputs import stand_files
from etl.release import fingerprint
from etl.release.build import STEPS, Release, build
from etl.release.database import load
from etl.release.edited_files import edited_file_findings
from etl.release.fingerprint import release_id
from etl.release.verify import VerificationError, verify
from etl.rules.validation import checked_inputs
from etl.tables import release_tables
from etl.tables.release_tables import Tables
from tests.etl.defects import FUNDING, MILESTONES, STAND, cell


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, in their order."""
    with duckdb.connect(path, read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        return {name: connection.table(name).fetchall() for (name,) in names}


def current(releases_dir: Path) -> str:
    """The id that CURRENT points to."""
    return (releases_dir / "CURRENT").read_text("utf-8").strip()


def test_the_release_names_itself_its_stand_and_its_region(release: Release) -> None:
    row = contents(release.path)["release"]
    assert row == [(release.release_id, date(2026, 11, 23), "Kreis Unna", "05978")]
    assert release.path.name == f"{release.release_id}.duckdb"
    assert current(release.path.parent) == release.release_id


def test_a_data_source_knows_the_day_of_its_latest_value(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        found = dict(connection.execute("select dataset_id, latest_date from dataset_latest").fetchall())
    known = {
        "projekte": date(2026, 11, 23),
        "grenzen": date(2022, 3, 8),
        "bevoelkerung": date(2024, 12, 31),
        "breitbandatlas": date(2021, 6, 30),
        "ladesaeulen": date(2019, 7, 19),
    }
    # Other sources may be added to them.
    assert found.items() >= known.items()


def test_every_row_leads_back_to_its_line(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        for table in ("project", "funding", "milestone", "source"):
            found = connection.table(table).project(f"{table}_id, input_file, input_line").fetchall()
            assert found
            for key, file, line in found:
                assert (ROOT / "data/raw" / file).read_text("utf-8").splitlines()[line - 1].startswith(f"{key},")


def test_line_ends_of_hand_written_files_do_not_matter_and_words_do(data_dir: Path) -> None:
    before, file = release_id(data_dir), data_dir / "region.toml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert release_id(data_dir) == before
    file.write_bytes(file.read_bytes().replace(b"Wie weit", b"Wie nah"))
    assert release_id(data_dir) != before


def test_every_input_file_changes_the_id(data_dir: Path) -> None:
    seen = {release_id(data_dir)}
    files = [data_dir / "region.toml", *(path for path in (data_dir / "raw").rglob("*") if path.is_file())]
    for file in files:
        file.write_bytes(file.read_bytes() + b"\n")
        seen.add(release_id(data_dir))
    assert len(seen) == len(files) + 1


@pytest.mark.parametrize(
    "rules", ["etl/**/*.py", "etl/**/*.sql", "etl/**/*.toml", "data_dictionary.py", "data_dictionary.toml"]
)
def test_every_rule_changes_the_id(rules: str, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    copied = Path(shutil.copytree(fingerprint.ETL, program / "etl", ignore=shutil.ignore_patterns("__pycache__")))
    for path in ROOT.glob("data_dictionary.*"):
        shutil.copy(path, program)
    monkeypatch.setattr(fingerprint, "ETL", copied)
    before = release_id(data_dir)
    rule = max(program.glob(rules))
    rule.write_bytes(rule.read_bytes() + b"\n")
    assert release_id(data_dir) != before


def test_a_build_that_lost_a_row_on_its_way_publishes_nothing(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = release_tables.tables

    def lossy(*arguments: Any) -> Tables:
        return without_first("milestone", made(*arguments))

    monkeypatch.setattr("etl.release.build.tables", lossy)
    with pytest.raises(VerificationError, match=r"Zeilen gingen verloren.*meilensteine\.csv"):
        build(data_dir, tmp_path)
    assert not (tmp_path / "CURRENT").exists()


def test_a_build_that_dies_leaves_the_old_release_and_the_next_makes_the_new_one_whole(
    release: Release, data_dir: Path, published_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell(0, "Betrag (EUR)", "500000")(data_dir / "raw" / FUNDING)
    path = published_dir / f"{release_id(data_dir)}.duckdb"
    steps: list[str] = []

    def die(text: str) -> None:
        # The file has its name, nobody is led to it yet; before that builds are killed in test_kills.py.
        steps.append(text)
        if len(steps) == STEPS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(data_dir, published_dir, die)
    assert current(published_dir) == release.release_id
    made = contents(path)
    path.write_bytes(path.read_bytes()[:5000])
    path.with_name(f"{path.name}.wal").write_bytes(b"of the file that was here before")
    (published_dir / "abc.tmp.tmp").mkdir()
    for name in ("abc.tmp", "abc.tmp.wal", "abc.tmp.tmp/spilled", "CURRENT.tmp"):
        (published_dir / name).write_text("half")
    done = recorded(monkeypatch)
    new = build(data_dir, published_dir)
    assert current(published_dir) == new.release_id == path.stem
    assert contents(path) == made
    left = {found.name for found in published_dir.iterdir()}
    assert left <= {release.path.name, path.name, "CURRENT", "CURRENT.bak", ".lock"}
    # What is published is on the disk before it has its name: the database, and both pointers.
    if sys.platform == "linux":
        named = [file for what, file in done if what == "named"]
        assert len(named) == 3
        assert all(("kept", file) in done[: done.index(("named", file))] for file in named)
        assert done[-1] == ("kept", str(published_dir))
    # The Stand was published with another sum.
    said = [(found.severity, found.file) for found in new.checked.findings if "schon veröffentlicht" in found.message]
    assert said == [("warning", FUNDING)]


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Files in the order in which the system was asked to keep them ("kept") or to give them a name ("named")."""
    fsync, replace, done = os.fsync, Path.replace, list[tuple[str, str]]()

    def recorded_fsync(handle: int) -> None:
        # What the program still holds back is not kept.
        assert os.fstat(handle).st_size > 0
        if sys.platform == "linux":
            done.append(("kept", str(Path(f"/proc/self/fd/{handle}").readlink())))
        fsync(handle)

    def recorded_replace(path: Path, target: Path) -> Path:
        done.append(("named", str(path)))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "replace", recorded_replace)
    return done


def test_two_builds_at_once_are_refused(data_dir: Path, tmp_path: Path) -> None:
    with FileLock(tmp_path / ".lock"), pytest.raises(BusyError):
        build(data_dir, tmp_path)


def without_first(name: str, tables: Tables) -> Tables:
    """The tables with one row less in one of them."""
    return tables | {name: tables[name].iloc[1:]}


REFERENCES = [
    ("population", "region_ags", "version_date, region_ags", "region"),
    ("indicator_value", "indicator_id", "version_date, indicator_id", "indicator"),
    ("indicator_value", "region_ags", "version_date, region_ags", "region"),
    ("source", "stand_date", "stand_date", "stand"),
    ("project", "stand_date", "stand_date", "stand"),
    ("project", "field_of_action_id", "field_of_action_id", "field_of_action"),
    ("project", "source_id", "stand_date, source_id", "source"),
    ("project_municipality", "project_id", "stand_date, project_id", "project"),
    ("funding", "project_id", "stand_date, project_id", "project"),
    ("funding", "source_id", "stand_date, source_id", "source"),
    ("milestone", "project_id", "stand_date, project_id", "project"),
    ("milestone", "source_id", "stand_date, source_id", "source"),
]


def test_a_database_that_lost_a_row_and_money_or_where_a_row_refers_to_none_is_not_whole(
    release: Release, tmp_path: Path
) -> None:
    funding = release.tables["funding"].copy()
    counted = funding.index[funding["counting"] == "zählt"][0]
    funding.loc[counted, "amount_eur"] += Decimal("0.01")
    # Of another kind nothing counts any more.
    gone = next(
        kind for kind in funding["kind"][funding["counting"] == "zählt"] if kind != funding.loc[counted, "kind"]
    )
    funding.loc[funding["kind"] == gone, "counting"] = "überholt"
    broken, count = without_first("milestone", release.tables) | {"funding": funding}, len(release.tables["milestone"])
    for name, column, *_ in REFERENCES:
        values = broken[name][column].tolist()
        # Another row each time, so that every reference is broken by itself.
        row = sum(name == other and column != earlier for other, earlier, *_ in REFERENCES)
        values[row] = date(1999, 1, 1) if column == "stand_date" else "?"
        broken[name] = broken[name].assign(**{column: values})
    load(tmp_path / "x", broken)
    with pytest.raises(VerificationError) as caught:
        verify(tmp_path / "x", release.tables)
    assert f"milestone hat {count - 1} Zeilen statt {count}" in str(caught.value)
    for kind in (funding.loc[counted, "kind"], gone):
        assert f"die Summen von {kind} (Stand 2026-11-23) gehen nicht auf" in str(caught.value)
    for name, _, columns, other in REFERENCES:
        assert re.search(rf"\b{name} hat \d+ Zeilen, deren {columns} in {other} fehlt", str(caught.value))


def test_a_key_that_stands_twice_is_not_loaded(release: Release, tmp_path: Path) -> None:
    milestones = release.tables["milestone"]
    twice = pd.concat([milestones, milestones.iloc[:1]])
    with pytest.raises(duckdb.ConstraintException):
        load(tmp_path / "x", release.tables | {"milestone": twice})


def test_a_reference_file_holds_from_the_stand_that_brings_it(tmp_path: Path) -> None:
    days = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    folders = {day: tmp_path / str(day) for day in days}
    for folder in folders.values():
        folder.mkdir()
    (folders[days[1]] / "bevoelkerung.csv").touch()
    own = f"staende/{days[1]}/bevoelkerung.csv"
    assert [files["bevoelkerung"] for files in stand_files(folders).values()] == ["bevoelkerung.csv", own, own]


def test_tables_may_have_no_rows(data_dir: Path, tmp_path: Path) -> None:
    files = ("bevoelkerung.csv", "indikatoren.csv", FUNDING, MILESTONES)
    for path in (data_dir / "raw" / file for file in files):
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert not build(data_dir, tmp_path / "releases").checked.errors


def test_no_release_holds_a_clock_time(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        found = connection.execute("select * from duckdb_columns() where not internal and data_type ilike '%time%'")
        assert found.fetchall() == []


def edited(data_dir: Path, releases_dir: Path) -> list[Finding]:
    """The findings of files that are published and say something else now."""
    checked = checked_inputs(data_dir)
    frames = release_tables.tables(checked.inputs, checked.rejected, release_id(data_dir))
    return [*edited_file_findings(releases_dir, checked.inputs, frames)]


def test_what_changes_by_a_correction_only_is_compared_with_what_is_published(
    data_dir: Path, published_dir: Path
) -> None:
    raw = data_dir / "raw"
    changed = {
        raw / STAND / "foerderung.csv": {
            **{"Projekt-ID": "dos-2030", "Art": "Investition", "Betrag (EUR)": "1", "Zählweise": "überholt"},
            **{"Anmerkung": "x", "Programm": "x", "Bewilligt": "2019"},
        },
        raw / STAND / "meilensteine.csv": {"Projekt-ID": "dos-2030", "Erstplanung": "2019", "Meilenstein": "x"},
        raw / STAND / "projekte.csv": {"Titel": "x"},
        raw / "bevoelkerung.csv": {"Einwohner": "1", "Basis": "x", "Anmerkung": "x"},
        raw / "indikatoren.csv": {"Wert": "12.34", "Anmerkung": "x"},
    }
    for path, cells in changed.items():
        # Each in a row of its own, so that each is one row that reads differently.
        for row, (column, value) in enumerate(cells.items(), 20):
            cell(row, column, value)(path)
    said = {found.file: found.message for found in edited(data_dir, published_dir)}
    numbers = {file: re.search(r"geändert: (\w+) Zeile", message)[1] for file, message in said.items()}  # type: ignore[index]
    assert numbers == {
        **{f"{STAND}foerderung.csv": "4", f"{STAND}meilensteine.csv": "2"},
        **{"bevoelkerung.csv": "2", "indikatoren.csv": "1"},
    }


def test_a_stand_that_was_added_or_taken_away_is_not_called_edited(
    embedded: Release, data_dir: Path, published_dir: Path
) -> None:
    assert edited(data_dir, embedded.path.parent) == []
    shutil.copytree(data_dir / "raw" / STAND, data_dir / "raw/staende/2027-03-31")
    assert edited(data_dir, published_dir) == []
