"""``python -m benchmarks.faults.draft FOLDER DATA RELEASES``: the project office hands in a workbook, and its draft is made."""

import datetime as dt
import sys
from pathlib import Path

from etl.office.drafts import READY
from etl.office.office import Office
from etl.office.people import EDITOR, Person
from etl.reading.inputs import stand_folders
from etl.workbook.template import template

_PERSON = Person("https://login.example#anna", "Anna", frozenset({EDITOR}))


def main(folder: Path, data_dir: Path, releases: Path) -> int:
    """Exit code 0 when the draft is ready, with a release of its own."""
    workbook = folder / "Mappe.xlsx"
    book = template(data_dir)
    book["Projekte"]["B2"] = "Neuer Titel"
    book.save(workbook)
    day = max(stand_folders(data_dir)) + dt.timedelta(days=60)
    draft = Office(folder / "office", data_dir, releases).hand_in(_PERSON, {workbook.name: workbook}, day)
    print(draft.state, draft.counts)
    return 0 if draft.state == READY else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
