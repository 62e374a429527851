"""What workbooks that were handed in would change on the public page, also while questions about them are open."""

from pathlib import Path

import duckdb

from etl.difference.comparison import Difference, Question, difference, difference_in
from etl.merging.merge import MergeResult


def import_difference(result: MergeResult, release: Path | None = None) -> Difference | None:
    """The difference from the latest Stand; None when there is none, an error, or a conflict that nobody has decided.

    ``release`` is a release with the new Stand, if there is one already.
    """
    if result.checked is None or result.latest is None or result.count("error") or result.merged.open_conflicts:
        return None
    questions = [
        Question(remark.place, remark.value or "", remark.message)
        for remark in result.all_remarks
        if remark.severity == "question"
    ]
    if release is None:
        return difference(result.checked, result.latest, result.stand_date, questions)
    with duckdb.connect(release, read_only=True) as connection:
        return difference_in(connection, result.latest, result.stand_date, questions)
