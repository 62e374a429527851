"""Workbooks that were handed in become one Stand; what is in conflict waits for a person. Prints nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from etl.merging.hand_in import HandIn, hand_in, office_tables
from etl.merging.merged_corrections import merged_corrections
from etl.merging.merged_files import merged_files
from etl.merging.three_way import Decisions, Merged, merged
from etl.reading.inputs import Inputs, read_inputs
from etl.release.fingerprint import stand_id
from etl.rules.cross_checks import duplicate_findings
from etl.rules.schemas import schema_findings
from etl.tables.keys import KEYS
from etl.workbook.base import Base, base_of
from etl.workbook.remarks import Remark, in_order
from etl.workbook.workbook_file import OpenWorkbook
from etl.workbook.workbook_import import (
    added_stand,
    has_errors,
    import_workbook,
    read_contents,
    sheet_remarks,
    without_echoes,
)


@dataclass(frozen=True)
class Received:
    """One workbook and what is to be said of it."""

    book: OpenWorkbook
    base: Base | None
    """The Stand it was compared with; None when that is the latest, for want of one that it names."""
    remarks: list[Remark]

    def is_of_latest(self, inputs: Inputs) -> bool:
        """Whether it is compared with the latest Stand."""
        return self.base is None or not inputs.stands or self.base.stand_date == max(inputs.stands)


@dataclass(frozen=True)
class MergeResult:
    """What came of workbooks that were handed in."""

    stand_date: date
    received: tuple[Received, ...]
    """In the order in which conflicts and changes count them."""
    remarks: list[Remark] = field(default_factory=list)
    """What is to be said of no workbook alone."""
    merged: Merged = field(default_factory=Merged)
    is_written: bool = False
    """Whether they became a Stand."""

    @property
    def all_remarks(self) -> list[Remark]:
        """Those of every workbook and of none."""
        return [*self.remarks, *(remark for received in self.received for remark in received.remarks)]


def merge(
    books: Sequence[OpenWorkbook],
    data_dir: Path,
    stand_date: date,
    decisions: Decisions = (),
    *,
    is_trial: bool = False,
) -> MergeResult:
    """Put workbooks together with the latest Stand and add the result as a new one.

    Nothing is written when there is an error, a conflict that nobody has decided, or only a trial is wanted.
    """
    inputs, _ = read_inputs(data_dir)
    in_order_of_names = sorted(books, key=lambda book: (book.path.name, str(book.path)))
    found = [_received(book, data_dir, inputs) for book in in_order_of_names]
    if len(found) == 1 and found[0].is_of_latest(inputs):
        # Nothing has happened since: what was handed in is what will be.
        (received,) = found
        result = import_workbook(received.book, data_dir, stand_date, is_trial=is_trial)
        told = replace(received, remarks=[*received.remarks, *result.remarks])
        return MergeResult(stand_date, (told,), is_written=result.is_written)
    return _merged(found, data_dir, stand_date, inputs, decisions, is_trial=is_trial)


def _received(book: OpenWorkbook, data_dir: Path, inputs: Inputs) -> Received:
    """A workbook with the Stand that it was made from, or with a remark that this is not known."""
    base, latest = base_of(book), max(inputs.stands, default=None)
    if latest is None or (base and stand_id(data_dir, base.stand_date) == base.stand_id):
        return Received(book, base, [])
    known = (
        f"Den Stand vom {base.stand_date:%d.%m.%Y}, aus dem die Mappe gemacht ist, gibt es hier nicht oder nicht so."
        if base
        else "Die Mappe nennt keinen Stand, aus dem sie gemacht ist."
    )
    message = (
        f"{known} Verglichen wird sie mit dem Stand vom {latest:%d.%m.%Y}: Was sie anders sagt, gilt als Änderung, auch "
        "wenn es nur älter ist. Erwartet wird eine Mappe aus „python -m etl template“; bitte die Änderungen ansehen."
    )
    return Received(book, None, [Remark("warning", None, None, None, book.path.name, message)])


def _merged(
    found: Sequence[Received],
    data_dir: Path,
    stand_date: date,
    inputs: Inputs,
    decisions: Decisions,
    *,
    is_trial: bool,
) -> MergeResult:
    hand_ins, remarks = [], []
    for received in found:
        contents, about = read_contents(received.book, inputs)
        hand_ins.append(hand_in(contents, office_tables(inputs, received.base)))
        remarks.append([*received.remarks, *about, *_own_remarks(hand_ins[-1])])
    together = merged(office_tables(inputs, None), hand_ins, decisions)
    corrections = merged_corrections(hand_ins, together)
    for number, remark in corrections.left_out:
        remarks[number].append(remark)
    files = merged_files(hand_ins, together, corrections)
    is_kept = not is_trial and not together.open_conflicts and not any(has_errors(own) for own in remarks)
    addition = added_stand(data_dir, stand_date, files.data, inputs, keep=is_kept)
    general = list(addition.remarks)
    for finding in addition.findings:
        owners = files.owners(replace(finding, file=finding.file.removeprefix(addition.folder)))
        for number in owners:
            remarks[number] += sheet_remarks([finding], addition.folder, files.contents[number])
        if not owners:
            general += sheet_remarks([finding], addition.folder, {})
    told = tuple(
        replace(received, remarks=in_order(without_echoes(own), received.book.formulas.sheetnames))
        for received, own in zip(found, remarks, strict=True)
    )
    return MergeResult(stand_date, told, in_order(general, []), together, is_written=addition.is_written)


def _own_remarks(hand_in: HandIn) -> Iterator[Remark]:
    """What the rules say of the tables of a workbook by themselves, also of rows that take no part in the comparison."""
    for kind, table in hand_in.tables.items():
        findings = [*schema_findings(kind, table.file, table.frame), *duplicate_findings(table, KEYS[kind])]
        yield from sheet_remarks(findings, "", hand_in.contents)
