"""Which municipalities, or the district, a text names."""

import re
from collections.abc import Iterator, Mapping


def named_places(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """Official keys of the places that a text names; the longest names first, since a district can be named after a town."""
    for key, name in sorted(names.items(), key=lambda entry: -len(entry[1])):
        # A name often goes without what comes after its slash.
        pattern = rf"(?<!\w){re.escape(name.split('/')[0])}(?!\w)"
        text, count = re.subn(pattern, "", text)
        if count:
            yield key
