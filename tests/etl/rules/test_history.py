"""Between two Stände nothing that was promised changes without a word, and a word is enough."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.messages.findings import Finding
from etl.messages.refusals import RefusedError
from etl.reading.inputs import read_inputs
from etl.release.build import build
from etl.release.stands import add_stand
from etl.rules.history import history_findings
from etl.rules.validation import checked_inputs
from etl.tables.keys import KEYS
from tests.etl.defects import STAND, cell, copy

LATER = "staende/2027-03-31/"
NEXT_DAY = date(2027, 3, 31)
HEADER = "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"


@pytest.fixture
def later(data_dir: Path) -> Path:
    """A second Stand that says the same as the first."""
    return Path(shutil.copytree(data_dir / "raw" / STAND, data_dir / "raw" / LATER))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def position(path: Path, **cells: str) -> int:
    """Number of the first row with these cells, counted from 0."""
    return next(i for i, row in enumerate(rows(path)) if cells.items() <= row.items())


def without(path: Path, column: str, *values: str) -> None:
    """Leave out the rows that have one of these values."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line, row in zip(lines[1:], rows(path), strict=True) if row[column] not in values]
    path.write_text("".join([lines[0], *kept]), "utf-8")


def corrected(later: Path, *lines: str) -> None:
    (later / "berichtigungen.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines), "utf-8")


def errors(later: Path) -> list[Finding]:
    """What the comparison of the Stände finds, beside what cannot be read."""
    inputs, findings = read_inputs(later.parent.parent.parent)
    return [found for found in (*findings, *history_findings(inputs)) if found.severity == "error"]


def errors_of_all_rules(later: Path) -> list[Finding]:
    return checked_inputs(later.parent.parent.parent).errors


def test_a_stand_that_says_the_same_has_no_findings(later: Path) -> None:
    assert errors_of_all_rules(later) == []


def test_what_means_the_same_or_promised_nothing_may_change(later: Path, data_dir: Path) -> None:
    funding, milestones, sources = (later / f"{name}.csv" for name in ("foerderung", "meilensteine", "quellen"))
    written_otherwise = position(funding, **{"Förder-ID": "smart-region-kreis-unna-f1"})
    cell(written_otherwise, "Betrag (EUR)", "490000.00")(funding)
    cell(position(milestones, Erstplanung="2020-03-31"), "Erstplanung", "31.03.2020")(milestones)
    cell(position(funding, Zählweise="Teilbetrag"), "Betrag (EUR)", "1")(funding)
    # A first plan that was not known.
    cell(position(milestones, Erstplanung=""), "Erstplanung", "2024")(milestones)
    # A source that nobody cites.
    copy(0, **{"Quelle-ID": "q-unused"})(data_dir / "raw" / STAND / sources.name)
    assert "q-unused" not in sources.read_text("utf-8")
    assert errors(later) == []


GUARDED = {
    "foerderung": {"Projekt-ID", "Art", "Betrag (EUR)", "Zählweise"},
    "meilensteine": {"Projekt-ID", "Erstplanung"},
    "gemeinden": {"Name", "Art", "Fläche (km²)", "Breite", "Länge"},
    "bevoelkerung": {"Einwohner", "Basis"},
    "kennzahlen": {"Name", "Einheit", "Besser ist"},
    "indikatoren": {"Wert"},
}
"""The columns that change by a correction only."""
CHANGED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "projekte": (
        {"Projekt-ID": "dos-2030"},
        {
            **{"Titel": "x", "Kurzbeschreibung": "x", "Federführung": "x", "Kommunen (AGS)": "05978028"},
            **{"Handlungsfeld": "Bauen und Wohnen", "Handlungsfeld von": "Quelle", "Beginn": "2021", "Ende": "2028"},
            **{"Status laut Quelle": "x", "Status vom": "2026", "Quelle-ID": "q-f12b8d1f"},
        },
    ),
    "foerderung": (
        {"Förder-ID": "smart-region-kreis-unna-f1"},
        {
            **{"Projekt-ID": "dos-2030", "Empfänger": "x", "Empfänger-AGS": "05978028", "Fördergeber": "x"},
            **{"Ebene": "Bund", "Programm": "x", "Art": "Eigenanteil", "Betrag (EUR)": "500000"},
            **{"Zählweise": "Teilbetrag", "Bewilligt": "2020", "Anmerkung": "x", "Quelle-ID": "q-f12b8d1f"},
        },
    ),
    "meilensteine": (
        {"Erstplanung": "2022-12"},
        {
            **{
                "Projekt-ID": "smart-region-kreis-unna",
                "Meilenstein": "x",
                "Erstplanung": "2023-06",
                "Aktuelle Planung": "2024",
            },
            **{"Erreicht": "2025", "Status laut Quelle": "verzögert", "Quelle-ID": "q-f12b8d1f"},
        },
    ),
    "quellen": (
        {"Quelle-ID": "q-f12b8d1f"},
        {"Herausgeber": "x", "Titel": "x", "Veröffentlicht": "2020", "URL": "https://example.org"},
    ),
    "gemeinden": (
        {"AGS": "05978004"},
        {
            **{"Name": "x", "Amtliche Bezeichnung": "x", "Art": "x", "Rechtsstellung": "x", "Fläche (km²)": "44.91"},
            **{"Webseite": "https://example.org", "Rathaus": "x", "Breite": "51.61", "Länge": "7.64"},
        },
    ),
    "bevoelkerung": (
        {"AGS": "05978004", "Stichtag": "2024-12-31"},
        {"Einwohner": "50000", "Basis": "x", "Quelle (URL)": "https://example.org", "Anmerkung": "x"},
    ),
    "kennzahlen": (
        {"Kennzahl-ID": "ev_charging_points"},
        {
            **{"Thema": "x", "Name": "x", "Einheit": "x", "Besser ist": "neutral", "Beschreibung": "x"},
            **{
                "Herausgeber": "Breitbandatlas | Gigabit-Grundbuch, Bundesnetzagentur",
                "Quelle (URL)": "https://example.org",
            },
        },
    ),
    "indikatoren": ({"Kennzahl-ID": "bb_biz_ftthb_pct"}, {"Wert": "12.34", "Anmerkung": "x"}),
}
"""Of each table one row, and another value for each of its columns."""


