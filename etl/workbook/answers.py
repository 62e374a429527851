"""What somebody answered to the questions of an earlier check: in the list of remarks of the marked copy."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from etl.workbook.remarks import Remark
from etl.workbook.sheets import REPORT
from etl.workbook.workbook_file import OpenWorkbook

QUESTION, ANSWER = "Frage", "Antwort"
"""Headers of the list of remarks under which a question's id and its answer stand."""
_NO = {"nein", "nö", "n", "no", "falsch", "nicht", "fehler", "tippfehler", "irrtum", "versehen"}
_AROUND_NO = {"das", "es", "ist", "war", "so", "ein", "stimmt", "richtig", "gemeint", "leider", "hier"}
"""Words of an answer that only says no."""


def answers_in(book: OpenWorkbook) -> dict[str, str]:
    """The answers that stand in a workbook, by the id of the question."""
    if REPORT not in book.values.sheetnames:
        return {}
    head, *rows = [*book.values[REPORT].iter_rows(values_only=True)] or [()]
    if not {QUESTION, ANSWER} <= set(head):
        return {}
    pairs = ((row[head.index(QUESTION)], row[head.index(ANSWER)]) for row in rows)
    return {str(question): str(answer).strip() for question, answer in pairs if question and answer is not None}


def given_answers(books: Iterable[OpenWorkbook], answers: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every answer by the id of the question: said in workbooks or apart from them."""
    given: dict[str, str] = {}
    for book in books:
        given |= answers_in(book)
    return given | dict(answers or {})


def confirmed(given: Mapping[str, str]) -> dict[str, str]:
    """The answers that say why it is meant as it stands; one that is empty or only says no confirms nothing."""
    return {key: text for key, text in given.items() if not _is_no(text)}


def _is_no(text: str) -> bool:
    words = set(re.findall(r"\w+", text.casefold()))
    return not words or (words <= _NO | _AROUND_NO and not words.isdisjoint(_NO))


def with_refusals(remarks: Iterable[Remark], given: Mapping[str, str]) -> list[Remark]:
    """The remarks; a question that was answered with no says what to do instead."""
    return [
        replace(remark, message=f"{remark.message} {_instead(given[remark.question])}")
        if given.get(remark.question, "").strip()
        else remark
        for remark in remarks
    ]


def _instead(answer: str) -> str:
    return f"Die Antwort „{answer.strip()}“ bestätigt das nicht: Was falsch ist, bitte in der Mappe berichtigen und sie neu prüfen lassen."
