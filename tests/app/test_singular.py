"""Sentences with a number read well when it is one, and say what they count."""

import pandas as pd
import pytest

from app.charts import milestone_charts
from app.sentences import headlines
from app.words.text import plural

GAPS = ("no_begin", "no_end", "no_grant", "assigned", "undated_status")
GAPS += ("uncounted", "undated", "undated_reached", "no_feedback", "undated_source", "unknown_kind")


def gaps(count: int, total: int) -> str:
    """All that is said of what is not known of so many of so many."""
    row = {f"{name}_count": count for name in GAPS}
    row |= {f"{name}_count": total for name in ("project", "row", "result", "milestone", "source")}
    nobody = pd.DataFrame({"name": pd.Series(dtype=str)})
    return " ".join(headlines.gaps(pd.Series({**row, "rejected_count": count}), nobody))


@pytest.mark.parametrize("total", [1, 2])
def test_what_is_not_known_of_one_is_said_of_one(total: int) -> None:
    said = gaps(1, total)
    assert " 1 " not in f" {said} "
    for wrong in ("gehen in keine Summe", "Beträge, die zählen", "Fundstellen nennen"):
        assert wrong not in said
    assert gaps(2, 3).startswith("Bei 2 von 3 Projekten ist der Beginn nicht bekannt.")
    assert "2 von 3 genannten Beträgen gehen in keine Summe ein" in gaps(2, 3)


def test_what_is_known_of_all_is_no_gap() -> None:
    assert gaps(0, 3) == "Ohne bekannte eigene Zuwendung, die zählt: keine."


def test_one_result_is_told_as_one() -> None:
    counts = {"result_count": 1, "step_count": 1, "undated_count": 0, "reached_count": 0}
    text = headlines.reached_milestones(pd.Series(counts)).text
    assert text == "Von einem bekannten Ergebnis. Dazu ein getaner Schritt auf dem Weg."


def test_one_result_is_drawn_as_one() -> None:
    states = ["reached", "planned", "overdue", "no_feedback"]
    chart = milestone_charts.states(pd.DataFrame({"state": states, "milestone_count": [1, 0, 0, 0]}))
    assert chart
    assert chart.alt.startswith("Balken aus einem Ergebnis nach Zustand")


@pytest.mark.parametrize("key", ["picture.more_projects", "office.findings.more", "account.shift_alt", "origin.summed"])
def test_one_more_is_told_as_one(key: str) -> None:
    words = {"label": "Betrag", "value": "5 €", "stand": "heute", "list": "A"}
    assert " 1 " not in f" {plural(key, 1, **words)} "
    assert " 2 " in f" {plural(key, 2, **words)} ".replace("(", "")