def test_what_was_promised_changes_by_a_correction_only_and_all_else_as_it_likes(later: Path, data_dir: Path) -> None:
    lines, guarded = [], {}
    for table, (where, cells) in CHANGED.items():
        path = later / f"{table}.csv"
        if not path.exists():
            shutil.copy(data_dir / "raw" / path.name, path)
        number = position(path, **where)
        old = rows(path)[number]
        assert set(cells) == set(old) - set(KEYS[table])
        key = " / ".join(old[column] for column in KEYS[table])
        for column, value in cells.items():
            assert old[column] != value
            cell(number, column, value)(path)
            if column in GUARDED.get(table, ()):
                lines.append(f"{table},{key},{column},{old[column]},{value},Tippfehler,2027-03-30")
                guarded[f"{LATER}{table}.csv", number + 2, column, value] = key, old[column]
    found = {(error.file, error.line, error.column, error.value): error.message for error in errors(later)}
    assert set(found) == set(guarded)
    assert all(key in found[place] and f"stand hier „{old}“" in found[place] for place, (key, old) in guarded.items())
    # A series and a municipality's inhabitants end as well.
    for table, column, key in (
        ("indikatoren", "Kennzahl-ID", "ev_charging_points"),
        ("bevoelkerung", "AGS", "05978028"),
    ):
        series = {row["AGS"] for row in rows(later / f"{table}.csv") if row[column] == key}
        keys = [f"{key} / {ags}" for ags in sorted(series)] if table == "indikatoren" else [key]
        lines += [f"{table},{name},,vorhanden,entfallen,Eingestellt,2027-03-30" for name in keys]
        without(later / f"{table}.csv", column, key)
    corrected(later, *lines)
    # And every one of them is told to the public, in the cell where it is; of all that is gone the reason is told.
    built = build(data_dir, data_dir / "releases")
    assert not built.checked.errors
    with duckdb.connect(built.path, read_only=True) as connection:
        told = connection.execute(
            "select table_name, column_name, old_value is distinct from new_value"
            " from difference_between('2026-11-23', '2027-03-31') where change = 'changed'"
        ).fetchall()
        gone = connection.execute(
            "select distinct table_name, reason from difference_between('2026-11-23', '2027-03-31') where change = 'gone'"
        ).fetchall()
        named = connection.execute(
            "select distinct project_title from selected_difference('2026-11-23', '2027-03-31', [], [], [])"
            " where project_id = 'dos-2030'"
        ).fetchall()
    # A project is called as it is called now.
    assert named == [("x",)]
    assert set(gone) == {("indikatoren", "Eingestellt"), ("bevoelkerung", "Eingestellt")}
    # A municipality's new name stands with every project of it.
    assert set(told) == {(table, column, True) for table, (_, cells) in CHANGED.items() for column in cells}


