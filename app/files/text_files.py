"""Tables as text, piece by piece: CSV for German Excel, in which no cell is a formula, CSV for machines, JSON."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import orjson
import pyarrow as pa
from babel.dates import get_month_names

from app.exhibits import Exhibit
from app.exhibits.captions import About
from app.files.typed_rows import Content
from app.words import units
from app.words.text import t

MARK = "'"
_CHUNK = 1 << 16
"""Letters that are handed on at once."""
_LINES = 100
"""Lines that are written at once."""
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
    return str(value) if "e" not in str(value).lower() else f"{Decimal(str(value)):f}"


def csv_for_excel(rows: Iterable[Sequence[Any]], headers: Sequence[str], footer: Sequence[str]) -> Iterator[bytes]:
    """Rows as CSV that German Excel opens right: BOM, ``;``, CRLF, decimal comma, sources at the end."""
    yield "\ufeff".encode()
    lines = chain((headers,), rows, ((),), ((line,) for line in footer))
    yield from _csv(([cell(value) for value in line] for line in lines), ";")


def csv_for_machines(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """What JSON says: ``,``, CRLF, decimal point, ISO dates, UTF-8 without BOM, names of columns as in the release.

    Lists are JSON; nothing stands below the rows, and no text is changed, whatever a spreadsheet would make of it.
    """
    yield from _csv(chain((names,), (map(_exact, row) for row in rows)), ",")


def csv_of_batches(names: Sequence[str], batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """The same of rows that come by columns: what needs no change is not looked at cell by cell."""
    rows = (zip(*map(_exact_column, batch.columns), strict=True) for batch in batches)
    yield from _csv(chain((names,), chain.from_iterable(rows)), ",")


def as_json(content: Content, meta: Mapping[str, Any]) -> bytes:
    """``meta`` says what the rows are, where they come from and what each column holds; ``rows`` holds typed values."""
    names = [column.name for column in content.columns]
    return b"".join(json_document({"meta": meta}, "rows", records(names, content.rows)))


def metadata(
    content: Content, about: About, exhibit: Exhibit, fingerprint: str, sources: list[dict[str, Any]]
) -> dict[str, Any]:
    """What is said about the rows of an exhibit or table."""
    return {
        "exhibit": exhibit.slug,
        **about.some("title", "subtitle", "filters"),
        "sources": sources,
        **about.some("licence", "publisher", "stand", "release_id", "permalink"),
        "fingerprint": fingerprint,
        "columns": [
            {"name": column.name, "label": column.label, "unit": column.unit or None} for column in content.columns
        ],
    }


def records(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Rows as objects."""
    return (dict(zip(names, row, strict=True)) for row in rows)


def json_document(begin: Mapping[str, Any], name: str, objects: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """An object that holds what it begins with, and behind it under ``name`` the objects, one a line."""
    yield _json(begin)[:-1] + b',"' + name.encode() + b'":['
    lines = (_json(found) for found in objects)
    yield from _chunks(chain((b"\n" + line for line in islice(lines, 1)), (b",\n" + line for line in lines)))
    yield b"\n]}\n"


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """An object a line, and nothing else."""
    return _chunks(_json(found) + b"\n" for found in objects)


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=_exact_number)


def _exact_number(value: Decimal) -> orjson.Fragment:
    return orjson.Fragment(digits(value))


def _csv(lines: Iterable[Iterable[Any]], delimiter: str) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    lines = iter(lines)
    while part := tuple(islice(lines, _LINES)):
        writer.writerows(part)
        if out.tell() > _CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces."""
    chunk = bytearray()
    for part in parts:
        chunk += part
        if len(chunk) > _CHUNK:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)


def _exact_column(column: pa.Array) -> list[Any]:
    """What ``_exact`` makes of each value."""
    if pa.types.is_date32(column.type) or pa.types.is_boolean(column.type):
        column = column.cast(pa.string())
    is_plain = pa.types.is_string(column.type) or pa.types.is_integer(column.type)
    return column.to_pylist() if is_plain else [_exact(value) for value in column.to_pylist()]


def _exact(value: Any) -> Any:
    """What the writer of CSV would write otherwise than JSON does."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (float, Decimal)):
        return digits(value)
    return _json(value).decode() if isinstance(value, (list, dict)) else value
