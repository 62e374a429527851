"""Rows that are left out with a reason, instead of stopping the build."""

import pandas as pd

from etl.messages.findings import Finding, warning
from etl.reading.csv_file import Table

COLUMNS = ["input_file", "input_line", "reason", "row_text"]


def split_rejects(kind: str, table: Table) -> tuple[Table, pd.DataFrame, list[Finding]]:
    """Split a table into the rows to load and the rows to leave out, with one warning for each of these."""
    reasons: dict[int, str] = {}
    if kind == "indikatoren" and "Wert" in table.frame.columns:
        empty = table.frame.index[table.frame["Wert"].isna()]
        reasons.update(dict.fromkeys(empty, "Der Wert fehlt."))
    first: dict[tuple[str | None, ...], int] = {}
    repeated = _repeated(table.frame)
    for line, *cells in repeated.astype(object).where(repeated.notna(), None).itertuples(name=None):
        original = first.setdefault(tuple(cells), line)
        if original != line:
            reasons[line] = f"Die Zeile ist mit Zeile {original} völlig gleich."
    rejected = pd.DataFrame(
        [(table.file, line, reasons[line], table.texts[line]) for line in sorted(reasons)], columns=COLUMNS
    )
    findings = [
        warning(table.file, f"{reasons[line]} Diese Zeile wird nicht geladen.", line=line, value=table.texts[line])
        for line in sorted(reasons)
    ]
    kept = table.frame.drop(index=list(reasons)) if reasons else table.frame
    return Table(table.file, kept, table.texts, table.is_complete), rejected, findings


def _repeated(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that stand there more than once: a row with a cell that no other row has needs no further look."""
    for column in frame.columns:
        if frame.empty:
            return frame
        frame = frame[frame[column].duplicated(keep=False)]
    return frame[frame.duplicated(keep=False)]
