"""The Stand that a workbook was made from, and whose part of it, written where every program keeps it: a line of the help and a property."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.packaging.custom import StringProperty

from etl.reading.partial_dates import is_possible
from etl.workbook.sheets import SHEETS
from etl.workbook.workbook_file import OpenWorkbook

PROPERTY = "Vorlage"
LINE = re.compile(
    r"Vorlage: Stand ([0-9]{4}-[0-9]{2}-[0-9]{2}), Kennung ([0-9a-f]{12})(?:, (Teil|Rückmeldung) ([0-9]{5,8}))?"
)


@dataclass(frozen=True)
class Base:
    """A Stand by its day and by what its tables hold."""

    stand_date: date
    stand_id: str
    area_ags: str = ""
    """Whose part of it; empty when the workbook holds all."""
    is_feedback: bool = False
    """Whether it asks about single rows of that part and holds no tables."""

    def __str__(self) -> str:
        """The line that stands in the workbook."""
        part = f", {'Rückmeldung' if self.is_feedback else 'Teil'} {self.area_ags}" if self.area_ags else ""
        return f"Vorlage: Stand {self.stand_date}, Kennung {self.stand_id}{part}"


def base_of(book: OpenWorkbook) -> Base | None:
    """What a workbook says it was made from; the line that people see counts before the property that they do not."""
    titles = {sheet.title for sheet in SHEETS}
    texts = [
        str(cell.value)
        for page in book.values.worksheets
        if page.title not in titles
        for _, cell in sorted(page._cells.items())
    ]
    texts += [str(entry.value) for entry in _properties(book.values).props if entry.name == PROPERTY]
    lines = filter(None, (LINE.fullmatch(text.strip()) for text in texts))
    for day, stand, kind, area_ags in (line.groups(default="") for line in lines):
        if is_possible(day):
            return Base(date.fromisoformat(day), stand, area_ags, is_feedback=kind == "Rückmeldung")
    return None


def add_property(book: Any, base: Base) -> None:
    """Write the Stand into the properties of a workbook."""
    _properties(book).append(StringProperty(name=PROPERTY, value=str(base)))


def _properties(book: Any) -> Any:
    """Properties that a document has beside those of every document; the library's types do not know them."""
    return book.custom_doc_props