def test_what_begins_to_count_or_is_no_longer_planned_needs_a_correction(later: Path) -> None:
    places, lines = {}, []
    for table, where, column, old, new in (
        ("foerderung", {"Förder-ID": "dos-2030-f1"}, "Zählweise", "Gesamtangabe", "zählt"),
        ("meilensteine", {"Erstplanung": "2022-12"}, "Erstplanung", "2022-12", ""),
    ):
        path = later / f"{table}.csv"
        row = position(path, **where)
        key = next(iter(rows(path)[row].values()))
        cell(row, column, new)(path)
        places[f"{LATER}{table}.csv", row + 2, column, new or None] = f"stand hier „{old}“"
        lines.append(f"{table},{key},{column},{old},{new},Tippfehler,2027-03-30")
    found = {(error.file, error.line, error.column, error.value): error.message for error in errors(later)}
    assert set(found) == set(places)
    assert all(text in found[place] for place, text in places.items())
    corrected(later, *lines)
    assert errors(later) == []


def test_what_cannot_be_read_is_not_called_a_change_as_well(later: Path, data_dir: Path) -> None:
    unreadable = {
        "foerderung": ({"Förder-ID": "smart-region-kreis-unna-f1"}, "Betrag (EUR)"),
        "meilensteine": ({"Erstplanung": "2022-12"}, "Erstplanung"),
        "bevoelkerung": ({"AGS": "05978004", "Stichtag": "2024-12-31"}, "Einwohner"),
        "indikatoren": ({"Kennzahl-ID": "bb_biz_ftthb_pct"}, "Wert"),
    }
    for table, (where, column) in unreadable.items():
        path = later / f"{table}.csv"
        if not path.exists():
            shutil.copy(data_dir / "raw" / path.name, path)
        cell(position(path, **where), column, "unklar")(path)
    assert sorted(str(found.column) for found in errors_of_all_rules(later)) == sorted(
        column for _, column in unreadable.values()
    )


def test_a_row_that_is_gone_is_an_error_until_it_is_acknowledged(later: Path) -> None:
    places, lines = set(), []
    cited = {row["Projekt-ID"] for name in ("foerderung", "meilensteine") for row in rows(later / f"{name}.csv")}
    for table in ("projekte", "foerderung", "meilensteine"):
        path = later / f"{table}.csv"
        row = next(row for row in rows(path) if table != "projekte" or row["Projekt-ID"] not in cited)
        column, key = next(iter(row.items()))
        without(path, column, key)
        places.add((f"{LATER}{table}.csv", None, column, key))
        lines.append(f"{table},{key},,vorhanden,entfallen,Doppelt erfasst,2027-03-30")
    found = errors(later)
    assert {(error.file, error.line, error.column, error.value) for error in found} == places
    assert len(found) == len(places)
    corrected(later, *lines)
    assert errors(later) == []


