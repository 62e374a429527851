"""From a composed SVG to PNG and PDF: Typst draws all three alike, with our typeface and nothing of the system's."""

import datetime as dt
import functools
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import typst

from app.charts import fonts

_PAGE = """
#set document(title: sys.inputs.title, author: sys.inputs.author, description: sys.inputs.alt)
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set text(font: sys.inputs.family, lang: "de")
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, alt: sys.inputs.alt)
"""
_POINTS = 72 / 96
_THREADS = ThreadPoolExecutor(os.cpu_count() or 2, thread_name_prefix="typst")
"""As many as there are processors: more would take more memory and no less time."""


def png(svg: str, width: float, height: float, ppi: int) -> bytes:
    """The picture in pixels, ``ppi`` of them to an inch of 96 CSS pixels.

    Raises
    ------
    RuntimeError
        When the SVG cannot be drawn.
    """
    return _typeset(svg, width, height, {"title": "", "author": "", "alt": ""}, format="png", ppi=ppi)


def pdf(svg: str, width: float, height: float, *, title: str, author: str, alt: str, day: dt.date) -> bytes:
    """The picture as a tagged page (PDF/UA-1) of its own size; text stays text."""
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    words = {"title": title, "author": author, "alt": alt}
    return _typeset(svg, width, height, words, format="pdf", pdf_standards="ua-1", timestamp=noon)


def _typeset(svg: str, width: float, height: float, words: dict[str, str], **options: Any) -> bytes:
    page = _PAGE.format(width=f"{width * _POINTS:.5f}", height=f"{height * _POINTS:.5f}")
    inputs = {"svg": svg, "family": fonts.FAMILY, **words}
    made = _THREADS.submit(_compiled, page.encode(), sys_inputs=inputs, **options).result()
    assert isinstance(made, bytes)
    return made


def faces() -> typst.Fonts:
    """Our typeface and nothing of the system's, for everything that Typst sets."""
    # Files that were swept away are made again: Typst reads each when it needs it for the first time.
    return _faces(fonts.folder())


def _compiled(page: bytes, **options: Any) -> Any:
    # A compiler is for one thread alone, and costs nothing.
    return typst.Compiler(font_paths=faces()).compile(page, **options)


@functools.cache
def _faces(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
