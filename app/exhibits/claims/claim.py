"""What can be claimed of a table in one sentence of at most ten words, and how it is said.

A claim is true or it is not made: what has no name wins nothing, what is not known and could win is named beside it, and what
is chosen by filters makes it „in dieser Auswahl“.
"""

from collections.abc import Iterable, Sequence
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
    brief: str = ""
    """What can stand for ``rest`` before an amount that says the unit."""
    is_amount_last: bool = False
    """Whether the amount stands at the end alone: „mit 21 beteiligt“ would read as if they took part in it."""


@dataclass(frozen=True)
class Foremost:
    """The rows with the highest value among those that have a name."""

    first: pd.DataFrame
    """One row, or several that share the highest value."""
    count: int
    """Rows with a name and a value."""
    doubt: str
    """What is not known and could be more, in words; empty when nothing could."""

    @property
    def is_alone(self) -> bool:
        """Whether there is nothing else to compare with."""
        return self.count == 1


def foremost(
    named: pd.DataFrame, column: str, *, unnamed: float = 0, words: str = "telling.doubt.unnamed", doubt: str = ""
) -> Foremost | None:
    """The highest of ``named`` by ``column``; None when nothing above zero is known.

    ``unnamed`` is an amount that could belong to any of them, as the text ``words`` says; ``doubt`` says what nobody knows
    the size of.
    """
    known = named[named[column].notna()]
    # In hundredths: what differs by a binary fraction alone is the same.
    values = (known[column] * 100).round()
    if known.empty or values.max() <= 0:
        return None
    first = known[values == values.max()]
    rest = values[values < values.max()]
    gap = values.max() - (rest.max() if len(rest) else 0)
    if unnamed > 0 and gap <= round(unnamed * 100):
        doubt = "; ".join(filter(None, (t(words, amount=euro(unnamed)), doubt)))
    return Foremost(first, len(known), doubt if len(known) > 1 else "")


def tie(found: Foremost, noun: str, amount: str, words: str = "", **named: str) -> Claim:
    """Several share the highest value: how many, never which alone.

    The texts below ``words`` say of what it is the value; without them the amount says so itself.
    """
    n, each = units.number(len(found.first)), t("telling.each", amount=amount)
    is_of_all = len(found.first) == found.count and not found.doubt
    front = t("telling.both" if found.count == 2 else "telling.all_of", n=n, noun=noun) if is_of_all else f"{n} {noun}"
    if words:
        rest = t(f"{words}.{'same' if is_of_all else 'most'}", **named)
        return Claim(front, t(f"{words}.tie_verb"), rest, each, is_amount_last=True)
    if is_of_all:
        return Claim(front, t("telling.lie"), t("telling.at", amount=amount))
    return Claim(front, t("telling.lie"), t("telling.ahead"), each)


def sentences(claim: Claim, scope: Scope, *, instead: Sequence[str] = ()) -> list[str]:
    """The claim in whole sentences, the one that says most first: with its amount, then what says one ``instead``, else without."""
    pattern = "chosen" if scope.is_chosen else "plain"
    words = {"front": claim.front, "verb": claim.verb, "amount": claim.amount}
    endings = [("with_amount", claim.rest), ("amount_last", claim.rest), ("amount_last", claim.brief)]
    forms = [(form, rest) for form, rest in endings[claim.is_amount_last :] if claim.amount and rest]
    with_amount, without = (
        [
            capital(t(f"telling.{form}.{pattern}", within=within, rest=rest, **words))
            for within in within_scope(scope)
            for form, rest in group
        ]
        for group in (forms, [("without_amount", claim.rest)])
    )
    return list(dict.fromkeys([*with_amount, *(instead or without)]))


def within_scope(scope: Scope) -> tuple[str, ...]:
    """For what a sentence holds, the clearest first: „in Musterstadt“, „im Jahr 2021“, „in dieser Auswahl“, „hier“."""
    ends = [end for end in ("", "_short") if has(f"telling.within.{scope.only}{end}")]
    named = (t(f"telling.within.{scope.only}{end}", name=scope.name) for end in ends)
    return (*named, t("telling.within.selection"), t("telling.within.here"))


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