def test_a_renamed_project_stays_the_same_project(later: Path) -> None:
    for name in ("projekte", "foerderung", "meilensteine"):
        path = later / f"{name}.csv"
        path.write_text(path.read_text("utf-8").replace("smart-region-kreis-unna,", "smart-region,"), "utf-8")
    column = "Projekt-ID"
    found = errors(later)
    assert any(finding.value == "smart-region-kreis-unna" and finding.column == column for finding in found)
    corrected(
        later, f"projekte,smart-region-kreis-unna,{column},smart-region-kreis-unna,smart-region,Kürzer,2027-03-30"
    )
    assert errors_of_all_rules(later) == []
    row = position(later / "foerderung.csv", **{"Förder-ID": "smart-region-kreis-unna-f1"})
    cell(row, "Betrag (EUR)", "1")(later / "foerderung.csv")
    assert [finding.column for finding in errors(later)] == ["Betrag (EUR)"]


def test_a_project_is_renamed_only_where_the_old_id_is_gone_and_the_new_one_is_new(later: Path) -> None:
    corrected(later, "projekte,dos-2030,Projekt-ID,dos-2030,smart-region-kreis-unna,Kürzer,2027-03-30")
    (found,) = errors(later)
    assert "hat sich nicht so geändert" in found.message
    # Nor where it is copied under a new id.
    path = later / "projekte.csv"
    (line,) = (line for line in path.read_text("utf-8").splitlines() if line.startswith("dos-2030,"))
    path.write_text(f"{path.read_text('utf-8')}{line.replace('dos-2030,', 'dos-2031,', 1)}\n", "utf-8")
    corrected(later, "projekte,dos-2030,Projekt-ID,dos-2030,dos-2031,Kürzer,2027-03-30")
    (found,) = errors(later)
    assert "hat sich nicht so geändert" in found.message


def test_a_correction_of_nothing_is_an_error(later: Path) -> None:
    texts = {
        "foerderung,smart-region-kreis-unna-f1,Betrag (EUR),1,2,Irrtum,2027-03-30": "hat sich nicht so geändert",
        "fördrung,x,Betrag (EUR),1,2,Irrtum,2027-03-30": "Diesen Namen gibt es hier nicht",
        "projekte,dos-2030,Titel,a,b,,2027-03-30": "Das Feld ist leer",
    }
    corrected(later, *texts)
    found = errors_of_all_rules(later)
    for line, text in enumerate(texts.values(), 2):
        assert any(text in finding.message and finding.line == line for finding in found), text


def test_a_correction_in_the_first_stand_is_an_error(data_dir: Path) -> None:
    corrected(data_dir / "raw" / STAND, "projekte,dos-2030,Titel,a,b,Irrtum,2026-11-23")
    (found,) = checked_inputs(data_dir).errors
    assert "Vor dem ersten Stand gibt es keinen" in found.message


def test_published_values_and_series_change_by_a_correction_only(later: Path, data_dir: Path) -> None:
    values = later / "indikatoren.csv"
    shutil.copy(data_dir / "raw/indikatoren.csv", values)
    without(values, "Kennzahl-ID", "ev_charging_points")
    people = later / "bevoelkerung.csv"
    shutil.copy(data_dir / "raw/bevoelkerung.csv", people)
    without(people, "AGS", "05978028")
    first = next(row for row in rows(values) if row["Wert"] != "12.34")
    cell(0, "Wert", "12.34")(values)
    found = errors(later)
    series = {
        row["AGS"] for row in rows(data_dir / "raw/indikatoren.csv") if row["Kennzahl-ID"] == "ev_charging_points"
    }
    gone = [finding for finding in found if finding.line is None]
    assert {finding.value for finding in gone} == {*(f"ev_charging_points / {ags}" for ags in series), "05978028"}
    (changed,) = [finding for finding in found if finding.line is not None]
    assert (changed.column, changed.value, changed.line) == ("Wert", "12.34", 2)
    key = " / ".join((first["Kennzahl-ID"], first["AGS"], first["Zeitpunkt"]))
    corrected(
        later,
        f"indikatoren,{key},Wert,{first['Wert']},12.34,Amtliche Neufassung,2027-03-30",
        *(
            f"indikatoren,ev_charging_points / {ags},,vorhanden,entfallen,Eingestellt,2027-03-30"
            for ags in sorted(series)
        ),
        "bevoelkerung,05978028,,vorhanden,entfallen,Zurückgezogen,2027-03-30",
    )
    assert errors(later) == []


