"""What can be claimed of a table in one sentence of at most ten words, and how it is said.

A claim is true or it is not made: what has no name wins nothing, what is not known makes it „soweit bekannt“, and what is
chosen by filters makes it „in dieser Auswahl“.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from app.exhibits.model import Scope
from app.words import units
from app.words.text import has, t

WORDS = 10
"""A title has no more."""


@dataclass(frozen=True)
class Claim:
    """A sentence in parts, so that its verb stays in the second place whatever stands before it.

    ``front`` as it reads inside a sentence: ``vom Bund`` · ``kommt`` · ``mit 24,4 Mio. €`` · ``am meisten Förderung``.
    """

    front: str
    verb: str
    rest: str
    amount: str = ""


@dataclass(frozen=True)
class Foremost:
    """The rows with the highest value among those that have a name."""

    first: pd.DataFrame
    """One row, or several that share the highest value."""
    count: int
    """Rows with a name and a value."""
    is_vague: bool
    """Whether what is not known could be more."""

    @property
    def is_alone(self) -> bool:
        """Whether there is nothing else to compare with."""
        return self.count == 1


def foremost(named: pd.DataFrame, column: str, *, unnamed: float = 0, is_vague: bool = False) -> Foremost | None:
    """The highest of ``named`` by ``column``; None when nothing above zero is known.

    ``unnamed`` is an amount that could belong to any of them.
    """
    known = named[named[column].notna()]
    # In hundredths: what differs by a binary fraction alone is the same.
    values = (known[column] * 100).round()
    if known.empty or values.max() <= 0:
        return None
    first = known[values == values.max()]
    rest = values[values < values.max()]
    gap = values.max() - (rest.max() if len(rest) else 0)
    could_change = unnamed > 0 and len(known) > 1 and gap <= round(unnamed * 100)
    return Foremost(first, len(known), could_change or (is_vague and len(known) > 1))


def tie(found: Foremost, noun: str, amount: str) -> Claim:
    """Several share the highest value: how many, never which alone."""
    n = units.number(len(found.first))
    if len(found.first) == found.count and not found.is_vague:
        everyone = t("telling.both" if found.count == 2 else "telling.all_of", n=n, noun=noun)
        return Claim(everyone, t("telling.lie"), t("telling.at", amount=amount))
    return Claim(f"{n} {noun}", t("telling.lie"), t("telling.ahead"), t("telling.each", amount=amount))


def sentences(claim: Claim, scope: Scope, *, is_vague: bool = False) -> list[str]:
    """The claim in whole sentences, the one that says most first."""
    pattern = ("known_chosen" if is_vague else "chosen") if scope.is_chosen else ("known" if is_vague else "plain")
    worded = []
    for within in _within(scope):
        words = {"front": claim.front, "verb": claim.verb, "rest": claim.rest, "within": within}
        if claim.amount:
            worded.append(t(f"telling.with_amount.{pattern}", amount=claim.amount, **words))
        worded.append(t(f"telling.without_amount.{pattern}", **words))
    return [capital(sentence) for sentence in worded]


def _within(scope: Scope) -> tuple[str, ...]:
    """For what a sentence holds, the clearest first: „in Musterstadt“, „im Jahr 2021“, „in dieser Auswahl“."""
    ends = [end for end in ("", "_short") if has(f"telling.within.{scope.only}{end}")]
    named = (t(f"telling.within.{scope.only}{end}", name=scope.name) for end in ends)
    return (*named, t("telling.within.selection"))


def fitting(candidates: Iterable[str]) -> str:
    """The first of the sentences that is short enough; empty when none is."""
    return next((text for text in candidates if text and len(text.split()) <= WORDS), "")


def capital(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def euro(amount: float) -> str:
    """An amount as it stands in a title; one of a few cents is not rounded to nothing."""
    return units.euro_short(amount) if amount >= 1 else units.euro(amount)


def quotation(name: str) -> str:
    """A name that may be anything, so that no sentence has to bend it."""
    return t("telling.quoted", name=name)
