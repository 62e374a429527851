"""Candidates as a workbook for the office: to look through, with what is known marked; never merged."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from etl.official.ingest.candidate_marks import marked_as_known
from etl.official.ingest.ingest import Piece
from etl.reading.csv_file import read_csv
from etl.reading.inputs import latest_files
from etl.reading.money import AMOUNT, amount
from etl.reading.whole_files import save_workbook
from etl.workbook.style import EURO_FORMAT
from etl.workbook.writing import write_text

AMOUNTS = "(EUR)"
WIDEST = 60


def candidate_files(pieces: Iterable[Piece], data_dir: Path, out: Path | None, today: date) -> Iterator[Path]:
    """Write one workbook per source with candidates, in ``out`` or beside its first file, and give its path."""
    files = latest_files(data_dir)
    projects, funding = (read_csv(files.get(name, Path()), name)[0].frame for name in ("projekte", "foerderung"))
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.extract.candidates is not None:
            found.setdefault(piece.extract.source, []).append(piece)
    for source, parts in found.items():
        rows = pd.concat([part.extract.candidates for part in parts], ignore_index=True)
        if rows.empty:
            continue
        path = _free(out or parts[0].path.parent, f"kandidaten_{source}_{today}")
        path.parent.mkdir(parents=True, exist_ok=True)
        save_workbook(_workbook(marked_as_known(rows, projects, funding)), path)
        yield path


def _free(folder: Path, stem: str) -> Path:
    """A path that is not taken: the office may have written its notes into an earlier list."""
    path, number = folder / f"{stem}.xlsx", 2
    while path.exists():
        path, number = folder / f"{stem}_{number}.xlsx", number + 1
    return path


def _workbook(rows: pd.DataFrame) -> Workbook:
    book = Workbook()
    sheet = book.create_sheet("Kandidaten", 0)
    del book["Sheet"]
    for column, name in enumerate(rows.columns, start=1):
        texts = rows[name].fillna("").astype("str").str.replace(ILLEGAL_CHARACTERS_RE, "", regex=True)
        write_text(sheet.cell(1, column), name)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = min(
            WIDEST, 2 + max([len(name), *texts.str.len().tolist()])
        )
        for line, text in enumerate(texts, start=2):
            if name.endswith(AMOUNTS) and AMOUNT.fullmatch(text):
                sheet.cell(line, column).value = amount(text)
                sheet.cell(line, column).number_format = EURO_FORMAT
            elif text:
                write_text(sheet.cell(line, column), text)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return book
