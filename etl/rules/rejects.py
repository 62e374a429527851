"""Rows that are left out with a reason, instead of stopping the build."""

from etl.messages.findings import Finding, warning
from etl.reading.csv_file import Table
from etl.reading.text_columns import places_of_repeats, row_numbers

COLUMNS = ["input_file", "input_line", "reason", "row_text"]
Reject = tuple[str, int, str, str]
"""A row that is left out, as the columns say."""


def split_rejects(kind: str, table: Table) -> tuple[Table, list[Reject], list[Finding]]:
    """Split a table into the rows to load and the rows to leave out, with one warning for each of these."""
    reasons: dict[int, str] = {}
    if kind == "indikatoren" and "Wert" in table.columns:
        reasons.update(dict.fromkeys(table.lines_without("Wert"), "Der Wert fehlt."))
    first: dict[int, int] = {}
    numbers = row_numbers(list(table.columns.values()))
    for place in places_of_repeats(numbers):
        line = int(table.frame.index[place])
        original = first.setdefault(numbers[place], line)
        if original != line:
            reasons[line] = f"Die Zeile ist mit Zeile {original} völlig gleich."
    if not reasons:
        return table, [], []
    rejected = [(table.file, line, reasons[line], table.texts[line]) for line in sorted(reasons)]
    findings = [
        warning(file, f"{reason} Diese Zeile wird nicht geladen.", line=line, value=text)
        for file, line, reason, text in rejected
    ]
    kept = table.frame.drop(index=list(reasons))
    return Table(table.file, kept, table.texts, table.is_complete), rejected, findings
