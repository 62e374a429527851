"""The typeface of the screen as files: for what Typst sets, for pictures that carry it, for line breaks.

Streamlit ships Source Sans (OFL) as one variable font. Typesetters want static faces, so three of them are made from it
once and kept in a folder of the system's temporary files; several processes may do so at the same time.
"""

import functools
import hashlib
import io
import os
import re
import stat
import tempfile
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

import pyphen
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

import typeface

FAMILY = "Source Sans"
"""Name of the family in style sheets, in SVG and for Typst."""

FAMILIES = f"{FAMILY}, 'Source Sans 3', 'Source Sans Pro', Carlito, Calibri, 'Arial Narrow', sans-serif"
"""The same for programs that may not know it: then by other names, then faces that are about as narrow."""

ASCENT, DESCENT = 1.0, 0.326
"""How far a line of text reaches above and below its base line, in heights of its letters."""
TEXT, SMALL = 14.0, 12.5
"""Heights of the letters of a chart, and of its axes."""
LEADING = 1.3
"""From one line of a chart's text to the next, in heights of the letters; plotly takes the same."""
MOST_LINES = 30
"""Lines of one text at most."""
_LONGEST_LINE = 500
"""Letters of a line at most; in no drawing is there room for more."""
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
WEIGHTS = {REGULAR: "Regular", SEMIBOLD: "SemiBold", BOLD: "Bold"}

_COMMON = frozenset(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÄÖÜäöüß .,:;-–−/()%&?=_+@„“‚‘·•●○×…€²→\xa0"
)
"""Letters that a picture carries in any case, so that few carry others than the one before."""
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum"]
_BLANK = re.compile(r"[ \n\t]+(?!(?:Mio\.|€|%|km²|[MG]bit/s)(?!\w))")
_VERSION = "3"
"""Counts up when other faces are made from the same font."""


def folder() -> Path:
    """Folder with the three faces and nothing else; they are made when they are not there (some seconds)."""
    path = _place()
    # Temporary files may be swept while the server runs.
    if not all((path / _file(weight)).is_file() for weight in WEIGHTS):
        path.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix="making-") as made:
            _make(typeface.file(), Path(made))
            for weight in WEIGHTS:
                (Path(made) / _file(weight)).replace(path / _file(weight))
    return path


def face(weight: int) -> Path:
    """File of one face."""
    return folder() / _file(weight)


def width(text: str, size: float = TEXT, weight: int = REGULAR) -> float:
    """How wide a line of text is when it is set in this size."""
    return _advance(text, weight) * size


# A layout asks for the same texts in one size after the other until they fit.
@functools.lru_cache(maxsize=16384)
def _advance(text: str, weight: int) -> float:
    advances = _advances(weight)
    return sum([advances.get(letter, 0.0) for letter in typeface.drawable(text)])


def widest(texts: Iterable[str], size: float = TEXT, weight: int = REGULAR) -> float:
    """Width of the longest of some lines of text."""
    return max((width(text, size, weight) for text in texts), default=0.0)


def line_height(size: float = TEXT) -> float:
    """From one line of a chart's text to the next."""
    return size * LEADING


@functools.lru_cache(maxsize=8192)
def wrapped(text: str, room: float, size: float = TEXT, weight: int = REGULAR, hyphen: str = "-") -> tuple[str, ...]:
    """The text in lines that are no wider than ``room``; a word that is wider alone is divided, by default with a hyphen.

    Only at plain blanks, and never between a number and its unit: „35,4 Mio. €“ stays together. Of a text that nobody
    would read beside a drawing the first ``MOST_LINES`` stand there, and an ellipsis below.
    """
    lines = [""]
    for word in _BLANK.split(text.strip()):
        longer = f"{lines[-1]} {word}".strip()
        if _is_within(longer, room, size, weight):
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        lines[-1] = word
        while not _is_within(lines[-1], room, size, weight) and len(lines[-1]) > 1 and len(lines) <= MOST_LINES:
            end, mark = _division(lines[-1], size, room, weight, hyphen)
            lines[-1:] = [f"{lines[-1][:end]}{mark}", lines[-1][end:]]
        if len(lines) > MOST_LINES:
            lines[MOST_LINES:] = ["…"]
            break
    return tuple(line.replace("\xa0", " ") for line in lines)


def beyond_common(letters: Iterable[str]) -> str:
    """Those letters that few German texts have, in order."""
    return "".join(sorted(set(letters) - _COMMON))


