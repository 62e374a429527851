"""Files from outside as tables of texts: encoding, delimiter, sheets, numbers, keys; never what they mean."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from etl.messages.refusals import UnreadableError
from etl.official.formats.excel import TOO_LARGE, is_excel, sheets
from etl.reading.archives import MOST_TABLE_BYTES

HEAD_BYTES, HEAD_ROWS = 65_536, 60
PLACEHOLDERS = frozenset(
    {"", "-", "–", "—", ".", "..", "...", "…", "/", "x", "X", "()", "n/a", "NA", "k.A.", "keine Angabe"}
)
"""Official tables say so where there is no number: nothing, unknown or secret, later, too uncertain, not meaningful."""
FLAGS = re.compile(r"(?<=\d)\s*[a-zA-Z]{1,2}$|[\s\u00a0\u202f%]+")
FOOTNOTE = re.compile(r"(?<=\d)\s*[*†‡⁽⁾¹²³⁰⁴-⁹]+$")
"""A mark behind a number that is no digit of it; „49143 1)“ and „491431)“ are not told apart and are no numbers."""
THOUSANDS = re.compile(r"-?\d{1,3}(?:[\s'’]\d{3})+(?=[.,]|\D*$)")
"""A number whose groups of three digits are parted by blanks or apostrophes."""
# ="01234567" keeps Excel from taking a key for a number.
# Quotation marks within are mostly doubled; where they are not, the cell ends at the first one before a delimiter.
TEXT_FORMULA = re.compile(r'(^|[;\t])="(?:((?:[^"]|"")*)|(.*?))"(?=[;\t\r\n]|\Z)', re.DOTALL | re.MULTILINE)
DAY = re.compile(
    r"(?<!\d)(?:(\d{1,2})\.(\d{1,2})\.(YYYY)|(\d\d)(\d\d)(YYYY)|(YYYY)-(\d\d)-(\d\d)|(YYYY)(\d\d)(\d\d))(?!\d)".replace(
        "YYYY", r"(?:19|20)\d\d"
    )
)
TWICE_ENCODED = re.compile("Ã[¤¶¼Ÿœ–„]")
"""„Ã¤“ for „ä“: a file in UTF-8 that somebody opened as another encoding and saved."""
CUT_OFF = "Die Datei bricht mitten in dieser Zeile ab; was danach kommt, fehlt. Bitte noch einmal herunterladen."
EVEN_ROWS = 3
"""So many rows of equal length show how long a row is."""
SIGNS = {
    "-": "nichts vorhanden",
    "–": "nichts vorhanden",
    ".": "unbekannt oder geheim",
    "...": "Angabe folgt später",
    "…": "Angabe folgt später",
    "/": "nicht sicher genug",
    "x": "nicht sinnvoll",
    "X": "nicht sinnvoll",
}
"""What official tables mean by a sign; none of them is a zero that may be counted with."""
COUNTRY = frozenset({"deutschland", "bundesgebiet", "bund", "dg", "de", "staat"})
"""One file of the Breitbandatlas has the heading „staat“ where the name of the country belongs."""


@dataclass(frozen=True)
class Grid:
    """One sheet of a workbook, or a whole text file: texts row by row, with the line on which each row begins."""

    name: str
    rows: list[list[str]]
    lines: list[int] = field(default_factory=list)
    is_sheet: bool = False
    """Whether it is one of a workbook."""
    cut_at: int | None = None
    """Line within which a whole text file breaks off; None where it does not."""


def grids(path: Path) -> list[Grid]:
    """All tables of a file. Raises UnreadableError where it is neither a text nor a workbook."""
    if is_excel(path):
        return [Grid(name, rows, list(range(1, len(rows) + 1)), is_sheet=True) for name, rows in sheets(path)]
    whole = text(path)
    grid = _delimited(path.name, whole)
    return [grid if whole.endswith(("\n", "\r")) else replace(grid, cut_at=_cut_at(grid))]


def beginnings(path: Path) -> list[Grid]:
    """The first rows of every table of a file, enough to recognise it."""
    if is_excel(path):
        return [replace(grid, rows=grid.rows[:HEAD_ROWS], lines=grid.lines[:HEAD_ROWS]) for grid in grids(path)]
    return [_delimited(path.name, beginning(path))]


def text(path: Path) -> str:
    """A whole text file, whatever its encoding. Raises UnreadableError where it is no text."""
    if path.stat().st_size > MOST_TABLE_BYTES:
        raise UnreadableError(TOO_LARGE)
    return _decoded(path.read_bytes(), is_whole=True)


def beginning(path: Path) -> str:
    """As much of a text file as is needed to recognise it."""
    with path.open("rb") as file:
        data = file.read(HEAD_BYTES)
    return _decoded(data, is_whole=len(data) < HEAD_BYTES)


@cache
def folded(name: str) -> str:
    """A heading without what varies between files: case, punctuation, line breaks, the sign ≥."""
    return " ".join(re.findall(r"[^\W_]+", name.lower()))


def number(cell: str) -> float | None:
    """One number with decimal point or comma, None for a placeholder. Raises ValueError for anything else."""
    bare = cell.strip()
    if bare in PLACEHOLDERS:
        return None
    bare = FOOTNOTE.sub("", bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare)
    if grouped := THOUSANDS.match(bare):
        bare = re.sub(r"[\s'’]", "", grouped[0]) + bare[grouped.end() :]
    elif re.search(r"\d\s+\d", bare):
        raise ValueError(f"no number: {cell!r}")
    bare = FLAGS.sub("", bare)
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,}", bare):
        bare = bare.replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]+)?([eE][+-]?[0-9]{1,2})?", bare):
        raise ValueError(f"no number: {cell!r}")
    return float(bare.replace(",", "."))


def count(cell: str) -> int | None:
    """One whole number, where dots, commas and blanks stand between thousands. Raises ValueError for anything else."""
    bare = FOOTNOTE.sub("", cell.strip())
    # What is counted has no decimals, so that a comma parts thousands as well.
    if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+", bare):
        bare = re.sub(r"[.,]", "", bare)
    value = number(bare)
    if value is not None and value != int(value):
        raise ValueError(f"no whole number: {cell!r}")
    return None if value is None else int(value)


def days_in(text: str) -> Iterator[date]:
    """Every day that a title or the name of a file tells: ``31.12.2023``, ``31122023``, ``2023-12-31``, ``20231231``."""
    for found in DAY.findall(text):
        first, second, third = (part for part in found if part)
        year, month, day = (third, second, first) if len(third) == 4 else (first, second, third)
        with suppress(ValueError):
            yield date(int(year), int(month), int(day))


def region_key(cell: str) -> str:
    """Key of a region: ``DG``, two digits, five or eight; anything else as it stands.

    A number has lost its leading zero; a 12-digit key carries the association of municipalities in the middle.
    """
    bare = cell.strip().removesuffix(".0").replace(" ", "")
    if bare.lower() in COUNTRY or (bare and set(bare) == {"0"}):
        return "DG"
    if not re.fullmatch("[0-9]{1,12}", bare):
        return bare
    if len(bare) in (1, 4, 7, 11):
        bare = f"0{bare}"
    if len(bare) == 12:
        bare = bare[:5] + bare[9:]
    return bare[:2] if len(bare) == 8 and bare.endswith("000000") else bare


def _decoded(data: bytes, *, is_whole: bool) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoded = data.decode("utf-16", errors="replace")
    else:
        try:
            decoded = codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=is_whole)
        except UnicodeDecodeError:
            # Five bytes are undefined in cp1252; ISO 8859-1 knows them all.
            undefined = any(byte in data for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
            decoded = data.decode("latin-1" if undefined else "cp1252")
    if TWICE_ENCODED.search(decoded):
        with suppress(UnicodeError):
            decoded = decoded.encode("cp1252").decode("utf-8")
    if re.search(r"[\x00-\x08\x0e-\x1f]", decoded):
        raise UnreadableError("Die Datei ist weder eine Textdatei noch eine Excel-Arbeitsmappe.")
    if re.match(r"\s*<(!doctype|html|\?xml)", decoded, re.IGNORECASE):
        raise UnreadableError("Die Datei ist eine Internetseite oder XML, keine Tabelle. Bitte neu herunterladen.")
    return decoded


def _delimited(name: str, whole: str) -> Grid:
    if '="' in whole:
        whole = TEXT_FORMULA.sub(
            lambda cell: '{}"{}"'.format(cell[1], (cell[2] or cell[3] or "").replace('""', '"').replace('"', '""')),
            whole,
        )
    lines = io.StringIO(whole, newline="").readlines()
    reader = csv.reader(lines, delimiter=_delimiter(lines[:HEAD_ROWS]))
    rows, starts, start = [], [], 1
    try:
        for cells in reader:
            rows.append([cell.strip() for cell in cells])
            starts.append(start)
            start = reader.line_num + 1
    except csv.Error as problem:
        raise UnreadableError(
            f"Ab Zeile {start} ist die Datei keine Tabelle mehr: Ein Feld nimmt kein Ende. "
            "Vermutlich fehlt ein schließendes Anführungszeichen."
        ) from problem
    return Grid(name, rows, starts)


def _cut_at(grid: Grid) -> int | None:
    """Line of the last row, where that is shorter than all the rows before it, which are equally long."""
    if len(grid.rows) <= EVEN_ROWS:
        return None
    *before, last = grid.rows[-EVEN_ROWS - 1 :]
    width = len(before[0])
    is_row = len(last) > 1 or bool(re.fullmatch(r"[\d.\-/]+", last[0] if last else ""))
    return grid.lines[-1] if is_row and len(last) < width and {len(row) for row in before} == {width} else None


def _delimiter(lines: list[str]) -> str:
    # A comma may be the decimal sign, so it is the delimiter only where no other is.
    for least in (2, 1):
        for sign in ";\t|":
            bare = [re.sub(r'"[^"]*"', "", line).count(sign) for line in lines if line.strip()]
            if sum(found >= least for found in bare) >= min(2, len(bare)) > 0:
                return sign
    return ","
