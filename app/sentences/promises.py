"""Promises with what the last run of the tests says of them: a promise is held when every test behind it has passed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.data.test_results import TestResults
from app.sentences.headlines import Figure
from app.words import promises, units
from app.words.text import counted, plural, t

State = Literal["held", "broken", "partly", "untested"]


@dataclass(frozen=True)
class TestedBy:
    """One test of a promise and how it ended."""

    __test__ = False
    tries: str
    name: str
    outcome: Literal["passed", "failed", "skipped", "untested"]
    result: str
    """The same in words."""


@dataclass(frozen=True)
class KeptPromise:
    """One promise and what has become of it."""

    says: str
    state: State
    result: str
    """The same in words, with the day."""
    tests: tuple[TestedBy, ...]


def promises_of(group: str, results: TestResults) -> list[KeptPromise]:
    """The promises of one group."""
    return [_kept_promise(promise, results) for promise in promises.groups()[group]]


def run_sentence(results: TestResults) -> str:
    """When the tests ran last, and whether that was this program."""
    if results.day is None:
        return t("promises.run.none")
    return t("promises.run.this" if results.is_of_this_program else "promises.run.other", day=units.date(results.day))


def counts(results: TestResults) -> Counter[State]:
    """How many promises are in which state."""
    return Counter(found.state for group in promises.groups() for found in promises_of(group, results))


def figures(results: TestResults) -> list[Figure]:
    """How many promises are held, broken and not tested by a run of this program, and its day."""
    found = counts(results)
    values = {"held": found["held"], "broken": found["broken"], "untested": found["partly"] + found["untested"]}
    shown = [
        Figure(
            t(f"promises.figure.{name}"),
            units.number(value),
            counted(f"promises.figure.{name}_text", value, total=found.total()),
        )
        for name, value in values.items()
    ]
    day = units.date(results.day) if results.day else units.UNKNOWN
    return [*shown, Figure(t("promises.figure.day"), day, run_sentence(results))]


def _kept_promise(promise: promises.Promise, results: TestResults) -> KeptPromise:
    tests = tuple(_tested(name, tries, results) for name, tries in promise.tests)
    state = _state([test.outcome for test in tests])
    words = t(f"promises.{state}")
    if state != "untested" and results.day:
        words = t("promises.state", state=words, day=units.date(results.day))
    return KeptPromise(promise.says, state, words, tests)


def _state(outcomes: Sequence[str]) -> State:
    if "failed" in outcomes:
        return "broken"
    if set(outcomes) == {"passed"}:
        return "held"
    return "untested" if set(outcomes) == {"untested"} else "partly"


def _tested(name: str, tries: str, results: TestResults) -> TestedBy:
    cases = results.cases(name)
    for outcome in ("failed", "skipped", "passed"):
        if cases.get(outcome):
            return TestedBy(tries, name, outcome, plural(f"test_result.{outcome}", cases[outcome]))
    return TestedBy(tries, name, "untested", t("test_result.untested"))
