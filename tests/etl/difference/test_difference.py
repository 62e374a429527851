"""What would change on the public page is told whole, in German, and as a page that needs nothing else."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import palette
from etl.cli import app
from etl.difference import Difference, Question, as_record, difference, html_page, plain_text
from etl.difference.comparison import Milestone
from etl.difference.rendering import STATES
from etl.release.stands import add_stand
from etl.rules.validation import checked_inputs
from tests.etl.defects import STAND
from tests.once import once
from tests.stands import first_stand

OLD, NEW = date(2026, 11, 23), date(2027, 3, 31)
THEME = palette.theme({})
HEADER = "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"


@pytest.fixture(scope="module")
def two_stands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose second Stand has a change of every kind; only read."""
    return once(tmp_path_factory, "difference", changed_stands)


def changed_stands(folder: Path) -> Path:
    data_dir = first_stand(folder)
    first = data_dir / "raw" / STAND
    files = {name: (first / f"{name}.csv").read_text("utf-8") for name in ("projekte", "foerderung", "meilensteine")}
    files["projekte"] = files["projekte"].replace("dos-2030,DOS 2030 -", "dos-2030,DOS <2030> -") + (
        "neu-1,Neues <b>Projekt</b>,Kurz,Stadt,05978024,Digitale Verwaltung,Quelle,2027,,,,q-d5e31e5d\n"
    )
    files["foerderung"] = files["foerderung"].replace(",490000,", ",500000,") + (
        "neu-1-f1,neu-1,Stadt,05978024,Land NRW,Land,Programm,Zuwendung,1234.5,zählt,2027-02,,q-d5e31e5d\n"
    )
    files["meilensteine"] = files["meilensteine"].replace(",2022-12,", ",2023-06,", 1) + (
        "neu-1-m1,neu-1,Los geht es,2027-Q3,,,geplant,q-d5e31e5d\n"
    )
    files["berichtigungen"] = HEADER + (
        "foerderung,smart-region-kreis-unna-f1,Betrag (EUR),490000,500000,Zahlendreher,2027-03-30\n"
        "meilensteine,dos-2030-m3,Erstplanung,2022-12,2023-06,Tippfehler,2027-03-30\n"
    )
    checked = add_stand(data_dir, NEW, {f"{name}.csv": content.encode() for name, content in files.items()})
    assert checked.errors == []
    return data_dir


@pytest.fixture(scope="module")
def found(two_stands: Path) -> Difference:
    return difference(checked_inputs(two_stands), OLD, NEW)


def test_figures_and_money_are_those_of_the_public_page(found: Difference) -> None:
    added = {headline.name: (headline.new or 0) - (headline.old or 0) for headline in found.headlines}
    assert (added["Projekte"], str(added["Zuwendungen, die zählen"])) == (1, "11234.50")
    added_by = {
        breakdown: {figure.name: float((figure.new or 0) - (figure.old or 0)) for figure in figures}
        for breakdown, figures in found.money.items()
    }
    assert added_by == {
        "Kommune": {"Lünen": 1234.5, "Kreisweite Vorhaben": 10_000},
        "Ebene": {"Land": 11_234.5},
        "Geldgeber": {"Land NRW": 11_234.5},
        "Programm": {"Programm": 1234.5, "Förderung interkommunaler Zusammenarbeit (IKZ)": 10_000},
        "Handlungsfeld": {"Digitale Verwaltung": 1234.5, "Daten und Plattformen": 10_000},
        "Art": {"Zuwendung": 11_234.5},
    }


@dataclass(frozen=True)
class Reworded:
    """The difference, and the rows that are meant in it."""

    found: Difference
    moved: str
    amount: Decimal
    gone: str
    people: str


