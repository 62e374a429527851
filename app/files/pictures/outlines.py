"""Letters as shapes: a picture for programs that know nothing of the typeface that it carries."""

import functools
from xml.etree import ElementTree as ET

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from app.charts import fonts

SVG = "http://www.w3.org/2000/svg"
_TEXT = f"{{{SVG}}}text"
_OWN = {"x", "y", "font-size", "font-weight", "text-anchor", "textLength", "lengthAdjust", "aria-hidden"}
"""Attributes that only a text has."""
_Contour = tuple[float, float, str]
"""Where a closed line begins, and its course from there, in units of the face, upwards."""


def outlined(svg: str) -> str:
    """The SVG with a shape in place of each line of text, where the text stood and as wide."""
    root = ET.fromstring(svg)
    for parent in list(root.iter()):
        for place, part in enumerate(list(parent)):
            if part.tag == _TEXT:
                parent[place] = _shape(part)
    return ET.tostring(root, encoding="unicode")


def _shape(text: ET.Element) -> ET.Element:
    words, size = text.text or "", float(text.get("font-size", "16"))
    weight = int(text.get("font-weight", fonts.REGULAR))
    across, scale = fonts.width(words, size, weight), size / _em()
    left = float(text.get("x", "0")) - {"middle": across / 2, "end": across}.get(text.get("text-anchor", ""), 0.0)
    place = f"translate({left:.2f},{float(text.get('y', '0')):.2f}) scale({scale:.5f},{-scale:.5f})"
    style = {name: value for name, value in text.attrib.items() if name not in _OWN}
    style["transform"] = f"{style.get('transform', '')} {place}".strip()
    if "stroke-width" in style:
        style["stroke-width"] = f"{float(style['stroke-width']) / scale:.0f}"
    return ET.Element(f"{{{SVG}}}path", style | {"d": _path(words, weight)})


def _path(text: str, weight: int) -> str:
    """The letters one after the other, as far apart as ``fonts.width`` counts them: without kerning."""
    path, x = [], 0.0
    for letter in text:
        path += [f"M{left + x:g} {up:g}{course}" for left, up, course in _contours(letter, weight)]
        x += fonts.width(letter, _em(), weight)
    return "".join(path)


@functools.lru_cache(maxsize=2048)
def _contours(letter: str, weight: int) -> tuple[_Contour, ...]:
    face = _face(weight)
    glyphs = face.getGlyphSet()
    pen = _Pen(glyphs)
    glyphs[face.getBestCmap().get(ord(letter), ".notdef")].draw(pen)
    return tuple((x, y, "".join(course)) for x, y, course in pen.contours)


@functools.cache
def _face(weight: int) -> TTFont:
    return TTFont(fonts.face(weight))


@functools.cache
def _em() -> int:
    return int(_face(fonts.REGULAR)["head"].unitsPerEm)


class _Pen(BasePen):  # type: ignore[misc]
    """Writes each contour from its beginning on, so that it can be moved by its beginning alone."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.contours: list[tuple[float, float, list[str]]] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append((*point, []))

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", point)

    def _qCurveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("q", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.contours[-1][2].append("z")

    def _write(self, command: str, *points: tuple[float, float]) -> None:
        x, y = self._getCurrentPoint()
        numbers = " ".join(f"{px - x:g} {py - y:g}" for px, py in points)
        self.contours[-1][2].append(f"{command}{numbers}".replace(" -", "-"))
