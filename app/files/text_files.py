"""Tables as text: CSV for German Excel, CSV for machines, JSON with all that is said about the rows; no cell is a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import orjson
from babel.dates import get_month_names

from app.exhibits import Exhibit
from app.exhibits.captions import About
from app.files.typed_rows import Content, Value
from app.words import units
from app.words.text import t

MARK = "'"
_FORMULA = re.compile("[\\s\u200b\ufeff]*[-=+@\uff0b\uff0d\uff1d\uff20]|[\t\r]")

_MONTH = re.compile(
    rf"\d{{4}}-(0[1-9]|1[0-2])|({'|'.join(get_month_names('wide', locale=units.LOCALE).values())}) \d{{4}}"
)
"""What Excel would make the first day of a month of: ``2022-12``, ``Dezember 2022``."""


def cell(value: Any) -> str:
    """One value as German Excel reads it: decimal comma, ``23.11.2026``, text never as a formula, no month as a day."""
    if units.is_list(value):
        return cell(", ".join(map(str, value)))
    if units.is_unknown(value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, (int, float, Decimal)):
        return digits(value).replace(".", ",")
    if isinstance(value, dt.date):
        return units.date(value)
    text = str(value)
    if _MONTH.fullmatch(text):
        return t("file.month", month=text)
    return f"{MARK}{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would read a text as a formula."""
    return bool(_FORMULA.match(text))


def digits(value: float | Decimal) -> str:
    """A number with a decimal point, never with an exponent, in as many digits as give it back."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if "e" not in str(value) else f"{Decimal(str(value)):f}"


def csv_for_excel(rows: Iterable[Sequence[Any]], headers: Sequence[str], footer: Sequence[str]) -> str:
    """Rows as CSV that German Excel opens right: BOM, ``;``, CRLF, decimal comma, sources at the end."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in (headers, *rows, (), *((line,) for line in footer)))
    return out.getvalue()


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
        return digits(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{MARK}{value}" if value.startswith(MARK) or is_formula(value) else value
