"""A table as it is shown, whichever surface shows it: headings, cells as texts, where they lead."""

import datetime as dt
import functools
from typing import Any

import pandas as pd

from app.data.cached_frame import CachedFrame
from app.words import cells, units
from app.words.file_name import file_name
from app.words.text import t

_LINKS = {
    "project_title": ("project_id", "/projekte?projekt={}"),
    "name": ("municipality_ags", "/kommunen?kommune={}"),
    "source_publisher": ("source_url", "{}"),
    "source_title": ("source_url", "{}"),
    "licence": ("licence_url", "{}"),
}
"""Columns that lead somewhere: the column that holds the key, and the address it makes."""


def columns(frame: pd.DataFrame) -> list[str]:
    """What is shown where no list of columns says it: all but those that only hold where others lead."""
    return [name for name in frame.columns if name not in dict(_LINKS.values())]


def title(key: str, subject: str) -> str:
    """The heading as text."""
    return f"{t(f'{key}.heading')}: {subject}" if subject else t(f"{key}.heading")


@functools.lru_cache(maxsize=512)
def whole(rows: CachedFrame, columns: tuple[str, ...], title: str, source: str, stand: dt.date) -> dict[str, Any]:
    """A short table: the browser sorts it."""
    data = part(rows, columns, title, source, stand)
    records = cells.records(rows.frame)
    return {**data, "order": [[cells.sort_key(name, row) for name in data["names"]] for row in records]}


@functools.lru_cache(maxsize=512)
def part(rows: CachedFrame, columns: tuple[str, ...], title: str, source: str, stand: dt.date) -> dict[str, Any]:
    """What is shown of these rows."""
    frame = rows.frame
    labels = cells.column_labels(frame, columns)
    return {
        "title": title,
        "file": file_name(title, stand),
        "names": list(labels),
        "columns": [{"label": label, "number": cells.is_number(frame[name])} for name, label in labels.items()],
        "rows": [[cells.cell_text(name, row) for name in labels] for row in cells.records(frame)],
        "links": [_addresses(frame, name) for name in labels],
        "source": source,
    }


def _addresses(frame: pd.DataFrame, column: str) -> list[str] | None:
    """Where the cells of a column lead to: a project, a municipality, a source; None when nowhere."""
    key, address = _LINKS.get(column, ("", ""))
    return ["" if units.is_unknown(value) else address.format(value) for value in frame[key]] if key in frame else None
