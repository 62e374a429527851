"""Ten municipalities hand in at once, made from an older Stand: 60 changes, 12 conflicts, and nothing else happens."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from data_dictionary import TABLES
from etl.merging.merge import merge
from etl.reading.inputs import Inputs, read_inputs
from etl.rules.history import GONE, THERE
from etl.workbook.contents import office_tables
from etl.workbook.parts import OFFICE_LEADS, area_names, part
from etl.workbook.template import template
from tests.etl.merging.test_merge import LATEST, STAND, row_of
from tests.etl.workbook.places import at
from tests.stands import OLD, first_stand

Place = tuple[str, str, str]
EDITED = {
    "projekte": ("Kurzbeschreibung", "Status laut Quelle"),
    "meilensteine": ("Meilenstein",),
    "foerderung": ("Anmerkung",),
}
TITLES = {kind: TABLES[kind].title for kind in TABLES}


@dataclass
class Script:
    """What every municipality does to its workbook, and what the new Stand must hold afterwards."""

    edits: dict[str, dict[Place, str]] = field(default_factory=dict)
    """Text of each changed cell, for each municipality."""
    new: dict[str, dict[str, str]] = field(default_factory=dict)
    """A new milestone of each municipality."""
    gone: dict[str, str] = field(default_factory=dict)
    """A milestone that each municipality takes away, with its reason."""
    conflicts: set[Place] = field(default_factory=set)


def write_script(inputs: Inputs) -> Script:
    """Draw the changes; the seed is fixed, so that a failure can be looked at."""
    script, draw = Script(), random.Random(2026)
    old, now, names = office_tables(inputs, OLD), office_tables(inputs, LATEST), area_names(inputs)
    parts = {key: part(old, names, key) for key in names}
    since: list[tuple[str, Place]] = []
    for area, own in parts.items():
        cells = [
            (kind, key, column)
            for kind, columns in EDITED.items()
            for key, lead in own.rows[kind].items()
            if lead == "" and key in now[kind]
            for column in columns
        ]
        changed = [place for place in cells if old[place[0]][place[1]][place[2]] != now[place[0]][place[1]][place[2]]]
        since += [(area, place) for place in changed]
        if len(area) < 8:
            continue
        milestones = [
            key
            for key, lead in own.rows["meilensteine"].items()
            if lead == "" and {**now["meilensteine"].get(key, {}), "Art": ""} == {**old["meilensteine"][key], "Art": ""}
        ]
        script.gone[area] = draw.choice(milestones)
        free = [place for place in cells if place not in changed and place[1] != script.gone[area]]
        script.edits[area] = {
            place: f"neu {number} aus {names[area]}" for number, place in enumerate(draw.sample(free, 4))
        }
        project = draw.choice(
            [key for key, lead in own.rows["projekte"].items() if lead == "" and key in now["projekte"]]
        )
        script.new[area] = old["meilensteine"][script.gone[area]] | {
            "Meilenstein-ID": f"neu-{area}", "Projekt-ID": project, "Meilenstein": "Etwas Neues", "Art": "Ergebnis",
            "Erstplanung": now["projekte"][project]["Ende"] or "2027", "Aktuelle Planung": "", "Erreicht": "", "Status laut Quelle": "geplant",
        }  # fmt: skip
    joint = list(_joint(parts, old, now))
    # Two that lead nothing of it tell it differently, and one that does not lead it tells it at all.
    for place, areas in [(place, areas) for place, lead, areas in joint if lead == OFFICE_LEADS and len(areas) > 1][:5]:
        for area in areas[:2]:
            script.edits[area][place] = f"so sieht {place[1]} {names[area]}"
        script.conflicts.add(place)
    for place, areas in [(place, areas) for place, lead, areas in joint if lead != OFFICE_LEADS][:5]:
        script.edits[areas[0]][place] = f"so sieht {place[1]} {names[areas[0]]}"
        script.conflicts.add(place)
    for area, place in [entry for entry in since if entry[0] in script.edits][: 12 - len(script.conflicts)]:
        script.edits[area][place] = f"{place[1]} anders als seither"
        script.conflicts.add(place)
    return script


def _joint(parts: Any, old: Any, now: Any) -> Iterator[tuple[Place, str, list[str]]]:
    """Cells of joint projects that did not change since, who leads each, and the municipalities that do not."""
    for key, row in old["projekte"].items():
        leads = {
            area: own.rows["projekte"][key]
            for area, own in parts.items()
            if own.rows["projekte"].get(key) and len(area) == 8
        }
        for column in EDITED["projekte"]:
            if leads and now["projekte"].get(key, {}).get(column) == row[column]:
                yield ("projekte", key, column), next(iter(leads.values())), list(leads)


def hand_in(data_dir: Path, area: str, script: Script, path: Path) -> None:
    """Do in a template what the script says."""
    book: Any = template(data_dir, area)
    for (kind, key, column), text in script.edits[area].items():
        page = book[TITLES[kind]]
        page[at(TITLES[kind], column, row_of(page, key))] = text
    page = book["Meilensteine"]
    last = max(cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value) + 1
    for header, text in script.new[area].items():
        page[at("Meilensteine", header, last)] = text or None
    page.delete_rows(row_of(page, script.gone[area]))
    correction = ("meilensteine", script.gone[area], None, THERE, GONE, "Kein Meilenstein", "2026-12-30")
    for column, text in enumerate(correction, start=1):
        book["Berichtigungen"].cell(2, column).value = text
    book.save(path)


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> tuple[Script, list[Path]]:
    """The script, and the workbooks of ten municipalities made from the first Stand."""
    folder = tmp_path_factory.mktemp("ten")
    script = write_script(read_inputs(ROOT / "data")[0])
    data_dir = first_stand(folder)
    paths = {area: folder / f"{area}.xlsx" for area in script.edits}
    for area, path in paths.items():
        hand_in(data_dir, area, script, path)
    return script, list(paths.values())


def test_every_change_is_in_every_conflict_is_found_and_nothing_else_changes(
    ten: tuple[Script, list[Path]], tmp_path: Path
) -> None:
    script, paths = ten
    assert (len(paths), len(script.conflicts)) == (10, 12)
    made = Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("releases")))
    # In which order they come makes no difference: what was decided of one holds in the other.
    first = merge(random.Random(7).sample(paths, len(paths)), made, STAND)
    assert not first.is_written
    assert {conflict.place for conflict in first.merged.open_conflicts} == script.conflicts
    assert len(first.merged.open_conflicts) == 12
    decisions = [conflict.options[-1].mark for conflict in first.merged.open_conflicts]
    chosen = {conflict.place: conflict.options[-1].value for conflict in first.merged.open_conflicts}
    asked = [remark.question for remark in merge(paths, made, STAND, decisions).all_remarks if remark.question]
    result = merge(paths, made, STAND, decisions, dict.fromkeys(asked, "ausgedacht"))
    assert result.is_written, [remark for remark in result.all_remarks if remark.severity != "warning"]
    inputs, _ = read_inputs(made)
    expected, after = office_tables(inputs, LATEST), office_tables(inputs, STAND)
    plain = {place: text for edits in script.edits.values() for place, text in edits.items()} | chosen
    for (kind, key, column), text in plain.items():
        expected[kind][key][column] = text
    for area, key in script.gone.items():
        del expected["meilensteine"][key]
        expected["meilensteine"][script.new[area]["Meilenstein-ID"]] = script.new[area]
    count = len(plain) - len(chosen) + len(script.gone) + len(script.new)
    assert count == 60
    assert len(result.merged.changes) == count + len(chosen)
    for kind, rows in expected.items():
        assert {key: _filled(row) for key, row in after[kind].items()} == {
            key: _filled(row) for key, row in rows.items()
        }


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {header: text for header, text in row.items() if text}
