"""A table as a plain value, and what stands around it: heading, files, sources and Stand."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, urlencode

from app.data.cached_frame import CachedFrame
from app.data.rows import Rows, pages
from app.data.selection import Selection
from app.exhibits import Exhibit, ExhibitContent, View, address, captions
from app.exhibits.data_selection import origin_address
from app.exhibits.origins import origins_of
from app.files.data_files import MOST_ROWS
from app.files.text_files import csv_for_excel
from app.files.typed_rows import content
from app.surfaces import table_data
from app.surfaces.markdown import block
from app.words import units
from app.words.text import has, t

Sources = Sequence[str]
Filters = Sequence[str]
_KINDS = ("csv", "xlsx", "json")
FIRST = 5
"""Rows of a table that stand there before somebody asks for all."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of a ``selection`` below a heading; those of the ``filters`` that are chosen act on them."""

    key: str
    rows: Rows
    columns: tuple[str, ...]
    source: Sources
    filters: Filters
    selection: Selection
    subject: str = ""
    first: int = FIRST
    """Rows that stand there before somebody asks for all."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Addresses of its files, by what their kinds are called."""
    slug: str = ""
    """Its name in addresses, or that of the chart above it."""
    nothing: str = ""
    """What is said where it has no rows."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Addresses where it is told how its figures are made, and of which rows; with the figure where there are several."""
    is_complete: bool = False
    """Whether a page shows every column: those without any value, and those that say where a row is from."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What its columns are called where no text says it; then all of them are shown."""

    @property
    def name(self) -> str:
        """By what an address tells it from the others of its page."""
        return self.slug or self.key

    @property
    def names(self) -> tuple[str, str]:
        """The same, and as addresses were written that hold one table."""
        return self.name, self.key

    @property
    def is_known(self) -> bool:
        """Whether everybody who asks for it by its address gets this same object."""
        return bool(self.slug and not self.labels)

    @property
    def line(self) -> str:
        """Where the rows are from, and what is chosen."""
        if self.labels:
            stand, release = units.date(self.selection.stand), self.selection.release_id
            return t("sql.source", stand=stand, release=release)
        return described_line(self.source, self.filters, self.selection)

    @property
    def shown(self) -> tuple[str, ...]:
        """Columns that a page shows; files have all of them."""
        if self.labels or self.is_complete:
            return self.columns
        if pages(self.rows) > 1:
            return table_data.without_places(self.columns)
        rows = CachedFrame(self.rows.all())
        shown = table_data.shown_columns(rows, self.columns)
        if not self.note or (table_data.has_own_notes(rows, self.note) and not self.few_notes):
            return shown
        return tuple(name for name in shown if name != "note")

    @property
    def note(self) -> str:
        """What is said once below a table because the notes of all its rows say it."""
        if "note" not in self.columns or self.labels or self.is_complete or pages(self.rows) > 1:
            return ""
        return table_data.shared_note(CachedFrame(self.rows.all()))

    @property
    def few_notes(self) -> tuple[str, ...]:
        """What few rows alone say beside that, each with its name."""
        return table_data.few_notes(CachedFrame(self.rows.all()), self.note) if self.note else ()

    @property
    def about(self) -> tuple[tuple[str, ...], str, str, dt.date, tuple[tuple[str, str], ...], str]:
        """What ``table_data`` has to know of any of its rows."""
        title = table_data.title(self.key, self.subject)
        return self.shown, title, self.line, self.selection.stand, tuple(self.labels.items()), self.note


@functools.lru_cache(maxsize=512)
def exhibit_table(found: Exhibit, view: View, first: int, _: tuple[tuple[str, str], ...]) -> Table:
    """The rows of a chart, map or table; the same for the same view and the same names of what is chosen."""
    shown = found.content(view)
    return Table(
        found.key,
        shown.rows,
        tuple(shown.columns),
        shown.source,
        found.filters,
        view.selection,
        found.subject(view),
        first,
        files=file_addresses(found, view, shown.rows.count),
        slug=found.slug,
        origins=addresses_of_origins(found, view),
        nothing=t("panel.nothing_found", search=search) if (search := view.parameter("suche")) else "",
    )


def described_line(source: Sources, filters: Filters, selection: Selection) -> str:
    """The same as ``source_line`` with those chosen ``filters`` that act."""
    described = "; ".join(text for parameter, text in selection.described if parameter in filters)
    line = source_line(source, selection)
    return f"{line} {t('source.filters', filters=described)}" if described else line


def source_line(source: Sources, selection: Selection) -> str:
    """„Quelle: …. Stand ….“ for these data sources."""
    return captions.source_line(selection.everything(), tuple(source))


def heading(key: str, subject: str = "") -> str:
    """A small heading with its explanation when there is one, as HTML."""
    return f'<h2 class="srm-heading">{escape(table_data.title(key, subject))}</h2>{explanation(key)}'


def explanation(key: str) -> str:
    """What has to be known to read it, when there is such a text, as HTML."""
    return f'<div class="srm-text">{block(t(f"{key}.intro"))}</div>' if has(f"{key}.intro") else ""


def addresses_of_origins(found: Exhibit, view: View) -> dict[str, str]:
    """Where it is told how the figures of an exhibit or table are made, and of which where there are several."""
    origins = origins_of(found, view).items()
    return {origin_address(origin, view.selection, found.filters): figure for origin, figure in origins}


def dom_key(kind: str, key: str) -> str:
    """The class by which style sheet and components find a part of the page."""
    return f"{kind}-{key.replace('.', '-').replace('_', '-')}"


def csv_address(table: Table) -> str:
    """The rows as a file for Excel, in an address that holds the whole file."""
    rows = content(ExhibitContent(table.rows, table.columns), for_people=True)
    line = captions.source_line(table.selection.everything(), tuple(table.source), with_release=True)
    text = b"".join(csv_for_excel(rows.rows, [column.label for column in rows.columns], [line]))
    return f"data:text/csv;charset=utf-8,{quote(text)}"


def file_addresses(found: Exhibit, view: View, count: int) -> dict[str, str]:
    """Where the files of so many rows are, by what their kinds are called; without those that would be refused."""
    query = urlencode(address.parameters(found, view))
    kinds = [kind for kind in _KINDS if count <= MOST_ROWS["excel" if kind == "csv" else kind]]
    return {kind.upper(): f"/api/daten/{found.slug}.{kind}?{query}" for kind in kinds}
