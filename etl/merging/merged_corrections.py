"""The corrections of all workbooks: those whose change the new Stand takes over, with the values it starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl.merging.hand_in import HandIn, Place
from etl.merging.three_way import Merged
from etl.reading.inputs import CORRECTIONS
from etl.tables.keys import KEYS
from etl.workbook.remarks import Remark

LEFT_OUT = "Diese Berichtigung ist nicht übernommen: Was sie begründet, steht schon da, oder für die Zelle gilt ein anderer Wert."


@dataclass
class Corrections:
    """Rows for the file of corrections, each with whose it is, and what is said of those left out."""

    kept: list[tuple[int, int, dict[str, str]]] = field(default_factory=list)
    """Place of the hand-in, line of its table, cells."""
    left_out: list[tuple[int, Remark]] = field(default_factory=list)


def merged_corrections(hand_ins: Sequence[HandIn], merged: Merged) -> Corrections:
    """Keep what explains a change; of two reasons for one change the first is followed by the other."""
    found = Corrections()
    changes = {change.place: change for change in merged.changes}
    undecided = {
        (table, key, other)
        for conflict in merged.open_conflicts
        for table, key, column in [conflict.place]
        for other in (column, *conflict.with_it)
    }
    first: dict[Place, dict[str, str]] = {}
    for number, hand_in in enumerate(hand_ins):
        edited = {edit.place for edit in hand_in.edits}
        for line, cells in hand_in.corrections:
            table, key, column = (cells.get(header, "") for header in KEYS[CORRECTIONS])
            place, whole = (table, key, column), (table, key, "")
            change = changes.get(place)
            if change and number in change.hand_ins and (known := first.get(place)):
                if cells["Grund"] not in known["Grund"]:
                    known["Grund"] += f" / {cells['Grund']}"
            elif change and number in change.hand_ins:
                first[place] = cells | {"Alt": change.old, "Neu": change.new}
                found.kept.append((number, line, first[place]))
            elif place in edited and not undecided & {place, whole}:
                found.left_out.append((number, _left_out(hand_in, line, cells)))
            elif place not in edited and whole not in undecided:
                # A renamed id, another table, or something that did not change: for the rules to judge.
                found.kept.append((number, line, cells))
    return found


def _left_out(hand_in: HandIn, line: int, cells: Mapping[str, str]) -> Remark:
    grid = hand_in.contents[CORRECTIONS].grid
    place = grid.place(hand_in.contents[CORRECTIONS].rows[line], "Kennung")
    return Remark("warning", grid.title, place, "Kennung", cells["Kennung"], LEFT_OUT)
