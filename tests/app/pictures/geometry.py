"""Where the texts of an SVG of ours stand, by their attributes alone: is one cut off, does one cover another?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

from app.charts import fonts

SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
_ABOVE, _BELOW = 0.72, 0.21
"""How far letters are seen above and below their base line, in heights of the letters."""

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One line of text with its box on the sheet, in CSS pixels."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


def lines(svg: bytes) -> list[Line]:
    """All lines of text, in the widths that are bound to them."""
    return list(_lines(ET.fromstring(svg), (1, 0, 0, 1, 0, 0)))


def faults(svg: bytes) -> list[str]:
    """Texts that are cut off or cover each other."""
    root, found = ET.fromstring(svg), lines(svg)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    cut = [
        f"cut off: {line.text}"
        for line in found
        if line.left < 0 or line.top < 0 or line.right > width or line.bottom > height
    ]
    return cut + [f"{a.text} | {b.text}" for a, b in combinations(found, 2) if _covers(a, b)]


def _covers(a: Line, b: Line) -> bool:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 1 and down > 0.15 * min(a.size, b.size)


def _lines(part: ET.Element, matrix: Matrix) -> Iterator[Line]:
    matrix = _times(matrix, part.get("transform", ""))
    if part.tag == f"{SVG}text" and not part.get("aria-hidden"):
        yield _line(part, matrix)
    for child in part:
        yield from _lines(child, matrix)


def _line(text: ET.Element, matrix: Matrix) -> Line:
    assert len(text) == 0, "a width is bound to whole texts alone"
    size, weight = float(text.get("font-size", 0)), int(text.get("font-weight", fonts.REGULAR))
    across, words = float(text.get("textLength", 0)), text.text or ""
    assert abs(across - fonts.width(words, size, weight)) < 0.02, words
    x, y = (float(text.get(name, 0)) + float(text.get(f"d{name}", 0)) for name in "xy")
    x -= {"middle": across / 2, "end": across}.get(text.get("text-anchor", ""), 0)
    corners = [_moved(matrix, cx, cy) for cx in (x, x + across) for cy in (y - _ABOVE * size, y + _BELOW * size)]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    enlarged = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    return Line(words, size * enlarged, min(xs), min(ys), max(xs), max(ys))


def _times(matrix: Matrix, transform: str) -> Matrix:
    for name, numbers in _STEP.findall(transform):
        values = [float(number) for number in re.split(r"[ ,]+", numbers.strip())]
        if name == "translate":
            step: Matrix = (1, 0, 0, 1, values[0], values[-1] if len(values) > 1 else 0)
        elif name == "scale":
            step = (values[0], 0, 0, values[-1], 0, 0)
        else:
            assert values == [-90]
            step = (0, -1, 1, 0, 0, 0)
        a, b, c, d, e, f = matrix
        g, h, i, j, k, m = step
        matrix = (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)
    return matrix


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
