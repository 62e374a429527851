"""What somebody else wrote, made fit to stand in an answer or in a file."""

import re
from html import escape

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONGEST = 60
_SINGLE = str.maketrans("„“", "‚‘")


def quotable(text: str) -> str:
    """Short, and nothing but letters, digits, blanks and ``-_.,``: what an answer may repeat in quotation marks."""
    return "".join(letter for letter in text[:_LONGEST] if letter.isalnum() or letter in "-_., ")


def nested(text: str) -> str:
    """As it stands between quotation marks: with single ones inside."""
    return text.translate(_SINGLE)


def without_direction(text: str) -> str:
    """Without what turns the direction of writing: within a sentence it would turn what follows, too."""
    return _DIRECTION.sub("", text)


def for_xml(text: str) -> str:
    """Without letters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def markup(text: str) -> str:
    """As content or attribute of an element, without letters that XML cannot hold."""
    return escape(for_xml(text))
