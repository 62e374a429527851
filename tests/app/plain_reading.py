"""Reads sentences in plain words back into figures; uses nothing of ours but the texts themselves."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from typing import Any

from config import ROOT

FILE = ROOT / "app" / "words" / "text" / "de_plain.toml"
SIZES = {"": 1, "Million": 10**6, "Millionen": 10**6, "Milliarde": 10**9, "Milliarden": 10**9}
NUMBER = re.compile(
    r"(?:(rund|mehr als|weniger als) )?(\d{1,3}(?:\.\d{3})*(?:,\d)?)(?: (Millionen|Million|Milliarden|Milliarde))?"
    r"(?: (?:Euro|Prozent|Menschen))?"
)
FORMS = ("none", "one", "many")


@cache
def texts() -> dict[str, str]:
    """The texts of plain words by their keys."""
    flat: dict[str, str] = {}

    def collect(prefix: str, branch: dict[str, Any]) -> None:
        for key, value in branch.items():
            if isinstance(value, dict):
                collect(f"{prefix}{key}.", value)
            else:
                flat[prefix + key] = value

    collect("", tomllib.loads(FILE.read_text("utf-8")))
    return flat


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Whole sentences as patterns, those with the most words of their own first."""
    sentences = sorted(
        ((key, text) for key, text in texts().items() if text.endswith(".")),
        key=lambda found: -len(re.sub(r"\{\w+\}", "", found[1])),
    )
    return [
        (key, re.compile("".join(_piece(part) for part in re.split(r"(\{\w+\})", text)))) for key, text in sentences
    ]


def _piece(part: str) -> str:
    return f"(?P<{part[1:-1]}>.+?)" if part.startswith("{") else re.escape(part)


def understood(sentence: str) -> tuple[str, dict[str, str]]:
    """Which text a sentence is, and what it says at its places."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return key, found.groupdict()
    raise AssertionError(f"not one of the texts: {sentence}")


def is_said(text: str, value: Any) -> bool:
    """Whether ``text`` says ``value`` under the rule for rounding: three digits, a decimal above a million.

    „rund“ when it is rounded and only then; „mehr als“ and „weniger als“ leave out the whole number itself.
    """
    found = NUMBER.fullmatch(text)
    if not found:
        return False
    word, digits, size = found.groups(default="")
    exact, said = Decimal(str(value)), Decimal(digits.replace(".", "").replace(",", ".")) * SIZES[size]
    if word == "mehr als":
        return said < exact < said + 1
    if word == "weniger als":
        return 0 < exact < said
    if not word:
        return said == exact
    step = SIZES[size] / Decimal(10) if size else Decimal(10) ** max(0, len(digits.replace(".", "")) - 3)
    return said != exact and abs(said - exact) <= step / 2


def keys_of_true_sentences(
    sentences: list[str], counts: dict[str, Any], amounts: dict[str, Any], words: dict[str, Any]
) -> set[str]:
    """Keys of the sentences, each of which says what it should.

    Parameters
    ----------
    sentences : what is said
    counts : by key without its form: the count that decides the form and is ``n``; ``total`` as ``key/total``
    amounts : by key: the figure at ``amount``, ``value`` or ``n``
    words : by key and place, ``key/place``: the text that stands there
    """
    said = [understood(sentence) for sentence in sentences]
    for (key, places), sentence in zip(said, sentences, strict=True):
        base, _, form = key.rpartition(".")
        is_form = form in FORMS and f"{base}.many" in texts()
        if is_form and base not in counts:
            # Sentences about one or several areas: the names decide.
            assert f"{base}/names" in words, sentence
        if is_form and base in counts:
            count = counts[base]
            assert form == ("one" if count == 1 else "none" if not count and f"{base}.none" in texts() else "many"), (
                sentence,
                count,
            )
        # „so viele von 100“ is what a percentage means; no other text holds a figure of its own.
        assert not re.search(r"\d", texts()[key].replace("von 100.", "")), key
        for place, text in places.items():
            if f"{key}/{place}" in words or f"{base}/{place}" in words:
                expected = words.get(f"{key}/{place}", words.get(f"{base}/{place}"))
                assert text == expected, (sentence, expected)
            elif place == "total" or (place == "n" and base in counts):
                expected = counts[f"{base}/total" if place == "total" else base]
                assert text == f"{int(expected):,}".replace(",", "."), (sentence, expected)
            else:
                figure = amounts.get(key, amounts.get(base))
                assert figure is not None, f"nobody knows the figure of: {sentence}"
                assert is_said(text, figure), (sentence, figure)
    keys = [key for key, _ in said]
    assert len(keys) == len(set(keys)), sentences
    return set(keys)
