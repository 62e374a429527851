"""The part of a municipality: its rows, what of them it leads, and what an import says when it changes others'."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from etl.merging.hand_in_state import hand_in_states
from etl.merging.merge import merge
from etl.messages.refusals import RefusedError
from etl.workbook.parts import OFFICE_LEADS, Part, part
from etl.workbook.template import template
from tests.etl.merging.test_merge import STAND, row_of, texts
from tests.etl.workbook.places import at
from tests.stands import OLD

DISTRICT, A, B, C = "01234", "01234004", "01234008", "01234012"
NAMES = {A: "Astadt", B: "Berg/Ruhr", C: "Kreisfeld", DISTRICT: "Kreis Kreisfeld"}


def small_part(area_ags: str, **projects: tuple[str, str]) -> Part:
    """The part of one place of projects by key, each with its areas and who leads it."""
    rows = {
        key: {"Projekt-ID": key, "Kommunen (AGS)": areas, "Federführung": lead, "Quelle-ID": f"q-{key}"}
        for key, (areas, lead) in projects.items()
    }
    steps = {f"{key}-m": {"Meilenstein-ID": f"{key}-m", "Projekt-ID": key, "Quelle-ID": "q"} for key in rows}
    sources = {row["Quelle-ID"]: {} for row in [*rows.values(), *steps.values()]}
    tables: dict[str, Any] = {"projekte": rows, "meilensteine": steps, "foerderung": {}, "quellen": sources}
    return part(tables, NAMES, area_ags)


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Stadt Astadt", ""),
        ("Eigenbetrieb Astadt (EBA)", ""),
        ("Stadt Berg", "Berg/Ruhr"),
        ("Stadt Dortmund und Stadt Berg/Ruhr", "Berg/Ruhr"),
        ("Astadt und Berg", OFFICE_LEADS),
        ("Klinikum Nord", OFFICE_LEADS),
        ("Kreis Kreisfeld", "Kreis Kreisfeld"),
        ("Gemeinde Kreisfeld", "Kreisfeld"),
        ("Kreis Kreisfeld / Stadt Astadt", OFFICE_LEADS),
        ("Astadtwerke", OFFICE_LEADS),
    ],
)
def test_a_joint_project_is_led_by_the_one_place_that_its_lead_names(lead: str, expected: str) -> None:
    assert small_part(A, joint=(f"{A} {B}", lead)).rows["projekte"] == {"joint": expected}


def test_who_leads_without_taking_part_has_the_project_in_its_part() -> None:
    projects = {"joint": (f"{A} {B}", "Kreis Kreisfeld"), "own": (A, "Kreis Kreisfeld"), "all": (DISTRICT, "Astadt")}
    parts = {area: dict(small_part(area, **projects).rows["projekte"]) for area in NAMES}
    assert parts == {
        A: {"joint": "Kreis Kreisfeld", "own": ""},
        B: {"joint": "Kreis Kreisfeld"},
        C: {},
        DISTRICT: {"joint": "", "all": ""},
    }


def test_a_part_has_what_belongs_to_its_projects_and_may_change_what_it_leads() -> None:
    found = small_part(A, own=(A, "irgendwer"), joint=(f"{A} {B}", "Berg"), other=(B, "Berg"))
    assert found.rows["projekte"] == {"own": "", "joint": "Berg/Ruhr"}
    assert found.rows["meilensteine"] == {"own-m": "", "joint-m": "Berg/Ruhr"}
    # A source that others cite as well is not for one place to change.
    assert found.rows["quellen"] == {"q-own": "", "q-joint": "Berg/Ruhr", "q": "Berg/Ruhr"}
    turned = small_part(A, joint=(f"{A} {B}", "Berg"), own=(A, "irgendwer"))
    assert turned.rows["quellen"]["q"] == "Berg/Ruhr"
    assert found.lock("projekte", "other") == OFFICE_LEADS
    assert found.lock_of_new("meilensteine", {"Projekt-ID": "own"}, {}) == ""
    assert found.lock_of_new("meilensteine", {"Projekt-ID": "joint"}, {}) == "Berg/Ruhr"
    assert found.lock_of_new("projekte", {"Projekt-ID": "new"}, {"new": {"Kommunen (AGS)": A}}) == ""
    assert found.lock_of_new("projekte", {"Projekt-ID": "new"}, {"new": {"Kommunen (AGS)": B}}) == OFFICE_LEADS
    assert found.lock_of_new("quellen", {"Quelle-ID": "new"}, {}) == ""
    assert small_part(DISTRICT, own=(DISTRICT, "")).rows["projekte"] == {"own": ""}


LUENEN = "05978024"


@pytest.fixture
def luenen(data_dir: Path, tmp_path: Path) -> Callable[..., Path]:
    """Change the part of one municipality and save it."""

    def edit(*changes: tuple[str, str, str, object]) -> Path:
        book: Any = template(data_dir, LUENEN)
        for sheet, key, header, value in changes:
            book[sheet][at(sheet, header, row_of(book[sheet], key))] = value
        book.save(tmp_path / "Teil.xlsx")
        return tmp_path / "Teil.xlsx"

    return edit


def joint_key(data_dir: Path) -> str:
    """A project of several places that this municipality does not lead."""
    rows = texts(data_dir, OLD, "projekte")
    return next(
        key
        for key, row in rows.items()
        if LUENEN in row["Kommunen (AGS)"].split()[1:] and "Lünen" not in row["Federführung"]
    )


def own_key(data_dir: Path) -> str:
    return next(key for key, row in texts(data_dir, OLD, "projekte").items() if row["Kommunen (AGS)"] == LUENEN)


def test_the_workbook_of_a_part_holds_its_rows_and_locks_what_others_lead(
    luenen: Callable[..., Path], data_dir: Path
) -> None:
    book: Any = load_workbook(luenen())
    page, rows = book["Projekte"], texts(data_dir, OLD, "projekte")
    keys = [cell.value for (cell,) in page.iter_rows(min_row=2, max_col=1) if cell.value]
    assert keys == [key for key, row in rows.items() if LUENEN in row["Kommunen (AGS)"].split()]
    joint, own = (page[at("Projekte", "Titel", row_of(page, key))] for key in (joint_key(data_dir), own_key(data_dir)))
    assert (joint.protection.locked, own.protection.locked) == (True, False)
    assert any("Teil: Lünen" in str(cell.value) for cell in book["Hilfe"]["A"])
    with pytest.raises(RefusedError, match="Möglich sind „05978004 Bergkamen“"):
        template(data_dir, "05978999")


def test_a_part_changes_its_own_rows_and_nothing_else(luenen: Callable[..., Path], data_dir: Path) -> None:
    before = texts(data_dir, OLD, "projekte")
    key = own_key(data_dir)
    result = merge([luenen(("Projekte", key, "Status laut Quelle", "fertig"))], data_dir, STAND)
    assert result.is_written, result.all_remarks
    reports = (data_dir / "raw" / "staende" / str(STAND) / "meldungen.csv").read_text("utf-8")
    assert reports.splitlines()[1:] == [f"projekte,{key},Status laut Quelle,{LUENEN}"]
    before[key]["Status laut Quelle"] = "fertig"
    assert texts(data_dir, STAND, "projekte") == before
    states = {state.name: state for state in hand_in_states(result)}
    assert len(states) == 11
    assert (states["Lünen"].files, states["Lünen"].changed_count) == (("Teil.xlsx",), 1)
    assert states["Bönen"].files == ()


def test_a_new_milestone_is_for_a_person_to_decide_only_where_somebody_else_leads_its_project(
    luenen: Callable[..., Path], data_dir: Path
) -> None:
    path = luenen()
    book: Any = load_workbook(path)
    page = book["Meilensteine"]
    row = next(row for row in range(2, page.max_row + 2) if not page.cell(row, 1).value)
    values = {"Meilenstein-ID": "neu", "Projekt-ID": joint_key(data_dir), "Meilenstein": "Neu"}
    for header, value in values.items():
        page[at("Meilensteine", header, row)] = value
    book.save(path)
    result = merge([path], data_dir, STAND)
    assert not result.is_written
    assert [(conflict.place, conflict.lead) for conflict in result.merged.open_conflicts] == [
        (("meilensteine", "neu", ""), OFFICE_LEADS)
    ]
    projects = book["Projekte"]
    own = next(row for row in range(2, projects.max_row + 2) if not projects.cell(row, 1).value)
    for header, value in {"Projekt-ID": "ganz-neu", "Titel": "Neu", "Kommunen (AGS)": LUENEN}.items():
        projects[at("Projekte", header, own)] = value
    page[at("Meilensteine", "Projekt-ID", row)] = "ganz-neu"
    book.save(path)
    assert not merge([path], data_dir, STAND).merged.open_conflicts


def test_what_somebody_else_leads_is_for_a_person_to_decide(luenen: Callable[..., Path], data_dir: Path) -> None:
    path = luenen(("Projekte", joint_key(data_dir), "Status laut Quelle", "fertig"))
    (conflict,) = (result := merge([path], data_dir, STAND)).merged.open_conflicts
    assert not result.is_written
    assert conflict.lead
    assert [option.value for option in conflict.options][1] == "fertig"
    decided = merge([path], data_dir, STAND, [conflict.options[1].mark])
    assert decided.is_written, decided.all_remarks
    assert texts(data_dir, STAND, "projekte")[joint_key(data_dir)]["Status laut Quelle"] == "fertig"
