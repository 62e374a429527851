"""One picture from beginning to end: composed as SVG, which becomes PNG or PDF as it is."""

import base64
import functools
import hashlib
import re
from html import unescape
from xml.etree import ElementTree as ET

from app.charts import fonts, theme
from app.data.shared_results import SharedResults
from app.files import picture_metadata as metadata
from app.files.picture_errors import PictureError
from app.files.pictures import outlines, output
from app.files.pictures.composition import composed
from app.files.pictures.formats import FORMATS, Choice, Format
from app.files.pictures.picture import Picture
from app.words.escape import markup
from typeface import drawable

_HALO = re.compile('<text([^>]*?)( stroke="[^>]*?) paint-order="stroke"([^>]*>[^<]*</text>)')
"""A text with an edge below its letters: as two texts, because not every program paints the edge first."""
_TAG = re.compile("<[^>]*>")
_FILES = SharedResults[bytes](64_000_000, len)


def file(picture: Picture, choice: Choice) -> bytes:
    """A finished file of this picture, kept as long as there is room; blocks until it is there.

    Raises
    ------
    PictureError
        When it cannot be drawn.
    """
    # Of all that the picture says, and not the picture itself, which would keep its chart in memory.
    key = hashlib.sha256(repr((picture, choice)).encode()).digest()
    return _FILES.get(key, lambda: render(picture, choice))


def render(picture: Picture, choice: Choice) -> bytes:
    """The finished file.

    Raises
    ------
    PictureError
        When Typst cannot draw it, or its letters cannot become shapes.
    """
    format = FORMATS[choice.format]
    drawn, body = composed(picture, format, is_bare=choice.is_bare)
    body = drawable(body)
    document, facts, about = _document(format, body), drawn.facts, drawn.about
    try:
        if choice.kind == "svg":
            return _svg(drawn, body, format, has_outlines=choice.has_outlines).encode()
        if choice.kind == "png":
            png = output.png(document, format.width, format.height, format.ppi)
            return metadata.png(png, facts, about.long, format.ppi)
        words = {"title": about.title, "author": about.publisher, "alt": about.long}
        pdf = output.pdf(document, format.width, format.height, day=about.stand, **words)
        return metadata.pdf(pdf, facts, about.long)
    except (RuntimeError, ET.ParseError) as error:
        raise PictureError(repr(error)) from error


def common_faces() -> None:
    """Make the faces that nearly all SVG files carry; the first file would take some tenths of a second longer."""
    for weight in fonts.WEIGHTS:
        _face("", weight)


def _svg(picture: Picture, body: str, format: Format, *, has_outlines: bool) -> str:
    title, long = picture.about.title, picture.about.long
    facts = ET.tostring(metadata.element(picture.facts, long), encoding="unicode")
    head = f'<title id="title">{markup(title)}</title><desc id="desc">{markup(long)}</desc>{facts}'
    body = _HALO.sub(r'<text aria-hidden="true"\1\2\3<text\1\3', body)
    if has_outlines:
        return outlines.outlined(_document(format, body, head))
    return _document(format, body, head + _style(body))


def _document(format: Format, body: str, head: str = "") -> str:
    size = f'width="{format.width:.7g}" height="{format.height:.7g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {format.width:.7g} {format.height:.7g}" '
        f'font-family="{fonts.FAMILIES}" xml:lang="de" role="img" aria-labelledby="title desc">{head}'
        f'<rect {size} fill="{theme.PAPER}"/>{body}</svg>'
    )


def _style(body: str) -> str:
    """The letters that the picture shows, so that it looks the same everywhere."""
    weights = [weight for weight in fonts.WEIGHTS if weight == fonts.REGULAR or f'font-weight="{weight}"' in body]
    return f"<style>{font_faces(unescape(_TAG.sub('', body)), *weights)}</style>"


def font_faces(text: str, *weights: int) -> str:
    """Style sheet rules with the letters of a text, so that it looks the same everywhere."""
    letters = fonts.beyond_common(frozenset(text))
    return "".join(_face(letters, weight) for weight in weights)


@functools.lru_cache(maxsize=64)
def _face(letters: str, weight: int) -> str:
    data = base64.b64encode(fonts.embedded(letters, weight)).decode()
    return f"@font-face{{font-family:'{fonts.FAMILY}';font-weight:{weight};src:url(data:font/woff2;base64,{data})}}"
