"""What somebody answered to the questions of an earlier check: in the list of remarks of the marked copy."""

from collections.abc import Iterable, Mapping

from etl.workbook.sheets import REPORT
from etl.workbook.workbook_file import OpenWorkbook

QUESTION, ANSWER = "Frage", "Antwort"
"""Headers of the list of remarks under which a question's id and its answer stand."""
REFUSALS = {"", "nein", "n", "no", "?"}
"""What confirms nothing."""


def answers_in(book: OpenWorkbook) -> dict[str, str]:
    """The answers that stand in a workbook, by the id of the question."""
    if REPORT not in book.values.sheetnames:
        return {}
    head, *rows = [*book.values[REPORT].iter_rows(values_only=True)] or [()]
    if not {QUESTION, ANSWER} <= set(head):
        return {}
    pairs = ((row[head.index(QUESTION)], row[head.index(ANSWER)]) for row in rows)
    return {str(question): str(answer).strip() for question, answer in pairs if question and answer is not None}


def confirmed_answers(books: Iterable[OpenWorkbook], answers: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is meant as it stands, by the id of the question: said in workbooks or apart from them."""
    given: dict[str, str] = {}
    for book in books:
        given |= answers_in(book)
    given |= answers or {}
    return {key: text for key, text in given.items() if text.strip().casefold().rstrip(".!") not in REFUSALS}
