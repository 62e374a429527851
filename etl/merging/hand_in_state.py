"""Who has handed in, who has not, how much each has changed, and who reported what."""

from dataclasses import dataclass

from etl.merging.hand_in import Place
from etl.merging.merge import MergeResult
from etl.rules.history import GONE


@dataclass(frozen=True)
class HandInState:
    """What came from one place, or of a workbook that is the part of no place."""

    name: str
    files: tuple[str, ...]
    """Empty when nothing was handed in."""
    changed_count: int
    """Cells that it changes in rows that were there."""
    new_count: int
    gone_count: int
    conflict_count: int
    """Cells and rows of which it says something else than others."""


def hand_in_states(result: MergeResult) -> list[HandInState]:
    """One for each municipality and the district, then one for each workbook that is nobody's part."""
    senders = [one.base.area_ags if one.base else "" for one in result.received]
    by_area = {
        name: [number for number, sender in enumerate(senders) if sender == key] for key, name in result.areas.items()
    }
    others = {result.names[number]: [number] for number, sender in enumerate(senders) if not sender}
    return [_state(name, numbers, result) for name, numbers in (by_area | others).items()]


def reporters(result: MergeResult) -> dict[Place, str]:
    """Names of who reported each change, as far as the workbooks say whose part they are; as kept with the Stand."""
    senders = [result.areas.get(one.base.area_ags, "") if one.base else "" for one in result.received]
    found = {
        change.place: ", ".join(sorted({senders[number] for number in change.hand_ins} - {""}))
        for change in result.merged.changes
    }
    return {place: names for place, names in found.items() if names}


def _state(name: str, numbers: list[int], result: MergeResult) -> HandInState:
    own = [change for change in result.merged.changes if set(change.hand_ins) & set(numbers)]
    rows = [change for change in own if not change.place[2]]
    return HandInState(
        name,
        tuple(result.received[number].path.name for number in numbers),
        len(own) - len(rows),
        sum(change.new != GONE for change in rows),
        sum(change.new == GONE for change in rows),
        sum(any(set(option.hand_ins) & set(numbers) for option in found.options) for found in result.merged.conflicts),
    )
