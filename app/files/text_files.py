"""Tables as text: CSV for German Excel, CSV for machines, JSON with all that is said about the rows."""

import csv
import datetime as dt
import io
from typing import Any

import orjson
import pandas as pd

from app.exhibits import Exhibit
from app.exhibits.captions import About
from app.files import csv_files
from app.files.typed_rows import Content, Value

MARK = "'"


def csv_for_excel(content: Content, about: About) -> bytes:
    """``;``, decimal comma, UTF-8 with BOM, sources and filters below the rows."""
    frame = pd.DataFrame(list(content.rows), columns=[str(i) for i in range(len(content.columns))], dtype=object)
    footer = [about.title, about.subtitle, *about.filters, about.source_line, about.licence, about.permalink]
    return csv_files.csv_for_excel(frame, [column.label for column in content.columns], footer).encode("utf-8")


def csv_for_machines(content: Content) -> bytes:
    """``,``, decimal point, ISO dates, UTF-8 without BOM, names of columns as in the release, nothing below the rows.

    A text that a spreadsheet would take for a formula has an apostrophe before it, and so has one that begins with an
    apostrophe: who takes one apostrophe away from the beginning of every cell that has one has the text as it was.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in content.columns])
    writer.writerows([_cell(value) for value in row] for row in content.rows)
    return out.getvalue().encode("utf-8")


def as_json(content: Content, about: About, exhibit: Exhibit, fingerprint: str, sources: list[dict[str, Any]]) -> bytes:
    """``meta`` says what the rows are, where they come from and what each column holds; ``rows`` holds typed values."""
    meta = {
        "exhibit": exhibit.slug,
        **about.some("title", "subtitle", "filters"),
        "sources": sources,
        **about.some("licence", "publisher", "stand", "release_id", "permalink"),
        "fingerprint": fingerprint,
        "columns": [
            {"name": column.name, "label": column.label, "unit": column.unit or None} for column in content.columns
        ],
    }
    names = [column.name for column in content.columns]
    rows = [dict(zip(names, row, strict=True)) for row in content.rows]
    return orjson.dumps({"meta": meta, "rows": rows}, option=orjson.OPT_INDENT_2)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _cell(", ".join(map(str, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return csv_files.digits(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{MARK}{value}" if value.startswith(MARK) or csv_files.is_formula(value) else value
