"""A workbook becomes what a draft holds: remarks, marked copy, Stand, release of it, and what it would change."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import palette
from etl.difference import difference, html_page
from etl.messages.refusals import UnreadableError
from etl.office.drafts import MARKED, RELEASES, STAND
from etl.office.whole_files import write_whole
from etl.reading.inputs import STAENDE, input_files, stand_folders
from etl.release.build import build
from etl.release.fingerprint import release_id
from etl.workbook.marked_copy import marked_copy_path, save_marked_copy
from etl.workbook.style import style_of
from etl.workbook.workbook_file import OpenWorkbook, open_workbook
from etl.workbook.workbook_import import ImportResult, import_workbook, unreadable_file

REMARKS, CHANGE, DATA = "remarks.json", "Änderung.html", "data"


@dataclass(frozen=True)
class Checked:
    """What came of a workbook."""

    base: str
    release_id: str
    """Empty when the workbook has errors."""
    counts: dict[str, int]


def check(workbook: Path, folder: Path, data_dir: Path, stand_date: date) -> Checked:
    """Fill the folder of a draft from a workbook that lies in it; the data folder is only read."""
    copied, base = folder / DATA, release_id(data_dir)
    for path in input_files(data_dir):
        if path.is_file():
            target = copied / path.relative_to(data_dir)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    try:
        result, book = _imported(workbook, copied, stand_date)
        write_whole(folder / REMARKS, json.dumps([remark.as_record() for remark in result.remarks], ensure_ascii=False))
        if book is not None and result.remarks:
            (folder / MARKED).mkdir()
            marked = folder / MARKED / marked_copy_path(workbook).name
            save_marked_copy(book, result.remarks, marked, style_of(copied))
        made = _released(folder, copied, stand_date) if result.is_written else ""
    finally:
        shutil.rmtree(copied, ignore_errors=True)
    return Checked(base, made, {kind: result.count(kind) for kind in ("error", "warning", "repaired")})


def _imported(workbook: Path, data_dir: Path, stand_date: date) -> tuple[ImportResult, OpenWorkbook | None]:
    try:
        book = open_workbook(workbook)
    except UnreadableError as problem:
        return unreadable_file(workbook, stand_date, str(problem)), None
    return import_workbook(book, data_dir, stand_date), book


def _released(folder: Path, data_dir: Path, stand_date: date) -> str:
    """Id of the release of a data folder that has the new Stand; its Stand is kept, and a page of what it changes."""
    release = build(data_dir, folder / RELEASES)
    earlier = [stand for stand in stand_folders(data_dir) if stand < stand_date]
    if earlier:
        theme = palette.theme(palette.of_region(data_dir / "region.toml"))
        found = difference(release.checked, max(earlier), stand_date)
        write_whole(folder / CHANGE, html_page(found, theme))
    (data_dir / "raw" / STAENDE / stand_date.isoformat()).rename(folder / STAND)
    return release.release_id


def remarks(folder: Path) -> list[dict[str, Any]]:
    """The remarks about a draft's workbook."""
    found: list[dict[str, Any]] = json.loads((folder / REMARKS).read_text("utf-8"))
    return found
