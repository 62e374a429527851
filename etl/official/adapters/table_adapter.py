"""What adapters of tables share: headings found by their spellings, rows by our names, a refusal where there is none."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path
from re import Pattern, compile
from typing import TypeVar

from etl.messages.refusals import UnreadableError
from etl.official.formats.text_tables import CUT_OFF, HEAD_ROWS, Grid, beginnings, folded, grids
from etl.official.interface import Adapter, Extract, Reading

Found = TypeVar("Found")

HEADINGS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
"""By kind of file, the spellings of its headings by our name of the column."""


@dataclass(frozen=True)
class Row:
    """One row below the headings."""

    line: int
    cells: list[str]
    columns: Mapping[str, int]

    def __getitem__(self, name: str) -> str:
        """Give the text under a heading; empty where the row or the table has no such column."""
        at = self.columns.get(name)
        return "" if at is None else cell(self.cells, at)


@dataclass(frozen=True)
class Table:
    """One sheet with the position of its headings, and of each column by our name."""

    grid: Grid
    at: int
    columns: dict[str, int]

    @property
    def headings(self) -> list[str]:
        """The headings as they stand in the file."""
        return self.grid.rows[self.at]

    @property
    def above(self) -> list[str]:
        """One text per row above the headings."""
        return [" ".join(row) for row in self.grid.rows[: self.at]]

    def rows(self) -> Iterator[Row]:
        """All rows below the headings that are not empty."""
        for line, cells in zip(self.grid.lines[self.at + 1 :], self.grid.rows[self.at + 1 :], strict=True):
            if any(cells):
                yield Row(line, cells, self.columns)


def cell(cells: Sequence[str], at: int) -> str:
    """The text at a position; empty where the row is shorter."""
    return cells[at] if at < len(cells) else ""


def columns(headings: Sequence[str], spellings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Position by our name. A column serves one name, the first spelling that a file has counts.

    Parameters
    ----------
    headings
        Folded (``folded``).
    spellings
        Folded, with ``*`` for anything: ``laufzeit von*``.
    """
    found: dict[str, int] = {}
    free = dict(enumerate(headings))
    for name, patterns in spellings.items():
        for fits in map(_pattern, patterns):
            if (at := next((at for at, heading in free.items() if heading and fits.match(heading)), None)) is not None:
                found[name] = at
                del free[at]
                break
    return found


def headed_table(
    grid: Grid, spellings: Mapping[str, Sequence[str]], needed: Sequence[str], one_of: Sequence[str] = ()
) -> Table | None:
    """The table of a sheet: its headings are the first row that has all columns needed, and one of the others."""
    for at, row in enumerate(grid.rows[:HEAD_ROWS]):
        found = columns([folded(text) for text in row], spellings)
        if set(needed) <= set(found) and (not one_of or set(one_of) & set(found)):
            return Table(grid, at, found)
    return None


def table_adapter(
    source: str,
    name: str,
    find: Callable[[Grid], Found | None],
    missing: str,
    extract: Callable[[Reading, list[Found]], Extract],
    *,
    reports_cuts: bool = False,
    is_known_by_common_words: bool = False,
) -> Adapter:
    """Adapter of a file that is known by a table on one of its sheets.

    Parameters
    ----------
    find
        The table of a sheet, or None; is asked about the first rows only to recognise a file.
    missing
        What to say in German of a file that turns out to have no such table.
    extract
        Gives what all the tables hold.
    reports_cuts
        Whether it reports a last row that breaks off itself; others are refused.
    is_known_by_common_words
        As in ``Adapter``.
    """

    def is_kind(path: Path) -> bool:
        return any(find(grid) is not None for grid in beginnings(path))

    def read(reading: Reading) -> Extract:
        every = grids(reading.path)
        if not reports_cuts and (line := every[0].cut_at if every else None) is not None:
            raise UnreadableError(
                CUT_OFF,
                line=line,
            )
        tables = [found for grid in every if (found := find(grid)) is not None]
        if not tables:
            raise UnreadableError(missing)
        return extract(reading, tables)

    return Adapter(source, name, is_kind, read, is_known_by_common_words)


@cache
def _pattern(spelling: str) -> Pattern[str]:
    return compile(translate(spelling))
