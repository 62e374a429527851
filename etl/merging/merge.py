"""Workbooks that were handed in become one Stand; what is in conflict waits for a person. Prints nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from etl.merging.feedback_hand_in import feedback_hand_in
from etl.merging.hand_in import HandIn, hand_in
from etl.merging.merged_corrections import merged_corrections
from etl.merging.merged_files import merged_files
from etl.merging.three_way import Decisions, Merged, merged
from etl.messages.refusals import UnreadableError
from etl.reading.inputs import Inputs, read_inputs
from etl.release.fingerprint import stand_id
from etl.release.stands import Answer
from etl.rules.column_checks import column_findings
from etl.rules.cross_checks import duplicate_findings
from etl.rules.validation import CheckedInputs
from etl.tables.keys import KEYS
from etl.workbook.answers import confirmed, given_answers, with_refusals
from etl.workbook.base import Base, base_of
from etl.workbook.contents import office_tables
from etl.workbook.parts import area_names, part
from etl.workbook.remarks import Remark, in_order
from etl.workbook.workbook_file import OpenWorkbook, open_workbook, paused_collection
from etl.workbook.workbook_import import (
    added_stand,
    has_errors,
    import_workbook,
    read_contents,
    sheet_remarks,
    without_answered,
    without_echoes,
)


@dataclass(frozen=True)
class Received:
    """One workbook and what is to be said of it."""

    path: Path
    book: OpenWorkbook | None
    """None when it cannot be read."""
    base: Base | None
    """The Stand it was compared with; None when that is the latest, for want of one that it names."""
    remarks: list[Remark]


@dataclass(frozen=True)
class MergeResult:
    """What came of workbooks that were handed in."""

    stand_date: date
    latest: date | None
    """The Stand that they were put together with."""
    areas: Mapping[str, str]
    """Everybody who has a part: names by official key."""
    received: tuple[Received, ...]
    """In the order in which conflicts and changes count them."""
    remarks: list[Remark] = field(default_factory=list)
    """What is to be said of no workbook alone."""
    merged: Merged = field(default_factory=Merged)
    is_written: bool = False
    """Whether they became a Stand."""
    checked: CheckedInputs | None = None
    """The data folder as it is with the new Stand; None when there is nothing to read or the day cannot be."""
    answers: tuple[Answer, ...] = ()
    """Questions that somebody has answered, as they are kept with the Stand."""

    @property
    def all_remarks(self) -> list[Remark]:
        """Those of every workbook and of none."""
        return [*self.remarks, *(remark for received in self.received for remark in received.remarks)]

    @property
    def names(self) -> list[str]:
        """What the workbooks are called in lists."""
        senders = (self.areas.get(one.base.area_ags, "") if one.base else "" for one in self.received)
        return [
            f"{sender} ({one.path.name})" if sender else one.path.name
            for sender, one in zip(senders, self.received, strict=True)
        ]

    def count(self, severity: str) -> int:
        """How many remarks of this kind there are; a question that several workbooks raise is one."""
        found = [remark for remark in self.all_remarks if remark.severity == severity]
        return len({remark.question for remark in found} if severity == "question" else found)

    @property
    def is_sound(self) -> bool:
        """Whether nothing stands against a Stand made of them."""
        return not self.count("error") and not self.count("question") and not self.merged.open_conflicts


@paused_collection()
def merge(
    paths: Sequence[Path],
    data_dir: Path,
    stand_date: date,
    decisions: Decisions = (),
    answers: Mapping[str, str] | None = None,
    *,
    is_trial: bool = False,
) -> MergeResult:
    """Put workbooks together with the latest Stand and add the result as a new one.

    Nothing is written when there is an error, a conflict that nobody has decided, a question that nobody has answered
    (``answers`` are by the id of the question), or only a trial is wanted.
    """
    inputs, _ = read_inputs(data_dir)
    latest = max(inputs.stands, default=None)
    received = [_received(path, data_dir, latest) for path in sorted(paths, key=lambda path: (path.name, str(path)))]
    if any(one.book is None for one in received):
        is_trial = True
    if len(received) > 1 or (received[0].base and (received[0].base.area_ags or received[0].base.stand_date != latest)):
        given = given_answers((one.book for one in received if one.book), answers)
        return _merged(received, data_dir, stand_date, inputs, decisions, given, is_trial=is_trial)
    # Nothing has happened since: what was handed in is what will be.
    (one,) = received
    if one.book is None:
        return MergeResult(stand_date, latest, area_names(inputs), (one,))
    result = import_workbook(one.book, data_dir, stand_date, answers, is_trial=is_trial)
    told = replace(one, remarks=in_order([*one.remarks, *result.remarks], one.book.formulas.sheetnames))
    return MergeResult(
        stand_date,
        latest,
        area_names(inputs),
        (told,),
        is_written=result.is_written,
        checked=result.checked,
        answers=result.answers,
    )


def _received(path: Path, data_dir: Path, latest: date | None) -> Received:
    """A workbook with the Stand that it was made from, or with a remark that this or the whole cannot be known."""
    try:
        book = open_workbook(path)
    except UnreadableError as problem:
        return Received(path, None, None, [Remark("error", None, None, None, path.name, str(problem))])
    base = base_of(book)
    if latest is None or (base and stand_id(data_dir, base.stand_date) == base.stand_id):
        return Received(path, book, base if latest else None, [])
    known = (
        f"Den Stand vom {base.stand_date:%d.%m.%Y}, aus dem die Mappe gemacht ist, gibt es hier nicht oder nicht so."
        if base
        else "Die Mappe nennt keinen Stand, aus dem sie gemacht ist."
    )
    message = (
        f"{known} Verglichen wird sie mit dem Stand vom {latest:%d.%m.%Y}: Was sie anders sagt, gilt als Änderung, auch "
        "wenn es nur älter ist. Erwartet wird eine Mappe aus „python -m etl template“; bitte die Änderungen ansehen."
    )
    return Received(path, book, None, [Remark("warning", None, None, None, path.name, message)])


def _merged(
    received: Sequence[Received],
    data_dir: Path,
    stand_date: date,
    inputs: Inputs,
    decisions: Decisions,
    given: Mapping[str, str],
    *,
    is_trial: bool,
) -> MergeResult:
    answers = confirmed(given)
    latest, names = max(inputs.stands, default=None), area_names(inputs)
    hand_ins, remarks = [], []
    for one in received:
        base = office_tables(inputs, one.base.stand_date if one.base else latest)
        own = part(base, names, one.base.area_ags) if one.base and one.base.area_ags else None
        about: list[Remark]
        if one.book is None:
            found, about = HandIn(base, (), {}, {}, {}), []
        elif one.base and one.base.is_feedback and own:
            found, about = feedback_hand_in(one.book, base, own)
        else:
            contents, about = read_contents(one.book, inputs)
            found = hand_in(contents, base, own)
        hand_ins.append(found)
        remarks.append([*one.remarks, *about, *_own_remarks(found)])
    together = merged(office_tables(inputs, latest), hand_ins, decisions)
    corrections = merged_corrections(hand_ins, together)
    for number, remark in corrections.left_out:
        remarks[number].append(remark)
    senders = [one.base.area_ags if one.base else "" for one in received]
    files = merged_files(hand_ins, senders, together, corrections)
    is_kept = not is_trial and not together.open_conflicts and not any(has_errors(own) for own in remarks)
    every = [remark for own in remarks for remark in own]
    addition = added_stand(data_dir, stand_date, files.data, inputs, every, answers, keep=is_kept)
    general = list(addition.remarks)
    for finding in addition.findings:
        owners = files.owners(replace(finding, file=finding.file.removeprefix(addition.folder)))
        for number in owners:
            remarks[number] += sheet_remarks([finding], addition.folder, files.contents[number])
        if not owners:
            general += sheet_remarks([finding], addition.folder, {})
    told = tuple(
        replace(
            one,
            remarks=in_order(
                with_refusals(without_echoes(without_answered(own, answers)), given),
                one.book.formulas.sheetnames if one.book else [],
            ),
        )
        for one, own in zip(received, remarks, strict=True)
    )
    return MergeResult(
        stand_date,
        latest,
        names,
        told,
        in_order(with_refusals(general, given), []),
        together,
        addition.is_written,
        addition.checked,
        addition.answers,
    )


def _own_remarks(hand_in: HandIn) -> Iterator[Remark]:
    """What the rules say of the tables of a workbook by themselves, also of rows that take no part in the comparison."""
    for kind, table in hand_in.tables.items():
        findings = [*column_findings(kind, table), *duplicate_findings(table, KEYS[kind])]
        yield from sheet_remarks(findings, "", hand_in.contents)