def test_a_new_stand_is_there_whole_or_not_at_all(data_dir: Path) -> None:
    funding = (data_dir / "raw" / STAND / "foerderung.csv").read_bytes()
    staende = data_dir / "raw/staende"
    bad = add_stand(data_dir, NEXT_DAY, {"foerderung.csv": funding.replace(b",490000,", b",490.000,")})
    assert [(found.file, found.column) for found in bad.errors] == [(f"{LATER}foerderung.csv", "Betrag (EUR)")]
    assert [path.name for path in staende.iterdir()] == ["2026-11-23"]
    good = add_stand(data_dir, NEXT_DAY, {"foerderung.csv": funding})
    assert good.errors == []
    assert sorted(path.name for path in staende.iterdir()) == ["2026-11-23", "2027-03-31"]
    assert checked_inputs(data_dir).findings == good.findings


def test_a_table_that_the_latest_stand_has_lost_is_named_and_no_stand_is_made(data_dir: Path) -> None:
    (data_dir / "raw" / STAND / "quellen.csv").unlink()
    found = {(error.file, error.message) for error in add_stand(data_dir, NEXT_DAY, {}).errors}
    assert found == {(f"{stand}quellen.csv", "Die Datei fehlt oder ist nicht lesbar.") for stand in (STAND, LATER)}
    assert not (data_dir / "raw" / LATER).exists()


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2020, 1, 1)])
def test_a_published_stand_is_never_replaced(day: date, data_dir: Path) -> None:
    with pytest.raises(RefusedError, match="späterer Tag"):
        add_stand(data_dir, day, {})


def test_a_file_in_a_stand_that_nobody_reads_is_named(data_dir: Path) -> None:
    (data_dir / "raw" / STAND / "projekt.csv").write_text("x")
    (data_dir / "raw" / STAND / "kennzahlen").mkdir()
    checked = checked_inputs(data_dir)
    assert {f"{STAND}projekt.csv", f"{STAND}kennzahlen"} <= {found.file for found in checked.findings}
    assert checked.errors == []


LAST = "staende/2027-06-30/"
FUNDED = {"Förder-ID": "smart-region-kreis-unna-f1"}
COUNTED = "foerderung,smart-region-kreis-unna-f1"


@pytest.fixture
def last(later: Path, data_dir: Path) -> Path:
    """A third Stand that says the same as the first."""
    return Path(shutil.copytree(data_dir / "raw" / STAND, data_dir / "raw" / LAST))


def planned(folder: Path) -> str:
    """Id of the milestone with a first plan that these tests change."""
    return next(row["Meilenstein-ID"] for row in rows(folder / "meilensteine.csv") if row["Erstplanung"] == "2022-12")


def test_what_comes_back_is_compared_with_the_stand_that_had_it_last(later: Path, last: Path) -> None:
    key = planned(last)
    without(later / "meilensteine.csv", "Meilenstein-ID", key)
    corrected(later, f"meilensteine,{key},,vorhanden,entfallen,Gestrichen,2027-03-30")
    assert errors(last) == []
    cell(position(last / "meilensteine.csv", **{"Meilenstein-ID": key}), "Erstplanung", "2024")(
        last / "meilensteine.csv"
    )
    (found,) = errors(last)
    assert (found.column, found.value) == ("Erstplanung", "2024")
    assert found.message.startswith("Im Stand vom 23.11.2026 stand hier „2022-12“")
    corrected(last, f"meilensteine,{key},Erstplanung,2022-12,2024,Neu geplant,2027-06-30")
    assert errors(last) == []


