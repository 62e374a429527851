"""A table as a plain value, and what stands around it: heading, file, sources and Stand."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from app.data.cached_frame import CachedFrame
from app.data.rows import Rows, pages
from app.data.selection import Selection
from app.exhibits import captions
from app.files.text_files import csv_for_excel
from app.sentences.left_out import left_out
from app.surfaces import table_data
from app.words import cells
from app.words.markdown import markdown
from app.words.text import has, t

Source = str | Sequence[str]
Filters = Sequence[str]
FIRST = 5
"""Rows of a table that stand there before somebody asks for all."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of a ``selection`` below a heading; those of the ``filters`` that are chosen act on them."""

    key: str
    rows: Rows
    columns: tuple[str, ...]
    source: Source
    filters: Filters
    selection: Selection
    subject: str = ""
    first: int = FIRST
    """Rows that stand there before somebody asks for all."""

    @property
    def line(self) -> str:
        """Where the rows are from, and what is chosen."""
        return described_line(self.source, self.filters, self.selection)

    @property
    def file_line(self) -> str:
        """The same for files, with the release."""
        return described_line(self.source, self.filters, self.selection, with_release=True)

    @property
    def shown(self) -> tuple[str, ...]:
        """Columns that a page shows; files have all of them."""
        if pages(self.rows) > 1:
            return table_data.without_places(self.columns)
        return table_data.shown_columns(CachedFrame(self.rows.all()), self.columns)

    @property
    def about(self) -> tuple[tuple[str, ...], str, str, dt.date]:
        """What ``table_data`` has to know of any of its rows."""
        return self.shown, table_data.title(self.key, self.subject), self.line, self.selection.stand


def described_line(source: Source, filters: Filters, selection: Selection, *, with_release: bool = False) -> str:
    """The same as ``source_line`` with those chosen ``filters`` that act."""
    chosen = [text for parameter, text in selection.described if parameter in filters]
    if with_release and "jahr" in filters:
        # On a page the notice below the filters says it once.
        chosen += filter(None, [left_out(selection if "kommune" in filters else selection.of())])
    described = "; ".join(chosen)
    line = source_line(source, selection, with_release=with_release)
    return f"{line} {t('source.filters', filters=described)}" if described else line


def source_line(source: Source, selection: Selection, *, with_release: bool = False) -> str:
    """„Quelle: …. Stand ….“ for these data sources."""
    names = (source,) if isinstance(source, str) else tuple(source)
    return captions.source_line(selection.everything(), names, with_release=with_release)


def heading(key: str, subject: str = "") -> None:
    """A small heading with its explanation when there is one."""
    st.header(markdown(table_data.title(key, subject)), anchor=False)
    explanation(key)


def explanation(key: str) -> None:
    """What has to be known to read it, when there is such a text."""
    if has(f"{key}.intro"):
        st.markdown(t(f"{key}.intro"))


def dom_key(kind: str, key: str) -> str:
    """The class by which style sheet and components find a part of the page."""
    return f"{kind}-{key.replace('.', '-').replace('_', '-')}"


@functools.lru_cache(maxsize=512)
def kept_csv(rows: CachedFrame, columns: tuple[str, ...], source: str) -> str:
    """The same as ``csv_of``, made once."""
    return csv_of(rows.frame, columns, source)


def csv_of(frame: pd.DataFrame, columns: Sequence[str], source: str) -> str:
    """These columns as a file for Excel, with their source in its last line."""
    labels = cells.column_labels(frame, columns)
    rows = cells.words_for_files(frame)[list(labels)].itertuples(index=False)
    return csv_for_excel(rows, list(labels.values()), [source])
