"""Symbols of points: their outlines around 0,0, as SVG paths of a radius; plotly knows the same by the same names."""

import math
from collections.abc import Callable, Sequence

OPEN = "-open"
"""Ending of the names of symbols that are outlines alone."""
_Points = Sequence[tuple[float, float]]


def path(symbol: str, size: float) -> str:
    """The outline of a symbol whose circle would be ``size`` pixels wide."""
    return _OUTLINES[symbol.removesuffix(OPEN)](size / 2)


def is_open(symbol: str) -> bool:
    """Whether a symbol is an outline alone: it has a stroke of its colour and no fill."""
    return symbol.endswith(OPEN)


def _polygon(points: _Points) -> Callable[[float], str]:
    def outline(radius: float) -> str:
        return "M" + "L".join(f"{x * radius:.2f},{y * radius:.2f}" for x, y in points) + "Z"

    return outline


def _strokes(*lines: _Points) -> Callable[[float], str]:
    def outline(radius: float) -> str:
        return "".join("M" + "L".join(f"{x * radius:.2f},{y * radius:.2f}" for x, y in line) for line in lines)

    return outline


def _circle(radius: float) -> str:
    return f"M{radius:.2f},0A{radius:.2f},{radius:.2f} 0 1,1 0,{-radius:.2f}A{radius:.2f},{radius:.2f} 0 0,1 {radius:.2f},0Z"


def _around(count: int, *radii: float, turn: float = -0.5) -> list[tuple[float, float]]:
    """Corners at equal angles, their distances from the middle taken in turn; the first points up."""
    steps = count * len(radii)
    angles = [math.pi * (turn + 2 * i / steps) for i in range(steps)]
    return [
        (math.cos(angle) * radii[i % len(radii)], math.sin(angle) * radii[i % len(radii)])
        for i, angle in enumerate(angles)
    ]


_THIRD = 2 / math.sqrt(3)
_OUTLINES: dict[str, Callable[[float], str]] = {
    "circle": _circle,
    "square": _polygon([(1, 1), (1, -1), (-1, -1), (-1, 1)]),
    "diamond": _polygon([(1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)]),
    "triangle-up": _polygon([(-_THIRD, 0.5), (_THIRD, 0.5), (0, -1)]),
    "x": _polygon(
        [
            (x * 0.5657, y * 0.5657)
            for x, y in (
                *((0, 1), (1, 2), (2, 1), (1, 0), (2, -1), (1, -2)),
                *((0, -1), (-1, -2), (-2, -1), (-1, 0), (-2, 1), (-1, 2)),
            )
        ]
    ),
    "cross": _polygon(
        [
            *((1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4)),
            *((-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4)),
        ]
    ),
    "star": _polygon(_around(5, 1.4, 1.4 * 0.382)),
    "pentagon": _polygon(_around(5, 1.0)),
    "hexagon": _polygon(_around(6, 1.0)),
    "bowtie": _polygon([(1, 1), (1, -1), (-1, 1), (-1, -1)]),
    "hexagram": _polygon(_around(6, 1.32, 0.76)),
    "star-diamond": _polygon(_around(4, 1.4, 0.55)),
    "hourglass": _polygon([(1, 1), (-1, 1), (1, -1), (-1, -1)]),
    "x-thin": _strokes([(1, 1), (-1, -1)], [(1, -1), (-1, 1)]),
    "line-ns": _strokes([(0, 1.4), (0, -1.4)]),
}
SYMBOLS = frozenset(_OUTLINES)
