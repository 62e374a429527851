"""The commands end to end: a file goes in, a report comes out, and a new Stand only when it is asked for."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from config import ROOT
from etl.cli import app
from etl.messages.findings import error
from etl.official.adapters import broadband, recognition
from etl.official.adapters.broadband_names import targets
from etl.official.download.lock import Entry, read_lock, write_lock
from etl.official.ingest.ingest import Piece, ingest, read
from etl.official.ingest.known_data import known_data
from etl.official.interface import Extract
from etl.reading.inputs import latest_files
from etl.rules.validation import checked_inputs
from tests.etl.official.fakes import Fake, probe

KEY, REGION, PERIOD = "bb_hh_all_ge50_pct", "05978004", "2018-12"
STAND = "2026-12-01"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a copy of the embedded data; contents of files by name come first."""
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    tables = ("indikatoren", "bevoelkerung", "gemeinden")
    monkeypatch.setattr(
        recognition,
        "ADAPTERS",
        (*(Fake(table, name=f"Probe {table}") for table in tables), Fake("kandidaten", "foerderkatalog")),
    )

    def command(files: dict[str, bytes], *options: str) -> tuple[int, str]:
        folder = tmp_path / "eingang"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        result = CliRunner().invoke(app, ["ingest", *(str(folder / name) for name in files), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.exit_code, result.output

    return command


def values(data_dir: Path, table: str = "indikatoren") -> pd.DataFrame:
    return pd.read_csv(latest_files(data_dir)[table], dtype="str")


def value(data_dir: Path, key: str = KEY, region: str = REGION, period: str = PERIOD) -> dict[str, str]:
    frame = values(data_dir)
    rows = frame[(frame["Kennzahl-ID"] == key) & (frame["AGS"] == region) & (frame["Zeitpunkt"] == period)]
    assert len(rows) == 1
    return {str(name): text for name, text in rows.iloc[0].dropna().items()}


def known_value(data_dir: Path) -> str:
    return value(data_dir)["Wert"]


def stands(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "raw" / "staende").iterdir() if not path.name.startswith("."))


def test_a_new_value_goes_into_a_new_stand_with_source_day_and_file_and_only_once(
    run: Run, data_dir: Path, tmp_path: Path
) -> None:
    before, count = value(data_dir), len(values(data_dir))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("daten/a.csv", probe(f"{KEY};{REGION};2025-12;99.5"))
        archive.writestr("daten/b.csv", b"fremd;tabelle\n")
    files = {"a.zip": (tmp_path / "a.zip").read_bytes()}
    code, output = run(files, "--stand", STAND)
    assert code == 0, output
    assert "a.zip/daten/a.csv: Probe indikatoren" in output
    assert "„daten/b.csv“" in output
    assert stands(data_dir)[-1] == STAND
    assert len(values(data_dir)) == count + 1
    added = value(data_dir, period="2025-12")
    assert added["Wert"] == "99.5"
    assert added["Quelle (URL)"] == "https://gigabitgrundbuch.bund.de"
    assert added["Abgerufen"] == date.today().isoformat()
    assert value(data_dir) == before
    # A file brought by hand is kept with its checksum.
    assert (data_dir / "raw" / "official" / "a.zip").read_bytes() == files["a.zip"]
    assert read_lock(data_dir / "raw")["a.zip"].source == "breitbandatlas"
    # The same file again makes no Stand; what is there is sound.
    code, output = run(files, "--stand", "2026-12-02")
    assert code == 0
    assert "Nichts Neues" in output
    assert stands(data_dir)[-1] == STAND
    assert checked_inputs(data_dir).errors == []


def test_a_file_that_was_fetched_earlier_says_when_and_from_where(run: Run, data_dir: Path) -> None:
    content = {"a.csv": probe(f"{KEY};{REGION};2025-12;99.5")}
    checksum = hashlib.sha256(content["a.csv"]).hexdigest()
    entry = Entry(source="breitbandatlas", url="https://hier/a", sha256=checksum, size=1, fetched=date(2026, 1, 2))
    write_lock(data_dir / "raw", {"anders.csv": entry})
    code, output = run(content, "--stand", STAND)
    assert code == 0, output
    added = value(data_dir, period="2025-12")
    assert (added["Quelle (URL)"], added["Abgerufen"]) == ("https://hier/a", "2026-01-02")


def test_a_file_that_contradicts_itself_is_refused_where_it_does(tmp_path: Path) -> None:
    path = tmp_path / "gemeinde_privat_2019_mitte.csv"
    heading = "alle Technologien ab 1000 Mbit/s"
    path.write_text(f"AGS;{heading};{heading}\n{REGION};50;51\n", "utf-8")
    pieces, (found,) = read([path], known_data(ROOT / "data"), {}, date(2026, 12, 1))
    assert (pieces, found.severity, found.place) == ([], "error", f"{path.name}, Zeile 2, Spalte „{heading}“")
    assert (found.value, "zwei Werte in der Datei" in found.message) == ("51", True)


def test_accepted_values_of_several_files_are_corrections_of_one_stand_and_the_later_one_wins(
    run: Run, data_dir: Path
) -> None:
    known, people = known_value(data_dir), values(data_dir, "bevoelkerung").iloc[-1]
    files = {
        "a.csv": probe(f"{KEY};{REGION};{PERIOD};93.25", f"{KEY};{REGION};2025-12;99.5"),
        "b.csv": probe(f"{KEY};{REGION};{PERIOD};92.25"),
        "c.csv": probe("05978004;44.91", table="gemeinden", columns="AGS;Fläche (km²)"),
        "d.csv": probe(
            f"{people['AGS']};{people['Stichtag']};30200;Zensus 2031;https://example.org",
            table="bevoelkerung",
            columns="AGS;Stichtag;Einwohner;Basis;Quelle (URL)",
        ),
    }
    code, output = run(files, "--stand", STAND, "--accept")
    assert code == 0, output
    assert known_value(data_dir) == "92.25"
    # A population takes its basis along.
    after = values(data_dir, "bevoelkerung").iloc[-1]
    assert (after["Einwohner"], after["Basis"], after["Quelle (URL)"]) == (
        "30200",
        "Zensus 2031",
        "https://example.org",
    )
    corrections = pd.read_csv(data_dir / "raw" / "staende" / STAND / "berichtigungen.csv", dtype="str")
    told = corrections.set_index(["Tabelle", "Spalte"]).to_dict("index")
    assert told["indikatoren", "Wert"] == {
        "Kennung": f"{KEY} / {REGION} / {PERIOD}",
        "Alt": known,
        "Neu": "92.25",
        "Grund": "amtliche Neufassung: Probe indikatoren",
        "Datum": date.today().isoformat(),
    }
    assert {(*place, row["Alt"], row["Neu"]) for place, row in told.items()} == {
        ("gemeinden", "Fläche (km²)", "44.90", "44.91"),
        ("bevoelkerung", "Einwohner", people["Einwohner"], "30200"),
        ("bevoelkerung", "Basis", people["Basis"], "Zensus 2031"),
        ("indikatoren", "Wert", known, "92.25"),
    }
    assert checked_inputs(data_dir).errors == []


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_two_new_files_that_contradict_each_other_are_a_question_in_any_order(
    run: Run, data_dir: Path, names: tuple[str, str]
) -> None:
    texts = {"a.csv": "99.5", "b.csv": "99.25"}
    files = {name: probe(f"{KEY};{REGION};2025-12;{texts[name]}") for name in names}
    first, second = (texts[name] for name in names)
    code, output = run(files, "--stand", STAND)
    assert code == 1
    told = f"Zwei neue Dateien widersprechen sich: In {names[0]} steht „{first}“, hier „{second}“."
    assert (
        f"Fehler {names[1]}: „{KEY} / {REGION} / 2025-12“\n    {told} Bitte nur die Datei einlesen, die stimmt"
        in output
    )
    assert "bekannt „" not in output
    assert stands(data_dir) == ["2026-11-23"]
    assert run(files, "--stand", STAND, "--accept")[0] == 1
    code, output = run(files, "--stand", STAND, "--confirm")
    assert code == 0, output
    assert f"{told} Es gilt die zuerst genannte." in output
    assert value(data_dir, period="2025-12")["Wert"] == first


@pytest.mark.parametrize("text", ["99.5", "99.50", "99.48"])
def test_two_new_files_that_agree_but_for_rounding_are_no_question(run: Run, text: str) -> None:
    rows = {"a.csv": "99.5", "b.csv": text}
    code, output = run({name: probe(f"{KEY};{REGION};2025-12;{found}") for name, found in rows.items()})
    assert code == 0, output
    assert "widersprechen" not in output


def test_the_last_of_three_new_files_is_told_whose_value_it_contradicts(run: Run, data_dir: Path) -> None:
    texts = {"a.csv": "99.5", "b.csv": "98", "c.csv": "97"}
    files = {name: probe(f"{KEY};{REGION};2025-12;{text}") for name, text in texts.items()}
    code, output = run(files, "--stand", STAND, "--accept", "--confirm")
    assert code == 0, output
    assert "In a.csv steht „99.5“, hier „98“. Es gilt die zuletzt genannte." in output
    assert "In b.csv steht „98“, hier „97“. Es gilt die zuletzt genannte." in output
    assert value(data_dir, period="2025-12")["Wert"] == "97"


def test_every_file_that_cannot_be_read_is_named_and_nothing_is_taken(run: Run, data_dir: Path) -> None:
    files = {
        "gut.csv": probe(f"{KEY};{REGION};2025-12;99.5"),
        "fremd.csv": b"Name;Wert\na;1\n",
        "leer.csv": b"",
        "kaputt.csv": b"Probe;indikatoren",
        "seite.xlsx": b"<html><body>404</body></html>",
    }
    code, output = run(files, "--stand", STAND)
    assert code == 1
    for words in ("fremd.csv", "beginnt mit „Name;Wert“", "Probe bevoelkerung", "Sie ist leer", "kaputt.csv", "(HTML)"):
        assert words in output
    assert "4 Fehler" in output
    assert stands(data_dir) == ["2026-11-23"]


def test_an_ambiguous_file_asks_for_its_source(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "ADAPTERS", (Fake(), Fake(source="ladesaeulen", name="Andere Probe")))
    files = {"a.csv": probe(f"{KEY};{REGION};2025-12;99.5")}
    code, output = run(files)
    assert code == 1
    assert "--source breitbandatlas (Probedatei) oder --source ladesaeulen (Andere Probe)" in output
    assert run(files, "--source", "breitbandatlas")[0] == 0
    code, output = run(files, "--source", "unsinn")
    assert code == 1
    assert "Die Quelle „unsinn“ wird nicht gelesen" in output


def test_a_source_that_is_not_in_sources_toml_is_told_before_a_stand_is_wanted(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "ADAPTERS", (Fake(source="neu"), Fake("kandidaten", "liste")))
    for options in ((), ("--stand", STAND)):
        code, output = run({"a.csv": probe(f"{KEY};{REGION};2025-12;99.5")}, *options)
        assert code == 1
        for words in ("sources.toml, „dataset.id“: „neu“", "a.csv", "[[dataset]]", "[[dataset.download]]", "„by_hand“"):
            assert words in output
    assert stands(data_dir) == ["2026-11-23"]
    assert run({"b.csv": probe(table="kandidaten", columns="FKZ;Titel")})[0] == 0


def test_findings_of_the_file_are_shown(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = error("a.csv", "Die Zeile ist unlesbar.", line=7)
    monkeypatch.setattr(recognition, "ADAPTERS", (Fake(findings=(found,)),))
    code, output = run({"a.csv": probe(f"{KEY};{REGION};2025-12;99.5")}, "--stand", STAND)
    assert code == 1
    assert "a.csv, Zeile 7" in output
    assert stands(data_dir) == ["2026-11-23"]


def test_values_that_break_a_rule_make_no_stand(run: Run, data_dir: Path) -> None:
    code, output = run({"a.csv": probe(f"{KEY};{REGION};2025-12;130")}, "--stand", STAND)
    assert code == 1
    assert "zwischen 0 und 100" in output
    assert stands(data_dir) == ["2026-11-23"]


def test_candidates_go_into_a_workbook_and_nowhere_else(run: Run, data_dir: Path, tmp_path: Path) -> None:
    columns = "FKZ;Titel;Empfänger;Empfänger-AGS;Betrag (EUR)"
    file = probe("16KIS1;=1+1\x01;Stadt Schwerte;05978028;1234.50", table="kandidaten", columns=columns)
    out = tmp_path / "aus"
    code, output = run({"a.csv": file}, "--stand", STAND, "--out", str(out))
    assert code == 0, output
    (path,) = out.glob("kandidaten_foerderkatalog_*.xlsx")
    sheet = openpyxl.load_workbook(path).active
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    cells = dict(zip(header, row, strict=True))
    assert (cells["FKZ"], cells["Titel"], float(cells["Betrag (EUR)"])) == ("16KIS1", "=1+1", 1234.5)
    assert sheet.cell(2, header.index("Titel") + 1).data_type == "s"
    assert cells["Schon bekannt"] in ("ja", "vielleicht", "nein")
    assert stands(data_dir) == ["2026-11-23"]
    run({"a.csv": file}, "--out", str(out))
    assert len(list(out.iterdir())) == 2, "an earlier list may hold the office's notes"


def test_a_list_without_candidates_says_so_and_leaves_no_workbook(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "aus"
    code, output = run({"a.csv": probe(table="kandidaten", columns="FKZ;Titel")}, "--out", str(out))
    assert code == 0, output
    assert "davon Kandidaten aus der Region: 0" in output
    assert "Nichts Neues" not in output
    assert not out.exists()


NEW = "bb_hh_all_ge10_pct"


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The mapping of the Breitbandatlas with one line more: a column that has no indicator yet, described."""
    shutil.copytree(ROOT / "data" / "mapping", tmp_path / "embedded" / "mapping")
    with (tmp_path / "embedded" / "mapping" / "breitbandatlas.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"privat,alle,10,{NEW},,Breitband Haushalte,Haushalte ab 10 Mbit/s,% der Haushalte,hoch,Alle Techniken\n"
        )
    monkeypatch.setattr("etl.official.adapters.mapping.EMBEDDED", tmp_path / "embedded")
    targets.cache_clear()
    yield
    targets.cache_clear()


@pytest.mark.usefixtures("described")
def test_a_new_indicator_comes_with_its_description_into_the_new_stand_and_no_older_one(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "ADAPTERS", (broadband.ADAPTER,))
    header = "AGS;alle Technologien ≥ 10 Mbit/s"
    rows = [f"{key};99.5" for key in values(data_dir, "gemeinden")["AGS"]]
    file = {"gemeinde_privat_2025_ende.csv": "\n".join([header, *rows, ""]).encode()}
    elsewhere = {"gemeinde_privat_2025_mitte.csv": f"{header}\n09162000;99.5\n".encode()}
    assert "Nichts Neues" in run(elsewhere, "--stand", STAND)[1]
    code, output = run(file, "--stand", STAND)
    assert code == 0, output
    checked = checked_inputs(data_dir)
    assert checked.errors == []
    before, after = (checked.inputs.table(day, "kennzahlen").frame for day in checked.inputs.stands)
    assert NEW not in set(before["Kennzahl-ID"])
    (added,) = after[after["Kennzahl-ID"] == NEW].to_dict("records")
    assert added == {
        "Kennzahl-ID": NEW,
        "Thema": "Breitband Haushalte",
        "Name": "Haushalte ab 10 Mbit/s",
        "Einheit": "% der Haushalte",
        "Besser ist": "hoch",
        "Beschreibung": "Alle Techniken",
        "Herausgeber": "Breitbandatlas | Gigabit-Grundbuch, Bundesnetzagentur",
        "Quelle (URL)": "https://gigabitgrundbuch.bund.de",
    }
    assert after[after["Kennzahl-ID"] != NEW].reset_index(drop=True).equals(before.reset_index(drop=True))
    assert value(data_dir, NEW, period="2025-12")["Wert"] == "99.5"
    assert "Nichts Neues" in run(file, "--stand", "2026-12-02")[1]


def test_boundaries_are_taken_whole_or_not_at_all(data_dir: Path) -> None:
    now = known_data(data_dir)
    areas = now.scope.boundaries
    assert areas is not None
    grown = areas.assign(geometry=areas.geometry.where(areas["ags"] != REGION, areas.geometry.scale(1.2, 1.2)))

    def after(found: geopandas.GeoDataFrame, *, accept: bool) -> dict[str, bytes]:
        extract = Extract("Probe", len(found), boundaries=found, source="grenzen")
        piece = Piece(Path("a"), "a", extract, None, date(2026, 11, 25))
        return dict(ingest([piece], now, {}, date(2026, 11, 25), accept=accept).files)

    assert after(areas, accept=True) == {}
    assert after(grown, accept=False) == {}
    assert after(grown.iloc[1:], accept=True) == {}
    assert list(after(grown, accept=True)) == ["grenzen.geojson"]