def test_a_first_plan_that_was_taken_away_cannot_come_back_as_another(later: Path, last: Path) -> None:
    key = planned(last)
    row = position(last / "meilensteine.csv", **{"Meilenstein-ID": key})
    cell(row, "Erstplanung", "")(later / "meilensteine.csv")
    corrected(later, f"meilensteine,{key},Erstplanung,2022-12,,Nicht belegt,2027-03-30")
    assert errors(last) == []
    cell(row, "Erstplanung", "2024")(last / "meilensteine.csv")
    assert [(found.column, found.value) for found in errors(last)] == [("Erstplanung", "2024")]


def test_a_sum_that_counts_again_counts_as_before(later: Path, last: Path, data_dir: Path) -> None:
    row = position(last / "foerderung.csv", **FUNDED)
    cell(row, "Zählweise", "Teilbetrag")(later / "foerderung.csv")
    corrected(later, f"{COUNTED},Zählweise,zählt,Teilbetrag,Irrtum,2027-03-30")
    between = Path(shutil.copytree(later, data_dir / "raw/staende/2027-04-30"))
    (between / "berichtigungen.csv").unlink()
    for folder in (between, last):
        cell(row, "Betrag (EUR)", "900000")(folder / "foerderung.csv")
    corrected(last, f"{COUNTED},Zählweise,Teilbetrag,zählt,Doch,2027-06-30")
    (found,) = errors(last)
    assert (found.column, found.value) == ("Betrag (EUR)", "900000")
    assert "stand hier „490000“" in found.message
    corrected(
        last,
        f"{COUNTED},Zählweise,Teilbetrag,zählt,Doch,2027-06-30",
        f"{COUNTED},Betrag (EUR),490000,900000,Neuer Bescheid,2027-06-30",
    )
    assert errors(last) == []


def test_an_id_that_was_given_up_is_not_given_to_another_sum(later: Path, last: Path) -> None:
    old = "smart-region-kreis-unna-f1"
    for folder in (later, last):
        cell(position(folder / "foerderung.csv", **FUNDED), "Förder-ID", "new-f1")(folder / "foerderung.csv")
    corrected(later, f"foerderung,{old},Förder-ID,{old},new-f1,Kürzer,2027-03-30")
    assert errors(last) == []
    row = position(last / "foerderung.csv", **{"Förder-ID": "new-f1"})
    copy(row, **{"Förder-ID": old, "Betrag (EUR)": "7"})(last / "foerderung.csv")
    assert [(found.column, found.value) for found in errors(last)] == [("Betrag (EUR)", "7")]


def test_two_sums_do_not_become_one_by_renaming(later: Path) -> None:
    path = later / "foerderung.csv"
    kept, lost = "smart-region-kreis-unna-f1", "dos-2030-f3"
    cell(position(path, **FUNDED), "Förder-ID", "both")(path)
    without(path, "Förder-ID", lost)
    corrected(
        later,
        f"foerderung,{kept},Förder-ID,{kept},both,Zusammengelegt,2027-03-30",
        f"foerderung,{lost},Förder-ID,{lost},both,Zusammengelegt,2027-03-30",
    )
    assert {found.value for found in errors(later)} == {kept, lost}
    # Neither is one renamed to what another is called.
    cell(position(path, **{"Förder-ID": "both"}), "Förder-ID", kept)(path)
    corrected(later, f"foerderung,{lost},Förder-ID,{lost},{kept},Zusammengelegt,2027-03-30")
    assert {found.value for found in errors(later)} == {lost}
    cell(position(path, **FUNDED), "Förder-ID", "both")(path)
    corrected(
        later,
        f"foerderung,{kept},Förder-ID,{kept},both,Zusammengelegt,2027-03-30",
        f"foerderung,{lost},,vorhanden,entfallen,Zusammengelegt,2027-03-30",
    )
    assert errors(later) == []
