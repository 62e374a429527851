"""Tables as a workbook: real numbers and dates in German formats, what was chosen, sources and licences on sheets.

The same rows give the same bytes: nothing in the file depends on the hour at which it was made.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.exhibits.captions import About
from app.files.typed_rows import Column, Content, Value
from app.words import units
from app.words.escape import for_xml
from app.words.text import t

_LONGEST = 32_767
"""Letters that a cell may hold."""
_DECIMALS = 2
"""Of an indicator at most; the cell holds the others, too."""
_WIDEST = 60
_LONG = 1e15
"""From here on a number is shown with an exponent."""
_DATE = "dd.mm.yyyy"
_FORMATS = {"eur": '#,##0.00\\ "€"', "km2": "#,##0.00", "count": "#,##0"}
_PARTIAL = re.compile(r"\d{4}(-\d{2}){0,2}|[^\W\d_]+ \d{4}")
"""A year, a month or a day as text."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def workbook(content: Content, about: About, sources: Sequence[dict[str, Any]]) -> bytes:
    """Sheets for the rows, what was chosen, sources and licences."""
    book = Workbook()
    book.properties.title, book.properties.creator, book.properties.language = about.title, about.publisher, "de"
    book.properties.subject, book.properties.identifier = about.subtitle, about.permalink
    book.properties.created = dt.datetime.combine(about.stand, dt.time())
    book.worksheets[0].title = t("file.data")
    _data(book.worksheets[0], content)
    _filled(book.create_sheet(t("file.filters")), [t("file.what"), t("file.value")], _said(about))
    for title, kinds in (
        (t("file.sources"), ("title", "publisher", "note", "url", "latest_date")),
        (t("file.licence"), ("title", "licence", "licence_url")),
    ):
        rows = [[source[kind] for kind in kinds] for source in sources]
        _filled(book.create_sheet(title), [t(f"column.{kind}") for kind in kinds], rows)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), about.stand)


def _said(about: About) -> list[list[Value]]:
    rows: list[list[Value]] = [[t("file.title"), about.title]]
    rows += [[t("file.subtitle"), about.subtitle]] if about.subtitle else []
    rows += [list(found.split(": ", 1)) for found in about.filters] or [[t("file.filters"), t("file.none")]]
    rows += [
        [t("stand.label"), about.stand],
        [t("file.release"), about.release_id],
        [t("file.publisher"), about.publisher],
        [t("file.address"), about.permalink],
    ]
    return rows


def _data(sheet: Worksheet, content: Content) -> None:
    headings = [units.with_unit(column.label, column.unit) for column in content.columns]
    formats = [_format(column, (row[place] for row in content.rows)) for place, column in enumerate(content.columns)]
    dates = [column.name in units.PARTIAL_DATES for column in content.columns]
    rows = (
        [_day(value) if is_date else value for value, is_date in zip(row, dates, strict=True)] for row in content.rows
    )
    _filled(sheet, headings, rows, formats)


def _day(value: Value) -> Value:
    """A whole day as one; less than that stays text, and so does a day that Excel's calendar lacks."""
    found = units.iso_day(value) if isinstance(value, str) else None
    # In Excel's first year there is a day too many.
    return found if found and found.year > 1900 else value


def _filled(
    sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[Value]], formats: Sequence[str] = ()
) -> None:
    """Headings that stay in view, rows below them, columns as wide as they need to be."""
    widths = [len(heading) for heading in headings]
    for place, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, place)
        _written(cell, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            _written(cell, value, formats[place - 1] if formats else "")
            widths[place - 1] = max(widths[place - 1], len(_shown(value)))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width + 2, 10), _WIDEST)
    sheet.freeze_panes = "A2"


def _written(cell: Cell | Any, value: Value, number_format: str = "") -> None:
    if value is None:
        return
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, str):
        # Never guessed from its first letter: a text is a text, whatever it begins with.
        cell.value = _fitting(for_xml(value))
        cell.data_type = "s"
        if _PARTIAL.fullmatch(value):
            # Without it Excel makes a day of a month as soon as somebody edits the cell.
            cell.number_format = "@"
        return
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = _DATE
    elif not isinstance(value, bool):
        cell.number_format = number_format or "General"


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell may hold and a word that says so."""
    if len(text) <= _LONGEST:
        return text
    mark = t("file.cut")
    return text[: _LONGEST - len(mark)] + mark


def _format(column: Column, values: Iterable[Value]) -> str:
    """As many decimals as there are, the same in the whole column; sums of money always have two."""
    if column.name == "value":
        places = max((_decimals(value) for value in values), default=0)
        digits = f"#,##0.{'0' * places}" if places else "#,##0"
        return f'{digits}\\ "%"' if column.unit.startswith("%") else digits
    return _FORMATS.get(column.name.rpartition("_")[2], "")


def _decimals(value: Value) -> int:
    if not isinstance(value, float):
        return 0
    return len(f"{value:.{_DECIMALS}f}".rstrip("0").partition(".")[2])


def _shown(value: Value) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return units.number(value, 2) + "  " if abs(value) < _LONG else f"{value:.10g}"
    return str(value)


def _settled(packed: bytes, day: dt.date) -> bytes:
    """The same file without the hour at which it was written."""
    stamp = day.strftime("%Y-%m-%dT00:00:00Z").encode()
    with zipfile.ZipFile(io.BytesIO(packed)) as old:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        parts = {name: old.read(name) for name in names}
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + stamp, parts["docProps/core.xml"])
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Files in one; the same files give the same bytes, whatever the hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return out.getvalue()
