"""A table as it is shown, whichever surface shows it: headings, cells as texts, where they lead."""

import datetime as dt
import functools
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pandas as pd

from app.charts.grant_charts import COLLECTIVE
from app.data.cached_frame import CachedFrame
from app.exhibits import side_by_side
from app.words import cells, units
from app.words.file_name import file_name
from app.words.text import plural, t

_LINKS = {
    "project_title": ("project_id", "/projekte?projekt={}"),
    "name": ("municipality_ags", "/kommunen?kommune={}"),
    "funder": ("funder", "/foerderung?geldgeber={}"),
    "programme": ("programme", "/foerderung?programm={}"),
    "recipient": ("recipient", "/foerderung?empfaenger={}"),
    "source_publisher": ("source_url", "{}"),
    "source_title": ("source_url", "{}"),
    "licence": ("licence_url", "{}"),
    "row_count": ("rows_address", "{}"),
    "published_table": ("published_name", "/daten?daten={}"),
}
"""Columns that lead somewhere: the column that holds the key, and the address it makes."""
_COMPLETED = {"source_publisher": "source_title"}
"""Columns whose links would be called alike and lead apart: the column that completes their names."""

_IN_FILES_ALONE = ("input_file", "input_line")
"""Where a row stands in the inputs: who asks for that has the file."""

_BESIDE_THE_NAME = ("due", "happened", "grant_eur", "amount_eur")
"""Columns of which the first stands beside the name where a row is one line."""
_WITH_AN_AMOUNT = ("kind", "counting")
"""What an amount alone would be misread without: it stands beside it where a line has room."""

_FEW = 2
"""Rows more than those that are shown first are shown, too: nobody should have to press for them."""


@functools.lru_cache(maxsize=512)
def shown_columns(rows: CachedFrame, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the ``columns`` that a page shows of all these rows: none that is empty in every row."""
    records = cells.records(rows.frame)
    return tuple(
        name
        for name in without_places(columns)
        if name in rows.frame and (not records or any(cells.cell_text(name, row) != units.UNKNOWN for row in records))
    )


def without_places(columns: Sequence[str]) -> tuple[str, ...]:
    """The ``columns`` without file and line of the inputs."""
    return tuple(name for name in columns if name not in _IN_FILES_ALONE)


def fold(count: int, first: int) -> dict[str, Any]:
    """How a table of so many rows begins with its ``first``; empty where it is shown whole."""
    if first and count <= first + _FEW:
        return {}
    return {"fold": {"first": first, "all": plural("panel.whole", count), "fewer": t("panel.fewer")}}


def title(key: str, subject: str) -> str:
    """The heading as text."""
    return f"{t(f'{key}.heading')}: {subject}" if subject else t(f"{key}.heading")


@functools.lru_cache(maxsize=512)
def part(
    rows: CachedFrame,
    columns: tuple[str, ...],
    title: str,
    source: str,
    stand: dt.date,
    own_labels: tuple[tuple[str, str], ...] = (),
) -> dict[str, Any]:
    """What is shown of these rows; ``own_labels`` are the names of their columns where no text has them."""
    frame = rows.frame
    labels = dict(own_labels) or cells.column_labels(frame, columns)
    numbers = {name: cells.is_number(frame[name]) for name in labels}
    beside = next((name for name in (*_BESIDE_THE_NAME, *filter(numbers.get, labels)) if name in labels), "")
    shown = (beside, *_WITH_AN_AMOUNT) if beside == "amount_eur" else (beside,)
    return {
        "title": title,
        "file": file_name(title, stand),
        "names": list(labels),
        "columns": [
            {
                "label": label,
                "number": numbers[name],
                "beside": name in shown,
                "compared": name.startswith(side_by_side.PREFIX),
            }
            for name, label in labels.items()
        ],
        "rows": [[cells.cell_text(name, row) for name in labels] for row in cells.records(frame)],
        "links": [_addresses(frame, name) for name in labels],
        "completed": [_completions(frame, name) for name in labels],
        "source": source,
    }


def _addresses(frame: pd.DataFrame, column: str) -> list[str] | None:
    """Where the cells of a column lead to: a project, a municipality, a source; None when nowhere."""
    key, address = _LINKS.get(column, ("", ""))
    return [_address(address, value) for value in frame[key]] if key in frame else None


def _address(address: str, value: Any) -> str:
    """Where a cell leads to; what stands for several, or for nobody who is known, leads nowhere."""
    if units.is_unknown(value) or value in COLLECTIVE:
        return ""
    return address.format(quote(str(value), safe="") if address.startswith("/") else value)


def _completions(frame: pd.DataFrame, column: str) -> list[str] | None:
    """What completes the names of the links of a column; None where they need nothing."""
    name = _COMPLETED.get(column)
    return ["" if units.is_unknown(value) else str(value) for value in frame[name]] if name in frame else None
