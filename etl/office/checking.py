"""Workbooks become what a draft holds: remarks, conflicts, marked copies, a Stand, its release, and what it would change."""

import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import palette
from data_dictionary import TABLES
from etl.difference import Difference, html_page, import_difference
from etl.difference.rendering import (
    BREAKDOWNS,
    CORRECTIONS,
    cell_change,
    comparison_rows,
    correction_rows,
    milestone_change,
)
from etl.merging.conflict_list import EMPTY, column_words, holders
from etl.merging.hand_in import Place
from etl.merging.hand_in_state import HandInState, hand_in_states, reporters
from etl.merging.merge import MergeResult, merge
from etl.messages.refusals import reading
from etl.office.drafts import MARKED, RELEASES, STAND
from etl.reading.inputs import STAENDE, input_files
from etl.reading.whole_files import read_json, write_whole
from etl.release.build import Release, build
from etl.release.fingerprint import release_id
from etl.workbook.marked_copy import marked_copy_path, save_marked_copy
from etl.workbook.remarks import Remark
from etl.workbook.style import style_of

FINDINGS, PAGE, CHANGES, DATA = "findings.json", "change.html", "changes.json", "data"
Json = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """What came of workbooks."""

    base: str
    release_id: str
    """Empty when they have errors, open questions or conflicts that nobody has decided."""
    counts: dict[str, int]


def check(
    workbooks: Sequence[Path],
    folder: Path,
    data_dir: Path,
    stand_date: date,
    decisions: Collection[str],
    answers: Mapping[str, str],
) -> Checked:
    """Fill the folder of a draft from workbooks; the data folder is only read. Answers are by the id of the question.

    Raises RefusedError if a file of the data folder cannot be read.
    """
    copied = folder / DATA
    with reading():
        paths = input_files(data_dir)
    for path in paths:
        # One after the other: all together are large where a whole country is.
        with reading():
            content = path.read_bytes()
        target = copied / path.relative_to(data_dir)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    base = release_id(copied)
    try:
        result = merge(workbooks, copied, stand_date, decisions, answers)
        _write_json(folder / FINDINGS, {"remarks": list(_remarks(result)), **_merging(result)})
        for one in result.received:
            if one.book is not None and one.remarks:
                (folder / MARKED).mkdir(exist_ok=True)
                marked = folder / MARKED / marked_copy_path(one.path).name
                save_marked_copy(one.book, one.remarks, marked, style_of(copied))
        made = _released(folder, copied, stand_date) if result.is_written else None
        if change := import_difference(result, made.path if made else None):
            theme = palette.theme(palette.of_region(copied / "region.toml"))
            write_whole(folder / PAGE, html_page(change, theme))
            _write_json(folder / CHANGES, list(_change_tables(change, reporters(result))))
    finally:
        shutil.rmtree(copied, ignore_errors=True)
    counts = {kind: result.count(kind) for kind in ("error", "question", "warning", "repaired")}
    return Checked(base, made.release_id if made else "", {**counts, "conflict": len(result.merged.open_conflicts)})


def findings(folder: Path) -> Json:
    """What was found in the workbooks of a draft and what they would change, as it was written.

    Raises RefusedError if a file of that cannot be read.
    """
    changes = folder / CHANGES
    found = {**read_json(folder / FINDINGS), "changes": read_json(changes) if changes.is_file() else None}
    return {**found, "marked": sorted(path.name for path in (folder / MARKED).glob("*"))}


def _remarks(result: MergeResult) -> Iterator[Json]:
    groups: list[tuple[str, Sequence[Remark]]] = [("", result.remarks)]
    groups += [(one.path.name, one.remarks) for one in result.received]
    for name, remarks in groups:
        for remark in remarks:
            yield {"workbook": name, **remark.as_record()}


