"""Text from a table inside Markdown: as it stands there, never read as Markdown, directive, icon, emoji or address."""

import re

from app.words.line_breaks import unbroken

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_BEGINNING = re.compile(r"(?:#{1,6}|[+-]|\d{1,9}[.)])(?=\s|$)")
"""What makes a heading or a list at the beginning of a line."""
_SIGN = re.compile(r"[<>=~-]{2,}|:(?=\S)|@|(?<=www)\.|[\\`*_\[\]{<>&~$|]", re.IGNORECASE)
_APART = (":", "@", ".")


class Markdown(str):
    """A text of ours that is meant as Markdown, with what it says of data written by ``markdown``."""

    __slots__ = ()


def markdown(text: str) -> Markdown:
    """Markdown that shows the text as it is.

    A backslash keeps Markdown away. Streamlit also looks for icons, emoji, arrows and addresses in what it has read
    already: it finds none where a letter of them has an element of its own, a directive that says no colour.
    """
    if isinstance(text, Markdown):
        return text
    line = unbroken(_BLANKS.sub(" ", text).strip(" "))
    escaped = _SIGN.sub(_written, line)
    if begin := _BEGINNING.match(escaped):
        escaped = f"{escaped[: begin.end() - 1]}\\{escaped[begin.end() - 1 :]}"
    return Markdown(escaped)


def listed(*sentences: str) -> Markdown:
    """Sentences as a list."""
    return Markdown("\n".join(f"- {markdown(sentence)}" for sentence in sentences))


def without_parts(text: str) -> str:
    """The same Markdown for readers who know no directives."""
    return _PART.sub(r"\\\1", text)


_PART = re.compile(r":color\[\\(.)\]")


def _written(found: re.Match[str]) -> str:
    sign = found[0]
    if len(sign) > 1 or sign in _APART:
        return "".join(f":color[\\{letter}]" for letter in sign)
    return f"\\{sign}"
