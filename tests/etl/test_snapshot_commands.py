"""Every command of the terminal as somebody calls it: what it says, how it ends, and the files that it leaves."""

import json
import shlex
import shutil
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock
from openpyxl import load_workbook
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from etl.cli import COMMANDS, app
from etl.commands import terminal
from etl.feedback.sheet import HEADER_ROW
from etl.release import build as release
from etl.release import test_report
from etl.release.database import load
from tests.etl.snapshots import (
    DATA,
    FIRST,
    LAST,
    SECOND,
    A,
    B,
    C,
    D,
    files,
    folder_text,
    marks_text,
    only_stands,
    put,
    record_text,
    small_data,
    steady,
    workbook_text,
)


class Terminal:
    """A terminal in front of a copy of the small data folder; keeps what was called and said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.said = folder, only_stands(small_data(folder), LAST), list[str]()
        self.stands, self.releases = self.data / "raw" / "staende", folder / "releases"

    def __call__(self, call: str, *paths: Path, answer: str = "") -> None:
        """Run one command; ``{0}`` stands for the first of the paths, ``answer`` is typed when something is asked."""
        arguments = shlex.split(call.format(*(shlex.quote(str(path)) for path in paths)))
        result = CliRunner().invoke(app, arguments, prog_name="python -m etl", input=answer)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        if call.endswith("--json -"):
            # Nothing else is there.
            json.loads(result.stdout)
        self.said.append(f"$ etl {' '.join(arguments)}\n{result.output.rstrip()}\n→ {result.exit_code}\n")

    def show(self, text: str) -> None:
        """Add something else to see."""
        self.said.append(f"{text}\n")

    @property
    def text(self) -> str:
        return steady("\n".join(self.said), self.data, self.folder)

    def edited(self, book: Path, name: str, *cells: tuple[str, str, object]) -> Path:
        """A copy of a workbook with other cells; None takes a row away, a value below the last row adds one."""
        found = load_workbook(book)
        for sheet, place, value in cells:
            found[sheet][place] = value
        found.save(self.folder / name)
        return self.folder / name


@pytest.fixture
def etl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal = Terminal(tmp_path)
    monkeypatch.setenv("MONITOR_DATA_DIR", str(terminal.data))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(terminal.releases))
    monkeypatch.chdir(tmp_path)
    return terminal


def test_help(etl: Terminal, snapshot: SnapshotAssertion) -> None:
    etl("--help")
    for command in COMMANDS:
        etl(f"{command} --help")
    for call in (
        "",
        "bau",
        "import",
        "import x.xlsx",
        "gc --keep x",
        "gc --keep -1",
        "template a b",
        "template --force=1",
        "diff --htm",
        "diff --html",
    ):
        etl(call)
    assert etl.text == snapshot


def test_publishing(etl: Terminal, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    etl("releases")
    etl("rollback abc")
    etl("gc")
    etl("check {0}", etl.folder / "fehlt")
    last = etl.stands / str(LAST)
    hidden = last.rename(etl.folder / "zurueck")
    for day in (FIRST, SECOND):
        shutil.copytree(DATA / "raw" / "staende" / str(day), etl.stands / str(day))
    second = (etl.stands / str(SECOND)).rename(etl.folder / "zweiter")
    etl("diff")
    etl("build")
    etl("diff")
    second.rename(etl.stands / str(SECOND))
    put(etl.stands / str(SECOND) / "projekte.csv", "p-neu", "Titel", "Neuer <b>Name</b>")
    # All that was granted to a project counts no more.
    put(etl.stands / str(SECOND) / "foerderung.csv", "f-01", "Zählweise", "überholt")
    with (etl.stands / str(SECOND) / "berichtigungen.csv").open("a", encoding="utf-8") as file:
        file.write("foerderung,f-01,Zählweise,zählt,überholt,Zurückgezahlt,2025-06-03\n")
    page, record = etl.folder / "a.html", etl.folder / "a.json"
    etl("diff --html {0} --json {1}", page, record)
    etl.show(f"{page.read_text('utf-8')}\n{record_text(json.loads(record.read_text('utf-8')))}")
    etl("diff --json -")
    etl("withdraw 2025-03-31")
    etl("withdraw 30.06.2024")
    etl("diff 30.06.2025 2025-03-31")
    etl("diff 2025-03-31 2025-03-31")
    etl("diff 2025-03-31 2025-04-01")
    etl("diff gestern")
    etl("diff '' 2025-03-31")
    (etl.releases / test_report.FILE).mkdir()
    etl("build")
    (etl.releases / test_report.FILE).rmdir()
    etl("releases")
    first = min(etl.releases.glob("*.duckdb"), key=lambda path: path.stat().st_mtime)
    etl("withdraw 2025-06-30")
    etl(f"rollback {first.stem[:11]}")
    etl("releases")
    etl("rollback ''")
    (etl.releases / "0123456789ab.duckdb").write_bytes(b"kaputt")
    etl("releases")
    etl("rollback 0123456789ab")
    etl("withdraw 2025-06-30")
    published = (etl.releases / "CURRENT").read_text()
    (etl.releases / "CURRENT").write_text("0123456789ab\n")
    etl("check")
    (etl.releases / "CURRENT").write_text(published)
    (etl.releases / "x.tmp").write_bytes(b"")
    etl("gc --keep 1")
    (etl.releases / "CURRENT").write_text("xyz\n")
    etl("releases")
    etl("gc --keep 0")
    last = max(etl.releases.glob("*.duckdb"), key=lambda path: (path.stat().st_size > 10, path.stat().st_mtime))
    etl(f"rollback {last.stem}")
    with FileLock(etl.releases / ".lock"):
        etl("build")
        etl(f"rollback {first.stem[:11]}")
    put(etl.stands / str(SECOND) / "projekte.csv", "p-neu", "Beginn", "gestern")
    etl("check {0}", etl.data)
    etl("diff")
    put(etl.stands / str(SECOND) / "projekte.csv", "p-neu", "Beginn", "")
    for day in (FIRST, SECOND):
        put(etl.stands / str(day) / "foerderung.csv", "f-01", "Betrag (EUR)", "100001")
    with (etl.data / "raw" / "indikatoren.csv").open("a", encoding="utf-8") as file:
        file.write(2 * f"ev_charging_points,{A},2024-12-31,24,\n" + f"ev_charging_points,{A},2025,,\n")
    etl("build")
    etl("check")
    etl("gc --keep 0")
    (etl.stands / str(SECOND)).rename(etl.stands / "2025-05-31")
    etl("build")
    (etl.stands / "2025-05-31").rename(etl.stands / "2199-01-31")
    etl("build")
    # Where somebody can answer, they are asked.
    asking = SimpleNamespace(print=terminal.console.print, is_terminal=True)
    monkeypatch.setattr(terminal, "console", asking)
    monkeypatch.setattr(terminal, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    # The last answer brings a build in which a row is lost on the way into the database.
    monkeypatch.setattr(
        release, "load", lambda path, tables: load(path, tables | {"milestone": tables["milestone"][1:]})
    )
    for answer in ("", "nein\n", "Ja\n"):
        etl("build", answer=answer)
    shutil.rmtree(hidden)
    etl.show(f"Es bleibt: {sorted(path.name for path in etl.releases.iterdir() if path.suffix != '.duckdb')}")
    assert etl.text == snapshot


def test_what_differs(etl: Terminal, snapshot: SnapshotAssertion) -> None:
    for day in (FIRST, SECOND):
        shutil.copytree(DATA / "raw" / "staende" / str(day), etl.stands / str(day))
    shutil.copy(DATA / "raw" / "staende" / str(LAST) / "berichtigungen.csv", etl.stands / str(LAST))
    # A municipality has another name since; a grant of its own is new.
    places = (etl.data / "raw" / "gemeinden.csv").read_text("utf-8")
    (etl.stands / str(LAST) / "gemeinden.csv").write_text(places.replace(",Zell/Ruhr,", ",Zell am Fluss,"), "utf-8")
    put(etl.stands / str(LAST) / "gemeinden.csv", D, "Fläche (km²)", "25.10")
    with (etl.stands / str(LAST) / "berichtigungen.csv").open("a", encoding="utf-8") as corrections:
        corrections.write(f"gemeinden,{C},Name,Zell/Ruhr,Zell am Fluss,Neuer Name,2025-09-03\n")
        corrections.write(f"gemeinden,{D},Fläche (km²),25.00,25.10,Neu vermessen,2025-09-03\n")
    # A sum that is asked about.
    put(etl.stands / str(LAST) / "foerderung.csv", "f-14", "Betrag (EUR)", "90")
    etl(f"diff {SECOND} {LAST}")
    # What is asked is about the latest Stand, and corrections are those of the later one.
    etl(f"diff {FIRST} {SECOND}")
    assert etl.text == snapshot


def test_templates(etl: Terminal, snapshot: SnapshotAssertion) -> None:
    book, part = etl.folder / "Mappe.xlsx", etl.folder / "Beerg.xlsx"
    book.write_text("Arbeit")
    etl("template {0}", book)
    etl.show(book.read_text())
    etl("template {0} --force", book)
    etl("template {0}", etl.folder / "Mappe.xls")
    etl("template {0}", etl.folder / "fehlt" / "Mappe.xlsx")
    etl(f"template {{0}} --kommune {B}", part)
    etl("template {0} --kommune 05998004", etl.folder / "x.xlsx")
    etl.show(f"{workbook_text(book)}\n\nTeil:\n{workbook_text(part, 'Hilfe', 'Listen')}")
    # A later day is advised than that of the latest Stand.
    (etl.stands / str(LAST)).rename(etl.stands / "2199-01-01")
    etl("template {0} --force", book)
    assert etl.text == snapshot


NEXT = "2025-12-31"
WRONG: list[tuple[str, str, object]] = [
    ("Projekte", "B3", "Neuer\u00a0Titel "), ("Projekte", "C4", None), ("Projekte", "E5", 5999008), ("Projekte", "E6", "05999012,5999004"),
    ("Projekte", "E7", "05999099"), ("Projekte", "F8", "netze"), ("Projekte", "F9", "Netzwerk"), ("Projekte", "G10", " redaktion"),
    ("Projekte", "H11", datetime(2025, 5, 17)), ("Projekte", "H12", "17.05.25"), ("Projekte", "H13", "Mai 2025"), ("Projekte", "H14", "05/06/2025"), ("Projekte", "H16", "12/05/2025"), ("Projekte", "H17", "13/05/2025"),
    ("Projekte", "I15", 45063), ("Projekte", "I16", datetime(1905, 7, 15)), ("Projekte", "K17", datetime(2025, 5, 1)), ("Projekte", "K18", "gestern"),
    ("Projekte", "L19", "q-66"), ("Projekte", "A20", "p-neu-2"), ("Projekte", "B20", "Ohne alles"), ("Projekte", "C20", "x"), ("Projekte", "D20", "Herr Meier"),
    ("Projekte", "E20", "05999"), ("Projekte", "F20", "Netze"), ("Projekte", "G20", "Quelle"), ("Projekte", "L20", "q-6"), ("Projekte", "M20", "Petra Müller"),
    ("Projekte", "O1", "Notiz"), ("Projekte", "P5", "ohne Kopf"), ("Projekte", "P7", "auch ohne"),
    ("Förderung", "I2", "1.234"), ("Förderung", "I3", "25.000,00 €"), ("Förderung", "I4", "[bold]rund[/x]"), ("Förderung", "I5", -1), ("Förderung", "I6", 30000.001),
    ("Förderung", "I7", datetime(2025, 5, 1)), ("Förderung", "I8", "#REF!"), ("Förderung", "I9", "=1+1"), ("Förderung", "J10", "Zählt"), ("Förderung", "D11", 5998004.0),
    ("Förderung", "I12", 0.99), ("Förderung", "K13", "2026"), ("Förderung", "B14", "p–still"), ("Förderung", "N3", 25000.01),
    ("Meilensteine", "D2", "2024-06-29"), ("Meilensteine", "F5", "2026-01-01"), ("Meilensteine", "G5", "fertig"), ("Meilensteine", "G3", "geplant"),
    ("Meilensteine", "A9", "m-10"), ("Quellen", "E2", "aental.example"), ("Quellen", "A7", True), ("Quellen", "D3", ";;;"),
    ("Berichtigungen", "A2", "projekte"), ("Berichtigungen", "B2", "p-weg"), ("Berichtigungen", "C2", "Titl"), ("Berichtigungen", "G2", "2025"),
]  # fmt: skip


def test_importing_one_workbook(etl: Terminal, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    book, known = etl.folder / "Mappe.xlsx", files(etl.data)
    etl("template {0}", book)
    etl("import {0} --stand 2025-09-30", book)
    etl("import {0} --stand morgen", book)
    (etl.folder / "keine.xlsx").write_text("a,b\n")
    etl("import {0} {1} --stand 2025-12-31 --json -", etl.folder / "keine.xlsx", etl.folder / "fehlt.xlsx")
    wrong = etl.edited(book, "Falsch.xlsx", *WRONG)
    etl(f"import {{0}} --stand {NEXT} --json {{1}} --report {{2}}", wrong, etl.folder / "b.json", etl.folder / "b.html")
    etl.show(record_text(json.loads((etl.folder / "b.json").read_text("utf-8"))))
    etl.show(marks_text(etl.folder / "Falsch-Befunde.xlsx"))
    for call in (
        "--marked {0}",
        "--json {0}",
        "--report {0}",
        "--marked m.txt",
        "--marked m.xlsx --json m.xlsx",
        "--json n --report n",
        "--answer x",
        "--answer f-1= --check",
    ):
        etl(f"import {{0}} --stand {NEXT} {call}", wrong)
    odd = etl.edited(
        book,
        "Seltsam.xlsx",
        ("Förderung", "I13", 1),
        ("Meilensteine", "G22", "geplant"),
        ("Projekte", "J2", "bitte löschen"),
    )
    etl(
        f"import {{0}} --stand {NEXT} --check --marked {{1}} --json {{2}}",
        odd,
        etl.folder / "Markiert.xlsx",
        etl.folder / "data",
    )
    etl(f"import {{0}} --stand {NEXT} --check", odd)
    answers = "f-00000000=egal"
    found = load_workbook(etl.folder / "Markiert.xlsx")
    sheet = found["Befunde"]
    header = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2, max_row=3):
        row[header["Antwort"] - 1].value = "nein" if row[0].row == 2 else "stimmt so"
    found.save(etl.folder / "Beantwortet.xlsx")
    etl(f"import {{0}} --stand {NEXT} --answer {answers}", etl.folder / "Beantwortet.xlsx")
    asked = [
        str(row[header["Frage"] - 1].value) for row in sheet.iter_rows(min_row=2) if row[header["Frage"] - 1].value
    ]
    reasons = " ".join(f"--answer '{key}=Ist so gemeint'" for key in asked)
    etl(
        f"import {{0}} --stand {NEXT} {reasons} --report {{1}} --json -",
        odd,
        etl.folder / "c.html",
    )
    etl.show(folder_text(etl.data, known))
    etl(f"import {{0}} --stand {NEXT} --marked fehlt/m.xlsx", odd)
    old = etl.edited(book, "Alt.xlsx", ("Projekte", "J3", "aus dem alten Stand"))
    etl("import {0} --stand 2026-01-31", old)
    etl(f"withdraw {NEXT}")
    etl("withdraw 2026-01-31")
    with FileLock(etl.data / "raw" / ".lock"):
        etl(f"import {{0}} --stand {NEXT} {reasons}", odd)
        etl(f"withdraw {NEXT}")
    # A folder that cannot be written. How long its name is changes no line.
    monkeypatch.setenv("MONITOR_DATA_DIR", "data")
    (etl.data / "raw" / ".lock").unlink()
    (etl.data / "raw" / ".lock").mkdir()
    etl(f"import {{0}} --stand 2026-01-31 {reasons}", odd)
    etl(f"withdraw {NEXT}")
    (etl.data / "raw" / ".lock").rmdir()
    etl.show(folder_text(etl.data, known))
    assert etl.text == snapshot


def _row(sheet: str, row: int, *values: str | None) -> list[tuple[str, str, object]]:
    """The cells of a row, to be edited."""
    return [(sheet, f"{letter}{row}", value) for letter, value in zip("ABCDEFGHIJK", values, strict=False)]


def forbidden(_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_importing_several_workbooks(
    etl: Terminal, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, known = etl.folder / "Mappe.xlsx", files(etl.data)
    etl("template {0}", book)
    parts = {key: etl.folder / f"Teil-{key}.xlsx" for key in (A, B)}
    for key, path in parts.items():
        etl(f"template {{0}} --kommune {key}", path)
    one = etl.edited(
        book,
        "Eins.xlsx",
        ("Projekte", "J3", "Läuft gut"),
        ("Projekte", "I6", "2027"),
        ("Meilensteine", "F10", datetime(2025, 10, 1)),
        ("Meilensteine", "G10", "erreicht"),
    )
    two = etl.edited(
        book,
        "Zwei.xlsx",
        ("Projekte", "J3", "Läuft schlecht"),
        ("Projekte", "I6", "2027"),
        ("Projekte", "J6", "nur hier"),
        # Two rows that are new and one that is gone, with its correction.
        *_row("Meilensteine", 32, "m-40", "p-ohne", "Neu dazu", "2026-11", None, None, "geplant", "q-7", "Ergebnis"),
        *_row("Quellen", 7, "q-7", "Zeitung", "Vierter Bericht", "2025-12", "https://zeitung.example/7"),
        *_row("Meilensteine", 24, *[None] * 11),
        *_row("Berichtigungen", 2, "meilensteine", "m-26", None, "vorhanden", "entfallen", "Doppelt", "2025-12-01"),
    )
    three = etl.edited(parts[B], "Drei.xlsx", ("Projekte", "J2", "aus Beerg"))
    # Where a list of conflicts would lie, nobody may write.
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", forbidden)
        etl(f"import {{0}} {{1}} --stand {NEXT}", one, two)
    etl(f"import {{0}} {{1}} {{2}} --stand {NEXT} --json b.json", one, two, three)
    etl.show(record_text(json.loads((etl.folder / "b.json").read_text("utf-8"))))
    (listed,) = etl.folder.glob("Konflikte-*.xlsx")
    etl.show(workbook_text(listed))
    etl(f"import {{0}} {{1}} --stand {NEXT}", one, two)
    etl(f"import {{0}} --stand {NEXT}", listed)
    etl(f"import {{0}} {{1}} --stand {NEXT} --decide {{0}}", one, two)
    found = load_workbook(listed)
    sheet = found.worksheets[0]
    header = {cell.value: cell.column for row in sheet.iter_rows(max_row=5) for cell in row}
    for row in sheet.iter_rows(min_row=2):
        if any(cell.value == "Läuft schlecht" for cell in row):
            row[header["Gilt"] - 1].value = "x"
    found.save(listed)
    etl(f"import {{0}} {{1}} {{2}} --stand {NEXT} --decide {{3}} --marked m.xlsx", one, two, three, listed)
    etl(f"import {{0}} {{1}} {{2}} {{3}} --stand {NEXT}", one, two, three, listed)
    etl.show(folder_text(etl.data, known))
    assert etl.text == snapshot


ANSWERS = {
    "m-04": (None, "2026-Q3", None),
    "m-05": ("01.12.2025", None, None),
    "m-12": (None, "2026-05", "vergabe: Noch kein Angebot"),
    "m-15": ("2025-11", None, None),
    "m-32": (None, "2026-02", "Es regnet"),
    "p-ohne": (None, "2027", "Das Land zahlt"),
}
"""What is filled in: reached, a new date, why."""


def test_asking_municipalities(etl: Terminal, snapshot: SnapshotAssertion) -> None:
    # Of this one only a later plan was ever named, and it has passed.
    put(etl.stands / str(LAST) / "meilensteine.csv", "m-32", "Aktuelle Planung", "2025-08")
    folder, known = etl.folder / "bogen", files(etl.data)
    etl("feedback {0}", folder)
    etl.show(folder_text(folder))
    first = min(folder.glob("*.txt"))
    first.with_suffix(".xlsx").unlink()
    first.write_text("von Hand", "utf-8")
    etl(f"feedback {{0}} --kommune {A}", folder)
    etl(f"feedback {{0}} --kommune {A} --force", folder)
    etl.show(first.read_text("utf-8")[:40])
    etl("feedback {0} --kommune 05998004", folder)
    etl(f"feedback {{0}} --kommune {B}", folder)
    etl("feedback {0}", first)
    hidden = etl.stands.rename(etl.folder / "staende")
    etl("feedback {0}", folder / "ohne")
    etl(f"template {{0}} --kommune {B}", etl.folder / "ohne.xlsx")
    hidden.rename(etl.stands)
    filled = []
    for path in sorted(folder.glob("*.xlsx")):
        found = load_workbook(path)
        for sheet in found.worksheets[:1]:
            etl.show(f"{path.name}: {[cell.value for cell in sheet[1]]}")
            for row in sheet.iter_rows(min_row=HEADER_ROW + 1):
                for cell, value in zip(row[5:], ANSWERS.get(row[4].value, ()), strict=False):
                    cell.value = value
        found.save(path)
        filled.append(path)
    call = f"import {' '.join(f'{{{number}}}' for number in range(len(filled)))} --stand {NEXT}"
    etl(f"{call} --check", *filled)
    etl(call, *filled)
    etl.show(folder_text(etl.data, known))
    assert etl.text == snapshot
