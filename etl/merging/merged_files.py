"""The files of the new Stand, and for each line of them whose workbook it comes from and where it stands there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data_dictionary import TABLES
from etl.merging.hand_in import HandIn, Place
from etl.merging.merged_corrections import Corrections
from etl.merging.three_way import Merged
from etl.messages.findings import Finding
from etl.reading.inputs import CORRECTIONS, OFFICE, REPORTS
from etl.workbook.contents import Content, csv_text, file_headers


@dataclass(frozen=True)
class MergedFiles:
    """Files by name, and the way back from their lines to the workbooks."""

    data: dict[str, bytes]
    contents: list[dict[str, Content]]
    """For each workbook its tables as parts of these files: the row of the sheet by the line of the file."""
    keys: dict[str, dict[int, str]]
    """Key of each row by line, for each table that is compared."""
    changed_by: Mapping[Place, Sequence[int]]
    """Which workbooks changed a cell or, without a column, anything of a row."""

    def owners(self, found: Finding) -> Sequence[int]:
        """The workbooks that a finding about one of the files is said of; none when they did not touch what it is about."""
        kind = found.file.removesuffix(".csv")
        if kind == CORRECTIONS:
            told = [number for number, own in enumerate(self.contents) if CORRECTIONS in own]
            return [number for number in told if found.line in self.contents[number][CORRECTIONS].rows]
        key = self.keys.get(kind, {}).get(found.line or 0, found.value or "")
        changed = (self.changed_by.get((kind, key, column)) for column in (found.column or "", ""))
        return next((owners for owners in changed if owners), ())


def merged_files(
    hand_ins: Sequence[HandIn], senders: Sequence[str], merged: Merged, corrections: Corrections
) -> MergedFiles:
    """Write every table that changes; the others stay as they are. Senders are official keys, empty if not known."""
    data: dict[str, bytes] = {}
    keys: dict[str, dict[int, str]] = {}
    contents: list[dict[str, Content]] = [{} for _ in hand_ins]
    for kind in OFFICE:
        keys[kind] = {}
        if any(change.place[0] == kind for change in merged.changes):
            rows = merged.tables[kind]
            data[f"{kind}.csv"], lines = csv_text(file_headers(TABLES[kind], rows.values()), rows.values())
            keys[kind] = dict(zip(lines, rows, strict=True))
        for own, hand_in in zip(contents, hand_ins, strict=True):
            if kind in hand_in.places:
                own[kind] = _part(hand_in, kind, keys[kind])
    kept = [cells for _, _, cells in corrections.kept]
    text, lines = csv_text(TABLES[CORRECTIONS].headers, kept)
    if kept:
        data[f"{CORRECTIONS}.csv"] = text
    reports = list(_reports(merged, senders))
    if reports:
        data[f"{REPORTS}.csv"], _ = csv_text(TABLES[REPORTS].headers, reports)
    for number, hand_in in enumerate(hand_ins):
        if CORRECTIONS in hand_in.contents:
            content = hand_in.contents[CORRECTIONS]
            own_lines = zip(lines, corrections.kept, strict=True)
            places = {line: content.rows[there] for line, (owner, there, _) in own_lines if owner == number}
            contents[number][CORRECTIONS] = replace(content, rows=places)
    return MergedFiles(data, contents, keys, _changed_by(merged))


def _reports(merged: Merged, senders: Sequence[str]) -> Iterator[dict[str, str]]:
    """One row for each change and place that it came from, as far as that is known."""
    for change in merged.changes:
        for sender in sorted({senders[number] for number in change.hand_ins} - {""}):
            yield dict(zip(TABLES[REPORTS].headers, (*change.place, sender), strict=True))


def _part(hand_in: HandIn, kind: str, keys: Mapping[int, str]) -> Content:
    """The table of one workbook as part of the new file."""
    places = hand_in.places[kind]
    return replace(hand_in.contents[kind], rows={line: places[key] for line, key in keys.items() if key in places})


def _changed_by(merged: Merged) -> dict[Place, list[int]]:
    found: dict[Place, list[int]] = defaultdict(list)
    for change in merged.changes:
        table, key, _ = change.place
        for place in {change.place, (table, key, "")}:
            found[place] += (number for number in change.hand_ins if number not in found[place])
    return found