@pytest.fixture(scope="module")
def reworded(tmp_path_factory: pytest.TempPathFactory) -> Reworded:
    """A difference in which a sum moves, a project has another id, a milestone is gone, all is described in other words."""
    data_dir = first_stand(tmp_path_factory.mktemp("reworded"))
    first = data_dir / "raw" / STAND
    frames = {
        name: pd.read_csv(first / f"{name}.csv", dtype="str", keep_default_na=False)
        for name in ("projekte", "foerderung", "meilensteine")
    }
    for frame in frames.values():
        frame["Projekt-ID"] = frame["Projekt-ID"].replace("smart-region-kreis-unna", "smart-region")
    frames["projekte"]["Kurzbeschreibung"] += " Mehr."
    funding = frames["foerderung"]
    row = (funding["Ebene"] == "Bund und Land") & (funding["Zählweise"] == "zählt") & (funding["Art"] == "Zuwendung")
    moved = funding.index[row][0]
    funding.loc[moved, ["Ebene", "Programm"]] = "Land", "Anderes Programm"
    gone = frames["meilensteine"].iloc[0]["Meilenstein-ID"]
    frames["meilensteine"] = frames["meilensteine"].iloc[1:]
    known = (data_dir / "raw" / "bevoelkerung.csv").read_text("utf-8")
    people = next(line for line in known.splitlines() if line.startswith("05978024,"))
    key, day, count, *more = people.split(",")
    # The same day as it is written in Germany.
    told = ",".join([key, f"{day[8:]}.{day[5:7]}.{day[:4]}", str(int(count) + 1), *more])
    texts = {
        **{name: frame.to_csv(index=False) for name, frame in frames.items()},
        "bevoelkerung": known.replace(people, told),
        "berichtigungen": HEADER
        + "projekte,smart-region-kreis-unna,Projekt-ID,smart-region-kreis-unna,smart-region,Kürzer,2027-03-30\n"
        f"meilensteine,{gone},,vorhanden,entfallen,Doppelt,2027-03-30\n"
        f"bevoelkerung,{key} / {day},Einwohner,{count},{int(count) + 1},amtliche Neufassung,2027-03-30\n",
    }
    checked = add_stand(data_dir, NEW, {f"{name}.csv": text.encode() for name, text in texts.items()})
    assert checked.errors == []
    sum_ = funding.loc[moved]
    return Reworded(
        difference(checked, OLD, NEW), sum_["Förder-ID"], Decimal(sum_["Betrag (EUR)"]), gone, f"{key} / {day}"
    )


def test_money_that_moves_within_a_municipality_is_told_by_what_it_moves_between(reworded: Reworded) -> None:
    found = reworded.found
    assert {"Ebene", "Programm"} == set(found.money)
    assert {figure.name: (figure.new or 0) - (figure.old or 0) for figure in found.money["Ebene"]} == {
        "Bund und Land": -reworded.amount,
        "Land": reworded.amount,
    }
    assert "Kein Betrag ändert sich" not in plain_text(found) + html_page(found, THEME)


def test_a_long_list_is_cut_where_a_limit_is_given_and_says_so(reworded: Reworded) -> None:
    told = plain_text(reworded.found, most=3)
    lines = told.partition("\nProjekte in den Tabellen")[2].partition(" in den Tabellen")[0].splitlines()
    assert sum(line.startswith("  geändert: ") for line in lines) == 3
    assert "  … und 79 weitere" in lines
    assert "  Spalte „Kurzbeschreibung“: 82 von 82 Zellen geändert (100 %)" in lines
    assert not re.search(r"\n{3,}", told)


def test_a_renamed_project_is_the_same_and_a_row_that_is_gone_is_named(reworded: Reworded) -> None:
    tables = reworded.found.tables
    assert [(kind, row.key) for kind, rows in tables.items() for row in rows.new] == []
    assert [(kind, row.key) for kind, rows in tables.items() for row in rows.gone] == [("meilensteine", reworded.gone)]
    assert tables["projekte"].columns == {"Kurzbeschreibung": 82}
    assert [row.key for row in tables["foerderung"].changed] == [reworded.moved]
    assert [milestone.new_state for milestone in reworded.found.milestones] == [None]


def test_a_published_value_is_told_however_its_day_is_written(reworded: Reworded) -> None:
    assert [row.key for row in reworded.found.tables["bevoelkerung"].changed] == [reworded.people]


