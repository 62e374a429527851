"""Symbols of points: their outlines around 0,0, as SVG paths of a radius; plotly knows the same by the same names."""

import math
from collections.abc import Sequence

OPEN = "-open"
"""Ending of the names of symbols that are outlines alone."""
_Points = Sequence[tuple[float, float]]


def path(symbol: str, size: float) -> str:
    """The outline of a symbol whose circle would be ``size`` pixels wide."""
    name, radius = symbol.removesuffix(OPEN), size / 2
    if name == "circle":
        half = f"A{radius:.2f},{radius:.2f} 0"
        return f"M{radius:.2f},0{half} 1,1 0,{-radius:.2f}{half} 0,1 {radius:.2f},0Z"
    lines = _STROKES.get(name) or [_CORNERS[name]]
    end = "" if name in _STROKES else "Z"
    return "".join("M" + "L".join(f"{x * radius:.2f},{y * radius:.2f}" for x, y in line) + end for line in lines)


def is_open(symbol: str) -> bool:
    """Whether a symbol is an outline alone: it has a stroke of its colour and no fill."""
    return symbol.endswith(OPEN)


def _around(count: int, *radii: float, turn: float = -0.5) -> list[tuple[float, float]]:
    """Corners at equal angles, their distances from the middle taken in turn; the first points up."""
    steps = count * len(radii)
    angles = [math.pi * (turn + 2 * i / steps) for i in range(steps)]
    return [
        (math.cos(angle) * radii[i % len(radii)], math.sin(angle) * radii[i % len(radii)])
        for i, angle in enumerate(angles)
    ]


_THIRD = 2 / math.sqrt(3)
_CORNERS: dict[str, _Points] = {
    "square": [(1, 1), (1, -1), (-1, -1), (-1, 1)],
    "diamond": [(1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)],
    "triangle-up": [(-_THIRD, 0.5), (_THIRD, 0.5), (0, -1)],
    "triangle-down": [(-_THIRD, -0.5), (_THIRD, -0.5), (0, 1)],
    "x": [
        (x * 0.5657, y * 0.5657)
        for x, y in (
            *((0, 1), (1, 2), (2, 1), (1, 0), (2, -1), (1, -2)),
            *((0, -1), (-1, -2), (-2, -1), (-1, 0), (-2, 1), (-1, 2)),
        )
    ],
    "cross": [
        *((1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4)),
        *((-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4)),
    ],
    "star": _around(5, 1.4, 1.4 * 0.382),
    "pentagon": _around(5, 1.0),
    "hexagon": _around(6, 1.0),
    "bowtie": [(1, 1), (1, -1), (-1, 1), (-1, -1)],
    "hexagram": _around(6, 1.32, 0.76),
    "star-diamond": _around(4, 1.4, 0.55),
    "hourglass": [(1, 1), (-1, 1), (1, -1), (-1, -1)],
}
"""Of closed outlines."""
_STROKES: dict[str, Sequence[_Points]] = {
    "x-thin": [[(1, 1), (-1, -1)], [(1, -1), (-1, 1)]],
    "line-ns": [[(0, 1.4), (0, -1.4)]],
}
SYMBOLS = frozenset(("circle", *_CORNERS, *_STROKES))
