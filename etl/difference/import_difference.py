"""What workbooks that were handed in would change on the public page, also while questions about them are open."""

from etl.difference.comparison import Difference, Question, difference
from etl.merging.merge import MergeResult


def import_difference(result: MergeResult) -> Difference | None:
    """The difference from the latest Stand; None when there is none, an error, or a conflict that nobody has decided."""
    if result.checked is None or result.latest is None or result.count("error") or result.merged.open_conflicts:
        return None
    questions = [
        Question(remark.place, remark.value or "", remark.message)
        for remark in result.all_remarks
        if remark.severity == "question"
    ]
    return difference(result.checked, result.latest, result.stand_date, questions)
