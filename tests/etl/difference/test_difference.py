"""What would change on the public page is told whole, in German, and as a page that needs nothing else."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner

import palette
from etl.cli import app
from etl.difference import Difference, Question, as_record, difference, html_page, plain_text
from etl.difference.comparison import SQL, Cell, Figure, Milestone, Row, Rows, _rows
from etl.difference.rendering import STATES, cell_text, column_rows, milestone_change
from etl.office.checking import _change_tables
from etl.release.build import build
from etl.release.stands import add_stand
from tests.etl.defects import STAND
from tests.etl.snapshots import small_data
from tests.stands import first_stand

OLD, NEW = date(2026, 11, 23), date(2027, 3, 31)
THEME = palette.theme({})
HEADER = "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"


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


def test_a_share_is_one_of_the_rows_that_are_in_both_staende() -> None:
    added = ("projekte", "new", "p3", "Drei", None, None, None, None, None)
    changed = ("projekte", "changed", "p1", "Eins", "Titel", "A", "Eins", None, None)
    assert column_rows(_rows([added, changed], 3)) == [("Titel", "1", "2", "50 %")]


TWO_STANDS = """
create table project_detail as from (values
    (date '2026-11-23', 'alt', 'Eins', 5), (date '2027-03-31', 'neu', 'Eins', 3),
    (date '2026-11-23', 'zwei', 'Zwei', 2), (date '2027-03-31', 'zwei', 'Zwei', 2),
    (date '2026-11-23', 'drei', 'Nichts mehr', 7), (date '2027-03-31', 'drei', 'Nichts mehr', null),
    (date '2026-11-23', 'vier', 'Etwas', null), (date '2027-03-31', 'vier', 'Etwas', 1)
) as project (stand_date, project_id, title, grant_eur);
create macro renamed_between(before, after) as table from (values
    ('projekte', 'alt', 'neu'), ('meilensteine', 'zwei', 'drei')
) as renamed (table_name, old_key, new_key);
"""


def test_less_is_granted_to_a_project_whatever_it_is_called() -> None:
    with duckdb.connect() as connection:
        connection.execute(TWO_STANDS)
        found = connection.execute((SQL / "less_granted.sql").read_text("utf-8"), {"before": OLD, "after": NEW})
        assert found.fetchall() == [("Eins", 5, 3), ("Nichts mehr", 7, None)]


MILESTONES = {
    **{
        ("result", state): count
        for count, state in enumerate(("reached", "planned", "overdue", "no_feedback"), start=1)
    },
    **{
        ("step", state): count
        for count, state in enumerate(("step_taken", "planned", "overdue", "no_feedback"), start=5)
    },
    ("event", "planned"): 9,
    ("setback", "no_feedback"): 10,
}
"""How many there are of each role in each state."""


def test_of_what_is_still_to_come_results_alone_are_counted() -> None:
    with duckdb.connect() as connection:
        for table in ("project", "source"):
            connection.execute(f"create table {table} as select date '2027-03-31' as stand_date")
        connection.execute(
            "create table funding_detail as select date '2027-03-31' as stand_date, 5 as amount_eur, true as is_counted, 'Zuwendung' as kind"
        )
        connection.execute("create table milestone_detail (stand_date date, role text, state text)")
        for (role, state), count in MILESTONES.items():
            connection.executemany("insert into milestone_detail values (?, ?, ?)", [(NEW, role, state)] * count)
        found = connection.execute((SQL / "headlines.sql").read_text("utf-8"), {"stand": NEW})
        assert found.fetchall() == [(1, 5, 1, 5, 2, 3, 4, 1)]


@pytest.mark.parametrize("kind", ["new", "gone", "changed", "new_column", "gone_column"])
def test_any_row_that_differs_is_a_difference(kind: str, reworded: Reworded) -> None:
    rows = Rows(**{kind: (Row("k", "So heißt die Zeile", (Cell("Programm", "", "3"),)),)}, kept_count=4)
    assert not rows.is_empty
    assert Rows(kept_count=1).is_empty
    # Wherever differences are told, it is among them.
    told = replace(reworded.found, tables={**dict.fromkeys(reworded.found.tables, Rows()), "foerderung": rows})
    for text in (plain_text(told), html_page(told, THEME), str(list(_change_tables(told, {})))):
        assert "So heißt die Zeile" in text


def test_what_is_no_amount_is_shown_as_it_is() -> None:
    shown = [cell_text("Betrag (EUR)", text) for text in ("1234.5", "1234", "rund 1234", "")]
    assert shown == ["1.234,50 €", "1.234 €", "rund 1234", "keine Angabe"]


def test_a_published_value_is_told_however_its_day_is_written(reworded: Reworded) -> None:
    assert [row.key for row in reworded.found.tables["bevoelkerung"].changed] == [reworded.people]


def test_a_border_that_moves_is_told_of_its_municipality(data_dir: Path) -> None:
    areas = json.loads((data_dir / "raw" / "grenzen.geojson").read_text("utf-8"))
    first, *others = areas["features"]
    (ring,) = first["geometry"]["coordinates"]
    shared = {tuple(point) for other in others for points in other["geometry"]["coordinates"] for point in points}
    # About a metre, where no other municipality begins.
    moved = next(at for at, point in enumerate(ring) if at and tuple(point) not in shared)
    ring[moved] = [ring[moved][0] + 1e-5, ring[moved][1]]
    checked = add_stand(data_dir, NEW, {"grenzen.geojson": json.dumps(areas).encode()})
    assert checked.errors == []
    (row,) = difference(checked, OLD, NEW).tables["gemeinden"].changed
    assert row.key == first["properties"]["ags"]
    assert row.cells == (Cell("Grenze", "bisheriger Umriss", "neuer Umriss"),)


def test_a_milestone_goes_backward_when_less_of_it_is_reached_or_known() -> None:
    changes = (
        *("reached", "redated", "moved", "dated", "undated", "refined", "corrected"),
        *("overdue", "new", "reopened", "gone"),
    )
    backward = {
        (change, state)
        for change in changes
        for state in STATES
        if Milestone("m", "", "", change, state, None, None, None, None, "2024", None).is_backward
    }
    anything = {(change, state) for change in ("reopened", "undated") for state in STATES}
    assert backward == anything | {("gone", "reached"), ("gone", "step_taken")}
    redated = Milestone("m", "", "", "redated", "reached", "reached", None, None, "2023", "2024", None)
    assert not redated.is_backward
    assert replace(redated, reached=None).is_backward


@pytest.mark.parametrize(
    ("change", "old", "new", "words"),
    [
        ("overdue", "2027", "2027", "2027; jetzt überfällig, vorher geplant"),
        ("refined", "2027", "2027-Q2", "genauer: 2. Quartal 2027 statt 2027; jetzt überfällig, vorher geplant"),
        ("corrected", "2027", "2028", "berichtigt: 2028 statt 2027; jetzt überfällig, vorher geplant"),
        ("moved", "2027-Q2", "2028", "verschoben von 2. Quartal 2027 auf 2028; jetzt überfällig, vorher geplant"),
        ("reopened", "2027", "2027-Q2", "2. Quartal 2027, vorher 2027; jetzt überfällig, vorher geplant"),
        ("dated", None, "2027", "2027, vorher ohne Termin; jetzt überfällig, vorher geplant"),
        ("undated", "2027", None, "ohne Termin, vorher 2027; jetzt überfällig, vorher geplant"),
    ],
)
def test_what_became_of_a_plan_is_told_in_words(change: str, old: str | None, new: str | None, words: str) -> None:
    found = Milestone("m", "", "", change, "planned", "overdue", old, new, None, None, None)
    assert milestone_change(found) == words
    assert milestone_change(replace(found, new_state="planned")) == words.partition(";")[0]


@pytest.mark.parametrize(
    ("old", "new", "day", "words"),
    [
        ("overdue", "reached", None, "erreicht, ohne Datum"),
        ("planned", "step_taken", "2025-12-01", "Schritt getan 01.12.2025"),
        (None, "reached", "2025", "erreicht 2025 (neu)"),
        (None, "event", "2024-05", "Ereignis Mai 2024 (neu)"),
        (None, "setback", None, "Rückschlag, ohne Datum (neu)"),
        ("planned", None, None, "entfallen"),
    ],
)
def test_what_has_happened_is_told_with_its_day(old: str | None, new: str | None, day: str | None, words: str) -> None:
    found = Milestone("m", "", "", "", old, new, "2024", "2024", None, day, None)
    assert milestone_change(found) == words


def test_what_is_dated_otherwise_is_told_with_both_days() -> None:
    found = Milestone("m", "", "", "redated", "reached", "reached", None, None, "2023-04", "2013-04", None)
    assert milestone_change(found) == "erreicht April 2013, vorher April 2023"
    assert milestone_change(replace(found, reached=None)) == "erreicht, ohne Datum, vorher April 2023"
    assert milestone_change(replace(found, old_reached=None)) == "erreicht April 2013, vorher ohne Datum"


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


NOTHING = Difference(OLD, NEW, (), {}, (), (), {}, ())


def test_every_list_that_is_cut_says_how_much_of_itself_is_left_out() -> None:
    def rows(count: int) -> tuple[Row, ...]:
        return (Row("k", "Zeile", (Cell("Programm", "", "x"),)),) * count

    undated = Milestone("m", "", "", "undated", "planned", "planned", "2027", None, None, None, None)
    found = replace(
        NOTHING,
        questions=(Question("", "", "Stimmt das?"),) * 4,
        milestones=(undated,) * 5,
        less_granted=(Figure("Projekt", Decimal(2), Decimal(1)),) * 6,
        money={"Ebene": (Figure("Land", Decimal(2), Decimal(1)),) * 7},
        tables={
            "foerderung": Rows(rows(8), rows(9), rows(10), kept_count=10),
            "kennzahlen": Rows(rows(8), rows(9), rows(11), kept_count=11),
        },
    )
    # What goes backward stands apart, and again among the milestones.
    left_out = [int(count) for count in re.findall("… und ([0-9]+) weitere", plain_text(found, most=3))]
    assert left_out == [1, 2, 3, 4, 2, 5, 6, 7, 8]
    assert "weitere" not in plain_text(found)


def test_questions_stand_before_everything_else(reworded: Reworded) -> None:
    asked = replace(reworded.found, questions=(Question("Förderung!I17", "5 <Mio>", "Ist das so gemeint?"),))
    assert "Was gefragt wird\n  Förderung!I17: „5 <Mio>“. Ist das so gemeint?\n" in plain_text(asked)
    html = html_page(asked, THEME)
    assert html.index("„5 &lt;Mio&gt;“. Ist das so gemeint?") < html.index("Auf einen Blick")
    assert as_record(asked)["questions"][0]["place"] == "Förderung!I17"
    assert "Was gefragt wird" not in plain_text(NOTHING) + html_page(NOTHING, THEME)


def test_the_page_asks_nobody(reworded: Reworded) -> None:
    html = html_page(reworded.found, THEME)
    assert re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?[a-z]*:?//', html) == []
    assert "<script" not in html
    assert all(THEME[base]["textColor"] in html for base in ("light", "dark"))


def test_that_nothing_would_change_is_said() -> None:
    assert NOTHING.is_empty
    assert "würde sich nichts ändern" in plain_text(NOTHING)
    assert "würde sich nichts ändern" in html_page(NOTHING, THEME)


def test_a_stand_that_says_the_same_changes_only_what_time_has_overtaken(data_dir: Path) -> None:
    checked = add_stand(data_dir, date(2030, 1, 1), {})
    assert checked.errors == []
    found = difference(checked, OLD, date(2030, 1, 1))
    assert all(rows.is_empty for rows in found.tables.values())
    states = {(milestone.old_state, milestone.new_state) for milestone in found.milestones}
    assert states == {("planned", "overdue"), ("planned", "no_feedback")}
    assert not found.is_empty


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.commands.difference.difference", lambda *_: NOTHING)
    monkeypatch.setenv("MONITOR_DATA_DIR", str(small_data(tmp_path)))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "releases"))
    # Between former Stände there is nothing to publish.
    result = CliRunner().invoke(app, ["diff", "2025-03-31", "2025-06-30"])
    assert (result.exit_code, "Was veröffentlicht ist:\n  python -m etl releases\n" in result.output) == (0, True)
    result = CliRunner().invoke(app, ["diff", "--html", "/gibt/es/nicht.html"])
    assert result.exit_code == 1
    assert "kann nicht geschrieben werden" in result.output


def test_what_belongs_to_no_stand_and_has_changed_since_the_release_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.commands.difference.difference", lambda *_: NOTHING)
    data = small_data(tmp_path)
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "releases"))
    build(data, tmp_path / "releases")
    unchanged = CliRunner().invoke(app, ["diff"]).output
    assert "Seit der Veröffentlichung" not in unchanged
    assert "python -m etl releases" in unchanged
    mapping = data / "mapping" / "geldgeber.csv"
    mapping.write_text(mapping.read_text("utf-8") + "Bund (X),Land NRW,\n", "utf-8")
    changed = CliRunner().invoke(app, ["diff"]).output
    assert "Seit der Veröffentlichung wurde etwas geändert, das zu keinem neuen Stand gehört" in changed
    assert "python -m etl build" in changed
