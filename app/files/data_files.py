"""Data files of an exhibit or table: the rows that it shows, for Excel, for machines, with all that is said about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import pandas as pd
import pyarrow as pa

from app import exhibits
from app.exhibits import Exhibit, Plot, View, captions
from app.files import parquet
from app.files.plotly_file import plotly_file
from app.files.text_files import as_json, csv_for_excel, csv_for_machines, metadata
from app.files.typed_rows import Column, Content, Value, content, value_of
from app.files.workbook import workbook, zipped
from app.words import units
from app.words.text import t

__all__ = ["ENDINGS", "KINDS", "Column", "Content", "File", "NoFigureError", "TooManyRowsError", "content", "data_file"]

_JSON = "application/json"
CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"excel": "csv", "csv": "csv", "xlsx": "xlsx", "json": "json", "plotly": "plotly.json"}
KINDS |= {"metadata": "metadata.json", "parquet": "parquet", "zip": "zip"}
"""Kinds of files and the ends of their names; „csv“ is for programs, „excel“ for German Excel."""
MOST_ROWS = {"xlsx": 20_000, "excel": 100_000, "csv": 100_000, "json": 100_000}
MOST_ROWS |= {"parquet": 100_000, "zip": 100_000, "metadata": 100_000}
"""Rows of a file: a workbook takes about a second for every three thousand, text a second for every five thousand."""
_TYPES = {"f": pa.float64(), "i": pa.int64(), "u": pa.int64(), "b": pa.bool_(), "M": pa.date32()}
"""Types of a file by what pandas calls the kind of a column."""
_LISTS = ("areas", "area_ags")
ENDINGS = ("csv", "xlsx", "json", "plotly", "metadata", "parquet", "zip")
"""Ends of their addresses."""


class NoFigureError(LookupError):
    """There is no figure of plotly: of a map, a table, or of nothing."""


class TooManyRowsError(ValueError):
    """A file of so many rows would take longer than anybody waits."""


@dataclass(frozen=True)
class File:
    """A file as it leaves the house."""

    name: str
    media_type: str
    content: bytes


def data_file(exhibit: Exhibit, view: View, kind: str, base: str = "") -> File:
    """The file of one kind, with the rows of all pages; ``base`` is the public address without slash at its end.

    Raises
    ------
    NoFigureError
        When plotly's JSON is asked for of what is no chart.
    TooManyRowsError
        When the file would have more than ``MOST_ROWS``.
    """
    view = view if kind == "plotly" else exhibit.whole(view)
    shown = exhibit.content(view)
    if exhibit.kind == "table" or kind == "xlsx":
        # Counted before they are read.
        refuse_many(shown.rows.count, kind)
    about = captions.about(exhibit, view, base)
    sources = [source(found) for found in captions.datasets(view.selection.everything(), shown.source)]
    name = f"{about.stem}{'_excel' if kind == 'excel' else ''}.{KINDS[kind]}"
    if kind == "excel":
        rows = content(shown, for_people=True)
        lines = csv_for_excel(rows.rows, [column.label for column in rows.columns], about.footer)
        return File(name, CSV, b"".join(lines))
    if kind == "csv":
        rows = content(shown, for_people=False)
        return File(name, CSV, b"".join(csv_for_machines([column.name for column in rows.columns], rows.rows)))
    if kind == "xlsx":
        return File(name, EXCEL, workbook(content(shown, for_people=True), about, sources))
    fingerprint = exhibits.fingerprint(shown)
    if kind == "plotly":
        chart = exhibits.chart(shown, view) if isinstance(shown.drawing, Plot) else None
        if chart is None:
            raise NoFigureError(t("api.no_figure" if not isinstance(shown.drawing, Plot) else "chart.empty"))
        return File(name, _JSON, plotly_file(chart, about, fingerprint))
    rows = content(shown, for_people=False)
    meta = metadata(rows, about, exhibit, fingerprint, sources)
    if kind == "json":
        return File(name, _JSON, as_json(rows, meta))
    if kind == "metadata":
        return File(name, _JSON, orjson.dumps({"meta": meta}))
    if kind == "parquet":
        return File(name, parquet.MEDIA_TYPE, _parquet(rows, meta, shown.table))
    return File(name, "application/zip", _zip(about.stem, rows, meta))


def _parquet(rows: Content, meta: dict[str, Any], frame: pd.DataFrame) -> bytes:
    names = [column.name for column in rows.columns]
    values = list(zip(*rows.rows, strict=True)) or [()] * len(names)
    columns = [pa.array(cells, _type_if_empty(name, cells, frame)) for name, cells in zip(names, values, strict=True)]
    table = pa.table(columns, names=names).replace_schema_metadata({"meta": orjson.dumps(meta)})
    return parquet.parquet(table)


def _type_if_empty(name: str, values: Sequence[Value], frame: pd.DataFrame) -> pa.DataType | None:
    """The type of a column in which nothing is known, the same as with other filters; else it follows from the values."""
    if any(value is not None for value in values):
        return None
    kind = frame[name].dtype.kind
    if kind in _TYPES:
        return _TYPES[kind]
    return pa.list_(pa.string()) if name in _LISTS else pa.string()


def _zip(stem: str, rows: Content, meta: dict[str, Any]) -> bytes:
    """The rows for machines, and beside them what is said about them."""
    lines = csv_for_machines([column.name for column in rows.columns], rows.rows)
    return zipped({f"{stem}.csv": b"".join(lines), f"{stem}.metadata.json": orjson.dumps({"meta": meta})})


def refuse_many(count: int, kind: str) -> None:
    """Raise TooManyRowsError where a file of this kind would have more than ``MOST_ROWS``."""
    most = MOST_ROWS.get(kind)
    if most and count > most:
        message = "api.too_many_rows" if kind == "xlsx" else "api.too_many_rows_of_text"
        raise TooManyRowsError(t(message, n=units.number(count), most=units.number(most)))


def source(found: Any) -> dict[str, Any]:
    """What a file says of a data source."""
    names = ("dataset_id", "title", "publisher", "licence", "licence_url", "note", "url", "latest_date")
    return {name: value_of(getattr(found, name)) for name in names}