def _merging(result: MergeResult) -> Json:
    """Conflicts with their values and whose they are, what was answered, and who has handed in what."""
    is_of_several = len(result.received) > 1 or any(one.base and one.base.area_ags for one in result.received)
    return {
        "conflicts": [
            {
                "title": conflict.title,
                "place": f"{TABLES[table].title}, {key}, {column_words(conflict)}",
                "base": conflict.base or EMPTY,
                "lead": conflict.lead,
                "options": [
                    {
                        "value": option.value or EMPTY,
                        "by": holders(option, result.names, result.latest),
                        "mark": option.mark,
                    }
                    for option in conflict.options
                ],
                "chosen": None if conflict.chosen is None else conflict.options[conflict.chosen].mark,
            }
            for conflict in result.merged.conflicts
            for table, key, _ in [conflict.place]
        ],
        "answered": [{"question": answer.question, "answer": answer.answer} for answer in result.answers],
        "hand_ins": [
            {"name": state.name, "files": state.files, "counts": _counts(state)} for state in hand_in_states(result)
        ]
        if is_of_several
        else [],
    }


def _released(folder: Path, data_dir: Path, stand_date: date) -> Release:
    """The release of a data folder that has the new Stand; its Stand is kept."""
    release = build(data_dir, folder / RELEASES)
    (data_dir / "raw" / STAENDE / stand_date.isoformat()).rename(folder / STAND)
    return release


def _counts(state: HandInState) -> list[int]:
    return [state.changed_count, state.new_count, state.gone_count, state.conflict_count]


def _change_tables(found: Difference, reported_by: Mapping[Place, str]) -> Iterator[Json]:
    """What would change, as tables in words; those in which nothing changes are left out."""
    columns = ["Was", "Vorher", "Nachher", "Änderung"]
    backward = [[one.project_title, one.title, milestone_change(one)] for one in found.backward_milestones]
    yield from _table("Meilensteine, die zurückgehen", ["Projekt", "Meilenstein", "Was sich ändert"], backward)
    headlines = [figure for figure in found.headlines if figure.old != figure.new]
    for title, figures in (
        ("Auf einen Blick", headlines),
        ("Vorhaben mit weniger bewilligtem Geld", found.less_granted),
        *((BREAKDOWNS[breakdown], figures) for breakdown, figures in found.money.items()),
    ):
        yield from _table(title, columns, [*map(list, comparison_rows(figures))])
    milestones = [
        [one.project_title, one.title, milestone_change(one)] for one in found.milestones if not one.is_backward
    ]
    yield from _table("Meilensteine", ["Projekt", "Meilenstein", "Was sich ändert"], milestones)
    for file, rows in found.tables.items():
        whole = [
            *(("neu", row) for row in (*rows.new_column, *rows.new)),
            *(("entfällt", row) for row in (*rows.gone_column, *rows.gone)),
        ]
        lines = [[what, row.name, "", reported_by.get((file, row.key, ""), "")] for what, row in whole]
        lines += [
            [
                cell.column,
                row.name,
                cell_change(cell.column, cell.old, cell.new),
                reported_by.get((file, row.key, cell.column), ""),
            ]
            for row in rows.changed
            for cell in row.cells
        ]
        headers = ["Was", "Zeile", "Vorher → nachher", "Gemeldet von"]
        # Of whole workbooks nobody knows who changed what.
        known = len(headers) if any(line[-1] for line in lines) else len(headers) - 1
        yield from _table(f"Tabelle {TABLES[file].title}", headers[:known], [line[:known] for line in lines])
    yield from _table(CORRECTIONS, ["Was", "Vorher → nachher", "Grund", "Vom"], [*map(list, correction_rows(found))])


def _table(title: str, columns: list[str], rows: list[list[str]]) -> Iterator[Json]:
    if rows:
        yield {"title": title, "columns": columns, "rows": rows}


def _write_json(path: Path, content: object) -> None:
    write_whole(path, json.dumps(content, ensure_ascii=False))
