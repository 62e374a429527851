"""What an answer confirms: why it is meant as it stands, and never a mere no."""

import pytest

from etl.workbook import answers
from etl.workbook.answers import confirmed, given_answers, with_refusals
from etl.workbook.remarks import Remark

QUESTION = Remark("question", "Projekte", "B2", "Titel", "x", "Ist das so gemeint?", question="f-1")
OTHER = Remark("question", "Projekte", "B3", "Titel", "y", "Ist das so gemeint?", question="f-2")
WARNING = Remark("warning", None, None, None, None, "Das fehlt.")


@pytest.mark.parametrize(
    "text",
    ["Nein", "nein.", " NEIN! ", "Falsch", "Nein, das ist falsch.", "Stimmt so nicht", "nicht so gemeint", "Tippfehler", "?"],
)  # fmt: skip
def test_what_only_says_no_confirms_nothing_and_the_question_says_what_to_do(text: str) -> None:
    assert confirmed({"f-1": text}) == {}
    told = with_refusals([QUESTION, OTHER, WARNING], {"f-1": text})
    assert [remark.message for remark in told] == [
        f"Ist das so gemeint? Die Antwort „{text.strip()}“ bestätigt das nicht: Was falsch ist, bitte in der Mappe "
        "berichtigen und sie neu prüfen lassen.",
        OTHER.message,
        WARNING.message,
    ]


def test_what_is_said_apart_from_a_workbook_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "answers_in", lambda book: {"f-1": "im Blatt", "f-2": "im Blatt"})
    assert given_answers([None], {"f-1": "später"}) == {"f-1": "später", "f-2": "im Blatt"}  # type: ignore[list-item]


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_no_answer(text: str) -> None:
    assert confirmed({"f-1": text}) == {}
    assert with_refusals([QUESTION], {"f-1": text}) == [QUESTION]


@pytest.mark.parametrize(
    "text",
    ["Ja", "so gemeint", "Ist richtig so", "Kein Fehler", "Nein, es sind zwei Raten", "Fehler der Quelle, siehe Bericht"],
)  # fmt: skip
def test_a_reason_confirms(text: str) -> None:
    assert confirmed({"f-1": text}) == {"f-1": text}