def embedded(letters: str, weight: int) -> bytes:
    """The face as WOFF2 with common letters and these, for ``@font-face`` inside a picture; the same bytes each time.

    Without kerning, as ``width`` counts.
    """
    font = TTFont(face(weight), recalcTimestamp=False)
    for table in ("BASE", "GDEF", "GPOS", "GSUB", "STAT"):
        del font[table]
    _reduce(font, subset.Options(name_IDs=[0, 1, 2, 13, 14]), text="".join(sorted({*_COMMON, *letters})))
    return _woff2(font)


def icons(source: Path, names: Iterable[str]) -> bytes:
    """The icon font ``source`` as WOFF2 with these icons alone; each is written as its name, which is a ligature."""
    font = TTFont(source, recalcTimestamp=False)
    letters = font.getBestCmap()
    wanted = {tuple(letters[ord(letter)] for letter in name) for name in names}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(found, "ExtSubTable", found) for found in lookup.SubTable):
            table.ligatures = {
                first: [found for found in ligatures if (first, *found.Component) in wanted]
                for first, ligatures in table.ligatures.items()
            }
    _reduce(font, subset.Options(layout_features=["*"]), text="".join(sorted(set().union(*names))))
    return _woff2(font)


def cache_folder() -> Path:
    """A folder of our own among the temporary files, which nobody else can write to."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    path = Path(tempfile.gettempdir()) / f"smart-region-monitor-{owner}"
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if hasattr(os, "getuid") and (
        not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        # Somebody was there before us: what lies in that folder must not be trusted.
        return Path(tempfile.mkdtemp(prefix=f"smart-region-monitor-{owner}-"))
    return path


def _is_within(text: str, room: float, size: float, weight: int) -> bool:
    """Whether a text fits into one line."""
    return len(text) <= _LONGEST_LINE and width(text, size, weight) <= room


def _division(word: str, size: float, room: float, weight: int, hyphen: str) -> tuple[int, str]:
    """After how many letters a word is divided, and what is written there: between syllables, else where it must be."""
    word = word[:_LONGEST_LINE]

    def fitting(most: int, mark: str) -> int:
        return bisect_right(range(most + 1), room, key=lambda n: width(f"{word[:n]}{mark}", size, weight)) - 1

    if hyphen:
        places = [(found.end(), "") for found in re.finditer(r"[-–/](?=\w)", word)]
        places += [(place, hyphen) for place in _syllables(word)]
        most = fitting(len(word), "")
        for place, mark in sorted((found for found in places if found[0] <= most), reverse=True):
            if width(f"{word[:place]}{mark}", size, weight) <= room:
                return place, mark
    # Not right before its last letters.
    return max(1, fitting(max(1, len(word) - 3), hyphen)), hyphen


@functools.lru_cache(maxsize=4096)
def _syllables(word: str) -> tuple[int, ...]:
    """Where a word can be divided."""
    dictionary = _dictionary()
    found = tuple(dictionary.positions(word))
    # It would keep every word for ever, also those of visitors' queries.
    dictionary.hd.cache.clear()
    return found


@functools.cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="de_DE", left=3, right=3)


@functools.cache
def _place() -> Path:
    return cache_folder() / f"fonts-{hashlib.sha256(_VERSION.encode() + typeface.file().read_bytes()).hexdigest()[:12]}"


def _letters() -> Iterable[str]:
    return sorted(typeface.letters())


def _file(weight: int) -> str:
    return f"SourceSans-{WEIGHTS[weight]}.ttf"


def _make(source: Path, folder: Path) -> None:
    variable = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=_FEATURES, notdef_outline=True, name_IDs=[0, 3, 5, 13, 14])
    _reduce(variable, options, text="".join(_letters()))
    variable.flavor = None
    small = io.BytesIO()
    variable.save(small)
    for weight, name in WEIGHTS.items():
        font = instancer.instantiateVariableFont(
            TTFont(io.BytesIO(small.getvalue()), recalcTimestamp=False), {"wght": weight}
        )
        names = {1: FAMILY if weight == REGULAR else f"{FAMILY} {name}", 2: "Regular", 16: FAMILY, 17: name}
        names |= {4: f"{FAMILY} {name}", 6: f"SourceSans-{name}"}
        for key, text in names.items():
            font["name"].setName(text, key, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        font["head"].macStyle = font["OS/2"].fsSelection = 0
        if weight == REGULAR:
            font["OS/2"].fsSelection = 1 << 6
        font.save(folder / _file(weight))


@functools.cache
def _advances(weight: int) -> dict[str, float]:
    font = TTFont(face(weight), lazy=True)
    em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def _reduce(font: TTFont, options: subset.Options, **kept: object) -> None:
    reducer = subset.Subsetter(options)
    reducer.populate(**kept)
    reducer.subset(font)


def _woff2(font: TTFont) -> bytes:
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
