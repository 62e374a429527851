"""Which municipalities, or the district, a text names."""

import re
from collections.abc import Iterator, Mapping


def named_places(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """Official keys of the places that a text names; the longest names first, since a district can be named after a town."""
    for key, rest in _cut_out(text, names):
        if rest != text:
            yield key
        text = rest


def without_places(text: str, names: Mapping[str, str]) -> str:
    """A text without the names of the places that it names."""
    for _, rest in _cut_out(text, names):
        text = rest
    return text


def _cut_out(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each place and what is left of the text without its name and those of the places before."""
    for key, name in sorted(names.items(), key=lambda entry: -len(entry[1])):
        # A name often goes without what comes after its slash.
        short, slash, addition = name.partition("/")
        text = re.sub(rf"(?<!\w){re.escape(short)}(?:{re.escape(slash + addition)})?(?!\w)", "", text)
        yield key, text
