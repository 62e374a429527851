"""What a folder is made of: plain dictionaries that the template lays out. Texts stay texts, nothing is markup."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.sentences.headlines import Figure
from app.words import cells
from app.words.text import plural, t

Block = dict[str, Any]
CellText = str | dict[str, str]
"""A text, or one that leads somewhere: ``before`` comes first, then ``text`` as a link to ``href``."""


def section(key: str, *blocks: Block | None, whole: bool = False) -> Block:
    """A part of the folder under its heading; kept on one page when it is to stay ``whole``."""
    return {"title": t(f"{key}.heading"), "blocks": [block for block in blocks if block], "whole": whole}


@dataclass(frozen=True)
class Column:
    """One column of a table: its label, its share of the page's width, and what stands there of a row."""

    label: str
    width: float
    cell: Callable[[Any], CellText]
    is_number: bool = False


def heading(key: str) -> Block:
    """A small heading inside a section."""
    return {"kind": "heading", "text": t(f"{key}.heading")}


def headed(key: str, *parts: Block | None) -> list[Block | None]:
    """Blocks below a small heading; nothing when there are none."""
    return [heading(key), *parts] if any(parts) else []


def text(*sentences: str) -> Block | None:
    """Sentences as one paragraph; nothing when there are none."""
    paragraph = " ".join(filter(None, sentences))
    return {"kind": "text", "text": paragraph} if paragraph else None


def note(*sentences: str) -> Block | None:
    """The same in small type: how to read what stands above."""
    paragraph = text(*sentences)
    return {**paragraph, "kind": "note"} if paragraph else None


def hint(sentence: str) -> Block:
    """How to read what follows, in small type; never alone at the end of a page."""
    return {"kind": "hint", "text": sentence}


def with_link(before: str, address: str) -> CellText:
    """A sentence that ends with an address: a link when it is a whole one, else for somebody to type."""
    return {"before": before, "text": address, "href": address if address.startswith("http") else ""}


def rest(count: int, address: str) -> Block | None:
    """How many rows are left out above, and where they are found."""
    return {"kind": "note", "text": with_link(plural("report.more", count), address)} if count > 0 else None


def list_of(sentences: Iterable[CellText]) -> Block | None:
    """Sentences as a list."""
    items = list(sentences)
    return {"kind": "list", "items": items} if items else None


def cards(figures: Sequence[Figure], columns: int = 3) -> Block:
    """Headline figures side by side."""
    contents = [{"label": figure.label, "value": figure.value, "text": figure.text} for figure in figures]
    return {"kind": "cards", "cards": contents, "columns": columns}


def column(key: str, width: float, cell: Callable[[Any], CellText] | None = None, *, is_number: bool = False) -> Column:
    """A column whose label is the text of that key; without ``cell`` it holds the value of the name at the key's end."""
    name = key.rpartition(".")[2]
    return Column(t(key), width, cell or (lambda row: cells.cell_text(name, row)), is_number)


def title_column(key: str, name: str, width: float, most: int = 110) -> Column:
    """A column of titles, none of them longer than two or three lines."""
    return column(key, width, lambda row: shortened(getattr(row, name), most))


def source_column(width: float) -> Column:
    """Where each row comes from, as a link."""
    return column("report.source", width, lambda row: link(str(row.source_publisher), str(row.source_url)))


def table(
    rows: pd.DataFrame, *columns: Column, more: Sequence[Sequence[str]] = (), total: Sequence[Sequence[str]] = ()
) -> Block:
    """A table with a header row; ``more`` rows follow, ``total`` are last ones in bold."""
    return {
        "kind": "table",
        "columns": [{"label": c.label, "width": c.width, "number": c.is_number} for c in columns],
        "rows": [*([c.cell(row) for c in columns] for row in cells.records(rows)), *more],
        "total": total,
    }


def link(text: str, address: str) -> CellText:
    """A text that leads to an address."""
    return {"before": "", "text": text, "href": address}


def shortened(title: str, most: int = 110) -> str:
    """A title that fills no more than two or three lines of a cell."""
    if len(title) <= most:
        return title
    cut = title[: most - 2]
    return (cut.rpartition(" ")[0] or cut) + " …"


def beside(widths: Sequence[float], *parts: Sequence[Block | None]) -> Block:
    """Blocks next to each other; ``widths`` are points of paper."""
    return {"kind": "beside", "widths": widths, "parts": [[block for block in part if block] for part in parts]}