def test_new_and_changed_rows_are_told_and_nothing_else(found: Difference) -> None:
    rows = {
        kind: ([row.key for row in rows.new], [row.key for row in rows.gone], [row.key for row in rows.changed])
        for kind, rows in found.tables.items()
        if not rows.is_empty
    }
    assert rows == {
        "projekte": (["neu-1"], [], ["dos-2030"]),
        "foerderung": (["neu-1-f1"], [], ["smart-region-kreis-unna-f1"]),
        "meilensteine": (["neu-1-m1"], [], ["dos-2030-m3"]),
    }


def test_cells_are_counted_by_column_among_the_rows_of_both_staende(found: Difference) -> None:
    rows = found.tables["foerderung"]
    assert (rows.columns, rows.kept_count) == ({"Betrag (EUR)": 1}, 84)
    assert "Spalte „Betrag (EUR)“: 1 von 84 Zellen geändert (1 %)" in plain_text(found)


def test_a_milestone_goes_backward_when_less_of_it_is_reached_or_known() -> None:
    changes = (
        *("reached", "moved", "dated", "undated", "refined", "corrected"),
        *("overdue", "new", "reopened", "gone"),
    )
    backward = {
        (change, state)
        for change in changes
        for state in STATES
        if Milestone("m", "", "", change, state, None, None, None, None, None).is_backward
    }
    anything = {(change, state) for change in ("reopened", "undated") for state in STATES}
    assert backward == anything | {("gone", "reached"), ("gone", "step_taken")}


def test_what_goes_backward_is_told_first(data_dir: Path) -> None:
    first = data_dir / "raw" / STAND
    steps = pd.read_csv(first / "meilensteine.csv", dtype="str", keep_default_na=False)
    reached, planned = (steps.index[steps["Status laut Quelle"] == word][0] for word in ("erreicht", "geplant"))
    steps.loc[reached, ["Status laut Quelle", "Erreicht"]] = "unbekannt", ""
    steps.loc[planned, "Status laut Quelle"] = "erreicht"
    money = pd.read_csv(first / "foerderung.csv", dtype="str", keep_default_na=False)
    grant = money.index[(money["Art"] == "Zuwendung") & (money["Zählweise"] == "zählt")][0]
    key, amount = money.loc[grant, "Förder-ID"], money.loc[grant, "Betrag (EUR)"]
    money.loc[grant, "Betrag (EUR)"] = "1"
    files = {
        "meilensteine.csv": steps.to_csv(index=False),
        "foerderung.csv": money.to_csv(index=False),
        "berichtigungen.csv": HEADER + f"foerderung,{key},Betrag (EUR),{amount},1,Zahlendreher,2027-03-30\n",
    }
    checked = add_stand(data_dir, NEW, {name: text.encode() for name, text in files.items()})
    assert checked.errors == []
    found = difference(checked, OLD, NEW)
    assert [milestone.key for milestone in found.backward_milestones] == [steps.loc[reached, "Meilenstein-ID"]]
    assert [figure.old - figure.new for figure in found.less_granted if figure.old and figure.new] == [
        Decimal(amount) - 1
    ]
    told = plain_text(found)
    assert told.index("Was zurückgeht") < told.index("Beträge, die zählen")
    assert "jetzt ohne Rückmeldung, vorher erreicht" in told
    assert "Projekte mit weniger Zuwendungen" in html_page(found, THEME)


def test_other_programs_get_the_same_as_json(found: Difference) -> None:
    record = json.loads(json.dumps(as_record(found)))
    assert (record["before"], record["after"]) == ("2026-11-23", "2027-03-31")
    assert record["money"]["Kommune"][0] == {
        "name": "Lünen",
        "old": pytest.approx(13_361_622),
        "new": pytest.approx(13_362_856.5),
    }
    assert record["tables"]["foerderung"]["columns"] == {"Betrag (EUR)": 1}
    assert [row["key"] for row in record["tables"]["projekte"]["new"]] == ["neu-1"]
    assert [milestone["change"] for milestone in record["milestones"]] == ["new"]


