"""Lists that may be long: counted, sorted and cut page by page, so that neither server nor browser holds them whole."""

import functools
import math
import re
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pandas as pd

from app.data import db
from app.data.cached_frame import CachedFrame
from app.words import cells

LONG = 250
"""Rows that a person scrolls through without pages."""
PAGE_ROWS = 100
_APART = 2000
"""Rows that are read at once and then taken apart, instead of asking for each part."""
_ACCENTS = "[\u0300-\u036f]"
_SOURCES = 2000
"""Sources of a Stand that are kept at hand."""

Order = tuple[str, bool] | None
"""Column and whether it is sorted downwards; None is the order of the question itself."""


class Rows(Protocol):
    """What a table needs to know of its rows."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def page(self, number: int, order: Order = None, size: int = PAGE_ROWS) -> pd.DataFrame:
        """Rows of one page; the first has the number 1."""
        ...

    def all(self) -> pd.DataFrame:
        """Every row in the order of the question."""
        ...

    def __hash__(self) -> int:
        """Rows are keys of caches."""
        ...


def page_number(text: str) -> int | None:
    """The number of a page as it stands in an address; None when it is none that anybody would turn to."""
    return int(text) if re.fullmatch("[1-9][0-9]{0,5}", text) else None


def pages(rows: Rows) -> int:
    """How many pages the rows fill; 1 when they are shown whole."""
    return math.ceil(rows.count / PAGE_ROWS) if rows.count > LONG else 1


@dataclass(frozen=True)
class QueryRows:
    """Rows of one question in app/data/sql that has no order of its own; the database sorts and cuts them."""

    name: str
    release_id: str
    parameters: tuple[tuple[str, Any], ...]
    order: tuple[str, ...]
    """Columns that sort it, ``-`` for downwards; together they are unique, or a row could stand on two pages."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(_beginning(self)) if _is_short(self) else db.count(self.name, self.release_id, dict(self.parameters))

    def page(self, number: int, order: Order = None, size: int = PAGE_ROWS) -> pd.DataFrame:
        """Rows of one page; the first has the number 1."""
        return _page(self, number, order, size)

    def all(self) -> pd.DataFrame:
        """Every row in the order of the question."""
        # Many rows are read once for a file, and keeping them would fill the memory.
        return _beginning(self) if _is_short(self) else _read(self, self.order, 0, None)


@functools.lru_cache(maxsize=256)
def part(rows: QueryRows, column: str, parameter: str, *values: str) -> Rows:
    """The rows that have one of these values in a column; the question takes them by this parameter, too."""
    whole = _with_sources(rows, rows.order, 0, _APART + 1)
    if len(whole) > _APART:
        return replace(rows, parameters=tuple(sorted({**dict(rows.parameters), parameter: values}.items())))
    return FrameRows(CachedFrame(whole[whole[column].isin(values)]))


@functools.lru_cache(maxsize=256)
def _page(rows: QueryRows, number: int, order: Order, size: int) -> pd.DataFrame:
    """The same object for the same arguments, so that what is made from it is made once."""
    if order is None and _is_short(rows):
        return _beginning(rows).iloc[(number - 1) * size : number * size]
    column, down = order or ("", False)
    # A delay is known in days or in months; a number of days in between sorts both.
    column = "about_days" if column in cells.SPANS else column
    first = (f"-{column}" if down else column,) if column else ()
    return _with_sources(rows, (*first, *rows.order), (number - 1) * size, size)


def _beginning(rows: QueryRows) -> pd.DataFrame:
    """As many rows as a table shows whole, and one more: most lists are short, and known with one question."""
    return _with_sources(rows, rows.order, 0, LONG + 1)


def _is_short(rows: QueryRows) -> bool:
    return len(_beginning(rows)) <= LONG


@functools.lru_cache(maxsize=256)
def _with_sources(asked: QueryRows, order: tuple[str, ...], first: int, most: int) -> pd.DataFrame:
    """The same object for the same arguments."""
    return _read(asked, order, first, most)


def _read(asked: QueryRows, order: tuple[str, ...], first: int, most: int | None) -> pd.DataFrame:
    """Rows with what their source is called: looked up for the rows that are read, not joined to all others."""
    parameters = dict(asked.parameters)
    # Only who sorts by what a source is called has all rows joined to it.
    joined, everything = ("sources_of", "source_id"), {**parameters, "sources": ()}
    rows = db.read(asked.name, asked.release_id, everything, order=order, first=first, most=most, joined=joined)
    return with_sources(rows, asked.release_id, parameters["stand"])


def with_sources(rows: pd.DataFrame, release_id: str, stand: Any) -> pd.DataFrame:
    """The same rows with what their sources are called, where they name any."""
    if "source_id" not in rows or "source_publisher" in rows:
        return rows
    known = _sources(release_id, stand)
    if known is None:
        wanted = tuple(sorted(set(rows.source_id.dropna())))
        known = db.read("sources_of", release_id, {"stand": stand, "sources": wanted}).set_index("source_id")
    return rows.assign(**{str(name): rows.source_id.map(known[name]) for name in known})


@functools.lru_cache(maxsize=16)
def _sources(release_id: str, stand: Any) -> pd.DataFrame | None:
    """All sources of a Stand by their key; None when they are too many to be kept."""
    everything = {"stand": stand, "sources": ()}
    found = db.read("sources_of", release_id, everything, order=("source_id",), most=_SOURCES + 1)
    return found.set_index("source_id") if len(found) <= _SOURCES else None


@dataclass(frozen=True)
class FrameRows:
    """Rows of a table that is there whole because a chart or a map is drawn from it."""

    same: CachedFrame

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.same.frame)

    def page(self, number: int, order: Order = None, size: int = PAGE_ROWS) -> pd.DataFrame:
        """Rows of one page; the first has the number 1."""
        return _sorted(self.same, order).iloc[(number - 1) * size : number * size]

    def all(self) -> pd.DataFrame:
        """Every row in its own order."""
        return self.same.frame


@functools.lru_cache(maxsize=32)
def _sorted(same: CachedFrame, order: Order) -> pd.DataFrame:
    if order is None:
        return same.frame
    column, down = order
    keys = pd.Series([cells.sort_key(column, row) for row in cells.records(same.frame)], index=same.frame.index)
    if keys.dtype == object or pd.api.types.is_string_dtype(keys):
        # As in a dictionary: „Ä“ beside „a“.
        keys = keys.str.casefold().str.normalize("NFKD").str.replace(_ACCENTS, "", regex=True)
    return same.frame.loc[keys.sort_values(ascending=not down, na_position="last", kind="stable").index]


def as_rows(rows: pd.DataFrame | Rows) -> Rows:
    """A table as rows."""
    return FrameRows(CachedFrame(rows)) if isinstance(rows, pd.DataFrame) else rows
