"""What an answer is worth: it is compared with what each release gave while nothing was wrong."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.words.text import t
from benchmarks.faults.releases import Published

HEALTH = "/api/health"
SUMS = "/api/v1/tables/funding_detail?sum=amount_eur&group_by=kind&amount_eur__greater="
"""Sums that nobody has asked for before, for nothing in the server holds them yet; with the least amount at its end."""
DEGRADED = f',"warning":"{t("frame.degraded")}"'
"""What the health says while only the last good release can be read."""
_UNTIL = "\0"
_SENTENCES = (
    *(t(key, id=_UNTIL).partition(_UNTIL)[0] for key in ("frame.error", "failed.sentence")),
    *map(t, ("frame.not_now", "frame.no_release", "frame.no_script", "api_v1.no_release", "api_v1.failed")),
    '{"status":"unavailable"}',
    *(f"<h1>{title}</h1>" for title in ("Der Monitor ist gerade nicht erreichbar", "Zu viele Anfragen")),
)
"""What may stand where figures cannot: words of the program, and of the pages in ``deploy/error``; for programs a word."""


class Worth(StrEnum):
    """Kinds of answers."""

    RIGHT = "right"
    OLD = "right of the other release"
    SENTENCE = "sentence"
    NONE = "none"
    WRONG = "wrong"


@dataclass(frozen=True)
class Answer:
    """One answer, when it was asked for and when it was there."""

    asked: str
    begin: float
    end: float
    worth: Worth
    release_id: str = ""
    said: str = ""
    """Of one that is not right: what it was."""


class RightAnswers:
    """What is right, by what is asked and by release."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}
        self._releases: dict[str, Published] = {}
        self.is_complete = False

    def remember(self, asked: str, release: Published, texts: Sequence[str]) -> None:
        """Take an answer for right, which a dashboard gave that had nothing but this release.

        Raises
        ------
        RuntimeError
            If it names neither release nor Stand, or is what another release gave.
        """
        known = self._known.setdefault(asked, {})
        is_named = any(mark in text for text in texts for mark in release.marks)
        if not is_named or tuple(texts) in known.values():
            raise RuntimeError(f"{asked}: the answer cannot be told from that of another release: {texts[-1:]}"[:500])
        known[release.release_id] = tuple(texts)
        self._releases[release.release_id] = release

    def expect(self, asked: str, release: Published) -> None:
        """See that an answer that was remembered holds the sum that the files of the data have.

        Raises
        ------
        RuntimeError
            If it does not.
        """
        if not any(release.total in text for text in self._known[asked][release.release_id]):
            raise RuntimeError(f"{asked}: {release.total} is expected in the answer of {release.release_id}")

    def worth(self, asked: str, texts: Sequence[str]) -> tuple[Worth, str]:
        """What the texts of an answer are worth, and which release they are of.

        A page that ends early in a sentence is one only when all that stands above is of one release.
        """
        if asked.startswith(SUMS) and (release_id := self._with_these_sums(asked, *texts)):
            return Worth.RIGHT, release_id
        known = self._known.get(asked, {})
        plain = [
            text.replace(DEGRADED, "").replace('"degraded"', '"ok"') if asked == HEALTH else text for text in texts
        ]
        for release_id, right in known.items():
            if right == tuple(plain):
                return (Worth.RIGHT, release_id) if plain == list(texts) else (Worth.SENTENCE, "")
        others = {text for text in texts if not any(sentence in text for sentence in _SENTENCES)}
        is_of_one = not others or any(others <= set(right) for right in known.values())
        return (Worth.SENTENCE if len(others) < len(set(texts)) and is_of_one else Worth.WRONG), ""

    def _with_these_sums(self, asked: str, text: str) -> str:
        """Which release, as it names itself, has the sums of this answer by the files of its data."""
        try:
            told = json.loads(text.removeprefix("200 "), parse_float=Decimal)
            release = self._releases[told["meta"]["release_id"]]
            sums = {row["kind"]: row["sum_amount_eur"] for row in told["rows"]}
        except (ValueError, KeyError):
            return ""
        is_right = told["meta"]["stand"] == release.stand and sums == release.sums(int(asked.removeprefix(SUMS)))
        return release.release_id if is_right else ""