def test_questions_stand_before_everything_else(found: Difference) -> None:
    asked = replace(found, questions=(Question("Förderung!I17", "5 <Mio>", "Ist das so gemeint?"),))
    assert "Was gefragt wird\n  Förderung!I17: „5 <Mio>“. Ist das so gemeint?\n" in plain_text(asked)
    html = html_page(asked, THEME)
    assert html.index("„5 &lt;Mio&gt;“. Ist das so gemeint?") < html.index("Auf einen Blick")
    assert as_record(asked)["questions"][0]["place"] == "Förderung!I17"
    assert "Was gefragt wird" not in plain_text(found) + html_page(found, THEME)


def test_the_text_is_german_and_says_old_and_new(found: Difference) -> None:
    told = plain_text(found)
    assert re.search(r"Zuwendungen, die zählen: [\d.]+,55 € \(vorher [\d.]+,05 €, \+11\.234,50 €\)", told)
    assert "Los geht es (Neues <b>Projekt</b>): neu: geplant, 3. Quartal 2027" in told
    assert "Erstplanung: Dezember 2022 → Juni 2023" in told
    assert "None" not in told
    assert not re.search(r"\n{3,}", told)


def test_the_page_escapes_what_comes_from_tables_and_asks_nobody(found: Difference) -> None:
    html = html_page(found, THEME)
    assert '<html lang="de">' in html
    assert "<b>Projekt" not in html
    assert "&lt;b&gt;Projekt" in html
    assert "DOS &lt;2030&gt;" in html
    assert re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?[a-z]*:?//', html) == []
    assert "<script" not in html
    assert all(THEME[base]["textColor"] in html for base in ("light", "dark"))


def test_a_stand_that_says_the_same_changes_nothing_but_what_time_has_overtaken(data_dir: Path) -> None:
    same, late = date(2026, 11, 24), date(2030, 1, 1)
    for day in (same, late):
        checked = add_stand(data_dir, day, {})
        assert checked.errors == []
    found = difference(checked, OLD, same)
    assert found.is_empty
    assert "würde sich nichts ändern" in plain_text(found)
    assert "würde sich nichts ändern" in html_page(found, THEME)
    found = difference(checked, OLD, late)
    assert all(rows.is_empty for rows in found.tables.values())
    states = {(milestone.old_state, milestone.new_state) for milestone in found.milestones}
    assert states == {("planned", "overdue"), ("planned", "no_feedback")}
    assert not found.is_empty


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", *arguments])


@pytest.fixture
def command(two_stands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(two_stands))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "releases"))
    return two_stands


def test_the_command_compares_with_the_stand_before_and_writes_a_page(
    command: Path, tmp_path: Path, found: Difference, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepared(_: object, before: date, after: date, *more: object) -> Difference:
        assert (before, after) == (OLD, NEW)
        return found

    monkeypatch.setattr("etl.commands.difference.difference", prepared)
    result = run("--html", str(tmp_path / "diff.html"))
    assert result.exit_code == 0
    assert "Stand 31.03.2027 gegenüber Stand 23.11.2026" in result.output
    assert "Lünen" in (tmp_path / "diff.html").read_text("utf-8")
    assert result.output.endswith("Veröffentlichen:\n  python -m etl build\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2027-03-31", "23.11.2026"], "muss vor dem zweiten"),
        (["2027-03-31", "2027-03-31"], "muss vor dem zweiten"),
        (["gestern"], "ist kein Tag"),
        (["2020-01-01"], "Einen Stand vom 01.01.2020 gibt es nicht"),
        (["--html", "/gibt/es/nicht.html"], "kann nicht geschrieben werden"),
    ],
)
def test_what_cannot_be_compared_or_written_is_said(
    command: Path, arguments: list[str], words: str, found: Difference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.commands.difference.difference", lambda *_: found)
    result = run(*arguments)
    assert result.exit_code == 1
    assert words in result.output


def test_one_stand_alone_cannot_be_compared(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    result = run()
    assert result.exit_code == 1
    assert "braucht es zwei Stände" in result.output
