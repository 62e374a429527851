"""What is said of none, one, two and many of everything that is counted, and in rare cases, compared with what it was."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
import pytest
from syrupy.assertion import SnapshotAssertion

from app.data import queries
from app.data.period import Period
from app.data.selection import Selection
from app.data.test_results import TestResults
from app.exhibits.claims import series as claims
from app.files import picture_check
from app.sentences import answer, change_sentences, delays, headlines, left_out, plain, plain_parts, promises
from app.sentences.headlines import Figure
from app.words import cells, text
from app.words.promises import groups
from program import program_id
from tests.app import as_text, test_snapshot
from tests.app.test_snapshot import BEFORE, FIRST, PERIOD, STAND
from tests.etl.tiny import A, B

edges, said = test_snapshot.edges, test_snapshot.said

NUMBERS = [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 2), (3, 3), (90, 10)]
"""How many there are of a whole, and how many of each of its parts; of the last ones each part has a number of its own."""
WHOLES = {"project_count", "result_count", "row_count", "compared_count", "grant_count"}
REASONS = (
    *("long_overdue", "overdue", "long_silent", "long_moved", "silent", "moved", "was_late", "unproven"),
    *("late", "undated", "kept", "no_plan"),
)
WITHOUT_COMPARISON = [(STAND, [STAND]), (PERIOD[0], [STAND, FIRST]), (BEFORE, [STAND, BEFORE, FIRST])]
"""Beginnings of periods, and the Stände that there are."""
HELD = {name: {"passed": 1} for group in groups().values() for promise in group for name, _ in promise.tests}
PROMISES = [promise.tests[0][0] for promise in groups()["everybody"]]
"""A test of each of several promises."""
REACHED = [(0, 1), (1, 1), (2, 2), (3, 3), (0, 3), (1, 3), (2, 3)]
EARLY = ("overview", "funding", "milestones", "changes", "projects", "municipalities", "indicators")
Said = Iterable[str | Figure]


def numbered(found: pd.DataFrame, whole: int, part: int) -> pd.DataFrame:
    """The same rows with these numbers of everything; of no part neither money nor time is known."""
    changed: dict[str, float | None] = {}
    for place, column in enumerate(found):
        number = part + place if part > 3 else part
        match column.rpartition("_")[2]:
            case "count":
                changed[column] = whole if column in WHOLES else number
            case "eur":
                changed[column] = number * 1000.5 if part else None
            case "days" | "months":
                changed[column] = number or None
    if "late_in_days_count" in changed:
        changed["late_count"] = part + sum(changed[name] for name in ("late_in_days_count", "late_in_months_count"))
    if "result_count" in changed:
        # Of an even number of results there is a milestone that is none.
        changed["milestone_count"] = whole + 1 - whole % 2
    return found.assign(**changed)


def counting(selection: Selection) -> Iterator[tuple[str, Said]]:
    """What is said of a selection with numbers in it, by what it is about."""
    milestones, money = queries.milestone_totals(selection), queries.funding_totals(selection)
    projects, account = queries.project_totals(selection), queries.account_totals(selection)
    events, between = queries.event_totals(selection, *PERIOD), (FIRST, STAND)
    figures, tables = queries.municipality_figures(selection), queries.difference_tables(selection, *between)
    own_account = queries.project_account(selection, "gemeinsam-drei")
    yield "projects", [headlines.projects(projects), headlines.shared_projects(projects), *answer.progress(projects)]
    yield "milestones", (*headlines.states(milestones), headlines.silent_milestones(milestones))
    yield "money", (*headlines.money(money, selection), *answer.spending(money, selection))
    yield "parts of money", (headlines.attribution(money, selection), headlines.shared_grants(money))
    yield "municipality", headlines.municipality(figures, money)
    yield "gaps", headlines.gaps(queries.gaps(selection), queries.municipalities_without_grant(selection))
    yield "account", (*delays.figures(account, FIRST), *delays.notes(account), *delays.facts(own_account, FIRST))
    yield "events", change_sentences.events(events, selection, *PERIOD)
    yield "undated events", (change_sentences.possible(events), change_sentences.undated_grants(events))
    totals = queries.milestone_change_totals(selection, *between)
    entered = change_sentences.entered(queries.entered_grants(selection, *between))
    yield "differences", (*change_sentences.differences(tables, totals), entered)
    # The only one has one of the states that are named.
    if milestones.result_count != 1 or milestones.reached_count:
        yield "answer", (*answer.answer(selection), answer.as_of(selection))


def in_plain_words(selection: Selection) -> Iterator[tuple[str, Said]]:
    """The same in the boxes „In einfachen Worten“."""
    for page in (plain.overview, plain.funding, plain.milestones, plain.projects, plain.municipalities):
        yield page.__name__, page(selection)
    yield "gaps in plain words", plain.methodology(selection)
    yield "changes", plain.changes(selection, Period(*PERIOD))
    yield "one municipality", plain.municipality(selection, A)
    yield "two municipalities", plain.overview(selection.of(A, B))
    for key in ("gemeinsam-drei", "kreisweit"):
        yield "one project", plain.project(selection, queries.project(selection, key).iloc[0])


def rare(everything: Selection) -> Iterator[tuple[str, Said]]:
    """What is said when there is hardly anything, too much, or something unusual."""
    account, milestones = queries.account_totals(everything), queries.milestone_totals(everything)
    for number in (1, 2):
        months = {"late_in_days_count": 0, "late_count": number, "late_in_months_count": number}
        # Of two the one is late by two months, the other by one.
        months |= {"late_months": 2 * number - 1, "longest_months": number}
        yield "account in months", delays.figures(with_values(account, **months), FIRST)
        silent = with_values(account, no_feedback_count=number, undated_silent_count=0, silent_days=number)
        yield "account of what is silent", delays.figures(silent, FIRST)
        fact = with_values(account, no_feedback_count=number, silent_since="2024-05").to_frame().T
        yield "account of a project", delays.facts(fact, FIRST)
    yield "account of a project", delays.facts(pd.DataFrame(), FIRST)
    yield "confidence", [delays.reason(code) for code in REASONS]
    for state in ("planned", "overdue", "no_feedback"):
        counts = {f"{name}_count": int(name == state) for name in ("reached", "planned", "overdue", "no_feedback")}
        yield "only result", [answer._results(with_values(milestones, result_count=1, **counts))]
    known = queries.supply(everything).iloc[0]
    for number in (0, 1, 4):
        years = [str(year) for year in range(2020, 2020 + number)]
        earlier = {"before_periods": years or None, "before_values": list(range(number))}
        yield "supply", [answer._supply(with_values(known, **earlier))]
    yield "overdue", map(answer.overdue_since, ("2024", "2024-Q3", "2024-05", "2024-05-17"))
    yield "Stände", (change_sentences.nothing_to_compare(first, STAND, days) for first, days in WITHOUT_COMPARISON)
    yield "Stände", (change_sentences.stand_comparison(FIRST, STAND, first) for first in (FIRST, PERIOD[0]))
    indicator = queries.indicators(everything).iloc[0]
    many = [with_values(indicator, municipality_count=number) for number in (30, 31, 396)]
    yield "indicators", [headlines.only_district(indicator), *(headlines.only_chosen(row, everything) for row in many)]
    reading = queries.indicator_readings(everything).iloc[0]
    for missing in (0, 1, 2):
        row = with_values(reading, known_count=reading.area_count - missing, weighted_pct=None if missing else 50)
        yield "readings", [*headlines.readings(row), headlines.of_readings(row)]
    yield "search", [headlines.search_result(number, search) for search in ("", "x") for number in (0, 1, 2)]
    yield "filters", [headlines.idle_filters()]
    for run in (TestResults(), TestResults(STAND, "other", HELD), TestResults(STAND, program_id(), HELD)):
        yield "promises", [promises.run_sentence(run), *promises.figures(run), *plain.promises(run)]
    for number, result in itertools.product((1, 2), ({"failed": 1}, {"skipped": 1})):
        run = TestResults(STAND, program_id(), HELD | dict.fromkeys(PROMISES[:number], result))
        yield "promises", [*promises.figures(run), *plain.promises(run)]
    for page in EARLY:
        yield "early", plain_parts.announcement(page, everything)
    for key in ("leer", "kreisweit-ohne", "zweimal-gleich", "endet-heute"):
        yield "project", plain.project(everything, queries.project(everything, key).iloc[0])
    for measure in ("grant_eur", "grant_per_head_eur", "project_count", "reached_count", "density_count"):
        yield "map", plain.on_map(everything, measure)
    for chosen in (everything, everything.of(A, B)):
        yield "indicators", plain.indicator(chosen, indicator)
    yield "search in plain words", [*plain.projects(everything, "nichts davon"), *plain.projects(everything, "läuft")]
    of_one = Selection(everything.release_id, STAND, levels=("Bund",), years=(2023,))
    yield "funding", plain.funding(of_one)
    for reached, total in REACHED:
        claim = claims._reached(reached, total, "planned", "")
        yield "claims", [f"{claim.front} {claim.verb} {claim.rest}"]
    for gap, number in itertools.product(headlines._GAPS, (1, 2)):
        yield "gaps", [headlines._gap(gap, number, total) for total in (number, 3)]
    for column, prefix in cells._CODES.items():
        if prefix == "column":
            continue
        codes = [key.removeprefix(f"{prefix}.") for key in text._texts() if key.rpartition(".")[0] == prefix]
        yield f"names in {column}", [f"{code}: {cells.name_of(column, code)}" for code in codes]
    yield "levels", map(plain_parts.level, queries.funder_levels(everything).funder_level)
    for values in ([None, None], [1, None], [1, 1, None], [1, 1, 2, 2, None, None], [1, 2]):
        rows = pd.DataFrame({"name": list("ABCDEF")[: len(values)], "value": values})
        yield "ends", plain_parts.ends(rows, "value", str)
    for verdict in ("", picture_check.CURRENT, picture_check.OUTDATED, picture_check.CORRECTED, picture_check.UNKNOWN):
        yield "verification", plain.verification(verdict)
    yield "the law", [*plain.imprint(), *plain.privacy(), *plain.accessibility()]


def with_values(row: "pd.Series[Any]", **values: object) -> "pd.Series[Any]":
    return pd.Series({**row, **values})


def words(sentence: str | Figure) -> str:
    if isinstance(sentence, Figure):
        return f"{sentence.label} · {sentence.value} · {sentence.text}"
    return sentence


@pytest.mark.usefixtures("cleared_caches")
def test_sentences_of_none_one_and_many(
    edges: Selection, said: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each sentence stand the numbers with which it is said."""
    ask, kept = queries._ask, (queries._row, queries.funding_by)
    lines: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for whole, part in NUMBERS:
        monkeypatch.setattr(queries, "_ask", lambda *asked, **more: numbered(ask(*asked, **more), whole, part))  # noqa: B023
        for answers in kept:
            answers.cache_clear()
        for name, selection in (("", edges), (" of Bergkamen", edges.of(A))):
            for about, sentences in (*counting(selection), *in_plain_words(selection)):
                for sentence in sentences:
                    lines[f"{about}{name}"][words(sentence)].append(f"{whole}/{part}")
        undated = Selection(edges.release_id, STAND, years=(2025,))
        lines["left out"][left_out.notice(undated)].append(f"{whole}/{part}")
    texts = {
        name: [f"{sentence} ← {' '.join(numbers)}" for sentence, numbers in found.items()]
        for name, found in lines.items()
    }
    assert as_text.joined((name, "\n".join(found)) for name, found in texts.items()) == said


def test_sentences_of_rare_cases(edges: Selection, said: SnapshotAssertion) -> None:
    lines: dict[str, list[str]] = defaultdict(list)
    for name, sentences in rare(edges):
        lines[name] += map(words, sentences)
    assert as_text.joined((name, "\n".join(dict.fromkeys(found))) for name, found in lines.items()) == said
