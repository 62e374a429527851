"""What a series looks like in SVG: its pattern, its symbol, its sign in a legend, and the rows of a legend above a drawing."""

import math

from app.charts import fonts, symbols
from app.charts.marks import DASHES, SOLIDITY, TILE, Layout, Series

_OUTLINE = 2.5
GAP, SIGN, _ENTRY = 6.0, 26.0, 18.0
"""Pixels: between sign and name, of a sign, and between two entries."""


def sign(series: Series, name: str) -> str:
    """What stands before a name in the legend of a page: a small drawing with a pattern of that ``name``."""
    drawn = f"{pattern(series, name)}{sign_body(series, name, 7)}"
    return f'<svg width="{SIGN:g}" height="14" aria-hidden="true">{drawn}</svg>'


def sign_body(series: Series, name: str, middle: float) -> str:
    """A series in small: its line, its symbol, or a piece of its bar."""
    parts = []
    if series.line_width:
        parts.append(
            f'<line x1="0" x2="{SIGN:g}" y1="{middle:g}" y2="{middle:g}" stroke="{series.colour}" '
            f'stroke-width="{series.line_width:g}"{dash(series.dash)}/>'
        )
    if series.symbol:
        parts.append(f'<g transform="translate({SIGN / 2:g},{middle:g})">{symbol(series, 10)}</g>')
    if not parts:
        fill = f"url(#{name})" if series.pattern else series.colour
        parts.append(f'<rect x="1" y="{middle - 6:g}" width="{SIGN - 2:g}" height="12" fill="{fill}"{edge(series)}/>')
    return "".join(parts)


def rows(layout: Layout) -> list[list[tuple[Series, float]]]:
    """Entries of the legend of a fixed drawing with their left edges, in rows no wider than it."""
    found: list[list[tuple[Series, float]]] = []
    left = 0.0
    for series in layout.legend:
        if series.is_optional or series.is_named:
            continue
        width = SIGN + GAP + fonts.width(series.name)
        if not found or left + width > layout.width:
            found.append([])
            left = 0.0
        found[-1].append((series, left))
        left += width + _ENTRY
    return found


def height(layout: Layout) -> float:
    """Pixels that the legend takes above a fixed drawing."""
    count = len(rows(layout))
    return count * fonts.line_height() + 10 if count else 0.0


def dash(name: str) -> str:
    """A line's dashes, as an attribute."""
    return f' stroke-dasharray="{DASHES[name]}"' if name else ""


def edge(series: Series) -> str:
    """An edge of its own colour: a pattern alone has none where a bar is short."""
    return f' fill-opacity="{series.opacity:g}"' if series.opacity < 1 else f' stroke="{series.colour}"'


def symbol(series: Series, size: float, more: str = "") -> str:
    """The symbol of a series around 0,0, with ``more`` attributes."""
    outline = symbols.path(series.symbol, size)
    if symbols.is_open(series.symbol):
        # What can be pointed at is the whole symbol, not its thin line alone.
        return (
            f'<path d="{outline}" fill="none" pointer-events="all" stroke="{series.colour}" '
            f'stroke-width="{_OUTLINE}"{more}/>'
        )
    return f'<path d="{outline}" fill="{series.colour}"{more}/>'


def pattern(series: Series, name: str, scale: float = 1, top: float = 0) -> str:
    """The tile of a hatched or dotted series, the first at ``top``; ``scale`` undoes that of the shapes it fills."""
    if not series.pattern:
        return ""
    ground = ""
    if series.pattern in ("/", "//"):
        tile, thick = (TILE, SOLIDITY * TILE) if series.pattern == "/" else (12.0, 4.0)
        side = tile * math.sqrt(2)
        lines = ((-side / 4, side / 4, side / 2), (0, side, side), (side * 0.75, side * 1.25, side / 2))
        path = "".join(f"M{x:.3f},{y:.3f}l{length:.3f},{-length:.3f}" for x, y, length in lines)
        drawn = f'<path d="{path}" stroke="{series.colour}" stroke-width="{thick:g}"/>'
        if series.pattern == "//":
            ground = f'<rect width="{side:.3f}" height="{side:.3f}" fill="{series.colour}" fill-opacity="0.12"/>'
    else:
        side, radius = TILE, math.sqrt(SOLIDITY * TILE**2 / math.pi)
        drawn = f'<circle cx="{side / 2:g}" cy="{side / 2:g}" r="{radius:.3f}" fill="{series.colour}"/>'
    place = f'y="{top:g}" width="{side:.3f}" height="{side:.3f}" patternUnits="userSpaceOnUse"'
    place += f' patternTransform="scale({scale:g})"' if scale != 1 else ""
    return f'<defs><pattern id="{name}" {place}>{ground}{drawn}</pattern></defs>'
