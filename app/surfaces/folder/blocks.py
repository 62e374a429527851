"""What a folder is made of: plain dictionaries that the template lays out. Texts stay texts, nothing is markup."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.sentences.headline import Figure
from app.words import units
from app.words.text import t

Block = dict[str, Any]
CellText = str | dict[str, str]
"""A text, or one that leads somewhere: ``before`` comes first, then ``text`` as a link to ``href``."""


def section(key: str, *blocks: Block | None, whole: bool = False) -> Block:
    """A part of the folder under its heading; kept on one page when it is to stay ``whole``."""
    return {"title": t(f"{key}.heading"), "blocks": [block for block in blocks if block], "whole": whole}


def heading(key: str) -> Block:
    """A small heading inside a section."""
    return {"kind": "heading", "text": t(f"{key}.heading")}


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
    return {"kind": "note", "text": with_link(t("report.more", n=units.number(count)), address)} if count > 0 else None


def list_of(sentences: Iterable[CellText]) -> Block | None:
    """Sentences as a list."""
    items = list(sentences)
    return {"kind": "list", "items": items} if items else None


def cards(figures: Sequence[Figure], columns: int = 3) -> Block:
    """Headline figures side by side."""
    contents = [{"label": figure.label, "value": figure.value, "text": figure.text} for figure in figures]
    return {"kind": "cards", "cards": contents, "columns": columns}


def column(label: str, width: float = 0, *, number: bool = False) -> Block:
    """One column of a table; ``width`` is its share of the page, 0 is as wide as its contents."""
    return {"label": label, "width": width, "number": number}


def table(
    columns: Sequence[Block], rows: Sequence[Sequence[CellText]], *, total: Sequence[Sequence[str]] = ()
) -> Block:
    """A table with a header row; ``total`` are last rows in bold."""
    return {"kind": "table", "columns": columns, "rows": rows, "total": total}


def source(row: Any) -> CellText:
    """Where a row comes from, as a link."""
    return {"before": "", "text": str(row.source_publisher), "href": str(row.source_url)}


def shortened(title: str, most: int = 110) -> str:
    """A title that fills no more than two or three lines of a cell."""
    if len(title) <= most:
        return title
    cut = title[: most - 2]
    return (cut.rpartition(" ")[0] or cut) + " …"


def beside(widths: Sequence[float], *parts: Sequence[Block | None]) -> Block:
    """Blocks next to each other; ``widths`` are points of paper."""
    return {"kind": "beside", "widths": widths, "parts": [[block for block in part if block] for part in parts]}
