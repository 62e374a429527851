"""Which region a register means: by key in whatever notation, by postcode, by the name of the place."""

import re

from etl.official.extract import Scope
from etl.official.reading import folded, region_key

_LEVELS = ((6, 2), (5, 3), (3, 5))
"""So many zeros at the end of a key of eight digits leave so many digits: state, administrative region, district."""


def keys_in(cell: str) -> list[str]:
    """Keys in one cell, in any of the notations: with blanks inside, several, as a number; zeros at the end dropped."""
    found: list[str] = []
    for piece in re.split(r"[,;/|\n]|\bund\b", cell):
        words = piece.removesuffix(".0").split()
        whole = [word for word in words if re.fullmatch(r"\d{7,8}|\d{11,12}|\d{5}", word)]
        joined = "".join(words)
        found += whole if len(whole) == len(words) else [joined] if joined.isdigit() else []
    return list(dict.fromkeys(_short(region_key(key)) for key in found))


def in_region(key: str, scope: Scope) -> bool:
    """Whether a key, of whatever level, belongs to the district; the key of the whole state does not."""
    return key.startswith(scope.district_ags)


def place_key(text: str, scope: Scope) -> str:
    """Municipality of the district that a postcode, or else the name of a place, belongs to; empty when none."""
    for postcode in re.findall(r"(?<!\d)\d{4,5}(?!\d)", text):
        if (ags := scope.postcodes.get(postcode.zfill(5))) is not None and in_region(ags, scope):
            return ags
    words = folded(re.sub(r"\d", " ", text))
    for ags, name in scope.municipalities.items():
        if words == (short := _short_name(name)) or words.startswith(f"{short} "):
            return ags
    return ""


def names_in(text: str, scope: Scope) -> list[str]:
    """Municipalities of the district that a text names, as whole words in the case in which they are written."""
    return [
        name
        for name in scope.municipalities.values()
        if re.search(rf"(?<![\w-]){re.escape(re.split('[/,(]', name)[0].strip())}(?!\w)", text)
    ]


def _short_name(name: str) -> str:
    """``musterstadt`` for „Musterstadt/Ruhr“."""
    return folded(re.split("[/,(]", name)[0])


def _short(key: str) -> str:
    for zeros, digits in _LEVELS:
        if len(key) == 8 and key.endswith("0" * zeros):
            return key[:digits]
    return key
