"""The drawing in a picture that somebody brings, beside the one that is drawn anew from the same exhibit and release."""

import base64
import hashlib
import io
import re
import struct
from dataclasses import dataclass

from PIL import Image

from app.files import pictures
from app.files.picture_metadata.metadata import png_chunks
from app.files.pictures import FORMATS, Choice, Picture
from app.files.pictures.formats import Format

_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWN = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""Those parts of a PNG that its pixels are made from."""
_SIZE = re.compile(rb'<svg[^>]{0,400}? width="([\d.]{1,12})"[^>]{0,200}? height="([\d.]{1,12})"')
_LARGEST = 500_000
"""Bytes of a picture that is shown beside the other; those of ours have a tenth of it."""


@dataclass(frozen=True)
class Drawing:
    """What of a file is drawn, as far as it is needed to find and compare its like."""

    kind: str
    width: float
    height: float
    has_outlines: bool
    digest: str
    shown: str
    """The file as an address for ``<img>``, where a browser runs nothing of it; empty when it is too large."""


def drawing(content: bytes) -> Drawing | None:
    """The drawing of a file; None where it cannot be compared (PDF)."""
    if content.startswith(_PNG) and len(content) > 33:
        width, height = struct.unpack(">II", content[16:24])
        return Drawing("png", width, height, False, _digest(_pixels(content)), _shown(content, "png"))
    if found := _SIZE.search(content[:2000]):
        width, height = map(float, found.groups())
        return Drawing("svg", width, height, b"<text" not in content, _digest(content), _shown(content, "svg+xml"))
    return None


def anew(found: Drawing, picture: Picture) -> tuple[bool, str]:
    """Whether the picture, drawn anew, is the same; and the one drawn anew, to be looked at."""
    kind = "png" if found.kind == "png" else "svg"
    sizes = [key for key, format in FORMATS.items() if _is_near(found.width, found.height, found.kind, format)]
    choices = [Choice(key, kind, bare, found.has_outlines and kind == "svg") for key in sizes for bare in (False, True)]
    made = [drawing(pictures.file(picture, choice)) for choice in choices]
    same = next((drawn for drawn in made if drawn and drawn.digest == found.digest), None)
    first = drawing(pictures.file(picture, Choice(sizes[0] if sizes else next(iter(FORMATS)), "png")))
    return same is not None, first.shown if first else ""


def _is_near(width: float, height: float, kind: str, format: Format) -> bool:
    scale = format.ppi / 96 if kind == "png" else 1.0
    return abs(width - format.width * scale) < 2 and abs(height - format.height * scale) < 2


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _pixels(content: bytes) -> bytes:
    """Size and colours of a PNG, however it is compressed and whatever is written beside them; the file where it has none.

    Only pictures as large as ours are unpacked, and only what they are drawn from.
    """
    chunks = b"".join(chunk for name, _, chunk in png_chunks(content) if name in _DRAWN)
    width, height = struct.unpack(">II", content[16:24])
    if not any(_is_near(width, height, "png", format) for format in FORMATS.values()):
        return chunks
    try:
        with Image.open(io.BytesIO(_PNG + chunks), formats=["PNG"]) as picture:
            return content[16:24] + picture.convert("RGBA").tobytes()
    except (OSError, SyntaxError, ValueError):
        return chunks


def _shown(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}" if len(content) <= _LARGEST else ""
