"""Letters as shapes: a picture for programs that know nothing of the typeface that it carries."""

import functools
from xml.etree import ElementTree as ET

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from app.charts import fonts

SVG = "http://www.w3.org/2000/svg"
_TEXT, _PART = f"{{{SVG}}}text", f"{{{SVG}}}tspan"
_OWN = {"x", "y", "dx", "font-size", "font-weight", "text-anchor", "textLength", "lengthAdjust", "paint-order"}
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
    size, weight = float(text.get("font-size", "16")), int(text.get("font-weight", fonts.REGULAR))
    pieces = [(text.text or "", weight)]
    for part in text.iter(_PART):
        pieces += [(part.text or "", int(part.get("font-weight", weight))), (part.tail or "", weight)]
    across = sum(fonts.width(piece, size, weight) for piece, weight in pieces)
    left = float(text.get("x", "0")) + float(text.get("dx", "0"))
    left -= {"middle": across / 2, "end": across}.get(text.get("text-anchor", ""), 0.0)
    scale = size / _em()
    place = f"translate({left:.2f},{float(text.get('y', '0')):.2f}) scale({scale:.5f},{-scale:.5f})"
    style = {name: value for name, value in text.attrib.items() if name not in _OWN}
    style["transform"] = " ".join(filter(None, [style.get("transform", ""), place]))
    path = {"d": _path(pieces)}
    if "stroke" not in style:
        return ET.Element(f"{{{SVG}}}path", style | path)
    # The edge below the letters, as two shapes: not every program paints the edge of one first.
    style["stroke-width"] = f"{float(style['stroke-width']) / scale:.0f}"
    group = ET.Element(f"{{{SVG}}}g", {"transform": style.pop("transform"), "fill": style.pop("fill")})
    ET.SubElement(group, f"{{{SVG}}}path", style | path)
    ET.SubElement(group, f"{{{SVG}}}path", path)
    return group


def _path(pieces: list[tuple[str, int]]) -> str:
    """The letters one after the other, as far apart as ``fonts.width`` counts them: without kerning."""
    path, x = [], 0.0
    for text, weight in pieces:
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


class _Pen(BasePen):
    """Writes each contour from its beginning on, so that it can be moved by its beginning alone."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.contours: list[tuple[float, float, list[str]]] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.contours.append((*point, []))

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("c", *points)

    def _qCurveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("q", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.contours[-1][2].append("z")

    def _write(self, command: str, *points: tuple[float, float]) -> None:
        x, y = self._getCurrentPoint()
        numbers = " ".join(f"{px - x:g} {py - y:g}" for px, py in points)
        self.contours[-1][2].append(f"{command}{numbers}".replace(" -", "-"))
