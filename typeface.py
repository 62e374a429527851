"""The typeface of pictures and paper: where it lies, which letters it has, what stands there instead of others. Imports nothing of ours."""

import functools
import importlib.util
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

INSTEAD = "□"
"""Stands where a letter is that the typeface lacks."""
_USED = (
    range(0x20, 0x250),  # Latin
    range(0x370, 0x460),  # Greek, Cyrillic
    range(0x1E00, 0x1F00),  # more Latin
    range(0x2000, 0x2300),  # punctuation, currencies, arrows, signs
    range(0x25A0, 0x2780),  # marks
)
"""What is taken from the typeface; to make faces of all its letters would take twice as long."""
_FORMS = (range(0xFB00, 0xFE00), range(0xFE70, 0xFEFF), range(0xFF01, 0xFFEF))
"""Letters in the form in which they were set („ﬁ“, „Ａ“), as they come out of a PDF."""
_VARIANTS = range(0xFE00, 0xFE10)
"""Say of the letter before how it is to look."""


def file() -> Path:
    """Source Sans (OFL) as one variable font: Streamlit's own file, found without loading Streamlit."""
    found = importlib.util.find_spec("streamlit")
    assert found and found.origin
    return next((Path(found.origin).parent / "static" / "static" / "media").glob("SourceSansVF-Upright*.woff2"))


@functools.cache
def letters() -> frozenset[str]:
    """All letters that can be drawn as they are."""
    known = TTFont(file(), lazy=True).getBestCmap()
    used = (chr(code) for codes in _USED for code in codes if code in known)
    return frozenset(letter for letter in used if unicodedata.category(letter) not in ("Cc", "Cf"))


def drawable(text: str) -> str:
    """The text in letters that the typeface has: ligatures taken apart, nothing that nobody sees, ``INSTEAD`` for others."""
    composed = unicodedata.normalize("NFC", text)
    return composed if letters().issuperset(composed) else "".join(map(_drawable, composed))


def missing(text: str) -> str:
    """Those letters and marks of a text that are not drawn, each once; what nobody sees anyway is none of them."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(letter for letter in composed if letter != INSTEAD and _is_lost(letter)))


@functools.lru_cache(maxsize=4096)
def _drawable(letter: str) -> str:
    if letter in letters() or letter == "\n":
        return letter
    if _is_form(letter):
        return "".join(map(_drawable, unicodedata.normalize("NFKC", letter)))
    if letter.isspace():
        return " "
    # Marks for which there is no letter that has them (Typst refuses some in pictures), and what steers how text is set.
    return "" if unicodedata.category(letter) in ("Mn", "Me", "Cc", "Cf") else INSTEAD


def _is_lost(letter: str) -> bool:
    is_mark = unicodedata.category(letter) in ("Mn", "Me") and ord(letter) not in _VARIANTS
    return INSTEAD in _drawable(letter) or is_mark


def _is_form(letter: str) -> bool:
    return any(ord(letter) in forms for forms in _FORMS) and unicodedata.normalize("NFKC", letter) != letter
